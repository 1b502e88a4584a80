// SPDX-License-Identifier: EUPL-1.2
/**
 * BLIP (Alaggan, Gambs & Kermarrec, "BLIP: non-interactive differentially-private similarity
 * computation on Bloom filters", SSS 2012; for linkage, permanent randomised response as in Schnell &
 * Borgs, ICDM Workshops 2016): with probability f, each bit is replaced by a fair coin. Not sold as
 * differential privacy: the noise repeats, and the owners hold its key.
 */
import { hardenedClk, numberOf } from '../hardened/hardened.ts';
import type { Scheme, SchemeWarning } from '../scheme.ts';
import { Noise } from './noise.ts';

/** Above this share, more true links are lost than any published gain is worth. */
const MUCH_NOISE = 0.2;
const SHARE_STEPS = 256;

const muchNoise = {
  rule: 'muchNoise',
  path: 'encoding.parameters.noise',
  text: {
    en: 'More than a fifth of the bits are replaced by chance: many true links are lost, and graph matching still works.',
    nl: 'Meer dan een vijfde van de bits wordt door toeval vervangen: veel echte koppelingen gaan verloren, en patronen van gelijkenis vergelijken werkt nog steeds.',
  },
} as const satisfies SchemeWarning;

export const clkBlip: Scheme = hardenedClk({
  id: 'clk-blip',
  withstands: {
    en: 'Bits that are wrong on purpose hinder the mining of frequent patterns; attacks on double hashing and guessing without the key do not work.',
    nl: 'Bits die met opzet fout zijn hinderen het zoeken naar veelvoorkomende patronen; aanvallen op dubbel hashen en raden zonder de sleutel werken niet.',
  },
  doesNotWithstand: {
    en: 'Graph matching with a register and attacks with a few known pairs: similarities remain, only less sharp. Records with the same values get the same noise, so that they can still be counted; whoever holds the key can take the noise away. It is not differential privacy.',
    nl: 'Patronen van gelijkenis vergelijken met een register en aanvallen met een paar bekende paren: de gelijkenissen blijven, alleen minder scherp. Records met dezelfde waarden krijgen dezelfde ruis, zodat ze nog te tellen zijn; wie de sleutel heeft, kan de ruis weghalen. Het is geen differentiële privacy.',
  },
  parameters: { noise: { kind: 'number', least: 1 / SHARE_STEPS, most: 0.5 } },
  similarities: ['dice', 'hamming'],
  filterBits: ({ parameters }) => parameters.bits,
  warnings: (spec) => (numberOf(spec, 'noise') > MUCH_NOISE ? [muchNoise] : []),
  createTransform(spec, own) {
    const threshold = Math.round(SHARE_STEPS * numberOf(spec, 'noise'));
    const noise = new Noise(own);
    return {
      apply({ bytes, words }, target, offset) {
        noise.begin(bytes);
        for (let at = 0; at < words.length; at++) {
          const replaced = noise.mask(threshold);
          // Byte by byte, lowest first: the same on every machine.
          const noisy = (wordAt(bytes, 4 * at) & ~replaced) | (noise.word() & replaced);
          for (let byte = 0; byte < 4; byte++)
            target[offset + 4 * at + byte] = noisy >>> (8 * byte);
        }
      },
      wipe() {
        noise.wipe();
      },
    };
  },
});

function wordAt(bytes: Uint8Array, at: number): number {
  return bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24);
}
