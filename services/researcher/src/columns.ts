// SPDX-License-Identifier: EUPL-1.2
/**
 * The columns of a data set that no register brings, with what they mean, in the language of the
 * study: the codebook's first part. What they are for stands in docs/researcher.
 */
import type { Language } from '@koppel/errors';

/** A column: its type as in the codebook, its label, and its values where they are a closed list. */
export interface FixedColumn {
  readonly name: string;
  readonly type: 'text' | 'number' | 'boolean' | 'code';
  readonly label: string;
  readonly values?: Readonly<Record<string, string>>;
  /** Of a number: how many to show; none where it is a count. */
  readonly decimals?: number;
}

const reviewEn = {
  none: 'decided by the model',
  open: 'linked by the model, so unsure that a person should decide',
  same: 'a person decided that it is of one person with another record',
  different: 'a person decided that it is of somebody else than another record',
};
const reviewNl = {
  none: 'door het model besloten',
  open: 'door het model gekoppeld, zo onzeker dat een mens moet beslissen',
  same: 'een mens besloot dat het van dezelfde persoon is als een ander record',
  different: 'een mens besloot dat het van een ander is dan een ander record',
};
const kindsEn = {
  appeared: 'a person of whom all records are new',
  grown: 'the same person with more records',
  shrunk: 'the same person with fewer records',
  merged: 'several persons became one',
  split: 'one person became several',
  regrouped: 'several persons became several others',
  retracted: 'no record of the person is left',
};
const kindsNl = {
  appeared: 'een persoon van wie alle records nieuw zijn',
  grown: 'dezelfde persoon met meer records',
  shrunk: 'dezelfde persoon met minder records',
  merged: 'meer personen werden één',
  split: 'één persoon werd er meer',
  regrouped: 'meer personen werden andere personen',
  retracted: 'er is geen record van de persoon over',
};
const reasonsEn = {
  added: 'records came into a register',
  changed: 'records changed in a register',
  retracted: 'records left a register',
  reviewed: 'a person decided about a pair, or a decision no longer holds',
  threshold: 'the threshold is another one: everyone was decided anew',
  unknown: 'the linkage unit does not tell',
};
const reasonsNl = {
  added: 'er kwamen records in een register',
  changed: 'er veranderden records in een register',
  retracted: 'er gingen records uit een register',
  reviewed: 'een mens besloot over een paar, of een besluit geldt niet meer',
  threshold: 'de drempel is een andere: over iedereen is opnieuw besloten',
  unknown: 'de koppelpartij meldt het niet',
};

const pseudonym = { name: 'pseudonym', type: 'text' } as const;
const linked = { name: 'linked', type: 'boolean' } as const;
const review = { name: 'review', type: 'code' } as const;

/** In every file of a register, before its variables. */
export const registerColumns: Readonly<Record<Language, readonly FixedColumn[]>> = {
  en: [
    { ...pseudonym, label: 'Person, in this study only' },
    { name: 'owner', type: 'text', label: 'Data owner that holds the record' },
    { ...linked, label: 'Linked to another record' },
    { name: 'matchProbability', type: 'number', decimals: 3, label: 'Probability that the record and the one it resembles most are of one person' },
    { name: 'matchQuality', type: 'number', decimals: 2, label: 'Similarity to that record, lower end of a step of 0.05' },
    { ...review, label: 'What a person decided about the link', values: reviewEn },
  ],
  nl: [
    { ...pseudonym, label: 'Persoon, alleen binnen deze studie' },
    { name: 'owner', type: 'text', label: 'Bronhouder die het record heeft' },
    { ...linked, label: 'Gekoppeld aan een ander record' },
    { name: 'matchProbability', type: 'number', decimals: 3, label: 'Kans dat het record en het record waar het het meest op lijkt van één persoon zijn' },
    { name: 'matchQuality', type: 'number', decimals: 2, label: 'Gelijkenis met dat record, ondergrens van een stap van 0,05' },
    { ...review, label: 'Wat een mens over de koppeling besloot', values: reviewNl },
  ],
}; // prettier-ignore

/** In persons.csv, before a column per register. */
export const personColumns: Readonly<Record<Language, readonly FixedColumn[]>> = {
  en: [
    { ...pseudonym, label: 'Person, in this study only' },
    { ...linked, label: 'Has more than one record' },
    { name: 'weakestMatchProbability', type: 'number', decimals: 3, label: 'Probability of the weakest link that holds the person together' },
    { name: 'weakestMatchQuality', type: 'number', decimals: 2, label: 'Lowest match quality among the records of the person' },
    { ...review, label: 'What a person decided about links of this person: the first that holds of open, same, different, none', values: reviewEn },
  ],
  nl: [
    { ...pseudonym, label: 'Persoon, alleen binnen deze studie' },
    { ...linked, label: 'Heeft meer dan één record' },
    { name: 'weakestMatchProbability', type: 'number', decimals: 3, label: 'Kans van de zwakste koppeling die de persoon bijeenhoudt' },
    { name: 'weakestMatchQuality', type: 'number', decimals: 2, label: 'Laagste gelijkenis onder de records van de persoon' },
    { ...review, label: 'Wat een mens over koppelingen van deze persoon besloot: de eerste die geldt van open, same, different, none', values: reviewNl },
  ],
}; // prettier-ignore

/** In events.csv. */
export const eventColumns: Readonly<Record<Language, readonly FixedColumn[]>> = {
  en: [
    { name: 'event', type: 'number', label: 'Number of the event; its moves have the same one' },
    { name: 'kind', type: 'code', label: 'What became of the person', values: kindsEn },
    { name: 'reasons', type: 'code', label: 'What happened, divided by spaces', values: reasonsEn },
    { name: 'before', type: 'text', label: 'Pseudonym in the earlier data set; empty for new records' },
    { name: 'after', type: 'text', label: 'Pseudonym in this data set; empty for records that are gone' },
    { name: 'records', type: 'number', label: 'Records that went from the one to the other' },
  ],
  nl: [
    { name: 'event', type: 'number', label: 'Nummer van de gebeurtenis; haar overgangen hebben hetzelfde' },
    { name: 'kind', type: 'code', label: 'Wat er van de persoon werd', values: kindsNl },
    { name: 'reasons', type: 'code', label: 'Wat er gebeurde, gescheiden door spaties', values: reasonsNl },
    { name: 'before', type: 'text', label: 'Pseudoniem in het eerdere gegevensbestand; leeg voor nieuwe records' },
    { name: 'after', type: 'text', label: 'Pseudoniem in dit gegevensbestand; leeg voor records die weg zijn' },
    { name: 'records', type: 'number', label: 'Records die van het ene naar het andere gingen' },
  ],
}; // prettier-ignore

/** The names of columns, in their order. */
export function namesOf(columns: Readonly<Record<Language, readonly FixedColumn[]>>): string[] {
  return columns.en.map(({ name }) => name);
}

/**
 * The column of a variable or a register of that name: `register.NAME` where a column of the data set
 * has it already.
 */
export function ownColumn(
  name: string,
  columns: Readonly<Record<Language, readonly FixedColumn[]>>,
): string {
  return namesOf(columns).includes(name) ? `register.${name}` : name;
}
