// SPDX-License-Identifier: EUPL-1.2
/**
 * Balanced filters (Schnell & Borgs, "Randomized response and balanced Bloom filters for privacy
 * preserving record linkage", ICDM Workshops 2016): the filter and its complement, b ‖ ¬b, in an order
 * that the key chooses. Every encoding has as many bits set as not, so the number says nothing.
 */
import type { TokenStreams } from '../../prf.ts';
import { bitAt } from '../hardened/bits.ts';
import { hardenedClk, type BitTransform } from '../hardened/hardened.ts';
import { KeyedNumbers } from '../hardened/keyed-numbers.ts';
import type { Scheme } from '../scheme.ts';

/** Bit i of b ‖ ¬b goes to bit order[i]. */
function createTransform(bits: number, own: TokenStreams): BitTransform {
  const numbers = new KeyedNumbers(own, 'order');
  const order = numbers.permutation(bits);
  numbers.wipe();
  const half = bits / 2;
  return {
    apply({ bytes }, target, offset) {
      target.fill(0, offset, offset + bits / 8);
      for (let bit = 0; bit < half; bit++) {
        const to = order[bitAt(bytes, bit) === 1 ? bit : half + bit]!;
        target[offset + (to >>> 3)]! |= 1 << (to & 7);
      }
    },
    wipe() {
      order.fill(0);
    },
  };
}

export const clkBalance: Scheme = hardenedClk({
  id: 'clk-balance',
  withstands: {
    en: 'The number of bits that are set is the same for every record and says nothing about the length of names; attacks on double hashing and guessing without the key do not work.',
    nl: 'Het aantal gezette bits is voor elk record gelijk en zegt niets over de lengte van namen; aanvallen op dubbel hashen en raden zonder de sleutel werken niet.',
  },
  doesNotWithstand: {
    en: 'Similarities are those of plain clk, so graph matching with a register works as well as on it; so does every attack with known pairs.',
    nl: 'De gelijkenissen zijn die van gewoon clk, dus patronen van gelijkenis vergelijken met een register werkt even goed als daarop; elke aanval met bekende paren ook.',
  },
  parameters: {},
  // 2·|A∩B| / (|A|+|B|) of two such encodings is the share of bits that agree, and 0.5 by chance.
  similarities: ['hamming'],
  filterBits: ({ parameters }) => parameters.bits / 2,
  createTransform: ({ parameters }, own) => createTransform(parameters.bits, own),
});
