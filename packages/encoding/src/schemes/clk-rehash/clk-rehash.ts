// SPDX-License-Identifier: EUPL-1.2
/**
 * Re-hashing (Schnell, "Recent developments in Bloom filter-based methods for privacy-preserving
 * record linkage", 2017; Franke, Sehili, Rohde & Rahm, "Evaluation of hardening techniques for
 * privacy-preserving record linkage", EDBT 2021): a window moves over the filter, and what it shows
 * seeds a generator that sets bits in a new filter. Here the key decides, not the generator.
 */
import type { EncodingSpec } from '@koppel/study';
import { usualFill } from '../../fill.ts';
import type { TokenStreams } from '../../prf.ts';
import { bitAt } from '../hardened/bits.ts';
import { hardenedClk, numberOf, type BitTransform } from '../hardened/hardened.ts';
import { KeyedNumbers } from '../hardened/keyed-numbers.ts';
import { parameterProblem } from '../parameters.ts';
import type { Scheme, SchemeWarning } from '../scheme.ts';

const USELESS_FILL = 0.9;
/** Numbers in the table of all contents of all windows: what making it costs, and its memory. */
const TABLE_MAX = 1 << 21;

interface Windows {
  readonly bits: number;
  readonly windowBits: number;
  readonly step: number;
  readonly positions: number;
}

function windowsOf(spec: EncodingSpec): Windows {
  const [windowBits, step, positions] = ['windowBits', 'step', 'positions'].map((name) =>
    numberOf(spec, name),
  );
  return {
    bits: spec.parameters.bits,
    windowBits: windowBits!,
    step: step!,
    positions: positions!,
  };
}

/** Share of bits that all windows together set, as far as none of them is empty. */
function mostFill({ bits, step, positions }: Windows): number {
  return 1 - (1 - 1 / bits) ** ((bits / step) * positions);
}

/**
 * Window i holds the bits i·step … i·step + windowBits − 1, going on at the beginning behind the end.
 * Its content v > 0 sets `positions` bits: words v·positions and on of the stream of window i. An
 * empty window sets none. So equal contents in other places have nothing to do with each other.
 */
function createTransform(windows: Windows, own: TokenStreams): BitTransform {
  const { bits, windowBits, step, positions } = windows;
  const count = bits / step;
  const tableWords = positions << windowBits;
  const table = new Uint16Array(count * tableWords);
  for (let window = 0; window < count; window++) {
    const numbers = new KeyedNumbers(own, `window/${window}`);
    for (let i = 0; i < tableWords; i++) table[window * tableWords + i] = numbers.word();
    numbers.wipe();
  }
  return {
    apply({ bytes }, target, offset) {
      target.fill(0, offset, offset + bits / 8);
      for (let window = 0; window < count; window++) {
        let content = 0;
        for (let i = 0; i < windowBits; i++) {
          content |= bitAt(bytes, (window * step + i) & (bits - 1)) << i;
        }
        if (content === 0) continue;
        const from = window * tableWords + content * positions;
        for (let i = from; i < from + positions; i++) {
          const position = table[i]! & (bits - 1);
          target[offset + (position >>> 3)]! |= 1 << (position & 7);
        }
      }
    },
    wipe() {
      table.fill(0);
    },
  };
}

const rehashedFull = {
  rule: 'rehashedFull',
  path: 'encoding.parameters.positions',
  text: {
    en: 'The windows together set more than 60 % of the bits, so that different people look alike. Take fewer positions or a larger step.',
    nl: 'De vensters zetten samen meer dan 60 % van de bits, waardoor verschillende mensen op elkaar lijken. Neem minder posities of een grotere stap.',
  },
} as const satisfies SchemeWarning;

export const clkRehash: Scheme = hardenedClk({
  id: 'clk-rehash',
  withstands: {
    en: 'A bit that is set no longer stands for one position, nor for a sum of some, which hinders the mining of frequent patterns and attacks that need linearity; attacks on double hashing and guessing without the key do not work.',
    nl: 'Een gezette bit staat niet meer voor één plaats, en ook niet voor een som daarvan, wat het zoeken naar veelvoorkomende patronen hindert, en aanvallen die lineariteit nodig hebben; aanvallen op dubbel hashen en raden zonder de sleutel werken niet.',
  },
  doesNotWithstand: {
    en: 'Graph matching with a register: similar records stay similar. Of the hardenings it costs most links.',
    nl: 'Patronen van gelijkenis vergelijken met een register: wat op elkaar lijkt, blijft op elkaar lijken. Van de verhardingen kost deze de meeste koppelingen.',
  },
  parameters: {
    windowBits: { kind: 'whole', least: 2, most: 10, default: 8 },
    step: { kind: 'whole', least: 1, most: 8, form: 'powerOfTwo', default: 8 },
    positions: { kind: 'whole', least: 1, most: 8, default: 4 },
  },
  similarities: ['dice', 'hamming'],
  filterBits: ({ parameters }) => parameters.bits,
  check(spec) {
    const windows = windowsOf(spec);
    const { bits, step, positions, windowBits } = windows;
    // Bits between two windows would say nothing.
    if (step > windowBits) throw parameterProblem('step', 'aboveWindow');
    if (mostFill(windows) > USELESS_FILL) throw parameterProblem('positions', 'fillTooHigh');
    if ((bits / step) * positions * 2 ** windowBits > TABLE_MAX) {
      throw parameterProblem('windowBits', 'tooHigh');
    }
  },
  warnings: (spec) => (mostFill(windowsOf(spec)) > usualFill.most ? [rehashedFull] : []),
  createTransform: (spec, own) => createTransform(windowsOf(spec), own),
});
