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
}

interface DataRow {
  readonly pseudonym: string;
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
    }
  }
  return { registers, cluster, person, source, register };
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
  };
}
