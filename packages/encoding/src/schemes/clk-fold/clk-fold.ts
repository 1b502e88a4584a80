// SPDX-License-Identifier: EUPL-1.2
/**
 * XOR-folding (Schnell & Borgs, "XOR-folding for Bloom filter-based encryptions for privacy-preserving
 * record linkage", German Record Linkage Center, WP-GRLC-2016-03): b'[i] = b[i] ⊕ b[l/2 + i], `folds`
 * times. A bit of the result stands for two positions or more.
 */
import { typicalTokensOfRecord } from '../typical.ts';
import { parameterProblem } from '../parameters.ts';
import { hardenedClk, numberOf } from '../hardened/hardened.ts';
import type { Scheme, SchemeWarning } from '../scheme.ts';

/** Of fewer, errors and chance agreements weigh as much as what two records share. */
const FEW_BITS = 512;

const foldedShort = {
  rule: 'foldedShort',
  path: 'encoding.parameters.bits',
  text: {
    en: 'Fewer than 512 bits are left after folding: different people come to look alike. Take more bits; the filter before folding may have up to 65,536.',
    nl: 'Na het vouwen blijven er minder dan 512 bits over: verschillende mensen gaan op elkaar lijken. Neem meer bits; het filter mag voor het vouwen tot 65.536 bits hebben.',
  },
} as const satisfies SchemeWarning;

export const clkFold: Scheme = hardenedClk({
  id: 'clk-fold',
  withstands: {
    en: 'A bit that is set no longer stands for one position, which hinders the mining of frequent patterns; attacks on double hashing and guessing without the key do not work.',
    nl: 'Een gezette bit staat niet meer voor één plaats, wat het zoeken naar veelvoorkomende patronen hindert; aanvallen op dubbel hashen en raden zonder de sleutel werken niet.',
  },
  doesNotWithstand: {
    en: 'Graph matching with a register, as similarities remain; and attacks with a few known pairs, as folding is linear: what two records differ in stays visible.',
    nl: 'Patronen van gelijkenis vergelijken met een register, want de gelijkenissen blijven; en aanvallen met een paar bekende paren, want vouwen is lineair: waarin twee records verschillen blijft zichtbaar.',
  },
  parameters: { folds: { kind: 'whole', least: 1, most: 4, default: 1 } },
  similarities: ['dice', 'hamming'],
  filterBits: (spec) => spec.parameters.bits * 2 ** numberOf(spec, 'folds'),
  check(spec) {
    if (typicalTokensOfRecord(spec) > spec.parameters.bits) {
      throw parameterProblem('bits', 'fewerBitsThanTokens');
    }
  },
  warnings: ({ parameters }) => (parameters.bits < FEW_BITS ? [foldedShort] : []),
  createTransform({ parameters }) {
    const resultBytes = parameters.bits / 8;
    return {
      apply({ bytes }, target, offset) {
        let { length } = bytes;
        while (length > resultBytes) {
          length /= 2;
          for (let at = 0; at < length; at++) bytes[at]! ^= bytes[length + at]!;
        }
        target.set(bytes.subarray(0, length), offset);
      },
      wipe() {
        // The filter itself is all there is, and is not kept here.
      },
    };
  },
});
