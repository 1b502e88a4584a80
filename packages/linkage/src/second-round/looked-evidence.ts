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
import type { OrderedSource } from '../source.ts';
import type { LookSimilarities, RaritySide } from './look-similarities.ts';
import { CANDIDATE, RANDOM, type PlannedRound } from './plan.ts';

/** A round, and what came of it. */
export interface LookedRound extends PlannedRound {
  readonly similarities: LookSimilarities;
}

/** Similarities of a field of which cut points are made. */
const CUT_PAIRS = 20_000;

/** Whether a round is one of a unique source with itself, where there are no matches. */
const isWithin = ({ a, b }: PlannedRound, sources: readonly OrderedSource[]): boolean =>
  a === b && sources[a]!.unique;

/** Numbers of the pairs of one kind that both owners answered, by row. */
export function numbersOf(round: LookedRound, reason: number): Uint32Array {
  const { rowsA, rowsB, similarities } = round;
  return Uint32Array.from(round.reason.keys())
    .filter((number) => round.reason[number] === reason && similarities.has(number))
    .sort((m, n) => rowsA[m]! - rowsA[n]! || rowsB[m]! - rowsB[n]!);
}

/** Similarities of fields of random pairs. */
function samplesOf(rounds: readonly LookedRound[], groups: number): number[][] {
  const samples = Array.from({ length: groups }, (): number[] => []);
  for (const round of rounds) {
    const numbers = numbersOf(round, RANDOM).subarray(0, Math.ceil(CUT_PAIRS / rounds.length));
    for (const number of numbers) {
      for (let group = 0; group < groups; group++) {
        const similarity = round.similarities.straight(number, group);
        if (!Number.isNaN(similarity)) samples[group]!.push(similarity);
      }
    }
  }
  return samples;
}

/**
 * How many values are of each rarity class, per group, the rarest first: of the records of random
 * pairs, as the larger register counts them. Absent where no answer has classes.
 */
function raritiesOf(
  rounds: readonly LookedRound[],
  sides: readonly RaritySide[],
  groups: number,
): Float64Array[] | undefined {
  if (rounds.length === 0 || !rounds.every(({ similarities }) => similarities.hasRarity))
    return undefined;
  const counts = Array.from({ length: groups }, () => new Float64Array(RARITY_CLASSES));
  rounds.forEach((round, at) => {
    const { similarities } = round;
    for (const number of numbersOf(round, RANDOM)) {
      for (let group = 0; group < groups; group++) {
        if (Number.isNaN(similarities.straight(number, group))) continue;
        counts[group]![similarities.rarity(number, group, sides[at]!) - 1]! += 1;
      }
    }
  });
  return counts;
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

/** Counts the patterns of pairs, and gives each pair's. */
function readAll(
  round: LookedRound,
  numbers: Uint32Array,
  reader: PatternReader,
  table: PatternTable,
  side: RaritySide,
): Comparison {
  const similarity = new Float32Array(numbers.length);
  const pattern = numbers.map((number, at) => {
    similarity[at] = reader.read(round.similarities, number, side);
    const found = table.numberOf(reader.levels);
    table.add(found);
    return found;
  });
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
  const rarity = raritiesOf(asked, asked.map(sideOf), groups.length);
  const levels = { ...cuts, rarity: rarity !== undefined };
  const rules = rulesFrom(groups, levels, samplesOf(asked, groups.length));
  const reader = new PatternReader(rules);
  const tableOf = (): PatternTable => new PatternTable(groups.length);
  const [random, candidates, strangers] = [tableOf(), tableOf(), tableOf()];
  const read = (round: LookedRound, reason: number, table: PatternTable): Comparison =>
    readAll(round, numbersOf(round, reason), reader, table, sideOf(round));
  for (const round of asked) read(round, RANDOM, random);
  const comparisons = asked.map((round) => read(round, CANDIDATE, candidates));
  for (const round of unique) read(round, CANDIDATE, strangers);
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
