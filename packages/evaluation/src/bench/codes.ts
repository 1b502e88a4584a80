// SPDX-License-Identifier: EUPL-1.2
/**
 * Times the search of balanced codes by sequential tests against the exact one and against measuring
 * every pair, in turns, and counts what it misses. On random codes with planted pairs that are as
 * far apart as the threshold allows, which is where most is missed, and on codes of generated
 * persons. Rates are per second of processor time: on a busy machine nothing else says much.
 */
import { join } from 'node:path';
import { cpuUsage } from 'node:process';
import {
  search,
  searchPlainly,
  searchSequentially,
  topMatches,
  topMatchesSequentially,
  type FilterSet,
  type HitColumns,
  type MissStatement,
  type VoteDesign,
} from '@koppel/kernel';
import { encodedPair } from './line.ts';
import { timing } from './machine.ts';

export interface CodesOptions {
  readonly sizes: readonly number[];
  readonly repeat: number;
  readonly folder: string;
}

export interface CodesRow {
  readonly codes: 'random' | 'saul';
  readonly threshold: number;
  /** Comparisons per second of processor time: medians of all, whole calls. */
  readonly exact: number;
  readonly sequential: number;
  /** The second to the first: median of the pairs of runs. */
  readonly gain: number;
  /** Pairs at or above the threshold, and how many of them the test missed. */
  readonly pairs: number;
  readonly missed: number;
  readonly miss: MissStatement;
  readonly design?: VoteDesign;
}

export interface CodesResult {
  /** Codes searched, and codes that they were compared with. */
  readonly queries: number;
  readonly candidates: number;
  readonly bits: number;
  /** Comparisons per second of processor time by exclusive or and population count. */
  readonly plain: number;
  readonly rows: readonly CodesRow[];
  /** The ten best candidates of every query above 0.56, as `rows`. */
  readonly top: Pick<CodesRow, 'exact' | 'sequential' | 'gain' | 'pairs' | 'missed'>;
}

const BITS = 2048;
const MISS = 1e-4;
/** Queries, at most: cost and misses are of pairs, however many queries there are. */
const QUERIES = 10_000;
const PLAIN_QUERIES = 1000;
const THRESHOLDS = [0.58, 0.6, 0.62, 0.65];
const TOP = { top: 10, floor: 0.56 };

/** A generator of 32-bit numbers (xorshift, mixed). */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (Math.imul(state ^ (state >>> 15), 0x2c1b_3c6d) ^ (state >>> 12)) >>> 0;
  };
}

/** Random codes; each query is also a candidate, with all bits changed that a threshold allows. */
function plantedCodes(
  queries: number,
  candidates: number,
  threshold: number,
): [FilterSet, FilterSet] {
  const next = numbers(0x2545_f491);
  const bytes = BITS / 8;
  const [a, b] = [queries, candidates].map((count) => {
    const words = new Uint32Array((count * BITS) / 32).map(() => next());
    return { count, bytes, filters: new Uint8Array(words.buffer) };
  }) as [FilterSet, FilterSet];
  const distance = Math.floor((1 - threshold) * BITS + 1e-9);
  const order = Uint32Array.from({ length: BITS }, (_, bit) => bit);
  for (let row = 0; row < queries; row++) {
    const at = Math.floor((row * candidates) / queries) * bytes;
    b.filters.set(a.filters.subarray(row * bytes, (row + 1) * bytes), at);
    for (let changed = 0; changed < distance; changed++) {
      const other = changed + (next() % (BITS - changed));
      [order[changed], order[other]] = [order[other]!, order[changed]!];
      b.filters[at + (order[changed]! >> 3)]! ^= 1 << (order[changed]! & 7);
    }
  }
  return [a, b];
}

/** Codes of a generated pair of registers. */
function personCodes(folder: string, queries: number, size: number): [FilterSet, FilterSet] {
  const [a, b] = encodedPair(folder, size, { scheme: 'saul', bits: BITS, k: 3 });
  const bytes = a.filterBytes;
  return [
    { count: queries, bytes, filters: a.filters.subarray(0, queries * bytes) },
    { count: b.count, bytes, filters: b.filters },
  ];
}

async function seconds<T>(work: () => Promise<T>): Promise<{ result: T; cpu: number }> {
  const before = cpuUsage();
  const result = await work();
  const { user, system } = cpuUsage(before);
  return { result, cpu: (user + system) / 1e6 };
}

/** Pairs of the first that are not among the second. */
function missing(exact: HitColumns, found: HitColumns): number {
  const name = ({ query, candidate }: HitColumns, at: number): number =>
    query[at]! * 2 ** 26 + candidate[at]!;
  const have = new Set(Array.from(found.query, (_, at) => name(found, at)));
  return exact.query.filter((_, at) => !have.has(name(exact, at))).length;
}

/** Runs both in turns. */
async function inTurns<T extends { readonly hits: HitColumns }>(
  repeat: number,
  comparisons: number,
  exact: () => Promise<HitColumns>,
  sequential: () => Promise<T>,
) {
  const [theirs, ours]: [number[], number[]] = [[], []];
  let last: { exact: HitColumns; outcome: T } | undefined;
  for (let run = 0; run < repeat; run++) {
    const one = await seconds(exact);
    const other = await seconds(sequential);
    theirs.push(one.cpu);
    ours.push(other.cpu);
    last = { exact: one.result, outcome: other.result };
  }
  const { exact: wanted, outcome } = last!;
  const rates = {
    exact: comparisons / timing(theirs).median,
    sequential: comparisons / timing(ours).median,
    gain: timing(theirs.map((time, at) => time / ours[at]!)).median,
    pairs: wanted.query.length,
    missed: missing(wanted, outcome.hits),
  };
  return { rates, outcome };
}

const similarity = 'hamming';
const workers = 1;

async function benchRow(
  codes: CodesRow['codes'],
  [a, b]: readonly [FilterSet, FilterSet],
  threshold: number,
  repeat: number,
): Promise<CodesRow> {
  const { rates, outcome } = await inTurns(
    repeat,
    a.count * b.count,
    () => search(a, b, threshold, { similarity, workers }),
    () => searchSequentially(a, b, threshold, { miss: MISS, workers, sampleQueries: 0 }),
  );
  const { miss, design } = outcome;
  return { codes, threshold, ...rates, miss, ...(design === undefined ? {} : { design }) };
}

/** Everything for the largest size, in the given folder. */
export async function benchCodes({ sizes, repeat, folder }: CodesOptions): Promise<CodesResult> {
  const size = Math.max(...sizes);
  const queries = Math.min(size, QUERIES);
  const rows: CodesRow[] = [];
  for (const threshold of THRESHOLDS) {
    const codes = plantedCodes(queries, size, threshold);
    rows.push(await benchRow('random', codes, threshold, repeat));
  }
  const persons = personCodes(join(folder, 'codes'), queries, size);
  for (const threshold of THRESHOLDS) {
    rows.push(await benchRow('saul', persons, threshold, repeat));
  }
  const [a, b] = persons;
  const few = { ...a, count: Math.min(PLAIN_QUERIES, queries) };
  const part = { ...few, filters: a.filters.subarray(0, few.count * a.bytes) };
  const plain = await seconds(() => searchPlainly(part, b, THRESHOLDS.at(-1)!, { workers }));
  const { rates: top } = await inTurns(
    repeat,
    a.count * b.count,
    () => topMatches(a, b, { ...TOP, similarity, workers }),
    () => topMatchesSequentially(a, b, { ...TOP, miss: MISS, workers, sampleQueries: 0 }),
  );
  const counts = { queries, candidates: b.count, bits: BITS };
  return { ...counts, plain: (part.count * b.count) / plain.cpu, rows, top };
}
