// SPDX-License-Identifier: EUPL-1.2
/**
 * Runs a broker for a rehearsal or for tests, in a folder of its own: `node scripts/kafka/broker.ts
 * FOLDER [PID]`. Prints `{"missing": …}` and ends where this machine cannot; otherwise writes
 * FOLDER/broker.json when the broker is ready. It ends when the folder or process PID is gone, or when
 * somebody stops this program.
 * For this machine alone: whoever has an account on it can use the broker.
 */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { randomBytes, randomInt } from 'node:crypto';
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { makeCertificates } from './certificates.ts';
import { kafkaJars } from './jars.ts';
import { brokerSettings, portsFrom, type Ports } from './settings.ts';

/** Users who log in with a password. */
const users = ['rotterdam', 'denhaag', 'unit', 'researcher', 'coordinator', 'stranger'] as const;

/** Ports are taken by chance from here, below those that the system hands out; a second time if taken. */
const [firstPort, lastPort] = [20_000, 32_000];
const attempts = 3;

/** Milliseconds between two looks whether the folder is still there. */
const lookMs = 500;

function say(line: object): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

function java(jars: string, main: string, args: readonly string[]): string[] {
  // One core is enough for it, and it starts faster when it compiles less.
  const machine = ['-Xmx512m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', '-Xshare:auto'];
  const log = '-Dorg.slf4j.simpleLogger';
  machine.push(`${log}.defaultLogLevel=off`, `${log}.log.kafka.server.KafkaRaftServer=info`);
  return [...machine, '-cp', `${jars}/*`, main, ...args];
}

/** Passwords by user, each in a file of its own. */
function makePasswords(folder: string): string[] {
  mkdirSync(join(folder, 'passwords'));
  return users.flatMap((user) => {
    const password = randomBytes(18).toString('hex');
    writeFileSync(join(folder, 'passwords', user), `${password}\n`, { mode: 0o600 });
    return ['--add-scram', `SCRAM-SHA-512=[name=${user},iterations=4096,password=${password}]`];
  });
}

/** Files of a broker that has not run yet; false when it could not be made. */
function makeBroker(folder: string, jars: string, ports: Ports): boolean {
  mkdirSync(folder, { recursive: true });
  makeCertificates(folder);
  const file = join(folder, 'server.properties');
  writeFileSync(file, brokerSettings(folder, ports), { mode: 0o600 });
  const id = randomBytes(16).toString('base64url');
  const format = ['format', '-t', id, '-c', file, ...makePasswords(folder)];
  const options = { cwd: folder, stdio: 'ignore' } as const;
  return spawnSync('java', java(jars, 'kafka.tools.StorageTool', format), options).status === 0;
}

/** Starts the broker; undefined when it ends before it is ready, as when a port is taken. */
async function startBroker(folder: string, jars: string): Promise<ChildProcess | undefined> {
  const args = java(jars, 'kafka.Kafka', [join(folder, 'server.properties')]);
  const child = spawn('java', args, { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] });
  const isReady = await new Promise<boolean>((done) => {
    let told = '';
    child.stderr.on('data', (chunk: Buffer) => {
      told = (told + chunk.toString('latin1')).slice(-4096);
      if (told.includes('Kafka Server started')) done(true);
    });
    child.on('error', () => {
      done(false);
    });
    child.on('exit', () => {
      done(false);
    });
  });
  return isReady ? child : undefined;
}

/** Ends the broker with this program, and both when the folder goes. */
function bind(folder: string, child: ChildProcess, pid: number | undefined): void {
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
    process.on(signal, () => {
      child.kill('SIGTERM');
    });
  }
  const watch = setInterval(() => {
    if (!existsSync(folder) || (pid !== undefined && !isRunning(pid))) child.kill('SIGKILL');
  }, lookMs);
  child.on('exit', () => {
    clearInterval(watch);
  });
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

async function main(folder: string, pid: number | undefined): Promise<void> {
  const jars = kafkaJars();
  if ('missing' in jars) {
    say(jars);
    return;
  }
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    rmSync(folder, { recursive: true, force: true });
    const ports = portsFrom(randomInt(firstPort, lastPort));
    if (!makeBroker(folder, jars.folder, ports)) continue;
    const child = await startBroker(folder, jars.folder);
    if (child === undefined) continue;
    bind(folder, child, pid);
    const brokers = `localhost:${String(ports.plain)}`;
    const settings = { brokers, folder, jars: jars.folder, ports, brokerPid: child.pid };
    writeFileSync(join(folder, 'broker.new'), JSON.stringify(settings));
    renameSync(join(folder, 'broker.new'), join(folder, 'broker.json'));
    say(settings);
    return;
  }
  say({ missing: 'start' });
}

const [folder, pid] = process.argv.slice(2);
if (folder === undefined) process.exitCode = 2;
else await main(resolve(folder), pid === undefined ? undefined : Number(pid));
