// SPDX-License-Identifier: EUPL-1.2
/** Invented persons whose every value is long and odd enough to be known wherever it turns up. */
import { tableOf, inventPersons, type Person, type Table } from '../support/registers.ts';
import { seeded } from '../support/random.ts';
import type { RegisterName } from '../support/study.ts';
import { dateNeedles, numberNeedles, textNeedles, type Needle } from './search/forms.ts';

interface Canary extends Person {
  readonly recordId: string;
  readonly bsn: string;
  readonly street: string;
  /** The birth date as `YYYY-MM-DD`; `birthDate` is as registers write it. */
  readonly born: string;
  /** Research variable. */
  readonly amount: number;
}

export const canaries: readonly Canary[] = [
  {
    recordId: 'REC/Qx7731-0001', bsn: '739164028', street: 'Quistnødelaan', amount: 71234.56,
    givenNames: 'Øyvindra Žanétta', surname: 'van der Kwästhøven',
    birthDate: '1937-08-24', born: '1937-08-24', sex: 'V', postcode: '7391XQ', houseNumber: '820573',
  },
  {
    recordId: 'REC/Qx7731-0002', bsn: '582039472', street: 'Wilhelmûszdreef', amount: 82917.35,
    givenNames: 'Þorgrímur', surname: "'t Zygmuntowicz-Đoković",
    birthDate: '19411103', born: '1941-11-03', sex: 'M', postcode: '8462 ZJ', houseNumber: '730468',
  },
  {
    recordId: 'REC/Qx7731-0003', bsn: '619473824', street: 'Vlaszoekerspad', amount: 93581.24,
    givenNames: 'Łucjabelle', surname: 'el Hachmioğlu',
    birthDate: '28-02-1943', born: '1943-02-28', sex: 'V', postcode: '9573qv', houseNumber: '649357',
  },
  {
    recordId: 'REC/Qx7731-0004', bsn: '847205939', street: 'Pqrstwegel', amount: 64829.17,
    givenNames: 'Xiǎozhènwú', surname: 'Grumbâldeniek',
    birthDate: '1952-12-31', born: '1952-12-31', sex: 'M', postcode: '6482 KX', houseNumber: '558246',
  },
]; // prettier-ignore

const ordinary = inventPersons(36, seeded(7));

/** The canaries between ordinary persons; in every register under the same record numbers. */
export function canaryTable(register: RegisterName): Table {
  const persons = [...canaries, ...ordinary];
  const ids = persons.map((_, at) => canaries[at]?.recordId ?? `R${1000 + at}`);
  const { header, rows } = tableOf(register, persons, ids, seeded(11));
  const column = (name: string): number => header.indexOf(name);
  return {
    header,
    rows: rows.map((row, at) => {
      const canary = canaries[at];
      if (canary === undefined) return row;
      const changed = [...row];
      changed[column('bsn')] = canary.bsn;
      changed[column('straat')] = canary.street;
      if (register === 'benefits') changed[column('amount')] = String(canary.amount);
      return changed;
    }),
  };
}

/** All that identifies the canaries, in every form, and what is often hashed together. */
export function identifierNeedles(): Needle[] {
  return canaries.flatMap((canary, at) => {
    const name = (what: string): string => `${what} of canary ${at + 1}`;
    const { givenNames, surname, birthDate, born, postcode, bsn } = canary;
    const both = [
      `${surname}${born}`,
      `${surname}|${born}`,
      `${givenNames} ${surname}`,
      `${givenNames}${surname}${born}`,
      `${surname}${born}${postcode}`,
      `${bsn}${born}`,
    ];
    return [
      ...(['givenNames', 'surname', 'street', 'recordId', 'bsn', 'houseNumber'] as const).flatMap(
        (field) => textNeedles(name(field), canary[field]),
      ),
      ...textNeedles(name('postcode'), postcode),
      ...textNeedles(name('postcode'), postcode.replace(' ', '').toUpperCase()),
      ...numberNeedles(name('bsn'), Number(bsn)),
      ...textNeedles(name('birthDate'), birthDate),
      ...dateNeedles(name('birthDate'), born),
      ...both.flatMap((text) => textNeedles(name('several values'), text)),
    ];
  });
}

/** The research variables of the canaries that are odd enough to be known. */
export function payloadNeedles(): Needle[] {
  return canaries.flatMap(({ amount }, at) => numberNeedles(`amount of canary ${at + 1}`, amount));
}
