// SPDX-License-Identifier: EUPL-1.2
/**
 * One pass over the requests for looks at a register: every one that has no reply yet is answered or
 * refused, in the order of the log. Nothing else works on the register meanwhile. What was answered
 * stands on the log itself; a pass that was killed anywhere goes on there.
 */
import { existsSync } from 'node:fs';
import type { Reporter } from '@koppel/console';
import { KoppelError } from '@koppel/errors';
import { deriveRoundsKey } from '@koppel/keys/look';
import { decodePublicKey } from '@koppel/study';
import type { LogPort } from '@koppel/transport';
import { rowKinds, topics } from '@koppel/wire';
import { sameBytes } from '../bytes.ts';
import { encodingKeyName } from '../ceremony.ts';
import type { OwnerSession } from '../context.ts';
import { Exclusions } from '../exclusion/exclusions.ts';
import { readExclusionList, type ExclusionEntry } from '../exclusion/list.ts';
import { compareWithMemory, remember } from '../exclusion/memory.ts';
import { Gate } from '../gate.ts';
import { accountOptions } from '../ledger/account-options.ts';
import { Account } from '../ledger/account.ts';
import { Ledger } from '../ledger/ledger.ts';
import { noteOverrides } from '../ledger/refusals.ts';
import { secretOf } from '../owner-key.ts';
import { withRegisterState, type RegisterState } from '../state-folder.ts';
import type { AcceptedRuns } from './accepted-runs.ts';
import { answerOne, chargeKnown } from './answer-one.ts';
import { holdsExcluded } from './excluded-since.ts';
import { storeKeyOf } from './keep-run.ts';
import { LookDatabase } from './look-database.ts';
import { ownReply } from './own-reply.ts';
import type { PassCounts, PassWork } from './pass-work.ts';
import { RoundAnswers } from './round-answers.ts';
import { authenticRequest, type AuthenticRequest } from './read-request.ts';
import { LookStore } from './store-file.ts';

export interface PassOptions {
  readonly session: OwnerSession;
  readonly port: LogPort;
  readonly reporter: Reporter;
  readonly register: string;
  readonly stateFolder: string;
  /** File of the exclusion list, if there is one. */
  readonly exclusionsFile: string | undefined;
  /** An earlier state folder is lost for good. */
  readonly confirmLostState: boolean;
  /** The list has citizen service numbers and the runs of this register have none. */
  readonly confirmWithoutBsn: boolean;
  readonly accepted: AcceptedRuns;
  /** What this program has noted of safeguards that are set aside: once each, not at every pass. */
  readonly noted: Set<string>;
  /** Ends the pass between two requests. */
  readonly signal?: AbortSignal | undefined;
}

/** Requests of one pass at most: whoever waits for the register gets it then. */
const passRequests = 256;
const pageLimit = 16;

interface Listed {
  readonly entries: readonly ExclusionEntry[];
  readonly tags: readonly string[] | undefined;
}

function listOf({ session, register, exclusionsFile }: PassOptions): Listed {
  if (exclusionsFile === undefined) return { entries: [], tags: undefined };
  const names = session.sender.study.registers.map(({ id }) => id);
  const entries = readExclusionList(exclusionsFile, names);
  const tokenKey = secretOf(session.secrets, 'token');
  return { entries, tags: new Exclusions({ entries, tokenKey, register }).tags };
}

/** Says in the ledger which safeguards whoever started this program set aside. */
async function noteSetAside(account: Account, options: PassOptions): Promise<void> {
  const { session, register, noted } = options;
  const given = [
    ['confirm-lost-state', options.confirmLostState],
    ['confirm-without-bsn', options.confirmWithoutBsn],
  ] as const;
  for (const [name, isGiven] of given) {
    const what = `${register} ${name}`;
    if (!isGiven || noted.has(what)) continue;
    await noteOverrides(account.ledger, { study: session.sender.study.id, register }, [name]);
    noted.add(what);
  }
}

/** Opens the account, and sees that the exclusion list has not shrunk. EXCLUSIONS_*, LEDGER_*. */
async function openAccount(options: PassOptions, { tags }: Listed): Promise<Account> {
  const { session, port, stateFolder } = options;
  const { study } = session.sender;
  const accounting = accountOptions(session, options);
  compareWithMemory(stateFolder, new Ledger(stateFolder, accounting.owner), study.id, tags, false);
  const account = await Account.open(port, accounting);
  await noteSetAside(account, options);
  const change = compareWithMemory(stateFolder, account.ledger, study.id, tags, false);
  if (change !== undefined) await remember(stateFolder, account.ledger, change);
  return account;
}

/** The stores of runs, opened when they are needed; closed together. */
class Stores {
  readonly #options: PassOptions;
  readonly #state: RegisterState;
  readonly #listed: Listed;
  #store: LookStore | undefined;
  #outdated = false;

  constructor(options: PassOptions, state: RegisterState, listed: Listed) {
    this.#options = options;
    this.#state = state;
    this.#listed = listed;
  }

  /** LOOK_STORE, LOOK_RUN_OUTDATED, EXCLUSIONS_BSN, STATE_DAMAGED. */
  of(run: Uint8Array): LookStore {
    const file = this.#state.storeFile(run);
    const { session, register, reporter, confirmWithoutBsn } = this.#options;
    const { study, specHash } = session.sender;
    if (this.#store === undefined) {
      if (!existsSync(file)) throw new KoppelError('LOOK_STORE', { field: register });
      const tokenKey = secretOf(session.secrets, 'token');
      const keyOf = storeKeyOf({ study, specHash, register, tokenKey });
      const store = new LookStore({ file, keyOf });
      try {
        const { entries } = this.#listed;
        const listed = { entries, tokenKey, study: study.id, register, confirmWithoutBsn };
        this.#outdated = holdsExcluded(store, listed);
      } catch (thrown) {
        store.close();
        throw thrown;
      }
      this.#store = store;
      if (this.#outdated) reporter.event('looksWaitForRun', { register });
    }
    const { of } = this.#store;
    // Under the name of another run, or of another one than this pass began with.
    if (!sameBytes(of.run, run) || !sameBytes(of.specHash, specHash)) {
      throw new KoppelError('STATE_DAMAGED', { file });
    }
    if (this.#outdated) throw new KoppelError('LOOK_RUN_OUTDATED');
    return this.#store;
  }

  close(): void {
    this.#store?.close();
  }
}

/** Takes in what this owner replied, from where the database's knowledge ends. LOG_*. */
async function readReplies(work: PassWork): Promise<void> {
  const { port, database, answersTopic, session, register } = work;
  const { study, specHash, owner } = session.sender;
  const publicKey = decodePublicKey(study.owners[owner]!.signPublicKey);
  const end = await port.end(answersTopic);
  const known = database.position(answersTopic);
  // A log that is shorter than was known is another one: all of it is looked at.
  let next = known > end ? 0 : known;
  while (next < end) {
    const page = await port.read(answersTopic, next, pageLimit);
    for (const { value, offset } of page) {
      next = offset + 1;
      const reply = ownReply(value, publicKey);
      if (reply === undefined) continue;
      const said = reply.kind === 'answer' ? reply.answer : reply.refusal;
      if (said.register !== register || said.study !== study.id) continue;
      // Under another version of the study: that has a memory of its own.
      if (!sameBytes(said.specHash, specHash)) continue;
      database.handled(said.request, reply.kind === 'answer' ? '' : reply.refusal.code);
    }
    if (page.length === 0) break;
  }
  database.moveTo(answersTopic, next);
}

async function handle(work: PassWork, request: AuthenticRequest): Promise<void> {
  const reply = work.database.replyTo(request.message);
  if (reply === undefined) await answerOne(work, request);
  else if (reply === '') await chargeKnown(work, request);
}

/** Every request from where the last pass ended. Gives whether there may be more. */
async function handleRequests(work: PassWork, options: PassOptions): Promise<boolean> {
  const { port, database, register, counts, reporter } = work;
  const { study, specHash, owner } = work.session.sender;
  const topic = topics(study.id).lookRequests(study.owners[owner]!.id);
  const end = await port.end(topic);
  const known = database.position(topic);
  let next = known > end ? 0 : known;
  const first = next;
  const progress = reporter.progress('answerLooks', Math.min(passRequests, end - first));
  try {
    while (next < end && next - first < passRequests) {
      const page = await port.read(topic, next, pageLimit);
      for (const { value, offset } of page) {
        if (options.signal?.aborted === true) return false;
        const request = authenticRequest(work.session.sender, value);
        if (request === undefined) counts.noise += 1;
        else if (request.header.register === register) {
          if (sameBytes(request.header.specHash, specHash)) await handle(work, request);
          else counts.otherVersion += 1;
        }
        next = offset + 1;
        database.moveTo(topic, next);
        progress.update(next - first);
      }
      if (page.length === 0) break;
    }
    return next < end;
  } finally {
    progress.end();
  }
}

/**
 * Answers what waits at one register.
 * @returns what came of it, and whether more may be waiting
 * @throws KoppelError LOOK_NO_ROUND, LOOK_STORE, KEY_NOT_AGREED; EXCLUSIONS_*, LEDGER_*, LOG_*,
 *   FILE_IN_USE, DISK_FULL, WRITE_FAILED, STATE_DAMAGED
 */
export async function answerPass(
  options: PassOptions,
): Promise<PassCounts & { readonly more: boolean }> {
  const { session, port, reporter, register, stateFolder, accepted } = options;
  const { study, specHash, owner } = session.sender;
  if (study.secondRound === undefined) throw new KoppelError('LOOK_NO_ROUND');
  const encodingKey = session.secrets[encodingKeyName(specHash)];
  if (encodingKey === undefined) throw new KoppelError('KEY_NOT_AGREED', { field: study.id });
  const place = { study: study.id, specHash, register };
  return withRegisterState(stateFolder, place, reporter, async (state) => {
    const listed = listOf(options);
    const account = await openAccount(options, listed);
    const database = new LookDatabase(state.looksFile);
    const stores = new Stores(options, state, listed);
    const rounds = new RoundAnswers(study, deriveRoundsKey(encodingKey, specHash));
    const counts = { answered: 0, refused: 0, looks: 0, noise: 0, otherVersion: 0 };
    try {
      await accepted.refresh();
      const work: PassWork = {
        session, port, reporter, register, accepted, account, database, rounds, counts,
        gate: new Gate(session.sender, port),
        answersTopic: topics(study.id).lookAnswers(study.owners[owner]!.id),
        mailboxKey: secretOf(session.secrets, 'mailbox'),
        recordKinds: new Uint8Array(study.batches.capacity).fill(rowKinds.record),
        storeOf: (run) => stores.of(run),
      }; // prettier-ignore
      await readReplies(work);
      const more = await handleRequests(work, options);
      await account.close();
      return { ...counts, more };
    } finally {
      rounds.dispose();
      stores.close();
      database.close();
    }
  });
}
