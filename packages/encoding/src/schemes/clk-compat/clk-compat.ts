// SPDX-License-Identifier: EUPL-1.2
/**
 * The encoding of clkhash 0.18 (Data61, Apache-2.0), byte for byte, for a study with a party that has
 * clkhash and not this project. Written anew from clkhash's documentation; the tests hold it to the
 * original. Its BLAKE2b positions are as independent as those of `clk`, and no better.
 */
import type { EncodingSpec, FieldSpec } from '@koppel/study';
import { isMissing, normalise } from '../../normalise.ts';
import { TokenList } from '../../token-list.ts';
import { isPossible, readDateParts } from '../../tokens/date.ts';
import type { Tokenised } from '../../tokens/tokenised.ts';
import type { BitWeight } from '../../fill.ts';
import type { TokenStreams } from '../../prf.ts';
import { clkWarnings } from '../clk/parameters.ts';
import { makePartMemory, type Scheme, type SchemeCoder } from '../scheme.ts';
import { distanceInUnits, ngramTokens, numericTokens } from './comparators.ts';
import { deriveFeatureKeys, eachPosition } from './feature-keys.ts';
import { KeptPositions, type EachPosition } from './kept-positions.ts';
import {
  checkCompat,
  compatParameters,
  keyRulesOf,
  parametersOf,
  unfoldedBits,
} from './parameters.ts';

/** Between the number of positions and the token itself. */
const SPACE = 0x20;
const ZERO = 0x30;
const LETTER_A = 0x61;

function dateGrams(value: string): Tokenised {
  const parts = readDateParts(value.trim());
  if (parts === undefined) return { tokens: [], rule: 'dateFormat' };
  const digits = [parts.year, parts.month, parts.day];
  // clkhash knows whole dates only.
  const isWhole = !digits.includes(undefined);
  if (!isWhole || !isPossible(parts)) return { tokens: [], rule: 'dateImpossible' };
  return { tokens: ngramTokens(digits.join(''), 1, true) };
}

function grams(text: string, field: FieldSpec, spec: EncodingSpec): Tokenised {
  if (field.type === 'date') return dateGrams(text);
  if (field.type === 'text')
    return { tokens: ngramTokens(text, field.q, field.positional === true) };
  if (field.type !== 'number') return { tokens: [text] };
  const { fractionDigits } = parametersOf(spec);
  const distance = distanceInUnits(field.distance, fractionDigits);
  const tokens = numericTokens(text, distance, field.steps, fractionDigits);
  return tokens === undefined ? { tokens: [], rule: 'numberFormat' } : { tokens };
}

/** How many positions each of the tokens sets; of a token that occurs again, the most. */
function positionsPerToken(tokens: readonly string[], field: FieldSpec): Map<string, number> {
  const weight = field.weight as BitWeight;
  const counts = new Map<string, number>();
  tokens.forEach((token, at) => {
    let count: number;
    if ('bitsPerToken' in weight) count = weight.bitsPerToken;
    else {
      // clkhash gives what is left over to the first tokens, in the order of the value.
      const rest = weight.bitsPerField % tokens.length;
      count = Math.floor(weight.bitsPerField / tokens.length) + (at < rest ? 1 : 0);
    }
    counts.set(token, Math.max(count, counts.get(token) ?? 0));
  });
  return counts;
}

/** The text that clkhash is to see, or undefined for a missing value. */
function textOf(value: string, { type }: FieldSpec, spec: EncodingSpec): string | undefined {
  if (spec.normalisation === 'none') return value === '' ? undefined : value;
  const words = normalise(value);
  if (isMissing(words)) return undefined;
  if (type === 'number' || type === 'date') return value.trim();
  return type === 'code' ? words.replaceAll(' ', '') : words;
}

/**
 * The tokens of a value, each behind the number of its positions and a space: `12 an`. How many they
 * are depends, in clkhash, on the order of tokens in the value, which a list in alphabetical order
 * has lost.
 */
export function compatTokens(value: string, field: FieldSpec, spec: EncodingSpec): Tokenised {
  const text = textOf(value, field, spec);
  if (text === undefined) return { tokens: [] };
  const { tokens, ...rule } = grams(text, field, spec);
  const counts = [...positionsPerToken(tokens, field)].filter(([, count]) => count > 0);
  return { tokens: counts.map(([token, count]) => `${count} ${token}`), ...rule };
}

/**
 * Bit p of a filter is bit p mod 8, *highest* first, of byte ⌊p / 8⌋, as clkhash writes it.
 * @param secret the bytes that clkhash would be given; the caller may wipe them afterwards
 */
export function createCompatCoder(spec: EncodingSpec, secret: Uint8Array): SchemeCoder {
  const { folds } = parametersOf(spec);
  const bits = unfoldedBits(spec);
  const featureKeys = deriveFeatureKeys(secret, keyRulesOf(spec));
  const partWords = bits / 32;
  const record = makePartMemory(partWords);
  const kept = spec.fields.map(() => new KeptPositions());
  const set = (fieldIndex: number, tokens: TokenList, into: Uint8Array, at: number): void => {
    const each: EachPosition = (token, found) => {
      const bytes = tokens.bytesOf(token);
      const end = bytes.indexOf(SPACE);
      const count = bytes.subarray(0, end).reduce((sum, digit) => 10 * sum + digit - ZERO, 0);
      eachPosition(featureKeys[fieldIndex]!, bytes.subarray(end + 1), count, bits, found);
      bytes.fill(0);
    };
    const setBit = (position: number): void => {
      into[at + (position >>> 3)]! |= 0x80 >>> (position & 7);
    };
    for (let token = 0; token < tokens.count; token++) {
      kept[fieldIndex]!.forEach(tokens, token, each, setBit);
    }
  };
  return {
    partBytes: bits / 8,
    part(fieldIndex, tokens, { bytes, words }, at) {
      words.fill(0, at >>> 2, (at >>> 2) + partWords);
      set(fieldIndex, tokens, bytes, at);
      return true;
    },
    addTokens(fieldIndex, tokens) {
      set(fieldIndex, tokens, record.bytes, 0);
    },
    add({ words }, at) {
      for (let word = 0; word < partWords; word++) record.words[word]! |= words[(at >>> 2) + word]!;
    },
    finish(target, offset) {
      let bytes = record.bytes.length;
      for (let fold = 0; fold < folds; fold++) {
        bytes /= 2;
        for (let at = 0; at < bytes; at++) record.bytes[at]! ^= record.bytes[bytes + at]!;
      }
      target.set(record.bytes.subarray(0, bytes), offset);
      record.words.fill(0);
    },
    wipe() {
      record.words.fill(0);
      for (const featureKey of featureKeys) featureKey.fill(0);
      for (const positions of kept) positions.wipe();
    },
  };
}

/** The words of the scheme's own stream that make the secret: 256 bits. */
const SECRET_WORDS = 16;

/** The secret for clkhash in the form in which people give it one: text, here hexadecimal digits. */
function clkhashSecret(own: TokenStreams): Uint8Array {
  const label = new TokenList();
  label.fill(['clkhash secret']);
  const from = own.find(label, 0, SECRET_WORDS);
  const digits = new Uint8Array(4 * SECRET_WORDS);
  for (let i = 0; i < digits.length; i++) {
    const digit = (own.words[from + (i >>> 2)]! >>> (12 - 4 * (i & 3))) & 0xf;
    digits[i] = digit < 10 ? ZERO + digit : LETTER_A + digit - 10;
  }
  return digits;
}

export const clkCompat: Scheme = {
  id: 'clk-compat',
  version: 1,
  withstands: {
    en: 'Without the encoding key a filter tells nothing by itself: guessing names and encoding them does not work, nor do attacks on double hashing, which is refused.',
    nl: 'Zonder de coderingssleutel zegt een filter op zichzelf niets: namen raden en coderen werkt niet, en aanvallen op dubbel hashen, dat wordt geweigerd, ook niet.',
  },
  doesNotWithstand: {
    en: 'The same as plain clk: whoever holds the filters of many people and a register that overlaps with them by 5 % can recognise half to all of those by graph matching; someone who holds the encoding key can try any name. Every field has a key of its own, so that swapped names do not match. Only for a party that cannot do without clkhash.',
    nl: 'Hetzelfde als gewoon clk: wie de filters van veel mensen heeft en een register dat daar voor 5 % mee overlapt, kan de helft van hen tot iedereen herkennen door patronen van gelijkenis te vergelijken; wie de coderingssleutel heeft, kan elke naam uitproberen. Elk veld heeft een eigen sleutel, zodat verwisselde namen niet bij elkaar komen. Alleen voor een partij die niet zonder clkhash kan.',
  },
  keyDomain: 'clk-compat-1/',
  parameters: compatParameters,
  weights: ['bitsPerToken', 'bitsPerField'],
  similarities: () => ['dice', 'hamming'],
  check: checkCompat,
  warnings: (spec) => clkWarnings({ ...spec, parameters: { bits: unfoldedBits(spec) } }),
  tokenise: compatTokens,
  create(spec, _streams, own) {
    const secret = clkhashSecret(own);
    const coder = createCompatCoder(spec, secret);
    secret.fill(0);
    return coder;
  },
};
