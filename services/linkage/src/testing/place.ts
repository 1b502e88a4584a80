// SPDX-License-Identifier: EUPL-1.2
/** A folder of its own for every test, a log in it, and a reporter that remembers. For tests only. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createEventReporter, Problems, type Reporter } from '@koppel/console';
import { KoppelError } from '@koppel/errors';
import { openEmbeddedLog, readAll, type LogPort } from '@koppel/transport';

export interface Place {
  readonly folder: string;
  readonly port: LogPort;
  /** Writes a file into the folder and gives its path. */
  write(name: string, content: string | Uint8Array): string;
  remove(): Promise<void>;
}

export async function makePlace(): Promise<Place> {
  const folder = mkdtempSync(join(tmpdir(), 'koppel-linkage-'));
  const port = await openEmbeddedLog(join(folder, 'log'), { create: true });
  return {
    folder,
    port,
    write(name, content) {
      const file = join(folder, name);
      writeFileSync(file, content);
      return file;
    },
    async remove() {
      await port.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Every value of a topic, in its order. */
export async function valuesOf(port: LogPort, topic: string): Promise<Uint8Array[]> {
  const values: Uint8Array[] = [];
  for await (const { value } of readAll(port, topic, 0)) values.push(value);
  return values;
}

/** A log that fails at the n-th append from now, as a process that is killed there. */
export function crashingAt(port: LogPort, append: number): LogPort {
  let appends = 0;
  return {
    append(topic, values) {
      appends += 1;
      return appends >= append ? Promise.reject(new Error('killed')) : port.append(topic, values);
    },
    read: (topic, from, limit) => port.read(topic, from, limit),
    end: (topic) => port.end(topic),
    close: () => port.close(),
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
