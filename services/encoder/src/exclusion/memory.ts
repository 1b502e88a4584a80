// SPDX-License-Identifier: EUPL-1.2
/**
 * What is remembered of the exclusion list of a study, so that no later run can forget it or lose
 * entries unnoticed: the keyed tags of its entries, in a file that the ledger names by its hash.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readFileBytes, writeFileWhole } from '@koppel/console';
import { KoppelError } from '@koppel/errors';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesOfHex, hex } from '../bytes.ts';
import type { Ledger } from '../ledger/ledger.ts';

/** A list that differs from what is remembered; `entry` is for the ledger before anything leaves. */
export interface ListChange {
  readonly study: string;
  readonly listed: number;
  readonly removed: number;
  /** 32 hex digits each, ascending. */
  readonly tags: readonly string[];
}

function fileOf(stateFolder: string, digest: string): string {
  return join(stateFolder, 'exclusions', digest);
}

/** The tags of the last list of a study; undefined when no run had one. EXCLUSIONS_MEMORY. */
function remembered(stateFolder: string, ledger: Ledger, study: string): string[] | undefined {
  const last = ledger.found.entries.findLast(
    (entry) => entry.kind === 'exclusions' && entry.study === study,
  );
  if (last?.kind !== 'exclusions') return undefined;
  const file = fileOf(stateFolder, last.tags);
  const bytes = existsSync(file) ? readFileBytes(file) : new Uint8Array();
  if (hex(sha256(bytes)) !== last.tags) {
    throw new KoppelError('EXCLUSIONS_MEMORY', { file: stateFolder, field: study });
  }
  return hex(bytes).match(/.{32}/g) ?? [];
}

/**
 * Holds the list of a run against the one before.
 * @param tags of this run's list, ascending; undefined when the run has none
 * @param confirmed somebody confirms that entries are rightly gone
 * @returns what is to be remembered, undefined when nothing changes
 * @throws KoppelError EXCLUSIONS_FORGOTTEN, EXCLUSIONS_SHRUNK, EXCLUSIONS_MEMORY
 */
export function compareWithMemory(
  stateFolder: string,
  ledger: Ledger,
  study: string,
  tags: readonly string[] | undefined,
  confirmed: boolean,
): ListChange | undefined {
  let before: string[] | undefined;
  try {
    before = remembered(stateFolder, ledger, study);
  } catch (thrown) {
    if (!confirmed) throw thrown;
    before = [];
  }
  if (tags === undefined && (before ?? []).length === 0) return undefined;
  const place = { file: stateFolder, field: study };
  if (tags === undefined && !confirmed) throw new KoppelError('EXCLUSIONS_FORGOTTEN', place);
  const now = tags ?? [];
  const kept = new Set(now);
  const removed = (before ?? []).filter((tag) => !kept.has(tag)).length;
  if (removed > 0 && !confirmed) throw new KoppelError('EXCLUSIONS_SHRUNK', place);
  const same = before?.length === now.length && removed === 0;
  return same ? undefined : { study, listed: now.length, removed, tags: now };
}

/** The bytes of tags, and their hash, which is what the ledger has of a list. */
function packed(tags: readonly string[]): { readonly bytes: Uint8Array; readonly digest: string } {
  const bytes = bytesOfHex(tags.join(''));
  return { bytes, digest: hex(sha256(bytes)) };
}

/** Remembers a list: its tags first, then the entry that names them. DISK_FULL, WRITE_FAILED. */
export async function remember(
  stateFolder: string,
  ledger: Ledger,
  { study, listed, removed, tags }: ListChange,
): Promise<void> {
  const { bytes, digest } = packed(tags);
  const file = fileOf(stateFolder, digest);
  if (!existsSync(file)) writeFileWhole(file, bytes, { mode: 0o600 });
  await ledger.append({ kind: 'exclusions', study, listed, removed, tags: digest });
}

/** The list that runs of a study honour now, and where the ledger says so; undefined without one. */
function listInForce(
  { found: { entries } }: Ledger,
  study: string,
): { readonly tags: string; readonly at: number } | undefined {
  const at = entries.findLastIndex((entry) => entry.kind === 'exclusions' && entry.study === study);
  const entry = entries[at];
  return entry?.kind === 'exclusions' ? { tags: entry.tags, at } : undefined;
}

/** Whether a run of the register ended under the list that is in force. */
function isHonoured(ledger: Ledger, study: string, register: string): boolean {
  const list = listInForce(ledger, study);
  return ledger.found.entries.some(
    (entry, at) =>
      entry.kind === 'honoured' &&
      entry.study === study &&
      entry.register === register &&
      list !== undefined &&
      entry.tags === list.tags &&
      at > list.at,
  );
}

/**
 * What to note when a run of a register ended that held nothing back: undefined without a list, when
 * it stands there already, and when another run brought another list into force meanwhile.
 * @param ledger as it stands at the end of the run
 * @param used tags of the list that this run left out rows by, ascending
 */
export function honouredNow(
  ledger: Ledger,
  study: string,
  register: string,
  used: readonly string[],
): { readonly kind: 'honoured'; study: string; register: string; tags: string } | undefined {
  const list = listInForce(ledger, study);
  if (list?.tags !== packed(used).digest || isHonoured(ledger, study, register)) return undefined;
  return { kind: 'honoured', study, register, tags: list.tags };
}

/**
 * Registers of which something left in a study, and no run ended since under the list that is in
 * force: who objected may still be in them.
 */
export function notHonoured(ledger: Ledger, study: string): string[] {
  if (listInForce(ledger, study) === undefined) return [];
  const left = ledger.found.entries.flatMap((entry) =>
    entry.kind === 'batch' && entry.study === study ? [entry.register] : [],
  );
  return [...new Set(left)].filter((register) => !isHonoured(ledger, study, register)).sort();
}
