// SPDX-License-Identifier: EUPL-1.2
/**
 * Keys that too many records have: of default values, of records with little in them. Comparing all
 * that meet there would cost what the table saves. They meet again by longer keys instead, until few
 * enough meet. Such a pair is found less often; the measured recall shows what that costs.
 */
import type { JoinPlan, Side, Table, TableCost } from './sides.ts';
import { MOST_PER_KEY, SKETCH_WORDS } from './join-kernel.ts';
import { ones32 } from './words.ts';

/** Right records that have a key; fewer are no crowd, whatever they meet. */
const CROWD = 256;
/** More meetings than this around one key are split. */
const MOST_MEETINGS = 2 ** 24;
/** Meetings of a piece that are compared one by one. */
const PIECE = 2 ** 20;
/** Bits by which a key grows at a time. */
const GROWTH = 8;

type Members = readonly number[];

/**
 * Right keys around which too many records meet.
 * @param left, right records per key
 */
export function crowdedKeys(
  left: Uint32Array,
  right: Uint32Array,
  masks: readonly number[],
): Set<number> {
  const crowded = new Set<number>();
  for (let key = 0; key < left.length; key++) {
    const here = right[key]!;
    if (here < CROWD) continue;
    const meetings = masks.reduce((sum, mask) => sum + left[key ^ mask]!, 0) * here;
    if (meetings > MOST_MEETINGS || here > MOST_PER_KEY) crowded.add(key);
  }
  return crowded;
}

/** The records that have one of these keys, per key. */
function membersOf(keys: Uint32Array, wanted: ReadonlySet<number>): Map<number, number[]> {
  const members = new Map<number, number[]>();
  for (const key of wanted) members.set(key, []);
  for (let at = 0; at < keys.length; at++) {
    if (wanted.has(keys[at]!)) members.get(keys[at]!)!.push(at);
  }
  return members;
}

function groupBy(side: Side, members: Members, bits: readonly number[]): Map<number, number[]> {
  const groups = new Map<number, number[]>();
  for (const one of members) {
    const start = side.rows[one]! * side.wordsPerFilter;
    let key = 0;
    for (const bit of bits) key = key * 2 + ((side.words[start + (bit >>> 5)]! >>> (bit & 31)) & 1);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [one]);
    else group.push(one);
  }
  return groups;
}

/** Joins the crowds of a table; `meet` gets the pairs whose sketches are close enough. */
export class CrowdJoin {
  readonly #plan: JoinPlan;
  readonly #table: Table;
  readonly #meet: (left: number, right: number) => void;
  #candidates = 0;
  #skipped = 0;

  constructor(plan: JoinPlan, table: Table, meet: (left: number, right: number) => void) {
    this.#plan = plan;
    this.#table = table;
    this.#meet = meet;
  }

  /** @param leftKeys, rightKeys the key of every record */
  run(
    crowded: ReadonlySet<number>,
    masks: readonly number[],
    leftKeys: Uint32Array,
    rightKeys: Uint32Array,
  ): TableCost {
    const around = new Set([...crowded].flatMap((key) => masks.map((mask) => key ^ mask)));
    const left = membersOf(leftKeys, around);
    const right = membersOf(rightKeys, crowded);
    for (const key of crowded) {
      for (const mask of masks) {
        if (this.#plan.within && key < (key ^ mask)) continue;
        this.#split(left.get(key ^ mask)!, right.get(key)!, 0);
      }
    }
    return { candidates: this.#candidates, skipped: this.#skipped };
  }

  #split(left: Members, right: Members, grown: number): void {
    const meetings = left.length * right.length;
    if (meetings <= PIECE) {
      this.#compare(left, right);
      return;
    }
    const bits = this.#table.furtherBits.slice(grown, grown + GROWTH);
    if (bits.length === 0) {
      this.#skipped += meetings;
      return;
    }
    const groups = groupBy(this.#plan.right, right, bits);
    for (const [key, members] of groupBy(this.#plan.left, left, bits)) {
      const others = groups.get(key);
      if (others !== undefined) this.#split(members, others, grown + bits.length);
    }
  }

  #compare(left: Members, right: Members): void {
    const plan = this.#plan;
    const { sketch, sketchMost } = plan;
    const sketches = (side: Side, members: Members): Uint32Array => {
      const all = new Uint32Array(members.length * SKETCH_WORDS);
      members.forEach((one, at) => {
        const start = side.rows[one]! * side.wordsPerFilter;
        sketch.forEach((word, n) => (all[at * SKETCH_WORDS + n] = side.words[start + word]!));
      });
      return all;
    };
    const [ours, theirs] = [sketches(plan.left, left), sketches(plan.right, right)];
    this.#candidates += left.length * right.length;
    for (let a = 0; a < ours.length; a += SKETCH_WORDS) {
      for (let b = 0; b < theirs.length; b += SKETCH_WORDS) {
        let [half, whole] = [0, 0];
        for (let word = 0; word < SKETCH_WORDS && half <= sketchMost.half; word++) {
          whole += ones32(ours[a + word]! ^ theirs[b + word]!);
          if (word < SKETCH_WORDS / 2) half = whole;
        }
        if (half > sketchMost.half || whole > sketchMost.whole) continue;
        this.#meet(left[a / SKETCH_WORDS]!, right[b / SKETCH_WORDS]!);
      }
    }
  }
}
