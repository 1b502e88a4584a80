// SPDX-License-Identifier: EUPL-1.2
/**
 * Waiting for a broker that is away: tries with growing pauses of random length until a moment at
 * which it gives up, and tells when it begins to wait and when that is over.
 */
import { randomInt } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { KoppelError } from '@koppel/errors';
import { isPassing, kafkaFault } from './fault.ts';

/** `waiting` when the broker does not answer, `connected` when it does again. */
export type OnBroker = (state: 'waiting' | 'connected') => void;

/** Milliseconds: the first pause, and the longest. */
const firstPauseMs = 200;
const longestPauseMs = 10_000;

export class Patience {
  readonly #waitMs: number;
  readonly #onBroker: OnBroker;
  readonly #stop = new AbortController();
  #waiting = false;

  constructor(waitMs: number, onBroker: OnBroker = () => undefined) {
    this.#waitMs = waitMs;
    this.#onBroker = onBroker;
  }

  /** Ends every wait, with LOG_REQUEST. */
  end(): void {
    this.#stop.abort();
  }

  get ended(): boolean {
    return this.#stop.signal.aborted;
  }

  /** The broker does not answer. */
  lost(): void {
    if (!this.#waiting && !this.ended) this.#onBroker('waiting');
    this.#waiting = true;
  }

  /** The broker answered. */
  found(): void {
    if (this.#waiting && !this.ended) this.#onBroker('connected');
    this.#waiting = false;
  }

  /**
   * Does `action` until it succeeds. What waiting cannot help is thrown at once, as a closed code;
   * LOG_KAFKA_UNREACHABLE when the time is over, LOG_REQUEST when the port was closed.
   */
  async until<T>(action: (leftMs: number) => Promise<T>): Promise<T> {
    const giveUp = performance.now() + this.#waitMs;
    for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(2 * pauseMs, longestPauseMs)) {
      if (this.ended) throw new KoppelError('LOG_REQUEST', { rule: 'closed' });
      try {
        const result = await action(Math.max(1, giveUp - performance.now()));
        this.found();
        return result;
      } catch (thrown) {
        const fault = kafkaFault(thrown);
        const leftMs = giveUp - performance.now();
        if (!isPassing(fault) || leftMs <= 0) throw fault;
        this.lost();
        const shifted = randomInt(Math.ceil(pauseMs / 2), pauseMs + 1);
        const pause = setTimeout(Math.min(shifted, leftMs), undefined, {
          signal: this.#stop.signal,
        });
        await pause.catch(() => undefined);
      }
    }
  }
}
