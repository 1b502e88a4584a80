// SPDX-License-Identifier: EUPL-1.2
/** House numbers with letter and addition, in one column (`12-II`, `12a`, `12 bis`) or apart. */

/** Ways of writing one addition, as `normalise` leaves them, and the one that counts. */
export const sameAdditions: Readonly<Record<string, string>> = {
  huis: 'hs',
  h: 'hs',
  bg: 'hs',
  bgg: 'hs',
  beg: 'hs',
  beganegrond: 'hs',
  i: '1',
  ii: '2',
  iii: '3',
  iv: '4',
  v: '5',
  '1hoog': '1',
  ihoog: '1',
  '2hoog': '2',
  iihoog: '2',
  '3hoog': '3',
  iiihoog: '3',
  '1hg': '1',
  '2hg': '2',
  '3hg': '3',
  rood: 'rd',
  zwart: 'zw',
};

export interface HouseNumber {
  /** 1–5 digits without leading zeros. */
  readonly number: string;
  /** Letters and digits, empty for none. */
  readonly addition: string;
}

const form = /^(?:nr |no |huisnr |huisnummer )?0*(\d+) ?(.*)$/;
const DIGITS_MAX = 5;

function additionOf(words: string): string {
  const addition = words.replaceAll(' ', '');
  return sameAdditions[addition] ?? addition;
}

/**
 * All arguments as `normalise` leaves them. A letter and an addition are joined (`a`, `2` → `a2`);
 * those in the number's own column come first.
 * @returns undefined where there is no number of one to five digits; number empty where it is 0
 */
export function readHouseNumber(
  words: string,
  letter = '',
  addition = '',
): HouseNumber | undefined {
  const [, digits, behind] = form.exec(words) ?? [];
  if (digits === undefined || digits.length > DIGITS_MAX) return undefined;
  const parts = [behind!, letter, addition].filter((part) => part !== '');
  return { number: digits === '0' ? '' : digits, addition: additionOf(parts.join(' ')) };
}
