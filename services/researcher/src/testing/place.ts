// SPDX-License-Identifier: EUPL-1.2
/** A folder of its own for every test, a log in it, and a reporter that remembers. For tests only. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createEventReporter, Problems, type Reporter } from '@koppel/console';
import { KoppelError } from '@koppel/errors';
import { openEmbeddedLog, type LogPort } from '@koppel/transport';

export interface Place {
  readonly folder: string;
  readonly port: LogPort;
  /** Writes a file into the folder and gives its path. */
  write(name: string, content: string | Uint8Array): string;
  remove(): Promise<void>;
}

export async function makePlace(): Promise<Place> {
  const folder = mkdtempSync(join(tmpdir(), 'koppel-researcher-'));
  const port = await openEmbeddedLog(join(folder, 'log'), { create: true });
  return {
    folder,
    port,
    write(name, content) {
      const file = join(folder, name);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, content);
      return file;
    },
    async remove() {
      await port.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export interface Told {
  readonly reporter: Reporter;
  /** One JSON object per line, as a log collector gets them. */
  readonly lines: Record<string, unknown>[];
}

export function listen(): Told {
  const lines: Record<string, unknown>[] = [];
  const sink = {
    write(text: string): void {
      lines.push(JSON.parse(text) as Record<string, unknown>);
    },
  };
  const reporter = createEventReporter({ sink, language: 'en', service: 'test', now: () => 0 });
  return { reporter, lines };
}

/** What an action is refused with: `CODE {place}` per problem, the folder left out; or `accepted`. */
export async function refusal(place: Place, action: () => unknown): Promise<string[]> {
  try {
    await action();
  } catch (thrown) {
    const list: readonly unknown[] = thrown instanceof Problems ? thrown.list : [thrown];
    return list.map((one) => {
      if (!(one instanceof KoppelError)) throw one;
      if (one.cause !== undefined) throw new Error('an error carries its cause');
      return `${one.code} ${JSON.stringify(one.place).replaceAll(`${place.folder}/`, '')}`;
    });
  }
  return ['accepted'];
}
