// SPDX-License-Identifier: EUPL-1.2
/**
 * Columns of the *Logisch Ontwerp BRP*: `category.group.element`, and the words by which people know
 * the ones that are used most.
 * Source: Logisch Ontwerp BRP, chapter on the person list; the words follow the Haal Centraal API.
 */

/** What a header cell of the Logisch Ontwerp says. */
export interface Element {
  readonly category: string;
  /** `01.02.40`, as the Logisch Ontwerp writes it. */
  readonly name: string;
}

/** The cell that says of which category the next row has an occurrence: `05` another, `55` an old one. */
export const successor = 'H';

/** The column that is empty in rows that continue a person list. */
export const listColumn = 'persoonslijst';

/** Category 05: marriage or registered partnership. */
export const partnerCategory = '05';

/** Children and travel documents: many for one person, of which none is the current one. */
const notTaken: ReadonlySet<string> = new Set(['09', '12']);

/** From 51 on the categories are the history of those from 01 on. */
const firstHistory = 51;

export function isHistory(category: string): boolean {
  return Number(category) >= firstHistory;
}

/** Whether a person has one current value of this category. */
export function isTaken(category: string): boolean {
  return !isHistory(category) && !notTaken.has(category);
}

/** `01.02.40` or `010240` or `05.H`; undefined for any other header cell. */
export function elementOf(header: string): Element | undefined {
  const cell = header.trim();
  const parts = /^(\d{2})\.?(\d{2})\.?(\d{2})$/.exec(cell);
  if (parts !== null) return { category: parts[1]!, name: parts.slice(1).join('.') };
  const mark = /^(\d{2})\.H$/.exec(cell);
  return mark === null ? undefined : { category: mark[1]!, name: successor };
}

export const words: Readonly<Record<string, string>> = {
  aNummer: '01.01.10',
  burgerservicenummer: '01.01.20',
  voornamen: '01.02.10',
  adellijkeTitel: '01.02.20',
  voorvoegsel: '01.02.30',
  geslachtsnaam: '01.02.40',
  geboortedatum: '01.03.10',
  geboorteplaats: '01.03.20',
  geboorteland: '01.03.30',
  geslacht: '01.04.10',
  naamgebruik: '01.61.10',
  inOnderzoek: '01.83.10',
  nationaliteit: '04.05.10',
  partnerVoornamen: '05.02.10',
  partnerVoorvoegsel: '05.02.30',
  partnerGeslachtsnaam: '05.02.40',
  partnerGeboortedatum: '05.03.10',
  datumHuwelijk: '05.06.10',
  datumOverlijden: '06.08.10',
  datumOpschorting: '07.67.10',
  redenOpschorting: '07.67.20',
  geheim: '07.70.10',
  gemeenteVanInschrijving: '08.09.10',
  functieAdres: '08.10.10',
  datumAanvangAdres: '08.10.30',
  straatnaam: '08.11.10',
  huisnummer: '08.11.20',
  huisletter: '08.11.30',
  huisnummertoevoeging: '08.11.40',
  aanduidingBijHuisnummer: '08.11.50',
  postcode: '08.11.60',
  woonplaats: '08.11.70',
  landAdres: '08.13.10',
  datumVestiging: '08.14.20',
  verblijfstitel: '10.39.10',
};

const wordByElement = new Map(Object.entries(words).map(([word, element]) => [element, word]));

/** The word for an element, or the element itself where it has none. */
export function wordOf(element: string): string {
  return wordByElement.get(element) ?? element;
}

/** The element that a mapping means by a word or a number; undefined for another column. */
export function elementNamed(column: string): string | undefined {
  return Object.hasOwn(words, column) ? words[column] : elementOf(column)?.name;
}
