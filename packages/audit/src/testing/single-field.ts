// SPDX-License-Identifier: EUPL-1.2
/** Codes of one field or a few, of persons who need not be the same in both registers. For tests only. */
import { createProfile, type EncodingProfile } from '@koppel/encoding';
import { encodeRecords } from '../own-key.ts';
import type { AuditSubject, ClearRegister, CreateEncoder } from '../subject.ts';
import { populationProfile, testKey } from './population.ts';

/** Places of the fields of `populationProfile`. */
export const GIVEN_NAME = 0;
export const SURNAME = 1;

/** `clk` over some of the fields of a person. */
export function profileOfFields(fields: readonly number[], bits = 1024): EncodingProfile {
  const { spec } = populationProfile();
  const kept = fields.map((field) => spec.fields[field]!);
  return createProfile({ ...spec, parameters: { bits }, fields: kept });
}

/** Those values of persons. */
export function onlyFields({ values }: ClearRegister, fields: readonly number[]): ClearRegister {
  return { values: values.map((person) => fields.map((field) => person[field]!)) };
}

/** The truth is by value: a row with the same values as the encoding, or none. */
export function stageValues(
  profile: EncodingProfile,
  encoded: ClearRegister,
  register: ClearRegister,
  createEncoder?: CreateEncoder,
): AuditSubject {
  const rows = new Map(register.values.map((values, row) => [values.join('\n'), row]));
  return {
    profile,
    encodings: encodeRecords(profile, testKey(2), encoded, createEncoder),
    register,
    truth: Int32Array.from(encoded.values, (values) => rows.get(values.join('\n')) ?? -1),
    ...(createEncoder === undefined ? {} : { createEncoder }),
  };
}
