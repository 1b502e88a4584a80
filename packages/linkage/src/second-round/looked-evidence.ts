// SPDX-License-Identifier: EUPL-1.2
/**
 * What the model is estimated from, out of a second round: chance from the pairs that were drawn at
 * random, matches among the candidates, look-alikes within unique sources. No filters are left here.
 */
import { groupedRecords } from '@koppel/kernel';
import { levelCounts, type GroupRule } from '../fellegi-sunter/compare.ts';
import {
  checkDistinct,
  mostMatches,
  pairsOf,
  rulesFrom,
  type Comparison,
  type CutRules,
  type FieldGroup,
  type Gathered,
} from '../fellegi-sunter/evidence.ts';
import { crossedLevel, levelOf, RARITY_CLASSES } from '../fellegi-sunter/levels.ts';
import { PatternTable } from '../fellegi-sunter/patterns.ts';
import { orderBy } from '../pair-order.ts';
import type { OrderedSource } from '../source.ts';
import type { LookSimilarities, RaritySide, SeenPairs } from './look-similarities.ts';
import { CANDIDATE, RANDOM, type PlannedRound } from './plan.ts';

/** A round, and what came of it. */
export interface LookedRound extends PlannedRound {
  readonly similarities: SeenPairs;
}

/** Similarities of a field of which cut points are made. */
const CUT_PAIRS = 20_000;

/** Whether a round is one of a unique source with itself, where there are no matches. */
const isWithin = ({ a, b }: PlannedRound, sources: readonly OrderedSource[]): boolean =>
  a === b && sources[a]!.unique;

/** Numbers of the pairs of one kind that both owners answered, by row. */
export function numbersOf(round: LookedRound, reason: number): Uint32Array {
  const numbers = new Uint32Array(round.similarities.count);
  let count = 0;
  for (const { from, similarities } of round.similarities.parts()) {
    for (let at = 0; at < similarities.count; at++) {
      if (round.reason[from + at] === reason && similarities.has(at)) numbers[count++] = from + at;
    }
  }
  const seen = numbers.subarray(0, count);
  const order = orderBy([
    seen.map((number) => round.rowsA[number]!),
    seen.map((number) => round.rowsB[number]!),
  ]);
  return order.map((at) => seen[at]!);
}

/** What pairs that were drawn at random show before there are levels. */
interface Drawn {
  /** Per group, similarities of some of them. */
  readonly samples: number[][];
  /**
   * How many values are of each rarity class, per group, the rarest first: as the larger register
   * counts them. Absent where no answer has classes.
   */
  readonly rarity: Float64Array[] | undefined;
}

/** @param random numbers of those of each round, by row */
function readDrawn(
  rounds: readonly LookedRound[],
  random: readonly Uint32Array[],
  sideOf: (round: PlannedRound) => RaritySide,
  groups: number,
): Drawn {
  const hasRarity = rounds.length > 0 && rounds.every(({ similarities }) => similarities.hasRarity);
  const samples = Array.from({ length: groups }, (): number[] => []);
  const rarity = samples.map(() => new Float64Array(RARITY_CLASSES));
  const [DRAWN, SAMPLED] = [1, 2];
  for (const [at, round] of rounds.entries()) {
    const kind = new Uint8Array(round.similarities.count);
    random[at]!.forEach((number, place) => {
      kind[number] = place < Math.ceil(CUT_PAIRS / rounds.length) ? SAMPLED : DRAWN;
    });
    for (const { from, similarities } of round.similarities.parts()) {
      for (let number = 0; number < similarities.count; number++) {
        if (kind[from + number] === 0) continue;
        for (let group = 0; group < groups; group++) {
          const similarity = similarities.straight(number, group);
          if (Number.isNaN(similarity)) continue;
          if (kind[from + number] === SAMPLED) samples[group]!.push(similarity);
          if (!hasRarity) continue;
          rarity[group]![similarities.rarity(number, group, sideOf(round)) - 1]! += 1;
        }
      }
    }
  }
  return { samples, rarity: hasRarity ? rarity : undefined };
}

/** Tells patterns of looked-at pairs. */
class PatternReader {
  readonly #rules: readonly GroupRule[];
  readonly levels: Uint8Array;

  constructor(rules: readonly GroupRule[]) {
    this.#rules = rules;
    this.levels = new Uint8Array(rules.length);
  }

  /** Sets `levels`, and gives the mean similarity of the fields that both have; 0 for none. */
  read(similarities: LookSimilarities, number: number, side: RaritySide): number {
    let [sum, known] = [0, 0];
    for (const [group, rule] of this.#rules.entries()) {
      const similarity = similarities.straight(number, group);
      if (!Number.isNaN(similarity)) {
        sum += similarity;
        known++;
      }
      const crossed = similarities.crossed(number, group);
      const contained = similarities.contained(number, group);
      const exact = similarity === 1;
      const rarity = exact ? similarities.rarity(number, group, side) : 0;
      const comparison = { similarity, exact, rarity, crossed, contained };
      this.levels[group] = levelOf(rule, comparison);
    }
    return known === 0 ? 0 : sum / known;
  }
}

/** Of every pair of a round that was seen its pattern, by one numbering, and its mean similarity. */
interface ReadRound {
  readonly round: LookedRound;
  readonly patterns: PatternTable;
  readonly pattern: Uint32Array;
  readonly similarity: Float32Array;
}

/** Reads what was seen of a round once, part by part. */
function readRound(round: LookedRound, reader: PatternReader, side: RaritySide): ReadRound {
  const { count } = round.similarities;
  const patterns = new PatternTable(reader.levels.length);
  const [pattern, similarity] = [new Uint32Array(count), new Float32Array(count)];
  for (const { from, similarities } of round.similarities.parts()) {
    for (let at = 0; at < similarities.count; at++) {
      if (!similarities.has(at)) continue;
      similarity[from + at] = reader.read(similarities, at, side);
      pattern[from + at] = patterns.numberOf(reader.levels);
    }
  }
  return { round, patterns, pattern, similarity };
}

/** Counts the patterns of pairs, numbered in the order of these, and gives each pair's. */
function countAll(
  { round, patterns, ...read }: ReadRound,
  numbers: Uint32Array,
  table: PatternTable,
): Comparison {
  const renumbered = new Map<number, number>();
  const pattern = numbers.map((number) => {
    const own = read.pattern[number]!;
    let found = renumbered.get(own);
    if (found === undefined) {
      found = table.numberOf(patterns.levelsOf(own));
      renumbered.set(own, found);
    }
    table.add(found);
    return found;
  });
  const similarity = new Float32Array(numbers.length);
  numbers.forEach((number, at) => (similarity[at] = read.similarity[number]!));
  return {
    a: round.a,
    b: round.b,
    rowsA: numbers.map((number) => round.rowsA[number]!),
    rowsB: numbers.map((number) => round.rowsB[number]!),
    pattern,
    similarity,
  };
}

/** @throws LINKAGE_INDISTINCT */
export function lookedEvidence(
  sources: readonly OrderedSource[],
  groups: readonly FieldGroup[],
  rounds: readonly LookedRound[],
  cuts: CutRules,
): Gathered {
  const whole = sources.map(({ set }) => groupedRecords(set, [{ from: 0, bytes: set.bytes }]));
  checkDistinct(sources, whole);
  const asked = rounds.filter((round) => !isWithin(round, sources));
  const unique = rounds.filter((round) => isWithin(round, sources));
  const counts = sources.map(({ set }) => set.count);
  // The larger register tells rare values better apart.
  const sideOf = ({ a, b }: PlannedRound): RaritySide =>
    counts[a]! < counts[b]! ? 'right' : 'left';
  const drawn = asked.map((round) => numbersOf(round, RANDOM));
  const { samples, rarity } = readDrawn(asked, drawn, sideOf, groups.length);
  const rules = rulesFrom(groups, { ...cuts, rarity: rarity !== undefined }, samples);
  const reader = new PatternReader(rules);
  const tableOf = (): PatternTable => new PatternTable(groups.length);
  const [random, candidates, strangers] = [tableOf(), tableOf(), tableOf()];
  const comparisons = asked.map((round, at) => {
    const read = readRound(round, reader, sideOf(round));
    countAll(read, drawn[at]!, random);
    return countAll(read, numbersOf(round, CANDIDATE), candidates);
  });
  for (const round of unique) {
    const read = readRound(round, reader, sideOf(round));
    countAll(read, numbersOf(round, CANDIDATE), strangers);
  }
  const compared = asked.map(({ a, b }) => [a, b] as const);
  const sumOf = (pairs: readonly (readonly [number, number])[]): number =>
    pairs.reduce((sum, one) => sum + pairsOf(one, counts), 0);
  const withinPairs = sumOf(unique.map(({ a, b }) => [a, b] as const));
  return {
    rules,
    rarity,
    comparisons,
    // Of pairs that were not looked at, nothing says how many are matches.
    coverage: 'unknown',
    sampled: [],
    sampledPatterns: tableOf().counts(),
    evidence: {
      levelCounts: levelCounts(rules),
      crossed: rules.map(crossedLevel),
      random: random.counts(),
      candidates: candidates.counts(),
      pairs: sumOf(compared),
      mostMatches: mostMatches(sources, compared),
      within: withinPairs === 0 ? undefined : { patterns: strangers.counts(), pairs: withinPairs },
    },
  };
}
