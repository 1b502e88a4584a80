// SPDX-License-Identifier: EUPL-1.2
/**
 * Relatives in a source that may hold persons more than once. They resemble each other far above
 * chance, so that no tail of chance foretells them; but where persons are told apart at all, pairs of
 * relatives end before pairs of one person get many. Above the bulk of pairs that is a valley with a
 * far higher slope below it. Nothing proves that what lies below is relatives rather than persons
 * who changed much; they are taken for false, as a threshold in doubt is better too high. Pure.
 */

/** Pairs of a step of the grid, ascending. */
export interface Step {
  readonly x: number;
  readonly pairs: number;
}

/** Windows that the steps are put into. */
const WINDOWS = 24;
/** The slope is this many times the valley; a rise is so many standard errors above it. */
const HEIGHT = 5;
const RISE = 3.5;

/**
 * False pairs per step as relatives add them: all up to the valley but for what is on its floor, and
 * half of that floor per window from there on. Zero throughout where there is no such valley.
 * @param explained false pairs per step that chance explains
 */
export function relativesOf(steps: readonly Step[], explained: readonly number[]): number[] {
  const width = Math.max(1, Math.round(steps.length / WINDOWS));
  // The last step is that of equal records: no part of a slope.
  const windows = Math.floor((steps.length - 1) / width);
  const within = (counts: readonly number[]): number[] =>
    Array.from({ length: windows }, (_, at) =>
      counts.slice(at * width, (at + 1) * width).reduce((sum, n) => sum + n, 0),
    );
  const pairs = within(steps.map((step) => step.pairs));
  const chance = within(explained);
  let [floor, slope] = [0, 0];
  const rise = pairs.findIndex((n, at) => {
    if (n < pairs[floor]!) floor = at;
    slope = Math.max(slope, n - chance[at]!);
    return n - pairs[floor]! > RISE * Math.sqrt(n + pairs[floor]! + 1);
  });
  const none = steps.map(() => 0);
  const bottom = pairs[floor]!;
  if (rise < 0 || slope < HEIGHT * (bottom + 1)) return none;
  const level = bottom / width;
  const end = (floor + 1) * width;
  return none.map((_, step) =>
    step < end
      ? Math.max(0, steps[step]!.pairs - explained[step]! - level / 2)
      : (level / 2) * 2 ** ((end - step) / width),
  );
}
