// SPDX-License-Identifier: EUPL-1.2
import { createHash, createHmac } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import vectors from '../vectors/look.json' with { type: 'json' };
import { drawPermutation, roundIdentity, wordBelow, type WordStream } from './index.ts';
import { deriveFieldsKey, deriveRoundsKey, PairKeys } from './look.ts';

const hex = (text: string) => new Uint8Array(Buffer.from(text, 'hex'));
const text = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
const roundsKey = new Uint8Array(32).fill(3);
const round = new Uint8Array(32).fill(4);

describe('keys of the second round', () => {
  test.each(vectors.keys)('follow from the encoding key and the specification', (vector) => {
    const [encodingKey, specHash] = [hex(vector.encodingKey), hex(vector.specHash)];
    const expanded = (label: string) =>
      createHmac('sha256', encodingKey)
        .update(label)
        .update(specHash)
        .update(Buffer.of(1))
        .digest('hex');
    expect(text(deriveRoundsKey(encodingKey, specHash))).toBe(vector.roundsKey);
    expect(expanded('koppel/v1/look/rounds/')).toBe(vector.roundsKey);
    expect(text(deriveFieldsKey(encodingKey, specHash))).toBe(vector.fieldsKey);
    expect(expanded('koppel/v1/look/fields/')).toBe(vector.fieldsKey);
  });

  test('are not made of nothing', () => {
    expect(() => deriveRoundsKey(new Uint8Array(32), round)).toThrow('KEY_WEAK');
    expect(() => deriveFieldsKey(roundsKey, new Uint8Array(31))).toThrow('KEY_LENGTH');
  });
});

describe('the identity of a round', () => {
  const random = new Uint8Array(16).fill(1);
  const one = { owner: 'town', register: 'population', run: new Uint8Array(16).fill(2) };
  const other = { owner: 'service', register: 'clients', run: new Uint8Array(16).fill(3) };

  test('is the same from either side, and as described', () => {
    const framed = (...parts: (Uint8Array | string)[]) =>
      Buffer.concat(
        parts.flatMap((part) => {
          const length = Buffer.alloc(4);
          length.writeUInt32BE(part.length);
          return [length, Buffer.from(part)];
        }),
      );
    const nameOf = ({ owner, register, run }: typeof one) => framed(owner, register, run);
    const message = framed('koppel/v1/look/round', round, random, nameOf(one), nameOf(other));
    const expected = createHash('sha256').update(message).digest('hex');
    expect(text(roundIdentity(round, random, [one, other]))).toBe(expected);
    expect(text(roundIdentity(round, random, [other, one]))).toBe(expected);
  });

  test('is another one for another study, other random bytes, another run, and a run with itself', () => {
    const identities = [
      roundIdentity(round, random, [one, other]),
      roundIdentity(roundsKey, random, [one, other]),
      roundIdentity(round, new Uint8Array(16), [one, other]),
      roundIdentity(round, random, [one, { ...other, run: new Uint8Array(16) }]),
      roundIdentity(round, random, [one, one]),
    ].map(text);
    expect(new Set(identities).size).toBe(identities.length);
    const short = { ...one, run: new Uint8Array(15) };
    expect(() => roundIdentity(round, random, [short, other])).toThrow('KEY_LENGTH');
  });
});

describe('the key of a pair', () => {
  /** By its description, with Node's cryptography and none of this package's code. */
  function described(secret: Uint8Array, of: Uint8Array, number: number): string {
    const place = Buffer.alloc(4);
    place.writeUInt32BE(number);
    return createHmac('sha256', secret).update(of).update(place).digest('hex');
  }

  test('is as described, whatever was asked before', () => {
    const keys = new PairKeys(roundsKey, round);
    fc.assert(
      fc.property(fc.nat({ max: 2 ** 32 - 1 }), (number) => {
        expect(text(keys.of(number))).toBe(described(roundsKey, round, number));
      }),
      { examples: [[0], [2 ** 32 - 1]], numRuns: 40 },
    );
    expect(text(new PairKeys(round, round).of(1))).toBe(described(round, round, 1));
    expect(text(new PairKeys(roundsKey, roundsKey).of(1))).toBe(described(roundsKey, roundsKey, 1));
  });

  test('is refused for what is no number, round or key, and gone after disposal', () => {
    expect(() => new PairKeys(roundsKey, new Uint8Array(16))).toThrow('KEY_LENGTH');
    expect(() => new PairKeys(new Uint8Array(32), round)).toThrow('KEY_WEAK');
    const keys = new PairKeys(roundsKey, round);
    for (const number of [-1, 0.5, 2 ** 32]) expect(() => keys.of(number)).toThrow('KEY_LENGTH');
    const pairKey = keys.of(1);
    keys.dispose();
    expect(pairKey.every((byte) => byte === 0)).toBe(true);
    expect(() => keys.of(1)).toThrow('KEY_LENGTH');
  });
});

test('words that would favour low numbers are drawn again', () => {
  const streamOf = (...given: number[]): WordStream => ({ word: () => given.shift()! });
  expect(wordBelow(streamOf(65_535, 65_534, 7), 40_000)).toBe(7);
  expect(wordBelow(streamOf(39_999), 40_000)).toBe(39_999);
  // Near the end, and yet below the last multiple of 3.
  expect(wordBelow(streamOf(65_534), 3)).toBe(65_534 % 3);
  expect(wordBelow(streamOf(65_535), 65_536)).toBe(65_535);
  expect([...drawPermutation(streamOf(0, 0), new Uint16Array(3))]).toEqual([1, 2, 0]);
});
