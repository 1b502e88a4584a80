// SPDX-License-Identifier: EUPL-1.2
/** A broker of one test, to be killed, stopped and started again: nobody else may use it. */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import process, { execPath, kill, pid } from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('../../scripts/kafka/broker.ts', import.meta.url));

interface Settings {
  readonly brokers: string;
  readonly jars: string;
  readonly ports: Readonly<Record<string, number>>;
  readonly brokerPid: number;
}

export interface OwnBroker {
  readonly brokers: string;
  /** kill -9; does nothing when it is not running. */
  readonly kill: () => Promise<void>;
  /** Starts it again on what is on its disk, and waits until it takes connections. */
  readonly start: (environment?: Readonly<Record<string, string>>) => Promise<void>;
  /** Lets it stand still, and go on. */
  readonly freeze: () => void;
  readonly thaw: () => void;
  readonly isRunning: () => boolean;
  /** Kills it for good, with the program that began it. */
  readonly end: () => Promise<void>;
}

/** What must not outlive the tests. */
const onExit: (() => void)[] = [];
process.on('exit', () => {
  for (const end of onExit) end();
});

function isAlive(one: number): boolean {
  try {
    // A process that has ended but was not waited for still takes signals.
    const state = readFileSync(`/proc/${String(one)}/stat`, 'utf8').split(') ')[1] ?? 'Z';
    return !state.startsWith('Z');
  } catch {
    return false;
  }
}

/** Whether something listens on this port of this machine. */
export async function takesConnections(port: number): Promise<boolean> {
  return new Promise((done) => {
    const socket = connect({ port, host: 'localhost' });
    socket.once('connect', () => {
      socket.destroy();
      done(true);
    });
    socket.once('error', () => {
      done(false);
    });
  });
}

/** Starts one in a folder of its own; undefined with a word on standard error where none can be. */
export async function startOwnBroker(folder: string): Promise<OwnBroker | { missing: string }> {
  mkdirSync(folder, { recursive: true });
  const place = join(folder, 'broker');
  const starter = spawn(execPath, [program, place, String(pid)], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const said = await new Promise<string>((done) => {
    let text = '';
    starter.stdout.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      if (text.endsWith('\n')) done(text);
    });
    starter.once('close', () => {
      done(text);
    });
  });
  const settings = JSON.parse(said || '{"missing":"start"}') as Settings | { missing: string };
  if ('missing' in settings) return settings;
  const { brokers, jars, ports, brokerPid } = settings;
  let running = brokerPid;
  const isRunning = (): boolean => isAlive(running);
  const killed = async (): Promise<void> => {
    if (!isRunning()) return;
    kill(running, 'SIGKILL');
    while (isRunning()) await sleep(10);
  };
  onExit.push(() => {
    if (isRunning()) kill(running, 'SIGKILL');
  });
  return {
    brokers,
    isRunning,
    kill: killed,
    async end() {
      await killed();
      if (starter.exitCode === null) await once(starter, 'exit');
    },
    async start(environment = {}) {
      const file = join(place, 'server.properties');
      const machine = ['-Xmx512m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1'];
      const quiet = '-Dorg.slf4j.simpleLogger.defaultLogLevel=off';
      const child = spawn('java', [...machine, quiet, '-cp', `${jars}/*`, 'kafka.Kafka', file], {
        cwd: place,
        stdio: 'ignore',
        env: { ...process.env, ...environment },
      });
      running = child.pid!;
      while (isRunning() && !(await takesConnections(ports['plain']!))) await sleep(50);
    },
    freeze() {
      kill(running, 'SIGSTOP');
    },
    thaw() {
      kill(running, 'SIGCONT');
    },
  };
}

/** Whether programs here can reach a broker at all: the client library is compiled. */
export function hasClientLibrary(): boolean {
  const place = fileURLToPath(
    new URL('../../packages/transport/node_modules/node-rdkafka', import.meta.url),
  );
  if (!existsSync(place)) return false;
  const words = `require(${JSON.stringify(place)})`;
  return spawnSync(execPath, ['-e', words], { stdio: 'ignore' }).status === 0;
}
