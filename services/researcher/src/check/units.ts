// SPDX-License-Identifier: EUPL-1.2
/** What the release check counts: persons, so that one person's many records are no crowd. */
import { quotedName } from '../store/store.ts';

/** SQL that counts persons where there is a column for them, else rows. */
export function unitsOf(
  { columns }: { readonly columns: readonly string[] },
  unit: string,
): string {
  return columns.includes(unit) ? `count(DISTINCT ${quotedName(unit)})` : 'count(*)';
}
