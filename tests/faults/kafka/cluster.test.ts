// SPDX-License-Identifier: EUPL-1.2
/**
 * The line over three brokers: two are gone at once, so that nothing can be written, and then the leading
 * one is killed again and again while programs work. Afterwards the data set is, byte for byte, that
 * of an undisturbed run over a folder. Three brokers take a quarter of a minute of processor time, so this runs
 * only when KOPPEL_FAULT_CLUSTER is set; KOPPEL_FAULT_ROWS, KOPPEL_FAULT_KILLS and KOPPEL_TEST_SEED as in
 * line.test.ts.
 */
import { afterAll, describe, expect, test } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { env } from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { openLog } from '@koppel/transport';
import { topics } from '@koppel/wire';
import { leaderOf, startCluster, type Cluster, type Leader } from '../../support/cluster.ts';
import {
  agree,
  assemble,
  assembleArgs,
  copyLine,
  encode,
  encodeArgs,
  link,
  linkArgs,
  makeLine,
  type Line,
} from '../../support/line.ts';
import { hasClientLibrary } from '../../support/own-broker.ts';
import { start, succeed, type Party } from '../../support/program.ts';
import { seeded } from '../../support/random.ts';
import { deliver, inventPersons, misspell, tableOf } from '../../support/registers.ts';
import { partiesFile } from '../../support/secured.ts';
import { snapshot } from '../../support/snapshot.ts';
import { makeWorkspace } from '../../support/workspace.ts';
import { expectDone } from '../expect-fault.ts';

const number = (name: string, otherwise: number): number => Number(env[name] ?? otherwise);
const seed = number('KOPPEL_TEST_SEED', 20260102);
const rows = number('KOPPEL_FAULT_ROWS', 400);
const kills = number('KOPPEL_FAULT_KILLS', 6);
const longest = 900_000 + 200 * rows + 60_000 * kills;
const workspace = makeWorkspace();
const random = seeded(seed);

/** A configuration that names every broker, and makes no topic. */
function clusterFile(folder: string, brokers: readonly string[]): string {
  const file = join(folder, 'cluster.yaml');
  writeFileSync(file, JSON.stringify({ koppelKafka: 1, brokers, tls: 'off', waitSeconds: 600 }));
  return file;
}

async function makeLines(cluster: Cluster): Promise<{ readonly line: Line; readonly calm: Line }> {
  const owners = { rotterdam: ['benefits'], denhaag: ['benefits'] } as const;
  const id = `c${randomBytes(5).toString('hex')}`;
  const capacity = Math.max(10, Math.ceil(rows / 40));
  const ready = await makeLine(join(workspace.folder, 'ready'), { id, owners, capacity });
  const chance = seeded(8);
  const persons = inventPersons(rows, chance);
  for (const [at, owner] of ready.owners.entries()) {
    const own = persons.map((person) => misspell(person, chance));
    const ids = persons.map((_, row) => `B${String(at)}-${String(row)}`);
    deliver(owner, 'benefits', tableOf('benefits', own, ids, chance));
  }
  const calm = copyLine(ready, join(workspace.folder, 'calm'));
  const copy = copyLine(ready, join(workspace.folder, 'line'));
  return { calm, line: { ...copy, log: clusterFile(copy.folder, cluster.brokers) } };
}

interface Work {
  readonly party: Party;
  readonly args: readonly string[];
  /** The topic whose leader is killed meanwhile. */
  readonly topic: string;
}

function worksOf(line: Line): Work[] {
  const { batches, links, payload } = topics(line.study.id);
  return [
    ...line.owners.map((party) => ({
      party,
      args: encodeArgs(line, party, 'benefits'),
      topic: batches(party.name),
    })),
    { party: line.linkageUnit, args: linkArgs(line), topic: links },
    { party: line.researcher, args: assembleArgs(line), topic: payload(line.owners[0]!.name) },
  ];
}

function testWith(cluster: Cluster): void {
  let line: Line;

  /** What the brokers that live say of a topic. */
  function leader(topic: string, alive: (node: number) => boolean = () => true): Leader {
    const at = [1, 2, 3].find(alive)!;
    return leaderOf(line.log, cluster.brokers[at - 1]!, topic);
  }

  /** Waits until every copy of a topic is there again, so that the next kill leaves two. */
  async function whole(topic: string): Promise<void> {
    while (leader(topic).inSync.length < 3) await sleep(1000);
  }

  test(
    `the leader is killed ${String(kills)} times (seed ${String(seed)}), before that two at once: the same data set`,
    async () => {
      const lines = await makeLines(cluster);
      ({ line } = lines);
      const { calm } = lines;
      for (const owner of calm.owners) await encode(calm, owner, 'benefits');
      await link(calm);
      const expected = snapshot(await assemble(calm));

      // The setup gives every topic its copies, as the file of the parties says.
      const administrator: Party = { role: 'study', name: 'administrator', folder: line.folder };
      const parties = partiesFile(line, { replicas: 3, minInSync: 2 });
      const common = ['--study', line.studyFile, '--parties', parties, '--log', line.log];
      await succeed(administrator, { args: ['line', 'setup', ...common, '--yes'] });
      const { batches, results } = topics(line.study.id);
      for (const { topic } of worksOf(line)) expect(leader(topic).replicas).toHaveLength(3);
      await agree(line);

      // Two of three are gone: nothing can be written, nor is a broker chosen to lead. The program waits.
      const [first, ...others] = worksOf(line);
      await Promise.all([1, 2].map((node) => cluster.kill(node)));
      const waiting = start(first!.party, { args: first!.args }).finished;
      expect(await Promise.race([sleep(5000, 'waits'), waiting])).toBe('waits');
      await Promise.all([1, 2].map((node) => cluster.start(node)));
      expectDone(await waiting);

      let killed = 0;
      for (const [at, { party, args, topic }] of others.entries()) {
        const upTo = (n: number): number => Math.floor((kills * n) / others.length);
        const { finished } = start(party, { args });
        for (let times = upTo(at); times < upTo(at + 1); times += 1) {
          await whole(topic);
          await Promise.race([sleep(random.below(1500)), finished]);
          const { broker } = leader(topic);
          await cluster.kill(broker);
          killed += 1;
          // Another one leads before this one is back.
          const isOther = (node: number): boolean => node !== broker;
          while ([broker, -1].includes(leader(topic, isOther).broker)) await sleep(500);
          await sleep(random.below(1500));
          await cluster.start(broker);
        }
        expectDone(await finished);
      }
      expect(killed).toBe(kills);
      expect(snapshot(join(line.researcher.folder, 'data-set'))).toEqual(expected);

      // Each batch once, in spite of all, and one result.
      const log = await openLog(line.log, { environment: {} });
      try {
        const ends = line.owners.map(({ name }) => log.end(batches(name)));
        const each = Math.ceil(rows / line.shape.capacity);
        expect(await Promise.all(ends)).toEqual(line.owners.map(() => each));
        expect(await log.end(results)).toBe(1);
      } finally {
        await log.close();
      }
    },
    longest,
  );
}

async function clusterHere(): Promise<Cluster | { readonly missing: string }> {
  if (env['KOPPEL_FAULT_CLUSTER'] === undefined)
    return { missing: 'KOPPEL_FAULT_CLUSTER is not set' };
  if (!hasClientLibrary()) return { missing: 'library' };
  return startCluster(join(workspace.folder, 'cluster'));
}

const cluster = await clusterHere();

afterAll(async () => {
  if (!('missing' in cluster)) await cluster.end();
  workspace.remove();
});

describe('the line over three brokers', () => {
  if ('missing' in cluster) test.skip(`no three brokers here: ${cluster.missing}`, () => undefined);
  else testWith(cluster);
});
