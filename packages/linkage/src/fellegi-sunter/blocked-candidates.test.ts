// SPDX-License-Identifier: EUPL-1.2
import { describe, expect, test } from '@jest/globals';
import { groupedRecords } from '@koppel/kernel';
import { linkSources, type LinkOptions } from '../link.ts';
import { linkedPairs } from '../outcome.ts';
import { FieldPopulation, groupsOf, type TestField } from '../testing/field-records.ts';
import { range, reorder, type TestSource } from '../testing/registers.ts';
import { blockedTop } from './blocked-candidates.ts';
import type { FieldLinkOutcome } from './decide.ts';

const fields: readonly TestField[] = [
  { values: 60, fault: 0.15, missing: 0.05 },
  { values: 200, fault: 0.08 },
  { values: 5000, fault: 0.05 },
  { values: 120, fault: 0.1, missing: 0.1 },
];
const groups = groupsOf(fields);
const population = new FieldPopulation(5, fields, [1, 3]);
const a = population.source('a', true, range(0, 400));
const b = population.source('b', true, range(200, 600));

/** Nothing is compared that shares nothing. */
const options: LinkOptions = {
  threshold: 'auto', groups, oneToOne: true, workers: 1, exactPairs: 0,
}; // prettier-ignore

const recordsOf = ({ count, filters, filterBytes }: TestSource) =>
  groupedRecords({ count, filters, bytes: filterBytes }, groups);

function top(one: TestSource, other: TestSource, most: number): Map<number, number[]> {
  const found = new Map<number, number[]>();
  const limits = { top: most, floor: 0.3, within: one === other };
  blockedTop(recordsOf(one), recordsOf(other), limits, (row, candidate) => {
    found.set(row, [...(found.get(row) ?? []), candidate]);
  });
  return found;
}

test('of each record the most alike that share something are found, the partner nearly always', () => {
  const found = top(a, b, 5);
  let partners = 0;
  a.persons.forEach((person, row) => {
    const rows = found.get(row) ?? [];
    expect(rows.length).toBeLessThanOrEqual(5);
    expect(new Set(rows).size).toBe(rows.length);
    partners += Number(rows.some((other) => b.persons[other] === person));
  });
  expect(partners).toBeGreaterThan(190);
});

test('a record is not its own candidate, and one with nothing in it has none', () => {
  for (const [row, rows] of top(a, a, 10)) expect(rows).not.toContain(row);
  const empty = { ...a, count: 1, filters: new Uint8Array(a.filterBytes) };
  expect(top(empty, b, 10).size).toBe(0);
});

test('values that everyone has are left to rarer ones', () => {
  // The first two fields are the same for all.
  const same = (source: TestSource): TestSource => {
    const filters = source.filters.slice();
    for (let row = 0; row < source.count; row++) {
      const first = groups[2]!.from;
      filters.set(a.filters.subarray(0, first), row * source.filterBytes);
    }
    return { ...source, filters };
  };
  const found = top(same(a), same(b), 10);
  const compared = [...found.values()].reduce((sum, rows) => sum + rows.length, 0);
  expect(compared).toBeLessThan(10 * a.count);
  const partners = a.persons.filter((person, row) =>
    found.get(row)?.some((other) => b.persons[other] === person),
  );
  expect(partners.length).toBeGreaterThan(150);
});

describe('a linkage that compares only records that share something', () => {
  const blocked = linkSources([a, b], options) as Promise<FieldLinkOutcome>;
  const exact = linkSources([a, b], { ...options, exactPairs: Infinity });

  test('finds what comparing everything finds, and says how sure that is', async () => {
    const [some, all] = [await blocked, await exact];
    expect(all.search).toMatchObject({ method: 'exact', wanted: 1 });
    const { method, measured, low, high } = some.search;
    expect(method).toBe('approximate');
    expect(measured).toBeGreaterThan(0.95);
    expect(low).toBeLessThanOrEqual(measured);
    expect(high).toBeGreaterThanOrEqual(measured);
    const names = ({ a: left, b: right }: ReturnType<typeof linkedPairs>): string[] =>
      Array.from(left, (row, at) => `${String(row)} ${String(right[at])}`);
    const full = new Set(names(linkedPairs(all, 0, 1)));
    const kept = names(linkedPairs(some, 0, 1)).filter((one) => full.has(one));
    expect(kept.length).toBeGreaterThan(0.95 * full.size);
  });

  test('is the same in any order', async () => {
    const turned = range(0, 400).reverse();
    const other = await linkSources([reorder(b, turned), reorder(a, turned)], options);
    const first = await blocked;
    expect(other.threshold.threshold).toBe(first.threshold.threshold);
    expect(other.candidatePairs).toBe(first.candidatePairs);
  });

  test('holds itself to the share of matches that is asked for', async () => {
    const strict = await linkSources([a, b], { ...options, search: { recall: 0.9999 } });
    expect(strict.search).toMatchObject({ wanted: 0.9999, reached: false });
  });

  test('deduplicates a register that is not unique', async () => {
    // Without a unique register nothing shows families: these persons have none.
    const twice = new FieldPopulation(9, fields).source('c', false, [
      ...range(0, 300),
      ...range(0, 150),
    ]);
    const outcome = await linkSources([twice], options);
    const pairs = linkedPairs(outcome, 0, 0);
    const right = Array.from(pairs.a).filter(
      (row, at) => twice.persons[row] === twice.persons[pairs.b[at]!],
    );
    expect(outcome.search.method).toBe('approximate');
    expect(right.length).toBeGreaterThan(110);
    expect(right.length / pairs.a.length).toBeGreaterThan(0.9);
  });

  test('can be ended', async () => {
    const signal = AbortSignal.abort();
    await expect(linkSources([a, b], { ...options, signal })).rejects.toThrow('KERNEL_CANCELLED');
  });
});
