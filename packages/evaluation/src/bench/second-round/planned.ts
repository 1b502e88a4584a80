// SPDX-License-Identifier: EUPL-1.2
/**
 * A second round at the linkage unit in a process of its own: candidates that a search would have
 * found → plan → answers compared → decision, and the memory of it. The search itself is left out
 * (`./koppel bench kernel` times it), and so are owners: their answers are drawn from a small pool of
 * field filters, which costs a comparison the same. Tells its
 * parent. Invented numbers only.
 */
import process from 'node:process';
import type { HitColumns } from '@koppel/kernel';
import {
  candidateLooks,
  linkByLooks,
  LookSimilarities,
  NOBODY,
  orderSources,
  planWith,
  rankedPairs,
  type EncodedSource,
  type FieldGroup,
  type LookedRound,
  type OrderedSource,
} from '@koppel/linkage';
import { createRandom, type Random } from '../../generator/random.ts';

export interface PlannedJob {
  /** Records a side. */
  readonly size: number;
  readonly looks: number;
  readonly fields: number;
  /** Per field, whole bytes. */
  readonly bits: number;
}

/** Processor seconds of a step, and the most memory so far, in MiB. */
export interface PlannedStep {
  readonly cpuSeconds: number;
  readonly peakMiB: number;
}

export interface PlannedFigures extends PlannedJob {
  /** Pairs and looks of one side, in all rounds. */
  readonly pairs: number;
  /** Of the process before anything is planned: registers of short codes, and tokens. */
  readonly startMiB: number;
  readonly plan: PlannedStep;
  readonly compare: PlannedStep;
  readonly decide: PlannedStep;
  /** Of the persons in both, how many were linked: the decision is a real one. */
  readonly recall: number;
}

const SHARED = 0.5;
const ANSWERS = 4096;
/** Different values of a field. */
const VALUES = 4096;
/** The filters of the first round are not what is measured: short ones, each different. */
const CODE_BYTES = 16;
const ONES = 60;

const peakMiB = (): number => Math.round(process.resourceUsage().maxRSS / 1024);

async function step<T>(work: () => T | Promise<T>): Promise<[T, PlannedStep]> {
  const started = process.cpuUsage();
  const made = await work();
  const { user, system } = process.cpuUsage(started);
  return [made, { cpuSeconds: (user + system) / 1e6, peakMiB: peakMiB() }];
}

function bytesAt(random: Random, length: number): Uint8Array {
  return Uint8Array.from({ length }, () => random.below(256));
}

/** The person of a row: half of either side are in both, by row. */
const personOf = (side: number, row: number, size: number): number =>
  side === 0 || row < SHARED * size ? row : row + size;

function sourceOf(name: string, size: number): EncodedSource {
  const random = createRandom('planned', name);
  const tokens = bytesAt(random, 16 * size);
  const filters = bytesAt(random, CODE_BYTES * size);
  return { name, unique: true, count: size, tokens, filters, filterBytes: CODE_BYTES };
}

/** What a search gives: the partner first, where there is one, and strangers. */
function hitsOf(
  [from, to]: readonly [OrderedSource, OrderedSource],
  partner: (row: number) => number,
  top: number,
  random: Random,
): HitColumns {
  const { count } = from.set;
  const [query, candidate] = [new Uint32Array(count * top), new Uint32Array(count * top)];
  const similarity = new Float64Array(count * top);
  for (let row = 0; row < count; row++) {
    const first = partner(row);
    const seen = new Set<number>(from === to ? [row] : []);
    for (let rank = 0; rank < top; rank++) {
      let other = rank === 0 && first >= 0 ? first : random.below(to.set.count);
      while (seen.has(other)) other = random.below(to.set.count);
      seen.add(other);
      const at = row * top + rank;
      [query[at], candidate[at]] = [row, other];
      similarity[at] = rank === 0 && first >= 0 ? 0.8 : 0.55 - 0.005 * rank;
    }
  }
  return { query, candidate, similarity };
}

/** Filters of all values of all fields. */
function poolOf({ fields, bits }: PlannedJob, random: Random): Uint8Array {
  const bytes = bits / 8;
  const pool = new Uint8Array(fields * VALUES * bytes);
  for (let value = 0; value < fields * VALUES; value++) {
    for (let one = 0; one < ONES; one++) {
      const bit = random.below(bits);
      pool[value * bytes + (bit >> 3)]! |= 1 << (bit & 7);
    }
  }
  return pool;
}

/** A mix of a number and a field that spreads persons over values (after R. Jenkins). */
function valueOf(person: number, field: number): number {
  let mixed = Math.imul(person ^ Math.imul(field + 1, 0x9e3779b9), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) & (VALUES - 1);
}

/** Answers of one side to some numbers; one field in ten differs from what the person has. */
function answersOf(
  persons: readonly number[],
  { fields, bits }: PlannedJob,
  pool: Uint8Array,
  random: Random,
) {
  const bytes = bits / 8;
  const filters = new Uint8Array(persons.length * fields * bytes);
  persons.forEach((person, at) => {
    for (let field = 0; field < fields; field++) {
      const value = random.chance(0.05) ? random.below(VALUES) : valueOf(person, field);
      const from = (field * VALUES + value) * bytes;
      filters.set(pool.subarray(from, from + bytes), (at * fields + field) * bytes);
    }
  });
  return { count: persons.length, bytes: fields * bytes, filters };
}

function comparedRound(
  round: Omit<LookedRound, 'similarities'>,
  ends: readonly [OrderedSource, OrderedSource],
  groups: readonly FieldGroup[],
  job: PlannedJob,
  pool: Uint8Array,
): LookedRound {
  const { rowsA, rowsB } = round;
  const random = createRandom('planned answers', `${String(round.a)} ${String(round.b)}`);
  const similarities = new LookSimilarities(groups, rowsA.length);
  for (let from = 0; from < rowsA.length; from += ANSWERS) {
    const numbers: number[] = [];
    for (let number = from; number < Math.min(rowsA.length, from + ANSWERS); number++) {
      if (rowsA[number] !== NOBODY && rowsB[number] !== NOBODY) numbers.push(number);
    }
    const side = (which: 0 | 1, rows: Uint32Array): number[] =>
      numbers.map((number) => {
        const { index, rows: given } = ends[which];
        return personOf(index, given[rows[number]!]!, job.size);
      });
    const left = answersOf(side(0, rowsA), job, pool, random);
    const right = answersOf(side(1, rowsB), job, pool, random);
    similarities.add({ numbers: Uint32Array.from(numbers), left, right });
  }
  return { ...round, similarities };
}

/** Runs it all. */
export async function runPlanned(job: PlannedJob): Promise<PlannedFigures> {
  const { size, looks, fields, bits } = job;
  const given = ['a', 'b'].map((name) => sourceOf(name, size));
  const sources = orderSources(given);
  const places = sources.map(({ rows }) => {
    const inverse = new Uint32Array(size);
    rows.forEach((row, at) => {
      inverse[row] = at;
    });
    return inverse;
  });
  const partner = (side: 0 | 1) => (row: number) => {
    const own = sources[side]!.rows[row]!;
    return own < SHARED * size ? places[1 - side]![own]! : -1;
  };
  const startMiB = peakMiB();
  const seed = new Uint8Array(32).fill(3);
  const top = candidateLooks(looks);
  const ends = [[0, 1], [0, 0], [1, 1]] as const; // prettier-ignore
  const [planned, plan] = await step(() =>
    ends.map(([a, b], part) => {
      const random = createRandom('planned hits', part === 0 ? 'between' : `within ${String(a)}`);
      const pair = [sources[a]!, sources[b]!] as const;
      const nobody = (): number => -1;
      const there = hitsOf(pair, a === b ? nobody : partner(0), top, random);
      const back = a === b ? undefined : hitsOf([pair[1], pair[0]], partner(1), top, random);
      const ranked = rankedPairs(there, back, [size, size]);
      return { a, b, ...planWith(ranked, [size, size], a === b, { looks, seed }, part) };
    }),
  );
  const bytes = bits / 8;
  const groups = Array.from({ length: fields }, (_, at): FieldGroup => {
    const alike = at < 2 ? 'name' : `field${String(at)}`;
    return { name: `field${String(at)}`, from: at * bytes, bytes, alike };
  });
  const pool = poolOf(job, createRandom('planned', 'pool'));
  const [rounds, compare] = await step(() =>
    planned.map((round) => {
      const both = [sources[round.a]!, sources[round.b]!] as const;
      return comparedRound(round, both, groups, job, pool);
    }),
  );
  const options = { threshold: 'auto', groups, oneToOne: true, assignment: 'greedy' } as const;
  const [outcome, decide] = await step(() => linkByLooks(given, rounds, options));
  const [a, b] = outcome.sources.map(({ cluster }) => cluster) as [Uint32Array, Uint32Array];
  const both = Math.floor(SHARED * size);
  const linked = a.subarray(0, both).reduce((sum, one, row) => sum + Number(one === b[row]), 0);
  const pairs = planned.reduce((sum, { reason }) => sum + reason.length, 0);
  return { ...job, pairs, startMiB, plan, compare, decide, recall: linked / both };
}

const [, own, argument] = process.argv;
// Run as a program, not imported.
if (own !== undefined && import.meta.filename === own && argument !== undefined) {
  process.send?.(await runPlanned(JSON.parse(argument) as PlannedJob));
}
