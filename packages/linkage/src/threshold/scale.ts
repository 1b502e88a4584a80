// SPDX-License-Identifier: EUPL-1.2
/**
 * On which scale similarities are looked at to estimate a threshold. Dice similarities of different
 * persons spread over tenths. Hamming similarities start at what chance gives, a half, with a spread
 * of ½/√bits: all that matters may lie within a few hundredths above it.
 */
import type { Similarity } from '@koppel/kernel';

/** The similarities of which it is known how to estimate a threshold: those that a study can name. */
export type LinkSimilarity = Extract<Similarity, 'dice' | 'hamming'>;

export interface Scale {
  readonly similarity: LinkSimilarity;
  /** Nearest neighbours below this similarity are not looked for. */
  readonly floor: number;
  /** Thresholds considered are (units − n·step)/units: similarities that records can have. */
  readonly units: number;
  readonly step: number;
  /** Where a similarity lies on the scale on which records differ by words. */
  readonly place: (similarity: number) => number;
  /** How low a search for pairs may have to go: what is tried in turn, descending. */
  readonly descent: readonly number[];
}

const DICE: Scale = {
  similarity: 'dice',
  floor: 0.3,
  units: 200,
  step: 1,
  place: (similarity) => similarity,
  descent: Array.from({ length: 17 }, (_, n) => (18 - n) / 20),
};

/** Share of equal bits that chance gives two balanced codes, and more so unbalanced ones. */
const CHANCE = 0.5;
/** Steps of the grid within one standard deviation of chance. */
const STEPS_PER_DEVIATION = 8;
/** The descent closes in on chance by this factor, from the first distance to one deviation. */
const DESCENT = { first: 0.4, factor: 0.85 };

function hammingScale(bits: number): Scale {
  const deviation = 0.5 / Math.sqrt(bits);
  const descent: number[] = [];
  for (let above = DESCENT.first; above > deviation; above *= DESCENT.factor) {
    descent.push(CHANCE + above);
  }
  return {
    similarity: 'hamming',
    floor: CHANCE,
    units: bits,
    step: Math.max(1, Math.round((deviation * bits) / STEPS_PER_DEVIATION)),
    // Sign codes of several votes draw similarities to chance: a root spreads them as words differ.
    place: (similarity) => Math.cbrt(Math.max(0, similarity / CHANCE - 1)),
    descent: [...descent, CHANCE + deviation],
  };
}

/** @param bits length of an encoding */
export const scaleOf = (similarity: LinkSimilarity, bits: number): Scale =>
  similarity === 'dice' ? DICE : hammingScale(bits);

/** The thresholds of the grid from `from` up to 1, ascending. */
export function gridFrom({ units, step }: Scale, from: number): number[] {
  const count = Math.floor(((1 - from) * units) / step + 1e-9) + 1;
  return Array.from({ length: count }, (_, n) => (units - (count - 1 - n) * step) / units);
}

/** Widths of the steps of a grid in `place`; the last is as wide as the one before it. */
export function widthsOf({ place }: Scale, grid: readonly number[]): number[] {
  const widths = grid.slice(1).map((threshold, at) => place(threshold) - place(grid[at]!));
  return [...widths, widths.at(-1) ?? 1];
}
