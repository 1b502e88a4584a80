// SPDX-License-Identifier: EUPL-1.2
/** Lists that come back as offices save them, and everything that can be wrong with them. */
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Problems } from '@koppel/console';
import { KoppelError, type Language } from '@koppel/errors';
import { knownDecision, referenceOf, zoneFile, zonePair } from '../testing/zone-file.ts';
import { checkRows, type CheckedRows } from './check-rows.ts';
import { cellsOf, listText } from './csv.ts';
import type { KnownDecision } from './in-force.ts';
import { readRows } from './read-rows.ts';
import { columns, columnWords, figure, rowOf, saysFigure, type Row } from './table.ts';

const pairs = [
  zonePair('a1', 'b1'), zonePair('b1', 'c1'), zonePair('a1', 'c1', { together: true }),
  zonePair('a2', 'b1', { exact: false }),
]; // prettier-ignore
const zone = zoneFile(pairs);
const oneToOne = new Set(['aa/population']);
const file = 'pairs.csv';

const blank = (at: number, language: Language = 'en'): Row =>
  rowOf(pairs[at]!, zone, undefined, language);
const decided = (at: number, change: Partial<Row> = {}): Row => ({
  ...blank(at), decision: 'same', reviewer: 'kp1', reason: 'figures', ...change,
}); // prettier-ignore

const knownOf = (...list: readonly KnownDecision[]): ReadonlyMap<string, KnownDecision> =>
  new Map(list.map((one) => [one.pair, one]));
const check = (rows: readonly Row[], known = knownOf()): CheckedRows =>
  checkRows(rows, { file, zone, known, oneToOne });
const codes = ({ problems }: CheckedRows): string[] =>
  problems.map(({ code, place }) => `${code} ${String(place.row)} ${place.field!}`);

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const read = (text: string | Uint8Array): readonly Row[] =>
  readRows(typeof text === 'string' ? utf8(text) : text, file);

const wrong: [string, Row[], string[], KnownDecision[]?][] = [
  ['another study', [decided(0, { study: 'other' })], ['REVIEW_OTHER_STUDY 1 study']],
  ['no pair', [decided(0, { pair: '' })], ['REVIEW_PAIR_UNKNOWN 1 pair']],
  ['an unknown pair', [decided(0, { pair: referenceOf('z1', 'z2') })], ['REVIEW_PAIR_UNKNOWN 1 pair']],
  ['an earlier list', [decided(0, { pair: referenceOf('z1', 'z2'), list: 'L00000002' })], ['REVIEW_OTHER_LIST 1 list']],
  ['no list', [decided(0, { list: '' })], ['REVIEW_OTHER_LIST 1 list']],
  ['a pair that is over', [decided(0, { pair: referenceOf('d1', 'e1') })], ['REVIEW_OTHER_LIST 1 list'],
    [knownDecision(zonePair('d1', 'e1'), { voided: true })]],
  ['a pair twice', [decided(0), blank(1), decided(0)], ['REVIEW_PAIR_TWICE 3 pair']],
  ['another word', [decided(0, { decision: 'maybe' })], ['REVIEW_DECISION 1 decision']],
  ['a reason alone', [decided(0, { decision: '' })], ['REVIEW_DECISION 1 decision']],
  ['no reviewer', [decided(0, { reviewer: '' })], ['REVIEW_REVIEWER 1 reviewer']],
  ['a name', [decided(0, { reviewer: 'J. Jansen' })], ['REVIEW_REVIEWER 1 reviewer']],
  ['no reason', [decided(0, { reason: '' })], ['REVIEW_REASON 1 reason']],
  ['a story', [decided(0, { reason: 'his sister told me' })], ['REVIEW_REASON 1 reason']],
  ['sure without figures', [decided(0, { reason: 'notEnough' })], ['REVIEW_REASON 1 reason']],
  ['unsure by protocol', [decided(0, { decision: 'unsure', reason: 'protocol' })], ['REVIEW_REASON 1 reason']],
  ['withdrawn for no reason', [decided(0, { decision: 'withdrawn' })], ['REVIEW_REASON 1 reason'], [knownDecision(pairs[0]!)]],
  ['a similarity that was edited', [decided(0, { similarity: '0.9125' })], ['REVIEW_ROW_EDITED 1 similarity']],
  ['registers of another row', [decided(0, { registerA: 'bb/population', registerB: 'cc/population' })],
    ['REVIEW_ROW_EDITED 1 registerA', 'REVIEW_ROW_EDITED 1 registerB']],
  ['otherwise than before', [decided(0, { decision: 'different' })], ['REVIEW_DECIDED_OTHERWISE 1 reason'], [knownDecision(pairs[0]!)]],
  ['withdrawn but never taken', [decided(0, { decision: 'withdrawn', reason: 'correction' })], ['REVIEW_NOT_DECIDED 1 decision']],
  ['a is b is c is not a', [decided(0), decided(1), decided(2, { decision: 'different' })], ['REVIEW_CONTRADICTS 3 decision']],
  ['the same against an earlier import', [decided(2, { decision: 'different' })], ['REVIEW_CONTRADICTS 1 decision'],
    [knownDecision(pairs[0]!), knownDecision(pairs[1]!)]],
  ['two of a unique register', [decided(0), decided(3)], ['REVIEW_ONE_TO_ONE 2 decision']],
  ['several at once', [decided(0, { reviewer: '', reason: '' }), decided(1), decided(2, { study: '' })],
    ['REVIEW_REASON 1 reason', 'REVIEW_REVIEWER 1 reviewer', 'REVIEW_OTHER_STUDY 3 study']],
]; // prettier-ignore

test.each(wrong)('refused by row and field: %s', (_, rows, expected, known = []) => {
  expect(codes(check(rows, knownOf(...known)))).toEqual(expected);
});

test('rows are decisions, open or known already, and each is counted', () => {
  const rows = [
    decided(0),
    decided(1, { decision: 'Different ' }),
    blank(2),
    decided(3, { decision: '', reason: '' }),
  ];
  const { decisions, open, repeated, problems } = check(rows, knownOf(knownDecision(pairs[0]!)));
  expect([open, repeated, problems]).toEqual([2, 1, []]);
  expect(decisions).toMatchObject([
    { pair: pairs[1]!.pair, verdict: 'different', reviewer: 'kp1', reason: 'figures', together: false },
  ]); // prettier-ignore
});

test('a correction replaces, and what it replaces is no contradiction any more', () => {
  const known = knownOf(knownDecision(pairs[0]!), knownDecision(pairs[1]!));
  const rows = [
    decided(1, { decision: 'different', reason: 'correction' }),
    decided(2, { decision: 'different' }),
  ];
  expect(codes(check(rows, known))).toEqual([]);
  const withdrawn = decided(0, { decision: 'withdrawn', reason: 'correction' });
  expect(check([withdrawn, decided(3)], known).decisions).toHaveLength(2);
});

/** A list as a spreadsheet of either language saves it. */
const saved = (language: Language): string =>
  listText(
    pairs.map((_, at) =>
      at === 0
        ? {
            ...blank(at, language),
            decision: language === 'nl' ? 'zelfde' : 'same',
            reviewer: 'kp1',
            reason: language === 'nl' ? 'cijfers' : 'figures',
          }
        : blank(at, language),
    ),
    language,
  );

test('what a Dutch or English spreadsheet makes of a list is read back', () => {
  const [english, dutch] = [saved('en'), saved('nl')];
  expect(dutch).toMatch(/^\ufeffpaar;besluit;beoordelaar;reden;/);
  expect(dutch).toContain(';0,8125;0,6200;');
  const plain = dutch.slice(1);
  const wide = new Uint8Array([
    0xff,
    0xfe,
    ...new Uint8Array(Buffer.from(plain.replaceAll(';', '\t'), 'utf16le')),
  ]);
  const ways: (string | Uint8Array)[] = [
    english, dutch, plain, plain.replaceAll('\r\n', '\n'), plain.replaceAll(';', '\t'), wide,
    english.split('\r\n').map((line) => line.split(',').map((cell) => `"${cell}"`).join()).join('\r\n'),
    `${plain}${';'.repeat(columns.length - 1)}\r\n`,
    plain.replace('0,8125', '0,813').replaceAll('0,8130', '0,8125').replace('0,813;', '0,8125;'),
  ]; // prettier-ignore
  for (const way of ways) {
    const { decisions, problems, open } = check(read(way));
    expect([codes({ problems } as CheckedRows), open]).toEqual([[], 3]);
    expect(decisions).toMatchObject([{ pair: pairs[0]!.pair, verdict: 'same' }]);
  }
  // Windows-1252, with a letter that is no UTF-8: the cell is named, not the file.
  const name = new Uint8Array(Buffer.from(plain.replace('kp1', 'Zoë'), 'latin1'));
  expect(codes(check(read(name)))).toEqual(['REVIEW_REVIEWER 1 reviewer']);
});

test('no cell can be taken for a formula, a number that it is not, or a date', () => {
  for (const language of ['en', 'nl'] as const) {
    const cells = cellsOf(saved(language).slice(1), file).slice(1).flat();
    for (const cell of cells) {
      expect(cell).toMatch(/^($|[A-Za-z~]|[01][.,][0-9]{4}$|[0-9]+$)/);
      expect(cell).not.toMatch(/[";\n\r\t=+@]/);
    }
  }
});

test('figures are what they were, however they are written, and nothing else', () => {
  for (const text of ['0.8125', '0,8125', ' 0,8125 ', '0.81250', '0.8125e0']) {
    expect(saysFigure(text, 0.8125)).toBe(true);
  }
  for (const text of ['', '0.8127', '0,82', 'x', '0.8.1'])
    expect(saysFigure(text, 0.8125)).toBe(false);
  expect([figure(null, 'nl'), figure(0.5, 'nl'), figure(1, 'en')]).toEqual([
    '',
    '0,5000',
    '1.0000',
  ]);
});

test('cells come back whatever is in them', () => {
  const cell = fc.string({ unit: fc.constantFrom('a', '"', ',', ';', '\n', '\t', ' ') });
  fc.assert(
    fc.property(fc.array(fc.array(cell, { minLength: 2, maxLength: 2 })), (rows) => {
      const filled = rows.filter((cells) => cells.some((text) => text.trim() !== ''));
      const quote = (text: string): string => `"${text.replaceAll('"', '""')}"`;
      const text = [['x', 'y'], ...filled].map((cells) => cells.map(quote).join()).join('\n');
      expect(cellsOf(text, file).slice(1)).toEqual(filled);
    }),
  );
});

/** What a file is refused with as a whole. */
function refusals(text: string): string[] {
  try {
    read(text);
  } catch (thrown) {
    const list: readonly unknown[] = thrown instanceof Problems ? thrown.list : [thrown];
    return list.map((one) => {
      if (!(one instanceof KoppelError)) throw one;
      return `${one.code} ${JSON.stringify({ ...one.place, file: undefined })}`;
    });
  }
  return [];
}

test('a file of another form is refused, by its columns and rows', () => {
  const head = columns.map((name) => columnWords.en[name]).join();
  expect(refusals('')).toEqual(['REVIEW_FILE {}']);
  expect(refusals('a,b\n')).toEqual([
    'REVIEW_COLUMN_UNKNOWN {"column":1}', 'REVIEW_COLUMN_UNKNOWN {"column":2}',
    ...['pair', 'decision', 'reviewer', 'reason', 'study', 'list'].map(
      (field) => `REVIEW_COLUMN ${JSON.stringify({ field })}`,
    ),
  ]); // prettier-ignore
  expect(refusals(`${head},note\n`)).toEqual(['REVIEW_COLUMN_UNKNOWN {"column":20}']);
  expect(refusals(`${head},pair\n`)).toEqual(['REVIEW_COLUMN_UNKNOWN {"column":20}']);
  expect(refusals(`${head}\nP1,same\n`)).toEqual(['REVIEW_ROW_WIDTH {"row":1}']);
  expect(refusals(`${head}\n"P1,same\n`)).toEqual(['REVIEW_QUOTES {"row":1}']);
  expect(refusals('{"pairs": 1}')).toEqual(['REVIEW_FILE {}']);
  expect(refusals('{"pairs": [')).toEqual(['REVIEW_FILE {}']);
  expect(refusals('{"pairs": [1]}')).toEqual(['REVIEW_FILE {}']);
  expect(refusals('{"pairs": [{"pair": ["P1"]}]}')).toEqual(['REVIEW_FILE {"row":1}']);
  expect(refusals('{"pairs": [{"note": "x"}]}')).toEqual(['REVIEW_COLUMN_UNKNOWN {"row":1}']);
  const many = `${head}\n${`P1${','.repeat(columns.length - 1)}\n`.repeat(100_001)}`;
  expect(refusals(many)).toEqual(['REVIEW_FILE {}']);
});

test('JSON says the same as a list, with the study and list of its head', () => {
  const { pair } = pairs[0]!;
  const one = {
    pair,
    decision: 'same',
    reviewer: 'kp1',
    reason: 'figures',
    similarity: 0.8125,
    nextB: null,
  };
  const { study, list } = zone;
  const { decisions, problems } = check(read(JSON.stringify({ study, list, pairs: [one] })));
  expect([problems, decisions]).toMatchObject([[], [{ pair, verdict: 'same' }]]);
});
