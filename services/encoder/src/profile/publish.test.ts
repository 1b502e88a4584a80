// SPDX-License-Identifier: EUPL-1.2
/**
 * Nobody learns a small count from the publishable form: registers that differ in it alone give the
 * same bytes, and all that is told, taken together, leaves every number below ten possible.
 */
import { beforeAll, describe, expect, test } from '@jest/globals';
import { deriveWeights } from '@koppel/encoding';
import {
  publishableProfileSchema,
  type FieldWeight,
  type PublishableCell,
  type ReadStudy,
} from '@koppel/study';
import fc from 'fast-check';
import { cleanRows, profiledStudy, profileOf } from '../testing/profiled.ts';
import type { CellCounts, ProfileReport } from './model.ts';
import { publish, publishCount, publishYears } from './publish.ts';

let study: ReadStudy;
let report: ProfileReport;

beforeAll(async () => {
  study = await profiledStudy();
  report = await profileOf(cleanRows(1003), study);
});

/** The report with other cells for its first field, its number of rows unchanged. */
function withCells(cells: CellCounts): ProfileReport {
  const [first, ...others] = report.fields;
  return { ...report, fields: [{ ...first!, cells }, ...others] };
}

const small = fc.integer({ min: 0, max: 9 });

describe('a cell', () => {
  test('says less than ten, all but less than ten, or tens', () => {
    expect([0, 9, 10, 14, 15, 993].map((count) => publishCount(count, 1003))).toEqual([
      '<10', '<10', 10, 10, 20, 990,
    ]); // prettier-ignore
    expect([994, 1003].map((count) => publishCount(count, 1003))).toEqual(['most', 'most']);
  });

  test('does not tell small counts apart, nor small complements', () => {
    fc.assert(
      fc.property(small, small, fc.integer({ min: 30, max: 5000 }), (one, other, rows) => {
        expect(publishCount(one, rows)).toBe(publishCount(other, rows));
        expect(publishCount(rows - one, rows)).toBe(publishCount(rows - other, rows));
      }),
    );
  });
});

describe('the whole form', () => {
  test('follows its schema and has no place for another member', () => {
    const told = publish(report);
    expect(publishableProfileSchema.parse(told)).toEqual(told);
    expect(publishableProfileSchema.safeParse({ ...told, rows: 1003 }).success).toBe(false);
    expect(publishableProfileSchema.safeParse({ ...told, names: [] }).success).toBe(false);
  });

  test('is the same bytes whatever the reasons of fewer than ten unusable values', () => {
    const counts = fc
      .tuple(small, small, small, small)
      .filter((all) => all.reduce((a, b) => a + b) < 10);
    const bytes = (all: readonly number[]): string => {
      const [empty, placeholder, byDefault, invalid] = all as [number, number, number, number];
      const unusable = all.reduce((a, b) => a + b);
      const cells = {
        usable: 1003 - unusable,
        empty,
        placeholder,
        default: byDefault,
        letterAddress: 0,
        invalid,
      };
      return JSON.stringify(publish(withCells(cells)));
    };
    fc.assert(
      fc.property(counts, counts, (one, other) => {
        expect(bytes(one)).toBe(bytes(other));
      }),
    );
  });

  test('a small reason beside a large one does not show', () => {
    const bytes = (invalid: number): string =>
      JSON.stringify(
        publish(
          withCells({
            usable: 803,
            empty: 200 - invalid,
            placeholder: 0,
            default: 0,
            letterAddress: 0,
            invalid,
          }),
        ),
      );
    // The whole is the same, and only the large reason is named.
    const told = Array.from({ length: 10 }, (_, invalid) => bytes(invalid));
    expect(new Set(told).size).toBe(1);
    expect(told[0]).toContain('"mainReason":"empty"');
  });

  test('few usable values do not show either', () => {
    const bytes = (usable: number): string =>
      JSON.stringify(
        publish(
          withCells({
            usable,
            empty: 1003 - usable,
            placeholder: 0,
            default: 0,
            letterAddress: 0,
            invalid: 0,
          }),
        ),
      );
    expect(new Set(Array.from({ length: 10 }, (_, usable) => bytes(usable))).size).toBe(1);
  });

  test('repeats, contradictions and peaks below ten do not show', () => {
    const bytes = (count: number): string => {
      const verdict = count / 1003 > 0.005 ? 'conditional' : 'go';
      return JSON.stringify(
        publish({
          ...report,
          duplicates: report.duplicates.map((one) => ({ ...one, repeated: count, verdict })),
          consistency: report.consistency.map((one) => ({ ...one, broken: count, verdict })),
          births: {
            ...report.births!,
            peaks: [{ day: '01-01', rows: count, expected: 2.1, suspicious: count > 6 }],
          },
          addresses: { ...report.addresses!, rowsAtCrowded: count },
          rowsOfOtherWidth: count,
          nothingToLink: count,
          verdict,
        }),
      );
    };
    expect(new Set(Array.from({ length: 10 }, (_, count) => bytes(count))).size).toBe(1);
  });

  test('a rare value of a field does not show', async () => {
    const bytes = async (rare: number): Promise<string> => {
      const rows = cleanRows(1003).map((row, at) => ({
        ...row,
        geslacht: at < rare ? 'O' : row['geslacht']!,
      }));
      return JSON.stringify(
        publish(await profileOf(rows, study)).fields.find(({ name }) => name === 'sex'),
      );
    };
    expect(await bytes(0)).toBe(await bytes(3));
    expect(await bytes(3)).toBe(await bytes(9));
  });
});

/** What an attacker who knows the number of rows can still think of a cell. */
function possible(cell: PublishableCell, rows: number): Set<number> {
  const all = Array.from({ length: rows + 1 }, (_, count) => count);
  return new Set(all.filter((count) => publishCount(count, rows) === cell));
}

test('from the rows and every told count of a field, nothing below ten can be ruled out', () => {
  fc.assert(
    fc.property(small, fc.integer({ min: 60, max: 400 }), (count, rows) => {
      const cells = {
        usable: rows - count,
        empty: count,
        placeholder: 0,
        default: 0,
        letterAddress: 0,
        invalid: 0,
      };
      const told = publish({ ...withCells(cells), rows }).fields[0]!;
      const left = possible(told.unusable, rows);
      expect([...left].sort((a, b) => a - b)).toEqual(Array.from({ length: 10 }, (_, at) => at));
      expect(told.mainReason).toBeUndefined();
    }),
  );
});

describe('years', () => {
  const rows = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 60 });

  test('no stretch has fewer than ten rows, and the ends are years that ten rows have', () => {
    fc.assert(
      fc.property(rows, fc.constantFrom(1, 5), (counts, stretch) => {
        const years = counts.map((count, at) => ({ year: 1940 + at, rows: count }));
        const all = counts.reduce((a, b) => a + b);
        const told = publishYears(years, stretch);
        expect(told.length === 0).toBe(all < 10);
        expect(told.length).toBeLessThanOrEqual(all / 10);
        const named = told.flatMap(({ from, to }) => [from, to]);
        for (const year of named) {
          const has = counts[year - 1940] ?? 0;
          expect(has >= 10 || year % 10 === 0 || year % 10 === 9).toBe(true);
        }
      }),
    );
  });

  test('one very old person does not show', () => {
    const years = (first: number) =>
      publishYears(
        [
          { year: first, rows: 1 },
          { year: 1960, rows: 500 },
          { year: 1961, rows: 480 },
        ],
        5,
      );
    expect(years(1899)).toEqual([{ from: 1960, to: 1961, percent: 100 }]);
    expect(years(1899)).toEqual(years(1911));
  });
});

describe('what weights are derived from', () => {
  const weigh = (one: { completeness: number; expectedTokens: number }) => {
    const { weights } = report;
    const [first, ...others] = weights!.fields;
    const line = { ...first!, ...one };
    return publish({ ...report, weights: { ...weights!, fields: [line, ...others] } }).fields[0]!;
  };

  test('tokens are told in halves, and not of fewer than ten rows', () => {
    const tokens = (completeness: number, expectedTokens: number) =>
      weigh({ completeness, expectedTokens }).meanTokens;
    expect([9.2, 9.3, 0.1].map((mean) => tokens(1, mean))).toEqual([9, 9.5, 0.5]);
    expect(tokens(9 / 1003, 5)).toBeUndefined();
    expect(tokens(0, 0)).toBeUndefined();
    expect(publish({ ...report, weights: undefined }).fields[0]!.meanTokens).toBeUndefined();
  });

  test('gives weights near those of the whole report', () => {
    const { fields, rows } = publish(report);
    const derived = deriveWeights(
      fields.map((one) => ({
        name: one.name,
        type: study.study.encoding.fields.find(({ name }) => name === one.name)!.type,
        completeness: typeof one.unusable === 'number' ? 1 - one.unusable / (rows as number) : 1,
        entropyBits: Math.log2(one.effectiveValues),
        expectedTokens: one.meanTokens!,
      })),
      report.weights!.bits,
    );
    const bitsOf = (weight: FieldWeight | undefined): number =>
      weight !== undefined && 'bitsPerToken' in weight ? weight.bitsPerToken : NaN;
    derived.forEach(({ weight }, at) => {
      const near = bitsOf(report.weights!.fields[at]!.proposed);
      expect(Math.abs(bitsOf(weight) - near)).toBeLessThanOrEqual(Math.max(1, near / 10));
    });
  });
});

test('of fewer than ten rows only that is told', async () => {
  const told = publish(await profileOf(cleanRows(9), study));
  expect(publishableProfileSchema.parse(told)).toEqual(told);
  expect(told).toMatchObject({ rows: '<10', fields: [], variables: [], birthYears: [] });
  const other = publish(await profileOf(cleanRows(4), study));
  expect(JSON.stringify(other)).toBe(JSON.stringify(told));
});

test('verdicts follow from the rounded counts', async () => {
  const rows = cleanRows(1000).map((row, at) => ({
    ...row,
    postcode: at < 44 ? '' : row['postcode']!,
  }));
  const { fields, verdict } = publish(await profileOf(rows, study));
  expect(fields.find(({ name }) => name === 'postcode')).toMatchObject({
    unusable: 40,
    mainReason: 'empty',
    verdict: 'conditional',
  });
  // House numbers without a postcode are 4 % of the rows.
  expect(verdict).toBe('noGo');
});
