// SPDX-License-Identifier: EUPL-1.2
/**
 * The ledger that runs write in: append-only, each entry on disk before the next step is taken that rests on it. Runs
 * of several registers may write at once; each entry is added under a lock, after what others added.
 */
import {
  closeSync,
  existsSync,
  fstatSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readSync,
  writeSync,
} from 'node:fs';
import { syncDescriptor, withKernelLock, writeError } from '@koppel/console';
import { KoppelError } from '@koppel/errors';
import { sign, signingPublicKey } from '@koppel/keys/sign';
import { hex } from '../bytes.ts';
import { checkpointBytes, ledgerFileOf, readChain, type Chain } from './chain.ts';
import {
  emptyHead,
  nextLine,
  readLine,
  type BatchEntry,
  type Head,
  type LedgerBody,
} from './entry.ts';

export interface LedgerOwner {
  readonly owner: string;
  /** Ed25519, 32 bytes. */
  readonly signSecretKey: Uint8Array;
  /** Milliseconds since 1970, for the time of entries. */
  readonly now: () => number;
}

/** An entry takes milliseconds; whoever waits longer than this waits for a disk that hangs. */
const lockWaitMs = 60_000;

/** The chain of a new ledger. */
const nothing: Chain = {
  head: emptyHead, entries: [], hashes: [], open: new Map(), bytes: 0, torn: 0,
}; // prettier-ignore

export class Ledger {
  /** As it was found. */
  readonly found: Chain;
  readonly #folder: string;
  readonly #file: string;
  readonly #owner: LedgerOwner;
  #head: Head;
  /** Bytes of the sound lines that were read or written. */
  #position: number;
  #added = 0;

  /**
   * Reads the ledger of a state folder; nothing is written before the first `append`.
   * @throws KoppelError LEDGER_BROKEN, LEDGER_OTHER_OWNER
   */
  constructor(stateFolder: string, owner: LedgerOwner) {
    this.#folder = stateFolder;
    this.#file = ledgerFileOf(stateFolder);
    this.#owner = owner;
    this.found = existsSync(this.#file) ? readChain(stateFolder) : nothing;
    this.#head = this.found.head;
    this.#position = this.found.bytes;
    const [begin] = this.found.entries;
    if (begin?.kind === 'begin') {
      const own = begin.owner === owner.owner && begin.signPublicKey === this.#publicKey();
      if (!own) throw new KoppelError('LEDGER_OTHER_OWNER', { file: stateFolder });
    }
  }

  get head(): Head {
    return this.#head;
  }

  /** Adds entries, one after the other, and gives the number of the first; they are on disk then. DISK_FULL, WRITE_FAILED. */
  async append(...bodies: readonly LedgerBody[]): Promise<number> {
    return this.#alone((descriptor) => {
      for (const body of bodies) this.#write(descriptor, body);
      syncDescriptor(descriptor);
      return this.#head.next - bodies.length;
    });
  }

  /**
   * Adds entries that are on disk with the next one at the latest: for what can be found out again, as
   * after a power cut they may be gone. DISK_FULL, WRITE_FAILED.
   */
  async note(...bodies: readonly LedgerBody[]): Promise<void> {
    await this.#alone((descriptor) => {
      for (const body of bodies) this.#write(descriptor, body);
    });
  }

  /** Signs the last entry when this ledger has added one; gives where it stands. */
  async checkpoint(): Promise<Head> {
    if (this.#added === 0) return this.#head;
    await this.#alone((descriptor) => {
      const bytes = checkpointBytes(this.#owner.owner, this.#head);
      const signature = hex(sign(this.#owner.signSecretKey, bytes));
      this.#write(descriptor, { kind: 'checkpoint', signature });
      syncDescriptor(descriptor);
    });
    this.#added = 0;
    return this.#head;
  }

  #publicKey(): string {
    return hex(signingPublicKey(this.#owner.signSecretKey));
  }

  async #alone<T>(work: (descriptor: number) => T): Promise<T> {
    try {
      mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
      return await withKernelLock(`${this.#file}.lock`, { waitMs: lockWaitMs }, () => {
        const descriptor = openSync(this.#file, existsSync(this.#file) ? 'r+' : 'wx+', 0o600);
        try {
          this.#catchUp(descriptor);
          return work(descriptor);
        } finally {
          closeSync(descriptor);
        }
      });
    } catch (thrown) {
      throw writeError(thrown, this.#file);
    }
  }

  /** Reads what others have added, takes away what a crash left half written, begins a ledger. */
  #catchUp(descriptor: number): void {
    const { size } = fstatSync(descriptor);
    const unread = new Uint8Array(Math.max(0, size - this.#position));
    for (let at = 0; at < unread.length;) {
      at += readSync(descriptor, unread, at, unread.length - at, this.#position + at);
    }
    const sound = unread.lastIndexOf(0x0a) + 1;
    const lines = new TextDecoder().decode(unread.subarray(0, sound)).split('\n').slice(0, -1);
    for (const line of lines) {
      const read = readLine(line, this.#head);
      if ('rule' in read) {
        const row = this.#head.next + 1;
        throw new KoppelError('LEDGER_BROKEN', { file: this.#file, row, rule: read.rule });
      }
      this.#head = read.head;
    }
    this.#position += sound;
    const torn = unread.length - sound;
    if (torn > 0) {
      ftruncateSync(descriptor, this.#position);
      syncDescriptor(descriptor);
    }
    if (this.#head.next === 0) {
      const { owner } = this.#owner;
      this.#write(descriptor, { kind: 'begin', owner, signPublicKey: this.#publicKey() });
    }
    if (torn > 0) this.#write(descriptor, { kind: 'repaired', bytes: torn });
  }

  #write(descriptor: number, body: LedgerBody): void {
    const time = new Date(this.#owner.now()).toISOString();
    const { line, head } = nextLine(this.#head, time, body);
    // What could not be read again would break the ledger for good.
    if ('rule' in readLine(line, this.#head)) throw new KoppelError('INTERNAL');
    const bytes = new TextEncoder().encode(`${line}\n`);
    for (let at = 0; at < bytes.length;) {
      at += writeSync(descriptor, bytes, at, bytes.length - at, this.#position + at);
    }
    this.#position += bytes.length;
    this.#head = head;
    this.#added += 1;
  }
}

/** The batch entries of a chain, without those that are known not to have left. */
export function departed({ entries }: Pick<Chain, 'entries'>): BatchEntry[] {
  const notSent = new Set(entries.flatMap((entry) => (entry.kind === 'notSent' ? [entry.of] : [])));
  return entries.filter((entry) => entry.kind === 'batch').filter(({ n }) => !notSent.has(n));
}
