// SPDX-License-Identifier: EUPL-1.2
/**
 * What the model is estimated from, out of the filters of a run: random pairs, candidates between
 * sources (and within those that may hold a person twice), and look-alikes within unique sources.
 * Candidates of a record are the records whose filters, all groups taken together, are most alike its
 * own, as many for each and in both directions: so no threshold needs to be known. Of large registers
 * only records that share something are compared; how much that misses is measured on a sample.
 */
import { KoppelError } from '@koppel/errors';
import { groupedRecords, topMatches, type GroupedRecords } from '@koppel/kernel';
import { comparisonsOf, shareProgress, type Watch } from '../candidates.ts';
import { pickRows, type OrderedSource } from '../source.ts';
import { blockedTop } from './blocked-candidates.ts';
import { Comparer, levelCounts, type GroupRule } from './compare.ts';
import {
  checkDistinct,
  mostMatches,
  pairsOf,
  plainRules,
  rulesFrom,
  type Comparison,
  type CutRules,
  type FieldGroup,
  type Gathered,
  type SampledComparison,
} from './evidence.ts';
import { crossedLevel } from './levels.ts';
import { PatternTable } from './patterns.ts';
import { drawPairs } from './random-pairs.ts';

export interface FieldRules extends CutRules {
  /** Of two sources with more pairs than this only records that share something are compared. */
  readonly exactPairs?: number | undefined;
}

/** Candidates of each record, at most, from each other source. */
const TOP = 10;
/** Records less alike than this are nobody's candidates. */
const FLOOR = 0.3;
const RANDOM_PAIRS = 400_000;
/** Random pairs of which cut points are made. */
const CUT_PAIRS = 20_000;
/** Records of a source whose look-alikes there are looked for: of a larger one, so many. */
const WITHIN_MOST = 20_000;
/** Pairs up to which everything is compared: two registers of 30,000, some minutes of a processor. */
const EXACT_PAIRS = 1e9;
/** Records of a large source whose candidates are looked for among everything, too. */
const SAMPLED = 1500;

/** Rules whose cut points come from pairs that are drawn at random. */
function rulesOf(
  groups: readonly FieldGroup[],
  rules: CutRules,
  compared: readonly GroupedRecords[],
  comparisons: readonly (readonly [number, number])[],
): GroupRule[] {
  const plain = plainRules(groups);
  const samples = groups.map((): number[] => []);
  for (const [a, b] of comparisons) {
    const [left, right] = [compared[a]!, compared[b]!];
    const comparer = new Comparer(plain, left, right);
    const rows = [left.count, right.count] as const;
    drawPairs(rows, a === b, Math.ceil(CUT_PAIRS / comparisons.length), (rowA, rowB) => {
      groups.forEach((_, group) => {
        const similarity = comparer.similarity(rowA, group, rowB, group);
        if (!Number.isNaN(similarity)) samples[group]!.push(similarity);
      });
    });
  }
  return rulesFrom(groups, rules, samples);
}

/** Candidates of every record of `a` among `b` and the other way round, each pair once, in order. */
async function candidatesOf(
  a: OrderedSource,
  b: OrderedSource,
  watch: Watch,
): Promise<{ rowsA: Uint32Array; rowsB: Uint32Array }> {
  const within = a === b;
  const self = Uint32Array.from({ length: a.set.count }, (_, row) => row);
  const progressOf = shareProgress([1, 1], watch.onProgress);
  const options = { ...watch, top: TOP, floor: FLOOR };
  const there = await topMatches(a.set, b.set, {
    ...options,
    onProgress: progressOf(0),
    ...(within ? { self } : {}),
  });
  const room = there.query.length + (within ? 0 : b.set.count * TOP);
  const places = new Float64Array(room);
  let count = 0;
  const add = (rowA: number, rowB: number): void => {
    const turned = within && rowB < rowA;
    places[count++] = (turned ? rowB : rowA) * b.set.count + (turned ? rowA : rowB);
  };
  there.query.forEach((row, at) => {
    add(row, there.candidate[at]!);
  });
  if (!within) {
    const back = await topMatches(b.set, a.set, { ...options, onProgress: progressOf(1) });
    back.query.forEach((row, at) => {
      add(back.candidate[at]!, row);
    });
  }
  return pairsAt(places.subarray(0, count), b.set.count);
}

/** The same, of records that share something. */
function blockedCandidates(
  [left, right]: readonly [GroupedRecords, GroupedRecords],
  watch: Watch,
): { rowsA: Uint32Array; rowsB: Uint32Array } {
  const within = left === right;
  const places = new Float64Array((left.count + (within ? 0 : right.count)) * TOP);
  let count = 0;
  const add = (rowA: number, rowB: number): void => {
    const turned = within && rowB < rowA;
    places[count++] = (turned ? rowB : rowA) * right.count + (turned ? rowA : rowB);
  };
  const progressOf = shareProgress(within ? [1] : [1, 1], watch.onProgress);
  const options = { top: TOP, floor: FLOOR, within, signal: watch.signal };
  blockedTop(left, right, { ...options, onProgress: progressOf(0) }, add);
  if (!within) {
    blockedTop(right, left, { ...options, onProgress: progressOf(1) }, (rowB, rowA) => {
      add(rowA, rowB);
    });
  }
  return pairsAt(places.subarray(0, count), right.count);
}

/** Each place once, as rows in order. */
function pairsAt(places: Float64Array, width: number): { rowsA: Uint32Array; rowsB: Uint32Array } {
  const sorted = places.sort();
  const once = sorted.filter((place, at) => at === 0 || place !== sorted[at - 1]);
  const rowsA = Uint32Array.from(once, (place) => Math.floor(place / width));
  return { rowsA, rowsB: Uint32Array.from(once, (place, at) => place - rowsA[at]! * width) };
}

/** Candidates of the first records of `a` among all of `b`, and which of them were found. */
async function sampleOfAll(
  [a, b]: readonly [OrderedSource, OrderedSource],
  found: Pick<Comparison, 'rowsA' | 'rowsB'>,
  watch: Watch,
): Promise<Pick<SampledComparison, 'rowsA' | 'rowsB' | 'found'>> {
  // Rows are in the order of pseudorandom tokens: the first ones are a random sample.
  const rows = Uint32Array.from({ length: Math.min(SAMPLED, a.set.count) }, (_, row) => row);
  const self = a === b ? { self: rows } : {};
  // A part so small that it tells no progress of its own.
  const options = { ...watch, onProgress: () => undefined, top: TOP, floor: FLOOR, ...self };
  const hits = await topMatches(pickRows(a.set, rows), b.set, options);
  const width = b.set.count;
  const places = new Set<number>();
  found.rowsA.forEach((row, at) => {
    const other = found.rowsB[at]!;
    if (row < rows.length || (a === b && other < rows.length)) places.add(row * width + other);
  });
  const placeOf = (row: number, other: number): number =>
    a === b && other < row ? other * width + row : row * width + other;
  return {
    rowsA: hits.query,
    rowsB: hits.candidate,
    found: Uint8Array.from(hits.query, (row, at) =>
      Number(places.has(placeOf(row, hits.candidate[at]!))),
    ),
  };
}

/** The pattern and the mean similarity of each pair. */
function compareAll(
  { rowsA, rowsB }: { readonly rowsA: Uint32Array; readonly rowsB: Uint32Array },
  comparer: Comparer,
  table: PatternTable,
): Pick<Comparison, 'pattern' | 'similarity'> {
  const similarity = new Float32Array(rowsA.length);
  const pattern = rowsA.map((row, at) => {
    similarity[at] = comparer.compare(row, rowsB[at]!);
    const number = table.numberOf(comparer.levels);
    table.add(number);
    return number;
  });
  return { pattern, similarity };
}

/** Look-alikes within one unique source, and of how many pairs they are the most alike. */
async function lookWithin(
  source: OrderedSource,
  comparer: Comparer,
  table: PatternTable,
  most: number,
  watch: Watch,
): Promise<number> {
  const { count } = source.set;
  const compare = (rowA: number, rowB: number): void => {
    comparer.compare(rowA, rowB);
    table.add(table.numberOf(comparer.levels));
  };
  if (count <= most) {
    const { rowsA, rowsB } = await candidatesOf(source, source, watch);
    rowsA.forEach((row, at) => {
      compare(row, rowsB[at]!);
    });
    return (count * (count - 1)) / 2;
  }
  // Rows are in the order of pseudorandom tokens: the first ones are a random sample.
  const self = Uint32Array.from({ length: most }, (_, row) => row);
  const options = { ...watch, top: TOP, floor: FLOOR, self };
  const hits = await topMatches(pickRows(source.set, self), source.set, options);
  hits.query.forEach((row, at) => {
    compare(row, hits.candidate[at]!);
  });
  return most * (count - 1);
}

/** Of how many records look-alikes are looked for within their source. */
const withinMost = (count: number, exactPairs: number): number =>
  Math.min(count, WITHIN_MOST, Math.max(SAMPLED, Math.floor((0.4 * exactPairs) / count)));

/** Compares random pairs of all comparisons, as many of each as it has pairs. */
function compareRandom(
  comparisons: readonly (readonly [number, number])[],
  comparerOf: (a: number, b: number) => Comparer,
  counts: readonly number[],
  table: PatternTable,
): void {
  const all = comparisons.reduce((sum, one) => sum + pairsOf(one, counts), 0);
  for (const one of comparisons) {
    const [a, b] = one;
    const comparer = comparerOf(a, b);
    const number = Math.ceil((RANDOM_PAIRS * pairsOf(one, counts)) / Math.max(1, all));
    drawPairs([counts[a]!, counts[b]!], a === b, number, (rowA, rowB) => {
      comparer.compare(rowA, rowB);
      table.add(table.numberOf(comparer.levels));
    });
  }
}

/**
 * Compares all that the model needs.
 * @throws LINKAGE_TOO_FEW, LINKAGE_INDISTINCT; LINKAGE_TOO_MANY_PAIRS above `candidateCap`; KERNEL_*
 */
export async function gatherEvidence(
  sources: readonly OrderedSource[],
  groups: readonly FieldGroup[],
  fields: FieldRules,
  candidateCap: number,
  watch: Watch,
): Promise<Gathered> {
  const { exactPairs = EXACT_PAIRS } = fields;
  const places = sources.map(({ set }) => groupedRecords(set, groups));
  checkDistinct(sources, places);
  const asked = comparisonsOf(sources);
  const rules = rulesOf(groups, fields, places, asked);
  const comparerOf = (a: number, b: number): Comparer =>
    new Comparer(rules, places[a]!, places[b]!);
  const random = new PatternTable(groups.length);
  const counts = sources.map(({ set }) => set.count);
  compareRandom(asked, comparerOf, counts, random);
  const unique = sources.flatMap((one, at) => (one.unique && counts[at]! > 1 ? [at] : []));
  const progressOf = shareProgress(
    [
      ...asked.map(([a, b]) => counts[a]! * counts[b]!),
      ...unique.map((at) => counts[at]! * withinMost(counts[at]!, exactPairs)),
    ],
    watch.onProgress,
  );
  const candidates = new PatternTable(groups.length);
  const comparisons: Comparison[] = [];
  const sampled: SampledComparison[] = [];
  const sampledPatterns = new PatternTable(groups.length);
  let room = candidateCap;
  for (const [part, [a, b]] of asked.entries()) {
    const own = { ...watch, onProgress: progressOf(part) };
    const isLarge = counts[a]! * counts[b]! > exactPairs;
    const rows = isLarge
      ? blockedCandidates([places[a]!, places[b]!], own)
      : await candidatesOf(sources[a]!, sources[b]!, own);
    room -= rows.rowsA.length;
    if (room < 0) throw new KoppelError('LINKAGE_TOO_MANY_PAIRS');
    comparisons.push({ a, b, ...rows, ...compareAll(rows, comparerOf(a, b), candidates) });
    if (!isLarge) continue;
    const some = await sampleOfAll([sources[a]!, sources[b]!], rows, watch);
    sampled.push({ a, b, ...some, ...compareAll(some, comparerOf(a, b), sampledPatterns) });
  }
  const strangers = new PatternTable(groups.length);
  let withinPairs = 0;
  for (const [part, at] of unique.entries()) {
    const own = { ...watch, onProgress: progressOf(asked.length + part) };
    const most = withinMost(counts[at]!, exactPairs);
    withinPairs += await lookWithin(sources[at]!, comparerOf(at, at), strangers, most, own);
  }
  const pairs = asked.reduce((sum, one) => sum + pairsOf(one, counts), 0);
  return {
    rules,
    comparisons,
    coverage: sampled.length === 0 ? 'all' : 'sample',
    sampled,
    sampledPatterns: sampledPatterns.counts(),
    evidence: {
      levelCounts: levelCounts(rules),
      crossed: rules.map(crossedLevel),
      random: random.counts(),
      candidates: candidates.counts(),
      pairs,
      mostMatches: mostMatches(sources, asked),
      within: withinPairs === 0 ? undefined : { patterns: strangers.counts(), pairs: withinPairs },
    },
  };
}
