// SPDX-License-Identifier: EUPL-1.2
/**
 * The rarity classes of an owner's values, from its own counts: who shares a rare name is likelier
 * the same person. Values are counted as field filters, in tables of one size however large the
 * register is: two values that fall together count as one, so a value is never called rarer than it
 * is. A class that fewer than ten records have is put together with the next: it would single out.
 */

/** 0: fewer than one in 10,000 of the values of a field; 1: one in 1,000; 2: one in 100; 3: more. */
export const rarityClasses = 4;

/** Shares from which on a value is of class 1, 2 and 3. The linkage unit's model takes a value between them (`TYPICAL`). */
const rarityFrom = [1e-4, 1e-3, 1e-2] as const;

/** Fewer bearers than this make no class of their own. */
const bearersMin = 10;

/** Places of a table; two tables with other places, of which the smaller count holds. */
const places = 2 ** 18;

/** Two numbers that equal filters share. 32-bit multiplications, as FNV-1a; no secret. */
function placesOf(bytes: Uint8Array, from: number, length: number): [number, number] {
  let [one, other] = [0x811c9dc5 | 0, 0x9e3779b9 | 0];
  for (let at = from; at < from + length; at += 1) {
    one = Math.imul(one ^ bytes[at]!, 0x01000193);
    other = Math.imul(other ^ bytes[at]!, 0x85ebca6b) ^ (other >>> 15);
  }
  return [(one ^ (one >>> 15)) & (places - 1), (other ^ (other >>> 13)) & (places - 1)];
}

function isEmpty(bytes: Uint8Array, from: number, length: number): boolean {
  for (let at = from; at < from + length; at += 1) if (bytes[at] !== 0) return false;
  return true;
}

export class RarityCounts {
  readonly #fields: number;
  readonly #fieldBytes: number;
  readonly #tables: readonly (readonly [Uint32Array, Uint32Array])[];
  readonly #totals: Uint32Array;

  /** @param fieldBytes bytes of the filter of a field */
  constructor(fields: number, fieldBytes: number) {
    this.#fields = fields;
    this.#fieldBytes = fieldBytes;
    const table = (): Uint32Array => new Uint32Array(places);
    this.#tables = Array.from({ length: fields }, () => [table(), table()] as const);
    this.#totals = new Uint32Array(fields);
  }

  /** Counts the values of a record, whose filters begin at `from`. */
  add(bytes: Uint8Array, from: number): void {
    for (let field = 0; field < this.#fields; field += 1) {
      const at = from + field * this.#fieldBytes;
      if (isEmpty(bytes, at, this.#fieldBytes)) continue;
      const [one, other] = placesOf(bytes, at, this.#fieldBytes);
      const [first, second] = this.#tables[field]!;
      first[one]! += 1;
      second[other]! += 1;
      this.#totals[field]! += 1;
    }
  }

  /** The class of a field of a record, once all are counted; −1 for a field without a value. */
  classOf(bytes: Uint8Array, from: number, field: number): number {
    const at = from + field * this.#fieldBytes;
    if (isEmpty(bytes, at, this.#fieldBytes)) return -1;
    const [one, other] = placesOf(bytes, at, this.#fieldBytes);
    const [first, second] = this.#tables[field]!;
    const share = Math.min(first[one]!, second[other]!) / this.#totals[field]!;
    return rarityFrom.filter((least) => share >= least).length;
  }
}

/**
 * What each class of a field is called in answers: itself, or the next more common one as long as
 * fewer than ten records bear it; the most common goes with the next rarer one that is large enough.
 * @param bearers records of each class
 */
export function mergedClasses(bearers: readonly number[]): number[] {
  const called = Array.from({ length: rarityClasses }, (_, at) => at);
  const held = [...bearers];
  for (let at = 0; at < rarityClasses - 1; at += 1) {
    if (held[at]! >= bearersMin) continue;
    held[at + 1]! += held[at]!;
    held[at] = 0;
    for (const one of called.keys()) if (called[one] === at) called[one] = at + 1;
  }
  const top = rarityClasses - 1;
  if (held[top]! >= bearersMin) return called;
  const large = held.findLastIndex((count) => count >= bearersMin);
  return called.map((one) => (one === top && large >= 0 ? large : one));
}
