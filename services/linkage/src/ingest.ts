// SPDX-License-Identifier: EUPL-1.2
/**
 * Takes batches in: contract, gate, opening, storing. What does not fit is refused with a code and
 * changes nothing else. A batch that was taken before is passed over.
 */
import type { Reporter } from '@koppel/console';
import { isKoppelError, type ErrorCode } from '@koppel/errors';
import { open } from '@koppel/keys/open';
import { checkGate, checkRetention, codeBytes, type ControlState, type Study } from '@koppel/study';
import type { LogEntry, LogPort } from '@koppel/transport';
import {
  batchAssociatedData,
  batchSealingInfo,
  checkBatch,
  checkRetractable,
  decodeBatch,
  decodeIdentifierBlock,
  sameRunPlace,
  topics,
  type BatchEnvelope,
  type BatchExpectation,
} from '@koppel/wire';
import { sameBytes } from './bytes.ts';
import { expectationOf } from './expectation.ts';
import { sumsOf } from './segments/format.ts';
import type {
  BatchEntry,
  BatchHead,
  BatchIdentity,
  Intake,
  LinkageState,
  Refusal,
  RunName,
  StoredBatch,
} from './state.ts';

export interface IngestOptions {
  readonly study: Study;
  readonly expectation: BatchExpectation;
  readonly mailboxSecretKey: Uint8Array;
  readonly port: LogPort;
  readonly state: LinkageState;
  /** `YYYY-MM-DD`, for the gate. */
  readonly today: string;
  /** What the control topic says; a study of form 2 has no go without it. */
  readonly control: ControlState | undefined;
  /** When the term for keeping encodings began: nothing is taken in after it. */
  readonly linkedOn?: string | undefined;
  readonly reporter: Reporter;
  /** Ends it between two stretches. */
  readonly signal?: AbortSignal;
  /** Hears what a stretch brought, when it is stored. */
  readonly onStretch?: (stretch: Stretch) => void;
}

/** What one stretch of an owner's topic brought. */
export interface Stretch extends Pick<Intake, 'accepted' | 'refused'> {
  readonly owner: string;
  /** Entries of the topic that have not been read yet. */
  readonly behind: number;
}

/** Entries handled between two transactions. */
const stretch = 32;

const tokenBytes = 16;

/** Opens a batch that meets the contract. CONTRACT_*, GATE_*, KEY_SEAL_BROKEN, WIRE_*. */
async function openBatch(
  batch: BatchEnvelope,
  owner: string,
  options: IngestOptions,
): Promise<StoredBatch> {
  const { study } = options;
  checkBatch(batch, owner, expectationOf(options.expectation, study, owner));
  checkGate(study, owner, batch.register, options.today, options.control);
  const facts = { endedOn: options.control?.endedOn, linkedOn: options.linkedOn };
  checkRetention(study, 'encodings', facts, options.today);
  const block = decodeIdentifierBlock(
    await open(
      options.mailboxSecretKey,
      batchSealingInfo('identifiers'),
      batchAssociatedData(batch),
      batch.sealed,
    ),
    { capacity: batch.capacity, filterBytes: codeBytes(study) },
  );
  checkRetractable(batch, block.kinds);
  const { register, run, runOrdinal, base, sequence, batches } = batch;
  return {
    owner,
    register,
    run,
    runOrdinal,
    base,
    sequence,
    batches,
    count: block.count,
    tokens: block.tokens.slice(0, block.count * tokenBytes),
    kinds: block.kinds.slice(0, block.count),
    filters: block.filters.slice(0, block.count * codeBytes(study)),
  };
}

type Opened = { readonly accepted: StoredBatch } | { readonly refused: Refusal };

/** One message on an owner's topic, opened, or refused with the first code that applies. */
async function openEntry(entry: LogEntry, owner: string, options: IngestOptions): Promise<Opened> {
  let claimed: Pick<Refusal, 'register' | 'run' | 'sequence'> = {
    register: 'unknown',
    run: new Uint8Array(tokenBytes),
    sequence: 0,
  };
  try {
    const batch = decodeBatch(entry.value);
    const { register, run, sequence } = batch;
    claimed = { register, run, sequence };
    return { accepted: await openBatch(batch, owner, options) };
  } catch (thrown) {
    if (!isKoppelError(thrown)) throw thrown;
    return { refused: { offset: entry.offset, owner, ...claimed, code: thrown.code } };
  }
}

/** What has been taken in: what the state holds, and what a stretch adds to it. */
class Memory {
  #accepted = new Map<string, StoredBatch>();
  readonly #state: LinkageState;
  readonly #runs: Map<string, Pick<BatchHead, 'run' | 'runOrdinal' | 'base' | 'batches'>>;

  constructor(state: LinkageState) {
    this.#state = state;
    this.#runs = new Map(state.runs().map((run) => [runText(run), run]));
  }

  /**
   * Why an opened batch must be refused: it has the identity of an earlier one and other content, or
   * places itself in another run than the earlier batches of its run. `known` when it is a repeat.
   */
  verdict(batch: StoredBatch): ErrorCode | 'known' | 'new' {
    const known = this.#accepted.get(identityText(batch)) ?? this.#state.find(batch);
    if (known !== undefined) return sameContent(known, batch) ? 'known' : 'CONTRACT_REPLAY';
    const run = this.#runs.get(runText(batch));
    return run === undefined || sameRunPlace(run, batch) ? 'new' : 'CONTRACT_SEQUENCE';
  }

  add(batch: StoredBatch): void {
    const { run, runOrdinal, base, batches } = batch;
    this.#accepted.set(identityText(batch), batch);
    this.#runs.set(runText(batch), { run, runOrdinal, base, batches });
  }

  /** The batches added since the last time; from now on the state is expected to hold them. */
  take(): StoredBatch[] {
    const taken = [...this.#accepted.values()];
    this.#accepted = new Map();
    return taken;
  }
}

function runText({ owner, register, run }: RunName): string {
  return `${owner} ${register} ${run.join('.')}`;
}

function identityText(batch: BatchIdentity): string {
  return `${runText(batch)} ${String(batch.sequence)}`;
}

/** Equal checksums: what was stored is not read again. */
function sameContent(one: StoredBatch | BatchEntry, other: StoredBatch): boolean {
  const [known, sums] = ['sums' in one ? one.sums : sumsOf(one), sumsOf(other)];
  return (
    sameRunPlace(one, other) &&
    sameBytes(known.rows, sums.rows) &&
    sameBytes(known.filters, sums.filters)
  );
}

/** What a stretch of entries brings; repeats of what was taken before bring nothing. */
async function judge(
  entries: readonly LogEntry[],
  owner: string,
  options: IngestOptions,
  memory: Memory,
): Promise<Pick<Intake, 'accepted' | 'refused'>> {
  const refused: Refusal[] = [];
  for (const entry of entries) {
    const opened = await openEntry(entry, owner, options);
    if ('refused' in opened) {
      refused.push(opened.refused);
      continue;
    }
    const batch = opened.accepted;
    const verdict = memory.verdict(batch);
    if (verdict === 'new') memory.add(batch);
    else if (verdict !== 'known') {
      const { register, run, sequence } = batch;
      refused.push({ offset: entry.offset, owner, register, run, sequence, code: verdict });
    }
  }
  return { accepted: memory.take(), refused };
}

/**
 * Reads an owner's topic from where it was left, to its end. Gives the entries handled.
 * LOG_TRUNCATED when the log is shorter than what was read of it before.
 */
async function ingestOwner(owner: string, options: IngestOptions): Promise<number> {
  const { port, state, study } = options;
  const topic = topics(study.id).batches(owner);
  const from = state.position(topic);
  const end = await port.end(topic);
  // A service looks every few seconds: that there was nothing is not told.
  const progress =
    end > from ? options.reporter.progress(`receive ${owner}`, end - from) : undefined;
  const memory = new Memory(state);
  let next = from;
  do {
    const entries = await port.read(topic, next, stretch);
    if (entries.length === 0) break;
    const { accepted, refused } = await judge(entries, owner, options, memory);
    next = entries.at(-1)!.offset + 1;
    state.store({ topic, next, accepted, refused });
    options.onStretch?.({ owner, accepted, refused, behind: Math.max(0, end - next) });
    for (const { register, code } of refused) {
      options.reporter.event('batchRefused', { owner, register, code });
    }
    progress?.update(next - from);
  } while (next < end && options.signal?.aborted !== true);
  progress?.end();
  return next - from;
}

/** Takes in everything that is on the log now, owner by owner. Gives the number of messages. */
export async function ingest(options: IngestOptions): Promise<number> {
  let handled = 0;
  for (const { id } of options.study.owners) {
    if (options.signal?.aborted === true) break;
    handled += await ingestOwner(id, options);
  }
  return handled;
}
