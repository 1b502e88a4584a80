// SPDX-License-Identifier: EUPL-1.2
/**
 * Times the exact search for all pairs, and anonlink on the same encodings, in turns. Time and
 * processor time are both kept: on a busy machine only the second says much.
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { cpuUsage, resourceUsage } from 'node:process';
import type { Reporter } from '@koppel/console';
import {
  estimateSearch,
  search,
  type FilterSet,
  type Interval,
  type Similarity,
} from '@koppel/kernel';
import { encodedPair } from './line.ts';
import { timing, type Timing } from './machine.ts';
import type { Peers } from './peers.ts';

export interface KernelOptions {
  readonly sizes: readonly number[];
  readonly repeat: number;
  readonly folder: string;
  readonly reporter: Reporter;
  readonly peers: Peers | { readonly skipped: string };
}

export interface Rate extends Timing {
  /** Of the median. */
  readonly comparisonsPerSecond: number;
  /** Of the median of processor time, over all threads. */
  readonly comparisonsPerCpuSecond: number;
}

export interface SearchRate extends Rate {
  readonly similarity: Similarity;
  readonly threshold: number;
  readonly workers: number;
  readonly pairs: number;
}

/** Sizes above it are searched once, by all workers, and without peers. */
const LARGE = 200_000;

export interface KernelSize {
  /** Records per side. */
  readonly size: number;
  /** Share of bits that are set, of generated persons. */
  readonly fill: number;
  readonly searches: readonly SearchRate[];
  readonly anonlink: Rate | { readonly skipped: string };
  /** Ours at Dice ≥ 0.8 with one worker to theirs: median of the pairs of runs. */
  readonly ratio?: number;
  readonly ratioCpu?: number;
  /** All workers to one: comparisons per second. */
  readonly scaling?: number;
  /** Time at Dice ≥ 0.7 to that at 0.8, one worker, of processor time. */
  readonly lowerThreshold?: number;
  /** Most that the process has held until then. */
  readonly peakMemoryMiB: number;
  /** What the search stated of itself beforehand, with all workers. */
  readonly stated: { readonly seconds: number; readonly pairs: Interval; readonly counter: string };
}

export interface KernelResult {
  /** Of the largest size that peers were run on. */
  readonly ratio?: number;
  readonly ratioCpu?: number;
  readonly sizes: readonly KernelSize[];
}

interface Run {
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly pairs: number;
}

interface Asked {
  readonly similarity: Similarity;
  readonly threshold: number;
  readonly workers: number;
}

const threshold = 0.8;

async function runOurs([a, b]: readonly [FilterSet, FilterSet], asked: Asked): Promise<Run> {
  const [started, before] = [performance.now(), cpuUsage()];
  const { query } = await search(a, b, asked.threshold, asked);
  const { user, system } = cpuUsage(before);
  const seconds = (performance.now() - started) / 1000;
  return { seconds, cpuSeconds: (user + system) / 1e6, pairs: query.length };
}

const median = (values: readonly number[]): number => timing(values).median;

function rateOf(runs: readonly Run[], comparisons: number): Rate {
  const timed = timing(runs.map(({ seconds }) => seconds));
  return {
    ...timed,
    comparisonsPerSecond: comparisons / timed.median,
    comparisonsPerCpuSecond: comparisons / median(runs.map(({ cpuSeconds }) => cpuSeconds)),
  };
}

/** Balanced codes that share nothing: how alike codes are makes little difference to the search. */
function randomCodes(count: number, seed: number): FilterSet {
  const words = new Uint32Array(count * 64);
  let state = seed;
  for (let at = 0; at < words.length; at++) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    words[at] = Math.imul(state ^ (state >>> 16), 0x85eb_ca6b) ^ (state << 13);
  }
  return { count, bytes: 256, filters: new Uint8Array(words.buffer) };
}

function fillOf({ filters }: FilterSet): number {
  let ones = 0;
  for (const byte of filters) for (let rest = byte; rest > 0; rest &= rest - 1) ones++;
  return ones / (filters.length * 8);
}

function writeForPeers(options: KernelOptions, sets: readonly [FilterSet, FilterSet]): object {
  const file = (name: string): string => join(options.folder, name);
  writeFileSync(file('a.bin'), sets[0].filters);
  writeFileSync(file('b.bin'), sets[1].filters);
  const files = { a: file('a.bin'), b: file('b.bin'), truth: file('rows.csv') };
  return { kind: 'compare', mode: 'single', threshold, k: 10, ...files };
}

const askedOf = (all: number): readonly Asked[] => [
  { similarity: 'dice', threshold, workers: 1 },
  { similarity: 'dice', threshold, workers: all },
  { similarity: 'dice', threshold: 0.7, workers: 1 },
  { similarity: 'hamming', threshold: 0.62, workers: 1 },
];

async function benchSize(options: KernelOptions, size: number): Promise<KernelSize> {
  const { folder } = options;
  const repeat = size > LARGE ? 1 : options.repeat;
  const peers =
    size > LARGE ? { skipped: 'takes too long at more than 200,000 records' } : options.peers;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const [a, b] = encodedPair(folder, size).map(({ count, filters, filterBytes }) => ({
    count,
    filters,
    bytes: filterBytes,
  })) as [FilterSet, FilterSet];
  const large = size > LARGE;
  const codes = large ? ([a, b] as const) : ([randomCodes(size, 1), randomCodes(size, 2)] as const);
  const job = writeForPeers(options, [a, b]);
  const all = availableParallelism();
  const asked: readonly Asked[] = large
    ? [{ similarity: 'dice', threshold, workers: all }]
    : askedOf(all);
  const stated = await estimateSearch(a, b, threshold, { workers: all });
  const ours: Run[][] = asked.map(() => []);
  const theirs: Run[] = [];
  for (let run = 0; run < repeat; run += 1) {
    for (const [at, one] of asked.entries()) {
      const sets = one.similarity === 'dice' ? ([a, b] as const) : codes;
      ours[at]!.push(await runOurs(sets, one));
      if (at > 0 || 'skipped' in peers) continue;
      const { seconds, cpu_s: cpuSeconds = seconds, candidates: pairs = 0 } = await peers.run(job);
      theirs.push({ seconds, cpuSeconds, pairs });
    }
  }
  const comparisons = a.count * b.count;
  const searches = asked.map((one, at) => ({
    ...one,
    ...rateOf(ours[at]!, comparisons),
    pairs: ours[at]![0]!.pairs,
  }));
  const result = {
    size,
    fill: fillOf(a),
    searches,
    ...(large
      ? {}
      : {
          scaling: searches[0]!.median / searches[1]!.median,
          lowerThreshold:
            searches[0]!.comparisonsPerCpuSecond / searches[2]!.comparisonsPerCpuSecond,
        }),
    peakMemoryMiB: Math.round(resourceUsage().maxRSS / 1024),
    stated: { seconds: stated.seconds, pairs: stated.pairs, counter: stated.counter },
  };
  if ('skipped' in peers) return { ...result, anonlink: peers };
  const pairs = (value: (run: Run) => number): number =>
    median(theirs.map((their, at) => value(their) / value(ours[0]![at]!)));
  return {
    ...result,
    anonlink: rateOf(theirs, comparisons),
    ratio: pairs(({ seconds }) => seconds),
    ratioCpu: pairs(({ cpuSeconds }) => cpuSeconds),
  };
}

/** Everything, in the given folder. */
export async function benchKernel(options: KernelOptions): Promise<KernelResult> {
  const { folder, reporter } = options;
  const sizes: KernelSize[] = [];
  for (const size of options.sizes) {
    reporter.event('bench', { stage: 'kernel' }, { size });
    sizes.push(await benchSize({ ...options, folder: join(folder, String(size)) }, size));
    rmSync(join(folder, String(size)), { recursive: true, force: true });
  }
  const { ratio, ratioCpu } = sizes.findLast((one) => one.ratio !== undefined) ?? {};
  const ratios = ratio === undefined || ratioCpu === undefined ? {} : { ratio, ratioCpu };
  return { ...ratios, sizes };
}
