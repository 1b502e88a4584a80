// SPDX-License-Identifier: EUPL-1.2
/** Runs the programs of others on a set, and judges what they find. The truth stays here. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DataFile, DataFolder } from '../../evaluate/data-folder.ts';
import type { ScoredPairs } from '../../metrics/index.ts';
import { bestF1, f1At } from './judge.ts';
import type { PeerRun, Programs, Tool } from './programs.ts';
import type { SharedColumn } from './sets.ts';

export interface OtherFigures {
  readonly tool: Tool;
  readonly variant: string;
  readonly cpuSeconds: number;
  /** At the best cut, knowing the truth. */
  readonly best: number;
  /** At a probability of a half and of 0.95, where the program gives probabilities. */
  readonly even?: number;
  readonly sure?: number;
}

/** Cuts on the scale of each program: Splink's is log2 of the odds. */
const cuts: Readonly<Record<Tool, { readonly even: number; readonly sure: number } | undefined>> = {
  anonlink: undefined,
  splink: { even: 0, sure: Math.log2(0.95 / 0.05) },
  ecm: { even: 0.5, sure: 0.95 },
};

const digits = /^\d{4}-\d\d-\d\d$/;

/** One form for dates, as programs compare them as text; parts of a column by a space between. */
function valuesOf(data: DataFile, { from, role }: SharedColumn): string[] {
  const parts = from.map((name) => data.column(name));
  return Array.from({ length: data.count }, (_, row) => {
    const value = parts.map((part) => part[row]!.trim()).filter((part) => part !== '').join(' '); // prettier-ignore
    return role === 'date' && digits.test(value) ? value.replaceAll('-', '') : value;
  });
}

const quoted = (value: string): string => `"${value.replaceAll('"', '""')}"`;

function writeSide(file: string, data: DataFile, columns: readonly SharedColumn[]): void {
  const values = columns.map((one) => valuesOf(data, one));
  const lines = Array.from({ length: data.count }, (_, row) =>
    [String(row), ...values.map((column) => quoted(column[row]!))].join(','),
  );
  writeFileSync(file, [['rid', ...columns.map(({ name }) => name)].join(','), ...lines, ''].join('\n')); // prettier-ignore
}

export function readPairs(text: string): ScoredPairs {
  const lines = text.split('\n').filter((line) => line !== '');
  const cells = lines.map((line) => line.split(',').map(Number));
  return {
    a: Uint32Array.from(cells, ([row]) => row!),
    b: Uint32Array.from(cells, ([, row]) => row!),
    similarity: Float64Array.from(cells, ([, , score]) => score!),
  };
}

const tools = ['anonlink', 'splink', 'ecm'] as const;

/** Every way of every program on one set. */
export async function othersOn(
  { a, b, truth }: DataFolder,
  columns: readonly SharedColumn[],
  programs: Programs,
  folder: string,
  asked: readonly Tool[] = tools,
): Promise<OtherFigures[]> {
  const dedupe = b === undefined;
  const [sides, out] = [join(folder, 'sides'), join(folder, 'out')];
  const found: OtherFigures[] = [];
  try {
    for (const path of [sides, out]) mkdirSync(path, { recursive: true });
    writeSide(join(sides, 'a.csv'), a, columns);
    if (b !== undefined) writeSide(join(sides, 'b.csv'), b, columns);
    const named = columns.map(({ name, role }) => ({ name, role }));
    for (const tool of asked) {
      const runs = await programs.run({ folder: sides, out, tool, columns: named, dedupe });
      for (const run of runs) found.push(figuresOf(tool, run));
    }
  } finally {
    for (const path of [sides, out]) rmSync(path, { recursive: true, force: true });
  }
  return found;

  function figuresOf(tool: Tool, { variant, file, cpuSeconds }: PeerRun): OtherFigures {
    const pairs = readPairs(readFileSync(join(out, file), 'utf8'));
    const best = bestF1(pairs, truth, dedupe);
    const scale = cuts[tool];
    if (scale === undefined) return { tool, variant, cpuSeconds, best };
    const [even, sure] = [scale.even, scale.sure].map((cut) => f1At(pairs, truth, { cut, dedupe }));
    return { tool, variant, cpuSeconds, best, even: even!, sure: sure! };
  }
}
