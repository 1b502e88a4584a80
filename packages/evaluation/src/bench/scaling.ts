// SPDX-License-Identifier: EUPL-1.2
/**
 * What a shared search gives, and what a record takes on every topic: the real line over a real broker
 * on this machine, with 1, 2 and 4 worker processes of one thread each. On a machine with fewer cores
 * than processes, or in use by others, only processor time says much.
 */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { execPath } from 'node:process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Reporter } from '@koppel/console';
import { KoppelError } from '@koppel/errors';
import { openLog, readAll } from '@koppel/transport';
import { topics } from '@koppel/wire';
import {
  agreeOnKey,
  assembleDataSet,
  encodeRegisters,
  makeRegisters,
  makeStudy,
  type DemoOptions,
} from '../demo/steps.ts';
import { runParty, type Party } from '../demo/party.ts';
import { lineEncoding } from './line-encoding.ts';

export interface ScalingOptions {
  /** Records per side. */
  readonly size: number;
  readonly workers: readonly number[];
  readonly folder: string;
  /** What every party gives as `--log`, and the name of the study there. */
  readonly log: string;
  readonly study: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly reporter: Reporter;
}

export interface ScalingRun {
  readonly workers: number;
  /** From the start of `run --share` to its end: taking in, threshold, search, publishing. */
  readonly seconds: number;
  /** Processor time of each worker: start, taking in and searching. */
  readonly cpuSeconds: readonly number[];
  readonly parts: readonly number[];
  readonly pairs: number;
}

export interface TopicBytes {
  readonly topic: string;
  readonly messages: number;
  readonly bytes: number;
  /** Per record of both sides. */
  readonly perRecord: number;
}

export interface ScalingResult {
  readonly size: number;
  readonly comparisons: number;
  readonly runs: readonly ScalingRun[];
  readonly topics: readonly TopicBytes[];
}

interface Served {
  readonly parts: number;
  readonly cpuSeconds: number;
}

const program = fileURLToPath(new URL('../../../../services/linkage/src/bin.ts', import.meta.url));

/** A worker process; `hasShare` resolves when it has partitions. */
function startWorker(unit: Party, options: DemoOptions, number: number) {
  const args = ['worker', '--study', join(options.folder, 'study.yaml'), '--log', options.log, '--keys', 'party.key', '--state', `worker-${String(number)}`, '--workers', '1', '--json']; // prettier-ignore
  const child = spawn(execPath, [program, ...args], {
    cwd: unit.folder,
    env: { ...process.env, KOPPEL_PASSPHRASE_FILE: join(unit.folder, 'passphrase') },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const printed: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => printed.push(chunk));
  const share = Promise.withResolvers<undefined>();
  createInterface({ input: child.stderr }).on('line', (line) => {
    const { event, partitions } = JSON.parse(line) as { event: string; partitions?: number };
    if (event === 'workerShare' && partitions! > 0) share.resolve(undefined);
  });
  const ended = new Promise<Served>((resolve, reject) => {
    child.on('close', (code) => {
      const failed = new KoppelError('DEMO_STEP_FAILED', { file: 'worker' });
      if (code === 0) resolve(JSON.parse(Buffer.concat(printed).toString()) as Served);
      else reject(failed);
      share.reject(failed);
    });
  });
  ended.catch(() => undefined);
  return { hasShare: share.promise, ended, stop: () => child.kill('SIGTERM') };
}

async function runWith(options: DemoOptions, unit: Party, workers: number): Promise<ScalingRun> {
  const started = Array.from({ length: workers }, (_, n) => startWorker(unit, options, n));
  try {
    await Promise.all(started.map(({ hasShare }) => hasShare));
    const begun = performance.now();
    const args = ['run', '--study', join(options.folder, 'study.yaml'), '--log', options.log, '--keys', 'party.key', '--state', 'state', '--share', '--json']; // prettier-ignore
    const call = { args, reporter: options.reporter, showProgress: true };
    const { pairs } = JSON.parse(await runParty(unit, call)) as { pairs: number };
    const seconds = (performance.now() - begun) / 1000;
    for (const { stop } of started) stop();
    const served = await Promise.all(started.map(({ ended }) => ended));
    const cpuSeconds = served.map((one) => one.cpuSeconds);
    return { workers, seconds, cpuSeconds, parts: served.map(({ parts }) => parts), pairs };
  } finally {
    for (const { stop } of started) stop();
    await Promise.allSettled(started.map(({ ended }) => ended));
  }
}

async function bytesOn(
  { log, environment, size }: ScalingOptions,
  study: string,
  owners: readonly string[],
): Promise<TopicBytes[]> {
  const port = await openLog(log, { environment, readOnly: true });
  const names = topics(study);
  const lists: Record<string, string[]> = {
    batches: owners.map(names.batches),
    payload: owners.map(names.payload),
    receipts: owners.map(names.receipts),
    links: [names.links],
    results: [names.results],
    'work-jobs': [names.workJobs],
    'work-answers': [names.workAnswers],
  };
  try {
    const all: TopicBytes[] = [];
    for (const [topic, list] of Object.entries(lists)) {
      let [messages, bytes] = [0, 0];
      for (const name of list) {
        for await (const { value } of readAll(port, name, 0)) {
          messages += 1;
          bytes += value.length;
        }
      }
      all.push({ topic, messages, bytes, perRecord: bytes / (2 * size) });
    }
    return all;
  } finally {
    await port.close();
  }
}

/** The whole line for each number of workers, under a study of its own: nothing is answered before. */
export async function benchScaling(options: ScalingOptions): Promise<ScalingResult> {
  const { size, workers, log, reporter } = options;
  const runs: ScalingRun[] = [];
  let bytes: TopicBytes[] = [];
  for (const count of workers) {
    reporter.event('bench', { stage: 'scaling' }, { size, workers: count });
    const id = `${options.study}-${String(count)}`;
    const shared = { city: 'Rotterdam', records: size } as const;
    const plan = {
      id,
      requests: [
        { ...shared, owner: 'rotterdam', register: 'population' },
        { ...shared, owner: 'denhaag', register: 'benefits', overlap: 0.5 },
      ],
      encoding: lineEncoding,
      capacity: 1000,
    } as const;
    const demo: DemoOptions = { folder: join(options.folder, id), log, plan, seed: 1, reporter };
    makeRegisters(demo);
    const parties = await makeStudy(demo);
    await agreeOnKey(demo, parties);
    await encodeRegisters(demo, parties);
    runs.push(await runWith(demo, parties.linkageUnit, count));
    await assembleDataSet(demo, parties);
    bytes = await bytesOn(options, id, ['rotterdam', 'denhaag']);
  }
  return { size, comparisons: size * size, runs, topics: bytes };
}
