// SPDX-License-Identifier: EUPL-1.2
/**
 * The account of decisions: who decided what, when and why, and which decisions ended. It only grows;
 * every line is signed and names the one before, so a change, a removal or an insertion is found. It
 * lies beside the key file, not in the state: unlike that, nothing can make it again.
 *
 * The decisions of a file are one line, and a line is added by writing the whole account anew under
 * another name: a crash leaves all of them or none.
 */
import { existsSync } from 'node:fs';
import { readFileText, withLock, writeFileWhole } from '@koppel/console';
import { KoppelError } from '@koppel/errors';
import { decodePublicKey, type Study } from '@koppel/study';
import type { Entry, EntryBody } from './entry.ts';
import { contentHash, readSigned, signedLine, type LineFault } from './signed-line.ts';

/** Where an account stands. */
export interface Head {
  /** Entries in it. */
  readonly next: number;
  /** SHA-256 of the last one. */
  readonly hash: string;
}

export interface Account {
  readonly file: string;
  readonly entries: readonly Entry[];
  /** Hash of entry n at n. */
  readonly hashes: readonly string[];
  readonly head: Head;
  /** The lines as they stand. */
  readonly text: string;
}

export type AccountFault = LineFault | 'order' | 'previous' | 'study';

const label = 'koppel/v1/review/account';
const noHash = '0'.repeat(64);

/** One account per study, beside the key file. */
export function accountFileOf(keyFile: string, study: Study): string {
  return `${keyFile}.${study.id}.decisions.jsonl`;
}

function faultOf(entry: Entry, before: Head, study: Study): AccountFault | undefined {
  if (entry.study !== study.id) return 'study';
  if (entry.n !== before.next) return 'order';
  return entry.previous === before.hash ? undefined : 'previous';
}

/**
 * Reads and checks a whole account; one that is not there yet is empty.
 * @throws KoppelError REVIEW_ACCOUNT_BROKEN with the line as `row` and the rule that it breaks
 */
export function readAccount(keyFile: string, study: Study): Account {
  const file = accountFileOf(keyFile, study);
  const text = existsSync(file) ? readFileText(file) : '';
  const publicKey = decodePublicKey(study.linkageUnit.signPublicKey);
  const entries: Entry[] = [];
  const hashes: string[] = [];
  let head: Head = { next: 0, hash: noHash };
  const lines = text.split('\n');
  // What stands after the last line end is a line as well: nobody writes half of one.
  if (lines.at(-1) === '') lines.pop();
  for (const line of lines) {
    const broken = (rule: AccountFault): KoppelError =>
      new KoppelError('REVIEW_ACCOUNT_BROKEN', { file, row: entries.length + 1, rule });
    const read = readSigned(label, line, publicKey);
    if (typeof read === 'string') throw broken(read);
    const entry = read.content as Entry;
    const fault = faultOf(entry, head, study);
    if (fault !== undefined) throw broken(fault);
    head = { next: head.next + 1, hash: contentHash(entry) };
    entries.push(entry);
    hashes.push(head.hash);
  }
  return { file, entries, hashes, head, text };
}

/** REVIEW_ACCOUNT_SHORT unless the account still holds all that it held when `known` was noted. */
export function checkHolds({ file, hashes }: Account, known: Head): void {
  if (known.next === 0 || hashes[known.next - 1] === known.hash) return;
  throw new KoppelError('REVIEW_ACCOUNT_SHORT', { file, row: known.next });
}

export interface Writer {
  readonly keyFile: string;
  readonly study: Study;
  readonly specHash: Uint8Array;
  readonly signSecretKey: Uint8Array;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/**
 * Adds what `decide` makes of the account, or nothing; one process at a time.
 * @throws KoppelError as `readAccount`; FILE_IN_USE, DISK_FULL, WRITE_FAILED
 */
export async function addToAccount(
  { keyFile, study, specHash, signSecretKey, now }: Writer,
  decide: (account: Account) => EntryBody | undefined,
): Promise<Account> {
  return withLock(accountFileOf(keyFile, study), () => {
    const account = readAccount(keyFile, study);
    const body = decide(account);
    if (body === undefined) return Promise.resolve(account);
    const entry: Entry = {
      n: account.head.next,
      time: new Date(now()).toISOString(),
      previous: account.head.hash,
      study: study.id,
      specHash: Buffer.from(specHash).toString('hex'),
      ...body,
    };
    const line = signedLine(label, entry, signSecretKey);
    const before = account.text === '' || account.text.endsWith('\n') ? '' : '\n';
    const text = `${account.text}${before}${line}\n`;
    writeFileWhole(account.file, text, { mode: 0o600, replace: true });
    return Promise.resolve(readAccount(keyFile, study));
  });
}
