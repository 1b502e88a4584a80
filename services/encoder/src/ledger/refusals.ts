// SPDX-License-Identifier: EUPL-1.2
/** What the ledger says of runs that were refused, and of safeguards that were set aside. */
import { isKoppelError } from '@koppel/errors';
import { Ledger, type LedgerOwner } from './ledger.ts';

export interface RefusedRun {
  readonly stateFolder: string;
  readonly owner: LedgerOwner;
  readonly study: string;
  /** Empty for one that the study does not have. */
  readonly register: string;
}

/** Codes of what may not be, as opposed to what goes wrong. */
const forbidding = /^(?:GATE_|RETENTION_|EXCLUSIONS_FORGOTTEN|EXCLUSIONS_SHRUNK|EXCLUSIONS_BSN)/;

/** Notes that a run was refused, when that is what was thrown: of the same refusals one a day. */
export async function noteRefusedRun(
  { stateFolder, owner, study, register }: RefusedRun,
  thrown: unknown,
): Promise<void> {
  if (!isKoppelError(thrown) || !forbidding.test(thrown.code)) return;
  let ledger: Ledger;
  try {
    ledger = new Ledger(stateFolder, owner);
  } catch {
    return; // a ledger that is broken refuses every run by itself
  }
  const day = new Date(owner.now()).toISOString().slice(0, 10);
  const last = ledger.found.entries.findLast(
    (entry) => entry.kind === 'refused' && entry.register === register && entry.study === study,
  );
  const { code, place } = thrown;
  // Of the gate the field is a word of the study; other refusals name what somebody typed.
  const about = code.startsWith('GATE_') && register !== '' ? place.field : undefined;
  const known =
    last?.kind === 'refused' &&
    last.code === code &&
    last.about === about &&
    last.time.startsWith(day);
  if (known) return;
  await ledger.append({ kind: 'refused', study, register, code, ...(about && { about }) });
  await ledger.checkpoint();
}

/** Notes each option of a run that sets a safeguard aside. */
export async function noteOverrides(
  ledger: Ledger,
  { study, register }: Pick<RefusedRun, 'study' | 'register'>,
  options: readonly string[],
): Promise<void> {
  for (const option of options) await ledger.append({ kind: 'override', study, register, option });
}
