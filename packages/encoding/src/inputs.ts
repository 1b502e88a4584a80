// SPDX-License-Identifier: EUPL-1.2
/**
 * What a field takes from a register: one value, or several parts that together say one thing, such
 * as a name, its prefix and the partner's name. A record is given to an encoder as the values of all
 * inputs, in the order of this list.
 */
import type { FieldSpec } from '@koppel/study';

/** The part that every field has, and the only one that a register must have. */
export const MAIN_PART = 'value';

export interface FieldInput {
  /** Position of the field in the specification. */
  readonly field: number;
  readonly name: string;
  readonly part: string;
}

const partsByType: Readonly<Record<FieldSpec['type'], readonly string[]>> = {
  text: [MAIN_PART],
  date: [MAIN_PART],
  code: [MAIN_PART],
  number: [MAIN_PART],
};

/** The parts of a type of field, the main one first. */
export function partsOf(type: FieldSpec['type']): readonly string[] {
  return partsByType[type];
}

/** The inputs of all fields, field by field. */
export function inputsOf(fields: readonly FieldSpec[]): FieldInput[] {
  return fields.flatMap(({ name, type }, field) =>
    partsOf(type).map((part) => ({ field, name, part })),
  );
}
