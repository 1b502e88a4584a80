// SPDX-License-Identifier: EUPL-1.2
/**
 * The account that a run gives of what leaves: no batch goes onto the log before the ledger
 * announces it and its tokens are kept, and the ledger says afterwards that it arrived.
 */
import { KoppelError, type ErrorCode } from '@koppel/errors';
import { ownerTags } from '@koppel/keys';
import { signingPublicKey } from '@koppel/keys/sign';
import type { LogPort } from '@koppel/transport';
import { rowKinds } from '@koppel/wire';
import { hex } from '../bytes.ts';
import type { LeavingBatch } from '../deliver.ts';
import { tokenBytes } from '../rows/layout.ts';
import type { Chain } from './chain.ts';
import type { Head, LedgerBody } from './entry.ts';
import { Ledger, type LedgerOwner } from './ledger.ts';
import { compareTopic, messageHash } from './own-batches.ts';
import { writeTokens, type BatchTokens } from './token-file.ts';

export interface AccountOptions {
  readonly stateFolder: string;
  readonly owner: LedgerOwner;
  /** 32 bytes, the owner's alone. */
  readonly tokenKey: Uint8Array;
  readonly study: string;
  /** 32 bytes. */
  readonly specHash: Uint8Array;
  readonly register: string;
  /** Ids of those to whom payload is sealed. */
  readonly recipients: readonly string[];
  /** Topics on which the owner puts batches of this study. */
  readonly topics: readonly string[];
  /** Somebody confirms that an earlier state folder is lost. */
  readonly confirmLost: boolean;
}

/** The tokens of a batch, apart by what their rows do. They are sorted already. */
function tokensOf({ tokens, kinds, count }: LeavingBatch): BatchTokens {
  const records = new Uint8Array(count * tokenBytes);
  const retractions = new Uint8Array(count * tokenBytes);
  let [brought, withdrawn] = [0, 0];
  for (let row = 0; row < count; row += 1) {
    const token = tokens.subarray(row * tokenBytes, (row + 1) * tokenBytes);
    if (kinds[row] === rowKinds.retraction) retractions.set(token, tokenBytes * withdrawn++);
    else records.set(token, tokenBytes * brought++);
  }
  return {
    records: records.subarray(0, brought * tokenBytes),
    retractions: retractions.subarray(0, withdrawn * tokenBytes),
  };
}

interface Kept {
  /** Name of the list of tokens, 64 hex digits. */
  readonly tokens: string;
  readonly rows: number;
  readonly retractions: number;
}

/** Both lanes of a batch have one list of tokens; each answer to looks has its own. */
function saltNames(run: string, sequence: number, round: Uint8Array | undefined): string[] {
  return [run, String(sequence), ...(round === undefined ? [] : [hex(round)])];
}

export class Account {
  readonly ledger: Ledger;
  readonly #options: AccountOptions;
  readonly #saltOf: (...names: readonly string[]) => Uint8Array;
  /** Numbers in the ledger of the batches that are on their way. */
  #leaving: readonly number[] = [];

  private constructor(options: AccountOptions, ledger: Ledger) {
    this.#options = options;
    this.ledger = ledger;
    this.#saltOf = ownerTags(options.tokenKey, 'ledger');
  }

  /**
   * Opens the ledger for a run of one register, which is alone on that register. Batches of it that a
   * crash interrupted get their end; every batch of this owner on the log must be known.
   * @throws KoppelError LEDGER_BROKEN, LEDGER_OTHER_OWNER; LEDGER_INCOMPLETE
   */
  static async open(port: LogPort, options: AccountOptions): Promise<Account> {
    const ends = await Promise.all(options.topics.map((topic) => port.end(topic)));
    const account = new Account(options, new Ledger(options.stateFolder, options.owner));
    const chain = account.ledger.found;
    const publicKey = signingPublicKey(options.owner.signSecretKey);
    const arrived = new Map<number, number>();
    let unknown = 0;
    for (const [at, topic] of options.topics.entries()) {
      const look = { port, chain, topic, end: ends[at]!, publicKey };
      const compared = await compareTopic(look);
      unknown += compared.unknown;
      for (const [n, offset] of compared.arrived) arrived.set(n, offset);
    }
    await account.#settle(chain, arrived, unknown);
    return account;
  }

  async #settle(chain: Chain, arrived: ReadonlyMap<number, number>, unknown: number) {
    const { study, register, specHash, confirmLost, stateFolder } = this.#options;
    const lost = chain.entries.filter((entry) => entry.kind === 'lostState');
    const confirmed = lost.find((entry) => entry.study === study)?.batches ?? 0;
    if (unknown > confirmed && !confirmLost) {
      throw new KoppelError('LEDGER_INCOMPLETE', { file: stateFolder, field: study });
    }
    if (unknown > confirmed)
      await this.ledger.append({ kind: 'lostState', study, batches: unknown });
    const version = hex(specHash);
    for (const batch of chain.open.values()) {
      // Those of other registers may be on their way at this moment.
      const own = batch.study === study && batch.register === register;
      if (!own || batch.specHash !== version) continue;
      const offset = arrived.get(batch.n);
      await this.ledger.append(
        offset === undefined
          ? { kind: 'notSent', of: batch.n }
          : { kind: 'sent', of: batch.n, offset },
      );
    }
  }

  /** Before batches are put on the log. DISK_FULL, WRITE_FAILED: then none of them must leave. */
  async announce(...batches: readonly LeavingBatch[]): Promise<void> {
    const lists = new Map(batches.map((batch) => [batch.tokens, batch]));
    // All have ended before anything is told of any: none is written on after a failure.
    const kept = await Promise.allSettled(Array.from(lists.values(), (batch) => this.#keep(batch)));
    const names = new Map<Uint8Array, Kept>();
    for (const [at, tokens] of [...lists.keys()].entries()) {
      const one = kept[at]!;
      if (one.status === 'rejected') throw one.reason;
      names.set(tokens, one.value);
    }
    const entries = batches.map((batch) => this.#entryOf(batch, names.get(batch.tokens)!));
    const first = await this.ledger.append(...entries);
    this.#leaving = batches.map((_, at) => first + at);
  }

  /** Keeps the tokens of a batch, both lanes of which have one list: its name, and how many there are. */
  async #keep(batch: LeavingBatch): Promise<Kept> {
    const list = tokensOf(batch);
    const salt = this.#saltOf(...saltNames(hex(batch.run), batch.sequence, batch.round));
    return {
      tokens: await writeTokens(this.#options.stateFolder, salt, list),
      rows: list.records.length / tokenBytes,
      retractions: list.retractions.length / tokenBytes,
    };
  }

  /** What the ledger says of a batch. */
  #entryOf(batch: LeavingBatch, { tokens, rows, retractions }: Kept): LedgerBody {
    const { study, specHash, recipients } = this.#options;
    const { topic, lane, register, runOrdinal, sequence, batches, message, round } = batch;
    return {
      kind: 'batch',
      study,
      specHash: hex(specHash),
      topic,
      register,
      lane,
      // The researcher alone needs no saying, and ledgers of before do not say it.
      ...(lane === 'payload' && recipients.length > 1 && { recipients: [...recipients] }),
      run: hex(batch.run),
      runOrdinal,
      sequence,
      batches,
      rows,
      retractions,
      message: messageHash(message),
      tokens,
      ...(round === undefined ? {} : { round: hex(round) }),
    };
  }

  /** Before a refusal of looks is put on the log. DISK_FULL, WRITE_FAILED. */
  async noteRefusedLooks(round: Uint8Array, sequence: number, code: ErrorCode): Promise<void> {
    const { study, register } = this.#options;
    const where = { study, register, round: hex(round), sequence, code };
    await this.ledger.append({ kind: 'looksRefused', ...where });
  }

  /** When the announced batches are on the log at these offsets. If the note is lost, the log itself tells. */
  async confirm(...offsets: readonly number[]): Promise<void> {
    const sent = this.#leaving.map((of, at): LedgerBody => ({
      kind: 'sent',
      of,
      offset: offsets[at]!,
    }));
    await this.ledger.note(...sent);
  }

  /** At the end of a run that did not fail: signs what was added. */
  async close(): Promise<Head | undefined> {
    const head = await this.ledger.checkpoint();
    return head.next === 0 ? undefined : head;
  }
}
