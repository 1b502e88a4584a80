// SPDX-License-Identifier: EUPL-1.2
/**
 * Per record token, the newest row that speaks of it. Rows go in run by run, oldest run first; what
 * is left are the records that the register holds after the last one.
 *
 * A hash table with chaining, in flat arrays: millions of tokens, some 40 bytes each. Its hash is
 * drawn anew for each table from a universal family (Carter and Wegman, 1979), as tokens come from
 * an owner: none can choose tokens that fall into one bucket. What comes out does not depend on it.
 */
import { randomFillSync } from 'node:crypto';

const tokenBytes = 16;
/** A Mersenne prime: a product with 16 bits, and a sum of eight, is exact in a double. */
const prime = 2 ** 31 - 1;
/** The last row retracted the token. */
const gone = -1;
/** No entry, in a bucket or after the last entry of one. */
const none = 0xffffffff;

function drawMultipliers(): Float64Array {
  const random = randomFillSync(new Uint32Array(tokenBytes / 2));
  return Float64Array.from(random, (word) => word % prime);
}

export class TokenTable {
  /** Tokens that any row spoke of. */
  #entries = 0;
  #live = 0;
  #tokens: Uint8Array;
  /** Per entry the row that is the record now, or `gone`. Doubles: more rows than 2^32 may come. */
  #row: Float64Array;
  /** Per entry the number of the last run that spoke of it. */
  #run: Uint32Array;
  #next: Uint32Array;
  #buckets: Uint32Array;
  readonly #multipliers = drawMultipliers();

  /** @param room tokens for which there is room at first; the table grows by doubling */
  constructor(room: number) {
    const size = Math.max(16, room);
    this.#tokens = new Uint8Array(size * tokenBytes);
    this.#row = new Float64Array(size);
    this.#run = new Uint32Array(size);
    this.#next = new Uint32Array(size);
    this.#buckets = new Uint32Array(bucketsFor(size)).fill(none);
  }

  /** Records in the register after all rows so far. */
  get live(): number {
    return this.#live;
  }

  /**
   * Notes a row of a run about the token at `offset`: the number of the row, or undefined when it
   * retracts. False, and nothing is changed, when this run spoke of the token before.
   */
  note(tokens: Uint8Array, offset: number, run: number, row: number | undefined): boolean {
    const bucket = this.#hash(tokens, offset) % this.#buckets.length;
    const known = this.#find(bucket, tokens, offset);
    if (known !== none && this.#run[known] === run) return false;
    const entry = known === none ? this.#add(bucket, tokens, offset) : known;
    this.#live += Number(row !== undefined) - Number(this.#row[entry] !== gone);
    this.#row[entry] = row ?? gone;
    this.#run[entry] = run;
    return true;
  }

  /** The rows that are the records now, ascending. */
  liveRows(): Float64Array {
    const rows = new Float64Array(this.#live);
    let at = 0;
    for (let entry = 0; entry < this.#entries; entry += 1) {
      if (this.#row[entry] === gone) continue;
      rows[at] = this.#row[entry]!;
      at += 1;
    }
    return rows.sort();
  }

  #hash(tokens: Uint8Array, offset: number): number {
    let sum = 0;
    for (let word = 0; word < tokenBytes / 2; word += 1) {
      const at = offset + 2 * word;
      sum += this.#multipliers[word]! * (tokens[at]! + 256 * tokens[at + 1]!);
    }
    return sum % prime;
  }

  #find(bucket: number, tokens: Uint8Array, offset: number): number {
    let entry = this.#buckets[bucket]!;
    while (entry !== none && !this.#holds(entry, tokens, offset)) entry = this.#next[entry]!;
    return entry;
  }

  #holds(entry: number, tokens: Uint8Array, offset: number): boolean {
    const from = entry * tokenBytes;
    for (let at = 0; at < tokenBytes; at += 1) {
      if (this.#tokens[from + at] !== tokens[offset + at]) return false;
    }
    return true;
  }

  #add(bucket: number, tokens: Uint8Array, offset: number): number {
    if (this.#entries === this.#row.length) {
      this.#grow();
      return this.#add(this.#hash(tokens, offset) % this.#buckets.length, tokens, offset);
    }
    const entry = this.#entries;
    this.#entries += 1;
    this.#tokens.set(tokens.subarray(offset, offset + tokenBytes), entry * tokenBytes);
    this.#row[entry] = gone;
    this.#link(entry, bucket);
    return entry;
  }

  #link(entry: number, bucket: number): void {
    this.#next[entry] = this.#buckets[bucket]!;
    this.#buckets[bucket] = entry;
  }

  #grow(): void {
    const size = 2 * this.#row.length;
    const wider = <T extends Uint8Array | Uint32Array | Float64Array>(to: T, from: T): T => {
      to.set(from);
      return to;
    };
    this.#tokens = wider(new Uint8Array(size * tokenBytes), this.#tokens);
    this.#row = wider(new Float64Array(size), this.#row);
    this.#run = wider(new Uint32Array(size), this.#run);
    this.#next = new Uint32Array(size);
    this.#buckets = new Uint32Array(bucketsFor(size)).fill(none);
    for (let entry = 0; entry < this.#entries; entry += 1) {
      const hash = this.#hash(this.#tokens, entry * tokenBytes);
      this.#link(entry, hash % this.#buckets.length);
    }
  }
}

/** An odd number of buckets, about one and a half for each entry. */
function bucketsFor(entries: number): number {
  return 2 * Math.ceil(0.75 * entries) + 1;
}
