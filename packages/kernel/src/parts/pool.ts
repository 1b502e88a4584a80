// SPDX-License-Identifier: EUPL-1.2
/** Threads that search parts one by one, as they are asked for, and share one copy of the sets. */
import { Worker } from 'node:worker_threads';
import { KoppelError } from '@koppel/errors';
import type { JoinPlan, Table } from '../approximate/sides.ts';
import type { Tile } from '../plan.ts';
import type { AnyPlan } from '../searcher.ts';
import type { FoundPart } from './question.ts';

export type PartTask =
  { readonly plan: AnyPlan } | { readonly join: JoinPlan; readonly longestKey: number };

export interface ToPartWorker {
  readonly number: number;
  readonly place: Tile | Table;
}

export interface FromPartWorker {
  readonly number: number;
  readonly found: FoundPart;
}

interface Waiting extends ToPartWorker {
  readonly resolve: (found: FoundPart) => void;
  readonly reject: (fault: KoppelError) => void;
}

const WORKER_FILE = new URL('./worker.ts', import.meta.url);

/** A thread that dies fails the part that it was at (KERNEL_WORKER_LOST), and another takes its place. */
export class PartPool {
  readonly #task: PartTask;
  readonly #workerFile: URL;
  readonly #threads = new Set<Worker>();
  readonly #idle: Worker[] = [];
  readonly #queue: Waiting[] = [];
  readonly #running = new Map<Worker, Waiting>();
  #fault: KoppelError | undefined;

  constructor(task: PartTask, threads: number, workerFile: URL = WORKER_FILE) {
    this.#task = task;
    this.#workerFile = workerFile;
    for (let thread = 0; thread < threads; thread++) this.#start();
  }

  search(number: number, place: Tile | Table): Promise<FoundPart> {
    return new Promise((resolve, reject) => {
      this.#queue.push({ number, place, resolve, reject });
      this.#next();
    });
  }

  /** Ends the threads. What is being searched, or asked for later, ends with KERNEL_CANCELLED. */
  async close(): Promise<void> {
    this.#fail(new KoppelError('KERNEL_CANCELLED'));
    await Promise.all([...this.#threads].map((thread) => thread.terminate()));
  }

  #start(): void {
    const thread = new Worker(this.#workerFile, { workerData: this.#task });
    this.#threads.add(thread);
    this.#idle.push(thread);
    thread.on('message', ({ found }: FromPartWorker) => {
      this.#running.get(thread)?.resolve(found);
      this.#running.delete(thread);
      this.#idle.push(thread);
      this.#next();
    });
    // What it says of itself does not matter: it exits after that.
    thread.on('error', () => undefined);
    thread.on('exit', () => {
      this.#lose(thread);
    });
  }

  #lose(thread: Worker): void {
    const part = this.#running.get(thread);
    this.#threads.delete(thread);
    this.#running.delete(thread);
    if (this.#fault !== undefined) return;
    const lost = new KoppelError('KERNEL_WORKER_LOST');
    // One that dies without work would die again.
    if (part === undefined) {
      this.#fail(lost);
      return;
    }
    part.reject(lost);
    this.#start();
    this.#next();
  }

  #next(): void {
    if (this.#fault !== undefined) this.#fail(this.#fault);
    while (this.#queue.length > 0 && this.#idle.length > 0) {
      const [part, thread] = [this.#queue.shift()!, this.#idle.pop()!];
      this.#running.set(thread, part);
      thread.postMessage({ number: part.number, place: part.place } satisfies ToPartWorker);
    }
  }

  #fail(fault: KoppelError): void {
    this.#fault ??= fault;
    for (const { reject } of [...this.#running.values(), ...this.#queue]) reject(this.#fault);
    this.#running.clear();
    this.#queue.length = 0;
  }
}
