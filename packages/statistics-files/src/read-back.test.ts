// SPDX-License-Identifier: EUPL-1.2
/** Files of SPSS and Stata as pyreadstat reads them. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { wholeCodes } from './codes.ts';
import type { Value, Variable } from './description.ts';
import { dtaFile } from './dta.ts';
import { dtaNames, savNames } from './names.ts';
import { savFile } from './sav.ts';
import { hasReaders, readBack, type ReadBack } from './testing/read-back.ts';
import { files, rows, sample, whole } from './testing/sample.ts';

const described = hasReaders() ? describe : describe.skip;
const arbitrary = fc.sample(files, { numRuns: 60, seed: 57 });

/** What a reader gets for a value. */
function expected(format: 'sav' | 'dta', variable: Variable, value: Value): unknown {
  if (value === undefined) {
    const isText = variable.kind === 'text' || (format === 'sav' && variable.kind === 'code' && wholeCodes(variable.codes) === undefined);
    return isText ? '' : null;
  }
  if (variable.kind !== 'code' || typeof value !== 'number') return value;
  const numbers = wholeCodes(variable.codes);
  if (numbers !== undefined) return numbers[value];
  return format === 'sav' ? variable.codes[value]!.value : value + 1;
} // prettier-ignore

described('what an independent reader finds', () => {
  let folder: string;
  let found: ReadBack[];

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'koppel-statistics-'));
    const names: string[] = [];
    for (const [format, make] of [['sav', savFile], ['dta', dtaFile]] as const) {
      const all = [{ description: sample, rows }, ...arbitrary];
      for (const [at, { description, rows: lines }] of all.entries()) {
        const name = join(folder, `${String(at)}.${format}`);
        writeFileSync(name, whole(make, description, lines, 5));
        names.push(name);
      }
    }
    found = readBack(names);
  }); // prettier-ignore

  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  test('in a file of SPSS: names, labels, missing codes, formats and values', () => {
    const [sav] = found;
    expect(sav).toMatchObject({ label: 'Proef Één', rows: 4, encoding: 'UTF-8' });
    expect(sav!.names).toEqual(sample.variables.map(({ name }) => name));
    expect(sav!.labels[0]).toBe('Persoon, alleen hier');
    expect(sav!.labels[3]).toBe('é'.repeat(127));
    expect(sav!.values).toEqual({
      scheme: [[1, 'Bijstand'], [250, 'WW'], [9, 'Onbekend']],
      'register.letters': [['A', 'Één'], ['01', 'Nul één'], ['X', 'weet niet']],
      longCodes: [
        ['uitstroom-naar-werk', 'uitstroom-naar-werk Werk'], ['overlijden', 'overlijden Werk'],
        ['onbekend-gebleven', 'onbekend-gebleven Onbekend'],
      ],
      amount: [[-1, 'geweigerd']],
      works: [[0, 'nee'], [1, 'ja']],
    });
    // Of long text SPSS compares the first eight bytes.
    expect(sav!.missing).toEqual({ scheme: [9], 'register.letters': ['X'], longCodes: ['onbekend'], amount: [-1] });
    expect(Object.values(sav!.formats)).toEqual(['A32', 'F3.0', 'A2', 'A19', 'SDATE10', 'F12.2', 'F1.0', 'F12.0']);
    expect(sav!.measures).toMatchObject({ scheme: 'nominal', amount: 'scale' });
    expect(sav!.columns).toEqual({
      pseudonym: ['ab'.repeat(16), 'cd', 'é', ''],
      scheme: [1, 250, 9, null],
      'register.letters': ['A', '01', 'X', ''],
      longCodes: ['uitstroom-naar-werk', 'overlijden', 'onbekend-gebleven', ''],
      start: [19_782, -141_427, 2_932_896, null],
      amount: [12.5, -1, 8.9e307, null],
      works: [0, 1, 1, null],
      plain: [-0, 151, -100, null],
    });
  }); // prettier-ignore

  test('in a file of Stata', () => {
    const dta = found[arbitrary.length + 1]!;
    expect(dta).toMatchObject({ label: 'Proef Één', rows: 4 });
    expect(dta.names[2]).toBe('register_letters');
    expect(dta.labels[3]).toBe('é'.repeat(80));
    expect(dta.values).toMatchObject({
      scheme: [[1, 'Bijstand'], [250, 'WW'], ['a', 'Onbekend']],
      register_letters: [[1, 'Één'], [2, 'Nul één'], ['a', 'weet niet']],
      amount: [['a', 'geweigerd']],
      works: [[0, 'nee'], [1, 'ja']],
    });
    expect(dta.missing).toEqual({ scheme: ['a'], register_letters: ['a'], longCodes: ['a'], amount: ['a'] });
    expect(dta.formats).toMatchObject({ pseudonym: '%-32s', start: '%tdCCYY-NN-DD', amount: '%12.2f' });
    expect(dta.columns).toMatchObject({
      pseudonym: ['ab'.repeat(16), 'cd', 'é', ''],
      scheme: [1, 250, 'a', null],
      longCodes: [1, 2, 'a', null],
      start: [19_782, -141_427, 2_932_896, null],
      amount: [12.5, 'a', 8.9e307, null],
      works: [0, 1, 1, null],
    });
  }); // prettier-ignore

  test.each([
    ['sav', savNames, 1],
    ['dta', dtaNames, arbitrary.length + 2],
  ] as const)('in any .%s file: every value as it was', (format, namesOf, first) => {
    for (const [at, { description, rows: lines }] of arbitrary.entries()) {
      const read = found[first + at]!;
      const { variables } = description;
      const names = namesOf(variables.map(({ name }) => name));
      expect(read.names).toEqual(names);
      expect(read.rows).toBe(lines.length);
      for (const [index, variable] of variables.entries()) {
        const wanted = lines.map((line) => expected(format, variable, line[index]));
        expect(read.columns[names[index]!]).toEqual(wanted);
      }
    }
  });
});
