// SPDX-License-Identifier: EUPL-1.2
import { describe, expect, test } from '@jest/globals';
import { KoppelError } from '@koppel/errors';
import fc from 'fast-check';
import type { FileDescription, Value, Variable } from './description.ts';
import { dtaFile } from './dta.ts';
import { savFile } from './sav.ts';
import { files, rows, sample, whole } from './testing/sample.ts';

const formats = [
  ['SPSS', savFile],
  ['Stata', dtaFile],
] as const;

const text = (bytes: Uint8Array): string => new TextDecoder('latin1').decode(bytes);

/** Bytes written as words of hexadecimal digits and, between quotes, of text. */
function bytesOf(written: string): string {
  const bytes = [...written.matchAll(/'([^']*)'|(\S+)/g)].flatMap(([, quoted, digits]) =>
    quoted === undefined
      ? digits!.match(/../g)!.map((pair) => parseInt(pair, 16))
      : Array.from(quoted).map((letter) => letter.charCodeAt(0)),
  );
  return text(Uint8Array.from(bytes));
}

const refusalOf = (action: () => unknown): unknown => {
  try {
    action();
  } catch (thrown) {
    if (thrown instanceof KoppelError) return { code: thrown.code, ...thrown.place };
    throw thrown;
  }
  return 'accepted';
};

describe('vectors, laid out by hand from the published descriptions', () => {
  const one: FileDescription = {
    label: 'L',
    rows: 1,
    variables: [{ kind: 'number', name: 'ab', label: 'Cd', decimals: 1, missing: [{ value: 9, label: 'e' }] }],
  }; // prettier-ignore

  test('of SPSS', () => {
    const spaces = (count: number): string => `'${' '.repeat(count)}'`;
    expect(text(whole(savFile, one, [[1.5]]))).toEqual(
      bytesOf(`
      '$FL2@(#) SPSS DATA FILE - Koppel' ${spaces(32)}
      02000000 01000000 01000000 00000000 01000000 0000000000005940
      '01 Jan 7000:00:00L' ${spaces(63)} 000000
      02000000 00000000 01000000 01000000 010c0500 010c0500 'V1      '
      02000000 'Cd' 0000 0000000000002240
      03000000 01000000 0000000000002240 01 'e' 000000000000 04000000 01000000 01000000
      07000000 03000000 04000000 08000000
      14000000 00000000 00000000 ffffffff 01000000 01000000 02000000 e9fd0000
      07000000 04000000 08000000 03000000 ffffffffffffefff ffffffffffffef7f feffffffffffefff
      07000000 0b000000 04000000 03000000 03000000 0c000000 01000000
      07000000 0d000000 01000000 05000000 'V1=ab'
      07000000 10000000 08000000 02000000 0100000000000000 0100000000000000
      07000000 14000000 01000000 05000000 'UTF-8'
      e7030000 00000000
      fd00000000000000 000000000000f83f`),
    );
  });

  test('of Stata', () => {
    const zeros = (count: number): string => '00'.repeat(count);
    expect(text(whole(dtaFile, one, [[9]]))).toEqual(
      bytesOf(`
      '<stata_dta><header><release>118</release><byteorder>LSF</byteorder><K>' 0100
      '</K><N>' 0100000000000000 '</N><label>' 0100 'L</label><timestamp>' 00 '</timestamp></header>'
      '<map>' 0000000000000000 8e00000000000000 0901000000000000 2c01000000000000
      c201000000000000 db01000000000000 2702000000000000 cf02000000000000 3304000000000000
      5604000000000000 6b04000000000000 7a04000000000000 3c05000000000000 4805000000000000 '</map>'
      '<variable_types>' f6ff '</variable_types>'
      '<varnames>ab' ${zeros(127)} '</varnames><sortlist>' 00000000 '</sortlist>'
      '<formats>%12.1f' ${zeros(51)} '</formats>'
      '<value_label_names>ab' ${zeros(127)} '</value_label_names>'
      '<variable_labels>Cd' ${zeros(319)} '</variable_labels><characteristics></characteristics>'
      '<data>' 000000000001e07f '</data><strls></strls>'
      '<value_labels><lbl>' 12000000 'ab' ${zeros(130)} 01000000 02000000
      00000000 e6ffff7f 'e' 00 '</lbl></value_labels></stata_dta>'`),
    );
  });
});

test('Stata finds every section where the map says that it begins', () => {
  const bytes = whole(dtaFile, sample, rows);
  const tags = [
    'stata_dta', 'map', 'variable_types', 'varnames', 'sortlist', 'formats', 'value_label_names',
    'variable_labels', 'characteristics', 'data', 'strls', 'value_labels', '/stata_dta',
  ]; // prettier-ignore
  const start = text(bytes).indexOf('<map>') + 5;
  const view = new DataView(bytes.buffer);
  const places = Array.from({ length: 14 }, (_, at) =>
    Number(view.getBigUint64(start + 8 * at, true)),
  );
  const found = tags.map((tag) => text(bytes).indexOf(`<${tag}>`));
  expect(places).toEqual([...found, bytes.length]);
});

describe.each(formats)('a file of %s', (_name, make) => {
  test('is the same in whatever parts its rows come', () => {
    fc.assert(
      fc.property(files, fc.integer({ min: 1, max: 5 }), (file, size) => {
        const { description, rows: all } = file;
        expect(whole(make, description, all, size)).toEqual(whole(make, description, all));
      }),
    );
  });

  test('refuses more rows than it says, and fewer', () => {
    const file = make({ ...sample, rows: 1 });
    expect(refusalOf(() => file.end())).toEqual({ code: 'STATISTICS_ROWS' });
    expect(refusalOf(() => file.rows(rows))).toEqual({ code: 'STATISTICS_ROWS' });
    expect(refusalOf(() => make({ ...sample, rows: -1 }))).toEqual({ code: 'STATISTICS_ROWS' });
  });

  const pair = { value: 'A', label: 'a' };
  const number = { kind: 'number', name: 'x', label: '', decimals: 0 } as const;
  const four = [1, 2, 3, 4].map((value) => ({ value, label: '' }));
  test.each<[string, Variable]>([
    ['textWidth', { kind: 'text', name: 'x', label: '', bytes: 256 }],
    ['textWidth', { kind: 'text', name: 'x', label: '', bytes: 0 }],
    ['codeTwice', { kind: 'code', name: 'x', label: '', codes: [pair, pair] }],
    ['missingCodes', { kind: 'code', name: 'x', label: '', codes: four.map(({ value }) => ({ value: String(value), label: '', missing: true })) }],
    ['missingCodes', { ...number, missing: four }],
    ['missingCodes', { ...number, missing: [{ value: Infinity, label: '' }] }],
  ])('refuses what it cannot describe: %s', (rule, variable) => {
    const refused = { code: 'STATISTICS_VARIABLE', field: 'x', rule };
    expect(refusalOf(() => make({ label: '', rows: 0, variables: [variable] }))).toEqual(refused);
  }); // prettier-ignore

  test.each<[number, Value]>([
    [0, 'ab'.repeat(17)], [0, 1], [1, 3], [1, 'x'], [2, 3], [3, -1],
    [4, 2_932_897], [4, 0.5], [4, -800_000], [5, Infinity], [5, NaN], [5, 9e307], [5, 'x'],
    [6, 2], [6, 'x'],
  ])('refuses in variable %d the value %p, with its row', (at, value) => {
    const wrong = [...rows[0]!];
    wrong[at] = value;
    const place = { field: expect.any(String), row: 2 };
    const file = make({ ...sample, rows: 2 });
    expect(refusalOf(() => file.rows([rows[0]!, wrong]))).toEqual({ code: 'STATISTICS_VALUE', ...place });
  }); // prettier-ignore

  test('without variables, rows or labels is a file all the same', () => {
    expect(whole(make, { label: '', rows: 0, variables: [] }, []).length).toBeGreaterThan(100);
    expect(whole(make, { ...sample, rows: 0 }, []).length).toBeGreaterThan(100);
  });
});

test('SPSS counts rows beyond 32 bits in the record that is made for it', () => {
  const { head } = savFile({ label: '', rows: 2 ** 32 + 5, variables: sample.variables });
  expect([...head.slice(80, 84)]).toEqual([255, 255, 255, 255]);
  expect(text(head)).toContain(
    text(new Uint8Array([1, 0, 0, 0, 0, 0, 0, 0, 5, 0, 0, 0, 1, 0, 0, 0])),
  );
});

test('Stata keeps whole numbers in the smallest type that holds them', () => {
  const sizes = [100, 101, 32_740, 32_741, 2_147_483_620].map((value) => {
    const codes = [{ value: String(value), label: '' }];
    const variables = [{ kind: 'code', name: 'x', label: '', codes } as const];
    const file = dtaFile({ label: '', rows: 1, variables });
    return file.rows([[0]]).length;
  });
  expect(sizes).toEqual([1, 2, 2, 4, 4]);
});
