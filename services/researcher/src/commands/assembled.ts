// SPDX-License-Identifier: EUPL-1.2
/** What `assemble` tells of the data set that it made: counts by register, and what did not fit. */
import type { Language } from '@koppel/errors';
import type { Quality } from '../quality.ts';

const words = {
  en: {
    head: ['Register', 'records', 'linked', 'unlinked'],
    precision: 'Expected precision',
    recall: 'Expected recall',
    since: 'Changes since the earlier data set',
    records: ['Records', 'added', 'removed', 'changed'],
    spells: ['Periods', 'closed', 'open', 'reversed', 'no start', 'overlapping'],
    apart: ['What did not fit together', 'no link', 'no values'],
    refused: ['Payload batches refused', 'number'],
    meanings: 'Owners may mean different things by',
    rules: {
      empty: 'hardly any values at one of them',
      scale: 'numbers of another size',
      period: 'days of another period',
      codes: 'hardly a code in common',
      yesNo: 'mostly yes at one, mostly no at the other',
    },
    where: 'Data set in',
  },
  nl: {
    head: ['Register', 'records', 'gekoppeld', 'niet'],
    precision: 'Verwachte precisie',
    recall: 'Verwachte volledigheid',
    since: 'Wijzigingen sinds het eerdere gegevensbestand',
    records: ['Records', 'erbij', 'eruit', 'gewijzigd'],
    spells: ['Perioden', 'gesloten', 'open', 'omgekeerd', 'geen begin', 'overlappend'],
    apart: ['Wat niet bij elkaar paste', 'geen kopp.', 'geen waarden'],
    refused: ['Geweigerde pakketten', 'aantal'],
    meanings: 'Bronhouders bedoelen misschien iets anders met',
    rules: {
      empty: 'bij één van hen nauwelijks waarden',
      scale: 'getallen van een andere orde',
      period: 'dagen uit een andere periode',
      codes: 'nauwelijks een code gemeen',
      yesNo: 'bij de één meest ja, bij de ander meest nee',
    },
    where: 'Gegevensbestand in',
  },
} as const;

/** Nothing was made: the newest data set is of the newest result. */
export const unchangedText: Readonly<Record<Language, string>> = {
  en: 'Nothing new: the newest release is of the newest result.',
  nl: 'Niets nieuws: de nieuwste uitgave is van de nieuwste uitkomst.',
};

type Cells = readonly (string | number)[];
type Words = (typeof words)[Language];

const row = ([name, ...numbers]: Cells): string =>
  String(name).padEnd(32) + numbers.map((number) => String(number).padStart(13)).join('');

/** A head and its rows; nothing where there are none. */
const part = (head: Cells, rows: readonly Cells[]): string[] =>
  rows.length === 0 ? [] : ['', row(head), ...rows.map(row)];

function expectations({ expected }: Quality, text: Words): string[] {
  if (expected === null) return [];
  const lines = (['precision', 'recall'] as const).map((what) => {
    const { value, low, high } = expected[what];
    const range = `${value.toFixed(3)} (${low.toFixed(3)}–${high.toFixed(3)})`;
    return `${text[what].padEnd(32)}${range.padStart(26)}`;
  });
  return ['', ...lines];
}

function changes({ since }: Quality, text: Words): string[] {
  if (since === undefined) return [];
  const events = Object.entries(since.events).map(([kind, count]) => row([`  ${kind}`, count]));
  const records = since.records.map((one) =>
    row([`  ${one.owner}/${one.register}`, one.added, one.removed, one.changed]),
  );
  return ['', `${text.since}:`, ...events, row(text.records), ...records];
}

/** What a person must ask two owners about before the variable is used. */
function meanings({ disagreements }: Quality, text: Words): string[] {
  if (disagreements.length === 0) return [];
  const lines = disagreements.map(({ register, variable, rule, owners }) => {
    const place = `${register}.${variable}`;
    return `  ${place.padEnd(30)}${owners.join(', ')}: ${text.rules[rule]}`;
  });
  return ['', `${text.meanings}:`, ...lines];
}

/** Rows that were left out or stay empty, by register; batches that were refused, by code. */
function misfits({ sources, refusedPayloadBatches }: Quality, text: Words): string[] {
  const apart = sources.filter(
    ({ payloadWithoutLink, linkWithoutPayload }) => payloadWithoutLink + linkWithoutPayload > 0,
  );
  return [
    ...part(
      text.apart,
      apart.map((one) => [
        `${one.owner}/${one.register}`, one.payloadWithoutLink, one.linkWithoutPayload,
      ]),
    ),
    ...part(text.refused, Object.entries(refusedPayloadBatches)),
  ];
} // prettier-ignore

export function summary(quality: Quality, out: string, language: Language): string {
  const text = words[language];
  const { sources, spells = [] } = quality;
  return [
    row(text.head),
    ...sources.map((one) =>
      row([`${one.owner}/${one.register}`, one.records, one.linked, one.unlinked]),
    ),
    ...part(
      text.spells,
      spells.map((one) => [
        `${one.owner}/${one.register}`, one.closed, one.open, one.reversed, one.noStart, one.overlapping,
      ]),
    ),
    ...misfits(quality, text),
    ...meanings(quality, text),
    ...expectations(quality, text),
    ...changes(quality, text),
    '',
    `${text.where} ${out}`,
  ].join('\n');
} // prettier-ignore
