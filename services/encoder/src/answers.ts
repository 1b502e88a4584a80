// SPDX-License-Identifier: EUPL-1.2
/**
 * What the linkage unit answered to an owner's batches. Anybody can write on the topic of receipts,
 * so each counts only with the signature of the linkage unit that the study names. Signatures are
 * looked at when something depends on them: a register of millions has ten thousands of receipts.
 */
import type { ErrorCode } from '@koppel/errors';
import { verify } from '@koppel/keys/sign';
import { decodePublicKey } from '@koppel/study';
import { readAll, type LogPort } from '@koppel/transport';
import {
  decodeReceipt,
  followChain,
  receiptSigningBytes,
  topics,
  type Receipt,
} from '@koppel/wire';
import { hex } from './bytes.ts';
import type { LoggedRun, OwnerInStudy } from './run-log.ts';

/** A refusal: of one batch, or of a run of which every batch had been taken. */
export interface Refused {
  readonly sequence: number | 'run';
  readonly code: ErrorCode;
}

/** What is looked at when all batches of a run are there; answered under its number 0 (ADR 0016). */
const runCodes: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'CONTRACT_BASE',
  'CONTRACT_TOKEN_TWICE',
  'CONTRACT_QUOTA',
]);

function decoded(value: Uint8Array): Receipt | undefined {
  try {
    return decodeReceipt(value);
  } catch {
    return undefined; // somebody's noise on the topic
  }
}

/** The answers to the batches of one run. */
export class RunAnswers {
  readonly #publicKey: Uint8Array;
  readonly #claims = new Map<number, Receipt[]>();
  readonly #sound = new Map<Receipt, boolean>();

  /** @param publicKey of the linkage unit, 32 bytes */
  constructor(publicKey: Uint8Array) {
    this.#publicKey = publicKey;
  }

  add(receipt: Receipt): void {
    const claims = this.#claims.get(receipt.sequence) ?? [];
    this.#claims.set(receipt.sequence, claims);
    claims.push(receipt);
  }

  #isSound(receipt: Receipt): boolean {
    const known = this.#sound.get(receipt);
    if (known !== undefined) return known;
    const sound = verify(this.#publicKey, receiptSigningBytes(receipt), receipt.signature);
    this.#sound.set(receipt, sound);
    return sound;
  }

  /** Whether the batch was taken, whatever was answered to others under its name. */
  accepts(sequence: number): boolean {
    const claims = this.#claims.get(sequence) ?? [];
    return claims.some((receipt) => receipt.accepted && this.#isSound(receipt));
  }

  /** What was refused and not taken otherwise: batches in their order, then the run. */
  refusals(): Refused[] {
    const found: Refused[] = [];
    for (const [sequence, claims] of [...this.#claims].sort(([one], [other]) => one - other)) {
      const codes = claims.flatMap((receipt) =>
        receipt.code !== '' && this.#isSound(receipt) ? [receipt.code] : [],
      );
      if (codes.length === 0) continue;
      if (!this.accepts(sequence)) found.push({ sequence, code: codes[0]! });
      else if (sequence === 0) {
        const code = codes.find((one) => runCodes.has(one));
        if (code !== undefined) found.push({ sequence: 'run', code });
      }
    }
    return found.sort(
      (one, other) => Number(one.sequence === 'run') - Number(other.sequence === 'run'),
    );
  }
}

/** All answers on an owner's topic, as far as it was read. */
export class Answers {
  readonly #party: OwnerInStudy;
  readonly #publicKey: Uint8Array;
  readonly #runs = new Map<string, RunAnswers>();
  #next = 0;

  constructor(party: OwnerInStudy) {
    this.#party = party;
    this.#publicKey = decodePublicKey(party.study.linkageUnit.signPublicKey);
  }

  /** Reads what is new on the topic; gives how much that was. LOG_*. */
  async read(port: LogPort): Promise<number> {
    const { study, owner } = this.#party;
    const name = study.owners[owner]!.id;
    const from = this.#next;
    for await (const { value, offset } of readAll(port, topics(study.id).receipts(name), from)) {
      this.#next = offset + 1;
      const receipt = decoded(value);
      if (receipt?.study !== study.id || receipt.owner !== name) continue;
      if (receipt.lane === 'identifiers') this.of(receipt.register, receipt.run).add(receipt);
    }
    return this.#next - from;
  }

  of(register: string, run: Uint8Array): RunAnswers {
    const name = `${register} ${hex(run)}`;
    const answers = this.#runs.get(name) ?? new RunAnswers(this.#publicKey);
    this.#runs.set(name, answers);
    return answers;
  }

  /** What was refused of a run, or else of the runs that it rests on: then it is of no use either. */
  refusalsOf(register: string, run: LoggedRun, runs: readonly LoggedRun[]): Refused[] {
    const places = new Map(
      runs.map((one) => [
        hex(one.identity),
        { ...one, run: one.identity, runOrdinal: one.ordinal },
      ]),
    );
    const chain = followChain({ ...run, run: run.identity, runOrdinal: run.ordinal }, (base) =>
      places.get(hex(base)),
    );
    const links = chain.state === 'whole' ? chain.runs.toReversed() : [run];
    for (const { identity } of links) {
      const refused = this.of(register, identity).refusals();
      if (refused.length > 0) return refused;
    }
    return [];
  }
}
