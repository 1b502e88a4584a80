// SPDX-License-Identifier: EUPL-1.2
import { expect, test } from '@jest/globals';
import { makeStudy } from '../testing/study.ts';
import { fillLinks, withStore, type LinkedRecord, type Links } from '../testing/stores.ts';
import { differences } from './difference.ts';
import { joinRegisters, payloadRowsIn, settleBefore, sourceNumber } from './tables.ts';

const record = (pseudonym: string): LinkedRecord => ({
  pseudonym, quality: NaN, clusterSize: 1, probability: NaN, personProbability: NaN, review: 'none',
}); // prettier-ignore

const linksOf = (names: string): Links =>
  new Map([['north/benefits', new Map(Array.from(names, (name) => [name, record(name)]))]]);

test('records that came, went or have other values are counted, by variable', async () => {
  const { study } = await makeStudy();
  const number = sourceNumber(study, 'north', 'benefits');
  const rowsOf = (amounts: Readonly<Record<string, number | null>>) => ({
    tokens: Object.keys(amounts).map((name) => BigInt(name.charCodeAt(0))),
    gone: Object.keys(amounts).map(() => 0),
    values: [
      Object.keys(amounts).map(() => 0),
      Object.keys(amounts).map(() => null),
      Object.values(amounts),
      Object.keys(amounts).map(() => 1),
    ],
  });
  const found = await withStore(study, async (store) => {
    await fillLinks(store, study, 'links_before', linksOf('abcde'));
    await fillLinks(store, study, 'links', linksOf('bcdexy'));
    // b as it was; c changed; d has no value any more; e changed in another variable; x and y are new.
    await payloadRowsIn(store, number, 1, 'before_').add(0, rowsOf({ a: 1, b: 2, c: 3, d: 4, e: 5 }));
    await payloadRowsIn(store, number, 1).add(0, rowsOf({ b: 2.0, c: 30, d: null, e: 5, x: 6, y: 7 }));
    await payloadRowsIn(store, number, 1).add(1, { tokens: [101n], gone: [0], values: [[0], [null], [5], [0]] });
    await joinRegisters(store, study, new Map([[number, 2]]));
    await settleBefore(store, study, new Map([[number, 1]]));
    return differences(store, study);
  });
  expect(found).toEqual([
    { owner: 'north', register: 'benefits', added: 2, removed: 1, changed: 3, variables: { amount: 2, works: 1 } },
  ]);
}); // prettier-ignore
