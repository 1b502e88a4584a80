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
  /** 16 bytes a row, `count` of them; the same array for both lanes of a batch. */
  readonly tokens: Uint8Array;
  /** One of `rowKinds` a row, `count` of them. */
  readonly kinds: Uint8Array;
  /** The very bytes that are put on the log. */
  readonly message: Uint8Array;
}

/** Called for batches that leave together; a run waits for them. One that throws ends the run. */
export interface DeliveryHooks {
  /** Before they are put on the log: they have not left yet, and may never. */
  readonly onLeaving?: ((batches: readonly LeavingBatch[]) => void | Promise<void>) | undefined;
  /** When each is on the log, at this offset of its topic, or later where others wrote in between. */
  readonly onSent?:
    | ((batches: readonly LeavingBatch[], offsets: readonly number[]) => void | Promise<void>)
    | undefined;
  /** Ends the run before the next batches leave. */
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

/** The most sequences that leave together, and after how many one more does. */
const togetherMax = 8;
/** Bytes of messages beyond which no more are made for one time: two times this are in memory. */
const togetherBytes = 4 * 2 ** 20;

/**
 * How many sequences leave together from this one on. Each time has its costs (asking the gate, two
 * disks and a broker), which a long run shares out; a short one goes batch by batch, as does one whose
 * batches have moments of their own.
 */
function together(sequence: number, { sender: { study } }: Delivery): number {
  if (study.batches.intervalSeconds > 0) return 1;
  return Math.min(togetherMax, 1 + Math.floor(sequence / togetherMax));
}

/** The messages of one sequence that are missing, in the order of their lanes. */
async function messagesOf(
  { sender, run, lanes, there }: Delivery,
  sequence: number,
  rows: BatchRows,
): Promise<LeavingBatch[]> {
  const { study } = sender;
  const missing = lanes.filter((lane) => there?.sequences.get(lane)?.has(sequence) !== true);
  const { count } = rows;
  // The columns are filled again before these have left.
  const [tokens, kinds] = [rows.tokens.slice(0, 16 * count), rows.kinds.slice(0, count)];
  const made: LeavingBatch[] = [];
  for (const lane of missing) {
    made.push({
      topic: laneTopic(study.id, study.owners[sender.owner]!.id, lane),
      lane, register: study.registers[run.register]!.id, run: run.identity,
      runOrdinal: run.ordinal, sequence, batches: run.batches, count, tokens, kinds,
      message: await buildBatch(sender, run, lane, sequence, rows),
    }); // prettier-ignore
  }
  return made;
}

/** Makes every missing message, those that leave together at a time, lane after lane. */
async function* makeBatches(
  delivery: Delivery,
  all: Iterable<BatchRows>,
): AsyncGenerator<LeavingBatch[], void, void> {
  let [sequence, first, bytes] = [0, 0, 0];
  let made: LeavingBatch[] = [];
  const inOrder = (): LeavingBatch[] =>
    delivery.lanes.flatMap((lane) => made.filter((batch) => batch.lane === lane));
  for (const rows of all) {
    const messages = await messagesOf(delivery, sequence, rows);
    made.push(...messages);
    bytes += messages.reduce((sum, { message }) => sum + message.length, 0);
    sequence += 1;
    if (sequence - first < together(first, delivery) && bytes < togetherBytes) continue;
    if (made.length > 0) yield inOrder();
    [first, bytes, made] = [sequence, 0, []];
  }
  if (made.length > 0) yield inOrder();
}

/** Puts batches on the log, one lane after the other; gives where each is. */
async function append(port: LogPort, batches: readonly LeavingBatch[]): Promise<number[]> {
  const offsets: number[] = [];
  while (offsets.length < batches.length) {
    const { topic } = batches[offsets.length]!;
    const values = batches.filter((batch) => batch.topic === topic).map(({ message }) => message);
    const first = await port.append(topic, values);
    offsets.push(...values.map((_, at) => first + at));
  }
  return offsets;
}

/**
 * Appends every missing batch of a run. While some are on their way the next are made, and no more than
 * those: they are accounted for, and leave, when the ones before are there.
 * @param all the rows of each batch, in order of sequence; the same object may come each time
 * @throws LOG_*; what `onLeaving` and `onSent` throw; the reason of an aborted signal
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
      const batches = next.value;
      coming = made.next();
      // Heard when its turn comes.
      coming.catch(() => undefined);
      await untilDue(started, moments++, delivery);
      await delivery.onLeaving?.(batches);
      const offsets = await append(port, batches);
      await delivery.onSent?.(batches, offsets);
      sent += batches.length;
      progress.update(batches.at(-1)!.sequence + 1);
    }
  } finally {
    await coming.catch(() => undefined);
  }
  progress.end();
  return { sent, alreadyThere: lanes.length * run.batches - sent };
}
