// SPDX-License-Identifier: EUPL-1.2
/** On what a figure was measured: without it a figure says nothing. */
import { availableParallelism, cpus, loadavg, totalmem } from 'node:os';

export interface Machine {
  readonly processor: string;
  readonly cores: number;
  readonly memoryGiB: number;
  readonly node: string;
  /** One-minute load average when the measurement began. */
  readonly load: number;
}

export function describeMachine(): Machine {
  return {
    processor: cpus()[0]?.model.trim() ?? 'unknown',
    cores: availableParallelism(),
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    node: process.version,
    load: Math.round(loadavg()[0]! * 100) / 100,
  };
}

/** Least and middle of repeated measurements. */
export interface Timing {
  readonly min: number;
  readonly median: number;
  readonly runs: number;
}

export function timing(seconds: readonly number[]): Timing {
  const sorted = [...seconds].sort((left, right) => left - right);
  const middle = sorted.length >> 1;
  const median =
    sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
  return { min: sorted[0]!, median, runs: sorted.length };
}

/** Runs `work` the given number of times and times each. */
export async function repeated(runs: number, work: () => Promise<unknown>): Promise<Timing> {
  const seconds: number[] = [];
  for (let run = 0; run < runs; run += 1) {
    const started = performance.now();
    await work();
    seconds.push((performance.now() - started) / 1000);
  }
  return timing(seconds);
}
