// SPDX-License-Identifier: EUPL-1.2
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { makePlace, refusal, type Place } from '../testing/place.ts';
import { readCsv } from './csv.ts';
import { detectDialect, type Dialect } from './detect.ts';

let place: Place;

beforeEach(async () => {
  place = await makePlace();
});

afterEach(async () => {
  await place.remove();
});

const detect = (content: string | Uint8Array): Dialect =>
  detectDialect(place.write('in.csv', content));

const people = 'id;naam;plaats\n1;Daniëls;Den Haag\n2;Müller;Delft\n';
const mark = '\uFEFF';
const utf16be = (text: string): Uint8Array => Buffer.from(text, 'utf16le').swap16();

describe('the character set', () => {
  test.each<[string, string | Uint8Array, string, string]>([
    ['UTF-8', people, 'utf-8', 'validUtf8'],
    ['UTF-8 with a mark', mark + people, 'utf-8-bom', 'byteOrderMark'],
    ['ASCII', 'id;naam\n1;Jansen\n', 'utf-8', 'onlyAscii'],
    ['Windows-1252', Buffer.from(people, 'latin1'), 'windows-1252', 'notUtf8'],
    ['UTF-16 LE with a mark', Buffer.from(mark + people, 'utf16le'), 'utf-16le', 'byteOrderMark'],
    ['UTF-16 LE without', Buffer.from(people, 'utf16le'), 'utf-16le', 'zeroBytes'],
    ['UTF-16 BE with a mark', utf16be(mark + people), 'utf-16be', 'byteOrderMark'],
    ['UTF-16 BE without', utf16be(people), 'utf-16be', 'zeroBytes'],
  ])('%s', (_name, content, charset, reason) => {
    const dialect = detect(content);
    expect(dialect).toMatchObject({ charset, delimiter: ';', rows: content.length > 20 ? 2 : 1 });
    expect(dialect.reasons[0]).toBe(reason);
  });

  test('a character across the end of what is looked at is no fault', () => {
    for (const shift of ['', 'x']) {
      const rows = 'é;é\n'.repeat(250_000);
      expect(detect(`${shift}id;naam\n${rows}`).charset).toBe('utf-8');
    }
  });
});

describe('the delimiter', () => {
  test.each([',', ';', '\t', '|'] as const)('%j, whatever else is in the values', (delimiter) => {
    const other = [',', ';', '|'].filter((one) => one !== delimiter).join('');
    const rows = [
      ['id', 'naam'],
      ['1', `a${other}b`],
      ['2', other],
      ['3', 'c'],
    ];
    const text = rows.map((row) => row.join(delimiter)).join('\r\n');
    expect(detect(text)).toMatchObject({
      delimiter,
      columns: 2,
      rows: 3,
      isQuoted: false,
      confidence: 'high',
    });
  });

  test('quotes are seen, and what is inside them is not', () => {
    const text = 'id,naam\n1,"Jansen; P.; van"\n2,"a;b;c\nd"\n';
    expect(detect(text)).toMatchObject({ delimiter: ',', isQuoted: true, confidence: 'high' });
    expect(detect('id|naam\n1|"x"\n')).toMatchObject({ delimiter: '|', isQuoted: true });
    expect(detect('"id"\t"naam"\n1\t2\n')).toMatchObject({ delimiter: '\t', isQuoted: true });
  });

  test.each<[string, string, string]>([
    ['one column', 'naam\nJansen\nDe Vries\n', 'oneColumn'],
    ['rows of other widths', 'id;naam\n1;a;b\n2;c\n', 'otherWidthInSomeRows'],
    ['a broken quote', 'id;naam\n1;"a"b\n', 'brokenQuote'],
    ['two that fit', 'id,a;b\n1,x;y\n2,z;w\n', 'otherDelimiterFitsAsWell'],
  ])('%s is a doubt', (_name, text, reason) => {
    const dialect = detect(text);
    expect(dialect.confidence).toBe('low');
    expect(dialect.reasons).toContain(reason);
  });

  test('a header by itself is enough', () => {
    expect(detect('id;naam;plaats')).toMatchObject({ columns: 3, rows: 0, confidence: 'high' });
  });
});

test('what it proposes with confidence, the reader reads as it was written', async () => {
  const cell = fc.stringMatching(/^[A-Za-zë ,;|"]{1,8}$/);
  const table = fc.array(fc.tuple(cell, cell, cell), { minLength: 2, maxLength: 8 });
  const delimiter = fc.constantFrom(',', ';', '\t', '|');
  await fc.assert(
    fc.asyncProperty(table, delimiter, async (rows, written) => {
      const quoted = rows.map((row) => row.map((one) => `"${one.replaceAll('"', '""')}"`));
      const file = place.write('in.csv', quoted.map((row) => row.join(written)).join('\n'));
      const { charset, delimiter: found, confidence } = detectDialect(file);
      if (confidence === 'low') return;
      const read: (readonly string[])[] = [];
      for await (const row of readCsv({ file, charset, delimiter: found })) read.push(row);
      expect(read).toEqual(rows);
    }),
    { numRuns: 100 },
  );
});

test('a file that is not there, a folder, and an empty file are refused', async () => {
  const refused = (file: string): Promise<string[]> =>
    refusal(place, () => Promise.resolve().then(() => detectDialect(file)));
  expect(await refused(`${place.folder}/none.csv`)).toEqual(['FILE_MISSING {"file":"none.csv"}']);
  expect(await refused(`${place.folder}/log`)).toEqual(['INPUT_NOT_A_FILE {"file":"log"}']);
  for (const content of ['', mark, '\n\n']) {
    const file = place.write('in.csv', content);
    expect(await refused(file)).toEqual(['INPUT_EMPTY {"file":"in.csv"}']);
  }
});
