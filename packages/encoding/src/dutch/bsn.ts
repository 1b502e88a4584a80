// SPDX-License-Identifier: EUPL-1.2
/**
 * The check of a citizen service number (BSN). For data quality and objections at the data owner
 * only: no type of field takes it, and it is never encoded.
 */

const weights = [9, 8, 7, 6, 5, 4, 3, 2, -1];
const DIVISOR = 11;

/** `missing`; `form`: no 8 or 9 digits; `check`: not a number that is given out. */
export type BsnResult = 'valid' | 'missing' | 'form' | 'check';

/**
 * The elfproef: digits weighed 9, 8, … 2, −1 add up to a multiple of eleven. Points, spaces and
 * hyphens between digits are no matter; a number of 8 digits has lost its leading zero. All the
 * same digit, and fewer than two others after zeros, is refused although it may pass.
 */
export function checkBsn(text: string): BsnResult {
  const digits = text.trim().replaceAll(/(?<=\d)[.\s-](?=\d)/g, '');
  if (digits === '') return 'missing';
  if (!/^\d{8,9}$/.test(digits)) return 'form';
  const nine = digits.padStart(weights.length, '0');
  if (/^(\d)\1*$/.test(nine) || nine.startsWith('000000')) return 'check';
  const sum = weights.reduce((total, weight, at) => total + weight * Number(nine[at]), 0);
  return sum % DIVISOR === 0 ? 'valid' : 'check';
}
