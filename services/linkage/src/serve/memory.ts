// SPDX-License-Identifier: EUPL-1.2
/**
 * What the service remembers between starts: which linkage was the last, so that a start does not link
 * the same again. If lost: one linkage that publishes nothing new.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readFileText, writeFileWhole } from '@koppel/console';
import { z } from 'zod';

const schema = z.strictObject({
  koppelServe: z.literal(1),
  /** SHA-256 in hex over what went into the last linkage. */
  linked: z.string().optional(),
});

type Remembered = z.output<typeof schema>;

export class UnitMemory {
  readonly #file: string;
  #content: Remembered;

  constructor(stateFolder: string) {
    this.#file = join(stateFolder, 'serve.json');
    this.#content = this.#read();
  }

  get linked(): string | undefined {
    return this.#content.linked;
  }

  /** Durably. DISK_FULL, WRITE_FAILED. */
  note(changed: Pick<Remembered, 'linked'>): void {
    const content = { ...this.#content, ...changed };
    writeFileWhole(this.#file, JSON.stringify(content), { replace: true, mode: 0o600 });
    this.#content = content;
  }

  #read(): Remembered {
    if (!existsSync(this.#file)) return { koppelServe: 1 };
    try {
      return schema.parse(JSON.parse(readFileText(this.#file)));
    } catch {
      return { koppelServe: 1 };
    }
  }
}
