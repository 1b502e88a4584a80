// SPDX-License-Identifier: EUPL-1.2
/**
 * Rule 90 (Schnell & Borgs, "Hardening encrypted patient names against cryptographic attacks using
 * cellular automata", ICDM Workshops 2018): every bit becomes the XOR of its two neighbours,
 * b'[i] = b[i − 1] ⊕ b[i + 1], the ends being neighbours of each other.
 */
import { xorTransform } from '../hardened/bits.ts';
import { hardenedClk } from '../hardened/hardened.ts';
import type { Scheme } from '../scheme.ts';

export const clkRule90: Scheme = hardenedClk({
  id: 'clk-rule90',
  withstands: {
    en: 'A bit that is set no longer stands for one position, which hinders the mining of frequent patterns; attacks on double hashing and guessing without the key do not work.',
    nl: 'Een gezette bit staat niet meer voor één plaats, wat het zoeken naar veelvoorkomende patronen hindert; aanvallen op dubbel hashen en raden zonder de sleutel werken niet.',
  },
  doesNotWithstand: {
    en: 'Graph matching with a register, as similarities remain; and attacks with known pairs. The rule has no key and is linear: anyone can nearly undo it.',
    nl: 'Patronen van gelijkenis vergelijken met een register, want de gelijkenissen blijven; en aanvallen met bekende paren. De regel heeft geen sleutel en is lineair: iedereen kan hem vrijwel ongedaan maken.',
  },
  parameters: {},
  similarities: ['dice', 'hamming'],
  filterBits: ({ parameters }) => parameters.bits,
  createTransform({ parameters: { bits } }) {
    const sources = new Uint16Array(2 * bits);
    for (let bit = 0; bit < bits; bit++) {
      sources[2 * bit] = (bit + bits - 1) % bits;
      sources[2 * bit + 1] = (bit + 1) % bits;
    }
    return xorTransform(sources, 2);
  },
});
