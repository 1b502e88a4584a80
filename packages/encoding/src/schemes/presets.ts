// SPDX-License-Identifier: EUPL-1.2
/**
 * Ready choices of scheme and parameters, by what the linkage unit may come to hold, with the linkage
 * fields that did best. A study names scheme and parameters itself; these are to copy from.
 */
import { encodingSchema, type EncodingSpec } from '@koppel/study';
import type { Bilingual } from './scheme.ts';

export interface Preset {
  readonly id: string;
  /** When to take it, and what it costs. */
  readonly text: Bilingual;
  readonly encoding: EncodingSpec;
}

/**
 * The fields of a Dutch population register under `nl-1`: names in one group, so that swapped names
 * still match; dates as components and digits; postcode by place, whole and by its four digits.
 */
const fields = [
  { name: 'givenNames', type: 'givenNames', group: 'name', weight: 13 },
  { name: 'surname', type: 'surname', group: 'name', weight: 20 },
  { name: 'birthDate', type: 'date', assigned: 'yearOnly', onInvalid: 'missing', weight: 23 },
  { name: 'sex', type: 'sex', onInvalid: 'missing', weight: 36 },
  { name: 'postcode', type: 'postcode', onInvalid: 'missing', weight: 13 },
  { name: 'houseNumber', type: 'houseNumber', onInvalid: 'missing', weight: 21 },
] as const;

const filters = encodingSchema.parse({
  scheme: 'clk',
  parameters: { bits: 2048 },
  normalisation: 'nl-1',
  fields: fields.map((field) => ({ ...field, weight: { bitsPerToken: field.weight } })),
});

function votes(k: number, bits: number): EncodingSpec {
  return encodingSchema.parse({
    scheme: 'saul',
    parameters: { bits, k },
    similarity: 'hamming',
    normalisation: 'nl-1',
    fields: fields.map((field) => ({ ...field, weight: { votesPerToken: 1 } })),
  });
}

export const presets: readonly Preset[] = [
  {
    id: 'clk',
    text: {
      en: 'Filters, for a linkage unit that can be shown to hold no register of the same people and to get at none. The best links, and what other programs know.',
      nl: 'Filters, voor een koppelpartij waarvan vaststaat dat zij geen register van dezelfde mensen heeft en er ook niet bij kan. De beste koppelingen, en wat andere programma’s kennen.',
    },
    encoding: filters,
  },
  {
    id: 'saul',
    text: {
      en: 'Majority votes, for a linkage unit that has, or might get, a register of the same people. Costs about a point of F1; a pair with errors in several fields at once is missed more often.',
      nl: 'Meerderheidsstemmen, voor een koppelpartij die een register van dezelfde mensen heeft of kan krijgen. Kost ongeveer een punt F1; een paar met fouten in meer velden tegelijk wordt vaker gemist.',
    },
    encoding: votes(3, 2048),
  },
  {
    id: 'saul-strong',
    text: {
      en: 'The same with more votes on more bits, where a study cannot afford that anybody is recognised and known pairs may leak. Encodings of 1 KiB; encoding and comparing take about four times as long.',
      nl: 'Hetzelfde met meer stemmen op meer bits, waar een studie niet kan lijden dat iemand wordt herkend en bekende paren kunnen uitlekken. Coderingen van 1 KiB; coderen en vergelijken duren ongeveer vier keer zo lang.',
    },
    encoding: votes(4, 8192),
  },
];
