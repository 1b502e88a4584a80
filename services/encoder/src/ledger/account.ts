// SPDX-License-Identifier: EUPL-1.2
/**
 * The account of what leaves: no batch goes onto the log before the ledger announces it and its
 * tokens are kept, and the ledger says afterwards that it arrived.
 */
import { KoppelError } from '@koppel/errors';
import { ownerTags } from '@koppel/keys';
import { signingPublicKey } from '@koppel/keys/sign';
import type { LogPort } from '@koppel/transport';
import { compareTopic, messageHash } from './own-batches.ts';
import { Ledger, type LedgerOwner } from './ledger.ts';
import type { BatchEntry, Head, LedgerBody } from './entry.ts';
import { writeTokens, type BatchTokens } from './token-file.ts';

/** A batch as the ledger describes it, but for what follows from its bytes. */
export type BatchDescription = Omit<
  BatchEntry,
  'n' | 'time' | 'previous' | 'kind' | 'message' | 'tokens' | 'rows' | 'retractions'
>;

export class Account {
  readonly #stateFolder: string;
  readonly #ledger: Ledger;
  readonly #publicKey: Uint8Array;
  readonly #saltOf: (run: string, sequence: string) => Uint8Array;

  /** LEDGER_BROKEN, LEDGER_OTHER_OWNER. The caller is alone in the state folder. */
  constructor(stateFolder: string, owner: LedgerOwner, tokenKey: Uint8Array) {
    this.#stateFolder = stateFolder;
    this.#ledger = new Ledger(stateFolder, owner);
    this.#publicKey = signingPublicKey(owner.signSecretKey);
    this.#saltOf = ownerTags(tokenKey, 'ledger');
  }

  get ledger(): Ledger {
    return this.#ledger;
  }

  /**
   * Ends the account of batches that a crash interrupted, and makes sure that the ledger knows every
   * batch of this owner on these topics of a study.
   * @throws KoppelError LEDGER_INCOMPLETE, unless `confirmLost` says that the earlier state is gone
   */
  async settle(
    port: LogPort,
    study: string,
    topics: readonly string[],
    confirmLost: boolean,
  ): Promise<void> {
    const { found } = this.#ledger;
    const ends: LedgerBody[] = [];
    let unknown = 0;
    for (const topic of topics) {
      const account = await compareTopic(port, found, topic, this.#publicKey);
      unknown += account.unknown;
      for (const { n } of [...found.open.values()].filter((one) => one.topic === topic)) {
        const offset = account.arrived.get(n);
        ends.push(
          offset === undefined ? { kind: 'notSent', of: n } : { kind: 'sent', of: n, offset },
        );
      }
    }
    if (unknown > 0 && !(confirmLost || this.#lossIsKnown(study))) {
      throw new KoppelError('LEDGER_INCOMPLETE', { file: this.#stateFolder, field: study });
    }
    for (const end of ends) this.#ledger.append(end);
    if (unknown > 0 && !this.#lossIsKnown(study)) {
      this.#ledger.append({ kind: 'lostState', study, batches: unknown });
    }
  }

  #lossIsKnown(study: string): boolean {
    const { entries } = this.#ledger.found;
    return entries.some((entry) => entry.kind === 'lostState' && entry.study === study);
  }

  /** Puts one batch on the log, with its tokens kept and its entry in the ledger before and after. */
  async send(
    port: LogPort,
    description: BatchDescription,
    message: Uint8Array,
    tokens: BatchTokens,
  ): Promise<void> {
    const salt = this.#saltOf(description.run, String(description.sequence));
    const size = salt.length;
    const n = this.#ledger.append({
      kind: 'batch',
      ...description,
      rows: tokens.records.length / size,
      retractions: tokens.retractions.length / size,
      message: messageHash(message),
      tokens: writeTokens(this.#stateFolder, salt, tokens),
    });
    const offset = await port.append(description.topic, [message]);
    this.#ledger.append({ kind: 'sent', of: n, offset });
  }

  /** Signs the last entry; gives where the ledger stands, undefined while it has no entry. */
  close(): Head | undefined {
    try {
      const head = this.#ledger.checkpoint();
      return head.next === 0 ? undefined : head;
    } finally {
      this.#ledger.close();
    }
  }

  /** Without a signature: for a run that failed. */
  abandon(): void {
    this.#ledger.close();
  }
}
