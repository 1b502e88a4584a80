// SPDX-License-Identifier: EUPL-1.2
/** The linkage unit's account of a study: refusals, linkages, and what was set aside. */
import {
  addToPartyAccount,
  linkedOn,
  noteIntake,
  noteRefusal,
  partyAccountFile,
  readPartyAccount,
  type AccountWriter,
} from '@koppel/accountability';
import { today } from '@koppel/console';
import {
  checkRetention,
  retentionOf,
  type ControlState,
  type ReadStudy,
  type Retention,
} from '@koppel/study';
import type { LinkageState } from './state.ts';

export interface UnitAccountPlace extends ReadStudy {
  readonly keyFile: string;
  readonly signSecretKey?: Uint8Array | undefined;
}

export function unitWriter(place: UnitAccountPlace): AccountWriter {
  const { keyFile, signSecretKey } = place;
  return { keyFile, read: place, party: 'linkageUnit', signSecretKey, now: Date.now };
}

/** The day from which the term for encodings runs: see `linkedOn`. ACCOUNT_BROKEN. */
export function unitLinkedOn(keyFile: string, read: ReadStudy): string | undefined {
  return linkedOn(readPartyAccount(partyAccountFile(keyFile, read)).entries);
}

/** The term for encodings as it stands today. ACCOUNT_BROKEN. */
export function unitTerm(
  place: UnitAccountPlace,
  control: ControlState | undefined,
): Retention | undefined {
  const facts = { endedOn: control?.endedOn, linkedOn: unitLinkedOn(place.keyFile, place) };
  return retentionOf(place.study, 'encodings', facts, today());
}

/** Throws RETENTION_OVER once encodings may not be kept any more; ACCOUNT_BROKEN. */
export function requireTerm(place: UnitAccountPlace, control: ControlState | undefined): void {
  const facts = { endedOn: control?.endedOn, linkedOn: unitLinkedOn(place.keyFile, place) };
  checkRetention(place.study, 'encodings', facts, today());
}

/** Notes every refused batch or answer, and that encodings are here, each once. */
export function noteTaken(place: UnitAccountPlace, state: LinkageState): Promise<void> {
  const refused = [...state.refusals(), ...state.looks.faults()];
  return noteIntake(unitWriter(place), refused, state.runs().length > 0);
}

/**
 * Notes that a result was published, once: also one that a run before published and did not note
 * before it ended.
 */
export async function noteLinked(
  place: UnitAccountPlace,
  result: Uint8Array,
  published: boolean,
): Promise<void> {
  const name = Buffer.from(result).toString('hex');
  await addToPartyAccount(unitWriter(place), (entries) => {
    const last = entries.findLast((entry) => entry.kind === 'linked');
    // An entry without a name is of before they had one.
    const isKnown = last !== undefined && (last.result ?? (published ? '' : name)) === name;
    return isKnown ? [] : [{ kind: 'linked', result: name }];
  });
}

/** Notes that a command was given with an option that sets a safeguard aside; once a day. */
export async function noteOverride(
  place: UnitAccountPlace,
  command: string,
  option: string,
): Promise<void> {
  const day = new Date().toISOString().slice(0, 10);
  await addToPartyAccount(unitWriter(place), (entries) => {
    const known = entries.some(
      (entry) => entry.kind === 'override' && entry.option === option && entry.time.startsWith(day),
    );
    return known ? [] : [{ kind: 'override', command, option }];
  });
}

/** Does the work of a command; what the gate or a term refuses is noted, and thrown on. */
export async function accountable<T>(
  place: UnitAccountPlace,
  command: string,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (thrown) {
    await noteRefusal(unitWriter(place), command, thrown);
    throw thrown;
  }
}
