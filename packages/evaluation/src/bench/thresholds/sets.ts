// SPDX-License-Identifier: EUPL-1.2
/**
 * Data on which estimates are held against the truth: FEBRL4 whole and cut to overlaps, FEBRL3, and
 * generated registers of several fault levels, sizes, overlaps and choices of fields. Published and
 * invented persons only.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readDataFolder } from '../../evaluate/data-folder.ts';
import type { EvaluateField } from '../../evaluate/fields.ts';
import { defaultFaultRates, generatePair, type FaultRates } from '../../generator/index.ts';
import { dataFile } from '../encodings/data-sets.ts';
import { cutTo, valueSet, type ValueSet } from '../encodings/value-set.ts';

/** Made when it is its turn, as all of them together are large. */
export interface NamedSet {
  readonly name: string;
  readonly make: () => ValueSet;
}

export const published: string = join(
  fileURLToPath(new URL('../../../../../', import.meta.url)),
  '..',
  'shared',
  'data',
);

const text = (column: string): EvaluateField => ({ column, type: 'text', weight: 1 });
const code = (column: string): EvaluateField => ({ column, type: 'code', weight: 1 });
const birth = (column: string): EvaluateField => ({ column, type: 'date', weight: 1 });

export const febrlFields = {
  '9 fields': [
    ...['given_name', 'surname', 'address_1', 'address_2', 'suburb'].map(text),
    ...['street_number', 'postcode', 'state'].map(code),
    birth('date_of_birth'),
  ],
  '7 fields': [
    ...['given_name', 'surname', 'address_1', 'suburb'].map(text),
    ...['street_number', 'postcode'].map(code),
    birth('date_of_birth'),
  ],
  '5 fields': [
    ...['given_name', 'surname', 'address_1'].map(text),
    code('postcode'),
    birth('date_of_birth'),
  ],
  '4 fields': [...['given_name', 'surname'].map(text), code('postcode'), birth('date_of_birth')],
} as const;

const persons: readonly EvaluateField[] = [
  { columns: { value: 'voornamen' }, type: 'givenNames', weight: 1, group: 'name' },
  {
    columns: { value: 'geslachtsnaam', prefix: 'voorvoegsel' },
    type: 'surname', weight: 1, group: 'name',
  },
  birth('geboortedatum'),
  { column: 'geslacht', type: 'sex', weight: 1 },
]; // prettier-ignore

const address: readonly EvaluateField[] = [
  { column: 'postcode', type: 'postcode', weight: 1 },
  { columns: { value: 'huisnummer', addition: 'toevoeging' }, type: 'houseNumber', weight: 1 },
];

export const dutchFields = {
  'no address': persons,
  address: [...persons, ...address],
  street: [...persons, ...address, text('straatnaam')],
} as const;

/** Factors on the usual rates of all faults. */
const levels = { light: 0.3, standard: 1, heavy: 3 } as const;
/** More of the records than this do not get a fault through a factor. */
const MOST = 0.6;

function scaled(rates: FaultRates, factor: number): FaultRates {
  const entries = Object.entries(rates).map(([name, rate]) => [
    name,
    Math.min(Math.max(rate, MOST), rate * factor),
  ]);
  return Object.fromEntries(entries) as FaultRates;
}

interface Shape {
  readonly perSide: number;
  readonly overlap: number;
  readonly level: keyof typeof levels;
  readonly fields: keyof typeof dutchFields;
}

function generated({ perSide, overlap, level, fields }: Shape, seed: number): NamedSet {
  const share = `${String(Math.round(100 * overlap))} %`;
  const name = `generated, ${String(perSide)}, ${share}, ${level}, ${fields}`;
  return {
    name,
    make() {
      const faults = {
        a: scaled(defaultFaultRates.population, levels[level]),
        b: scaled(defaultFaultRates.benefits, levels[level]),
      };
      const pair = generatePair({ seed: `${name} ${String(seed)}`, perSide, overlap, faults });
      const folder = { a: dataFile('a', pair.a), b: dataFile('b', pair.b), truth: pair.truth };
      return valueSet(name, folder, dutchFields[fields]);
    },
  };
}

/** Every level with every choice of fields; small registers less often. */
export function generatedSets(largest: number, seed: number): NamedSet[] {
  const sizes = [
    { perSide: Math.round(largest / 5), overlaps: [0.3, 0.7] },
    { perSide: largest, overlaps: [0.05, 0.5, 0.9] },
  ];
  return sizes.flatMap(({ perSide, overlaps }) =>
    (Object.keys(levels) as (keyof typeof levels)[]).flatMap((level) =>
      (Object.keys(dutchFields) as (keyof typeof dutchFields)[]).flatMap((fields) =>
        overlaps.map((overlap) => generated({ perSide, overlap, level, fields }, seed)),
      ),
    ),
  );
}

const overlaps = [0.01, 0.05, 0.1, 0.3, 0.5, 0.7, 0.9] as const;

/** FEBRL4 whole and cut, and FEBRL3; none where they are not beside the clone. */
export function febrlSets(): NamedSet[] {
  if (!existsSync(join(published, 'febrl4'))) return [];
  const read = (folder: string, fields: keyof typeof febrlFields): ValueSet =>
    valueSet(
      `${folder.toUpperCase()}, ${fields}`,
      readDataFolder(join(published, folder)),
      febrlFields[fields],
    );
  const four = (['9 fields', '7 fields', '5 fields', '4 fields'] as const).flatMap(
    (fields): NamedSet[] => {
      const whole = (): ValueSet => read('febrl4', fields);
      const cut = fields === '9 fields' || fields === '4 fields' ? overlaps : [];
      const cuts = cut.map((overlap): NamedSet => ({
        name: `FEBRL4, ${fields}, ${String(100 * overlap)} %`,
        make: () => cutTo(whole(), overlap),
      }));
      return [{ name: `FEBRL4, ${fields}`, make: whole }, ...cuts];
    },
  );
  const three = (['9 fields', '7 fields', '5 fields', '4 fields'] as const).map(
    (fields): NamedSet => ({
      name: `FEBRL3, ${fields}`,
      make: () => read('febrl3', fields),
    }),
  );
  return [...four, ...three];
}
