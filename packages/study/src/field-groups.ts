// SPDX-License-Identifier: EUPL-1.2
/**
 * Where the filters of fields lie in an encoding that has one for each: what the party that links
 * needs to know of such a scheme, which it cannot import. Positions and names, no values. Pure.
 */
import type { EncodingSpec } from './encoding-schema.ts';

export interface FieldFilterPlace {
  /** The name of the field in the study. */
  readonly name: string;
  /** Its key group: filters of one group can be compared with each other. */
  readonly alike: string;
  /** First byte within an encoding. */
  readonly from: number;
  readonly bytes: number;
}

/** The filters of a record, in order; undefined for an encoding that has one filter for all fields. */
export function fieldFiltersOf({
  scheme,
  parameters,
  fields,
}: EncodingSpec): FieldFilterPlace[] | undefined {
  if (scheme !== 'field-filters' || fields.length < 2) return undefined;
  const bytes = Number(parameters['fieldBits']) / 8;
  return fields.map(({ name, group }, at) => ({ name, alike: group, from: at * bytes, bytes }));
}
