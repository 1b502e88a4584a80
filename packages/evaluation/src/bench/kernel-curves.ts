// SPDX-License-Identifier: EUPL-1.2
/**
 * What the exact search costs over size, threshold, fill and number of threads, as plots. Beside
 * each point stands what the same vectors would cost if the processor did nothing but add them.
 */
import { writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { cpuUsage } from 'node:process';
import type { Reporter } from '@koppel/console';
import { estimateSearch, search, type FilterSet } from '@koppel/kernel';
import { drawSvg } from '../report/svg.ts';
import { encodedPair } from './line.ts';
import { timing } from './machine.ts';

export interface CurvePoint {
  readonly at: number;
  /** Comparisons per second of processor time, of the median; for workers by the clock. */
  readonly rate: number;
  /** The same of the fastest run. */
  readonly best: number;
  /** If adding vectors were all: no bound where nothing was estimated. */
  readonly limit: number | undefined;
  /** Not run in full: worked out from a sample by the search itself. */
  readonly estimated: boolean;
}

export type Curve = 'size' | 'threshold' | 'fill' | 'workers';
export type Curves = Readonly<Record<Curve, readonly CurvePoint[]>>;

export interface CurveOptions {
  readonly folder: string;
  readonly reporter: Reporter;
  readonly repeat: number;
  /** Records per side where the size is not what varies. */
  readonly size: number;
  readonly sizes: readonly number[];
  /** Sizes above are estimated from a sample. */
  readonly wholeUpTo: number;
}

const thresholds = [0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95];
const fills = [0.2, 0.3, 0.4, 0.5, 0.6];
/**
 * Nanoseconds that adding a vector of 128 lanes takes at the least: 83 operations on 16 vectors, by
 * four units at 3.2 GHz.
 */
const VECTOR_NS = 0.41;

type Pair = readonly [FilterSet, FilterSet];

function personsPair(folder: string, size: number): Pair {
  return encodedPair(folder, size).map(({ count, filters, filterBytes: bytes }) => ({
    count,
    filters,
    bytes,
  })) as unknown as Pair;
}

/** Independent bits, which is what a search meets most: pairs that have nothing to do with another. */
function randomPair(count: number, fill: number): Pair {
  let state = 1;
  const random = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return (Math.imul(state ^ (state >>> 15), 0x2c1b_3c6d) >>> 8) / 2 ** 24;
  };
  const set = (): FilterSet => {
    const filters = new Uint8Array(count * 128);
    for (let bit = 0; bit < filters.length * 8; bit++) {
      if (random() < fill) filters[bit >> 3]! |= 1 << (bit & 7);
    }
    return { count, bytes: 128, filters };
  };
  return [set(), set()];
}

async function measure(
  [a, b]: Pair,
  threshold: number,
  at: number,
  { repeat, wholeUpTo }: CurveOptions,
  workers = 1,
): Promise<CurvePoint> {
  const comparisons = a.count * b.count;
  const stated = await estimateSearch(a, b, threshold, { workers });
  const limit = stated.vectors === 0 ? undefined : 128e9 / (stated.vectors * VECTOR_NS);
  if (a.count > wholeUpTo) {
    const rate = comparisons / stated.seconds;
    return { at, rate, best: rate, limit, estimated: true };
  }
  const seconds: number[] = [];
  for (let run = 0; run < repeat; run++) {
    const [started, before] = [performance.now(), cpuUsage()];
    await search(a, b, threshold, { workers });
    const { user, system } = cpuUsage(before);
    const wall = (performance.now() - started) / 1000;
    seconds.push(workers === 1 ? (user + system) / 1e6 : wall);
  }
  const { median, min } = timing(seconds);
  return { at, rate: comparisons / median, best: comparisons / min, limit, estimated: false };
}

export async function benchCurves(options: CurveOptions): Promise<Curves> {
  const { folder, reporter, size, sizes } = options;
  const curves: Record<Curve, CurvePoint[]> = { size: [], threshold: [], fill: [], workers: [] };
  const told = (curve: Curve, point: CurvePoint): void => {
    curves[curve].push(point);
    reporter.event('curve', { stage: curve }, { at: point.at, rate: Math.round(point.rate) });
  };
  const pair = personsPair(join(folder, 'pair'), size);
  for (const at of thresholds) told('threshold', await measure(pair, at, at, options));
  for (let workers = 1; workers <= availableParallelism(); workers *= 2) {
    told('workers', await measure(pair, 0.8, workers, options, workers));
  }
  for (const at of fills) told('fill', await measure(randomPair(size, at), 0.8, at, options));
  for (const at of sizes) {
    told('size', await measure(personsPair(join(folder, String(at)), at), 0.8, at, options));
  }
  return curves;
}

const labels: Readonly<Record<Curve, string>> = {
  size: 'records per side (Dice ≥ 0.8)',
  threshold: 'threshold',
  fill: 'share of bits set (Dice ≥ 0.8)',
  workers: 'threads (Dice ≥ 0.8)',
};

/** A plot per curve, `kernel-<curve>.svg` in the folder. */
export function writeCurves(curves: Curves, folder: string): void {
  for (const [curve, points] of Object.entries(curves) as [Curve, readonly CurvePoint[]][]) {
    if (points.length === 0) continue;
    const line = (
      name: string,
      value: (point: CurvePoint) => number | undefined,
      dashed = false,
    ) => ({
      name,
      type: 'line',
      data: points.map((point) => (value(point) ?? NaN) / 1e9),
      ...(dashed ? { lineStyle: { type: 'dashed' } } : {}),
    });
    const drawing = drawSvg(`kernel-${curve}`, `Comparisons per second by ${labels[curve]}`, 280, {
      legend: { top: 0 },
      grid: { top: 40, left: 45, right: 15, bottom: 45 },
      xAxis: {
        type: 'category',
        name: labels[curve],
        nameLocation: 'middle',
        nameGap: 28,
        data: points.map(
          ({ at, estimated }) => `${at.toLocaleString('en-GB')}${estimated ? '*' : ''}`,
        ),
      },
      yAxis: { type: 'value', name: '10⁹ / s', min: 0 },
      series: [
        line('median', ({ rate }) => rate),
        line('best', ({ best }) => best),
        line('vectors alone', ({ limit }) => limit, true),
      ],
    });
    writeFileSync(join(folder, `kernel-${curve}.svg`), `${drawing.text}\n`);
  }
}
