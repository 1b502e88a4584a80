// SPDX-License-Identifier: EUPL-1.2
/** A PostgreSQL server for one test file, with TLS and passwords, gone afterwards. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { execPath } from 'node:process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const program = '../../services/encoder/src/testing/postgres-process.ts';

/** Files of the server, and where it listens. */
interface Settings {
  readonly port: number;
  /** The authority of its certificate, and another. */
  readonly ca: string;
  readonly otherCa: string;
  /** Of the user `reader` of the database `register`. */
  readonly passwordFile: string;
}

export interface Postgres extends Settings {
  /** As the superuser; whether it went well. */
  run(statement: string): Promise<boolean>;
  /** Ends every connection, as an administrator would. */
  disconnectAll(): Promise<boolean>;
  stop(): Promise<void>;
}

/** Undefined where the machine has none. */
export async function startPostgres(): Promise<Postgres | undefined> {
  const file = fileURLToPath(new URL(program, import.meta.url));
  const child = spawn(execPath, [file], { stdio: ['pipe', 'pipe', 'inherit'] });
  const ended = once(child, 'exit');
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async (): Promise<unknown> => {
    const line = await lines.next();
    if (line.done === true) throw new Error('the server of the tests ended');
    return JSON.parse(line.value);
  };
  const settings = (await next()) as Settings | null;
  if (settings === null) return undefined;
  const ask = async (statement: string): Promise<boolean> => {
    child.stdin.write(`${JSON.stringify(statement)}\n`);
    return (await next()) === true;
  };
  return {
    ...settings,
    run: ask,
    disconnectAll: () => ask(''),
    async stop() {
      child.stdin.end();
      await ended;
    },
  };
}
