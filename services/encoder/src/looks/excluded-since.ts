// SPDX-License-Identifier: EUPL-1.2
/**
 * Whether somebody on the exclusion list is in a run that was delivered before: by objection, secrecy
 * or a court. Then no look at that run is answered. Asked of the run as a whole, so that a refusal does
 * not tell whom it is about.
 */
import { KoppelError } from '@koppel/errors';
import { recordTokens } from '@koppel/keys';
import { hex } from '../bytes.ts';
import { everyRegister, type ExclusionEntry } from '../exclusion/list.ts';
import { personTags } from './person-tag.ts';
import type { LookStore } from './store-file.ts';

export interface ListedHere {
  readonly entries: readonly ExclusionEntry[];
  /** 32 bytes, the owner's alone. */
  readonly tokenKey: Uint8Array;
  readonly study: string;
  readonly register: string;
  /** Numbers on the list need not be looked for where the run has none. */
  readonly confirmWithoutBsn: boolean;
}

/** EXCLUSIONS_BSN where numbers are listed and the run was kept without; STATE_DAMAGED. */
export function holdsExcluded(store: LookStore, listed: ListedHere): boolean {
  const { entries, tokenKey, study, register, confirmWithoutBsn } = listed;
  const here = entries.filter((one) => [register, everyRegister].includes(one.register));
  const tokenOf = recordTokens(tokenKey, study, register);
  const tagOf = personTags(tokenKey);
  const { filterBytes, classBytes } = store.shape;
  const scratch = new Uint8Array(filterBytes + classBytes);
  const byRecord = here.filter(({ kind }) => kind === 'record').map(({ id }) => tokenOf(id));
  const isHeld = byRecord.some((token) => store.copyInto(token, 0, scratch, 0));
  scratch.fill(0);
  if (isHeld) return true;
  const numbers = here.filter(({ kind }) => kind === 'bsn').map(({ id }) => hex(tagOf(id)));
  const isUnnumbered = store.rows > 0 && !store.shape.tags;
  if (numbers.length > 0 && isUnnumbered && !confirmWithoutBsn) {
    throw new KoppelError('EXCLUSIONS_BSN', { field: register });
  }
  return store.bearsTag(new Set(numbers));
}
