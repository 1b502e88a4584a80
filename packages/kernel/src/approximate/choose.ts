// SPDX-License-Identifier: EUPL-1.2
/**
 * Chooses bits, length of keys, radius and number of tables for a wanted recall at the least cost:
 * how often pairs of the choosing sample meet, against how often arbitrary records do. Everything
 * follows from samples by content, so that rows in another order give the same choice.
 */
import { firstByContent, type Distinct } from './distinct.ts';
import { SKETCH_WORDS, type SketchMost } from './join-kernel.ts';
import type { SampledPairs } from './sample.ts';
import type { Side, Table } from './sides.ts';
import { tablesFrom } from './tables.ts';
import { writeKeys } from './table-join.ts';
import { ones32 } from './words.ts';

export interface Choice {
  readonly pool: readonly number[];
  readonly keyBits: number;
  readonly radius: 0 | 1;
  /** Tables that the choosing sample needs for the wanted recall. */
  readonly tables: number;
  readonly sketch: readonly number[];
  readonly sketchMost: SketchMost;
  /** Nanoseconds of one core per table, as reckoned. */
  readonly tableCost: number;
}

/**
 * Nanoseconds of one core, measured (docs/benchmarks.md): only their proportions matter. A probe is
 * one record looking up one key; a candidate is a record it meets there.
 */
const COST = { record: 200, probe: 4, candidate: 1.5, comparison: 0.75 } as const;

/** Records of either side in which the bits are counted and arbitrary meetings are. */
const SAMPLED = 15_000;
const LONGEST_KEY = 22;
const MOST_TABLES = 256;
/** Share of the bits that makes a pool. */
const POOLS = [0.25, 0.4, 0.6, 0.9];
/** Tables of which the arbitrary meetings are counted. */
const TRIED = 2;
/** Misses of the tables, and of each half of the sketch, in parts of 1 − recall. */
const TABLE_MISS = 1 / 3;
const SKETCH_MISS = 1 / 20;

/** What an exact search of so many queries costs, in the same nanoseconds. */
export function exactCost(left: number, right: number, bits: number): number {
  return (left * right * COST.comparison * Math.max(bits, 256)) / 1024;
}

interface BitStatistics {
  /** Chance that two arbitrary records differ in a bit, and that the records of a pair do. */
  readonly arbitrary: Float64Array;
  readonly paired: Float64Array;
}

/** @param order which of two orders by content: one for each side, as equal filters have equal places */
function sampledSide(distinct: Distinct, order: 'left' | 'right'): Side {
  const { side, high, low } = distinct;
  const turned = order === 'left' ? distinct : { ...distinct, high: low, low: high };
  const numbers = firstByContent(turned, SAMPLED);
  return {
    ...side,
    rows: numbers.map((number) => side.rows[number]!),
    ones: numbers.map((number) => side.ones[number]!),
  };
}

function addBits({ words, wordsPerFilter, rows }: Side, counts: Float64Array): void {
  for (const row of rows) {
    for (let word = 0; word < wordsPerFilter; word++) {
      let rest = words[row * wordsPerFilter + word]!;
      for (; rest !== 0; rest &= rest - 1) counts[word * 32 + 31 - Math.clz32(rest & -rest)]!++;
    }
  }
}

/** Per pair the bits in which its filters differ. */
function differences(a: Side, b: Side, { left, right }: SampledPairs): Uint16Array[] {
  return Array.from(left, (one, at) => {
    const [startA, startB] = [a.rows[one]! * a.wordsPerFilter, b.rows[right[at]!]! * a.wordsPerFilter]; // prettier-ignore
    const bits: number[] = [];
    for (let word = 0; word < a.wordsPerFilter; word++) {
      let rest = a.words[startA + word]! ^ b.words[startB + word]!;
      for (; rest !== 0; rest &= rest - 1) bits.push(word * 32 + 31 - Math.clz32(rest & -rest));
    }
    return Uint16Array.from(bits);
  });
}

function statisticsOf(left: Side, right: Side, pairs: readonly Uint16Array[]): BitStatistics {
  const bits = left.wordsPerFilter * 32;
  const share = (side: Side): Float64Array => {
    const counts = new Float64Array(bits);
    addBits(side, counts);
    return counts.map((count) => count / side.rows.length);
  };
  const [inLeft, inRight] = [share(left), share(right)];
  const paired = new Float64Array(bits);
  for (const pair of pairs) for (const bit of pair) paired[bit]! += 1 / pairs.length;
  const arbitrary = inLeft.map((a, bit) => a + inRight[bit]! - 2 * a * inRight[bit]!);
  return { arbitrary, paired };
}

/** Numbers 0 … of a column, the highest value first, the lower number among equals. */
const byValue = (values: ArrayLike<number>): number[] =>
  Array.from(values, (_, at) => at).sort((a, b) => values[b]! - values[a]! || a - b);

/** The words in which arbitrary records differ most and pairs least. */
function sketchWords({ arbitrary, paired }: BitStatistics): number[] {
  const words = new Float64Array(arbitrary.length / 32);
  arbitrary.forEach((chance, bit) => (words[bit >> 5]! += chance - paired[bit]!));
  return byValue(words).slice(0, SKETCH_WORDS);
}

/** How much the sketches of pairs may differ so that so small a share is lost, with some room. */
function sketchLimits(
  a: Side,
  b: Side,
  { left, right }: SampledPairs,
  sketch: readonly number[],
  loss: number,
): SketchMost {
  const distances = (words: readonly number[]): number => {
    const sorted = left
      .map((one, at) => {
        const [startA, startB] = [a.rows[one]! * a.wordsPerFilter, b.rows[right[at]!]! * a.wordsPerFilter]; // prettier-ignore
        return words.reduce((sum, word) => sum + ones32(a.words[startA + word]! ^ b.words[startB + word]!), 0); // prettier-ignore
      })
      .sort();
    const most = sorted[Math.ceil(sorted.length * (1 - loss)) - 1] ?? 0;
    return most + Math.ceil(Math.sqrt(most) / 2);
  };
  return { half: distances(sketch.slice(0, SKETCH_WORDS / 2)), whole: distances(sketch) };
}

/** Pools of bits to choose from: those that tell most records apart, or most for what they lose. */
function poolsOf({ arbitrary, paired }: BitStatistics): number[][] {
  const telling = arbitrary.map((chance) => -Math.log1p(-Math.min(chance, 0.999)));
  const rankings = [byValue(telling), byValue(telling.map((tells, bit) => tells / (paired[bit]! + 0.01)))]; // prettier-ignore
  const useful = telling.filter((tells) => tells > 0.02).length;
  return rankings.flatMap((ranking) =>
    POOLS.map((share) => ranking.slice(0, Math.ceil(share * useful))),
  );
}

/** Per key how many records have it, where keys are few among many possible ones. */
class KeyCounts {
  readonly #keys: Int32Array;
  readonly #counts: Uint32Array;

  constructor(keys: Uint32Array) {
    const places = 2 ** Math.ceil(Math.log2(keys.length * 2 + 2));
    this.#keys = new Int32Array(places).fill(-1);
    this.#counts = new Uint32Array(places);
    for (const key of keys) {
      const place = this.#placeOf(key);
      this.#keys[place] = key;
      this.#counts[place]!++;
    }
  }

  #placeOf(key: number): number {
    const last = this.#keys.length - 1;
    let place = (Math.imul(key, 0x9e37_79b1) >>> 8) & last;
    while (this.#keys[place] !== key && this.#keys[place] !== -1) place = (place + 1) & last;
    return place;
  }

  of(key: number): number {
    return this.#counts[this.#placeOf(key)]!;
  }
}

/** How many arbitrary records of the samples meet in a table, within the key and within radius 1. */
function meetings(left: Side, right: Side, { keyBits }: Table): [number, number] {
  const keysFor = (side: Side): Uint32Array => {
    const keys = new Uint32Array(side.rows.length);
    writeKeys(side, keyBits, keys);
    return keys;
  };
  const counts = new KeyCounts(keysFor(right));
  let [same, near] = [0, 0];
  for (const key of keysFor(left)) {
    same += counts.of(key);
    for (let bit = 0; bit < keyBits.length; bit++) near += counts.of(key ^ (1 << bit));
  }
  return [same, same + near];
}

/** The number of tables after which at most `misses` of the pairs have met in none. */
function tablesNeeded(
  pool: readonly number[],
  keyBits: number,
  radius: number,
  pairs: readonly Uint16Array[],
  misses: number,
  seed: number,
  bits: number,
): number | undefined {
  const perShuffle = Math.floor(pool.length / keyBits);
  const tables = tablesFrom(pool, keyBits, seed);
  let open = pairs;
  const place = new Int16Array(bits);
  for (let from = 0; from < MOST_TABLES; from += perShuffle) {
    place.fill(-1);
    for (let table = 0; table < perShuffle; table++) {
      for (const bit of (tables.next().value as Table).keyBits) place[bit] = table;
    }
    const metFirst = new Uint32Array(perShuffle);
    const differs = new Uint16Array(perShuffle);
    const met = open.length;
    open = open.filter((pair) => {
      differs.fill(0);
      for (const bit of pair) if (place[bit]! >= 0) differs[place[bit]!]!++;
      const table = differs.findIndex((count) => count <= radius);
      if (table >= 0) metFirst[table]!++;
      return table < 0;
    });
    let left = met;
    for (let table = 0; table < perShuffle; table++) {
      left -= metFirst[table]!;
      if (left <= misses) return from + table + 1;
    }
  }
  return undefined;
}

/**
 * The cheapest parameters that the choosing sample allows, or undefined when none reaches the recall.
 * @param sample pairs that the recall is not measured on
 */
export function choose(
  left: Distinct,
  right: Distinct,
  sample: SampledPairs,
  recall: number,
  seed: number,
): Choice | undefined {
  const [a, b] = [sampledSide(left, 'left'), sampledSide(right, 'right')];
  const pairs = differences(left.side, right.side, sample);
  const statistics = statisticsOf(a, b, pairs);
  const sketch = sketchWords(statistics);
  const loss = (1 - recall) * SKETCH_MISS;
  const sketchMost = sketchLimits(left.side, right.side, sample, sketch, loss);
  const misses = pairs.length * (1 - recall) * TABLE_MISS;
  const [n, m] = [left.side.rows.length, right.side.rows.length];
  const scale = (n * m) / (a.rows.length * b.rows.length);
  const middle = Math.round(Math.log2(Math.max(n, m, 16)));
  let best: Choice | undefined;
  for (const pool of poolsOf(statistics)) {
    for (const keyBits of [middle - 2, middle, middle + 2]) {
      if (keyBits > LONGEST_KEY || keyBits > pool.length) continue;
      const tables = tablesFrom(pool, keyBits, seed);
      const met: [number, number] = [0, 0];
      for (let tried = 0; tried < TRIED; tried++) {
        const [same, near] = meetings(a, b, tables.next().value as Table);
        met[0] += same / TRIED;
        met[1] += near / TRIED;
      }
      for (const radius of [0, 1] as const) {
        const probes = n * (1 + radius * keyBits) * COST.probe;
        const tableCost = (n + m) * COST.record + probes + met[radius] * scale * COST.candidate;
        if (best !== undefined && tableCost >= best.tables * best.tableCost) continue;
        const needed = tablesNeeded(pool, keyBits, radius, pairs, misses, seed, a.wordsPerFilter * 32); // prettier-ignore
        if (needed === undefined) continue;
        if (best === undefined || needed * tableCost < best.tables * best.tableCost) {
          best = { pool, keyBits, radius, tables: needed, sketch, sketchMost, tableCost };
        }
      }
    }
  }
  return best;
}
