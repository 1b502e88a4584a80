// SPDX-License-Identifier: EUPL-1.2
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Charset } from '../mapping.ts';
import { makePlace, refusal, type Place } from '../testing/place.ts';
import { readCsv } from './csv.ts';

let place: Place;

beforeEach(async () => {
  place = await makePlace();
});

afterEach(async () => {
  await place.remove();
});

type Content = string | Uint8Array;

interface Dialect {
  readonly charset?: Charset;
  readonly delimiter?: string;
}

async function read(content: Content, dialect: Dialect = {}): Promise<string[][]> {
  const file = place.write('in.csv', content);
  const rows: string[][] = [];
  for await (const row of readCsv({ file, charset: 'utf-8', delimiter: ',', ...dialect })) {
    rows.push([...row]);
  }
  return rows;
}

const refused = (content: Content, dialect?: Dialect): Promise<string[]> =>
  refusal(place, () => read(content, dialect));

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const latin1 = (text: string): Uint8Array => Buffer.from(text, 'latin1');
const utf16le = (text: string): Uint8Array => Buffer.from(text, 'utf16le');
const utf16be = (text: string): Uint8Array => Buffer.from(text, 'utf16le').swap16();
const mark = '\uFEFF';

const people = 'id,name\n1,Daniëls\n2,Müller\n';
const read3 = [
  ['id', 'name'],
  ['1', 'Daniëls'],
  ['2', 'Müller'],
];

/** `count` good rows after a header. */
const good = (count: number, from = 1): string =>
  Array.from({ length: count }, (_, row) => `${from + row},Jansen\n`).join('');

describe('a file as declared is read', () => {
  test.each<[string, Content, Dialect]>([
    ['UTF-8', people, {}],
    ['UTF-8 with a mark', mark + people, { charset: 'utf-8-bom' }],
    ['UTF-8 that lacks the declared mark', people, { charset: 'utf-8-bom' }],
    ['Latin-1', latin1(people), { charset: 'windows-1252' }],
    ['UTF-16 LE with a mark', utf16le(mark + people), { charset: 'utf-16le' }],
    ['UTF-16 LE without a mark', utf16le(people), { charset: 'utf-16le' }],
    ['UTF-16 BE with a mark', utf16be(mark + people), { charset: 'utf-16be' }],
    ['UTF-16 BE without a mark', utf16be(people), { charset: 'utf-16be' }],
    ['line ends CR LF', people.replaceAll('\n', '\r\n'), {}],
    ['line ends CR', people.replaceAll('\n', '\r'), {}],
    ['line ends of two sorts', 'id,name\r\n1,Daniëls\n2,Müller\r\n', {}],
    ['no last line end', people.trimEnd(), {}],
    ['lines without characters', 'id,name\n\n1,Daniëls\n\r\n\n2,Müller\n\n', {}],
    ['quotes', '"id","name"\n"1",Daniëls\n2,"Müller"', {}],
    ['semicolons', people.replaceAll(',', ';'), { delimiter: ';' }],
    ['tabs', people.replaceAll(',', '\t'), { delimiter: '\t' }],
  ])('%s', async (_name, content, dialect) => {
    expect(await read(content, dialect)).toEqual(read3);
  });

  test('a quoted value holds delimiters, line ends and doubled quotes', async () => {
    expect(await read('a,b\n"x,""y""\r\nz",2\n')).toEqual([
      ['a', 'b'],
      ['x,"y"\r\nz', '2'],
    ]);
  });

  test('any text comes back from a file that quotes every value', async () => {
    const cell = fc.string({ unit: 'grapheme', maxLength: 12 }).filter((text) => !/\0/.test(text));
    const table = fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1 });
    await fc.assert(
      fc.asyncProperty(table, async (rows) => {
        const quoted = rows.map((row) => row.map((text) => `"${text.replaceAll('"', '""')}"`));
        const text = quoted.map((row) => row.join(',')).join('\n');
        expect(await read(text)).toEqual(rows);
      }),
      { numRuns: 30 },
    );
  });

  test('characters and line ends may lie across the stretches that are read', async () => {
    const rows = Array.from({ length: 60_000 }, (_, row) => `${row},Čapek Ğül 王\r\n`).join('');
    const all = await read(`id,name\r\n${rows}`);
    expect(all).toHaveLength(60_001);
    expect(all.every(([, name], row) => row === 0 || name === 'Čapek Ğül 王')).toBe(true);
  });

  test('progress is told in bytes', async () => {
    const file = place.write('in.csv', people);
    const told: number[] = [];
    const source = {
      file,
      charset: 'utf-8',
      delimiter: ',',
      onBytes: told.push.bind(told),
    } as const;
    for await (const row of readCsv(source)) expect(row).toHaveLength(2);
    expect(told).toEqual([utf8(people).length]);
  });
});

describe('a file in another character set is refused', () => {
  test.each<[string, Content, Charset, string]>([
    ['UTF-16 LE with a mark as UTF-8', utf16le(mark + people), 'utf-8', 'INPUT_UTF16'],
    ['UTF-16 BE with a mark as UTF-8', utf16be(mark + people), 'utf-8', 'INPUT_UTF16'],
    ['UTF-16 LE without a mark as UTF-8', utf16le(people), 'utf-8', 'INPUT_UTF16'],
    ['UTF-16 BE without a mark as Latin-1', utf16be(people), 'windows-1252', 'INPUT_UTF16'],
    ['UTF-16 BE as UTF-16 LE', utf16be(mark + people), 'utf-16le', 'INPUT_UTF16'],
    ['UTF-16 BE without a mark as UTF-16 LE', utf16be(people), 'utf-16le', 'INPUT_UTF16'],
    ['UTF-16 LE as UTF-8 with a mark', utf16le(people), 'utf-8-bom', 'INPUT_UTF16'],
    ['UTF-8 with a mark as UTF-8', mark + people, 'utf-8', 'INPUT_BOM'],
    ['UTF-8 with a mark as Latin-1', mark + people, 'windows-1252', 'INPUT_BOM'],
    ['UTF-8 as UTF-16', people, 'utf-16le', 'INPUT_CHARSET'],
  ])('%s', async (_name, content, charset, code) => {
    expect(await refused(content, { charset })).toEqual([`${code} {"file":"in.csv"}`]);
  });

  test('Latin-1 as UTF-8, with the row of the first wrong byte', async () => {
    const rows = `id,name\n${good(6)}7,Daniëls\n${good(6, 8)}`;
    expect(await refused(latin1(rows))).toEqual(['INPUT_NOT_UTF8 {"file":"in.csv","row":7}']);
  });

  test('also far into the file', async () => {
    const rows = `id,name\n${good(70_000)}70001,Daniëls\n${good(10)}`;
    expect(await refused(latin1(rows))).toEqual(['INPUT_NOT_UTF8 {"file":"in.csv","row":70001}']);
  });

  test('a wrong byte in the header has no row', async () => {
    const content = latin1(`id,naïef\n${good(2)}`);
    expect(await refused(content)).toEqual(['INPUT_NOT_UTF8 {"file":"in.csv"}']);
  });

  test('a character cut off at the end of the file', async () => {
    const content = utf8(`id,name\n${good(2)}3,Danië`).slice(0, -1);
    expect(await refused(content)).toEqual(['INPUT_NOT_UTF8 {"file":"in.csv","row":3}']);
  });

  test('half a character of UTF-16 at the end of the file', async () => {
    const content = utf16le(`id,name\n${good(2)}`).slice(0, -1);
    expect(await refused(content, { charset: 'utf-16le' })).toEqual([
      'INPUT_NOT_UTF8 {"file":"in.csv","row":2}',
    ]);
  });

  test.each<Charset>(['utf-8', 'windows-1252'])('a zero byte in %s', async (charset) => {
    const content = `id,name\n${good(2)}3,Jan\0sen\n`;
    expect(await refused(content, { charset })).toEqual([
      'INPUT_CHARSET {"file":"in.csv","row":3}',
    ]);
  });

  test('without a row when a quote is broken before it', async () => {
    const content = latin1(`id,name\n1,"Jan"sen\n2,Daniëls\n`);
    expect(await refused(content)).toEqual(['INPUT_NOT_UTF8 {"file":"in.csv"}']);
  });
});

describe('a file without rows of text is refused', () => {
  test.each<[string, Content, Charset]>([
    ['an empty file', '', 'utf-8'],
    ['only the mark of UTF-8', mark, 'utf-8-bom'],
    ['only the mark of UTF-16', utf16le(mark), 'utf-16le'],
  ])('%s', async (_name, content, charset) => {
    expect(await refused(content, { charset })).toEqual(['INPUT_EMPTY {"file":"in.csv"}']);
  });

  test('a file that is not there, and a folder', async () => {
    const readAt = async (file: string): Promise<void> => {
      for await (const row of readCsv({ file, charset: 'utf-8', delimiter: ',' })) {
        expect(row).toBeUndefined();
      }
    };
    expect(await refusal(place, () => readAt(`${place.folder}/none.csv`))).toEqual([
      'FILE_MISSING {"file":"none.csv"}',
    ]);
    expect(await refusal(place, () => readAt(`${place.folder}/log`))).toEqual([
      'FILE_MISSING {"file":"log"}',
    ]);
  });
});

describe('a broken row is refused with its ordinal', () => {
  const row6 = ['INPUT_QUOTE {"file":"in.csv","row":6}'];
  test.each<[string, string]>([
    ['a quote inside a value', '6,Jan"sen'],
    ['text after a closing quote', '6,"Jan"sen'],
    ['a quote that is never closed', '6,"Jansen'],
  ])('%s', async (_name, row) => {
    expect(await refused(`id,name\n${good(5)}${row}\n${good(3, 7)}`)).toEqual(row6);
  });

  test.each<[string, string]>([
    ['a row of more than a million characters', `6,${'x'.repeat(1_000_001)}`],
    ['a quote that swallows a million characters', `6,"${'Jansen\n'.repeat(150_000)}`],
  ])('%s', async (_name, row) => {
    expect(await refused(`id,name\n${good(5)}${row}\n${good(3, 7)}`)).toEqual([
      'INPUT_ROW {"file":"in.csv","row":6}',
    ]);
  });

  test('also after many rows', async () => {
    const content = `id,name\n${good(50_000)}50001,"Jansen\n${good(10)}`;
    expect(await refused(content)).toEqual(['INPUT_QUOTE {"file":"in.csv","row":50001}']);
  });

  test('a broken header has no row', async () => {
    expect(await refused('id,"name\n1,Jansen\n')).toEqual(['INPUT_QUOTE {"file":"in.csv"}']);
  });

  test('rows before it are given first', async () => {
    const file = place.write('in.csv', `id,name\n${good(30_000)}30001,"x"y\n`);
    let rows = 0;
    const readIt = async (): Promise<void> => {
      for await (const row of readCsv({ file, charset: 'utf-8', delimiter: ',' })) {
        rows += row.length > 0 ? 1 : 0;
      }
    };
    expect(await refusal(place, readIt)).toEqual(['INPUT_QUOTE {"file":"in.csv","row":30001}']);
    expect(rows).toBeGreaterThan(0);
  });
});

test('a reader may stop early', async () => {
  const file = place.write('in.csv', `id,name\n${good(200_000)}`);
  for await (const row of readCsv({ file, charset: 'utf-8', delimiter: ',' })) {
    expect(row).toEqual(['id', 'name']);
    break;
  }
  await place.remove();
  place = await makePlace();
});
