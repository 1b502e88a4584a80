// SPDX-License-Identifier: EUPL-1.2
/**
 * Times the encoder, from a file to encodings, beside clkhash on the same file: in turns, each time in
 * a fresh process on one thread, reading the file and normalising included. Then its memory.
 */
import { execFile } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { execPath } from 'node:process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Reporter } from '@koppel/console';
import { encodingSchema, type EncodingSpec } from '@koppel/study';
import { dataColumns, writePersons, writeUnique } from './encoder-data.ts';
import { inputRates, type InputJob } from './encoder-inputs.ts';
import { timing, type Timing } from './machine.ts';
import type { Peers } from './peers.ts';

const execute = promisify(execFile);
const program = fileURLToPath(
  new URL('../../../../services/encoder/src/measure.ts', import.meta.url),
);

/** Of a larger file clkhash gets the first so many: its time is in proportion to them. */
const clkhashRows = 100_000;

/** clkhash as its users call it, and pandas, the fastest of their ways to read a file. */
const clkhash = `
import json, sys
import pandas, quality, speed
from clkhash.clk import generate_clks
job = json.loads(sys.argv[1])
strategy, features = speed.SCHEMAS["bpf"]
schema = quality.clk_schema(features, strategy)
clock = speed.Clock()
rows = speed.rows(job["csv"], job["n"])[[f[0] for f in features]].itertuples(index=False, name=None)
clks = generate_clks(list(rows), schema, "a shared secret for benchmarks", validate=False, max_workers=1)
took = clock()
fill = sum(clk.count() for clk in clks) / len(clks) / 1024
print(json.dumps(dict(took, records=len(clks), fill=fill)))
`;

/** The fields, weights and bits of the peers' schema "bpf". */
export const benchEncoding: EncodingSpec = encodingSchema.parse({
  scheme: 'clk',
  parameters: { bits: 1024 },
  normalisation: 'plain-1',
  fields: [
    { name: 'first_name', group: 'name', type: 'text', q: 2, weight: { bitsPerField: 160 } },
    { name: 'last_name', group: 'name', type: 'text', q: 2, weight: { bitsPerField: 160 } },
    { name: 'dob', type: 'date', weight: { bitsPerField: 200 }, onInvalid: 'missing' },
    { name: 'street', type: 'text', q: 2, weight: { bitsPerField: 100 } },
    { name: 'postcode', type: 'code', weight: { bitsPerField: 100 } },
  ],
});

const mapping = {
  register: 'bench',
  charset: 'utf-8',
  delimiter: ',',
  recordId: 'rid',
  fields: Object.fromEntries(dataColumns.slice(2).map((name) => [name, name])),
  absent: [],
  payload: {},
  ignore: ['entity_id'],
};

const benchJob: InputJob = { mapping, encoding: benchEncoding };

export interface EncoderOptions {
  readonly sizes: readonly number[];
  readonly repeat: number;
  /** Rows of the largest file of the memory test. */
  readonly rows: number;
  readonly folder: string;
  readonly reporter: Reporter;
  readonly peers: Peers | { readonly skipped: string };
}

interface Rate extends Timing {
  /** Of the median. */
  readonly recordsPerSecond: number;
  /** Per second of processor time of all threads, median. */
  readonly recordsPerCpuSecond: number;
}

export interface SizeResult {
  readonly size: number;
  /** One process from the start: compiling and filling caches is part of it. */
  readonly ours: Rate & { readonly fill: number };
  /** With the record tokens, which clkhash has no counterpart of. */
  readonly withTokens: Rate;
  /** On records of which no name, street or postcode comes back. */
  readonly uniqueValues: Rate;
  readonly clkhash: { readonly skipped: string } | (Rate & { readonly fill: number });
  /** Ours to theirs on one core, by time and by processor time: median of the pairs of runs. */
  readonly ratio?: number;
  readonly ratioCpu?: number;
}

export interface EncoderResult {
  /** Of the largest size. */
  readonly ratio?: number;
  readonly ratioCpu?: number;
  readonly sizes: readonly SizeResult[];
  /** Records per second by the kind of input, one run of the largest size. */
  readonly inputs: Readonly<Record<string, number>>;
  readonly memory: readonly {
    readonly rows: number;
    readonly peakMiB: number;
    readonly recordsPerSecond: number;
  }[];
}

interface Run {
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly records: number;
  readonly fill: number;
  readonly peakBytes: number;
}

async function runOurs(file: string, tokens = false, job: InputJob = benchJob): Promise<Run> {
  const { stdout } = await execute(execPath, [program, JSON.stringify({ ...job, file, tokens })]);
  return JSON.parse(stdout) as Run;
}

async function runClkhash(peers: Peers, file: string): Promise<Run> {
  const {
    seconds,
    cpu_s = seconds,
    records = 0,
    fill = 0,
  } = await peers.run({ csv: file, n: clkhashRows }, clkhash);
  return { seconds, cpuSeconds: cpu_s, records, fill, peakBytes: 0 };
}

/** Records per second of processor time, from a file of the peers' columns to encodings, once. */
export async function encodingRate(file: string, encoding: EncodingSpec): Promise<number> {
  const { records, cpuSeconds } = await runOurs(file, false, { ...benchJob, encoding });
  return records / cpuSeconds;
}

const median = (values: readonly number[]): number => timing(values).median;

function rateOf(runs: readonly Run[]): Rate {
  const timed = timing(runs.map(({ seconds }) => seconds));
  const { records } = runs[0]!;
  return {
    ...timed,
    recordsPerSecond: records / timed.median,
    recordsPerCpuSecond: records / median(runs.map(({ cpuSeconds }) => cpuSeconds)),
  };
}

/** Ours and theirs in turns, so that both meet the same weather. */
async function benchSize(options: EncoderOptions, size: number): Promise<SizeResult> {
  const { peers, folder, repeat } = options;
  const file = join(folder, 'persons.csv');
  const unique = join(folder, 'unique.csv');
  await writePersons(peers, file, size);
  writeUnique(unique, size);
  const ours: Run[] = [];
  const theirs: Run[] = [];
  const withTokens: Run[] = [];
  const uniqueValues: Run[] = [];
  for (let run = 0; run < repeat; run += 1) {
    ours.push(await runOurs(file));
    if (!('skipped' in peers)) theirs.push(await runClkhash(peers, file));
    withTokens.push(await runOurs(file, true));
    uniqueValues.push(await runOurs(unique));
  }
  rmSync(unique);
  const result = {
    size,
    ours: { ...rateOf(ours), fill: ours[0]!.fill },
    withTokens: rateOf(withTokens),
    uniqueValues: rateOf(uniqueValues),
  };
  if ('skipped' in peers) return { ...result, clkhash: peers };
  const rate = (run: Run, value: (run: Run) => number): number => run.records / value(run);
  const pairs = (value: (run: Run) => number): number =>
    median(theirs.map((their, at) => rate(ours[at]!, value) / rate(their, value)));
  return {
    ...result,
    clkhash: { ...rateOf(theirs), fill: theirs[0]!.fill },
    ratio: pairs(({ seconds }) => seconds),
    ratioCpu: pairs(({ cpuSeconds }) => cpuSeconds),
  };
}

/** Peak memory for ever more rows of values that never come back: the worst case for caches. */
async function benchMemory({
  folder,
  rows,
  reporter,
}: EncoderOptions): Promise<EncoderResult['memory']> {
  const results = [];
  for (let count = 100_000; count <= rows; count *= 10) {
    reporter.event('bench', { stage: 'memory' }, { rows: count });
    const file = join(folder, 'memory.csv');
    writeUnique(file, count);
    const { peakBytes, seconds } = await runOurs(file);
    rmSync(file);
    const peakMiB = Math.round(peakBytes / 2 ** 20);
    results.push({ rows: count, peakMiB, recordsPerSecond: count / seconds });
  }
  return results;
}

/** Everything, in the given folder, which must exist. */
export async function benchEncoder(options: EncoderOptions): Promise<EncoderResult> {
  const { folder, reporter } = options;
  const sizes: SizeResult[] = [];
  for (const size of options.sizes) {
    reporter.event('bench', { stage: 'encoder' }, { size });
    sizes.push(await benchSize(options, size));
  }
  reporter.event('bench', { stage: 'inputs' });
  const inputs = await inputRates({
    csv: join(folder, 'persons.csv'),
    folder,
    job: benchJob,
    program,
    rate: async (file, job) => {
      const { records, seconds } = await runOurs(file, false, job);
      return records / seconds;
    },
  });
  const memory = await benchMemory(options);
  const { ratio, ratioCpu } = sizes.at(-1)!;
  const ratios = ratio === undefined || ratioCpu === undefined ? {} : { ratio, ratioCpu };
  return { ...ratios, sizes, inputs, memory };
}
