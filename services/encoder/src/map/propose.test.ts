// SPDX-License-Identifier: EUPL-1.2
import { describe, expect, test } from '@jest/globals';
import { encodingSchema, type EncodingSpec, type Register } from '@koppel/study';
import { sampleOf, type ColumnSample } from './evidence.ts';
import { propose, type Proposal } from './propose.ts';

const weight = { bitsPerToken: 5 };

/** Fields of the plain types, called as a study would call them. */
function encodingOf(...names: readonly string[]): EncodingSpec {
  const type = (name: string): string =>
    /date|datum/i.test(name) ? 'date' : /code|sex|geslacht/i.test(name) ? 'code' : 'text';
  const fields = names.map((name) => ({ name, type: type(name), weight }));
  return encodingSchema.parse({ scheme: 'clk', parameters: { bits: 512 }, normalisation: 'plain-1', fields }); // prettier-ignore
}

const usual = encodingOf('givenNames', 'surname', 'birthDate', 'sex', 'postcode', 'houseNumber');

const register = (...payload: Register['payload']): Register => ({
  id: 'benefits', label: 'Benefits', unique: true, payload,
}); // prettier-ignore

/** Numbers that pass the elfproef, of nobody: the ones that begin with 9999. */
const bsns = [
  '999990007', '999990019', '999990020', '999990032', '999990044', '999990056', '999990068', '999990081',
  '999990093', '999990111', '999990123', '999990135',
]; // prettier-ignore

const names = ['Jansen', 'de Vries', 'Bakker', 'Şahin', 'El Idrissi'];

/** Values that a column of this kind has, for twelve rows. */
const values: Readonly<Record<string, (row: number) => string>> = {
  id: (row) => `C${1000 + row}`,
  number: (row) => String(5000 + row * 17),
  bsn: (row) => bsns[row]!,
  name: (row) => names[row % 5]!,
  prefix: (row) => ['van den', '', 'de', 'v.d.', '', 'ter'][row % 6]!,
  initials: (row) => ['J.', 'A.B.', 'Th.M.', 'C.'][row % 4]!,
  birth: (row) => `19${30 + row * 6}0${1 + (row % 9)}15`,
  dutchDate: (row) => `15-0${1 + (row % 9)}-19${30 + row * 6}`,
  recent: (row) => `202${row % 5}-01-01`,
  sex: (row) => (row % 2 === 0 ? 'M' : 'V'),
  sexNumber: (row) => String(1 + (row % 2)),
  postcode: (row) => `${3011 + row}AB`,
  house: (row) => String(1 + row * 3),
  letter: (row) => (row % 3 === 0 ? 'A' : ''),
  usage: (row) => ['E', 'P', 'V', 'N'][row % 4]!,
  usageNumber: (row) => String(row % 5),
  certainty: (row) => String(row % 3),
  scheme: (row) => ['PW', 'IOAW', 'BBZ'][row % 3]!,
  amount: (row) => `${1000 + row}.50`,
  yes: (row) => (row % 2 === 0 ? 'ja' : 'nee'),
  text: (row) => `Opmerking ${'x'.repeat(row)}`,
};

/** Columns as `header: kind of values`. */
function columns(kinds: Readonly<Record<string, string>>): ColumnSample[] {
  return Object.entries(kinds).map(([name, kind]) =>
    sampleOf(
      name,
      Array.from({ length: 12 }, (_, row) => values[kind]!(row)),
    ),
  );
}

/** What a proposal says, without on what it rests. */
function said({ recordId, bsn, fields, payload }: Proposal) {
  const of = (choices: Proposal['payload']) =>
    Object.fromEntries([...choices].map(([name, { column }]) => [name, column]));
  return {
    recordId: recordId?.column,
    bsn: bsn?.column,
    fields: Object.fromEntries([...fields].map(([name, parts]) => [name, of(parts)['value']])),
    payload: of(payload),
  };
}

const proposed = (kinds: Readonly<Record<string, string>>, encoding = usual, each = register()) =>
  propose(encoding, each, columns(kinds));

describe('headers of Dutch registers are known', () => {
  test.each<[string, Readonly<Record<string, string>>, object]>([
    [
      'Suite and GWS',
      { ClientNr: 'id', BurgerServiceNr: 'bsn', Voornamen: 'name', Voorletters: 'initials', Voorvoegsel: 'prefix', Achternaam: 'name', AanduidingNaamgebruik: 'usageNumber', AchternaamEchtgenoot: 'name', Geboortedatum: 'birth', Geslacht: 'sexNumber', Straatnaam: 'name', Huisnummer: 'house', Postcode: 'postcode' },
      { recordId: 'ClientNr', bsn: 'BurgerServiceNr', fields: { givenNames: 'Voornamen', surname: 'Achternaam', birthDate: 'Geboortedatum', sex: 'Geslacht', postcode: 'Postcode', houseNumber: 'Huisnummer' } },
    ],
    [
      'iWmo and iJw',
      { ToewijzingNummer: 'number', Bsn: 'bsn', Geboortedatum: 'birth', DatumGebruik: 'certainty', Geslacht: 'sexNumber', Partnernaam: 'name', PartnerVoorvoegsel: 'prefix', Geslachtsnaam: 'name', Voorvoegsel: 'prefix', Voornamen: 'name', Voorletters: 'initials', NaamGebruik: 'usageNumber', Huisnummer: 'house', HuisnummerToevoeging: 'letter', Postcode: 'postcode' },
      { recordId: 'ToewijzingNummer', bsn: 'Bsn', fields: { givenNames: 'Voornamen', surname: 'Geslachtsnaam', birthDate: 'Geboortedatum', sex: 'Geslacht', postcode: 'Postcode', houseNumber: 'Huisnummer' } },
    ],
    [
      'Haal Centraal',
      { aNummer: 'number', burgerservicenummer: 'bsn', 'naam.voornamen': 'name', 'naam.voorvoegsel': 'prefix', 'naam.geslachtsnaam': 'name', 'partners.naam.geslachtsnaam': 'name', 'geboorte.datum': 'birth', geslachtsaanduiding: 'sex', 'verblijfplaats.postcode': 'postcode', 'verblijfplaats.huisnummer': 'house' },
      { recordId: 'aNummer', bsn: 'burgerservicenummer', fields: { givenNames: 'naam.voornamen', surname: 'naam.geslachtsnaam', birthDate: 'geboorte.datum', sex: 'geslachtsaanduiding', postcode: 'verblijfplaats.postcode', houseNumber: 'verblijfplaats.huisnummer' } },
    ],
    [
      'the Logisch Ontwerp',
      { '01.01.10': 'number', '01.01.20': 'bsn', '01.02.10': 'name', '01.02.30': 'prefix', '01.02.40': 'name', '01.03.10': 'birth', '01.04.10': 'sex', '05.02.40': 'name', '08.11.20': 'house', '08.11.60': 'postcode' },
      { recordId: '01.01.10', bsn: '01.01.20', fields: { givenNames: '01.02.10', surname: '01.02.40', birthDate: '01.03.10', sex: '01.04.10', postcode: '08.11.60', houseNumber: '08.11.20' } },
    ],
    [
      'a spreadsheet in English',
      { 'Client ID': 'id', 'First name': 'name', 'Last name': 'name', 'Date of birth': 'dutchDate', Gender: 'sex', 'Zip code': 'postcode', 'House number': 'house' },
      { recordId: 'Client ID', bsn: undefined, fields: { givenNames: 'First name', surname: 'Last name', birthDate: 'Date of birth', sex: 'Gender', postcode: 'Zip code', houseNumber: 'House number' } },
    ],
  ])('%s', (_name, kinds, expected) => {
    expect(said(proposed(kinds))).toEqual({ ...expected, payload: {} });
  });
}); // prettier-ignore

describe('values decide what names leave open', () => {
  test('postcode, date of birth, sex and citizen service number speak for themselves', () => {
    const kinds = { kol1: 'id', kol2: 'bsn', kol3: 'birth', kol4: 'sex', kol5: 'postcode', kol6: 'recent' };
    const proposal = proposed(kinds);
    expect(said(proposal)).toEqual({
      recordId: 'kol1', bsn: 'kol2', fields: { birthDate: 'kol3', sex: 'kol4', postcode: 'kol5' }, payload: {},
    });
    expect(proposal.fields.get('postcode')?.get('value')?.basis).toBe('values');
    expect(proposal.absent).toEqual(['givenNames', 'surname', 'houseNumber']);
    expect(proposal.ignore).toEqual(['kol6']);
  }); // prettier-ignore

  test('a name that the values contradict does not count', () => {
    const kinds = { nr: 'id', geboortedatum: 'name', achternaam: 'number', postcode: 'text' };
    expect(said(proposed(kinds)).fields).toEqual({});
  });

  test('of two columns with the same name in them the values choose', () => {
    const kinds = { nr: 'id', 'postcode oud': 'text', 'adres postcode': 'postcode' };
    expect(said(proposed(kinds)).fields).toEqual({ postcode: 'adres postcode' });
  });
});

describe('citizen service numbers', () => {
  test('are never a field, a variable or a record number while there is another', () => {
    const encoding = encodingOf('surname', 'clientCode', 'persoonsnummer');
    const number = { name: 'persoonsnummer', label: 'Number', type: 'number' } as const;
    const kinds = { persoonsnummer: 'bsn', clientCode: 'bsn', achternaam: 'name', nr: 'id' };
    const proposal = proposed(kinds, encoding, register(number));
    expect(said(proposal)).toEqual({
      recordId: 'nr', bsn: 'persoonsnummer', fields: { surname: 'achternaam' }, payload: {},
    });
    expect(proposal.otherBsn).toEqual(['clientCode']);
  }); // prettier-ignore

  test('of a partner or child are left out', () => {
    const proposal = proposed({ nr: 'id', bsn: 'bsn', bsn_partner: 'bsn', achternaam: 'name' });
    expect(proposal.bsn?.column).toBe('bsn');
    expect(proposal.otherBsn).toEqual(['bsn_partner']);
    expect(proposed({ nr: 'id', bsnKind: 'bsn', achternaam: 'name' }).bsn).toBeUndefined();
  });

  test('number the records where nothing else does', () => {
    expect(proposed({ bsn: 'bsn', achternaam: 'name' }).recordId?.column).toBe('bsn');
  });
});

test('research variables are found by name, label, words in two languages, and codes', () => {
  const codes = ['PW', 'IOAW', 'BBZ'].map((value) => ({ value, label: value }));
  const payload: Register['payload'] = [
    { name: 'startDate', label: 'First day', type: 'date' },
    { name: 'scheme', label: 'Scheme', type: 'code', codes },
    { name: 'amount', label: 'Amount per month', type: 'number' },
    { name: 'foundWork', label: 'Work', type: 'boolean' },
    { name: 'debt', label: 'Debt', type: 'number' },
  ];
  const kinds = { nr: 'id', achternaam: 'name', Ingangsdatum: 'recent', srt: 'scheme', bedrag: 'amount', werk: 'yes' };
  const proposal = proposed(kinds, usual, register(...payload));
  expect(said(proposal).payload).toEqual({
    startDate: 'Ingangsdatum', scheme: 'srt', amount: 'bedrag', foundWork: 'werk',
  });
  expect(proposal.missing).toEqual(['debt']);
}); // prettier-ignore

test('a proposal does not depend on the order of the columns', () => {
  const kinds = { clientnr: 'id', achternaam: 'name', voornaam: 'name', gebdat: 'birth', pc: 'postcode', geslacht: 'sex' };
  const turned = Object.fromEntries(Object.entries(kinds).reverse());
  expect(said(proposed(turned))).toEqual(said(proposed(kinds)));
}); // prettier-ignore

test('a register without rows of values is mapped by its names alone', () => {
  const samples = ['clientnr', 'achternaam', 'bsn'].map((name) => sampleOf(name, []));
  const proposal = propose(usual, register(), samples);
  expect(said(proposal)).toEqual({
    recordId: 'clientnr', bsn: 'bsn', fields: { surname: 'achternaam' }, payload: {},
  });
}); // prettier-ignore
