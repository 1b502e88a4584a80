// SPDX-License-Identifier: EUPL-1.2
/**
 * The cryptographic long-term key (Schnell, Bachteler & Reiher 2011): all fields of a record in one
 * keyed Bloom filter, with a weight per field. Two filters share the more bits, the more tokens the
 * records share. Trusts that whoever compares filters holds no register of the same people.
 */
import type { EncodingSpec } from '@koppel/study';
import type { BitWeight } from '../../fill.ts';
import type { TokenStreams } from '../../prf.ts';
import type { TokenList } from '../../token-list.ts';
import { makePartMemory, type BitSetting, type Scheme, type SchemeCoder } from '../scheme.ts';
import { bitWeights, checkClk, clkParameters, clkWarnings } from './parameters.ts';

/** How many bits each token of a value sets: `share`, and one more for the first `rest`. */
function sharesOf(weight: BitWeight, count: number): { share: number; rest: number } {
  if ('bitsPerToken' in weight) return { share: weight.bitsPerToken, rest: 0 };
  const share = Math.max(1, Math.floor(weight.bitsPerField / count));
  return { share, rest: Math.max(0, weight.bitsPerField - share * count) };
}

/**
 * Bit p of a filter is bit p mod 8, lowest first, of byte ⌊p / 8⌋.
 *
 * With `bitsPerToken`, each token sets that many (repeats included). With `bitsPerField`, a field sets
 * that many however long its value is (the idea of clkhash's bits per feature): an equal share for
 * each token, at least one, and one more for the first few until all are spent. The first in
 * alphabetical order, as it must not depend on where in the value a token stands.
 */
export function createClkCoder(
  bits: number,
  weights: readonly BitWeight[],
  streams: readonly TokenStreams[],
): SchemeCoder {
  const partBytes = bits / 8;
  const partWords = bits / 32;
  const record = makePartMemory(partWords);
  const set = (fieldIndex: number, tokens: TokenList, into: Uint8Array, at: number): void => {
    const { count } = tokens;
    const { share, rest } = sharesOf(weights[fieldIndex]!, count);
    const stream = streams[fieldIndex]!;
    for (let token = 0; token < count; token++) {
      const ofToken = token < rest ? share + 1 : share;
      const from = stream.find(tokens, token, ofToken);
      const { words } = stream;
      for (let i = from; i < from + ofToken; i++) {
        const position = words[i]! & (bits - 1);
        const byte = at + (position >>> 3);
        into[byte] = into[byte]! | (1 << (position & 7));
      }
    }
  };
  return {
    partBytes,
    part(fieldIndex, tokens, { bytes, words }, at) {
      const first = at >>> 2;
      for (let word = first; word < first + partWords; word++) words[word] = 0;
      set(fieldIndex, tokens, bytes, at);
      return true;
    },
    addTokens(fieldIndex, tokens) {
      set(fieldIndex, tokens, record.bytes, 0);
    },
    add({ words }, at) {
      const sum = record.words;
      const first = at >>> 2;
      for (let word = 0; word < partWords; word++) sum[word] = sum[word]! | words[first + word]!;
    },
    finish(target, offset) {
      target.set(record.bytes, offset);
      for (let word = 0; word < partWords; word++) record.words[word] = 0;
    },
    wipe() {
      record.words.fill(0);
    },
  };
}

/** The same for the kernel. */
export function clkBitSetting(spec: EncodingSpec): BitSetting {
  const weights = bitWeights(spec);
  return {
    bits: spec.parameters.bits,
    sharesOf: (fieldIndex, count) => sharesOf(weights[fieldIndex]!, count),
  };
}

export const clk: Scheme = {
  id: 'clk',
  version: 1,
  withstands: {
    en: 'Without the encoding key a filter tells nothing by itself: guessing names and encoding them does not work, nor do attacks on double hashing.',
    nl: 'Zonder de coderingssleutel zegt een filter op zichzelf niets: namen raden en coderen werkt niet, en aanvallen op dubbel hashen ook niet.',
  },
  doesNotWithstand: {
    en: 'Whoever holds the filters of many people and a register that overlaps with them by 5 % can recognise half to all of those by graph matching; someone who holds the encoding key can try any name.',
    nl: 'Wie de filters van veel mensen heeft en een register dat daar voor 5 % mee overlapt, kan de helft van hen tot iedereen herkennen door patronen van gelijkenis te vergelijken; wie de coderingssleutel heeft, kan elke naam uitproberen.',
  },
  keyDomain: '',
  parameters: clkParameters,
  weights: ['bitsPerToken', 'bitsPerField'],
  // Of filters with few bits set, those that neither has say nothing; on full ones both work.
  similarities: () => ['dice', 'hamming'],
  check: checkClk,
  warnings: clkWarnings,
  create: (spec, streams) => createClkCoder(spec.parameters.bits, bitWeights(spec), streams),
  bitSetting: clkBitSetting,
};
