// SPDX-License-Identifier: EUPL-1.2
/**
 * How fast records go from an owner's register over a broker into the linkage unit's store, beside
 * how fast each of the three does its work alone: the encoder without a log, the broker without
 * either, and the linkage unit from a folder that holds all batches. One register, one run of each,
 * by the parties' own programs; the agreement on keys is not timed.
 */
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { writeFileWhole, type Reporter } from '@koppel/console';
import { openLog, readAll, type LogPort } from '@koppel/transport';
import { topics } from '@koppel/wire';
import { stringify } from 'yaml';
import { agreeOnKey, makeRegisters, makeStudy, ownerArgs, studyFile } from '../demo/steps.ts';
import type { DemoOptions, Parties } from '../demo/steps.ts';
import { lineEncoding } from './line-encoding.ts';
import { startParty, watch, type Taken } from './watched.ts';

export interface FlowOptions {
  readonly records: number;
  readonly folder: string;
  /** What every party gives as `--log`, and the name of the study there. */
  readonly log: string;
  readonly study: string;
  readonly brokerPid: number | undefined;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly reporter: Reporter;
}

export interface Stage {
  readonly seconds: number;
  readonly recordsPerSecond: number;
  /** By process: `encoder`, `broker`, `linkageUnit`, `client` for the one that measures. */
  readonly taken: Readonly<Record<string, Taken>>;
}

export interface FlowResult {
  readonly records: number;
  readonly messages: number;
  readonly bytes: number;
  /** Reading, encoding and all else but sealing and sending. */
  readonly encode: Stage;
  /** The encoder's whole work, its batches sealed, signed, accounted for and put into a folder. */
  readonly toFolder: Stage;
  readonly broker: Stage;
  readonly ingest: Stage;
  readonly whole: Stage;
  /** Speed of the whole as a share of the slowest of the three alone, of which the first is `encode`. */
  readonly share: number;
  /** The same with `toFolder` as the first. */
  readonly shareOfAll: number;
}

const owner = 'rotterdam';
/** Milliseconds between two looks whether all was answered. */
const lookMs = 100;
/** Messages that go to the broker together when it works alone. */
const together = 32;

interface Scene {
  readonly options: FlowOptions;
  readonly demo: DemoOptions;
  readonly parties: Parties;
}

async function makeScene(options: FlowOptions): Promise<Scene> {
  const { records, folder, log, study: id, reporter } = options;
  const plan = {
    id,
    requests: [
      { city: 'Rotterdam', owner, register: 'population', records },
      // A study is of several owners; this one only agrees on the key.
      { city: 'Den Haag', owner: 'denhaag', register: 'benefits', records: 100 },
    ],
    encoding: lineEncoding,
    capacity: 1000,
  } as const;
  const demo: DemoOptions = { folder, log, plan, seed: 1, reporter };
  makeRegisters(demo);
  const parties = await makeStudy(demo);
  await agreeOnKey(demo, parties);
  return { options, demo, parties };
}

/** Times something, watching the processes that take part in it. */
async function stage(
  records: number,
  pids: Readonly<Record<string, number | undefined>>,
  work: () => Promise<void>,
): Promise<Stage> {
  const watched = Object.entries(pids).flatMap(([name, pid]) =>
    pid === undefined ? [] : [[name, watch(pid)] as const],
  );
  const began = performance.now();
  await work();
  const seconds = (performance.now() - began) / 1000;
  const taken = Object.fromEntries(watched.map(([name, end]) => [name, end()]));
  return { seconds, recordsPerSecond: records / seconds, taken };
}

const runArgs = [
  '--register', 'population', '--input', 'population.csv', '--mapping', 'population-mapping.yaml',
] as const; // prettier-ignore

function encoder({ demo, parties }: Scene, ...more: readonly string[]) {
  const party = parties.owners[0]!;
  return startParty(party, ['run', ...ownerArgs(demo, party), ...runArgs, ...more]);
}

/** Everything but sealing and sending. */
async function encodeAlone(scene: Scene): Promise<Stage> {
  const running = encoder(scene, '--dry-run');
  return stage(scene.options.records, { encoder: running.pid }, async () => {
    await running.ended;
  });
}

/** Waits until the owner has an answer for each of its batches. */
async function answered(port: LogPort, study: string, batches: number): Promise<void> {
  while ((await port.end(topics(study).receipts(owner))) < batches) await sleep(lookMs);
}

/** The linkage unit's service in a state of its own; it links nothing. */
async function startUnit({ demo, parties }: Scene, log: string, state: string) {
  const party = parties.linkageUnit;
  const file = join(party.folder, `${state}.yaml`);
  const config = {
    koppelServe: 1, study: studyFile(demo), keys: join(party.folder, 'party.key'), log,
    state: join(party.folder, state), http: { port: 0 }, intake: { pollSeconds: 1 },
    link: { when: 'never' },
  }; // prettier-ignore
  writeFileWhole(file, stringify(config));
  const running = startParty(party, ['serve', '--config', file]);
  await running.told('serving');
  return running;
}

async function wholeLine(scene: Scene, port: LogPort): Promise<Stage> {
  const { options, demo } = scene;
  const { records, study, brokerPid } = options;
  const unit = await startUnit(scene, demo.log, 'state');
  try {
    const running = encoder(scene);
    const pids = { encoder: running.pid, broker: brokerPid, linkageUnit: unit.pid };
    const batches = Math.ceil(records / demo.plan.capacity);
    return await stage(records, pids, async () => {
      await running.ended;
      await answered(port, study, batches);
    });
  } finally {
    unit.stop();
    await unit.ended;
  }
}

async function valuesOn(port: LogPort, topic: string): Promise<Uint8Array[]> {
  const values: Uint8Array[] = [];
  for await (const { value } of readAll(port, topic, 0)) values.push(value);
  return values;
}

/** The same messages onto another topic, read as they come. */
async function brokerAlone(options: FlowOptions, lanes: readonly Uint8Array[][]): Promise<Stage> {
  const { records, log, environment, brokerPid, study } = options;
  const [to, from] = [await openLog(log, { environment }), await openLog(log, { environment })];
  const names = lanes.map((_, at) => topics(`${study}-alone`).batches(`lane${String(at)}`));
  try {
    for (const name of names) await to.append(name, [new Uint8Array(1)]);
    const produce = async (): Promise<void> => {
      const longest = Math.max(...lanes.map(({ length }) => length));
      for (let next = 0; next < longest; next += together) {
        for (const [at, values] of lanes.entries()) {
          await to.append(names[at]!, values.slice(next, next + together));
        }
      }
    };
    const consume = async (): Promise<void> => {
      let next = 1;
      // What the linkage unit reads: one lane.
      while (next <= lanes[0]!.length) {
        const entries = await from.read(names[0]!, next, together);
        if (entries.length === 0) await sleep(1);
        next += entries.length;
      }
    };
    const pids = { client: process.pid, broker: brokerPid };
    return await stage(records, pids, async () => {
      await Promise.all([produce(), consume()]);
    });
  } finally {
    await Promise.all([to.close(), from.close()]);
  }
}

/** Makes a log in a folder on which the owners have agreed, as on the other one. */
async function makeFolderLog({ options, demo }: Scene, port: LogPort): Promise<string> {
  const { study, environment } = options;
  const folder = join(demo.folder, 'folder-log');
  const copy = await openLog(folder, { environment, create: true });
  try {
    const { control, ceremony } = topics(study);
    for (const topic of [control, ceremony]) await copy.append(topic, await valuesOn(port, topic));
  } finally {
    await copy.close();
  }
  return folder;
}

/** The encoder as a whole, with a folder for a log and a state that knows nothing yet. */
async function encodeToFolder(scene: Scene, folder: string): Promise<Stage> {
  const { demo, parties, options } = scene;
  const party = parties.owners[0]!;
  const args = ownerArgs({ ...demo, log: folder }, party);
  const running = startParty(party, ['run', ...args, ...runArgs, '--state', 'state-alone']);
  return stage(options.records, { encoder: running.pid }, async () => {
    await running.ended;
  });
}

/** All batches in a folder, taken in by a state that knows nothing yet; from its start on. */
async function ingestAlone(scene: Scene, folder: string, batches: number): Promise<Stage> {
  const { records, study, environment } = scene.options;
  const port = await openLog(folder, { environment, readOnly: true });
  const unit = await startUnit(scene, folder, 'state-alone');
  try {
    return await stage(records, { linkageUnit: unit.pid }, () => answered(port, study, batches));
  } finally {
    unit.stop();
    await unit.ended;
    await port.close();
  }
}

export async function benchFlow(options: FlowOptions): Promise<FlowResult> {
  const { records, log, environment, study, reporter } = options;
  const tell = (stageName: string): void => {
    reporter.event('bench', { stage: stageName }, { records });
  };
  tell('registers');
  const scene = await makeScene(options);
  const port = await openLog(log, { environment });
  try {
    tell('encode');
    const encode = await encodeAlone(scene);
    tell('whole');
    const whole = await wholeLine(scene, port);
    const names = topics(study);
    const lanes = [
      await valuesOn(port, names.batches(owner)),
      await valuesOn(port, names.payload(owner)),
    ];
    tell('broker');
    const broker = await brokerAlone(options, lanes);
    tell('toFolder');
    const folder = await makeFolderLog(scene, port);
    const toFolder = await encodeToFolder(scene, folder);
    tell('ingest');
    const ingest = await ingestAlone(scene, folder, lanes[0]!.length);
    const all = lanes.flat();
    const shareOf = (...alone: readonly Stage[]): number =>
      whole.recordsPerSecond / Math.min(...alone.map((one) => one.recordsPerSecond));
    return {
      records,
      messages: all.length,
      bytes: all.reduce((sum, { length }) => sum + length, 0),
      encode, toFolder, broker, ingest, whole,
      share: shareOf(encode, broker, ingest),
      shareOfAll: shareOf(toFolder, broker, ingest),
    }; // prettier-ignore
  } finally {
    await port.close();
  }
}
