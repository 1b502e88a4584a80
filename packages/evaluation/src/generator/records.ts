// SPDX-License-Identifier: EUPL-1.2
/**
 * Writes a person into a register: the true values, changed by the faults that were planned.
 * Without faults every register gets the same values.
 */
import type { Address, AddressBook } from './addresses.ts';
import { compactDate, daysInMonth, isoDate, type PlainDate } from './calendar.ts';
import { hasFault, type RegisterKind } from './faults.ts';
import {
  foldToAscii,
  garble,
  initials,
  machineReadableStyle,
  mistype,
  movePrefix,
  respell,
  shownSurname,
  transliterate,
  type RecordedName,
} from './name-faults.ts';
import type { NameSource } from './origins.ts';
import type { Person } from './persons.ts';
import { streetLength } from './plan.ts';
import type { Random } from './random.ts';

/** One record's linkage values, as the register's file will hold them. */
export interface RegisterRecord extends RecordedName {
  readonly person: Person;
  readonly bsn: string;
  readonly birthDate: string;
  readonly street: string;
  readonly address: Address;
  readonly postcode: string;
}

/** What writing needs besides the person. */
export interface Writing {
  readonly kind: RegisterKind;
  readonly names: NameSource;
  readonly book: AddressBook;
  readonly random: Random;
}

/** The record of a person under a fault mask. */
export function writeRecord(person: Person, mask: number, writing: Writing): RegisterRecord {
  const address = recordedAddress(person, mask, writing.book);
  return {
    person,
    ...recordedName(person, mask, writing),
    bsn: recordedBsn(person.bsn, mask, writing.random),
    birthDate: recordedDate(person.birth, mask, writing),
    address,
    street: hasFault(mask, 'truncated') ? address.street.slice(0, streetLength) : address.street,
    postcode: hasFault(mask, 'postcodeMissing') ? '' : address.postcode,
  };
}

function recordedName(person: Person, mask: number, { names, random }: Writing): RecordedName {
  const shown = shownSurname(person, mask);
  let name: RecordedName = {
    given: person.givenNames.join(' '),
    prefix: shown.prefix,
    surname: shown.name,
  };
  if (hasFault(mask, 'transliterated')) {
    const { given, surname } = transliterate(person, names, random);
    const own = person.surname.name;
    name = { ...name, given, surname: name.surname.replace(own, () => surname.name) };
  }
  if (hasFault(mask, 'respelled')) name = { ...name, surname: respell(name.surname, random) };
  if (hasFault(mask, 'nameTypo')) {
    name = random.chance(0.5)
      ? { ...name, surname: mistype(name.surname, random) }
      : { ...name, given: mistype(name.given, random) };
  }
  if (hasFault(mask, 'namesSwapped')) {
    name = { given: name.surname, prefix: name.prefix, surname: name.given };
  }
  if (hasFault(mask, 'prefixMoved')) name = movePrefix(name, random);
  if (hasFault(mask, 'initialsOnly')) name = { ...name, given: initials(name.given) };
  if (hasFault(mask, 'calledName')) name = { ...name, given: person.calledName };
  return recordedScript(name, mask, random);
}

function recordedScript(name: RecordedName, mask: number, random: Random): RecordedName {
  const change = (alter: (text: string) => string): RecordedName => ({
    given: alter(name.given),
    prefix: name.prefix,
    surname: alter(name.surname),
  });
  if (hasFault(mask, 'mojibake')) return change((text) => garble(text, random));
  if (hasFault(mask, 'mrzStyle')) return change(machineReadableStyle);
  if (hasFault(mask, 'diacriticsLost')) return change(foldToAscii);
  return name;
}

/** How each register writes a date of which parts are unknown. */
function partialDate(birth: PlainDate, kind: RegisterKind, random: Random): PlainDate {
  const part = random.next();
  if (part < 0.12) return { year: 0, month: 0, day: 0 };
  if (part < 0.35) return { ...birth, day: 0 };
  // Systems that demand a whole date get an assigned one.
  if (kind !== 'population' && part < 0.65) return { year: birth.year, month: 1, day: 1 };
  if (kind !== 'population' && part < 0.75) return { year: birth.year, month: 7, day: 1 };
  return { year: birth.year, month: 0, day: 0 };
}

function mistypedDate({ year, month, day }: PlainDate, random: Random): PlainDate {
  const last = daysInMonth(year, month);
  switch (random.below(3)) {
    case 0:
      return { year, month, day: (day % last) + 1 };
    case 1:
      return { year, month, day: ((day + 9) % last) + 1 };
    default: {
      const other = year + random.pick([-10, -1, 1, 10]);
      return { year: other, month, day: Math.min(day, daysInMonth(other, month)) };
    }
  }
}

function recordedDate(birth: PlainDate, mask: number, { kind, random }: Writing): string {
  let date = birth;
  if (hasFault(mask, 'partialDate') || hasFault(mask, 'partialDateRefugee')) {
    date = partialDate(birth, kind, random);
  } else if (hasFault(mask, 'dateSwapped')) {
    date = { year: birth.year, month: birth.day, day: birth.month };
  } else if (hasFault(mask, 'dateTypo')) {
    date = mistypedDate(birth, random);
  } else if (hasFault(mask, 'brokenDate')) {
    date = { year: birth.year, month: 13, day: 41 };
  }
  return kind === 'population' ? compactDate(date) : isoDate(date);
}

function recordedAddress(person: Person, mask: number, book: AddressBook): Address {
  if (hasFault(mask, 'sharedDesk')) return book.desk;
  return hasFault(mask, 'oldAddress') ? person.previousAddress : person.address;
}

function recordedBsn(bsn: string, mask: number, random: Random): string {
  if (hasFault(mask, 'bsnMissing')) return '';
  if (hasFault(mask, 'bsnShort')) return bsn.slice(1);
  if (!hasFault(mask, 'bsnWrong')) return bsn;
  const place = random.below(9);
  const digit = (Number(bsn[place]) + 1 + random.below(9)) % 10;
  return bsn.slice(0, place) + String(digit) + bsn.slice(place + 1);
}
