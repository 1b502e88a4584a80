// SPDX-License-Identifier: EUPL-1.2
/** Citizen service numbers as they stand in a register: valid, shortened, wrong, or filled in. */
import { checkBsn } from '@koppel/encoding';
import { defaultBsns } from './default-values.ts';
import type { BsnProfile } from './model.ts';

const defaults = new Set(defaultBsns);

function stateOf(cell: string, digits: string): Exclude<keyof BsnProfile, 'shortened'> {
  const checked = checkBsn(cell);
  if (checked === 'missing') return 'missing';
  if (checked === 'form') return 'invalid';
  if (defaults.has(digits)) return 'default';
  return checked === 'valid' ? 'valid' : 'invalid';
}

export class BsnTally {
  readonly #counts = { missing: 0, valid: 0, shortened: 0, invalid: 0, default: 0 };

  /** Counts a cell; gives the nine digits of a number that may be a person's. */
  add(cell: string): string | undefined {
    const text = cell.replaceAll(/[\s.-]/g, '');
    const digits = text.padStart(9, '0');
    const state = stateOf(cell, digits);
    this.#counts[state] += 1;
    if (state !== 'valid') return undefined;
    if (text.length < 9) this.#counts.shortened += 1;
    return digits;
  }

  result(): BsnProfile {
    return { ...this.#counts };
  }
}
