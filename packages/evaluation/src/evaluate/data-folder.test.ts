// SPDX-License-Identifier: EUPL-1.2
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { isKoppelError } from '@koppel/errors';
import { evaluate } from '../commands/evaluate.ts';
import { recordedContext } from '../testing/context.ts';
import { readDataFolder } from './data-folder.ts';

async function inFolder<T>(
  files: Readonly<Record<string, string | Uint8Array>>,
  work: (folder: string) => T | Promise<T>,
): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'koppel-folder-'));
  try {
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function refusal(work: () => unknown): string {
  try {
    work();
    return 'accepted';
  } catch (thrown) {
    if (!isKoppelError(thrown)) throw thrown;
    return `${thrown.code} ${thrown.place.field ?? thrown.place.rule ?? ''}`.trim();
  }
}

describe('bad input', () => {
  const dataCases: [string, Record<string, string>, string][] = [
    ['no a.csv', {}, 'FILE_MISSING'],
    ['an empty file', { 'a.csv': '' }, 'INPUT_EMPTY'],
    ['a broken quote', { 'a.csv': 'rid,entity_id\n1,"a\n' }, 'EVALUATE_CSV'],
    ['no entity', { 'a.csv': 'rid,naam\n1,x\n' }, 'EVALUATE_COLUMN entity_id'],
    ['no two of one entity', { 'a.csv': 'rid,entity_id\n1,x\n2,y\n' }, 'EVALUATE_TRUTH'],
    ['no truth', { 'a.csv': 'rid\n1\n', 'b.csv': 'rid\n1\n' }, 'FILE_MISSING'],
    [
      'truth of other records',
      { 'a.csv': 'rid\n1\n', 'b.csv': 'rid\n1\n', 'truth.csv': 'a_rid,b_rid\n8,9\n' },
      'EVALUATE_TRUTH recordsUnknown',
    ],
    [
      'a record number twice',
      { 'a.csv': 'rid,entity_id\n1,x\n2,x\n2,y\n' },
      'EVALUATE_RECORD_ID rid',
    ],
    ['no record number', { 'a.csv': 'rid,entity_id\n1,x\n,x\n' }, 'EVALUATE_RECORD_ID rid'],
    [
      'a record number of a novel',
      { 'a.csv': `rid,entity_id\n1,x\n${'9'.repeat(1001)},x\n` },
      'EVALUATE_RECORD_ID rid',
    ],
    ['a row too short', { 'a.csv': 'rid,entity_id\n1,x\n2\n' }, 'EVALUATE_CSV rowWidth'],
    ['a row too long', { 'a.csv': 'rid,entity_id\n1,x\n2,x,y\n' }, 'EVALUATE_CSV rowWidth'],
    ['a column twice', { 'a.csv': 'rid,entity_id,rid\n1,x,2\n' }, 'EVALUATE_COLUMN rid'],
    [
      'a register of a header alone',
      { 'a.csv': 'rid\n1\n', 'b.csv': 'rid\n', 'truth.csv': 'a_rid,b_rid\n' },
      'INPUT_EMPTY',
    ],
  ];
  test.each(dataCases)('a folder with %s', async (_, files, expected) => {
    await inFolder(files, (folder) => {
      expect(refusal(() => readDataFolder(folder))).toBe(expected);
    });
  });

  test('the answer says which row', async () => {
    await inFolder({ 'a.csv': 'rid,entity_id\n1,x\n2,x\n2,y\n' }, (folder) => {
      const place = {
        file: join(folder, 'a.csv'),
        row: 3,
        field: 'rid',
        rule: 'recordIdDuplicate',
      };
      expect(() => readDataFolder(folder)).toThrow(expect.objectContaining({ place }));
    });
  });
});

describe('a folder as others write it', () => {
  const plain = {
    'a.csv': 'rid,naam\n1,Jansen\n2,"de Boer, K."\n',
    'b.csv': 'rid,naam\n7,Bakker\n8,Jansen\n',
    'truth.csv': 'a_rid,b_rid\n1,8\n',
  };

  function read(change: (text: string) => string | Uint8Array) {
    const files = Object.entries(plain).map(([name, text]) => [name, change(text)] as const);
    return inFolder(Object.fromEntries(files), (folder) => {
      const { a, b, truth } = readDataFolder(folder);
      return { a: a.column('naam'), b: b!.column('naam'), pairs: [...truth.a, ...truth.b] };
    });
  }

  const expected = { a: ['Jansen', 'de Boer, K.'], b: ['Bakker', 'Jansen'], pairs: [0, 1] };
  const delimited = (delimiter: string) => (text: string) => text.replace(/,(?! )/gu, delimiter);
  const utf16 = (text: string): Uint8Array => Buffer.from(`\ufeff${text}`, 'utf16le');

  test.each<[string, (text: string) => string | Uint8Array]>([
    ['as it is', (text) => text],
    ['with semicolons', delimited(';')],
    ['with tabs', delimited('\t')],
    ['with bars', delimited('|')],
    ['with a byte order mark', (text) => `\ufeff${text}`],
    ['in UTF-16', utf16],
    ['in UTF-16, the other way round', (text) => Buffer.from(utf16(text)).swap16()],
    ['with ends of lines of Windows', (text) => text.replaceAll('\n', '\r\n')],
    ['with ends of lines of both kinds', (text) => text.replace('\n', '\r\n')],
    [
      'with ends of lines of both kinds, and empty lines',
      (text) => `${text.replace('\n', '\r\n')}\n\r\n`,
    ],
    ['with a header in capitals', (text) => text.replace(/^.*/u, (names) => names.toUpperCase())],
    ['with empty cells behind', (text) => text.replaceAll('\n', ',,\n')],
    [
      'with empty cells behind all but the header',
      (text) => text.replaceAll('\n', ',\n').replace(',\n', '\n'),
    ],
  ])('%s', async (_, change) => {
    expect(await read(change)).toEqual(expected);
  });

  test('a name as it is goes before one in other capitals', async () => {
    const both = (text: string): string =>
      text.replace('rid,naam', 'rid,naam,NAAM').replace(/(?<=\d,.*)$/gmu, ',x');
    expect(await read((text) => (text.startsWith('rid') ? both(text) : text))).toEqual(expected);
  });

  test('of registers that share nobody there is no recall, and every link is wrong', async () => {
    const fields = '- {column: naam, type: text}\n';
    await inFolder({ ...plain, 'fields.yaml': fields }, async (folder) => {
      const run = async (...options: string[]): Promise<string> => {
        const argv = [folder, '--fields', join(folder, 'fields.yaml'), ...options];
        const { context, printed } = recordedContext(argv, 'en');
        await evaluate(context);
        return printed.join('');
      };
      writeFileSync(join(folder, 'truth.csv'), 'a_rid,b_rid\n');
      expect(JSON.parse(await run('--json'))).toMatchObject({
        truePairs: 0, pairs: 1, precision: 0, recall: null, bestF1: 0, strangeTruePairs: 0,
      }); // prettier-ignore
      expect(await run()).toMatch(/Recall +–\n/u);
      writeFileSync(join(folder, 'truth.csv'), 'a_rid,b_rid\n1,8\n1,9\n');
      expect(JSON.parse(await run('--json'))).toMatchObject({
        truePairs: 1, pairs: 1, f1: 1, strangeTruePairs: 1,
      }); // prettier-ignore
      expect(await run()).toContain('Left out: true pairs of unknown records   1\n');
    });
  });
});

test('the sign between values is found behind empty lines', async () => {
  const table = '\n\r\nrid;entity_id;naam\n1;x;Jan, Piet\n2;x;Jan\n';
  await inFolder({ 'a.csv': table }, (folder) => {
    const { a } = readDataFolder(folder);
    expect([a.count, a.column('naam')]).toEqual([2, ['Jan, Piet', 'Jan']]);
  });
});
