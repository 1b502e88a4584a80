// SPDX-License-Identifier: EUPL-1.2
import { createCipheriv, createHash, createHmac } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import vectors from '../vectors/look.json' with { type: 'json' };
import { drawPermutation, roundIdentity, wordBelow, type WordStream } from './index.ts';
import { deriveFieldsKey, deriveRoundsKey, PairPermutations } from './look.ts';

const hex = (text: string) => new Uint8Array(Buffer.from(text, 'hex'));
const text = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
const roundsKey = new Uint8Array(32).fill(3);
const round = new Uint8Array(32).fill(4);

/** The permutations by their description, with Node's cryptography and none of this package's code. */
function described(
  secret: Uint8Array,
  of: Uint8Array,
  number: number,
  groups: number,
  bits: number,
) {
  const place = Buffer.alloc(4);
  place.writeUInt32BE(number);
  const pairKey = createHmac('sha256', secret).update(of).update(place).digest();
  const iv = Buffer.concat([Buffer.alloc(4), Buffer.from('koppel/look1')]);
  const stream = createCipheriv('chacha20', pairKey, iv).update(Buffer.alloc(8 * groups * bits));
  let at = -2;
  return Array.from({ length: groups }, () => {
    const order = Array.from({ length: bits }, (_, bit) => bit);
    for (let n = bits; n > 1; n--) {
      do at += 2;
      while (stream.readUInt16LE(at) >= 65_536 - (65_536 % n));
      const chosen = stream.readUInt16LE(at) % n;
      [order[n - 1], order[chosen]] = [order[chosen]!, order[n - 1]!];
    }
    return order;
  });
}

const drawn = (permutations: PairPermutations, number: number) =>
  permutations.of(number).map((order) => [...order]);

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

describe('permutations of a pair', () => {
  test.each(vectors.permutations)('of number $number', (vector) => {
    const shape = { groups: vector.groups, bits: vector.bits };
    const permutations = new PairPermutations(hex(vector.roundsKey), hex(vector.round), shape);
    const digest = createHash('sha256');
    for (const order of permutations.of(vector.number)) digest.update(Uint8Array.from(order));
    expect(digest.digest('hex')).toBe(vector.sha256OfLowBytes);
    expect([...permutations.of(vector.number)[0]!.subarray(0, 8)]).toEqual(vector.first);
  });

  test('are as described, whatever was drawn before', () => {
    const places = fc.record({
      number: fc.nat({ max: 2 ** 32 - 1 }),
      groups: fc.integer({ min: 1, max: 5 }),
      bits: fc.integer({ min: 2, max: 700 }),
    });
    fc.assert(
      fc.property(places, ({ number, groups, bits }) => {
        const permutations = new PairPermutations(roundsKey, round, { groups, bits });
        permutations.of(7);
        expect(drawn(permutations, number)).toEqual(
          described(roundsKey, round, number, groups, bits),
        );
      }),
      { numRuns: 40 },
    );
    // Of so many words some are drawn again more often than there are spare ones.
    const permutations = new PairPermutations(roundsKey, round, { groups: 40, bits: 4095 });
    expect(drawn(permutations, 1)).toEqual(described(roundsKey, round, 1, 40, 4095));
  });

  test('differ by number, group, round and key, and hold every bit once', () => {
    const shape = { groups: 2, bits: 512 };
    const permutations = new PairPermutations(roundsKey, round, shape);
    const all = [
      ...drawn(permutations, 0),
      ...drawn(permutations, 1),
      ...drawn(new PairPermutations(roundsKey, roundsKey, shape), 0),
      ...drawn(new PairPermutations(round, round, shape), 0),
    ];
    expect(new Set(all.map((order) => order.join())).size).toBe(8);
    for (const order of all) expect(new Set(order).size).toBe(512);
  });

  test('bring every bit to every place equally often', () => {
    const [bits, pairs] = [8, 8000];
    const permutations = new PairPermutations(roundsKey, round, { groups: 1, bits });
    const counts = new Float64Array(bits * bits);
    for (let number = 0; number < pairs; number++) {
      permutations.of(number)[0]!.forEach((to, bit) => (counts[bit * bits + to]! += 1));
    }
    const expected = pairs / bits;
    const chiSquare = counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
    // 49 degrees of freedom: beyond 94 once in 10,000 times; the key is fixed, so it never fails.
    expect(chiSquare).toBeLessThan(94);
  });

  test('are refused for what is no number or shape, and gone after disposal', () => {
    const shape = { groups: 1, bits: 64 };
    const permutations = new PairPermutations(roundsKey, round, shape);
    for (const number of [-1, 0.5, 2 ** 32]) {
      expect(() => permutations.of(number)).toThrow('KEY_LENGTH');
    }
    for (const wrong of [{ groups: 0 }, { groups: 65 }, { bits: 1 }, { bits: 4097 }]) {
      expect(() => new PairPermutations(roundsKey, round, { ...shape, ...wrong })).toThrow();
    }
    expect(() => new PairPermutations(roundsKey, new Uint8Array(16), shape)).toThrow('KEY_LENGTH');
    expect(() => new PairPermutations(new Uint8Array(32), round, shape)).toThrow('KEY_WEAK');
    const [order] = permutations.of(1);
    permutations.dispose();
    expect(order!.every((bit) => bit === 0)).toBe(true);
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
