// SPDX-License-Identifier: EUPL-1.2
/**
 * Pairs drawn at random, which are different persons but for a few: what levels they have is what
 * chance gives, the u of the model. The draw has a fixed seed, and rows are in the order of their
 * tokens, so that the same records give the same pairs.
 */

/** Numbers in [0, 1): a multiply–xorshift generator of 32 bits (mulberry32, T. Ettinger). */
export function seededNumbers(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/**
 * Calls `visit` with so many pairs, drawn with replacement; with every pair once where there are no
 * more than that.
 * @param within both sides are the same records: pairs of two different rows, the lower one first
 */
export function drawPairs(
  [rowsA, rowsB]: readonly [number, number],
  within: boolean,
  number: number,
  visit: (rowA: number, rowB: number) => void,
): void {
  const all = within ? (rowsA * (rowsA - 1)) / 2 : rowsA * rowsB;
  if (all <= number) {
    for (let a = 0; a < rowsA; a++) for (let b = within ? a + 1 : 0; b < rowsB; b++) visit(a, b);
    return;
  }
  const random = seededNumbers(SEED);
  for (let drawn = 0; drawn < number;) {
    const [a, b] = [Math.floor(random() * rowsA), Math.floor(random() * rowsB)];
    if (within && a === b) continue;
    visit(within ? Math.min(a, b) : a, within ? Math.max(a, b) : b);
    drawn++;
  }
}

const SEED = 0x4b6f70;
