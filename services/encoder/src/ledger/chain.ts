// SPDX-License-Identifier: EUPL-1.2
/**
 * Reads a ledger from its first entry to its last and holds each against the rules. The first entry
 * that breaks one is named. What comes after a broken entry proves nothing and is not read.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readFileBytes } from '@koppel/console';
import { KoppelError } from '@koppel/errors';
import { verify } from '@koppel/keys/sign';
import { bytesOfHex } from '../bytes.ts';
import {
  emptyHead,
  readLine,
  type BatchEntry,
  type Head,
  type LedgerEntry,
  type LineRule,
} from './entry.ts';

/** What a sound ledger says. */
export interface Chain {
  readonly head: Head;
  readonly entries: readonly LedgerEntry[];
  /** Hash of entry n at n. */
  readonly hashes: readonly string[];
  /** Batches of which it is not known whether they reached the log. */
  readonly open: ReadonlyMap<number, BatchEntry>;
  /** Bytes of sound lines. */
  readonly bytes: number;
  /** Bytes after them: a line that was never finished. */
  readonly torn: number;
}

export type ChainRule = LineRule | 'begin' | 'reference' | 'signature';

export function ledgerFileOf(stateFolder: string): string {
  return join(stateFolder, 'ledger.jsonl');
}

/** What a checkpoint signs: whose ledger, how long it is, and the hash of its last entry. */
export function checkpointBytes(owner: string, { next, hash }: Head): Uint8Array {
  return new TextEncoder().encode(`koppel/v1/ledger/checkpoint ${owner} ${String(next)} ${hash}`);
}

/** Whether the entry may follow; keeps account of batches without an end. */
function followRule(
  entry: LedgerEntry,
  before: Head,
  begin: LedgerEntry | undefined,
  open: Map<number, BatchEntry>,
): ChainRule | undefined {
  if ((entry.kind === 'begin') !== (entry.n === 0)) return 'begin';
  if (entry.kind === 'batch') open.set(entry.n, entry);
  if (entry.kind === 'sent' || entry.kind === 'notSent') {
    if (!open.delete(entry.of)) return 'reference';
  }
  if (entry.kind === 'pruned' && entry.upTo > entry.n) return 'reference';
  if (entry.kind !== 'checkpoint') return undefined;
  if (begin?.kind !== 'begin') return 'begin';
  const signed = checkpointBytes(begin.owner, before);
  const sound = verify(bytesOfHex(begin.signPublicKey), signed, bytesOfHex(entry.signature));
  return sound ? undefined : 'signature';
}

/**
 * Reads and checks the whole ledger of a state folder.
 * @throws KoppelError LEDGER_MISSING; LEDGER_BROKEN with the line as `row` and the rule it breaks
 */
export function readChain(stateFolder: string): Chain {
  const file = ledgerFileOf(stateFolder);
  if (!existsSync(file)) throw new KoppelError('LEDGER_MISSING', { file: stateFolder });
  const content = readFileBytes(file);
  const bytes = content.lastIndexOf(0x0a) + 1;
  const text = new TextDecoder().decode(content.subarray(0, bytes));
  const entries: LedgerEntry[] = [];
  const hashes: string[] = [];
  const open = new Map<number, BatchEntry>();
  let head = emptyHead;
  for (const line of text.split('\n').slice(0, -1)) {
    const broken = (rule: ChainRule) =>
      new KoppelError('LEDGER_BROKEN', { file, row: entries.length + 1, rule });
    const read = readLine(line, head);
    if ('rule' in read) throw broken(read.rule);
    const rule = followRule(read.entry, head, entries[0], open);
    if (rule !== undefined) throw broken(rule);
    head = read.head;
    entries.push(read.entry);
    hashes.push(head.hash);
  }
  return { head, entries, hashes, open, bytes, torn: content.length - bytes };
}
