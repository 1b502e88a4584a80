// SPDX-License-Identifier: EUPL-1.2
/**
 * From a profile to its publishable form. Two rules carry it. A count is told in tens, as `<10`, or
 * as `most` when its complement is small; no two counts that are told are parts of one whole, so that
 * none follows from the others, even for one who knows the number of rows. And whatever else is told
 * is computed from the rounded counts or from cells of ten rows and more.
 */
import { PROFILE_CELL_MIN, type PublishableCell, type PublishableProfile } from '@koppel/study';
import {
  unusableStates,
  type BirthProfile,
  type CellCounts,
  type DuplicateProfile,
  type FieldProfile,
  type ProfileReport,
  type UnusableState,
  type VariableProfile,
  type Verdict,
} from './model.ts';
import { completenessVerdict, coverageVerdict, faultVerdict, worst } from './verdicts.ts';

const least = PROFILE_CELL_MIN;
const birthStretch = 5;

function tens(count: number): number {
  return Math.round(count / least) * least;
}

/** A count of `whole` rows as it may be told. */
export function publishCount(count: number, whole: number): PublishableCell {
  if (count < least) return '<10';
  if (whole - count < least) return 'most';
  return tens(count);
}

/** The share of the rows, 0–1, that a told count stands for at most; judging is by the worst case. */
function shareAtMost(cell: PublishableCell, rows: number): number {
  if (cell === 'most') return 1;
  return Math.min(1, (cell === '<10' ? least - 1 : cell) / rows);
}

/**
 * Of faults, `<10` is none for the verdict: in a small register nine would be many, but whether
 * there are any is just what is not told.
 */
function toldFaultVerdict(cell: PublishableCell, rows: number): Verdict {
  return faultVerdict(cell === '<10' ? 0 : shareAtMost(cell, rows));
}

export function twoDigits(number: number): number {
  return Number(number.toPrecision(2));
}

/**
 * Stretches of so many years, joined until each has ten rows; what is left at the end joins the last.
 * @param years in their order
 */
export function publishYears(
  years: readonly { readonly year: number; readonly rows: number }[],
  stretch: number,
): PublishableProfile['birthYears'] {
  const joined: { from: number; to: number; rows: number }[] = [];
  let open: { from: number; to: number; rows: number } | undefined;
  for (const [at, { year, rows }] of years.entries()) {
    open = { from: open?.from ?? year, to: year, rows: (open?.rows ?? 0) + rows };
    const next = years[at + 1]?.year;
    const goesOn = next !== undefined && Math.floor(next / stretch) === Math.floor(year / stretch);
    if (open.rows < least || goesOn) continue;
    joined.push(open);
    open = undefined;
  }
  const last = joined.at(-1);
  if (open !== undefined && last !== undefined) {
    joined[joined.length - 1] = { from: last.from, to: open.to, rows: last.rows + open.rows };
  }
  return withinYears(years, joined);
}

/** A stretch is named by its years with ten rows, where it has them: one odd year is one person. */
function withinYears(
  years: readonly { readonly year: number; readonly rows: number }[],
  joined: readonly { from: number; to: number; rows: number }[],
): PublishableProfile['birthYears'] {
  const all = joined.reduce((sum, { rows }) => sum + rows, 0);
  return joined.map(({ from, to, rows }) => {
    const many = years.filter((one) => one.year >= from && one.year <= to && one.rows >= least);
    const [first, last] = [many[0]?.year ?? roundDown(from), many.at(-1)?.year ?? roundUp(to)];
    return { from: first, to: last, percent: Math.round((100 * rows) / all) };
  });
}

/** Without a year of ten rows: whole decades. */
const roundDown = (year: number): number => Math.max(1, Math.floor(year / 10) * 10);
const roundUp = (year: number): number => Math.min(9999, Math.floor(year / 10) * 10 + 9);

function unusableOf(cells: CellCounts): number {
  return unusableStates.reduce((sum, state) => sum + cells[state], 0);
}

/** The reason with the most rows; of equal ones the first. Told only when it has ten rows. */
function mainReason(cells: CellCounts): PublishableProfile['fields'][number]['mainReason'] {
  const largest = unusableStates.reduce<UnusableState>(
    (one, other) => (cells[other] > cells[one] ? other : one),
    'empty',
  );
  return cells[largest] >= least ? largest : undefined;
}

function publishCells(cells: CellCounts, rows: number) {
  const unusable = publishCount(unusableOf(cells), rows);
  const main = mainReason(cells);
  return { unusable, ...(main === undefined ? {} : { mainReason: main }) };
}

/** Tokens of a value in halves, where ten rows have any. */
function publishTokens({ weights }: ProfileReport, name: string) {
  const line = weights?.fields.find((one) => one.name === name);
  if (weights === undefined || line === undefined) return {};
  if (weights.rows * line.completeness < least) return {};
  return { meanTokens: Math.max(1, Math.round(2 * line.expectedTokens)) / 2 };
}

function publishField(field: FieldProfile, report: ProfileReport, told: number) {
  const { rows } = report;
  const cells = publishCells(field.cells, rows);
  return {
    name: field.name,
    type: field.type,
    ...cells,
    commonValues: twoDigits(field.spread.common),
    effectiveValues: twoDigits(field.spread.effective),
    ...publishTokens(report, field.name),
    marks: field.marks
      .map(({ mark, rows: marked }) => ({
        mark,
        rows: publishCount(marked, rows),
      }))
      .filter(({ rows: marked }) => marked !== '<10'),
    verdict: completenessVerdict(1 - shareAtMost(cells.unusable, told), 'linkageField'),
  };
}

function publishVariable(variable: VariableProfile, rows: number, told: number) {
  const { dates, openEnded } = variable;
  const cells = publishCells(openEnded ? { ...variable.cells, empty: 0 } : variable.cells, rows);
  const byYear = new Map<number, number>();
  for (const { month, rows: inMonth } of dates?.months ?? []) {
    const year = Number(month.slice(0, 4));
    byYear.set(year, (byYear.get(year) ?? 0) + inMonth);
  }
  const years = [...byYear].map(([year, inYear]) => ({ year, rows: inYear }));
  return {
    name: variable.name,
    type: variable.type,
    openEnded,
    ...cells,
    ...(dates === undefined
      ? {}
      : {
          dates: {
            years: publishYears(years, 1),
            monthsCovered: dates.covered,
            verdict: coverageVerdict(dates.covered),
          },
        }),
    verdict: completenessVerdict(1 - shareAtMost(cells.unusable, told), 'variable'),
  };
}

function publishDuplicates(one: DuplicateProfile, rows: number, told: number) {
  const repeated = publishCount(one.repeated, rows);
  const verdict = one.verdict === undefined ? {} : { verdict: toldFaultVerdict(repeated, told) };
  return { kind: one.kind, repeated, ...verdict };
}

function publishPeaks(births: BirthProfile, rows: number) {
  return births.peaks.map(({ day, rows: born, suspicious }) => {
    const told = publishCount(born, rows);
    return { day, rows: told, suspicious: told !== '<10' && suspicious };
  });
}

/** Below ten rows only that there are so few. */
export function publish(report: ProfileReport): PublishableProfile {
  const { study, specHash, register, synthetic, day, absent, rows, births, addresses } = report;
  const common = {
    format: 'koppel-publishable-profile',
    version: 1,
    study,
    specHash,
    register,
    synthetic,
    month: day.slice(0, 7),
  } as const;
  if (rows < least) {
    const nothing = { fields: [], variables: [], duplicates: [], consistency: [] };
    return {
      ...common,
      ...nothing,
      absent: [...absent],
      rows: '<10',
      birthYears: [],
      birthPeaks: [],
    };
  }
  const told = tens(rows);
  const fields = report.fields.map((field) => publishField(field, report, told));
  const variables = report.variables.map((variable) => publishVariable(variable, rows, told));
  const duplicates = report.duplicates.map((one) => publishDuplicates(one, rows, told));
  const consistency = report.consistency.map(({ check, fields: names, broken: count }) => {
    const broken = publishCount(count, rows);
    return { check, fields: [...names], broken, verdict: toldFaultVerdict(broken, told) };
  });
  const judged = [...fields, ...variables, ...duplicates, ...consistency];
  return {
    ...common,
    absent: [...absent],
    rows: told,
    fields,
    variables,
    duplicates,
    consistency,
    birthYears: publishYears(births?.years ?? [], birthStretch),
    birthPeaks: births === undefined ? [] : publishPeaks(births, rows),
    ...(addresses === undefined
      ? {}
      : { rowsAtCrowdedAddresses: publishCount(addresses.rowsAtCrowded, rows) }),
    verdict: worst(judged.map(({ verdict }) => verdict)),
  };
}
