// SPDX-License-Identifier: EUPL-1.2
/**
 * Attribute-level Bloom filters (Schnell, Bachteler & Reiher, "Privacy-preserving record linkage using
 * Bloom filters", BMC Med. Inform. Decis. Mak. 9:41, 2009): one filter per field, one after the other.
 * They let each field be weighed by itself, and let whoever holds them count how often each value
 * occurs: known since Kuzu et al. (2011). For later rounds under a key for each pair, and comparison.
 */
import type { EncodingSpec } from '@koppel/study';
import type { TokenList } from '../../token-list.ts';
import { createClkCoder } from '../clk/clk.ts';
import { bitWeights, checkClk, clkWarnings } from '../clk/parameters.ts';
import { checkFilter } from '../clk/sound-filter.ts';
import { numberOf } from '../hardened/hardened.ts';
import { parameterProblem } from '../parameters.ts';
import { makePartMemory, type Scheme, type SchemeCoder, type SchemeWarning } from '../scheme.ts';

/** Where the filter of a field stands in an encoding. */
export interface FieldPlace {
  readonly field: string;
  /** First bit. */
  readonly from: number;
  readonly bits: number;
}

/** The layout of an encoding: the fields in the order of the specification, of one size each. */
export function fieldLayout(spec: EncodingSpec): FieldPlace[] {
  const bits = numberOf(spec, 'fieldBits');
  return spec.fields.map(({ name }, at) => ({ field: name, from: at * bits, bits }));
}

/** A specification with one field only, for what `clk` checks and warns of. */
function specsOfFields(spec: EncodingSpec): EncodingSpec[] {
  const bits = numberOf(spec, 'fieldBits');
  return spec.fields.map((field) => ({ ...spec, parameters: { bits }, fields: [field] }));
}

const firstRound = {
  rule: 'fieldFiltersInFirstRound',
  path: 'encoding.scheme',
  text: {
    en: 'Filters per field show the linkage unit how often each value of each field occurs: common names and places are recognised by counting alone. The study gives a reason for it; the reports repeat that.',
    nl: 'Filters per veld tonen de koppelpartij hoe vaak elke waarde van elk veld voorkomt: veelvoorkomende namen en plaatsen zijn alleen al door tellen te herkennen. De studie geeft er een reden voor; de verslagen herhalen die.',
  },
} as const satisfies SchemeWarning;

/** Each field's filter is made as `clk` makes one of a record, in memory of its own. */
function createCoder(spec: EncodingSpec, coder: SchemeCoder): SchemeCoder {
  const fieldWords = coder.partBytes / 4;
  const partBytes = coder.partBytes + 8;
  const record = makePartMemory(fieldWords * spec.fields.length);
  const filter = makePartMemory(fieldWords);
  const addWords = (words: Uint32Array, from: number, to: number): void => {
    for (let word = 0; word < fieldWords; word++) record.words[to + word]! |= words[from + word]!;
  };
  return {
    partBytes,
    part(fieldIndex, tokens, parts, at) {
      // A part knows its field: values of two fields can have the same filter.
      parts.words[at >>> 2] = fieldIndex;
      parts.words[(at >>> 2) + 1] = 0;
      return coder.part(fieldIndex, tokens, parts, at + 8);
    },
    addTokens(fieldIndex: number, tokens: TokenList) {
      coder.part(fieldIndex, tokens, filter, 0);
      addWords(filter.words, 0, fieldIndex * fieldWords);
    },
    add({ words }, at) {
      addWords(words, (at >>> 2) + 2, words[at >>> 2]! * fieldWords);
    },
    finish(target, offset) {
      target.set(record.bytes, offset);
      record.words.fill(0);
    },
    wipe() {
      record.words.fill(0);
      filter.words.fill(0);
      coder.wipe();
    },
  };
}

export const fieldFilters: Scheme = {
  id: 'field-filters',
  version: 1,
  withstands: {
    en: 'Guessing values without the encoding key, and attacks on double hashing. No more than that.',
    nl: 'Waarden raden zonder de coderingssleutel, en aanvallen op dubbel hashen. Meer niet.',
  },
  doesNotWithstand: {
    en: 'Counting: how often each value of a field occurs is visible, so that common names, places and birth dates are recognised without any register of persons; and all that plain clk does not withstand. Not for a first round without a reason.',
    nl: 'Tellen: hoe vaak elke waarde van een veld voorkomt is zichtbaar, zodat veelvoorkomende namen, plaatsen en geboortedatums te herkennen zijn zonder enig register van personen; en alles waartegen gewoon clk niet bestand is. Niet voor een eerste ronde zonder reden.',
  },
  keyDomain: 'field-filters-1/',
  parameters: {
    bits: { kind: 'whole', least: 64, most: 65_536, form: { multipleOf: 64 } },
    fieldBits: { kind: 'whole', least: 64, most: 4096, form: 'powerOfTwo' },
    reason: { kind: 'text', least: 10 },
  },
  weights: ['bitsPerToken', 'bitsPerField'],
  similarities: () => ['dice', 'hamming'],
  check(spec) {
    const { bits } = spec.parameters;
    const fieldBits = numberOf(spec, 'fieldBits');
    if (bits !== spec.fields.length * fieldBits) {
      throw parameterProblem('bits', 'notFieldsTimesBits');
    }
    checkClk({ ...spec, parameters: { bits: fieldBits } });
    specsOfFields(spec).forEach(checkFilter);
  },
  warnings: (spec) => [
    firstRound,
    // A field needs fewer bits than a record.
    ...new Set(
      specsOfFields(spec).flatMap((one) =>
        clkWarnings(one).filter(({ rule }) => rule !== 'filterShort'),
      ),
    ),
  ],
  create: (spec, streams) =>
    createCoder(spec, createClkCoder(numberOf(spec, 'fieldBits'), bitWeights(spec), streams)),
};
