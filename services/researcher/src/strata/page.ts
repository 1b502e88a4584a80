// SPDX-License-Identifier: EUPL-1.2
/** The groups of a data set as a page: who was linked less often. No script, no network. Pure. */
import {
  colours,
  figure,
  html,
  pageText,
  section,
  stackedBars,
  table,
  type Markup,
} from '@koppel/console';
import type { Language } from '@koppel/errors';
import type { Study } from '@koppel/study';
import type { Group, Stratum } from './strata.ts';

const words = {
  en: {
    title: 'Linked records by group',
    intro:
      'Where linking fails more often for some people, results are biased. Counts are in tens; groups of fewer than ten records are not told.',
    group: 'Group',
    records: 'Records',
    linked: 'Linked',
    unlinked: 'Not linked',
    no: 'no',
    yes: 'yes',
    rate: 'Share linked',
    difference: 'Standardised difference',
    caption: 'Share of linked records',
    noValue: 'no value',
    none: 'The study has owners send no variable with few values, so nothing can be said of groups.',
    meaning:
      'Standardised difference: how much more often the group is among linked than among unlinked records, in standard deviations. Beyond 0.1 either way (marked !) compare results with and without unlinked records, or weigh them.',
    other:
      'A low share can also mean that fewer of the group are in the other registers: that is no error. Compare it with what you know of them.',
    footer: 'This page holds rounded counts only. It loads nothing from a network.',
  },
  nl: {
    title: 'Gekoppelde records per groep',
    intro:
      'Waar koppelen voor sommige mensen vaker mislukt, raken uitkomsten vertekend. Aantallen zijn in tientallen; groepen van minder dan tien records worden niet genoemd.',
    group: 'Groep',
    records: 'Records',
    linked: 'Gekoppeld',
    unlinked: 'Niet gekoppeld',
    no: 'nee',
    yes: 'ja',
    rate: 'Aandeel gekoppeld',
    difference: 'Gestandaardiseerd verschil',
    caption: 'Aandeel gekoppelde records',
    noValue: 'geen waarde',
    none: 'De studie laat bronhouders geen variabele met weinig waarden sturen, dus over groepen valt niets te zeggen.',
    meaning:
      'Gestandaardiseerd verschil: hoeveel vaker de groep onder gekoppelde dan onder niet-gekoppelde records voorkomt, in standaardafwijkingen. Boven 0,1 naar een van beide kanten (gemerkt met !): vergelijk uitkomsten met en zonder niet-gekoppelde records, of weeg ze.',
    other:
      'Een laag aandeel kan ook betekenen dat de groep minder in de andere registers voorkomt: dat is geen fout. Vergelijk het met wat u daarvan weet.',
    footer: 'Deze pagina bevat alleen afgeronde aantallen. Zij haalt niets van een netwerk.',
  },
} as const;

const notable = 0.1;

interface Wording {
  readonly text: (typeof words)[Language];
  readonly number: (value: number, decimals: number) => string;
}

function wordingOf(language: Language): Wording {
  const locale = language === 'nl' ? 'nl-NL' : 'en-GB';
  return {
    text: words[language],
    number: (value, decimals) =>
      new Intl.NumberFormat(locale, {
        minimumFractionDigits: decimals,
        maximumFractionDigits: decimals,
      }).format(value),
  };
}

/** What a code of the study means. */
function labelOf(
  study: Study,
  { register, variable }: Stratum,
  value: string,
  { text }: Wording,
): string {
  if (value === '') return text.noValue;
  const found = study.registers
    .find(({ id }) => id === register)
    ?.payload.find(({ name }) => name === variable);
  if (found?.type !== 'code') return value === '1' ? text.yes : text.no;
  return found.codes.find((code) => code.value === value)?.label ?? value;
}

function difference({ standardisedDifference: value }: Group, { number }: Wording): string {
  if (value === null) return '–';
  return `${Math.abs(value) > notable ? '! ' : ''}${value > 0 ? '+' : ''}${number(value, 2)}`;
}

function stratumSection(study: Study, stratum: Stratum, at: number, wording: Wording): Markup {
  const { text, number } = wording;
  const percent = (share: number): string => `${number(100 * share, 0)}%`;
  const cell = (count: Group['records']): string =>
    typeof count === 'number' ? number(count, 0) : count;
  const nameOf = ({ value }: Group): string => labelOf(study, stratum, value, wording);
  const caption = `${text.caption}: ${stratum.label}`;
  const rated = stratum.groups.flatMap((group) =>
    group.rate === null ? [] : [{ name: nameOf(group), rate: group.rate }],
  );
  const bars = rated.map(({ name, rate }) => ({
    name,
    segments: [
      { share: rate.value, fill: colours.blue },
      { share: 1 - rate.value, fill: colours.pale },
    ],
    value: `${percent(rate.value)} (${percent(rate.low)}–${percent(rate.high)})`,
  }));
  const entries = [
    { name: text.linked, fill: colours.blue },
    { name: text.unlinked, fill: colours.pale },
  ];
  const numbers = table(
    caption,
    [text.group, text.records, text.linked, text.rate, text.difference],
    stratum.groups.map((group) => [
      nameOf(group),
      cell(group.records),
      cell(group.linked),
      group.rate === null
        ? '–'
        : html`${percent(group.rate.value)}<small
              >${percent(group.rate.low)}–${percent(group.rate.high)}</small
            >`,
      difference(group, wording),
    ]),
  );
  return section(
    `stratum-${String(at)}`,
    `${stratum.register}: ${stratum.label}`,
    html`<div class="columns">
      ${bars.length === 0 ? html`` : figure(stackedBars(caption, bars, { entries }), caption)}${numbers}
    </div>`,
  );
}

/** The same strata give the same bytes. */
export function strataPage(study: Study, strata: readonly Stratum[], language: Language): string {
  const wording = wordingOf(language);
  const { text } = wording;
  const sections = strata.map((one, at) => stratumSection(study, one, at, wording));
  const content =
    strata.length === 0
      ? html`<p>${text.none}</p>`
      : html`<p>${text.meaning}</p>
          <p>${text.other}</p>
          ${sections}`;
  return pageText({
    language,
    title: `${text.title}: ${study.id}`,
    introduction: text.intro,
    content,
    footer: text.footer,
  });
}
