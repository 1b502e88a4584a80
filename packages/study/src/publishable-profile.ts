// SPDX-License-Identifier: EUPL-1.2
/**
 * The publishable profile of a register: what a data owner may show the coordinator before anything
 * is encoded. No cell can be told apart from another below ten: small cells say `<10`, cells that
 * leave fewer than ten out say `most`, all others are rounded to tens, and no two of them are parts
 * of one whole, so that nothing follows by subtraction.
 */
import { z } from 'zod';
import { identifierName, slug } from './names.ts';

/** Counts below are not told, and others are rounded to it. */
export const PROFILE_CELL_MIN = 10;

/** Rows: tens, `<10`, or `most` where fewer than ten rows of all are not among them. */
const cell = z.union([
  z.int().min(PROFILE_CELL_MIN).multipleOf(PROFILE_CELL_MIN),
  z.enum(['<10', 'most']),
]);

const verdict = z.enum(['go', 'conditional', 'noGo']);
const year = z.int().min(1).max(9999);
const month = z.string().regex(/^\d{4}-(?:0[1-9]|1[0-2])$/);
const percent = z.int().min(0).max(100);

/** Why the largest part of the unusable cells is unusable; absent where no reason has ten rows. */
const reason = z.enum(['empty', 'placeholder', 'default', 'letterAddress', 'invalid']);

/** Years with at least ten rows each, their share of all of them in whole percents. */
const years = z.array(z.strictObject({ from: year, to: year, percent }));

const fieldProfile = z.strictObject({
  name: identifierName,
  type: z.string().regex(/^[a-z][A-Za-z]{0,29}$/),
  /** Rows without a value that says something. */
  unusable: cell,
  mainReason: reason.optional(),
  /** Different values with at least ten rows, two significant digits. */
  commonValues: z.int().min(0),
  /** 1/Σp² of the values, two significant digits: what the field tells persons apart by. */
  effectiveValues: z.number().min(0),
  /** Tokens of a value on average, in halves: for weights. Absent where fewer than ten rows have any. */
  meanTokens: z.number().min(0.5).multipleOf(0.5).optional(),
  marks: z.array(z.strictObject({ mark: z.string().regex(/^[a-z][A-Za-z]{0,29}$/), rows: cell })),
  verdict,
});

const variableProfile = z.strictObject({
  name: identifierName,
  type: z.enum(['code', 'date', 'number', 'boolean']),
  /** The end of a start: empty rows are no fault and not in `unusable`. */
  openEnded: z.boolean(),
  unusable: cell,
  mainReason: reason.optional(),
  dates: z
    .strictObject({
      years,
      /** Months with at least ten rows. */
      monthsCovered: z.int().min(0),
      verdict,
    })
    .optional(),
  verdict,
});

export const publishableProfileSchema = z.strictObject({
  format: z.literal('koppel-publishable-profile'),
  version: z.literal(1),
  study: slug,
  /** SHA-256 of the study in hex: which version was profiled. */
  specHash: z.string().regex(/^[0-9a-f]{64}$/),
  register: slug,
  synthetic: z.boolean(),
  month,
  /** Rounded to tens; `<10` leaves all lists below empty. */
  rows: z.union([z.int().min(PROFILE_CELL_MIN).multipleOf(PROFILE_CELL_MIN), z.literal('<10')]),
  /** Linkage fields that the register does not have. */
  absent: z.array(identifierName),
  fields: z.array(fieldProfile),
  variables: z.array(variableProfile),
  duplicates: z.array(
    z.strictObject({
      kind: z.enum(['recordId', 'bsn', 'identity']),
      repeated: cell,
      /** Absent where a person may have several records. */
      verdict: verdict.optional(),
    }),
  ),
  consistency: z.array(
    z.strictObject({
      check: z.string().regex(/^[a-z][A-Za-z0-9]{0,39}$/),
      fields: z.array(identifierName),
      broken: cell,
      verdict,
    }),
  ),
  birthYears: years,
  birthPeaks: z.array(
    z.strictObject({ day: z.string().regex(/^\d\d-\d\d$/), rows: cell, suspicious: z.boolean() }),
  ),
  /** Rows at addresses that 25 rows or more share. */
  rowsAtCrowdedAddresses: cell.optional(),
  /** Of the rounded counts above; absent below ten rows. */
  verdict: verdict.optional(),
});

export type PublishableProfile = z.output<typeof publishableProfileSchema>;
export type PublishableCell = z.output<typeof cell>;
