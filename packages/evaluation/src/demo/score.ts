// SPDX-License-Identifier: EUPL-1.2
/** How good the researcher's data set is, held against the generator's truth. */
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse';
import type { RegisterTruth } from '../generator/index.ts';
import {
  countClusterPairs,
  countClusterPairsBetween,
  pairQuality,
  type Clustering,
  type Histogram,
  type PairQuality,
} from '../metrics/index.ts';

export interface Score {
  readonly overall: PairQuality;
  /** Between two registers, owners taken together. */
  readonly between: readonly {
    readonly first: string;
    readonly second: string;
    readonly quality: PairQuality;
  }[];
  /** Linked records by match quality: with a record of the same person (true) or without. */
  readonly histogram: Histogram;
}

interface DataRow {
  readonly pseudonym: string;
  readonly matchQuality: string;
  readonly owner: string;
  readonly volgnummer: string;
}

async function* readRows(file: string): AsyncGenerator<DataRow> {
  yield* createReadStream(file).pipe(parse({ columns: true })) as AsyncIterable<DataRow>;
}

/** Every record of the data set: its cluster, its true person, its source and its register. */
async function readClustering(folder: string, truth: readonly RegisterTruth[]) {
  const numbers = new Map<string, number>();
  const cluster: number[] = [];
  const person: number[] = [];
  const matchQuality: number[] = [];
  const source: number[] = [];
  const register: number[] = [];
  const registers = [...new Set(truth.map((one) => one.register))];
  for (const [kind, name] of registers.entries()) {
    for await (const row of readRows(join(folder, `${name}.csv`))) {
      const at = truth.findIndex((one) => one.owner === row.owner && one.register === name);
      const number = numbers.get(row.pseudonym) ?? numbers.size;
      numbers.set(row.pseudonym, number);
      cluster.push(number);
      person.push(truth[at]!.persons[Number(row.volgnummer) - 1]!);
      source.push(at);
      register.push(kind);
      matchQuality.push(row.matchQuality === '' ? NaN : Number(row.matchQuality));
    }
  }
  return { registers, cluster, person, source, register, matchQuality };
}

/** As wide as the steps in which the data set tells match quality. */
const bins = 10;
/** Lower end of the histogram: no threshold of ours has been lower. */
const lowest = 0.5;

/** A linked record counts as true when its cluster holds another record of its person. */
function histogramOf(read: Awaited<ReturnType<typeof readClustering>>): Histogram {
  const together = new Map<string, number>();
  const name = (at: number): string => `${String(read.cluster[at])} ${String(read.person[at])}`;
  read.cluster.forEach((_, at) => together.set(name(at), (together.get(name(at)) ?? 0) + 1));
  const matches = new Array<number>(bins).fill(0);
  const nonMatches = new Array<number>(bins).fill(0);
  read.matchQuality.forEach((quality, at) => {
    if (Number.isNaN(quality) || quality < lowest) return;
    const bin = Math.min(bins - 1, Math.floor(((quality - lowest) / (1 - lowest)) * bins));
    const counts = together.get(name(at))! > 1 ? matches : nonMatches;
    counts[bin]! += 1;
  });
  return { from: lowest, matches, nonMatches };
}

/**
 * Pairs of records from different sources: predicted where they share a pseudonym, true where they
 * are the same generated person.
 */
export async function scoreDataSet(
  folder: string,
  truth: readonly RegisterTruth[],
): Promise<Score> {
  const read = await readClustering(folder, truth);
  const columns = {
    cluster: Uint32Array.from(read.cluster),
    person: Uint32Array.from(read.person),
  };
  const bySource: Clustering = { ...columns, register: Uint32Array.from(read.source) };
  const byRegister = { ...columns, register: Uint32Array.from(read.register) };
  const between = read.registers.flatMap((first, at) =>
    read.registers.slice(at + 1).map((second, step) => ({
      first,
      second,
      quality: pairQuality(countClusterPairsBetween(byRegister, at, at + 1 + step)),
    })),
  );
  return {
    overall: pairQuality(countClusterPairs(bySource)),
    between,
    histogram: histogramOf(read),
  };
}
