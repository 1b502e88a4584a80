// SPDX-License-Identifier: EUPL-1.2
/**
 * Data with known truth on which our linkage and those of others are held beside each other: the very
 * same columns of the very same records for all. Published and invented persons only.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readDataFolder, type DataFile, type DataFolder } from '../../evaluate/data-folder.ts';
import { columnsOf, type EvaluateField } from '../../evaluate/fields.ts';
import { generatePair } from '../../generator/index.ts';
import { createRandom, shuffle } from '../../generator/random.ts';
import { dataFile } from '../encodings/data-sets.ts';
import type { Peers } from '../peers.ts';
import { dutchFields, febrlFields, published } from '../thresholds/sets.ts';
import type { PeerColumn } from './programs.ts';

/** A column as the others get it: made of one or more of ours. */
export interface SharedColumn extends PeerColumn {
  readonly from: readonly string[];
}

export interface QualitySet {
  readonly name: string;
  /** Made when it is its turn. */
  readonly make: () => DataFolder;
  readonly fields: readonly EvaluateField[];
  readonly columns: readonly SharedColumn[];
}

const same = (name: string, role: PeerColumn['role']): SharedColumn => ({
  name,
  role,
  from: [name],
});

const febrlColumns = [
  same('given_name', 'given'), same('surname', 'surname'), same('date_of_birth', 'date'),
  same('address_1', 'street'), same('address_2', 'text'), same('suburb', 'text'),
  same('street_number', 'number'), same('postcode', 'postcode'), same('state', 'code'),
] as const; // prettier-ignore

const dutchColumns: readonly SharedColumn[] = [
  { name: 'given_names', role: 'given', from: ['voornamen'] },
  { name: 'surname', role: 'surname', from: ['voorvoegsel', 'geslachtsnaam'] },
  { name: 'birth_date', role: 'date', from: ['geboortedatum'] },
  { name: 'sex', role: 'code', from: ['geslacht'] },
  { name: 'postcode', role: 'postcode', from: ['postcode'] },
  { name: 'house_number', role: 'number', from: ['huisnummer', 'toevoeging'] },
  { name: 'street', role: 'street', from: ['straatnaam'] },
];

const synthColumns = [
  same('first_name', 'given'), same('last_name', 'surname'), same('dob', 'date'),
  same('street', 'street'), same('postcode', 'postcode'),
] as const; // prettier-ignore

const synthFields: readonly EvaluateField[] = [
  { column: 'first_name', type: 'text', weight: 1 },
  { column: 'last_name', type: 'text', weight: 1 },
  { column: 'dob', type: 'date', weight: 1 },
  { column: 'street', type: 'text', weight: 1 },
  { column: 'postcode', type: 'code', weight: 1 },
];

/** Columns that our fields are made of, too. */
function sharedBy(
  all: readonly SharedColumn[],
  fields: readonly EvaluateField[],
): readonly SharedColumn[] {
  const used = new Set(fields.flatMap((field) => Object.values(columnsOf(field))));
  return all.filter(({ from }) => from.some((name) => used.has(name)));
}

function rowsOf(data: DataFile, rows: readonly number[]): DataFile {
  return {
    ...data,
    count: rows.length,
    column: (name) => {
      const whole = data.column(name);
      return rows.map((row) => whole[row]!);
    },
  };
}

/** Two files with fewer persons in common: of p true pairs ⌊p / (2 − overlap)⌋ records on either side. */
export function cutFolder({ a, b, truth }: DataFolder, name: string, overlap: number): DataFolder {
  const pairs = Uint32Array.from(truth.a.keys());
  shuffle(pairs, createRandom(name, `overlap ${String(overlap)}`));
  const size = Math.floor(pairs.length / (2 - overlap));
  const both = Math.round(overlap * size);
  const inA = Array.from(pairs.subarray(0, size), (pair) => truth.a[pair]!);
  const inB = [...pairs.subarray(0, both), ...pairs.subarray(size, 2 * size - both)];
  const common = Uint32Array.from({ length: both }, (_, row) => row);
  return {
    a: rowsOf(a, inA),
    b: rowsOf(b!, inB.map((pair) => truth.b[pair]!)),
    truth: { a: common, b: common },
  }; // prettier-ignore
}

function febrl(): QualitySet[] {
  if (!existsSync(join(published, 'febrl4'))) return [];
  const of = (folder: string, which: keyof typeof febrlFields, overlap?: number): QualitySet => {
    const base = `${folder.toUpperCase()}, ${which}`;
    const name = overlap === undefined ? base : `${base}, ${String(100 * overlap)} %`;
    const fields = febrlFields[which];
    const make = (): DataFolder => {
      const whole = readDataFolder(join(published, folder));
      return overlap === undefined ? whole : cutFolder(whole, base, overlap);
    };
    return { name, make, fields, columns: sharedBy(febrlColumns, fields) };
  };
  const all = ['9 fields', '7 fields', '5 fields', '4 fields'] as const;
  return [
    ...all.map((which) => of('febrl4', which)),
    of('febrl4', '9 fields', 0.1),
    of('febrl4', '4 fields', 0.1),
    of('febrl4', '4 fields', 0.5),
    ...all.map((which) => of('febrl3', which)),
  ];
}

/** A population and a benefits register. */
function generated(perSide: number, overlap: number, which: keyof typeof dutchFields): QualitySet {
  const name = `generated, ${String(perSide)}, ${String(100 * overlap)} %, ${which}`;
  const fields = dutchFields[which];
  const make = (): DataFolder => {
    const { a, b, truth } = generatePair({ seed: name, perSide, overlap });
    return { a: dataFile('a', a), b: dataFile('b', b), truth };
  };
  return { name, make, fields, columns: sharedBy(dutchColumns, fields) };
}

/** Writes a set by the peers' generator; its options are those of its command. */
const synthesise = `import json, runpy, sys
job = json.loads(sys.argv[1])
sys.argv = ['synth.py', '--n', str(job['n']), '--out', job['out']]
runpy.run_path('synth.py', run_name='__main__')
print('{"seconds": 0}')`;

/** All sets that are at hand; `folder` takes what the peers' generator writes. */
export async function qualitySets(
  peers: Peers | { readonly skipped: string },
  folder: string,
): Promise<QualitySet[]> {
  const sets = [
    ...febrl(),
    generated(1000, 0.5, 'address'),
    generated(5000, 0.5, 'no address'),
    generated(5000, 0.5, 'address'),
    generated(5000, 0.5, 'street'),
    generated(5000, 0.05, 'address'),
  ];
  if ('skipped' in peers) return sets;
  for (const n of [10_000, 20_000]) {
    const out = join(folder, String(n));
    await peers.run({ n, out }, synthesise);
    const make = (): DataFolder => readDataFolder(out);
    sets.push({ name: `synth_nl ${String(n)}`, make, fields: synthFields, columns: synthColumns });
  }
  return sets;
}
