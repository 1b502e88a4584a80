// SPDX-License-Identifier: EUPL-1.2
/**
 * Times encoding, matching and the whole line on a generated pair of registers, and the peers on the
 * same records and the same encodings in the same run.
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import type { Reporter } from '@koppel/console';
import { search, type FilterSet } from '@koppel/kernel';
import type { EncodedSource } from '@koppel/linkage';
import {
  agreeOnKey,
  assembleDataSet,
  encodeRegisters,
  linkRegisters,
  makeRegisters,
  makeStudy,
  type DemoOptions,
} from '../demo/steps.ts';
import { lineEncoding } from './line-encoding.ts';
import { encodeFile, profileFor, type Coding } from '../evaluate/encode.ts';
import { readData, readDataFolder } from '../evaluate/data-folder.ts';
import type { EvaluateField } from '../evaluate/fields.ts';
import { generatePair, pairTruthTable, toCsv, type Table } from '../generator/index.ts';
import { repeated, timing, type Timing } from './machine.ts';
import type { Peers, PeerResult } from './peers.ts';

export interface LineOptions {
  readonly size: number;
  readonly repeat: number;
  readonly folder: string;
  readonly reporter: Reporter;
  readonly peers: Peers | { readonly skipped: string };
}

export interface LineResult {
  /** Records per side. */
  readonly size: number;
  /** Reading CSV, normalising and encoding one side, one process, one core. */
  readonly encode: Timing & { readonly recordsPerSecond: number };
  /** Exact search of all pairs with Dice ≥ 0.8, by number of workers. */
  readonly match: readonly (Timing & {
    readonly workers: number;
    readonly comparisonsPerSecond: number;
  })[];
  /** All parties' processes, from CSV files to a data set; keys are made before. */
  readonly line: Timing & { readonly steps: Readonly<Record<string, number>> };
  readonly peers:
    | { readonly skipped: string }
    | {
        readonly clkhash: Timing & { readonly recordsPerSecond: number };
        readonly anonlink: Timing & { readonly comparisonsPerSecond: number };
        /** Ours to theirs, per core, medians. */
        readonly ratio: { readonly encode: number; readonly match: number };
      };
}

const threshold = 0.8;

/** The five fields that the peers' benchmark encodes, under its column names. */
const fields: readonly EvaluateField[] = [
  { column: 'first_name', type: 'text', weight: 1 },
  { column: 'last_name', type: 'text', weight: 1 },
  { column: 'dob', type: 'date', weight: 1 },
  { column: 'street', type: 'text', weight: 1 },
  { column: 'postcode', type: 'code', weight: 1 },
];

const columns = {
  rid: 'rid', entity_id: 'entity_id', first_name: 'voornamen', last_name: 'geslachtsnaam',
  dob: 'geboortedatum', street: 'straatnaam', postcode: 'postcode',
} as const; // prettier-ignore

function renamed({ header, rows }: Table): Table {
  const places = Object.values(columns).map((name) => header.indexOf(name));
  return {
    header: Object.keys(columns),
    rows: rows.map((row) => places.map((at) => row[at]!)),
  };
}

/** Writes a.csv, b.csv and truth.csv (by row, as the peers read it), and gives the folder. */
function writePair(folder: string, size: number): void {
  const pair = generatePair({ seed: 1, perSide: size });
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'a.csv'), toCsv(renamed(pair.a)));
  writeFileSync(join(folder, 'b.csv'), toCsv(renamed(pair.b)));
  writeFileSync(join(folder, 'truth.csv'), toCsv(pairTruthTable(pair)));
  const rows = Array.from(pair.truth.a, (row, at) => [String(row), String(pair.truth.b[at])]);
  writeFileSync(join(folder, 'rows.csv'), toCsv({ header: ['row_a', 'row_b'], rows }));
}

function filterSet({ count, filters, filterBytes }: EncodedSource): FilterSet {
  return { count, filters, bytes: filterBytes };
}

async function timeMatching(
  a: EncodedSource,
  b: EncodedSource,
  repeat: number,
): Promise<LineResult['match']> {
  const all = [...new Set([1, availableParallelism()])];
  const results = [];
  for (const workers of all) {
    const timed = await repeated(repeat, () =>
      search(filterSet(a), filterSet(b), threshold, { workers }),
    );
    results.push({ ...timed, workers, comparisonsPerSecond: (a.count * b.count) / timed.median });
  }
  return results;
}

/** Generated registers through every party's own program. Key ceremony and generating are not timed. */
async function timeLine(options: LineOptions): Promise<LineResult['line']> {
  const { folder, size, repeat, reporter } = options;
  const line = join(folder, 'line');
  const shared = { city: 'Rotterdam', records: size } as const;
  const plan = {
    requests: [
      { ...shared, owner: 'rotterdam', register: 'population' },
      { ...shared, owner: 'denhaag', register: 'benefits', overlap: 0.5 },
    ],
    encoding: lineEncoding,
    capacity: 1000,
  } as const;
  const totals: number[] = [];
  let steps = {};
  for (let run = 0; run < repeat; run += 1) {
    rmSync(line, { recursive: true, force: true });
    const demo: DemoOptions = { folder: line, log: join(line, 'log'), plan, seed: 1, reporter };
    makeRegisters(demo);
    const parties = await makeStudy(demo);
    await agreeOnKey(demo, parties);
    const started = performance.now();
    await encodeRegisters(demo, parties);
    const encoded = performance.now();
    await linkRegisters(demo, parties);
    const linked = performance.now();
    await assembleDataSet(demo, parties);
    const done = performance.now();
    totals.push((done - started) / 1000);
    const seconds = (from: number, to: number): number => Math.round((to - from) / 10) / 100;
    steps = {
      encode: seconds(started, encoded),
      link: seconds(encoded, linked),
      assemble: seconds(linked, done),
    };
  }
  return { ...timing(totals), steps };
}

/** One job several times, each in a fresh process, by the seconds that the peer itself reports. */
async function timePeer(
  peers: Peers,
  repeat: number,
  job: object,
): Promise<Timing & { last: PeerResult }> {
  const results: PeerResult[] = [];
  for (let run = 0; run < repeat; run += 1) results.push(await peers.run(job));
  return { ...timing(results.map(({ seconds }) => seconds)), last: results.at(-1)! };
}

async function timePeers(
  options: LineOptions,
  sources: readonly [EncodedSource, EncodedSource],
  ours: { readonly encode: number; readonly match: number },
): Promise<LineResult['peers']> {
  const { peers, folder, size, repeat } = options;
  if ('skipped' in peers) return peers;
  const file = (name: string): string => join(folder, name);
  writeFileSync(file('a.bin'), sources[0].filters);
  writeFileSync(file('b.bin'), sources[1].filters);
  const encode = { kind: 'encode', csv: file('a.csv'), n: size, schema: 'bpf', workers: 1 };
  const compare = {
    kind: 'compare', mode: 'single', threshold, k: 10,
    a: file('a.bin'), b: file('b.bin'), truth: file('rows.csv'),
  }; // prettier-ignore
  const { last: encoded, ...clkhash } = await timePeer(peers, repeat, encode);
  const { last: compared, ...anonlink } = await timePeer(peers, repeat, compare);
  const recordsPerSecond = (encoded.records ?? size) / clkhash.median;
  const comparisonsPerSecond = (compared.comparisons ?? size * size) / anonlink.median;
  return {
    clkhash: { ...clkhash, recordsPerSecond },
    anonlink: { ...anonlink, comparisonsPerSecond },
    ratio: { encode: ours.encode / recordsPerSecond, match: ours.match / comparisonsPerSecond },
  };
}

const clk: Coding = { scheme: 'clk', bits: 1024 };

/** Writes a pair of registers to a folder, and gives what encodes one side of it from its file. */
function preparePair(
  folder: string,
  size: number,
  coding: Coding = clk,
): (side: 'a' | 'b') => EncodedSource {
  writePair(folder, size);
  const { a: fileA, b: fileB } = readDataFolder(folder);
  const profile = profileFor(fields, [fileA, fileB!], coding);
  return (side) => {
    const data = readData(join(folder, `${side}.csv`));
    return encodeFile(side, data, fields, profile, { unique: true }).source;
  };
}

/**
 * Encodings of a generated pair, of which rows.csv in the folder gives the truth; by default filters
 * of 1,024 bits.
 */
export function encodedPair(
  folder: string,
  size: number,
  coding: Coding = clk,
): [EncodedSource, EncodedSource] {
  const encodeSide = preparePair(folder, size, coding);
  return [encodeSide('a'), encodeSide('b')];
}

/** Everything for one size, ours and theirs in one run. */
export async function benchLine(options: LineOptions): Promise<LineResult> {
  const { folder, size, repeat } = options;
  rmSync(folder, { recursive: true, force: true });
  const encodeSide = preparePair(folder, size);
  const a = encodeSide('a');
  const b = encodeSide('b');
  const encode = await repeated(repeat, () => Promise.resolve(encodeSide('a')));
  const recordsPerSecond = size / encode.median;
  const match = await timeMatching(a, b, repeat);
  const ours = { encode: recordsPerSecond, match: match[0]!.comparisonsPerSecond };
  const peers = await timePeers(options, [a, b], ours);
  const line = await timeLine(options);
  rmSync(folder, { recursive: true, force: true });
  return { size, encode: { ...encode, recordsPerSecond }, match, line, peers };
}
