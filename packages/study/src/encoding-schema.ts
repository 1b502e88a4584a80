// SPDX-License-Identifier: EUPL-1.2
/** Which identifiers take part, and how each becomes bits. The scheme checks its own parameters. */
import { z } from 'zod';
import { identifierName } from './names.ts';

const bits = z.int().min(1).max(4096);

/** Bits that one token sets, or bits that a whole field sets however long its value is. */
export const fieldWeight = z.union([
  z.strictObject({ bitsPerToken: bits }),
  z.strictObject({ bitsPerField: bits }),
]);

const common = {
  name: identifierName,
  /** Fields of one group share a key, so that a value that moved between them still matches. */
  group: identifierName.optional(),
  weight: fieldWeight,
  onInvalid: z.enum(['reject', 'missing']).default('reject'),
};

const field = z.discriminatedUnion('type', [
  z.strictObject({ ...common, type: z.literal('text'), q: z.int().min(1).max(4).default(2) }),
  z.strictObject({ ...common, type: z.literal('date') }),
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
]);

/** A field without a group of its own is alone in a group of its own name. */
export const fieldSchema = field.transform((entry) => ({
  ...entry,
  group: entry.group ?? entry.name,
}));

export const encodingSchema = z.strictObject({
  scheme: z.string().regex(/^[a-z][a-z0-9-]{0,19}$/),
  /** Every scheme has a length in bits; what else it needs, it checks itself. */
  parameters: z
    .object({ bits: z.int().min(64).max(65_536).multipleOf(64) })
    .catchall(z.union([z.number(), z.string().max(100), z.boolean()])),
  normalisation: z.literal('plain-1'),
  fields: z.array(fieldSchema).min(1).max(32),
});

export type FieldWeight = z.output<typeof fieldWeight>;
export type FieldSpec = z.output<typeof fieldSchema>;
export type EncodingSpec = z.output<typeof encodingSchema>;
