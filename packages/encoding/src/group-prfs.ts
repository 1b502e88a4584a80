// SPDX-License-Identifier: EUPL-1.2
/** The keys of one encoder: a function for every group of fields, and one of the scheme's own. */
import { deriveGroupKey, wipe } from '@koppel/keys';
import type { FieldSpec } from '@koppel/study';
import { createGroupPrf, type GroupPrf } from './prf.ts';

/** Tokens of different types never meet, also where the fields share a group. */
export const typeTags: Readonly<Record<FieldSpec['type'], number>> = {
  text: 1,
  date: 2,
  code: 3,
  number: 4,
  // Names of all kinds meet: one that moved to the other column still matches.
  surname: 1,
  givenNames: 1,
  postcode: 5,
  houseNumber: 6,
  sex: 7,
};

/** Where a scheme's own stream comes from: no group can have this name. */
export const OWN_GROUP = '/scheme';
/** Of the tokens of a scheme's own stream. */
export const OWN_TYPE_TAG = 0;

/**
 * The functions of the groups, and the scheme's own, each under a key of its own.
 * @param encodingKey 32 bytes; the caller may wipe it afterwards
 * @param keptTokens as for createGroupPrf
 * @throws KoppelError KEY_LENGTH, KEY_WEAK
 */
export function createGroupPrfs(
  fields: readonly FieldSpec[],
  keyDomain: string,
  encodingKey: Uint8Array,
  keptTokens?: number,
): Map<string, GroupPrf> {
  const prfs = new Map<string, GroupPrf>();
  for (const group of new Set([...fields.map((field) => field.group), OWN_GROUP])) {
    const groupKey = deriveGroupKey(encodingKey, `${keyDomain}${group}`);
    prfs.set(group, createGroupPrf(groupKey, keptTokens));
    wipe(groupKey);
  }
  return prfs;
}
