// SPDX-License-Identifier: EUPL-1.2
/** What a Dutch register writes where it does not know a value. Data and one question. */
import { placeholders } from '../fold-table.ts';

/** As `letters` leaves them, without spaces; besides those of `plain-1`. */
export const dutchPlaceholders: readonly string[] = [
  ...placeholders,
  ...['nn', 'nnn', 'xx', 'xxx', 'xxxx', 'nvt', 'nb', 'onbek', 'nietbekend', 'geenvoornaam'],
  ...['geenachternaam', 'naamonbekend', 'voornaamonbekend', 'achternaamonbekend'],
  ...['geslachtsnaamonbekend', 'naamloos', 'leeg', 'fnu', 'lnu'],
];

const unknown = new Set(dutchPlaceholders);

/** True when words say nothing: none (as of the full stop of the GBA), or such as `onbekend`. */
export function saysNothing(words: string): boolean {
  return words === '' || unknown.has(words.replaceAll(' ', ''));
}
