// SPDX-License-Identifier: EUPL-1.2
/** What `./koppel bench kernel` says of balanced codes, as text. */
import type { CodesResult, CodesRow } from '../bench/codes.ts';

const thousands = (number: number): string => Math.round(number).toLocaleString('en-US');
const millions = (number: number): string => `${thousands(number / 1e6)} M`;

const rates = ({ exact, sequential, gain }: Omit<CodesResult['top'], 'missed'>): string =>
  `exact ${millions(exact)}, by tests ${millions(sequential)}, ${gain.toFixed(1)} times`;

function row({ codes, threshold, miss, design, missed, pairs, ...rest }: CodesRow): string {
  const pieces =
    design === undefined
      ? 'too few to test'
      : `${String(design.votes)} pieces of ${String(design.width)} bits`;
  const misses = `${thousands(missed)} of ${thousands(pairs)} missed (expected ${miss.expected.toPrecision(2)})`;
  const name = `${codes} ≥ ${String(threshold)}`;
  return `  ${name.padEnd(32)}${rates({ pairs, ...rest }).padEnd(48)}${pieces}; ${misses}`;
}

/** Comparisons per second of processor time. */
export function codesTable({ queries, candidates, bits, plain, rows, top }: CodesResult): string {
  const misses = `${thousands(top.missed)} of ${thousands(top.pairs)} missed`;
  return [
    `codes of ${thousands(bits)} bits, ${thousands(queries)} × ${thousands(candidates)}, comparisons per CPU second`,
    `  ${'measuring every pair'.padEnd(32)}${millions(plain)}`,
    ...rows.map(row),
    `  ${'ten best ≥ 0.56, saul'.padEnd(32)}${rates(top).padEnd(48)}${misses}`,
  ].join('\n');
}
