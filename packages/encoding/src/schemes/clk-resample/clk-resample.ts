// SPDX-License-Identifier: EUPL-1.2
/**
 * Resampling (Ranbaduge & Schnell, "Securing Bloom filters for privacy-preserving record linkage",
 * CIKM 2020): b'[i] = b[r] ⊕ b[s] for two positions r ≠ s that are drawn for each i, with replacement.
 * Drawn by the key, so that nobody else knows which.
 */
import { xorTransform } from '../hardened/bits.ts';
import { hardenedClk } from '../hardened/hardened.ts';
import { KeyedNumbers } from '../hardened/keyed-numbers.ts';
import type { Scheme } from '../scheme.ts';

export const clkResample: Scheme = hardenedClk({
  id: 'clk-resample',
  withstands: {
    en: 'A bit that is set no longer stands for one position, which hinders the mining of frequent patterns; attacks on double hashing and guessing without the key do not work.',
    nl: 'Een gezette bit staat niet meer voor één plaats, wat het zoeken naar veelvoorkomende patronen hindert; aanvallen op dubbel hashen en raden zonder de sleutel werken niet.',
  },
  doesNotWithstand: {
    en: 'Graph matching with a register, as similarities remain; and attacks with known pairs, as resampling is linear: what two records differ in stays visible.',
    nl: 'Patronen van gelijkenis vergelijken met een register, want de gelijkenissen blijven; en aanvallen met bekende paren, want hertrekken is lineair: waarin twee records verschillen blijft zichtbaar.',
  },
  parameters: {},
  similarities: ['dice', 'hamming'],
  filterBits: ({ parameters }) => parameters.bits,
  createTransform({ parameters: { bits } }, own) {
    const numbers = new KeyedNumbers(own, 'pairs');
    const sources = new Uint16Array(2 * bits);
    for (let at = 0; at < sources.length; at += 2) {
      const first = numbers.below(bits);
      // One of the others, each as likely.
      const second = (first + 1 + numbers.below(bits - 1)) % bits;
      sources[at] = first;
      sources[at + 1] = second;
    }
    numbers.wipe();
    return xorTransform(sources, 2);
  },
});
