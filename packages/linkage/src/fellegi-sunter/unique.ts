// SPDX-License-Identifier: EUPL-1.2
/** Whether registers that are called unique are: two records of one that agree in everything. Pure. */
import { KoppelError } from '@koppel/errors';
import { MISSING } from './levels.ts';
import type { WithinEvidence } from './start.ts';

/** The lowest level that counts as agreement: above the second cut point. */
const AGREES = 4;
/**
 * At most this share of the records may have one that agrees in everything: as for records with one
 * filter (threshold/checks.ts), where twins and households stay below 0.006.
 */
const ALIKE_MOST = 0.03;

/**
 * @param records of all unique registers that were looked at
 * @throws LINKAGE_NOT_UNIQUE
 */
export function checkUnique({ patterns }: WithinEvidence, records: number): void {
  const { groups, count, levels, pairs } = patterns;
  const enough = Math.max(2, groups / 2);
  let alike = 0;
  for (let pattern = 0; pattern < count; pattern++) {
    const own = levels.subarray(pattern * groups, (pattern + 1) * groups);
    const known = own.filter((level) => level !== MISSING);
    if (known.length >= enough && known.every((level) => level >= AGREES)) alike += pairs[pattern]!;
  }
  if (2 * alike > ALIKE_MOST * records) throw new KoppelError('LINKAGE_NOT_UNIQUE');
}
