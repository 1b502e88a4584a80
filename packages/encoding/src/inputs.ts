// SPDX-License-Identifier: EUPL-1.2
/**
 * What a field takes from a register: one value, or several parts that together say one thing, such
 * as a name, its prefix and the partner's name. A record is given to an encoder as the values of all
 * inputs, in the order of this list.
 */
import type { FieldSpec, Normalisation } from '@koppel/study';

/** The part that every field has, and the only one that a register must have. */
export const MAIN_PART = 'value';

export interface FieldInput {
  /** Position of the field in the specification. */
  readonly field: number;
  readonly name: string;
  readonly part: string;
}

/** Whether the address is for letters only (briefadres). */
const letterAddress = 'letterAddress';

const partsByType: Readonly<Record<FieldSpec['type'], readonly string[]>> = {
  text: [MAIN_PART],
  date: [MAIN_PART, 'certainty'],
  code: [MAIN_PART],
  number: [MAIN_PART],
  surname: [MAIN_PART, 'prefix', 'partner', 'partnerPrefix', 'usage'],
  givenNames: [MAIN_PART, 'initials', 'callName'],
  postcode: [MAIN_PART, letterAddress],
  houseNumber: [MAIN_PART, 'letter', 'addition', letterAddress],
  sex: [MAIN_PART],
};

const onlyMain: readonly string[] = [MAIN_PART];

/** The parts of a type of field, the main one first. Only `nl-1` has others. */
export function partsOf(
  type: FieldSpec['type'],
  normalisation: Normalisation = 'nl-1',
): readonly string[] {
  return normalisation === 'nl-1' ? partsByType[type] : onlyMain;
}

/** The inputs of all fields, field by field. */
export function inputsOf(
  fields: readonly FieldSpec[],
  normalisation: Normalisation = 'nl-1',
): FieldInput[] {
  return fields.flatMap(({ name, type }, field) =>
    partsOf(type, normalisation).map((part) => ({ field, name, part })),
  );
}
