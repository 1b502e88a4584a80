// SPDX-License-Identifier: EUPL-1.2
import { beforeAll, describe, expect, test } from '@jest/globals';
import type { Study } from '@koppel/study';
import { countValues } from '../store/counts.ts';
import { fill, withStore, type LinkedRecord } from '../testing/stores.ts';
import { makeStudy } from '../testing/study.ts';
import { strataPage } from './page.ts';
import { standardisedDifference, strataOf, wilson, type Stratum } from './strata.ts';

let study: Study;
beforeAll(async () => {
  ({ study } = await makeStudy());
});

interface Made {
  readonly count: number;
  readonly linked: boolean;
  readonly scheme?: number;
  readonly works?: number;
}

/** Strata of a data set with records of north's benefits: a code list and a yes or no. */
function dataSet(groups: readonly Made[]): Promise<Stratum[]> {
  const links = new Map<string, LinkedRecord>();
  const rows = new Map<string, readonly (number | undefined)[]>();
  for (const { count, linked, scheme, works } of groups) {
    for (let at = 0; at < count; at += 1) {
      const token = `t${String(links.size)}`;
      const grade = linked ? 0.9 : NaN;
      links.set(token, {
        pseudonym: token, quality: grade, clusterSize: linked ? 2 : 1,
        probability: grade, personProbability: grade, review: 'none',
      });
      rows.set(token, [scheme, 19_000, 1, works]);
    }
  }
  return withStore(study, async (store) => {
    await fill(store, study, new Map([['north/benefits', links]]), new Map([['north/benefits', rows]]));
    return strataOf(study, (register, variable) => countValues(store, register, variable));
  });
} // prettier-ignore

describe('the groups of a register', () => {
  test('are told by the variables of few values, with shares and intervals', async () => {
    const strata = await dataSet([
      { count: 80, linked: true, scheme: 0, works: 1 },
      { count: 20, linked: false, scheme: 0, works: 1 },
      { count: 50, linked: true, scheme: 1 },
      { count: 50, linked: false, scheme: 1 },
    ]);
    expect(strata.map(({ register, variable }) => [register, variable])).toEqual([
      ['benefits', 'scheme'],
      ['benefits', 'works'],
    ]);
    const [first, second] = strata[0]!.groups;
    const { value, low, high } = wilson(80, 100);
    const round = (share: number): number => Math.round(100 * share) / 100;
    expect(first).toMatchObject({
      records: 100,
      linked: 80,
      rate: { value, low: round(low), high: round(high) },
      // 80 of 130 linked, 20 of 70 unlinked.
      standardisedDifference: round(standardisedDifference(80 / 130, 20 / 70)),
    });
    expect(second!.standardisedDifference).toBe(-first!.standardisedDifference!);
    expect(strata[1]!.groups.map(({ value: name, records }) => [name, records])).toEqual([
      ['1', 100],
      ['', 100],
    ]);
  });

  test('of fewer than ten records are not told', async () => {
    const strata = await dataSet([
      { count: 9, linked: true, scheme: 0 },
      { count: 9, linked: false, scheme: 0 },
      { count: 25, linked: true, scheme: 1 },
      { count: 13, linked: false, scheme: 1 },
    ]);
    const [first, second] = strata[0]!.groups;
    expect(first).toMatchObject({
      records: 20,
      linked: '<10',
      rate: null,
      standardisedDifference: null,
    });
    expect(second).toMatchObject({ records: 40, linked: 30, rate: { value: 0.66 } });
    const numbers = JSON.stringify(strata)
      .match(/(?<="(?:records|linked)":)\d+/g)!
      .map(Number);
    expect(numbers.every((count) => count >= 10 && count % 10 === 0)).toBe(true);
  });

  test('are none where nothing is linked, and nothing is not a number', async () => {
    expect(await dataSet([])).toEqual([]);
    const [stratum] = await dataSet([{ count: 30, linked: false, scheme: 0 }]);
    expect(stratum!.groups).toEqual([
      expect.objectContaining({
        records: 30,
        linked: '<10',
        rate: null,
        standardisedDifference: null,
      }),
    ]);
  });
});

test('a standardised difference is the one of Austin', () => {
  expect(standardisedDifference(0.5, 0.4)).toBeCloseTo(0.1 / Math.sqrt((0.25 + 0.24) / 2));
  expect(standardisedDifference(0, 0)).toBe(0);
  expect(standardisedDifference(1, 0)).toBe(Infinity);
});

test('an interval of a share is the one of Wilson', () => {
  const { low, high } = wilson(8, 10);
  expect(low).toBeCloseTo(0.4902, 4);
  expect(high).toBeCloseTo(0.9433, 4);
});

test.each([
  ['en', '<th scope="row">no value</th>'],
  ['nl', '<th scope="row">geen waarde</th>'],
] as const)(
  'the page in %s names groups, marks what stands out and loads nothing',
  async (language, name) => {
    const strata = await dataSet([
      { count: 80, linked: true, scheme: 0 },
      { count: 20, linked: false, scheme: 0 },
      { count: 50, linked: true },
      { count: 50, linked: false },
      { count: 3, linked: true, scheme: 1 },
    ]);
    const page = strataPage(study, strata, language);
    expect(page).toBe(strataPage(study, strata, language));
    expect(page).toContain(name);
    expect(page).toContain('! ');
    expect(page).toContain('&lt;10');
    expect(page).not.toMatch(/NaN|undefined|Infinity|<script/);
    expect(strataPage(study, [], language)).not.toContain('<table');
  },
);
