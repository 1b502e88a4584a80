// SPDX-License-Identifier: EUPL-1.2
/**
 * The ledger that a run writes in: append-only, each entry on disk before the next step is taken.
 * The caller is alone in the state folder.
 */
import { closeSync, existsSync, fsyncSync, ftruncateSync, openSync, writeSync } from 'node:fs';
import { writeError, writeFileWhole } from '@koppel/console';
import { KoppelError } from '@koppel/errors';
import { sign, signingPublicKey } from '@koppel/keys/sign';
import { hex } from '../bytes.ts';
import { checkpointBytes, ledgerFileOf, readChain, type Chain } from './chain.ts';
import { emptyHead, nextLine, type BatchEntry, type Head, type LedgerBody } from './entry.ts';

export interface LedgerOwner {
  readonly owner: string;
  /** Ed25519, 32 bytes. */
  readonly signSecretKey: Uint8Array;
  /** Milliseconds since 1970, for the time of entries. */
  readonly now: () => number;
}

/** The chain of a new ledger. */
const nothing: Chain = {
  head: emptyHead, entries: [], hashes: [], open: new Map(), bytes: 0, torn: 0,
}; // prettier-ignore

export class Ledger {
  /** As it was found. */
  readonly found: Chain;
  readonly #file: string;
  readonly #owner: LedgerOwner;
  #descriptor: number | undefined;
  #head: Head;

  /**
   * Reads the ledger of a state folder; nothing is written before the first `append`.
   * @throws KoppelError LEDGER_BROKEN, LEDGER_OTHER_OWNER
   */
  constructor(stateFolder: string, owner: LedgerOwner) {
    this.#file = ledgerFileOf(stateFolder);
    this.#owner = owner;
    this.found = existsSync(this.#file) ? readChain(stateFolder) : nothing;
    this.#head = this.found.head;
    const [begin] = this.found.entries;
    if (begin?.kind === 'begin') {
      const own = begin.owner === owner.owner && begin.signPublicKey === this.#publicKey();
      if (!own) throw new KoppelError('LEDGER_OTHER_OWNER', { file: stateFolder });
    }
  }

  get head(): Head {
    return this.#head;
  }

  /** Adds an entry and gives its number; it is on disk then. DISK_FULL, WRITE_FAILED. */
  append(body: LedgerBody): number {
    try {
      this.#descriptor ??= this.#open();
      return this.#write(this.#descriptor, body);
    } catch (thrown) {
      throw writeError(thrown, this.#file);
    }
  }

  /** Signs the last entry, unless that is a signature already or there is none. */
  checkpoint(): Head {
    const last = this.found.entries.at(-1);
    const signed = last?.kind === 'checkpoint' && last.n === this.#head.next - 1;
    if (signed || this.#head.next === 0) return this.#head;
    const bytes = checkpointBytes(this.#owner.owner, this.#head);
    this.append({ kind: 'checkpoint', signature: hex(sign(this.#owner.signSecretKey, bytes)) });
    return this.#head;
  }

  close(): void {
    if (this.#descriptor !== undefined) closeSync(this.#descriptor);
    this.#descriptor = undefined;
  }

  #publicKey(): string {
    return hex(signingPublicKey(this.#owner.signSecretKey));
  }

  /** Takes away what a crash left half written, and begins a new ledger. */
  #open(): number {
    if (!existsSync(this.#file)) writeFileWhole(this.#file, '', { mode: 0o600 });
    const descriptor = openSync(this.#file, 'r+');
    const { torn, bytes } = this.found;
    if (torn > 0) {
      ftruncateSync(descriptor, bytes);
      fsyncSync(descriptor);
    }
    this.#position = bytes;
    if (this.#head.next === 0) {
      const { owner } = this.#owner;
      this.#write(descriptor, { kind: 'begin', owner, signPublicKey: this.#publicKey() });
    }
    if (torn > 0) this.#write(descriptor, { kind: 'repaired', bytes: torn });
    return descriptor;
  }

  #position = 0;

  #write(descriptor: number, body: LedgerBody): number {
    const time = new Date(this.#owner.now()).toISOString();
    const { line, head } = nextLine(this.#head, time, body);
    const bytes = new TextEncoder().encode(`${line}\n`);
    for (let at = 0; at < bytes.length;) {
      at += writeSync(descriptor, bytes, at, bytes.length - at, this.#position + at);
    }
    fsyncSync(descriptor);
    this.#position += bytes.length;
    this.#head = head;
    return head.next - 1;
  }
}

/** The batch entries of a chain, without those that are known not to have left. */
export function departed({ entries }: Chain): BatchEntry[] {
  const notSent = new Set(entries.flatMap((entry) => (entry.kind === 'notSent' ? [entry.of] : [])));
  return entries.filter((entry) => entry.kind === 'batch').filter(({ n }) => !notSent.has(n));
}
