// SPDX-License-Identifier: EUPL-1.2
/**
 * A broker in a network of its own, in which there is nothing else: containers that join it reach the
 * broker and each other, and no further. The broker is a process of this machine and no container: its
 * image cannot be fetched where there is no registry.
 */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { execPath, pid } from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';

/** As `scripts/kafka` says it; it also fetches Kafka once. */
function kafkaJars(): object {
  const words = `import('${pathToFileURL(jars).href}').then((m) => console.log(JSON.stringify(m.kafkaJars())))`;
  const { stdout } = spawnSync(execPath, ['-e', words], { encoding: 'utf8' });
  return JSON.parse(stdout) as object;
}

const jars = join(dirname(dirname(import.meta.dirname)), 'scripts', 'kafka', 'jars.ts');
const program = join(dirname(dirname(import.meta.dirname)), 'scripts', 'kafka', 'broker.ts');

export interface IsolatedBroker {
  readonly folder: string;
  readonly ports: Readonly<Record<string, number>>;
  /** For `--network` of podman. */
  readonly network: string;
  /** Stops the broker in its tracks, as one that is away, and lets it go on. */
  pause(): void;
  resume(): void;
  stop(): void;
}

/** Waits generously: the machine may be busy. */
async function until(condition: () => boolean): Promise<boolean> {
  for (let waited = 0; waited < 240_000; waited += 100) {
    if (condition()) return true;
    await sleep(100);
  }
  return false;
}

function stopAll(children: readonly ChildProcess[]): void {
  for (const child of children) child.kill('SIGTERM');
}

/** What this machine lacks for it, or undefined: asked before tests are described, so that they are skipped. */
export function whyNoIsolated(): string | undefined {
  const can = spawnSync('unshare', ['--net', 'ip', 'link', 'set', 'lo', 'up']).status === 0;
  if (!can) return 'no right to a network of its own';
  return 'folder' in kafkaJars() ? undefined : 'Kafka, Java 17 or Maven is not here';
}

/** The broker, or the word for what this machine lacks. */
export async function startIsolated(folder: string): Promise<IsolatedBroker | string> {
  const holder = spawn('unshare', ['--net', 'sleep', '3600'], { stdio: 'ignore' });
  const failed = await Promise.race([
    new Promise<string>((done) => {
      holder.once('error', () => {
        done('unshare not installed');
      });
      holder.once('exit', () => {
        done('no right to a network of its own');
      });
    }),
    sleep(200).then(() => undefined),
  ]);
  if (failed !== undefined) return failed;
  const network = `/proc/${String(holder.pid)}/ns/net`;
  const inside = [`--net=${network}`];
  const up = () => spawnSync('nsenter', [...inside, 'ip', 'link', 'set', 'lo', 'up']).status === 0;
  if (!(await until(up))) {
    stopAll([holder]);
    return 'no right to a network of its own';
  }
  const args = [...inside, execPath, program, folder, String(pid)];
  const keeper = spawn('nsenter', args, { stdio: ['ignore', 'pipe', 'ignore'] });
  let said = '';
  keeper.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
  await until(() => said.endsWith('\n') || keeper.exitCode !== null);
  const file = join(folder, 'broker.json');
  if (!existsSync(file)) {
    stopAll([keeper, holder]);
    return `no broker can be started here: ${said.trim()}`;
  }
  const { ports, brokerPid } = JSON.parse(readFileSync(file, 'utf8')) as {
    readonly ports: Record<string, number>;
    readonly brokerPid: number;
  };
  return {
    folder,
    ports,
    network: `ns:${network}`,
    pause: () => process.kill(brokerPid, 'SIGSTOP'),
    resume: () => process.kill(brokerPid, 'SIGCONT'),
    stop: () => {
      process.kill(brokerPid, 'SIGCONT');
      stopAll([keeper, holder]);
    },
  };
}
