// SPDX-License-Identifier: EUPL-1.2
/**
 * A party's account of a study: what it refused and why, what was set aside, when it linked, that it
 * destroyed. It only grows; each entry names the hash of the one before, and the party signs where it
 * stands. It lies beside the key file: unlike the state, nothing can make it again.
 */
import { closeSync, existsSync, ftruncateSync, openSync, writeSync } from 'node:fs';
import { readFileBytes, syncDescriptor, withKernelLock, writeError } from '@koppel/console';
import { KoppelError } from '@koppel/errors';
import { sign, verify } from '@koppel/keys/sign';
import type { ReadStudy } from '@koppel/study';
import { besideKeys } from './marker.ts';
import {
  accountLine,
  emptyAccount,
  readAccountLine,
  type AccountBody,
  type AccountEntry,
  type AccountHead,
  type AccountRule,
} from './account-entry.ts';

export interface PartyAccount {
  readonly entries: readonly AccountEntry[];
  readonly head: AccountHead;
  /** Bytes of sound lines. */
  readonly bytes: number;
  /** Bytes after them: a line that a crash left half written. It had not taken effect. */
  readonly torn: number;
}

/** The account of a version of a study, beside the key file of its party. */
export function partyAccountFile(keyFile: string, read: ReadStudy): string {
  return `${besideKeys(keyFile, read)}.account.jsonl`;
}

function signedBytes(hash: string): Uint8Array {
  return new TextEncoder().encode(`koppel/v1/account ${hash}`);
}

/**
 * Reads and checks a whole account; one that is not there yet is empty.
 * @param publicKey with it every signature is checked too
 * @throws KoppelError ACCOUNT_BROKEN with the line as `row` and the rule that it breaks
 */
export function readPartyAccount(file: string, publicKey?: Uint8Array): PartyAccount {
  const content = existsSync(file) ? readFileBytes(file) : new Uint8Array();
  const bytes = content.lastIndexOf(0x0a) + 1;
  const lines = new TextDecoder().decode(content.subarray(0, bytes)).split('\n').slice(0, -1);
  const entries: AccountEntry[] = [];
  let head = emptyAccount;
  for (const line of lines) {
    const broken = (rule: AccountRule): KoppelError =>
      new KoppelError('ACCOUNT_BROKEN', { file, row: entries.length + 1, rule });
    const read = readAccountLine(line, head);
    if (typeof read === 'string') throw broken(read);
    if (read.entry.kind === 'signed' && publicKey !== undefined) {
      const signature = new Uint8Array(Buffer.from(read.entry.signature, 'hex'));
      if (!verify(publicKey, signedBytes(head.hash), signature)) throw broken('signature');
    }
    entries.push(read.entry);
    head = read.head;
  }
  return { entries, head, bytes, torn: content.length - bytes };
}

export interface AccountWriter {
  readonly keyFile: string;
  readonly read: ReadStudy;
  /** `linkageUnit`, `researcher`, or an owner's id. */
  readonly party: string;
  /** Signs where the account stands after what is added; undefined for a party without such a key. */
  readonly signSecretKey?: Uint8Array | undefined;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** An entry takes milliseconds; whoever waits longer than this waits for a disk that hangs. */
const lockWaitMs = 60_000;

/**
 * Adds what `bodiesOf` makes of the account as it stands, or nothing; on disk when this resolves.
 * @throws KoppelError ACCOUNT_BROKEN, FILE_IN_USE, DISK_FULL, WRITE_FAILED
 */
export async function addToPartyAccount(
  { keyFile, read, party, signSecretKey, now }: AccountWriter,
  bodiesOf: (entries: readonly AccountEntry[]) => readonly AccountBody[],
): Promise<AccountHead> {
  const file = partyAccountFile(keyFile, read);
  return withKernelLock(`${file}.lock`, { waitMs: lockWaitMs }, () => {
    const account = readPartyAccount(file);
    const bodies = bodiesOf(account.entries);
    if (bodies.length === 0) return account.head;
    const begin: AccountBody[] = account.head.entries === 0 ? [{ kind: 'begin', study: read.study.id, party }] : [];
    const time = new Date(now()).toISOString();
    let { head } = account;
    let text = '';
    const add = (body: AccountBody): void => {
      const next = accountLine(head, time, body);
      head = next.head;
      text += next.line;
    };
    for (const body of [...begin, ...bodies]) add(body);
    if (signSecretKey !== undefined) {
      const signature = Buffer.from(sign(signSecretKey, signedBytes(head.hash))).toString('hex');
      add({ kind: 'signed', signature });
    }
    writeAt(file, account.bytes, new TextEncoder().encode(text));
    return head;
  });
} // prettier-ignore

/** Writes at a place, after taking away what a crash left half written there. */
function writeAt(file: string, position: number, bytes: Uint8Array): void {
  try {
    const descriptor = openSync(file, existsSync(file) ? 'r+' : 'wx+', 0o600);
    try {
      ftruncateSync(descriptor, position);
      for (let at = 0; at < bytes.length;) {
        at += writeSync(descriptor, bytes, at, bytes.length - at, position + at);
      }
      syncDescriptor(descriptor);
    } finally {
      closeSync(descriptor);
    }
  } catch (thrown) {
    throw writeError(thrown, file);
  }
}
