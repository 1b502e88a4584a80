// SPDX-License-Identifier: EUPL-1.2
/** Monotone fits by pooling neighbours that are out of order (M. Ayer et al., 1955). Pure. */

interface Block {
  sum: number;
  weight: number;
  length: number;
}

function pooled(
  sums: readonly number[],
  weights: readonly number[],
  outOfOrder: (earlier: Block, later: Block) => boolean,
): Block[] {
  const blocks: Block[] = [];
  sums.forEach((sum, at) => {
    blocks.push({ sum, weight: weights[at]!, length: 1 });
    for (;;) {
      const [earlier, later] = [blocks.at(-2), blocks.at(-1)!];
      if (earlier === undefined || !outOfOrder(earlier, later)) break;
      blocks.pop();
      earlier.sum += later.sum;
      earlier.weight += later.weight;
      earlier.length += later.length;
    }
  });
  return blocks;
}

/**
 * The ascending sequence closest to `values` by weighted squares. Values of weight 0 follow the one
 * before them.
 */
export function ascendingFit(values: readonly number[], weights: readonly number[]): number[] {
  const sums = values.map((value, at) => value * weights[at]!);
  const mean = ({ sum, weight }: Block): number => sum / weight;
  const blocks = pooled(
    sums,
    weights,
    (earlier, later) => later.weight === 0 || earlier.weight === 0 || mean(earlier) > mean(later),
  );
  return blocks.flatMap((block) =>
    new Array<number>(block.length).fill(block.weight === 0 ? 0 : mean(block)),
  );
}

/** The descending sequence closest to `values` by weighted squares. */
export function descendingFit(values: readonly number[], weights: readonly number[]): number[] {
  return ascendingFit(
    values.map((value) => -value),
    weights,
  ).map((value) => -value);
}

/**
 * Descending ratios of counts, each drawn towards what is expected as if `strength` more had been
 * counted there.
 */
export function descendingRatio(
  counts: readonly number[],
  totals: readonly number[],
  expected: number,
  strength: number,
): number[] {
  const ratio = ({ sum, weight }: Block): number =>
    (sum + strength * expected) / (weight + strength);
  const blocks = pooled(counts, totals, (earlier, later) => ratio(earlier) <= ratio(later));
  return blocks.flatMap((block) => new Array<number>(block.length).fill(ratio(block)));
}
