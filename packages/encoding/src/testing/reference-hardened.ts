// SPDX-License-Identifier: EUPL-1.2
/**
 * The hardenings, written down a second time as plainly as can be: lists of zeros and ones, another
 * HMAC, and the filter of `reference.ts` to begin with.
 */
import { createHmac } from 'node:crypto';
import type { EncodingSpec } from '@koppel/study';
import { referencePositions } from './reference.ts';

type Bits = readonly number[];

function hmac(secret: Uint8Array, ...parts: (Uint8Array | string)[]): Buffer {
  const mac = createHmac('sha256', secret);
  for (const part of parts) mac.update(part);
  return mac.digest();
}

/** The words of one use: 1,024 of the stream of `use/0`, then of `use/1`, and so on. */
function* wordsOf(ownKey: Uint8Array, use: string): Generator<number, never> {
  for (let chunk = 0; ; chunk++) {
    for (let block = 0; block < 64; block++) {
      const digest = hmac(ownKey, Uint8Array.of(0, block, 0), `${use}/${chunk}`);
      for (let at = 0; at < 32; at += 2) yield digest.readUInt16BE(at);
    }
  }
}

type Words = Generator<number, never>;

function below(words: Words, n: number): number {
  for (;;) {
    const word = words.next().value;
    if (word < Math.floor(65_536 / n) * n) return word % n;
  }
}

function permutation(words: Words, n: number): number[] {
  const order = Array.from({ length: n }, (_, at) => at);
  for (let last = n - 1; last > 0; last--) {
    const chosen = below(words, last + 1);
    [order[last], order[chosen]] = [order[chosen]!, order[last]!];
  }
  return order;
}

const xor = (filter: Bits, positions: readonly number[]): number =>
  positions.reduce((sum, position) => sum ^ filter[position]!, 0);

function diffuse(filter: Bits, mixed: number, words: Words): number[] {
  const bits = filter.length;
  let sources: number[] = [];
  while (sources.length < bits * mixed) {
    const longer = [...sources, ...permutation(words, bits)];
    const border = Math.floor(sources.length / mixed) * mixed;
    const piece = longer.slice(border, border + mixed);
    if (new Set(piece).size === mixed) sources = longer;
  }
  return filter.map((_, bit) => xor(filter, sources.slice(bit * mixed, (bit + 1) * mixed)));
}

function blip(filter: Bits, share: number, words: Words): number[] {
  const bytes = (count: number): Buffer => {
    const all = Buffer.alloc(count);
    for (let at = 0; at < count; at += 2) all.writeUInt16BE(words.next().value, at);
    return all;
  };
  const [seedKey, blockKey] = [bytes(32), bytes(32)];
  const content = new Uint8Array(filter.length / 8);
  filter.forEach((bit, at) => (content[at >> 3]! |= bit << (at & 7)));
  const seed = hmac(seedKey, content);
  let block = 0;
  let left: number[] = [];
  const next = (): number => {
    if (left.length === 0) {
      const number = Buffer.alloc(4);
      number.writeUInt32BE(block++);
      const digest = hmac(blockKey, seed, number);
      left = Array.from({ length: 8 }, (_, at) => digest.readInt32BE(4 * at));
    }
    return left.shift()!;
  };
  const threshold = Math.round(256 * share);
  return Array.from({ length: filter.length / 32 }, (_, word) => {
    const coins = Array.from({ length: 9 }, next);
    return Array.from({ length: 32 }, (__, bit) => {
      // Eight coins are a number of 0–255, the first of them its lowest digit, inverted.
      const drawn = coins.slice(0, 8).reduce((sum, coin, digit) => {
        return sum + (((coin >>> bit) & 1) === 1 ? 0 : 1) * 2 ** digit;
      }, 0);
      const isReplaced = drawn < threshold;
      return isReplaced ? (coins[8]! >>> bit) & 1 : filter[32 * word + bit]!;
    });
  }).flat();
}

function rehash(filter: Bits, spec: EncodingSpec, wordsFor: (use: string) => Words): number[] {
  const bits = filter.length;
  const { windowBits, step, positions } = spec.parameters as unknown as Record<string, number>;
  const result = filter.map(() => 0);
  for (let window = 0; window < bits / step!; window++) {
    let content = 0;
    for (let i = windowBits! - 1; i >= 0; i--) {
      content = 2 * content + filter[(window * step! + i) % bits]!;
    }
    const words = wordsFor(`window/${window}`);
    for (let skipped = 0; skipped < content * positions!; skipped++) words.next();
    for (let i = 0; content > 0 && i < positions!; i++) result[words.next().value % bits] = 1;
  }
  return result;
}

function hardened(filter: Bits, spec: EncodingSpec, wordsFor: (use: string) => Words): number[] {
  const { bits, folds, mixedBits, noise } = spec.parameters as unknown as Record<string, number>;
  const l = filter.length;
  switch (spec.scheme) {
    case 'clk-balance': {
      const order = permutation(wordsFor('order'), bits!);
      const result = Array.from({ length: bits! }, () => 0);
      [...filter, ...filter.map((bit) => 1 - bit)].forEach((bit, at) => (result[order[at]!] = bit));
      return result;
    }
    case 'clk-fold': {
      let folded = [...filter];
      for (let fold = 0; fold < folds!; fold++) {
        const half = folded.length / 2;
        folded = folded.slice(0, half).map((bit, at) => bit ^ folded[half + at]!);
      }
      return folded;
    }
    case 'clk-rule90':
      return filter.map((_, at) => filter[(at + l - 1) % l]! ^ filter[(at + 1) % l]!);
    case 'clk-resample': {
      const words = wordsFor('pairs');
      return filter.map(() => {
        const first = below(words, l);
        return xor(filter, [first, (first + 1 + below(words, l - 1)) % l]);
      });
    }
    case 'clk-diffuse':
      return diffuse(filter, mixedBits!, wordsFor('mix'));
    case 'clk-blip':
      return blip(filter, noise!, wordsFor('noise'));
    default:
      return rehash(filter, spec, wordsFor);
  }
}

/** How many bits the filter has from which an encoding of this specification is made. */
export function filterBitsOf({ scheme, parameters }: EncodingSpec): number {
  if (scheme === 'clk-balance') return parameters.bits / 2;
  return scheme === 'clk-fold'
    ? parameters.bits * 2 ** (parameters['folds'] as number)
    : parameters.bits;
}

/**
 * The encoding of valid, non-missing values as the set of its positions.
 * @param spec with all parameters
 */
export function referenceHardened(
  spec: EncodingSpec,
  encodingKey: Uint8Array,
  values: readonly (string | undefined)[],
): Set<number> {
  const domain = `${spec.scheme}-1/`;
  const fields = spec.fields.map((field) => ({ ...field, group: domain + field.group }));
  const bits = filterBitsOf(spec);
  const set = referencePositions({ ...spec, fields, parameters: { bits } }, encodingKey, values);
  if (set.size === 0) return set;
  const filter = Array.from({ length: bits }, (_, at) => (set.has(at) ? 1 : 0));
  const label = `koppel/v1/encoding/group/${domain}/scheme`;
  const ownKey = hmac(encodingKey, label, Uint8Array.of(1));
  const result = hardened(filter, spec, (use) => wordsOf(ownKey, use));
  return new Set(result.flatMap((bit, at) => (bit === 1 ? [at] : [])));
}
