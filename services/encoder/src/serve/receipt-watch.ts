// SPDX-License-Identifier: EUPL-1.2
/**
 * Looks, while the service waits, whether the linkage unit answered. The log is only read. What was
 * read of it is kept, so a look at a log with nothing new costs next to nothing.
 */
import { isKoppelError } from '@koppel/errors';
import { openLog, type LogOptions } from '@koppel/transport';
import { Answers } from '../answers.ts';
import { hex } from '../bytes.ts';
import { newestRunOf, type NewestRun } from '../newest-run.ts';
import { readRuns, type LoggedRun, type OwnerInStudy } from '../run-log.ts';

const waitMs = 1000;

export class ReceiptWatch {
  readonly #log: string;
  readonly #registers: readonly string[];
  readonly #environment: LogOptions['environment'];
  readonly #runs = new Map<string, LoggedRun[]>();
  #version = '';
  #answers: Answers | undefined;

  constructor(
    log: string,
    registers: readonly string[],
    environment: LogOptions['environment'] = {},
  ) {
    this.#log = log;
    this.#environment = environment;
    this.#registers = registers;
  }

  /** A run of this register ended: what is on the log of it must be read again. */
  forget(register: string): void {
    this.#runs.delete(register);
  }

  /** How the newest run of each register fares; nothing when nothing is new, or the log is not there. */
  async look(party: OwnerInStudy): Promise<readonly NewestRun[]> {
    const version = hex(party.specHash);
    if (version !== this.#version) this.#startAnew(version);
    try {
      return await this.#read(party, (this.#answers ??= new Answers(party)));
    } catch (thrown) {
      if (!isKoppelError(thrown)) throw thrown;
      // Readiness tells of a log that is gone; another one may come in its place.
      this.#startAnew('');
      return [];
    }
  }

  #startAnew(version: string): void {
    this.#version = version;
    this.#answers = undefined;
    this.#runs.clear();
  }

  async #read(party: OwnerInStudy, answers: Answers): Promise<NewestRun[]> {
    const environment = this.#environment;
    const port = await openLog(this.#log, { environment, readOnly: true, waitMs });
    try {
      const fresh = await answers.read(port);
      const unread = this.#registers.filter((register) => !this.#runs.has(register));
      if (fresh === 0 && unread.length === 0) return [];
      for (const register of unread) {
        this.#runs.set(register, await readRuns(party, port, register, ['identifiers']));
      }
      return this.#registers.map((one) => newestRunOf(one, this.#runs.get(one)!, answers));
    } finally {
      await port.close();
    }
  }
}
