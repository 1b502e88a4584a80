// SPDX-License-Identifier: EUPL-1.2
/**
 * The log of a demo over Kafka: at the brokers that KAFKA_BROKERS names, or at one that is started for
 * the demo on this machine, and that ends with it. The latter takes whoever has an account here.
 */
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { execPath } from 'node:process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { writeFileWhole } from '@koppel/console';
import { KoppelError } from '@koppel/errors';
import { stringify } from 'yaml';

export interface DemoLog {
  /** What the parties give as `--log`. */
  readonly name: string;
  /** Of the study: on a broker that others use too, it is one of this demo alone. */
  readonly study: string;
  /** The broker's process, where it was started here. */
  readonly brokerPid?: number | undefined;
  close(): Promise<void>;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** What the program that runs a broker prints, on one line. */
interface Said {
  readonly ports?: { readonly plain: number };
  readonly brokerPid?: number;
  readonly missing?: string;
}

function writeConfig(folder: string, brokers: readonly string[]): string {
  const file = join(folder, 'log.yaml');
  const settings = { koppelKafka: 1, brokers, tls: 'off', createTopics: true, waitSeconds: 600 };
  writeFileWhole(file, stringify(settings));
  return file;
}

/** Starts a broker in `folder`/broker. DEMO_BROKER, with what is missing as rule, where it cannot. */
async function startBroker(folder: string): Promise<DemoLog> {
  const place = join(folder, 'broker');
  const program = fileURLToPath(new URL('../../../../scripts/kafka/broker.ts', import.meta.url));
  const child = spawn(execPath, [program, place], { stdio: ['ignore', 'pipe', 'ignore'] });
  const ended = new Promise((done) => child.once('exit', done));
  const stop = (): boolean => child.kill('SIGTERM');
  process.on('exit', stop);
  const line = await createInterface({ input: child.stdout })[Symbol.asyncIterator]().next();
  const said = (line.done === true ? { missing: 'start' } : JSON.parse(line.value)) as Said;
  if (said.ports === undefined) {
    process.off('exit', stop);
    throw new KoppelError('DEMO_BROKER', { rule: said.missing ?? 'start' });
  }
  return {
    name: writeConfig(folder, [`localhost:${said.ports.plain}`]),
    study: 'demo',
    brokerPid: said.brokerPid,
    async close() {
      process.off('exit', stop);
      stop();
      await ended;
      // Passwords and certificates of a broker that is no more; what it kept can be made again.
      rmSync(place, { recursive: true, force: true });
    },
  };
}

/** A folder of this machine. */
export function folderLog(folder: string): DemoLog {
  return { name: join(folder, 'log'), study: 'demo', close: () => Promise.resolve() };
}

/** At a broker. How to reach those of KAFKA_BROKERS can also be said in KOPPEL_KAFKA_*. DEMO_BROKER. */
export async function brokerLog(folder: string, environment: Environment): Promise<DemoLog> {
  const brokers = environment['KAFKA_BROKERS'];
  if (brokers === undefined || brokers === '') return startBroker(folder);
  return {
    name: writeConfig(folder, brokers.split(',')),
    study: `demo-${randomBytes(4).toString('hex')}`,
    close: () => Promise.resolve(),
  };
}
