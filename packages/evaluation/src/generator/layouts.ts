// SPDX-License-Identifier: EUPL-1.2
/**
 * The columns of each register's file: linkage fields under the names that the systems use, then
 * payload. `volgnummer` is the record's number in its file, for scoring only.
 */
import { compactDate, isoDate, daysInMonth, type PlainDate } from './calendar.ts';
import type { RegisterKind } from './faults.ts';
import { referenceYear } from './persons.ts';
import type { Random } from './random.ts';
import type { RegisterRecord } from './records.ts';

/** A column's name and its value for one record. */
type Column = readonly [string, (record: RegisterRecord, place: Place) => string];

interface Place {
  /** Number of the record in its file, 1-based. */
  readonly number: number;
  readonly payload: readonly string[];
}

const address: readonly Column[] = [
  ['straatnaam', ({ street }) => street],
  ['huisnummer', ({ address: { number } }) => String(number)],
  ['toevoeging', ({ address: { addition } }) => addition],
  ['postcode', ({ postcode }) => postcode],
  ['woonplaats', ({ address: { city } }) => city],
];

const person = (surname: string): readonly Column[] => [
  ['bsn', ({ bsn }) => bsn],
  ['voornamen', ({ given }) => given],
  ['voorvoegsel', ({ prefix }) => prefix],
  [surname, (record) => record.surname],
  ['geboortedatum', ({ birthDate }) => birthDate],
  ['geslacht', (record) => record.person.sex],
];

const sequence: Column = ['volgnummer', (_, { number }) => String(number)];

/** A register's own number: the same position, shifted, so that no two registers share numbers. */
const identifier = (name: string, prefix: string, offset: number): Column => [
  name,
  (_, { number }) => prefix + String(offset + number),
];

const payload = (...names: readonly string[]): Column[] =>
  names.map((name, index) => [name, (_, place) => place.payload[index]!]);

/** Columns of each register in file order. */
export const layouts: Readonly<Record<RegisterKind, readonly Column[]>> = {
  population: [
    identifier('recordnummer', '', 3_000_000_000),
    ...person('geslachtsnaam'),
    ['naamgebruik', (record) => record.person.nameUse],
    ['voorvoegsel_partner', (record) => record.person.partner?.prefix ?? ''],
    ['geslachtsnaam_partner', (record) => record.person.partner?.name ?? ''],
    ...address,
    sequence,
    ...payload('geboorteland', 'datum_adres'),
  ],
  benefits: [
    identifier('clientnummer', 'C', 1_000_000),
    ...person('achternaam'),
    ...address,
    sequence,
    ...payload('ingangsdatum', 'einddatum', 'regeling', 'bedrag'),
  ],
  trajectories: [
    identifier('trajectnummer', 'T', 5_000_000),
    ...person('achternaam'),
    ...address,
    sequence,
    ...payload('datum_start', 'datum_einde', 'code_type', 'uitstroom_werk'),
  ],
};

/** Codes of the payload variables, for a study's code lists. */
export const payloadCodes = {
  geboorteland: ['NL', 'BE', 'MA', 'TR', 'SR', 'PL', 'CN', 'SO', 'SY'],
  regeling: ['PW', 'IOAW', 'IOAZ', 'BBZ'],
  code_type: ['WERKPLEK', 'SCHOLING', 'SUBSIDIE', 'BEGELEIDING', 'VRIJWILLIG'],
} as const;

function dateBetween(firstYear: number, lastYear: number, random: Random): PlainDate {
  const year = firstYear + random.below(lastYear - firstYear + 1);
  const month = 1 + random.below(12);
  return { year, month, day: 1 + random.below(daysInMonth(year, month)) };
}

const lastYear = referenceYear - 1;

/** Draws a record's payload, in the order of the register's payload columns. */
export const drawPayload: Readonly<
  Record<RegisterKind, (r: RegisterRecord, random: Random) => string[]>
> = {
  population: ({ person: { bornAbroad, origin, moved } }, random) => [
    bornAbroad ? origin.country : 'NL',
    compactDate(
      dateBetween(moved ? lastYear : lastYear - 15, moved ? lastYear : lastYear - 1, random),
    ),
  ],
  benefits: ({ person: { birth } }, random) => {
    const adult = Math.min(birth.year + 18, lastYear - 1);
    const start = dateBetween(Math.max(adult, lastYear - 8), lastYear - 1, random);
    const end = random.chance(0.35) ? isoDate(dateBetween(start.year + 1, lastYear, random)) : '';
    const scheme = random.next();
    const code = scheme < 0.9 ? 'PW' : random.pick(payloadCodes.regeling.slice(1));
    // Net monthly amounts around the norms for a couple and a single person, in euros.
    const amount =
      (random.chance(0.3) ? 1801 : 1261) - (random.chance(0.25) ? random.below(600) : 0);
    return [isoDate(start), end, code, `${amount}.${String(random.below(100)).padStart(2, '0')}`];
  },
  trajectories: (_, random) => {
    const start = dateBetween(lastYear - 4, lastYear - 1, random);
    const end = random.chance(0.7) ? isoDate(dateBetween(start.year + 1, lastYear, random)) : '';
    const type = random.pick(payloadCodes.code_type);
    const intoWork = end !== '' && random.chance(type === 'SUBSIDIE' ? 0.45 : 0.3);
    return [isoDate(start), end, type, intoWork ? '1' : '0'];
  },
};
