// SPDX-License-Identifier: EUPL-1.2
/**
 * Watches how full the encodings of a register are. Where the average is far from a third to a half,
 * the weights of the study do not fit this register: no error, but fewer links will be right. Only
 * the average is told.
 */
import type { Reporter } from '@koppel/console';
import { measureFill, usualFill } from '@koppel/encoding';

/** One in so many encodings is measured. */
const every = 16;

export class FillWatch {
  #seen = 0;
  #measured = 0;
  #sum = 0;

  /** Takes the encoding of one record into account. */
  add(filter: Uint8Array): void {
    if (this.#seen++ % every !== 0) return;
    this.#measured += 1;
    this.#sum += measureFill(filter, filter.length).mean;
  }

  /** Average share of the bits, 0–1; undefined without encodings. */
  get mean(): number | undefined {
    return this.#measured === 0 ? undefined : this.#sum / this.#measured;
  }
}

/** Tells of an average fill outside 0.2–0.6, in whole percents. */
export function reportFill(reporter: Reporter, register: string, fill: number | undefined): void {
  if (fill === undefined || (fill >= usualFill.least && fill <= usualFill.most)) return;
  const stage = fill < usualFill.least ? 'low' : 'high';
  reporter.event('fillUnusual', { register, stage }, { percent: Math.round(100 * fill) });
}
