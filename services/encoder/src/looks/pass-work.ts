// SPDX-License-Identifier: EUPL-1.2
/** What the answering of requests at one register shares, while the register is its own. */
import type { Reporter } from '@koppel/console';
import type { LogPort } from '@koppel/transport';
import type { OwnerSession } from '../context.ts';
import type { Gate } from '../gate.ts';
import type { Account } from '../ledger/account.ts';
import type { AcceptedRuns } from './accepted-runs.ts';
import type { LookDatabase } from './look-database.ts';
import type { RoundAnswers } from './round-answers.ts';
import type { LookStore } from './store-file.ts';

/** What came of the requests of a pass. */
export interface PassCounts {
  answered: number;
  refused: number;
  looks: number;
  /** Messages that are no request of this study's linkage unit to this owner. */
  noise: number;
  /** Requests under another version of the study, which a program of that version answers. */
  otherVersion: number;
}

export interface PassWork {
  readonly session: OwnerSession;
  readonly port: LogPort;
  readonly reporter: Reporter;
  readonly register: string;
  readonly gate: Gate;
  readonly accepted: AcceptedRuns;
  readonly account: Account;
  readonly database: LookDatabase;
  readonly answersTopic: string;
  readonly rounds: RoundAnswers;
  /** 32 bytes. */
  readonly mailboxKey: Uint8Array;
  /** One `rowKinds.record` for each row that an answer can have. */
  readonly recordKinds: Uint8Array;
  readonly counts: PassCounts;
  /**
   * What was kept of a run. LOOK_STORE where there is nothing; LOOK_RUN_OUTDATED where somebody on the
   * exclusion list is in it.
   */
  storeOf(run: Uint8Array): LookStore;
}
