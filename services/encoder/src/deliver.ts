// SPDX-License-Identifier: EUPL-1.2
/**
 * Puts the batches of a run on the log, those that are not there yet. A batch goes on the payload
 * lane first: a run that is complete for the linkage unit is then complete for the researcher.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Reporter } from '@koppel/console';
import type { LogPort } from '@koppel/transport';
import type { Lane } from '@koppel/wire';
import { buildBatch, type Run, type Sender } from './egress.ts';
import type { BatchRows } from './rows/batch-rows.ts';
import { laneTopic, type LoggedRun } from './run-log.ts';

/** A batch, or an answer to looks, on its way out: for who must account for it. */
export interface LeavingBatch {
  readonly topic: string;
  readonly lane: Lane | 'looks';
  /** Of an answer: its round, 32 bytes. */
  readonly round?: Uint8Array;
  readonly register: string;
  readonly run: Uint8Array;
  readonly runOrdinal: number;
  readonly sequence: number;
  readonly batches: number;
  /** Rows filled: records and retractions. */
  readonly count: number;
  /** 16 bytes a row, `count` of them; only before it leaves, the buffer is used again after the call. */
  readonly tokens: Uint8Array;
  /** One of `rowKinds` a row, `count` of them; used again as well. */
  readonly kinds: Uint8Array;
  /** The very bytes that are put on the log. */
  readonly message: Uint8Array;
}

/** Called for each batch; a run waits for them. One that throws ends the run. */
export interface DeliveryHooks {
  /** Before the batch is put on the log: it has not left yet, and may never. */
  readonly onBatch?: ((batch: LeavingBatch) => void | Promise<void>) | undefined;
  /** When it is on the log, at this offset of its topic. */
  readonly onBatchSent?:
    ((batch: LeavingBatch, offset: number) => void | Promise<void>) | undefined;
  /** Ends the run between two batches. */
  readonly signal?: AbortSignal | undefined;
}

export interface Delivery extends DeliveryHooks {
  readonly sender: Sender;
  readonly port: LogPort;
  readonly reporter: Reporter;
  /** Lanes that the register has, in the order in which a batch goes on them. */
  readonly lanes: readonly Lane[];
  readonly run: Run;
  /** What is on the log of this run. */
  readonly there: LoggedRun | undefined;
}

export interface Delivered {
  readonly sent: number;
  readonly alreadyThere: number;
}

/** Milliseconds to wait so that the batch is the `number`th, from 0, of a row with fixed distances. */
async function untilDue(started: number, number: number, delivery: Delivery): Promise<void> {
  const { sender, signal } = delivery;
  const due = started + number * sender.study.batches.intervalSeconds * 1000;
  const wait = due - performance.now();
  if (wait > 0) await sleep(wait, undefined, { signal });
  signal?.throwIfAborted();
}

interface MadeBatch {
  readonly batch: LeavingBatch;
  /** The first of its sequence that is missing. */
  readonly begins: boolean;
}

/** Makes every missing message, in the order in which they leave, one at a time. */
async function* makeBatches(
  { sender, run, lanes, there }: Delivery,
  all: Iterable<BatchRows>,
): AsyncGenerator<MadeBatch, void, void> {
  const { study } = sender;
  let sequence = 0;
  for (const rows of all) {
    const missing = lanes.filter((lane) => there?.sequences.get(lane)?.has(sequence) !== true);
    for (const lane of missing) {
      const message = await buildBatch(sender, run, lane, sequence, rows);
      const { count } = rows;
      const batch: LeavingBatch = {
        topic: laneTopic(study.id, study.owners[sender.owner]!.id, lane),
        lane, register: study.registers[run.register]!.id, run: run.identity,
        runOrdinal: run.ordinal, sequence, batches: run.batches, count, message,
        tokens: rows.tokens.subarray(0, 16 * count), kinds: rows.kinds.subarray(0, count),
      }; // prettier-ignore
      yield { batch, begins: lane === missing[0] };
    }
    sequence += 1;
  }
}

/**
 * Appends every missing batch of a run. While one is on its way the next is made, and no more than that:
 * it is accounted for, and leaves, when the one before is there.
 * @param all the rows of each batch, in order of sequence; the same object may come each time
 * @throws LOG_*; what `onBatch` and `onBatchSent` throw; the reason of an aborted signal
 */
export async function deliverRun(delivery: Delivery, all: Iterable<BatchRows>): Promise<Delivered> {
  const { run, lanes, port, reporter } = delivery;
  const progress = reporter.progress('send', run.batches);
  const started = performance.now();
  const made = makeBatches(delivery, all);
  let coming = made.next();
  let [sent, moments] = [0, 0];
  try {
    for (let next = await coming; next.done !== true; next = await coming) {
      const { batch, begins } = next.value;
      if (begins) await untilDue(started, moments++, delivery);
      await delivery.onBatch?.(batch);
      const appended = port.append(batch.topic, [batch.message]);
      coming = made.next();
      // Heard when its turn comes.
      coming.catch(() => undefined);
      const offset = await appended;
      await delivery.onBatchSent?.(batch, offset);
      sent += 1;
      progress.update(batch.sequence + 1);
    }
  } finally {
    await coming.catch(() => undefined);
  }
  progress.end();
  return { sent, alreadyThere: lanes.length * run.batches - sent };
}
