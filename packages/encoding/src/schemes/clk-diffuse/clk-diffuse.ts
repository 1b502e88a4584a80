// SPDX-License-Identifier: EUPL-1.2
/**
 * Diffusion (Armknecht, Heng & Schnell, "Strengthening privacy-preserving record linkage using
 * diffusion", PoPETs 2023(2)): every bit of the encoding is the XOR of `mixedBits` positions of the
 * filter, chosen by the key, so that each position is used equally often and none twice in one bit.
 */
import { xorTransform } from '../hardened/bits.ts';
import { hardenedClk, numberOf } from '../hardened/hardened.ts';
import { KeyedNumbers } from '../hardened/keyed-numbers.ts';
import type { Scheme, SchemeWarning } from '../scheme.ts';

/** From here on, the authors' graph matching of 2024 recovers next to nothing. */
const PROVEN_BITS = 5;
/** A difference of one bit in the filter becomes one of so many: beyond this, little is left. */
const MANY_BITS = 16;

/**
 * `mixedBits` permutations of all positions, one behind the other, cut into pieces of `mixedBits`:
 * each position occurs exactly that often. Where a piece spans two permutations and would hold a
 * position twice, the second permutation is drawn again.
 */
export function mixedPositions(
  bits: number,
  mixedBits: number,
  numbers: KeyedNumbers,
): Uint16Array {
  const sources = new Uint16Array(bits * mixedBits);
  for (let used = 0; used < sources.length; used += bits) {
    // What the piece that spans the border has of the permutation before.
    const before = sources.subarray(used - (used % mixedBits), used);
    const isFree = (order: Uint16Array): boolean => {
      const rest = before.length === 0 ? [] : order.subarray(0, mixedBits - before.length);
      return !rest.some((position) => before.includes(position));
    };
    let order = numbers.permutation(bits);
    while (!isFree(order)) order = numbers.permutation(bits);
    sources.set(order, used);
  }
  return sources;
}

const mixesFew = {
  rule: 'mixesFew',
  path: 'encoding.parameters.mixedBits',
  text: {
    en: 'With fewer than 5 bits mixed into each, published graph matching recovers people as from plain clk. From 5 on a newer attack is needed, which exists.',
    nl: 'Als er minder dan 5 bits in elke bit worden gemengd, herkent gepubliceerd onderzoek mensen zoals uit gewoon clk. Vanaf 5 is er een nieuwere aanval nodig, en die bestaat.',
  },
} as const satisfies SchemeWarning;

const mixesMany = {
  rule: 'mixesMany',
  path: 'encoding.parameters.mixedBits',
  text: {
    en: 'With more than 16 bits mixed into each, one error in a name changes most of the encoding, and many true links are lost.',
    nl: 'Als er meer dan 16 bits in elke bit worden gemengd, verandert één fout in een naam het grootste deel van de codering, en gaan veel echte koppelingen verloren.',
  },
} as const satisfies SchemeWarning;

export const clkDiffuse: Scheme = hardenedClk({
  id: 'clk-diffuse',
  withstands: {
    en: 'The graph matching that recovers plain clk, as published in 2024, from 5 mixed bits on; the mining of frequent patterns; attacks on double hashing and guessing without the key.',
    nl: 'Het vergelijken van patronen van gelijkenis waarmee gewoon clk wordt herkend, zoals gepubliceerd in 2024, vanaf 5 gemengde bits; het zoeken naar veelvoorkomende patronen; aanvallen op dubbel hashen en raden zonder de sleutel.',
  },
  doesNotWithstand: {
    en: 'The improved graph matching of 2026, which compares groups of two to four records and recovered 92 % of the records: mixing is linear, so what records differ in stays visible.',
    nl: 'Het verbeterde vergelijken van patronen van 2026, dat groepen van twee tot vier records vergelijkt en 92 % van de records herkende: mengen is lineair, dus waarin records verschillen blijft zichtbaar.',
  },
  parameters: { mixedBits: { kind: 'whole', least: 2, most: 32 } },
  similarities: ['dice', 'hamming'],
  filterBits: ({ parameters }) => parameters.bits,
  warnings(spec) {
    const mixed = numberOf(spec, 'mixedBits');
    if (mixed < PROVEN_BITS) return [mixesFew];
    return mixed > MANY_BITS ? [mixesMany] : [];
  },
  createTransform(spec, own) {
    const mixed = numberOf(spec, 'mixedBits');
    const numbers = new KeyedNumbers(own, 'mix');
    const sources = mixedPositions(spec.parameters.bits, mixed, numbers);
    numbers.wipe();
    return xorTransform(sources, mixed);
  },
});
