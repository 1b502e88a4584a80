// SPDX-License-Identifier: EUPL-1.2
/** A specification for `saul` over the sample fields, for tests. */
import type { EncodingSpec, FieldSpec } from '@koppel/study';
import { sampleFields } from './sample-spec.ts';

/** The sample fields, or others, with equal votes. */
export function voting(
  fields: readonly FieldSpec[] = Object.values(sampleFields),
  votesPerToken = 1,
): FieldSpec[] {
  return fields.map((field) => ({ ...field, weight: { votesPerToken } }));
}

export function saulSpec(
  fields: readonly FieldSpec[] = voting(),
  parameters: { readonly bits: number; readonly k: number; readonly parts?: number } = {
    bits: 2048,
    k: 3,
  },
): EncodingSpec {
  return {
    scheme: 'saul',
    parameters: { ...parameters },
    similarity: 'hamming',
    normalisation: 'plain-1',
    fields: [...fields],
  };
}
