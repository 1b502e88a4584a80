// SPDX-License-Identifier: EUPL-1.2
/** Dutch postcodes: four digits of which the first is no 0, and two letters; or the digits alone. */

/** Given to nobody, and used where a system demands a postcode. As `readPostcode` compares them. */
export const defaultPostcodes: readonly string[] = [
  ...['0000', '9999', '0000aa', '0000xx', '0000zz', '1111aa', '1234ab', '9999aa', '9999xx'],
  ...['9999zz', '1111xx', '0000ab'],
];

/** Never given out: they were the names of organisations in the Second World War. */
export const unusedPostcodeLetters: readonly string[] = ['sa', 'sd', 'ss'];

export type Postcode =
  | { readonly kind: 'postcode'; readonly digits: string; readonly letters: string }
  | { readonly kind: 'default' }
  | { readonly kind: 'wrong' };

const form = /^(?:nl)?([1-9]\d{3})([a-z]{2})?$/;

/** @param words as `normalise` leaves them */
export function readPostcode(words: string): Postcode {
  const code = words.replaceAll(' ', '');
  if (defaultPostcodes.includes(code.replace(/^nl/, ''))) return { kind: 'default' };
  const [, digits, letters = ''] = form.exec(code) ?? [];
  if (digits === undefined || unusedPostcodeLetters.includes(letters)) return { kind: 'wrong' };
  return { kind: 'postcode', digits, letters };
}
