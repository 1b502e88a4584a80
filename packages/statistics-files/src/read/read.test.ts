// SPDX-License-Identifier: EUPL-1.2
/** Files of SPSS and Stata are read as they were written, here or by pyreadstat, or not at all. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { wholeCodes } from '../codes.ts';
import type { Value, Variable } from '../description.ts';
import { dtaFile } from '../dta.ts';
import { dtaNames, savNames } from '../names.ts';
import { savFile } from '../sav.ts';
import { readWhole, type Format } from '../testing/byte-source.ts';
import { hasReaders, statisticsPython } from '../testing/read-back.ts';
import { files, rows, sample, whole } from '../testing/sample.ts';
import type { ReadCell } from './table.ts';

const makers = { sav: savFile, dta: dtaFile };
const namers = { sav: savNames, dta: dtaNames };
const isoDay = (day: number): string => new Date(day * 86_400_000).toISOString().slice(0, 10);

/** What must be read where a value was written. */
function expected(format: Format, variable: Variable, value: Value): ReadCell {
  if (value === undefined || value === '') return undefined;
  if (variable.kind === 'date') return isoDay(Number(value));
  if (variable.kind === 'number') {
    const at = (variable.missing ?? []).findIndex((one) => one.value === value);
    return at >= 0 && format === 'dta' ? { letter: at + 1 } : value;
  }
  // A text ends where its spaces begin, in either format.
  if (typeof value === 'string') return format === 'sav' ? value.replace(/ +$/, '') || undefined : value;
  if (variable.kind !== 'code') return value;
  const missing = variable.codes.flatMap((code, at) => (code.missing === true ? [at] : []));
  if (format === 'dta' && missing.includes(value)) return { letter: missing.indexOf(value) + 1 };
  const numbers = wholeCodes(variable.codes);
  if (numbers !== undefined) return numbers[value];
  return format === 'dta' ? value + 1 : variable.codes[value]!.value.replace(/ +$/, '');
} // prettier-ignore

describe.each(['sav', 'dta'] as const)('a .%s file that was written here', (format) => {
  test('has its names, labels and values', () => {
    const { columns, rows: read } = readWhole(format, whole(makers[format], sample, rows, 2));
    expect(columns.map(({ name }) => name)).toEqual(namers[format](sample.variables.map(({ name }) => name)));
    expect(columns[6]!.labels).toEqual([{ value: 0, label: 'nee' }, { value: 1, label: 'ja' }]);
    const letter = (one: string): unknown => (format === 'sav' ? one : { letter: 1 });
    expect(columns[2]!.labels.at(-1)).toEqual({ value: letter('X'), label: 'weet niet' });
    expect(columns[3]!.labels.at(-1)).toEqual({ value: letter('onbekend-gebleven'), label: 'onbekend-gebleven Onbekend' });
    const wanted = rows.map((row) => sample.variables.map((variable, at) => expected(format, variable, row[at])));
    expect(read).toEqual(wanted);
  });

  test('whatever it holds', () => {
    fc.assert(
      fc.property(files, ({ description, rows: lines }) => {
        const { rows: read } = readWhole(format, whole(makers[format], description, lines, 5));
        const wanted = lines.map((line) =>
          description.variables.map((variable, at) => expected(format, variable, line[at])),
        );
        expect(read).toEqual(wanted);
      }),
      { numRuns: 25 },
    );
  });

  test('is read whole or refused, wherever it is cut off', () => {
    const bytes = whole(makers[format], sample, rows);
    const step = 37;
    for (let left = 1; left <= bytes.length; left += left < 40 ? 1 : step) {
      const length = bytes.length - left;
      expect(() => readWhole(format, bytes.subarray(0, length))).toThrow('STATISTICS_READ');
    }
  });

  test('with more behind its end is refused', () => {
    const bytes = whole(makers[format], sample, rows);
    const more = new TextEncoder().encode('Jan Jansen');
    expect(() => readWhole(format, Uint8Array.from([...bytes, ...more]))).toThrow('STATISTICS_READ');
  });

  test('with any byte changed is read or refused with a reason', () => {
    const bytes = whole(makers[format], sample, rows);
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (at, by) => {
        try {
          readWhole(format, bytes.with(at, bytes[at]! ^ by));
        } catch (thrown) {
          expect(thrown).toMatchObject({ code: 'STATISTICS_READ' });
        }
      }),
      { numRuns: 400 },
    );
  });
}); // prettier-ignore

test('what is no such file is refused', () => {
  for (const format of ['sav', 'dta'] as const) {
    for (const text of ['', 'a,b\n1,2\n', '<stata_dta><header><release>999', '$FL2']) {
      expect(() => readWhole(format, new TextEncoder().encode(text))).toThrow('STATISTICS_READ');
    }
  }
});

test('text behind the end of a text of Stata, and labels of nothing, are refused', () => {
  const text = { kind: 'text', name: 'word', label: 'Word', bytes: 12 } as const;
  const description = { label: '', rows: 1, variables: [text] };
  const bytes = whole(dtaFile, description, [['ab']]);
  const at = Buffer.from(bytes).indexOf('<data>ab') + 6;
  const hidden = bytes.slice();
  hidden.set(new TextEncoder().encode('Jansen'), at + 4);
  const rule = (content: Uint8Array): unknown => {
    try {
      return readWhole('dta', content);
    } catch (thrown) {
      return (thrown as { place: { rule: string } }).place.rule;
    }
  };
  expect(rule(hidden)).toBe('hidden');
  const yesNo = { kind: 'boolean', name: 'works', label: '', no: 'no', yes: 'yes' } as const;
  const labelled = whole(dtaFile, { ...description, variables: [yesNo] }, [[1]]);
  const name = Buffer.from(labelled).indexOf('<value_label_names>works');
  expect(rule(labelled.with(name + '<value_label_names>'.length, 0))).toBe('hidden');
});

interface Told {
  readonly files: readonly {
    readonly file: string;
    readonly names: readonly string[];
    readonly labelled: readonly string[];
    readonly rows: readonly (readonly (string | number | null)[])[];
  }[];
  readonly refused: readonly (readonly [file: string, rule: string])[];
}

const described = hasReaders() ? describe : describe.skip;

described('files that pyreadstat wrote', () => {
  let folder: string;
  let told: Told;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'koppel-read-'));
    const script = fileURLToPath(new URL('../../vectors/write-to-read.py', import.meta.url));
    const { stdout, stderr } = spawnSync(statisticsPython, [script, folder], { encoding: 'utf8', maxBuffer: 1e9 });
    if (stdout === '') throw new Error(stderr);
    told = JSON.parse(stdout) as Told;
  }); // prettier-ignore

  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  test('are read as they are, in every form', () => {
    for (const { file, names, labelled, rows: wanted } of told.files) {
      const { columns, rows: read } = readWhole(extname(file).slice(1) as Format, readFileSync(file));
      expect(columns.map(({ name }) => name)).toEqual(names);
      const two = [{ value: 1, label: 'Eén' }, { value: 2, label: 'Twee' }];
      for (const { name, labels } of columns) expect(labels).toEqual(labelled.includes(name) ? two : []);
      expect(read).toEqual(wanted.map((row) => row.map((value) => value ?? undefined)));
    }
  }); // prettier-ignore

  test('that hold more, or are of another form, are refused', () => {
    for (const [file, rule] of told.refused) {
      const format = file.endsWith('dta') ? 'dta' : 'sav';
      expect(() => readWhole(format, readFileSync(file))).toThrow(
        expect.objectContaining({ code: 'STATISTICS_READ', place: { rule } }),
      );
    }
  });
});
