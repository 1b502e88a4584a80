// SPDX-License-Identifier: EUPL-1.2
/** Our figures beside those of others, as tables of a page: F1, then processor time. Pure. */
import type { OtherFigures } from './others.ts';
import type { OwnFigures, Ours } from './ours.ts';
import type { Tool } from './programs.ts';

export interface QualityRow {
  readonly set: string;
  readonly ours: Readonly<Record<Ours, OwnFigures>>;
  /** Undefined where the programs of others were not run. */
  readonly others: readonly OtherFigures[] | undefined;
}

const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
const four = (value: number | undefined): string => (value === undefined ? '–' : value.toFixed(4));
const signed = (value: number): string => `${value < 0 ? '' : '+'}${value.toFixed(4)}`;

/** The best of all ways of a program by some figure. */
function most(
  { others }: QualityRow,
  tool: Tool,
  of: 'best' | 'even' | 'sure',
): number | undefined {
  const values = (others ?? []).flatMap((one) => (one.tool === tool ? (one[of] ?? []) : []));
  return values.length === 0 ? undefined : Math.max(...values);
}

const own = ['clk', 'saul', 'fields', 'looks'] as const;

const quality = {
  ours: [
    'data', '`clk`, no labels', '`saul`, no labels', 'field filters, no labels',
    'both rounds on `saul`, no labels', '`clk`, best', 'field filters, best', 'both rounds, best',
  ],
  others: [
    'clkhash and anonlink, best', 'Splink at ½', 'Splink at 0.95', 'Splink, best',
    'recordlinkage ECM at ½', 'ECM, best', 'our best without labels to Splink’s best',
    'both rounds without labels to Splink at ½',
  ],
} as const; // prettier-ignore

function qualityCells(row: QualityRow, withOthers: boolean): string[] {
  const { set, ours } = row;
  const cells = [
    set,
    ...own.map((one) => four(ours[one].f1)),
    four(ours.clk.best),
    four(ours.fields.best),
    four(ours.looks.best),
  ];
  if (!withOthers) return cells;
  const splink = most(row, 'splink', 'best');
  const even = most(row, 'splink', 'even');
  const distance = Math.max(...own.map((one) => ours[one].f1)) - (splink ?? NaN);
  return [
    ...cells,
    four(most(row, 'anonlink', 'best')),
    four(even),
    four(most(row, 'splink', 'sure')),
    four(splink),
    four(most(row, 'ecm', 'even')),
    four(most(row, 'ecm', 'best')),
    Number.isNaN(distance) ? '–' : signed(distance),
    even === undefined ? '–' : signed(ours.looks.f1 - even),
  ];
}

const times = [
  'data', '`clk`', '`saul`', 'field filters', 'both rounds', 'clkhash and anonlink', 'Splink', 'recordlinkage ECM',
] as const; // prettier-ignore

/** Seconds of the quickest way of a program. */
function quickest({ others }: QualityRow, tool: Tool): string {
  const seconds = (others ?? []).filter((one) => one.tool === tool).map((one) => one.cpuSeconds);
  return seconds.length === 0 ? '–' : Math.min(...seconds).toFixed(1);
}

function tableOf(header: readonly string[], body: readonly (readonly string[])[]): string {
  return [line(header), line(header.map(() => '---')), ...body.map(line)].join('\n');
}

/** Rows as Markdown: quality, and where others were run, seconds of the processor. */
export function qualityTable(rows: readonly QualityRow[]): string {
  const withOthers = rows.some(({ others }) => others !== undefined);
  const header = withOthers ? [...quality.ours, ...quality.others] : quality.ours;
  const first = tableOf(header, rows.map((row) => qualityCells(row, withOthers))); // prettier-ignore
  if (!withOthers) return first;
  const cpu = rows.map((row) => [
    row.set,
    ...own.map((one) => row.ours[one].cpuSeconds.toFixed(1)),
    ...(['anonlink', 'splink', 'ecm'] as const).map((tool) => quickest(row, tool)),
  ]);
  return `${first}\n\nSeconds of the processor, all threads together:\n\n${tableOf(times, cpu)}`;
}
