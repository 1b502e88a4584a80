// SPDX-License-Identifier: EUPL-1.2
/**
 * Which run of each register the linkage unit took last: looks at another one are refused. Read from
 * the log, and again only when something came onto it.
 */
import type { LogPort } from '@koppel/transport';
import { Answers } from '../answers.ts';
import { laneTopic, readRuns, type LoggedRun, type OwnerInStudy } from '../run-log.ts';

/** Whether every batch of a run is on the log. */
function isWhole({ batches, sequences }: LoggedRun): boolean {
  return sequences.get('identifiers')!.size === batches;
}

/** Runs of which every batch was taken, or still may be. */
function notRefused(register: string, runs: readonly LoggedRun[], answers: Answers): LoggedRun[] {
  return runs.filter((run) => isWhole(run) && answers.refusalsOf(register, run, runs).length === 0);
}

/** The run with the highest ordinal of which every batch was taken; undefined for none. */
export function acceptedRun(
  register: string,
  runs: readonly LoggedRun[],
  answers: Answers,
): LoggedRun | undefined {
  return notRefused(register, runs, answers)
    .filter(({ identity, sequences }) => {
      const own = answers.of(register, identity);
      return [...sequences.get('identifiers')!].every((sequence) => own.accepts(sequence));
    })
    .reduce<LoggedRun | undefined>(
      (newest, run) => (newest === undefined || run.ordinal > newest.ordinal ? run : newest),
      undefined,
    );
}

/** Runs at which looks are or may yet be asked: the newest accepted one, and those that wait. */
export function runsToKeep(
  register: string,
  runs: readonly LoggedRun[],
  answers: Answers,
): LoggedRun[] {
  const least = acceptedRun(register, runs, answers)?.ordinal ?? 0;
  return notRefused(register, runs, answers).filter(({ ordinal }) => ordinal >= least);
}

export class AcceptedRuns {
  readonly #party: OwnerInStudy;
  readonly #port: LogPort;
  readonly #answers: Answers;
  readonly #runs = new Map<string, readonly LoggedRun[]>();
  #end = -1;

  constructor(party: OwnerInStudy, port: LogPort) {
    this.#party = party;
    this.#port = port;
    this.#answers = new Answers(party);
  }

  /** Takes in what is new on the log. LOG_*. */
  async refresh(): Promise<void> {
    const { study, owner } = this.#party;
    const end = await this.#port.end(laneTopic(study.id, study.owners[owner]!.id, 'identifiers'));
    if (end !== this.#end) this.#runs.clear();
    this.#end = end;
    await this.#answers.read(this.#port);
  }

  /** The newest accepted run of a register of this owner. LOG_*. */
  async of(register: string): Promise<LoggedRun | undefined> {
    const known = this.#runs.get(register);
    const runs = known ?? (await readRuns(this.#party, this.#port, register, ['identifiers']));
    this.#runs.set(register, runs);
    return acceptedRun(register, runs, this.#answers);
  }
}
