// SPDX-License-Identifier: EUPL-1.2
import { expect, test } from '@jest/globals';
import vectors from '../vectors/pseudonym.json' with { type: 'json' };
import { derivePseudonymKey, deriveReviewKey, pseudonymOf } from './pseudonym.ts';

const bytes = (hex: string) => new Uint8Array(Buffer.from(hex, 'hex'));
const hex = (value: Uint8Array) => Buffer.from(value).toString('hex');

test.each(vectors.pseudonyms)('pseudonym $pseudonym in $study', (vector) => {
  const pseudonymKey = derivePseudonymKey(bytes(vector.masterSecret), vector.study);
  expect(hex(pseudonymKey)).toBe(vector.pseudonymKey);
  expect(hex(pseudonymOf(pseudonymKey, bytes(vector.canonicalToken)))).toBe(vector.pseudonym);
});

test('one token has another pseudonym in every study', () => {
  const first = vectors.pseudonyms.filter(
    ({ canonicalToken }) => canonicalToken === vectors.pseudonyms[0]!.canonicalToken,
  );
  expect(first.length).toBeGreaterThan(1);
  expect(new Set(first.map(({ pseudonym }) => pseudonym)).size).toBe(first.length);
});

test.each(vectors.mustFail)('refused: $name', (vector) => {
  const { masterSecret, study, canonicalToken, code, field } = vector;
  expect(() =>
    pseudonymOf(derivePseudonymKey(bytes(masterSecret), study), bytes(canonicalToken)),
  ).toThrow(expect.objectContaining({ code, place: { field } }));
});

test('a review key is of one version of one study, and no pseudonym key', () => {
  const master = bytes(vectors.pseudonyms[0]!.masterSecret);
  const [one, other] = [new Uint8Array(32).fill(1), new Uint8Array(32).fill(2)];
  const made = [
    deriveReviewKey(master, 'work', one),
    deriveReviewKey(master, 'work', other),
    deriveReviewKey(master, 'home', one),
    derivePseudonymKey(master, 'work'),
  ].map(hex);
  expect(new Set(made).size).toBe(4);
  expect(hex(deriveReviewKey(master, 'work', one))).toBe(made[0]);
  expect(() => deriveReviewKey(master, 'work', one.subarray(1))).toThrow(
    expect.objectContaining({ code: 'KEY_LENGTH', place: { field: 'specHash' } }),
  );
});
