// SPDX-License-Identifier: EUPL-1.2
import { beforeAll, expect, test } from '@jest/globals';
import type { Study } from '@koppel/study';
import { fill, withStore, type LinkedRecord, type PayloadRows } from '../testing/stores.ts';
import { makeStudy } from '../testing/study.ts';
import { disagreementsOf, fewestValues, type Disagreement } from './meanings.ts';

type Values = readonly (number | undefined)[];

let study: Study;

beforeAll(async () => {
  ({ study } = await makeStudy());
});

const record: LinkedRecord = {
  pseudonym: 'p', quality: 0.9, clusterSize: 2, probability: 0.9, personProbability: 0.9, review: 'none',
}; // prettier-ignore

/** What is found where owners have these values: scheme, start, amount, works. */
function found(north: (at: number) => Values, south: (at: number) => Values, count = fewestValues) {
  const rowsOf = (owner: string, values: (at: number) => Values): PayloadRows =>
    new Map(Array.from({ length: count }, (_, at) => [`${owner}${String(at)}`, values(at)]));
  const payload = new Map([['north/benefits', rowsOf('n', north)], ['south/benefits', rowsOf('s', south)]]); // prettier-ignore
  const links = new Map(
    [...payload].map(([source, rows]) => [
      source,
      new Map([...rows.keys()].map((name) => [name, record])),
    ]),
  );
  return withStore(study, async (store) => {
    await fill(store, study, links, payload);
    return disagreementsOf(store, study);
  });
}

const plain = (at: number): Values => [at % 2, 19_700 + at, 900 + at, at % 2];
const changed = (place: number, value: (at: number) => number | undefined) => (at: number) =>
  plain(at).with(place, value(at));
const told = (variable: string, rule: Disagreement['rule']): Disagreement[] => [
  { register: 'benefits', variable, rule, owners: ['north', 'south'] },
];

test('owners that mean the same are not told, nor those that differ a little', async () => {
  expect(await found(plain, plain)).toEqual([]);
  expect(await found(plain, (at) => [1, 19_740 + at, 1500 + at, at % 3 === 0 ? 1 : 0])).toEqual([]);
});

test.each<[string, Disagreement['rule'], number, (at: number) => number | undefined]>([
  ['amount', 'scale', 2, (at) => 100 * (900 + at)],
  ['amount', 'scale', 2, (at) => -5 - at],
  ['start', 'period', 1, (at) => 10_000 + at],
  ['scheme', 'codes', 0, () => undefined],
  ['works', 'yesNo', 3, () => 0],
  ['start', 'empty', 1, () => undefined],
])('%s of another meaning: %s', async (variable, rule, place, value) => {
  const isCode = rule === 'codes' || rule === 'yesNo';
  // Owners that share no value at all of a list.
  const north = isCode ? changed(place, () => 1) : plain;
  const south = rule === 'codes' ? changed(place, () => 0) : changed(place, value);
  expect(await found(north, south)).toEqual(told(variable, rule));
});

test('few values show nothing', async () => {
  const cents = changed(2, (at) => 100 * (900 + at));
  expect(await found(plain, cents, fewestValues - 1)).toEqual([]);
  const some = (values: (at: number) => Values) => (at: number) =>
    at % 2 === 0 ? values(at) : values(at).with(2, undefined);
  expect(await found(some(plain), some(cents))).toEqual([]);
});
