// SPDX-License-Identifier: EUPL-1.2
/**
 * The cryptographic long-term key (Schnell, Bachteler & Reiher 2011): all fields of a record in one
 * keyed Bloom filter, with a weight per field. Two filters share the more bits, the more tokens the
 * records share. Trusts that whoever compares filters holds no register of the same people.
 */
import type { FieldWeight } from '@koppel/study';
import type { WordsOf } from '../../prf.ts';
import type { Scheme, SchemeCoder } from '../scheme.ts';
import { clkBits } from './parameters.ts';

/**
 * The positions (repeats included) that distinct tokens set in a filter of `bits` bits. With
 * `bitsPerToken`, that many for each. With `bitsPerField`, a field sets that many however long its
 * value is (the idea of clkhash's bits per feature): an equal share for each token, at least one, and
 * one more for the first few until all are spent. The first in alphabetical order, as it must not
 * depend on where in the value a token stands.
 */
function positionsOf(
  tokens: readonly string[],
  weight: FieldWeight,
  words: WordsOf,
  bits: number,
): Uint16Array {
  const count = tokens.length;
  const inTotal = 'bitsPerToken' in weight ? weight.bitsPerToken * count : weight.bitsPerField;
  const share = Math.max(1, Math.floor(inTotal / count));
  const rest = Math.max(0, inTotal - share * count);
  const ordered = rest === 0 ? tokens : [...tokens].sort();
  const positions = new Uint16Array(share * count + rest);
  let filled = 0;
  for (let at = 0; at < count; at++) {
    const ofToken = at < rest ? share + 1 : share;
    const stream = words(ordered[at]!, ofToken);
    for (let i = 0; i < ofToken; i++) positions[filled++] = stream[i]! & (bits - 1);
  }
  return positions;
}

/** Bit p of a filter is bit p mod 8, lowest first, of byte ⌊p / 8⌋. */
function createCoder(
  bits: number,
  weights: readonly FieldWeight[],
  words: readonly WordsOf[],
): SchemeCoder {
  return {
    part: (fieldIndex, tokens) =>
      positionsOf(tokens, weights[fieldIndex]!, words[fieldIndex]!, bits),
    combine(parts, target, offset) {
      target.fill(0, offset, offset + bits / 8);
      for (const positions of parts) {
        for (const position of positions) {
          const at = offset + (position >> 3);
          target[at] = target[at]! | (1 << (position & 7));
        }
      }
    },
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
    en: 'Whoever holds the filters of many people and a register that overlaps with them by 5 % can recognise about half of those by graph matching; someone who holds the encoding key can try any name.',
    nl: 'Wie de filters van veel mensen heeft en een register dat daar voor 5 % mee overlapt, kan ongeveer de helft van hen herkennen door patronen van gelijkenis te vergelijken; wie de coderingssleutel heeft, kan elke naam uitproberen.',
  },
  validate: (spec) => clkBits(spec) / 8,
  create: (spec, words) =>
    createCoder(
      clkBits(spec),
      spec.fields.map(({ weight }) => weight),
      words,
    ),
};
