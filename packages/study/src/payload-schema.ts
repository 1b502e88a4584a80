// SPDX-License-Identifier: EUPL-1.2
/** The allow-list of research variables. What is not on it cannot leave a data owner. */
import { z } from 'zod';
import { identifierName, line } from './names.ts';

const common = { name: identifierName, label: line };

export const variableSchema = z.discriminatedUnion('type', [
  z.strictObject({
    ...common,
    type: z.literal('code'),
    /** Value in the register → label. Only the position in this list leaves the owner. */
    codes: z.array(z.strictObject({ value: z.string().min(1).max(40), label: line })).min(1),
  }),
  z.strictObject({ ...common, type: z.literal('date') }),
  z.strictObject({
    ...common,
    type: z.literal('number'),
    unit: line.optional(),
    min: z.number().optional(),
    max: z.number().optional(),
  }),
  z.strictObject({ ...common, type: z.literal('boolean') }),
]);

export type PayloadVariable = z.output<typeof variableSchema>;
