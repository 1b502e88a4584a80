// SPDX-License-Identifier: EUPL-1.2
/** May a register be sent now? Asked before a run and before every batch of it. */
import { today } from '@koppel/console';
import { verify } from '@koppel/keys/sign';
import { checkGate } from '@koppel/study';
import { ControlTopic, type LogPort } from '@koppel/transport';
import { controlParties, topics } from '@koppel/wire';
import type { Sender } from './egress.ts';

export class Gate {
  readonly #sender: Sender;
  readonly #control: ControlTopic;

  constructor(sender: Sender, port: LogPort) {
    this.#sender = sender;
    const parties = controlParties(sender, verify);
    this.#control = new ControlTopic(port, topics(sender.study.id).control, parties);
  }

  /** Throws a GATE_* error unless this owner may send `register` today; LOG_* of reading. */
  async require(register: string): Promise<void> {
    const { study, owner } = this.#sender;
    const control = await this.#control.look();
    checkGate(study, study.owners[owner]!.id, register, today(), control?.state);
  }
}
