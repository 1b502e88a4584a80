// SPDX-License-Identifier: EUPL-1.2
/** Proposed weights as the part of a study file that they go into. */
import type { BitWeight } from '@koppel/encoding';
import type { FieldSpec } from '@koppel/study';
import { Document, isMap } from 'yaml';

/**
 * The list `fields` of the study's encoding, each field as it stands but for its weight.
 * @param proposed by name; a field without a proposal keeps its weight
 */
export function weightText(
  fields: readonly FieldSpec[],
  proposed: ReadonlyMap<string, BitWeight>,
): string {
  const plain = fields.map(({ name, type, group, weight, ...others }) => ({
    name,
    type,
    ...(group === name ? {} : { group }),
    ...others,
    weight: proposed.get(name) ?? weight,
  }));
  const document = new Document({ fields: plain });
  fields.forEach((_, at) => {
    const weight = document.getIn(['fields', at, 'weight'], true);
    if (isMap(weight)) weight.flow = true;
  });
  return document.toString({ lineWidth: 0 });
}
