// SPDX-License-Identifier: EUPL-1.2
/**
 * Synthetic citizen service numbers (BSN) that pass the elfproef. They start with 9, as the test
 * numbers of RvIG do, or, one in ten, with 00, so that a lost leading zero can be tried. Pure.
 */
import type { Random } from './random.ts';

/** Elfproef: nine digits whose sum weighted 9, 8, …, 2, −1 is a multiple of 11, and not zero. */
export function passesElfproef(bsn: string): boolean {
  if (!/^\d{9}$/.test(bsn) || bsn === '000000000') return false;
  return weightedSum(bsn) % 11 === Number(bsn[8]);
}

function weightedSum(digits: string): number {
  let sum = 0;
  for (let place = 0; place < 8; place++) sum += (9 - place) * Number(digits[place]);
  return sum;
}

/** A walk over numbers in scattered order without repetition: step and size share no factor. */
function* walk(start: number, size: number, step: number): Generator<number, never> {
  for (let index = 1 + (start % size); ; index = (index + step) % size) yield index;
}

/** Returns a function that gives another valid number on each call (up to 9 million). */
export function createBsnSource(random: Random): (random: Random) => string {
  const high = walk(random.below(10_000_000), 10_000_000, 7_368_787);
  const low = walk(random.below(1_000_000), 1_000_000, 618_033);
  return (source) => {
    const zero = source.chance(0.1);
    for (;;) {
      const first = zero
        ? String(low.next().value).padStart(8, '0')
        : String(90_000_000 + high.next().value);
      const check = weightedSum(first) % 11;
      if (check < 10 && Number(first) > 0) return first + String(check);
    }
  };
}
