// SPDX-License-Identifier: EUPL-1.2
/**
 * Which run of each register the linkage unit took last: looks at another one are refused. Read from
 * the log, and again only when something came onto it.
 */
import type { LogPort } from '@koppel/transport';
import { Answers } from '../answers.ts';
import { laneTopic, readRuns, type LoggedRun, type OwnerInStudy } from '../run-log.ts';

/** The run with the highest ordinal of which every batch was taken; undefined for none. */
export function acceptedRun(
  register: string,
  runs: readonly LoggedRun[],
  answers: Answers,
): LoggedRun | undefined {
  const taken = ({ identity, batches, sequences }: LoggedRun): boolean => {
    const own = answers.of(register, identity);
    const there = sequences.get('identifiers')!;
    return there.size === batches && [...there].every((sequence) => own.accepts(sequence));
  };
  return runs
    .filter((run) => answers.refusalsOf(register, run, runs).length === 0 && taken(run))
    .reduce<LoggedRun | undefined>(
      (newest, run) => (newest === undefined || run.ordinal > newest.ordinal ? run : newest),
      undefined,
    );
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
