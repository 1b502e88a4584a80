// SPDX-License-Identifier: EUPL-1.2
/**
 * Removes the lists of what old batches contained. The entries stay, and one more says that it was
 * done: written and signed before the first list goes, so a crash leaves nothing unexplained.
 */
import type { Reporter } from '@koppel/console';
import { KoppelError } from '@koppel/errors';
import { bytesOfHex } from '../bytes.ts';
import { withRegisterState } from '../state-folder.ts';
import type { Chain } from './chain.ts';
import type { BatchEntry } from './entry.ts';
import { Ledger, type LedgerOwner } from './ledger.ts';
import { hasTokens, removeTokens } from './token-file.ts';

/** Lists of batches with a lower number in the ledger were removed; 0 when none were. */
export function prunedUpTo({ entries }: Pick<Chain, 'entries'>): number {
  return entries.reduce((upTo, entry) => (entry.kind === 'pruned' ? entry.upTo : upTo), 0);
}

interface Prunable {
  /** The first entry that is kept with its list. */
  readonly upTo: number;
  /** Names of the lists that are there and that no later batch shares. */
  readonly names: readonly string[];
}

function prunable(stateFolder: string, { entries }: Chain, before: string): Prunable {
  const moment = Date.parse(before);
  const upTo = entries.find(({ time }) => Date.parse(time) >= moment)?.n ?? entries.length;
  const batches = entries.filter((entry) => entry.kind === 'batch');
  const kept = new Set(batches.filter(({ n }) => n >= upTo).map(({ tokens }) => tokens));
  const old = new Set(batches.filter(({ n }) => n < upTo).map(({ tokens }) => tokens));
  const names = [...old].filter((name) => !kept.has(name) && hasTokens(stateFolder, name));
  return { upTo, names };
}

/** Does `work` while no register of the ledger is run: a run may be about to use an old list. */
async function alone<T>(
  stateFolder: string,
  registers: readonly BatchEntry[],
  reporter: Reporter,
  work: () => Promise<T>,
): Promise<T> {
  const [first, ...rest] = registers;
  if (first === undefined) return work();
  const place = { ...first, specHash: bytesOfHex(first.specHash) };
  return withRegisterState(stateFolder, place, reporter, () =>
    alone(stateFolder, rest, reporter, work),
  );
}

/** One batch of every register and version of a study, in an order that is always the same. */
function registersOf({ entries }: Chain): BatchEntry[] {
  const batches = entries.filter((entry) => entry.kind === 'batch');
  const name = ({ study, register, specHash }: BatchEntry) => `${study} ${register} ${specHash}`;
  const byName = new Map(batches.map((batch) => [name(batch), batch]));
  return [...byName].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, batch]) => batch);
}

/**
 * Removes the lists of batches before a moment and gives their number.
 * @param before ISO 8601, not later than now
 * @throws KoppelError LEDGER_BROKEN, LEDGER_OTHER_OWNER, FILE_IN_USE; DISK_FULL, WRITE_FAILED
 */
export async function prune(
  stateFolder: string,
  owner: LedgerOwner,
  before: string,
  reporter: Reporter,
): Promise<number> {
  if (Date.parse(before) > owner.now()) throw new KoppelError('USAGE', { path: '--before' });
  const registers = registersOf(new Ledger(stateFolder, owner).found);
  return alone(stateFolder, registers, reporter, async () => {
    const ledger = new Ledger(stateFolder, owner);
    const { upTo, names } = prunable(stateFolder, ledger.found, before);
    if (names.length === 0) return 0;
    const mark = Math.max(upTo, prunedUpTo(ledger.found));
    await ledger.append({ kind: 'pruned', before, upTo: mark, files: names.length });
    await ledger.checkpoint();
    for (const name of names) removeTokens(stateFolder, name);
    return names.length;
  });
}
