// SPDX-License-Identifier: EUPL-1.2
/**
 * What clusterers are tried on: generated registers of two to six sources, one set with a register
 * that holds persons more than once, and FEBRL3 where it is at hand. Pairs are found once, from a
 * low threshold up; a higher threshold is a part of them.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { search } from '@koppel/kernel';
import type { CandidatePairs, EncodedSource, RecordShape } from '@koppel/linkage';
import { readDataFolder } from '../../evaluate/data-folder.ts';
import { encodeFile, profileFor } from '../../evaluate/encode.ts';
import { readFields } from '../../evaluate/fields.ts';
import { generateRegisters, type RegisterKind } from '../../generator/index.ts';
import { encodeRegister, type FaultVariant } from '../faults.ts';

/** Encoded sources, and who is who. */
export interface ClusterSet {
  readonly name: string;
  readonly sources: readonly EncodedSource[];
  /** Per record over all sources, its person. */
  readonly person: Uint32Array;
}

/** A set with all pairs from a threshold up, in the order of decision. */
export interface PairedSet {
  readonly shape: RecordShape;
  readonly pairs: CandidatePairs;
}

const kinds: readonly RegisterKind[] = ['population', 'benefits', 'trajectories'];

/** Tokens in the order of the rows, which the generator has shuffled. */
function numberedTokens(count: number): Uint8Array {
  const tokens = new Uint8Array(16 * count);
  const view = new DataView(tokens.buffer);
  for (let row = 0; row < count; row++) view.setUint32(16 * row, row);
  return tokens;
}

function joinSources(name: string, parts: readonly EncodedSource[]): EncodedSource {
  const count = parts.reduce((sum, part) => sum + part.count, 0);
  const { filterBytes } = parts[0]!;
  const filters = new Uint8Array(count * filterBytes);
  let at = 0;
  for (const part of parts) {
    filters.set(part.filters, at);
    at += part.filters.length;
  }
  return { name, unique: false, count, tokens: numberedTokens(count), filters, filterBytes };
}

/**
 * Registers of one city that share persons with those before them.
 * @param joined the last so many registers become one that is not unique
 */
export function generatedClusters(
  variant: FaultVariant,
  {
    sources,
    joined = 0,
    overlap = 0.6,
    ...options
  }: {
    readonly seed: string;
    readonly sources: number;
    readonly records: number;
    readonly joined?: number;
    readonly overlap?: number;
  },
): ClusterSet {
  const { seed, records } = options;
  const registers = Array.from({ length: sources }, (_, at) => ({
    owner: `owner${String(at)}`,
    city: 'Rotterdam' as const,
    register: kinds[Math.min(at, 1 + (at % 2))]!,
    records,
    ...(at === 0 ? {} : { overlap }),
  }));
  const { files, truth } = generateRegisters({ seed, registers });
  const encoded = files.map((file): EncodedSource => {
    const source = encodeRegister(variant, file);
    return { ...source, tokens: numberedTokens(source.count) };
  });
  const alone = encoded.slice(0, sources - joined);
  const last = encoded.slice(sources - joined);
  const person = Uint32Array.from(truth.flatMap(({ persons }) => [...persons]));
  const kind =
    joined > 0
      ? `${String(alone.length + 1)} sources, one not unique`
      : `${String(sources)} sources`;
  return {
    name: [
      kind,
      ...(overlap < 0.5 ? [`${String(100 * overlap)} % shared`] : []),
      variant.name,
    ].join(', '),
    sources: joined > 0 ? [...alone, joinSources('owner9', last)] : alone,
    person,
  };
}

const root = fileURLToPath(new URL('../../../../../', import.meta.url));

/** FEBRL3 as one register that is not unique; undefined where it is not at hand. */
export function febrlClusters(): ClusterSet | undefined {
  const folder = join(root, '..', 'shared', 'data', 'febrl3');
  if (!existsSync(folder)) return undefined;
  const fields = readFields(join(root, 'examples', 'febrl4', 'fields.yaml'));
  const { a } = readDataFolder(folder);
  const profile = profileFor(fields, [a], { scheme: 'clk', bits: 2048 });
  const { source } = encodeFile('a', a, fields, profile, { unique: false });
  const numbers = new Map<string, number>();
  const person = Uint32Array.from(a.column('entity_id'), (entity) => {
    const number = numbers.get(entity) ?? numbers.size;
    numbers.set(entity, number);
    return number;
  });
  return { name: 'FEBRL3, deduplication', sources: [source], person };
}

/** Every pair that is compared and has at least this similarity. */
export async function pairUp({ sources }: ClusterSet, threshold: number): Promise<PairedSet> {
  const first = [0];
  for (const { count } of sources) first.push(first.at(-1)! + count);
  const found: [number, number, number][] = [];
  for (const [a, one] of sources.entries()) {
    for (const [b, other] of sources.entries()) {
      if (a > b || (a === b && one.unique)) continue;
      const asSet = ({ count, filters, filterBytes }: EncodedSource) => ({
        count,
        filters,
        bytes: filterBytes,
      });
      const hits = await search(asSet(one), asSet(other), threshold, {
        within: a === b,
        maxPairs: 5_000_000,
      });
      hits.query.forEach((row, at) => {
        found.push([first[a]! + row, first[b]! + hits.candidate[at]!, hits.similarity[at]!]);
      });
    }
  }
  found.sort((m, n) => n[2] - m[2] || m[0] - n[0] || m[1] - n[1]);
  const sourceOf = new Uint32Array(first.at(-1)!);
  sources.forEach((_, at) => sourceOf.fill(at, first[at], first[at + 1]));
  const oneToOne = sources.map(({ unique }) => unique);
  return {
    shape: {
      records: sourceOf.length,
      sourceOf,
      oneToOne,
      comparedWithin: oneToOne.map((is) => !is),
    },
    pairs: {
      count: found.length,
      left: Uint32Array.from(found, ([left]) => left),
      right: Uint32Array.from(found, ([, right]) => right),
      similarity: Float64Array.from(found, ([, , similarity]) => similarity),
    },
  };
}

/** The pairs from a threshold up. */
export function above(pairs: CandidatePairs, threshold: number): CandidatePairs {
  let count = pairs.similarity.findIndex((similarity) => similarity < threshold);
  if (count < 0) count = pairs.count;
  return {
    count,
    left: pairs.left.subarray(0, count),
    right: pairs.right.subarray(0, count),
    similarity: pairs.similarity.subarray(0, count),
  };
}
