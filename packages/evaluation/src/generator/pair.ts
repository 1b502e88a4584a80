// SPDX-License-Identifier: EUPL-1.2
/** Two files of the same columns with a known overlap, for benchmarks and quick evaluations. */
import type { City } from './addresses.ts';
import type { Table } from './csv.ts';
import type { FaultRates } from './faults.ts';
import { drawRegisters } from './generate.ts';
import type { RegisterRecord } from './records.ts';

export interface PairOptions {
  readonly seed: string | number;
  /** Records in each file, ≥ 1. */
  readonly perSide: number;
  /** Share of each file's records, 0–1, whose person is in the other file. Default 0.5. */
  readonly overlap?: number;
  readonly city?: City;
  /** Departures from the default rates of a population (`a`) and a benefits register (`b`). */
  readonly faults?: { readonly a?: Partial<FaultRates>; readonly b?: Partial<FaultRates> };
}

/** Two tables and the rows (0-based) that are the same person, in order of `a`. */
export interface GeneratedPair {
  readonly a: Table;
  readonly b: Table;
  readonly truth: { readonly a: Uint32Array; readonly b: Uint32Array };
}

const header = [
  'rid',
  'entity_id',
  'voornamen',
  'voorvoegsel',
  'geslachtsnaam',
  'geboortedatum',
  'geslacht',
  'straatnaam',
  'huisnummer',
  'toevoeging',
  'postcode',
  'woonplaats',
];

function layOut(side: string, records: readonly RegisterRecord[]): Table {
  return {
    header,
    rows: records.map(
      ({ person, given, prefix, surname, birthDate, street, address, postcode }, row) => [
        `${side}${row}`,
        String(person.id),
        given,
        prefix,
        surname,
        birthDate,
        person.sex,
        street,
        String(address.number),
        address.addition,
        postcode,
        address.city,
      ],
    ),
  };
}

/** A population register (`a`) and a benefits register (`b`) of one city. @throws as generateRegisters */
export function generatePair({
  seed,
  perSide,
  overlap,
  city = 'Rotterdam',
  faults,
}: PairOptions): GeneratedPair {
  const shared = { owner: 'pair', city, records: perSide };
  const [a, b] = drawRegisters({
    seed,
    registers: [
      { ...shared, register: 'population', faults: faults?.a ?? {} },
      { ...shared, register: 'benefits', overlap: overlap ?? 0.5, faults: faults?.b ?? {} },
    ],
  }) as [ReturnType<typeof drawRegisters>[0], ReturnType<typeof drawRegisters>[0]];
  const rowInB = new Map(Array.from(b.truth.persons, (person, row) => [person, row]));
  const rowsOfA = Array.from(a.truth.persons.keys()).filter((row) =>
    rowInB.has(a.truth.persons[row]!),
  );
  return {
    a: layOut('a', a.records),
    b: layOut('b', b.records),
    truth: {
      a: Uint32Array.from(rowsOfA),
      b: Uint32Array.from(rowsOfA, (row) => rowInB.get(a.truth.persons[row]!)!),
    },
  };
}

/** The true pairs as the table that `koppel evaluate` reads. */
export function pairTruthTable({ a, b, truth }: GeneratedPair): Table {
  const rows = Array.from(truth.a, (row, index) => [
    a.rows[row]![0]!,
    b.rows[truth.b[index]!]![0]!,
  ]);
  return { header: ['a_rid', 'b_rid'], rows };
}
