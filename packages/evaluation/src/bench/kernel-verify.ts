// SPDX-License-Identifier: EUPL-1.2
/**
 * The exact search against its plain twin in full: every pair of two generated registers, at several
 * thresholds and with one thread and all. Takes minutes, which is why it is no test.
 */
import { availableParallelism } from 'node:os';
import type { Reporter } from '@koppel/console';
import { search, searchReference, type FilterSet, type SearchHit } from '@koppel/kernel';
import { encodedPair } from './line.ts';

export interface Verification {
  /** Records per side. */
  readonly size: number;
  readonly checks: readonly {
    readonly threshold: number;
    readonly workers: number;
    readonly pairs: number;
    /** Pairs that only one of the two found, or with another similarity. */
    readonly differences: number;
  }[];
}

const thresholds = [0.7, 0.8, 0.9] as const;

async function differences(
  [a, b]: readonly [FilterSet, FilterSet],
  threshold: number,
  workers: number,
  expected: readonly SearchHit[],
): Promise<number> {
  const { query, candidate, similarity } = await search(a, b, threshold, { workers });
  const nameOf = (left: number, right: number, value: number): string =>
    `${String(left)} ${String(right)} ${String(value)}`;
  const wanted = new Set(expected.map((hit) => nameOf(hit.query, hit.candidate, hit.similarity)));
  let extra = 0;
  for (let at = 0; at < query.length; at++) {
    if (!wanted.delete(nameOf(query[at]!, candidate[at]!, similarity[at]!))) extra++;
  }
  return extra + wanted.size;
}

export async function verifyKernel(
  folder: string,
  size: number,
  reporter: Reporter,
): Promise<Verification> {
  const sets = encodedPair(folder, size).map(({ count, filters, filterBytes: bytes }) => ({
    count,
    filters,
    bytes,
  })) as [FilterSet, FilterSet];
  const [a, b] = sets;
  const progress = reporter.progress('plain twin', size);
  const all: SearchHit[] = [];
  const lot = 100;
  for (let from = 0; from < size; from += lot) {
    const count = Math.min(lot, size - from);
    const part = a.filters.subarray(from * a.bytes, (from + count) * a.bytes);
    for (const hit of searchReference({ ...a, count, filters: part }, b, thresholds[0])) {
      all.push({ ...hit, query: hit.query + from });
    }
    progress.update(from + count);
  }
  progress.end();
  const checks = [];
  for (const threshold of thresholds) {
    const expected = all.filter(({ similarity }) => similarity >= threshold);
    for (const workers of new Set([1, availableParallelism()])) {
      const found = await differences(sets, threshold, workers, expected);
      checks.push({ threshold, workers, pairs: expected.length, differences: found });
    }
  }
  return { size, checks };
}
