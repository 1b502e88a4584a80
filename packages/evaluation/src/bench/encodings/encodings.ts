// SPDX-License-Identifier: EUPL-1.2
/**
 * Every encoding against every data set and every attack: what it is worth, what it costs, and what
 * it gives away. Seeded: the same options give the same figures, but for times.
 */
import { createProfile } from '@koppel/encoding';
import type { Attacked } from './attack.ts';
import type { EncodingCase } from './cases.ts';
import { unkeptRow, type KeptRow } from './kept.ts';
import type { Speed } from './measure.ts';
import { partsOf, type PartOfRow, type RowData } from './parts.ts';

export interface EncodingRow {
  readonly name: string;
  /** Highest F1 at any threshold, by data set. */
  readonly f1: Readonly<Record<string, number>>;
  readonly speed: Speed | undefined;
  readonly attacks: readonly Attacked[];
  /** What the registry warns of, by rule. */
  readonly warnings: readonly string[];
}

export interface EncodingsOptions extends RowData {
  readonly cases: readonly EncodingCase[];
  /** Of the cases, those of which may be worked out what is not kept; the others are shown as kept. */
  readonly isRun: (one: EncodingCase) => boolean;
  /** What earlier runs kept of a row. */
  readonly keptOf?: (one: EncodingCase) => KeptRow;
  /** Told the fraction that is done, 0–1, ascending. */
  readonly onProgress: (fraction: number) => void;
}

interface Work {
  readonly one: EncodingCase;
  readonly kept: KeptRow;
  readonly parts: readonly PartOfRow[];
}

function missingOf({ kept, parts }: Work): { readonly part: PartOfRow; readonly kept: KeptRow }[] {
  return parts
    .filter(({ isWanted, name, identity }) => isWanted && kept.find(name, identity) === undefined)
    .map((part) => ({ part, kept }));
}

/** What is kept, where that is still what the parts would give, as a row. */
function rowOf({ one, kept, parts }: Work, data: RowData): EncodingRow {
  const f1: Record<string, number> = {};
  const attacks: Attacked[] = [];
  let speed: Speed | undefined;
  const put = (name: string, value: unknown): void => {
    if (value === undefined) return;
    if (name.startsWith('F1 ')) f1[name.slice('F1 '.length)] = value as number;
    else if (name === 'speed') speed = value as Speed;
    else attacks.push(value as Attacked);
  };
  // Of published data that are not at hand here, what was found where they were.
  const published = [...kept.parts].filter(([name]) => name.startsWith('F1 '));
  if (data.sets.length === 0) for (const [name, { value }] of published) put(name, value);
  for (const { name, identity } of parts) put(name, kept.find(name, identity));
  const spec = one.specOf(data.generated.base);
  const warnings = createProfile(spec).warnings.map(({ rule }) => rule);
  return { name: one.name, f1, speed, attacks, warnings };
}

/** Works out what is wanted and not kept, part by part. Rows of which nothing is there are left out. */
export async function benchEncodings(options: EncodingsOptions): Promise<EncodingRow[]> {
  const { cases, isRun, keptOf = unkeptRow, onProgress } = options;
  const all = cases.map((one): Work => {
    return { one, kept: keptOf(one), parts: partsOf(one, options) };
  });
  const missing = all.filter(({ one }) => isRun(one)).flatMap(missingOf);
  let done = 0;
  for (const { part, kept } of missing) {
    kept.keep(part.name, part.identity, await part.run());
    onProgress(++done / missing.length);
  }
  onProgress(1);
  return all.filter(({ kept }) => kept.parts.size > 0).map((work) => rowOf(work, options));
}
