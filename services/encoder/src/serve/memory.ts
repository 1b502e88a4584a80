// SPDX-License-Identifier: EUPL-1.2
/**
 * What the service remembers between starts: when each register was begun and finished, so that a
 * run that a crash or a night off interrupted is taken up. If lost: the next scheduled time counts.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readFileText, writeFileWhole } from '@koppel/console';
import { z } from 'zod';

const moment = z.iso.datetime().optional();

const schema = z.strictObject({
  koppelServe: z.literal(1),
  registers: z.record(
    z.string(),
    z.strictObject({ begun: moment, succeeded: moment, ended: moment }),
  ),
});

type Remembered = z.output<typeof schema>['registers'][string];

export class ServeMemory {
  readonly #file: string;
  readonly #registers: Record<string, Remembered>;

  constructor(stateFolder: string) {
    this.#file = join(stateFolder, 'serve.json');
    this.#registers = this.#read();
  }

  of(register: string): Remembered {
    return this.#registers[register] ?? {};
  }

  /** Notes a moment (milliseconds since 1970), durably. DISK_FULL, WRITE_FAILED. */
  note(register: string, what: keyof Remembered, at: number): void {
    this.#registers[register] = { ...this.of(register), [what]: new Date(at).toISOString() };
    const content = { koppelServe: 1, registers: this.#registers };
    writeFileWhole(this.#file, JSON.stringify(content, null, 1), { replace: true, mode: 0o600 });
  }

  #read(): Record<string, Remembered> {
    if (!existsSync(this.#file)) return {};
    try {
      return schema.parse(JSON.parse(readFileText(this.#file))).registers;
    } catch {
      return {};
    }
  }
}
