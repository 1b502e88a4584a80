// SPDX-License-Identifier: EUPL-1.2
/**
 * Which bits make the keys of tables. A pool of bits is shuffled and cut into keys that share no bit,
 * and shuffled anew for more: a pair that differs in few bits of the pool must meet in one of the
 * tables of a shuffle. The same seed gives the same tables.
 */
import type { Table } from './sides.ts';

/** Numbers in [0, 1) (mulberry32, T. Ettinger, public domain): it chooses bits, nothing is secret. */
function seeded(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b_79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

function shuffled(bits: readonly number[], random: () => number): number[] {
  const order = [...bits];
  for (let last = order.length - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1));
    [order[last], order[other]] = [order[other]!, order[last]!];
  }
  return order;
}

/** Tables without end. @param keyBits at most the bits of the pool */
export function* tablesFrom(
  pool: readonly number[],
  keyBits: number,
  seed: number,
): Generator<Table> {
  const random = seeded(seed);
  for (;;) {
    const order = shuffled(pool, random);
    for (let from = 0; from + keyBits <= order.length; from += keyBits) {
      const to = from + keyBits;
      yield {
        keyBits: order.slice(from, to),
        furtherBits: [...order.slice(to), ...order.slice(0, from)],
      };
    }
  }
}
