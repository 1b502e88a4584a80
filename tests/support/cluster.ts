// SPDX-License-Identifier: EUPL-1.2
/**
 * Three brokers of one test, each a controller too: every topic on all three, and a message counts when
 * two have it. On loopback, for whoever has an account here; topics and rights are made by the setup.
 */
import { spawn, spawnSync } from 'node:child_process';
import { randomBytes, randomInt } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process, { execPath } from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { takesConnections } from './own-broker.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** What another part's function gives, asked in a process of its own: tests of the whole import no part's insides. */
function ask(file: string, name: string, ...args: readonly unknown[]): unknown {
  const { href } = pathToFileURL(join(root, file));
  const call = `m[${JSON.stringify(name)}](...${JSON.stringify(args)})`;
  const words = `import('${href}').then((m) => ${call}).then((v) => console.log(JSON.stringify(v)))`;
  const { stdout, stderr } = spawnSync(execPath, ['-e', words], { encoding: 'utf8' });
  if (stdout === '') throw Object.assign(new Error('a question failed'), { stderr });
  return JSON.parse(stdout);
}

export interface Leader {
  /** Number of the broker; -1 when none leads. */
  readonly broker: number;
  /** Numbers of the brokers that have a copy, and of those whose copy is not behind. */
  readonly replicas: readonly number[];
  readonly inSync: readonly number[];
}

/** Of the only partition of a topic, as the broker at that address knows it. */
export function leaderOf(file: string, address: string, topic: string): Leader {
  return ask(
    'packages/transport/src/testing/leader.ts',
    'leaderOf',
    file,
    address,
    topic,
  ) as Leader;
}

export interface Cluster {
  /** `host:port` of every broker; broker 1 first. */
  readonly brokers: readonly string[];
  /** kill -9 of broker 1, 2 or 3; does nothing when it is not running. */
  readonly kill: (node: number) => Promise<void>;
  /** Starts it again on what is on its disk; resolves when it takes connections. */
  readonly start: (node: number) => Promise<void>;
  readonly end: () => Promise<void>;
}

interface Node {
  readonly client: number;
  readonly controller: number;
  readonly file: string;
}

const nodes = [1, 2, 3] as const;
/** Below the ports that the system hands out. */
const [firstPort, lastPort] = [20_000, 32_000];
const machine = ['-Xmx384m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', '-Xshare:auto'];
const quiet = '-Dorg.slf4j.simpleLogger.defaultLogLevel=off';

function settingsOf(node: number, all: readonly Node[], folder: string): string {
  const { client, controller } = all[node - 1]!;
  const voters = all.map((one, at) => `${String(at + 1)}@localhost:${String(one.controller)}`);
  return [
    'process.roles=broker,controller',
    `node.id=${String(node)}`,
    `controller.quorum.voters=${voters.join(',')}`,
    'controller.listener.names=CONTROLLER',
    'inter.broker.listener.name=PLAIN',
    `listeners=PLAIN://localhost:${String(client)},CONTROLLER://localhost:${String(controller)}`,
    `advertised.listeners=PLAIN://localhost:${String(client)}`,
    'listener.security.protocol.map=PLAIN:PLAINTEXT,CONTROLLER:PLAINTEXT',
    `log.dirs=${join(folder, `data-${String(node)}`)}`,
    'authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer',
    'super.users=User:ANONYMOUS',
    'auto.create.topics.enable=false',
    'offsets.topic.replication.factor=3',
    'transaction.state.log.replication.factor=3',
    'num.network.threads=2',
    'num.io.threads=2',
    // A dead broker is missed soon: the test waits for it.
    'broker.session.timeout.ms=3000',
    'broker.heartbeat.interval.ms=500',
    'replica.lag.time.max.ms=3000',
    '',
  ].join('\n');
}

/** Starts three in a folder; the word for what is missing where there can be none. */
export async function startCluster(
  folder: string,
): Promise<Cluster | { readonly missing: string }> {
  const jars = ask('scripts/kafka/jars.ts', 'kafkaJars') as
    { folder: string } | { missing: string };
  if ('missing' in jars) return jars;
  mkdirSync(folder, { recursive: true });
  const first = randomInt(firstPort, lastPort);
  const all = nodes.map((node, at): Node => {
    const file = join(folder, `server-${String(node)}.properties`);
    return { client: first + 2 * at, controller: first + 2 * at + 1, file };
  });
  const id = randomBytes(16).toString('base64url');
  const java = (main: string, ...args: string[]): string[] =>
    [...machine, quiet, '-cp', `${jars.folder}/*`, main, ...args]; // prettier-ignore
  for (const node of nodes) {
    const { file } = all[node - 1]!;
    writeFileSync(file, settingsOf(node, all, folder));
    const format = java('kafka.tools.StorageTool', 'format', '-t', id, '-c', file);
    if (spawnSync('java', format, { cwd: folder, stdio: 'ignore' }).status !== 0) {
      return { missing: 'start' };
    }
  }
  const running = new Map<number, ReturnType<typeof spawn>>();
  const kill = async (node: number): Promise<void> => {
    const child = running.get(node);
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((done) => child.once('exit', done));
    child.kill('SIGKILL');
    await ended;
  };
  const start = async (node: number): Promise<void> => {
    const { client, file } = all[node - 1]!;
    const child = spawn('java', java('kafka.Kafka', file), { cwd: folder, stdio: 'ignore' });
    running.set(node, child);
    while (child.exitCode === null && !(await takesConnections(client))) await sleep(50);
  };
  process.on('exit', () => {
    for (const child of running.values()) child.kill('SIGKILL');
  });
  // A broker takes connections when a majority of controllers has spoken.
  await Promise.all(nodes.map(start));
  return {
    brokers: all.map(({ client }) => `localhost:${String(client)}`),
    kill,
    start,
    end: async () => {
      await Promise.all(nodes.map(kill));
    },
  };
}
