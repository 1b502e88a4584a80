// SPDX-License-Identifier: EUPL-1.2
import { expect, test } from '@jest/globals';
import { CsvError, parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { RowParser } from './row-parser.ts';
import type { Row } from './row-stretch.ts';

interface Outcome {
  readonly rows: readonly Row[];
  /** The ordinal of the row that is broken, from 0 for the header. */
  readonly broken: number | undefined;
}

/** What csv-parse makes of it, by the same rules. */
function oracle(text: string, delimiter: string): Outcome {
  const rows: string[][] = [];
  try {
    parse(text, {
      delimiter,
      record_delimiter: ['\r\n', '\n', '\r'],
      relax_column_count: true,
      skip_empty_lines: true,
      onRecord: (row: string[]) => {
        rows.push(row);
        return row;
      },
    });
    return { rows, broken: undefined };
  } catch (thrown) {
    expect(thrown).toBeInstanceOf(CsvError);
    return { rows, broken: (thrown as CsvError)['records'] as number };
  }
}

function ours(stretches: readonly string[], delimiter: string): Outcome {
  const parser = new RowParser(delimiter);
  const rows = stretches.flatMap((text) => parser.feed(text, false).rows);
  rows.push(...parser.feed('', true).rows);
  expect(parser.count).toBe(rows.length);
  return { rows, broken: parser.isBroken ? parser.count : undefined };
}

const delimiters = fc.constantFrom(',', ';', '\t', '|');
/** Mostly what matters to a parser: quotes, delimiters and line ends, next to each other. */
const unit = fc.constantFrom(
  '"',
  '""',
  ',',
  ';',
  '\t',
  '|',
  '\n',
  '\r',
  '\r\n',
  'a',
  'é',
  '王',
  ' ',
);
const anyText = fc.string({ unit, maxLength: 40 });

test('any text, whole, gives what csv-parse gives, and breaks at the same row', () => {
  fc.assert(
    fc.property(anyText, delimiters, (text, delimiter) => {
      expect(ours([text], delimiter)).toEqual(oracle(text, delimiter));
    }),
    { numRuns: 3000 },
  );
});

test('tables with cells quoted or not give their cells', () => {
  const cell = fc.tuple(fc.string({ unit, maxLength: 6 }), fc.boolean());
  const lineEnd = fc.constantFrom('\n', '\r', '\r\n');
  const table = fc.array(fc.tuple(fc.array(cell, { minLength: 2, maxLength: 5 }), lineEnd));
  fc.assert(
    fc.property(table, delimiters, (lines, delimiter) => {
      const special = ['"', '\n', '\r', delimiter];
      const written = lines.map(([cells, end]) => {
        const quoted = cells.map(([value, isQuoted]) =>
          isQuoted || special.some((one) => value.includes(one))
            ? `"${value.replaceAll('"', '""')}"`
            : value,
        );
        return quoted.join(delimiter) + end;
      });
      const rows = lines.map(([cells]) => cells.map(([value]) => value));
      expect(ours([written.join('')], delimiter)).toEqual({ rows, broken: undefined });
    }),
    { numRuns: 500 },
  );
});

test('it does not matter where a text is cut', () => {
  fc.assert(
    fc.property(anyText, delimiters, (text, delimiter) => {
      const whole = ours([text], delimiter);
      expect(ours(text.split(''), delimiter)).toEqual(whole);
      for (let cut = 0; cut <= text.length; cut += 1) {
        expect(ours([text.slice(0, cut), text.slice(cut)], delimiter)).toEqual(whole);
      }
    }),
    { numRuns: 500 },
  );
});

test('a row of a million characters is read, a longer one is broken, however it comes', () => {
  const row = 'x'.repeat(1_000_000);
  const good = { rows: [['h'], [row], ['y']], broken: undefined };
  const broken = { rows: [['h']], broken: 1 };
  for (const [text, outcome] of [
    [`h\n${row}\ny\n`, good],
    [`h\n${row}x\ny\n`, broken],
  ] as const) {
    expect(ours([text], ',')).toEqual(outcome);
    const stretches = text.match(/[^]{1,250000}/g)!;
    expect(ours(stretches, ',')).toEqual(outcome);
  }
});

test('nothing is read after a broken row', () => {
  const parser = new RowParser(',');
  expect(parser.feed('a,b\n1,"x"y\n2,z\n', false).rows).toEqual([['a', 'b']]);
  expect(parser.feed('3,z\n', false).rows).toEqual([]);
  expect(parser.feed('', true).rows).toEqual([]);
  expect([parser.count, parser.isBroken]).toEqual([1, true]);
});
