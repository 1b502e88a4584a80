// SPDX-License-Identifier: EUPL-1.2
/** Citizen service numbers as they stand in a register: valid, shortened, wrong, or filled in. */
import { defaultBsns } from './default-values.ts';
import type { BsnProfile } from './model.ts';

const defaults = new Set(defaultBsns);
const weights = [9, 8, 7, 6, 5, 4, 3, 2, -1];

/** The elfproef: the weighted sum of the nine digits is a multiple of 11. */
function passesElfproef(digits: string): boolean {
  const sum = weights.reduce((total, weight, at) => total + weight * Number(digits[at]), 0);
  return sum % 11 === 0;
}

export class BsnTally {
  readonly #counts = { missing: 0, valid: 0, shortened: 0, invalid: 0, default: 0 };

  /** Counts a cell; gives the nine digits of a number that may be a person's. */
  add(cell: string): string | undefined {
    const text = cell.replaceAll(/[\s.-]/g, '');
    if (text === '') return this.#note('missing');
    if (!/^\d{8,9}$/.test(text)) return this.#note('invalid');
    const digits = text.padStart(9, '0');
    if (defaults.has(digits)) return this.#note('default');
    if (!passesElfproef(digits)) return this.#note('invalid');
    this.#counts.valid += 1;
    if (text.length < 9) this.#counts.shortened += 1;
    return digits;
  }

  #note(what: keyof BsnProfile): undefined {
    this.#counts[what] += 1;
  }

  result(): BsnProfile {
    return { ...this.#counts };
  }
}
