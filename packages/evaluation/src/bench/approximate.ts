// SPDX-License-Identifier: EUPL-1.2
/**
 * Times the approximate search for several wanted recalls, and holds what it says of itself against
 * the truth: all pairs by exact search where that is affordable, and those of a sample of queries, of
 * its own and not the search's, where it is not. On a busy machine only processor time says much.
 */
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { cpuUsage, resourceUsage } from 'node:process';
import { join } from 'node:path';
import type { Reporter } from '@koppel/console';
import { search, searchApproximately, type FilterSet, type MeasuredRecall } from '@koppel/kernel';
import { encodedPair } from './line.ts';

export interface ApproximateOptions {
  readonly sizes: readonly number[];
  readonly recalls: readonly number[];
  readonly folder: string;
  readonly reporter: Reporter;
  /** Measures the approximate search also where it would give way to the exact one. */
  readonly evenIfSlower?: boolean;
}

export interface Spent {
  readonly seconds: number;
  /** Of all threads. */
  readonly cpuSeconds: number;
}

export interface ApproximateRun extends Spent {
  readonly method: 'exact' | 'approximate';
  /** What the search says of itself. */
  readonly recall: MeasuredRecall;
  /** The true share of pairs found: of all, or of those of the truth's own sample. */
  readonly trueRecall: number;
  readonly pairs: number;
  readonly tables: number;
  readonly keyBits: number;
  readonly radius: number;
  readonly candidates: number;
  readonly skipped: number;
}

export interface ApproximateSize {
  /** Records per side. */
  readonly size: number;
  readonly threshold: number;
  readonly workers: number;
  /** Queries searched for exactly to know the truth, their pairs, and what that took. */
  readonly truth: Spent & { readonly queries: number; readonly pairs: number };
  /** Processor time of the exact search of everything; reckoned from the sample where it is one. */
  readonly exactCpuSeconds: number;
  readonly runs: readonly ApproximateRun[];
  /** The most memory that this process has held so far, in MB. */
  readonly peakMegabytes: number;
}

const THRESHOLD = 0.8;
/** More records than this a side, and only a sample of the queries is searched for exactly. */
const ALL_EXACT = 200_000;
const SAMPLED = 20_000;

async function timed<T>(work: () => Promise<T>): Promise<Spent & { readonly value: T }> {
  const [started, before] = [performance.now(), cpuUsage()];
  const value = await work();
  const { user, system } = cpuUsage(before);
  return {
    value,
    seconds: (performance.now() - started) / 1000,
    cpuSeconds: (user + system) / 1e6,
  };
}

/** In memory that threads share, so that nobody needs a copy. */
function sharedSet(folder: string, size: number): [FilterSet, FilterSet] {
  const share = ({ count, filters, filterBytes: bytes }: ReturnType<typeof encodedPair>[0]) => {
    const copy = new Uint8Array(new SharedArrayBuffer(filters.length));
    copy.set(filters);
    return { count, bytes, filters: copy };
  };
  const [a, b] = encodedPair(folder, size);
  return [share(a), share(b)];
}

/** Rows spread over the set, by a step that has nothing to do with content. */
function someRows({ count, bytes, filters }: FilterSet, wanted: number) {
  const rows = Uint32Array.from({ length: wanted }, (_, n) => Math.floor(((n + 0.5) * count) / wanted)); // prettier-ignore
  const picked = new Uint8Array(wanted * bytes);
  rows.forEach((row, at) => {
    picked.set(filters.subarray(row * bytes, (row + 1) * bytes), at * bytes);
  });
  return { rows, set: { count: wanted, bytes, filters: picked } };
}

async function benchSize(options: ApproximateOptions, size: number): Promise<ApproximateSize> {
  const { folder, recalls, evenIfSlower = false } = options;
  if (existsSync(folder)) rmSync(folder, { recursive: true });
  mkdirSync(folder, { recursive: true });
  const [a, b] = sharedSet(folder, size);
  const workers = availableParallelism();
  const { rows, set } = someRows(a, size > ALL_EXACT ? SAMPLED : size);
  const exact = await timed(() => search(set, b, THRESHOLD, { workers }));
  const truth = exact.value;
  const pairOf = (query: number, candidate: number): number => query * b.count + candidate;
  const true_ = Float64Array.from(truth.query, (at, n) => pairOf(rows[at]!, truth.candidate[n]!));
  const runs: ApproximateRun[] = [];
  for (const recall of recalls) {
    const asked = { recall, workers, evenIfSlower };
    const { value, ...spent } = await timed(() => searchApproximately(a, b, THRESHOLD, asked));
    const { hits, ...said } = value;
    const found = new Set<number>();
    const sampled = new Set(rows);
    hits.query.forEach((query, n) => {
      if (sampled.has(query)) found.add(pairOf(query, hits.candidate[n]!));
    });
    const trueFound = true_.reduce((sum, pair) => sum + (found.has(pair) ? 1 : 0), 0);
    const trueRecall = true_.length === 0 ? 1 : trueFound / true_.length;
    runs.push({ ...spent, ...said, trueRecall, pairs: hits.query.length });
  }
  const { seconds, cpuSeconds } = exact;
  return {
    size,
    threshold: THRESHOLD,
    workers,
    truth: { seconds, cpuSeconds, queries: rows.length, pairs: true_.length },
    exactCpuSeconds: (cpuSeconds * size) / rows.length,
    runs,
    peakMegabytes: Math.round(resourceUsage().maxRSS / 1000),
  };
}

/** Everything, in the given folder, which is gone afterwards. */
export async function benchApproximate(options: ApproximateOptions): Promise<ApproximateSize[]> {
  const results: ApproximateSize[] = [];
  for (const size of options.sizes) {
    options.reporter.event('bench', { stage: 'approximate' }, { size });
    const folder = join(options.folder, String(size));
    results.push(await benchSize({ ...options, folder }, size));
    rmSync(folder, { recursive: true, force: true });
  }
  return results;
}
