// SPDX-License-Identifier: EUPL-1.2
import { describe, expect, test } from '@jest/globals';
import { encodeOwnRegister } from '../../own-key.ts';
import { makeSubject } from '../../make-subject.ts';
import { makePopulation, populationProfile, testKey } from '../../testing/population.ts';
import type { KnownPair } from '../known-pairs.ts';
import { followed } from './follow.ts';

const size = 400;
const subject = makeSubject({
  profile: populationProfile(),
  encodingKey: testKey(5),
  records: makePopulation(size, 1),
  encoded: size,
  population: size,
  both: size,
  seed: 1,
});
const own = encodeOwnRegister(subject, 1);
const told = () => Promise.resolve();

/** Pairs of which the first `right` are true, and the others not. */
function pairsOf(count: number, right: number): KnownPair[] {
  return Array.from({ length: count }, (_, encoding) => ({
    encoding,
    row: subject.truth[encoding < right ? encoding : (encoding + 7) % size]!,
  }));
}

describe('a graph that is laid over right in places', () => {
  test('becomes right everywhere, though most of what it starts from is wrong', async () => {
    const found = await followed(subject.encodings, own, 'dice', pairsOf(150, 50), told);
    const right = found!.best.filter((row, encoding) => subject.truth[encoding] === row);
    expect(right.length).toBeGreaterThan(0.98 * size);
  });

  test('stays wrong where nothing is right', async () => {
    const found = await followed(subject.encodings, own, 'dice', pairsOf(150, 0), told);
    const right = found?.best.filter((row, encoding) => subject.truth[encoding] === row) ?? [];
    expect(right.length).toBeLessThan(0.05 * size);
  });

  test('is not followed from a handful of pairs', async () => {
    expect(await followed(subject.encodings, own, 'dice', pairsOf(19, 19), told)).toBeUndefined();
  });
});
