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

function stateOf(text: string, digits: string): Exclude<keyof BsnProfile, 'shortened'> {
  if (text === '') return 'missing';
  if (!/^\d{8,9}$/.test(text)) return 'invalid';
  if (defaults.has(digits)) return 'default';
  return passesElfproef(digits) ? 'valid' : 'invalid';
}

export class BsnTally {
  readonly #counts = { missing: 0, valid: 0, shortened: 0, invalid: 0, default: 0 };

  /** Counts a cell; gives the nine digits of a number that may be a person's. */
  add(cell: string): string | undefined {
    const text = cell.replaceAll(/[\s.-]/g, '');
    const digits = text.padStart(9, '0');
    const state = stateOf(text, digits);
    this.#counts[state] += 1;
    if (state !== 'valid') return undefined;
    if (text.length < 9) this.#counts.shortened += 1;
    return digits;
  }

  result(): BsnProfile {
    return { ...this.#counts };
  }
}
