// SPDX-License-Identifier: EUPL-1.2
import { describe, expect, test } from '@jest/globals';
import { linkSources, type LinkOptions } from '../link.ts';
import { linkedPairs, type LinkOutcome } from '../outcome.ts';
import { FieldPopulation, groupsOf, type TestField } from '../testing/field-records.ts';
import { range, reorder, type TestSource } from '../testing/registers.ts';
import type { FieldLinkOutcome } from './decide.ts';

const fields: readonly TestField[] = [
  { values: 60, fault: 0.15, missing: 0.05 },
  { values: 200, fault: 0.08 },
  { values: 5000, fault: 0.05 },
  { values: 120, fault: 0.1, missing: 0.1 },
];
const groups = groupsOf(fields);
const options: LinkOptions = { threshold: 'auto', groups, oneToOne: true, workers: 1 };

function quality(outcome: LinkOutcome, a: TestSource, b: TestSource, matches: number) {
  const found = linkedPairs(outcome, 0, outcome.sources.length - 1);
  let right = 0;
  found.a.forEach((row, at) => {
    right += Number(a.persons[row] === b.persons[found.b[at]!]);
  });
  return { precision: right / found.a.length, recall: right / matches, right };
}

/** Households of two share the second and fourth field. */
const population = new FieldPopulation(5, fields, [1, 3]);
const a = population.source('a', true, range(0, 400));
const b = population.source('b', true, range(200, 600));
const linked = linkSources([a, b], options) as Promise<FieldLinkOutcome>;

test('two unique registers with families are linked, and it is known how well', async () => {
  const outcome = await linked;
  const { precision, recall, right } = quality(outcome, a, b, 200);
  expect(precision).toBeGreaterThan(0.96);
  expect(recall).toBeGreaterThan(0.9);
  const { expected, method, threshold, probability } = outcome.threshold;
  expect(method).toBe('fellegiSunter');
  expect(expected!.precision.low).toBeLessThanOrEqual(precision);
  expect(expected!.recall.low).toBeLessThanOrEqual(recall);
  expect(Math.abs(expected!.precision.value - precision)).toBeLessThan(0.04);
  // The least probability of a link, and the probabilities of all of them together.
  expect(probability(threshold)).toBeGreaterThan(0.3);
  const sum = outcome.sources[0]!.probability.reduce(
    (total, one) => total + (Number.isNaN(one) ? 0 : one),
    0,
  );
  expect(Math.abs(sum - right)).toBeLessThan(0.05 * right);
  expect(Math.abs(outcome.model.matches - 200)).toBeLessThan(30);
});

test('the order of sources and records changes nothing', async () => {
  const turned = range(0, 400).reverse();
  const other = await linkSources([reorder(b, turned), reorder(a, turned)], options);
  const first = await linked;
  expect(other.threshold.threshold).toBe(first.threshold.threshold);
  const place = (row: number): number => turned.indexOf(row);
  const names = (
    outcome: LinkOutcome,
    left: number,
    right: number,
    turn: (row: number) => number,
  ) => {
    const pairs = linkedPairs(outcome, left, right);
    return Array.from(pairs.a, (row, at) => `${turn(row)} ${turn(pairs.b[at]!)}`).sort();
  };
  expect(names(other, 1, 0, place)).toEqual(names(first, 0, 1, (row) => row));
});

test('a threshold is a match probability, and a target of precision is met', async () => {
  const sure = await linkSources([a, b], { ...options, threshold: 0.999 });
  const all = await linked;
  expect(sure.candidatePairs).toBeLessThan(all.candidatePairs);
  const probabilities = sure.sources[0]!.probability.filter((one) => !Number.isNaN(one));
  expect(Math.min(...probabilities)).toBeGreaterThanOrEqual(0.999 - 1e-9);
  const aimed = await linkSources([a, b], { ...options, target: { precision: 0.99 } });
  expect(aimed.threshold.expectedPrecision).toBeGreaterThanOrEqual(0.99);
  expect(aimed.candidatePairs).toBeLessThanOrEqual(all.candidatePairs);
  const loose = await linkSources([a, b], { ...options, threshold: 0.001 });
  expect(loose.candidatePairs).toBeGreaterThan(all.candidatePairs);
});

test('a register that holds persons more than once is deduplicated', async () => {
  const twice = new FieldPopulation(8, fields).source('all', false, [
    ...range(0, 500),
    ...range(0, 250),
  ]);
  const outcome = await linkSources([twice], options);
  const { precision, recall } = quality(outcome, twice, twice, 200);
  expect(precision).toBeGreaterThan(0.95);
  expect(recall).toBeGreaterThan(0.88);
});

test('three registers get one model', async () => {
  const c = population.source('c', true, range(0, 300));
  const outcome = await linkSources([a, b, c], options);
  const sizes = outcome.sources.map(({ linked: number }) => number);
  expect(sizes[0]!).toBeGreaterThan(330);
  expect(Math.max(...outcome.sources.flatMap(({ clusterSize }) => [...clusterSize]))).toBe(3);
});

describe('bad input', () => {
  const code = async (sources: readonly TestSource[], changed: Partial<LinkOptions> = {}) => {
    try {
      await linkSources(sources, { ...options, ...changed });
      return '';
    } catch (thrown) {
      return (thrown as { code: string }).code;
    }
  };
  const strangers = (name: string, from: number, count = 300): TestSource =>
    new FieldPopulation(from, fields).source(name, true, range(from, from + count));
  const same = (name: string): TestSource => {
    const one = strangers(name, 0);
    return { ...one, filters: new Uint8Array(one.filters.length).fill(0x11) };
  };

  test.each<[string, string, readonly TestSource[], Partial<LinkOptions>]>([
    ['no overlap', 'LINKAGE_THRESHOLD_UNKNOWN', [strangers('a', 0), strangers('b', 9000)], {}],
    ['one filter for all', 'LINKAGE_INDISTINCT', [same('a'), same('b')], {}],
    ['an empty register', 'LINKAGE_TOO_FEW', [a, strangers('b', 0, 0)], {}],
    ['few records', 'LINKAGE_TOO_FEW', [strangers('a', 0, 3), strangers('b', 0, 3)], {}],
    ['probability 0', 'KERNEL_THRESHOLD', [a, b], { threshold: 0 }],
    ['probability 2', 'KERNEL_THRESHOLD', [a, b], { threshold: 2 }],
    ['pairs beyond the cap', 'LINKAGE_TOO_MANY_PAIRS', [a, b], { candidateCap: 100 }],
    ['groups beyond the filter', 'KERNEL_LENGTH', [a, b], { groups: groupsOf([...fields, fields[0]!]) }],
    ['no groups', 'KERNEL_LENGTH', [a, b], { groups: [] }],
    [
      'a register that is not unique', 'LINKAGE_NOT_UNIQUE',
      [population.source('a', true, [...range(0, 400), ...range(0, 40)]), b], {},
    ],
  ])('%s', async (_, expected, sources, changed) => {
    expect(await code(sources, changed)).toBe(expected);
  }); // prettier-ignore

  test('empty filters are missing everywhere', async () => {
    const empty = { ...a, filters: new Uint8Array(a.filters.length) };
    expect(await code([empty, b])).toBe('LINKAGE_INDISTINCT');
  });

  test('identical registers are linked whole', async () => {
    const clean = fields.map((field) => ({ ...field, fault: 0, missing: 0 }));
    const one = new FieldPopulation(3, clean).source('a', true, range(0, 300));
    const other = new FieldPopulation(3, clean).source('b', true, range(0, 300));
    const outcome = await linkSources([one, other], options);
    expect(quality(outcome, one, other, 300)).toMatchObject({ precision: 1, recall: 1 });
  });
});
