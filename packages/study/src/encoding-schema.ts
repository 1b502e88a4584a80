// SPDX-License-Identifier: EUPL-1.2
/** Which identifiers take part, and how each becomes bits. The scheme checks its own parameters. */
import { z } from 'zod';
import { identifierName } from './names.ts';

const bits = z.int().min(1).max(4096);

const bitsPerToken = z.strictObject({ bitsPerToken: bits });
const bitsPerField = z.strictObject({ bitsPerField: bits });

/**
 * Bits that one token sets, bits that a whole field sets however long its value is, or how often a
 * token counts where tokens vote. The scheme says which it can follow.
 */
export const fieldWeight = z.union([
  bitsPerToken,
  bitsPerField,
  z.strictObject({ votesPerToken: z.int().min(1).max(15) }),
]);

const qGramLetters = z.int().min(1).max(4).default(2);

/**
 * One field, with what `weight` says its weight may be. The types of fields are the same in every
 * round of a study.
 */
function fieldWith<Weight extends z.ZodType<FieldWeight>>(weight: Weight) {
  const common = {
    name: identifierName,
    /** Fields of one group share a key, so that a value that moved between them still matches. */
    group: identifierName.optional(),
    weight,
    onInvalid: z.enum(['reject', 'missing']).default('reject'),
  };
  return z.discriminatedUnion('type', [
    z.strictObject({
      ...common,
      type: z.literal('text'),
      q: qGramLetters,
      /** Each q-gram counts with its place. */
      positional: z.literal(true).optional(),
    }),
    z.strictObject({
      ...common,
      type: z.literal('date'),
      /** Dates up to this many days apart have something in common: for events, not for births. */
      tolerance: z.strictObject({ days: z.int().min(1).max(366) }).optional(),
      /** What counts of 1 January and 1 July, the birthdays that officials assign. */
      assigned: z.literal('yearOnly').optional(),
    }),
    z.strictObject({
      ...common,
      type: z.literal('code'),
      prefixes: z.array(z.int().min(1).max(20)).max(4).default([]),
    }),
    z.strictObject({
      ...common,
      type: z.literal('number'),
      distance: z.number().positive().default(10),
      steps: z.int().min(1).max(50).default(5),
    }),
    z.strictObject({ ...common, type: z.literal('surname'), q: qGramLetters }),
    z.strictObject({ ...common, type: z.literal('givenNames'), q: qGramLetters }),
    z.strictObject({ ...common, type: z.literal('postcode') }),
    z.strictObject({
      ...common,
      type: z.literal('houseNumber'),
      /** Numbers up to this far apart have something in common. */
      neighbours: z.int().min(1).max(50).optional(),
    }),
    z.strictObject({ ...common, type: z.literal('sex') }),
  ]);
}

const field = fieldWith(fieldWeight);
type Entry = z.output<typeof field>;

const everywhere: readonly string[] = ['text', 'date', 'code', 'number'];

/** Settings that only `nl-1` can follow: a type of field, or what to do with assigned birthdays. */
export function dutchSetting(entry: Entry): string | undefined {
  if (!everywhere.includes(entry.type)) return 'type';
  if (entry.type !== 'date') return undefined;
  return (['tolerance', 'assigned'] as const).find((name) => entry[name] !== undefined);
}

/** A field without a group of its own is alone in a group of its own name. */
const withGroup = <T extends { name: string; group?: string | undefined }>(entry: T) => ({
  ...entry,
  group: entry.group ?? entry.name,
});

export const fieldSchema = field.transform(withGroup);

/** Of a field filter: so few bits a token that those of a long value hardly fall on each other. */
export const lookWeight = { bitsPerToken: 6 } as const;

/** A field of the second round: its weight is that of filters, and need not be given. */
export const lookFieldSchema = fieldWith(
  z.union([bitsPerToken, bitsPerField]).default(lookWeight),
).transform(withGroup);

/** `none` leaves values as registered, for a scheme that reads them by rules of its own. */
const normalisation = z.enum(['plain-1', 'nl-1', 'none']);

export const encodingSchema = z
  .strictObject({
    scheme: z.string().regex(/^[a-z][a-z0-9-]{0,19}$/),
    /** Of the scheme; absent is the first, so that a study means for ever what it meant. */
    version: z.int().min(1).max(1000).optional(),
    /** Every scheme has a length in bits; what else it needs, it checks itself. */
    parameters: z
      .object({ bits: z.int().min(64).max(65_536).multipleOf(64) })
      .catchall(z.union([z.number(), z.string().max(100), z.boolean()])),
    /** How two encodings are compared. The scheme says which it needs; absent is `dice`. */
    similarity: z.enum(['dice', 'hamming']).optional(),
    normalisation,
    /** Records that differ in this field get nothing in common but chance. */
    salt: z.strictObject({ field: identifierName }).optional(),
    fields: z.array(fieldSchema).min(1).max(32),
  })
  .superRefine((spec, context) => {
    if (spec.normalisation === 'nl-1') return;
    spec.fields.forEach((entry, at) => {
      const setting = dutchSetting(entry);
      if (setting === undefined) return;
      context.addIssue({ code: 'custom', path: ['fields', at, setting] });
    });
  });

/**
 * How alike two encodings are, 0–1: `dice` is 2·|A∩B| / (|A|+|B|), `hamming` is the share of bits that
 * agree, of which chance alone gives a half.
 */
export type Similarity = 'dice' | 'hamming';

export type Normalisation = z.output<typeof normalisation>;
export type FieldWeight = z.output<typeof fieldWeight>;
export type FieldSpec = z.output<typeof fieldSchema>;
export type EncodingSpec = z.output<typeof encodingSchema>;

export const similarityOf = ({ similarity = 'dice' }: EncodingSpec): Similarity => similarity;

/** Parts of a code that are compared each by itself to find candidates, of equal length; mostly 1. */
export const codePartsOf = ({ parameters }: Pick<EncodingSpec, 'parameters'>): number =>
  typeof parameters['parts'] === 'number' ? parameters['parts'] : 1;

/** What reports repeat of an encoding. */
export interface StatedEncoding {
  readonly scheme: string;
  /** The study's own words, for a scheme that asks for a reason. */
  readonly reason?: string;
  /** The field by which the study salts. */
  readonly salt?: string;
}

export function statedEncoding({ scheme, parameters, salt }: EncodingSpec): StatedEncoding {
  const { reason } = parameters;
  return {
    scheme,
    ...(typeof reason === 'string' ? { reason } : {}),
    ...(salt === undefined ? {} : { salt: salt.field }),
  };
}
