// SPDX-License-Identifier: EUPL-1.2
/** How long the service spends in which stage. One stage at a time. */
import type { LinkStage } from '../take-in.ts';
import type { UnitMetrics } from './metrics.ts';

export type Stage = 'receive' | LinkStage;

export class StageClock {
  readonly #metrics: UnitMetrics;
  #stage: Stage | undefined;
  #began = 0;
  #lapBegan = 0;

  constructor(metrics: UnitMetrics) {
    this.#metrics = metrics;
  }

  /** Ends the stage at hand, and begins this one; undefined for none. */
  turn(stage: Stage | undefined): void {
    const now = performance.now();
    if (this.#stage !== undefined) {
      this.#metrics.add('stageSeconds', (now - this.#began) / 1000, { stage: this.#stage });
      this.#metrics.set('working', 0, { stage: this.#stage });
    }
    this.#stage = stage;
    this.#began = now;
    this.#lapBegan = now;
    if (stage !== undefined) this.#metrics.set('working', 1, { stage });
  }

  /** Seconds since the last lap, or since the stage began; never 0. */
  lap(): number {
    const now = performance.now();
    const seconds = Math.max(1e-6, (now - this.#lapBegan) / 1000);
    this.#lapBegan = now;
    return seconds;
  }
}
