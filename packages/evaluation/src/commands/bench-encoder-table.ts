// SPDX-License-Identifier: EUPL-1.2
/** The outcome of `./koppel bench encoder` as text, a line per figure. */
import type { EncoderResult, SizeResult } from '../bench/encoder.ts';

const thousands = (number: number): string => Math.round(number).toLocaleString('en-US');

type Row = readonly [name: string, time: string, rate: string];

interface Rated {
  readonly min: number;
  readonly median: number;
  readonly recordsPerSecond: number;
  readonly recordsPerCpuSecond: number;
}

function rated(name: string, rate: Rated): Row {
  return [
    name,
    `${rate.median.toFixed(2)} s (min ${rate.min.toFixed(2)})`,
    `${thousands(rate.recordsPerSecond)} records/s, ${thousands(rate.recordsPerCpuSecond)} per CPU second`,
  ];
}

function rowsOf({ ours, withTokens, uniqueValues, clkhash, ratio, ratioCpu }: SizeResult): Row[] {
  const rows = [
    rated('encode', ours),
    rated('with record tokens', withTokens),
    rated('all values unique', uniqueValues),
  ];
  if ('skipped' in clkhash) return [...rows, ['clkhash', 'skipped', clkhash.skipped]];
  const text = `${ratio?.toFixed(1) ?? '?'} by time, ${ratioCpu?.toFixed(1) ?? '?'} by CPU time`;
  return [...rows, rated('clkhash, 1 process', clkhash), ['ratio per core', '', text]];
}

const aligned = (rows: readonly Row[]): string[] =>
  rows.map(([name, time, rate]) => `  ${name.padEnd(24)}${time.padEnd(24)}${rate}`);

export function encoderTable({ sizes, inputs, memory }: EncoderResult): string {
  return [
    ...sizes.flatMap((result) => [
      `${thousands(result.size)} records, from file to encodings`,
      ...aligned(rowsOf(result)),
      '',
    ]),
    'By kind of input',
    ...aligned(
      Object.entries(inputs).map(([kind, rate]): Row => [kind, '', `${thousands(rate)} records/s`]),
    ),
    '',
    'Peak memory, all values unique',
    ...aligned(
      memory.map(({ rows, peakMiB, recordsPerSecond }): Row => [
        `${thousands(rows)} rows`,
        `${peakMiB} MiB`,
        `${thousands(recordsPerSecond)} records/s`,
      ]),
    ),
  ].join('\n');
}
