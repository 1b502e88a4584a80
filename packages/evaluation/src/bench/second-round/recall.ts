// SPDX-License-Identifier: EUPL-1.2
/**
 * Which share of the true pairs a first round puts among the candidates that are looked at, by code and
 * by looks for each record: no second round finds what is not among them.
 */
import { candidateLooks, orderSources, rankedCandidates } from '@koppel/linkage';
import { codePartsOf, similarityOf } from '@koppel/study';
import { encodeFolder } from '../../evaluate/encode-folder.ts';
import type { DataFolder } from '../../evaluate/data-folder.ts';
import { CANDIDATES, type Coding } from '../../evaluate/encode.ts';
import type { EvaluateField } from '../../evaluate/fields.ts';
import type { PairColumns } from '../../metrics/index.ts';

export interface RecallSet {
  readonly name: string;
  readonly make: () => DataFolder;
  readonly fields: readonly EvaluateField[];
}

export interface RecallRow {
  readonly set: string;
  readonly codes: readonly {
    readonly code: string;
    readonly recall: readonly { readonly looks: number; readonly share: number }[];
  }[];
}

const findsCandidates = true;
const CODES: readonly { readonly code: string; readonly coding: Coding }[] = [
  { code: 'saul k = 3, 2,048 bits', coding: { scheme: 'saul', bits: 2048, k: 3, findsCandidates } },
  {
    code: 'saul k = 4, 3 × 4,096 bits',
    coding: { scheme: 'saul', ...CANDIDATES, findsCandidates },
  },
  { code: 'saul k = 3, 4,096 bits', coding: { scheme: 'saul', bits: 4096, k: 3, findsCandidates } },
  { code: 'saul k = 2, 2,048 bits', coding: { scheme: 'saul', bits: 2048, k: 2, findsCandidates } },
  { code: 'clk, 2,048 bits', coding: { scheme: 'clk', bits: 2048 } },
];
const LOOKS = [4, 5, 10, 20, 40] as const;

/** The share of true pairs among the best candidates of either record. */
async function shareOf(
  sources: ReturnType<typeof encodeFolder>['sources'],
  coding: Parameters<typeof similarityOf>[0],
  truth: PairColumns,
  looks: number,
): Promise<number> {
  const ordered = orderSources(sources);
  const [left, right] = [ordered[0]!, ordered.at(-1)!];
  const options = {
    top: candidateLooks(looks),
    similarity: similarityOf(coding),
    parts: codePartsOf(coding),
  };
  const { rowsA, rowsB } = await rankedCandidates(left.set, right.set, options, {});
  const width = right.set.count;
  const dedupe = ordered.length === 1;
  const placeOf = (a: number, b: number): number =>
    dedupe && a > b ? b * width + a : a * width + b;
  const sought = new Set(Array.from(truth.a, (row, at) => placeOf(row, truth.b[at]!)));
  const turned = left.index > right.index;
  let found = 0;
  rowsA.forEach((rowA, at) => {
    const [a, b] = [left.rows[rowA]!, right.rows[rowsB[at]!]!];
    found += Number(sought.has(turned ? placeOf(b, a) : placeOf(a, b)));
  });
  return found / Math.max(1, truth.a.length);
}

export async function recallOf({ name, make, fields }: RecallSet): Promise<RecallRow> {
  const data = make();
  const codes: RecallRow['codes'][number][] = [];
  for (const { code, coding } of CODES) {
    const { sources, profile } = encodeFolder(data, fields, coding);
    const recall: { looks: number; share: number }[] = [];
    for (const looks of LOOKS) {
      recall.push({ looks, share: await shareOf(sources, profile.spec, data.truth, looks) });
    }
    codes.push({ code, recall });
  }
  return { set: name, codes };
}

/** As Markdown: a line for each set and code. */
export function recallTable(rows: readonly RecallRow[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const header = ['set', 'code', ...LOOKS.map((looks) => `m = ${String(looks)}`)];
  const body = rows.flatMap(({ set, codes }) =>
    codes.map(({ code, recall }) =>
      line([set, code, ...recall.map(({ share }) => share.toFixed(4))]),
    ),
  );
  return [line(header), line(header.map(() => '---')), ...body].join('\n');
}
