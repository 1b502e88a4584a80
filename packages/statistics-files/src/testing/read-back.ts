// SPDX-License-Identifier: EUPL-1.2
/**
 * Reads files of SPSS and Stata with pyreadstat, which shares nothing with what wrote them, where this
 * machine has it: what `scripts/ci-python.sh` made, or what KOPPEL_STATISTICS_PYTHON names.
 */
import { spawnSync } from 'node:child_process';
import { env } from 'node:process';
import { fileURLToPath } from 'node:url';

/** What a file says to a reader. */
export interface ReadBack {
  readonly label: string;
  readonly rows: number;
  readonly encoding: string | null;
  readonly names: readonly string[];
  readonly labels: readonly string[];
  /** Value labels by variable. */
  readonly values: Readonly<Record<string, readonly (readonly [number | string, string])[]>>;
  /** Values that count as missing, by variable. */
  readonly missing: Readonly<Record<string, readonly (number | string)[]>>;
  readonly formats: Readonly<Record<string, string>>;
  readonly measures: Readonly<Record<string, string>>;
  /** Null where there is no value; days since 1970-01-01 for dates. */
  readonly columns: Readonly<Record<string, readonly (number | string | null)[]>>;
}

const installed = fileURLToPath(
  new URL('../../../../.koppel/statistics/venv/bin/python', import.meta.url),
);
const script = fileURLToPath(new URL('../../vectors/read-back.py', import.meta.url));

export const statisticsPython: string = env['KOPPEL_STATISTICS_PYTHON'] ?? installed;

/** Whether the readers are here. */
export function hasReaders(): boolean {
  return spawnSync(statisticsPython, ['-c', 'import pyreadstat']).status === 0;
}

/** What pyreadstat finds in each file. */
export function readBack(files: readonly string[]): ReadBack[] {
  const child = spawnSync(statisticsPython, [script, ...files], {
    encoding: 'utf8',
    maxBuffer: 1e9,
  });
  if (child.status !== 0) throw new Error(child.stderr);
  return JSON.parse(child.stdout) as ReadBack[];
}
