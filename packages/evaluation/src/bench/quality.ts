// SPDX-License-Identifier: EUPL-1.2
/**
 * Our F1 at the threshold chosen without labels, beside what the peers reach at the threshold that is
 * best with the truth. Theirs were measured once, with the scripts of the peers' folder and the
 * versions named here; they are not measured anew with every table.
 */
import { join } from 'node:path';
import { readDataFolder } from '../evaluate/data-folder.ts';
import type { EvaluateField } from '../evaluate/fields.ts';
import { valueSet } from './encodings/value-set.ts';
import type { Peers } from './peers.ts';
import { febrlSets, type NamedSet } from './thresholds/sets.ts';
import type { ThresholdRow } from './thresholds/thresholds.ts';

/** Best F1, with the threshold picked by the truth. */
export interface PeerFigure {
  /** The best peer on Bloom filters, clkhash 0.18.3 with anonlink 0.15.3. */
  readonly filters: number;
  /** Splink 4.0.17 on clear text, without national numbers. */
  readonly splink: number;
}

/** By name of the set. FEBRL4 and synthetic registers one to one, FEBRL3 as pairs. */
export const peerFigures: Readonly<Record<string, PeerFigure>> = {
  'FEBRL4, 9 fields': { filters: 1, splink: 0.9976 },
  'FEBRL4, 7 fields': { filters: 0.9993, splink: 0.9976 },
  'FEBRL4, 5 fields': { filters: 0.9973, splink: 0.9976 },
  'FEBRL3, 9 fields': { filters: 0.9713, splink: 0.9834 },
  'FEBRL3, 7 fields': { filters: 0.9653, splink: 0.9834 },
  'FEBRL3, 5 fields': { filters: 0.9192, splink: 0.9834 },
  'synth_nl 10000': { filters: 0.9773, splink: 0.9939 },
  'synth_nl 20000': { filters: 0.9732, splink: 0.9929 },
};

const synthFields: readonly EvaluateField[] = [
  { column: 'first_name', type: 'text', weight: 1 },
  { column: 'last_name', type: 'text', weight: 1 },
  { column: 'dob', type: 'date', weight: 1 },
  { column: 'street', type: 'text', weight: 1 },
  { column: 'postcode', type: 'code', weight: 1 },
];

/** Writes a set by the peers' generator; its options are those of its command. */
const synthesise = `import json, runpy, sys
job = json.loads(sys.argv[1])
sys.argv = ['synth.py', '--n', str(job['n']), '--out', job['out']]
runpy.run_path('synth.py', run_name='__main__')
print('{"seconds": 0}')`;

/** The sets of the peers' table that are at hand; `folder` takes what their generator writes. */
export async function qualitySets(
  peers: Peers | { readonly skipped: string },
  folder: string,
): Promise<NamedSet[]> {
  const sets = febrlSets().filter(({ name }) => name in peerFigures);
  if ('skipped' in peers) return sets;
  for (const n of [10_000, 20_000]) {
    const [name, out] = [`synth_nl ${String(n)}`, join(folder, String(n))];
    await peers.run({ n, out }, synthesise);
    sets.push({ name, make: () => valueSet(name, readDataFolder(out), synthFields) });
  }
  return sets;
}

const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

const header = [
  'data', '`clk`, no labels', '`saul`, no labels', '`clk`, best', 'filters of the best peer, best',
  'Splink on clear text, best', '`clk` to Splink',
]; // prettier-ignore

/** A row per set, as Markdown. */
export function qualityTable(rows: readonly ThresholdRow[]): string {
  const names = [...new Set(rows.map(({ set }) => set))];
  const body = names.map((set) => {
    const [clk, saul] = ['clk', 'saul'].map((start) =>
      rows.find((row) => row.set === set && row.encoding.startsWith(start))!,
    ) as [ThresholdRow, ThresholdRow];
    const { filters, splink } = peerFigures[set]!;
    const distance = clk.f1 - splink;
    const figures = [clk.f1, saul.f1, clk.best.f1, filters, splink].map((f1) => f1.toFixed(4));
    return line([set, ...figures, `${distance < 0 ? '' : '+'}${distance.toFixed(4)}`]);
  });
  return [line(header), line(header.map(() => '---')), ...body].join('\n');
}
