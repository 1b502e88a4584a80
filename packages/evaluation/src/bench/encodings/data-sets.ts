// SPDX-License-Identifier: EUPL-1.2
/** The data that encodings are tried on: the published sets where they are at hand, and generated ones. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readDataFolder, type DataFile } from '../../evaluate/data-folder.ts';
import { readFields, type EvaluateField } from '../../evaluate/fields.ts';
import { generatePair, type Table } from '../../generator/index.ts';
import { cutTo, valueSet, type ValueSet } from './value-set.ts';

const root = fileURLToPath(new URL('../../../../../', import.meta.url));
const published = join(root, '..', 'shared', 'data');

/** The generated registers under `nl-1`, by the columns of the generator. */
const dutchFields: readonly EvaluateField[] = [
  { columns: { value: 'voornamen' }, type: 'givenNames', weight: 1, group: 'name' },
  {
    columns: { value: 'geslachtsnaam', prefix: 'voorvoegsel' },
    type: 'surname', weight: 1, group: 'name',
  },
  { column: 'geboortedatum', type: 'date', weight: 1 },
  { column: 'geslacht', type: 'sex', weight: 1 },
  { column: 'postcode', type: 'postcode', weight: 1 },
  { columns: { value: 'huisnummer', addition: 'toevoeging' }, type: 'houseNumber', weight: 1 },
]; // prettier-ignore

/** A generated table as a file that was read. */
export function dataFile(name: string, { header, rows }: Table): DataFile {
  return {
    file: name,
    count: rows.length,
    has: (column) => header.includes(column),
    column: (column) => {
      const at = header.indexOf(column);
      return rows.map((row) => row[at]!);
    },
  };
}

/** A population and a benefits register of one city with half of the persons in common. */
export function generatedSet(perSide: number, seed: string): ValueSet {
  const { a, b, truth } = generatePair({ seed, perSide, overlap: 0.5 });
  const folder = { a: dataFile('a', a), b: dataFile('b', b), truth };
  return valueSet('generated', folder, dutchFields);
}

const overlaps = [0.1, 0.3, 0.5, 0.7, 0.9] as const;

/** FEBRL4 whole and cut to overlaps of 10–90 %, and FEBRL3; undefined where they are not at hand. */
export function publishedSets(): ValueSet[] | undefined {
  const folders = ['febrl4', 'febrl3'].map((name) => join(published, name));
  if (!folders.every((folder) => existsSync(folder))) return undefined;
  const fields = readFields(join(root, 'examples', 'febrl4', 'fields.yaml'));
  const [four, three] = folders.map((folder, at) =>
    valueSet(['FEBRL4', 'FEBRL3'][at]!, readDataFolder(folder), fields),
  ) as [ValueSet, ValueSet];
  return [four, ...overlaps.map((overlap) => cutTo(four, overlap)), three];
}
