// SPDX-License-Identifier: EUPL-1.2
/** What goes into an account, so that it is there once: refused batches, refused commands. */
import { isKoppelError } from '@koppel/errors';
import { addToPartyAccount, type AccountWriter } from './account.ts';
import type { AccountBody, AccountEntry } from './account-entry.ts';

export interface RefusedBatch {
  readonly topic: string;
  readonly offset: number;
  readonly owner: string;
  readonly code: string;
}

const placeOf = ({ topic, offset }: Pick<RefusedBatch, 'topic' | 'offset'>): string =>
  `${topic} ${String(offset)}`;

/** Notes each refused batch that is not noted yet, and the first time that encodings came in. */
export async function noteIntake(
  writer: AccountWriter,
  refused: readonly RefusedBatch[],
  received: boolean,
): Promise<void> {
  await addToPartyAccount(writer, (entries) => {
    const noted = new Set(
      entries.filter((entry) => entry.kind === 'refusedBatch').map((entry) => placeOf(entry)),
    );
    const first = received && !entries.some(({ kind }) => kind === 'received');
    return [
      ...(first ? [{ kind: 'received' } as const] : []),
      ...refused
        .filter((one) => !noted.has(placeOf(one)))
        .map(({ topic, offset, owner, code }): AccountBody => ({
          kind: 'refusedBatch',
          topic,
          offset,
          owner,
          code,
        })),
    ];
  });
}

/** Codes of what may not be, as opposed to what goes wrong. */
const forbidding = /^(?:GATE_|RETENTION_|STUDY_NEEDS_)/;

const sameRefusal = (one: AccountBody, other: AccountEntry | undefined): boolean =>
  one.kind === 'refused' &&
  other?.kind === 'refused' &&
  one.command === other.command &&
  one.code === other.code &&
  one.about === other.about;

/**
 * Notes that a command was refused, when that is what was thrown: a service that tries again and again
 * is noted once a day.
 */
export async function noteRefusal(
  writer: AccountWriter,
  command: string,
  thrown: unknown,
): Promise<void> {
  if (!isKoppelError(thrown) || !forbidding.test(thrown.code)) return;
  const { field, path, rule } = thrown.place;
  const about = [field, path, rule].filter((part) => part !== undefined).join(' ');
  const body: AccountBody = { kind: 'refused', command, code: thrown.code, about };
  await addToPartyAccount(writer, (entries) => {
    const last = entries.findLast((entry) => entry.kind !== 'signed');
    const day = new Date(writer.now()).toISOString().slice(0, 10);
    return sameRefusal(body, last) && last!.time.startsWith(day) ? [] : [body];
  });
}

/** The day of the last linkage, or of the first batch where nothing was linked: when a term begins. */
export function linkedOn(entries: readonly AccountEntry[]): string | undefined {
  const last =
    entries.findLast(({ kind }) => kind === 'linked') ??
    entries.find(({ kind }) => kind === 'received');
  return last?.time.slice(0, 10);
}
