// SPDX-License-Identifier: EUPL-1.2
/**
 * Watches whether the study still allows each register, also while nothing arrives: a document that
 * expires on a quiet day is told on that day, not with the next batch. It refuses nothing itself:
 * taking in and linking ask the gate anew.
 */
import { today, type Reporter } from '@koppel/console';
import { gateReason, type ControlState, type Study } from '@koppel/study';
import type { UnitMetrics } from './metrics.ts';

export class GateWatch {
  readonly #study: Study;
  readonly #metrics: UnitMetrics;
  /** By owner and register: the code that was told. */
  readonly #closed = new Map<string, string>();

  constructor(study: Study, metrics: UnitMetrics) {
    this.#study = study;
    this.#metrics = metrics;
  }

  /**
   * Tells once for each register when its gate closes, with the reason, and when it opens again.
   * @param control what the control topic says now; undefined for a study that has none
   */
  look(control: ControlState | undefined, reporter: Reporter): void {
    for (const { id: owner, registers } of this.#study.owners) {
      for (const register of registers) {
        const reason = gateReason(this.#study, owner, register, today(), control);
        this.#metrics.set('gate', reason === undefined ? 1 : 0, { owner, register });
        const name = `${owner} ${register}`;
        if (reason?.code === this.#closed.get(name)) continue;
        if (reason === undefined) {
          this.#closed.delete(name);
          reporter.event('gateOpen', { owner, register });
        } else {
          this.#closed.set(name, reason.code);
          reporter.event('gateClosed', { owner, register, code: reason.code });
          reporter.problem(reason);
        }
      }
    }
  }
}
