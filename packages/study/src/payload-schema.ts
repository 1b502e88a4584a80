// SPDX-License-Identifier: EUPL-1.2
/**
 * The allow-list of research variables. What is not on it cannot leave a data owner, and nothing
 * leaves finer than it says. Settings that are absent change nothing.
 */
import { z } from 'zod';
import { day, identifierName, line } from './names.ts';

const common = { name: identifierName, label: line };
const codeValue = z.string().min(1).max(40);

const code = z.strictObject({
  value: codeValue,
  label: line,
  /** Other values of the register that count as this one: small areas taken together. */
  includes: z.array(codeValue).min(1).max(10_000).optional(),
  /** It says why there is no value, and is none: files of statistics mark it so. */
  missing: z.literal(true).optional(),
});

export const datePrecisions = ['month', 'quarter', 'year'] as const;
export type DatePrecision = (typeof datePrecisions)[number];

export const variableSchema = z.discriminatedUnion('type', [
  z.strictObject({
    ...common,
    type: z.literal('code'),
    /** Value in the register → label. Only the position in this list leaves the owner. */
    codes: z.array(code).min(1),
    /** Only so many characters of a value count: 4 makes PC4 of a postcode. Spaces do not. */
    take: z.int().min(1).max(39).optional(),
  }),
  z.strictObject({
    ...common,
    type: z.literal('date'),
    /** First and last day that may occur. */
    from: day.optional(),
    to: day.optional(),
    /** What leaves is the first day of the month, quarter or year. */
    precision: z.enum(datePrecisions).optional(),
  }),
  z.strictObject({
    ...common,
    type: z.literal('number'),
    unit: line.optional(),
    min: z.number().optional(),
    max: z.number().optional(),
    /** Numbers that are no amount: they say why there is none, and are not made coarser. */
    missing: z
      .array(z.strictObject({ value: z.number(), label: line }))
      .min(1)
      .max(3)
      .optional(),
    /** What is less, or more, leaves as this. */
    bottom: z.number().optional(),
    top: z.number().optional(),
    /** What leaves is the nearest multiple; half goes up. */
    roundTo: z.number().gt(0).optional(),
  }),
  z.strictObject({ ...common, type: z.literal('boolean') }),
]);

export type PayloadVariable = z.output<typeof variableSchema>;
