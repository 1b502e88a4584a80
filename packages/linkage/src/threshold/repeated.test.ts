// SPDX-License-Identifier: EUPL-1.2
import { expect, test } from '@jest/globals';
import { linkedPairs, linkSources, type LinkOutcome } from '../index.ts';
import { Population, range, type TestSource } from '../testing/registers.ts';
import { strangersWithin } from './repeated.ts';

const auto = { threshold: 'auto', oneToOne: true, workers: 1 } as const;

/** Persons at high similarity, strangers falling off from low on, per step. */
const persons = [0, 0, 0, 0, 10, 40, 90, 120, 90, 40, 0];
const strangers = [8000, 3000, 1000, 400, 150, 60, 20, 0, 0, 0, 0];
const mixed = (ofPersons: number, ofStrangers: number): number[] =>
  persons.map((n, at) => ofPersons * n + ofStrangers * strangers[at]!);

test.each([
  ['nobody twice', 0, 2],
  ['some twice', 0.15, 2],
  ['some twice, and as many others as own', 0.3, 1.5],
])('strangers are recovered from a known mixture: %s', (_, twice, rho) => {
  const found = strangersWithin(mixed(twice, 1), mixed(1, rho), rho)!;
  found.forEach((n, at) => {
    expect(n).toBeCloseTo(strangers[at]!, 6);
  });
});

test('equal records within a source tell nothing', () => {
  const copied = mixed(0, 1).with(-1, 5000);
  expect(strangersWithin(copied, mixed(1, 2), 2)).toEqual(strangersWithin(mixed(0, 1), mixed(1, 2), 2)); // prettier-ignore
});

test.each([
  ['persons are as dense within as between', mixed(0.5, 1), mixed(1, 2)],
  ['only strangers are there', mixed(0, 1), mixed(0, 2)],
  ['strangers are as frequent among the most alike', mixed(0.4, 1).with(-2, 300), mixed(1, 2)],
  ['there are hardly any pairs', [1, 0, 0], [0, 2, 0]],
])('nothing is told where %s', (_, within, between) => {
  expect(strangersWithin(within, between, 2)).toBeUndefined();
});

/** F1 and precision of the links between two sources that may hold persons twice. */
function scoreOf(outcome: LinkOutcome, [one, other]: readonly [TestSource, TestSource]) {
  const { a, b } = linkedPairs(outcome, 0, 1);
  const isTrue = (at: number): boolean => one.persons[a[at]!] === other.persons[b[at]!];
  const correct = Array.from(a, (_, at) => at).filter(isTrue).length;
  const counts = new Map<number, number>();
  for (const person of other.persons) counts.set(person, (counts.get(person) ?? 0) + 1);
  const truth = one.persons.reduce((sum, person) => sum + (counts.get(person) ?? 0), 0);
  return { f1: (2 * correct) / (a.length + truth), precision: correct / a.length };
}

const mixture = { bytes: 32, fill: 0.35 };

test.each([
  ['few', 60],
  ['many', 250],
])(
  'two sources that hold %s persons twice: F1 is near the best, and precision no less than stated',
  async (_, twice) => {
    const population = new Population(31, mixture);
    const sources = [
      population.source('a', false, [...range(0, 800), ...range(0, twice)], 0.35),
      population.source('b', false, [...range(300, 1100), ...range(400, 400 + twice)], 0.3),
    ] as const;
    const outcome = await linkSources(sources, auto);
    expect(outcome.threshold.method).toBe('selfNull');
    const { f1, precision } = scoreOf(outcome, sources);
    const { value, low } = outcome.threshold.expected!.precision;
    expect(precision).toBeGreaterThan(0.95);
    expect(precision).toBeGreaterThanOrEqual(low);
    expect(value).toBeGreaterThan(0.9);
    let best = 0;
    for (const threshold of range(50, 90).map((n) => n / 100)) {
      best = Math.max(
        best,
        scoreOf(await linkSources(sources, { ...auto, threshold }), sources).f1,
      );
    }
    expect(f1).toBeGreaterThan(best - 0.03);
  },
);

test('sources that hold everybody several times get their threshold from the tail', async () => {
  const population = new Population(32, mixture);
  const thrice = (from: number, to: number): number[] => [...range(from, to), ...range(from, to), ...range(from, to)]; // prettier-ignore
  const sources = [
    population.source('a', false, thrice(0, 150), 0.35),
    population.source('b', false, thrice(100, 250), 0.35),
  ];
  expect((await linkSources(sources, auto)).threshold.method).toBe('tail');
});
