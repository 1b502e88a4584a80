// SPDX-License-Identifier: EUPL-1.2
/** Hits in flat columns that grow by doubling: as many as memory holds, 16 bytes each. */
import type { HitColumns } from '../hits.ts';

const FIRST_ROOM = 1024;

export class GrowingHits {
  #count = 0;
  #query = new Uint32Array(FIRST_ROOM);
  #candidate = new Uint32Array(FIRST_ROOM);
  #similarity = new Float64Array(FIRST_ROOM);

  get count(): number {
    return this.#count;
  }

  push(query: number, candidate: number, similarity: number): void {
    if (this.#count === this.#query.length) this.#grow();
    this.#query[this.#count] = query;
    this.#candidate[this.#count] = candidate;
    this.#similarity[this.#count] = similarity;
    this.#count++;
  }

  #grow(): void {
    const wider = <T extends Uint32Array | Float64Array>(to: T, from: T): T => {
      to.set(from);
      return to;
    };
    const room = 2 * this.#count;
    this.#query = wider(new Uint32Array(room), this.#query);
    this.#candidate = wider(new Uint32Array(room), this.#candidate);
    this.#similarity = wider(new Float64Array(room), this.#similarity);
  }

  /** All of them, by (query, candidate). */
  sorted(): HitColumns {
    const [query, candidate, similarity] = [this.#query, this.#candidate, this.#similarity];
    const order = Uint32Array.from({ length: this.#count }, (_, at) => at);
    order.sort((m, n) => query[m]! - query[n]! || candidate[m]! - candidate[n]!);
    return {
      query: order.map((at) => query[at]!),
      candidate: order.map((at) => candidate[at]!),
      similarity: Float64Array.from(order, (at) => similarity[at]!),
    };
  }
}
