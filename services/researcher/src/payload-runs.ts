// SPDX-License-Identifier: EUPL-1.2
/**
 * Which payload batches of one register are on the log, by run, and which runs make up the run that
 * was linked. Looks at headers and signatures; opens nothing.
 */
import { isKoppelError, KoppelError } from '@koppel/errors';
import { readAll, type LogPort } from '@koppel/transport';
import {
  checkBatch,
  decodeBatch,
  followChain,
  sameRunPlace,
  type BatchEnvelope,
  type BatchExpectation,
  type BatchHeader,
  type LinkSource,
  type RunPlace,
} from '@koppel/wire';
import { hex } from './bytes.ts';

/** A run as its batches tell; the first of them that meets the contract gives it its place. */
export interface PayloadRun extends RunPlace, Pick<BatchHeader, 'batches'> {
  /** Per sequence number the offsets of the batches that have it: the first that opens counts. */
  readonly offsets: Map<number, number[]>;
}

export interface Refused {
  /** Hex of the run that it claimed to be of; undefined when it could not be read. */
  readonly run: string | undefined;
  readonly error: KoppelError;
}

export interface PayloadSurvey {
  /** By identity in hex. */
  readonly runs: ReadonlyMap<string, PayloadRun>;
  readonly refused: readonly Refused[];
}

/** Adds a batch to its run. CONTRACT_* when it does not meet the contract or fit its run. */
function addBatch(
  batch: BatchEnvelope,
  offset: number,
  owner: string,
  expectation: BatchExpectation,
  runs: Map<string, PayloadRun>,
): void {
  checkBatch(batch, owner, expectation);
  const { run, runOrdinal, base, batches, sequence } = batch;
  const name = hex(run);
  const known = runs.get(name) ?? {
    run,
    runOrdinal,
    base,
    batches,
    offsets: new Map<number, number[]>(),
  };
  if (!sameRunPlace(known, batch)) throw new KoppelError('CONTRACT_SEQUENCE', { field: owner });
  runs.set(name, known);
  const places = known.offsets.get(sequence);
  if (places === undefined) known.offsets.set(sequence, [offset]);
  else places.push(offset);
}

/** Reads an owner's payload topic once, for one of its registers. */
export async function surveyPayload(
  port: LogPort,
  topic: string,
  { owner, register }: LinkSource,
  expectation: BatchExpectation,
): Promise<PayloadSurvey> {
  const runs = new Map<string, PayloadRun>();
  const refused: Refused[] = [];
  for await (const { offset, value } of readAll(port, topic, 0)) {
    let run: string | undefined;
    try {
      const batch = decodeBatch(value);
      if (batch.register !== register) continue;
      run = hex(batch.run);
      addBatch(batch, offset, owner, expectation, runs);
    } catch (thrown) {
      if (!isKoppelError(thrown)) throw thrown;
      refused.push({ run, error: thrown });
    }
  }
  return { runs, refused };
}

/** PAYLOAD_BATCH_MISSING for a source. */
export function missingPayload({ owner, register }: LinkSource): KoppelError {
  return new KoppelError('PAYLOAD_BATCH_MISSING', { field: `${owner}/${register}` });
}

/**
 * The runs that make up the linked run, oldest first; undefined when one of them or a batch of one is
 * not there.
 */
export function linkedRuns(
  { runs }: PayloadSurvey,
  source: LinkSource,
): readonly PayloadRun[] | undefined {
  const find = (run: Uint8Array): PayloadRun | undefined => runs.get(hex(run));
  const head = find(source.run);
  const chain = head === undefined ? undefined : followChain(head, find);
  const whole = chain?.state === 'whole' ? chain.runs : [];
  if (whole.length === 0 || whole.some(({ batches, offsets }) => offsets.size < batches)) {
    return undefined;
  }
  return whole;
}
