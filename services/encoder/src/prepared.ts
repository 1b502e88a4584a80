// SPDX-License-Identifier: EUPL-1.2
/** The encoded rows of one register, as columns, in the order of their tokens. */

/** n rows; row i of each column belongs together. */
export interface PreparedRegister {
  readonly count: number;
  /** 16 bytes a row, ascending: an order that only the owner's token key explains. */
  readonly tokens: Uint8Array;
  readonly filterBytes: number;
  readonly filters: Uint8Array;
  /** Bitmask a row: bit i is set where linkage field i had a value. */
  readonly presence: Uint32Array;
  readonly variables: number;
  /** 1 where variable v of row i has a value, at i·variables + v. */
  readonly payloadPresent: Uint8Array;
  readonly payloadValues: Float64Array;
}

export const tokenBytes = 16;

/** Collects rows in any order and hands them out by token. Grows by doubling. */
export class RegisterBuilder {
  readonly #filterBytes: number;
  readonly #variables: number;
  #count = 0;
  #room = 1024;
  #tokens: Uint8Array;
  #filters: Uint8Array;
  #presence: Uint32Array;
  #present: Uint8Array;
  #values: Float64Array;

  constructor(filterBytes: number, variables: number) {
    this.#filterBytes = filterBytes;
    this.#variables = variables;
    this.#tokens = new Uint8Array(this.#room * tokenBytes);
    this.#filters = new Uint8Array(this.#room * filterBytes);
    this.#presence = new Uint32Array(this.#room);
    this.#present = new Uint8Array(this.#room * variables);
    this.#values = new Float64Array(this.#room * variables);
  }

  get count(): number {
    return this.#count;
  }

  /** Adds a row. `payload` has one entry per variable, undefined where the cell was empty. */
  add(
    token: Uint8Array,
    filter: Uint8Array,
    presence: number,
    payload: readonly (number | undefined)[],
  ): void {
    if (this.#count === this.#room) this.#grow();
    const row = this.#count;
    this.#tokens.set(token, row * tokenBytes);
    this.#filters.set(filter, row * this.#filterBytes);
    this.#presence[row] = presence;
    payload.forEach((value, at) => {
      if (value === undefined) return;
      this.#present[row * this.#variables + at] = 1;
      this.#values[row * this.#variables + at] = value;
    });
    this.#count += 1;
  }

  #grow(): void {
    this.#room *= 2;
    const wider = <T extends Uint8Array | Uint32Array | Float64Array>(to: T, from: T): T => {
      to.set(from);
      return to;
    };
    this.#tokens = wider(new Uint8Array(this.#room * tokenBytes), this.#tokens);
    this.#filters = wider(new Uint8Array(this.#room * this.#filterBytes), this.#filters);
    this.#presence = wider(new Uint32Array(this.#room), this.#presence);
    this.#present = wider(new Uint8Array(this.#room * this.#variables), this.#present);
    this.#values = wider(new Float64Array(this.#room * this.#variables), this.#values);
  }

  /** All rows sorted by token, so that neither order of arrival nor place in the file is left. */
  finish(): PreparedRegister {
    const order = sortedByToken(this.#tokens, this.#count);
    const gather = <T extends Uint8Array | Uint32Array | Float64Array>(
      to: T,
      from: T,
      width: number,
    ): T => {
      order.forEach((row, at) => {
        to.set(from.subarray(row * width, (row + 1) * width), at * width);
      });
      return to;
    };
    const count = this.#count;
    const variables = this.#variables;
    return {
      count,
      tokens: gather(new Uint8Array(count * tokenBytes), this.#tokens, tokenBytes),
      filterBytes: this.#filterBytes,
      filters: gather(new Uint8Array(count * this.#filterBytes), this.#filters, this.#filterBytes),
      presence: gather(new Uint32Array(count), this.#presence, 1),
      variables,
      payloadPresent: gather(new Uint8Array(count * variables), this.#present, variables),
      payloadValues: gather(new Float64Array(count * variables), this.#values, variables),
    };
  }
}

/** Row numbers in ascending order of their 16-byte tokens. Tokens are distinct: ids are checked. */
function sortedByToken(tokens: Uint8Array, count: number): Uint32Array {
  const view = new DataView(tokens.buffer, tokens.byteOffset, tokens.byteLength);
  const order = Uint32Array.from({ length: count }, (_, row) => row);
  return order.sort((left, right) => {
    const a = view.getBigUint64(left * tokenBytes);
    const b = view.getBigUint64(right * tokenBytes);
    if (a !== b) return a < b ? -1 : 1;
    return view.getBigUint64(left * tokenBytes + 8) < view.getBigUint64(right * tokenBytes + 8)
      ? -1
      : 1;
  });
}
