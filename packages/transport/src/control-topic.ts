// SPDX-License-Identifier: EUPL-1.2
/** Reads along with a study's control topic: what its coordinator and deciders say now. */
import { readControl, type ControlParties, type ReadControl } from '@koppel/wire';
import type { LogPort } from './log-port.ts';
import { readAll } from './reading.ts';

export class ControlTopic {
  readonly #port: LogPort;
  readonly #topic: string;
  readonly #parties: ControlParties | undefined;
  readonly #messages: Uint8Array[] = [];
  #read: ReadControl | undefined;

  /** @param parties who may speak; undefined for a study without a control topic */
  constructor(port: LogPort, topic: string, parties: ControlParties | undefined) {
    this.#port = port;
    this.#topic = topic;
    this.#parties = parties;
  }

  /** The topic as it is now; undefined for a study that has none. Errors of `read`. */
  async look(): Promise<ReadControl | undefined> {
    if (this.#parties === undefined) return undefined;
    const before = this.#messages.length;
    for await (const { value } of readAll(this.#port, this.#topic, before)) {
      this.#messages.push(value);
    }
    if (this.#read === undefined || this.#messages.length > before) {
      this.#read = readControl(this.#messages, this.#parties);
    }
    return this.#read;
  }
}
