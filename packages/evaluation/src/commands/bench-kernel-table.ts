// SPDX-License-Identifier: EUPL-1.2
/** The outcome of `./koppel bench kernel` as text, a line per figure. */
import type { CurvePoint, Curves } from '../bench/kernel-curves.ts';
import type { Verification } from '../bench/kernel-verify.ts';
import type { KernelResult, KernelSize, Rate, SearchRate } from '../bench/kernel.ts';

const thousands = (number: number): string => Math.round(number).toLocaleString('en-US');
const millions = (number: number): string => `${thousands(number / 1e6)} M`;

function line(name: string, rate: Rate): string {
  const time = `${rate.median.toFixed(2)} s (min ${rate.min.toFixed(2)})`;
  const perCpu = `${millions(rate.comparisonsPerCpuSecond)} per CPU second`;
  const text = `${millions(rate.comparisonsPerSecond)} comparisons/s, ${perCpu}`;
  return `  ${name.padEnd(32)}${time.padEnd(24)}${text}`;
}

const nameOf = ({ similarity, threshold, workers }: SearchRate): string =>
  `${similarity} ≥ ${threshold.toString()}, ${workers.toString()} worker(s)`;

function sizeTable(result: KernelSize): string {
  const { anonlink, ratio, ratioCpu, stated } = result;
  const peer =
    'skipped' in anonlink
      ? [`  ${'anonlink'.padEnd(32)}${'skipped'.padEnd(24)}${anonlink.skipped}`]
      : [
          line('anonlink, dice ≥ 0.8, 1 process', anonlink),
          `  ${'ratio per core'.padEnd(32)}${ratio!.toFixed(1)} by time, ${ratioCpu!.toFixed(1)} by CPU time`,
        ];
  return [
    `${thousands(result.size)} records per side, fill ${result.fill.toFixed(2)}`,
    ...result.searches.map((one) => line(nameOf(one), one)),
    ...peer,
    ...(result.scaling === undefined || result.lowerThreshold === undefined
      ? []
      : [
          `  ${'all workers to one'.padEnd(32)}${result.scaling.toFixed(2)} times as fast`,
          `  ${'dice ≥ 0.7 to ≥ 0.8'.padEnd(32)}${result.lowerThreshold.toFixed(2)} times the CPU time`,
        ]),
    `  ${'stated before, all workers'.padEnd(32)}${stated.seconds.toFixed(2)} s by ${stated.counter}, ${thousands(stated.pairs.low)}–${thousands(stated.pairs.high)} pairs`,
    `  ${'peak memory so far'.padEnd(32)}${thousands(result.peakMemoryMiB)} MiB`,
  ].join('\n');
}

export const kernelTable = ({ sizes }: KernelResult): string => sizes.map(sizeTable).join('\n\n');

const curveLine = ({ at, rate, best, limit, estimated }: CurvePoint): string =>
  `  ${at.toLocaleString('en-US').padEnd(12)}${millions(rate)}/s (best ${millions(best)}${
    limit === undefined ? '' : `, vectors alone ${millions(limit)}`
  })${estimated ? ', estimated' : ''}`;

export const curvesTable = (curves: Curves): string =>
  Object.entries(curves)
    .map(([curve, points]) => [curve, ...points.map(curveLine)].join('\n'))
    .join('\n\n');

export const verificationTable = ({ size, checks }: Verification): string =>
  [
    `${thousands(size)} records per side, against the plain twin`,
    ...checks.map(
      ({ threshold, workers, pairs, differences }) =>
        `  dice ≥ ${threshold.toString()}, ${workers.toString()} worker(s): ${thousands(pairs)} pairs, ${thousands(differences)} differences`,
    ),
  ].join('\n');
