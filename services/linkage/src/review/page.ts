// SPDX-License-Identifier: EUPL-1.2
/** A list as a page to look at, in either language. Decisions are filled in on the list beside it. */
import { html, pageText, section, type Markup } from '@koppel/console';
import type { Language } from '@koppel/errors';
import { decisionReasons, verdicts } from './entry.ts';
import { figure, reasonWords, verdictWords, type Row } from './table.ts';
import { explanations } from './explain-page.ts';
import type { ZoneFile } from './zone-file.ts';

const words = {
  en: {
    title: 'Pairs to look at',
    introduction:
      'The model is unsure about these pairs of records. The pair whose decision is expected to change most stands first. No names, no dates, no record numbers: nobody can be recognised here, and nobody needs to be.',
    figures: 'At a glance',
    shown: 'pairs on this list', found: 'pairs between the thresholds', threshold: 'threshold',
    zone: 'a person decides from – up to', list: 'list',
    cut: 'Pairs below the lower end were left out: there are too many to search for.',
    pairs: 'The pairs', none: 'There is no pair to decide on.',
    pair: 'Pair and registers', similarity: 'Similarity', probability: 'Probability',
    unknown: 'not known', model: 'Model', next: 'Next best', now: 'Records now', after: 'If decided otherwise',
    changed: 'Changes', together: 'same', apart: 'different', earlier: 'unsure before',
    meaning: 'What the columns mean', how: 'How to decide', why: 'Why, pair by pair',
    meanings: [
      ['Similarity', 'how alike the two encodings are, 0 to 1.'],
      ['Probability', 'how often a link of this similarity is right, as the linkage estimates it.'],
      ['Model', 'what happens if you do nothing.'],
      ['Next best', 'the most similar other record that A has in the register of B, and B in that of A. Close to the similarity of the pair: the model could as well have taken that one.'],
      ['Records now', 'how many records the person of A has, and that of B.'],
      ['If decided otherwise', 'the same after the other decision.'],
      ['Changes', 'how many pairs of records would become one person or two by it. With ~ it is a bound.'],
    ],
    steps: [
      'Fill in decision, reviewer and reason in the list (CSV). Leave the others as they are.',
      'You cannot see who it is. When the figures do not show enough, write unsure.',
      'Do not look a pair up in another file, and do not write notes: there is no place for them.',
    ],
    decision: 'decision', reason: 'reason',
    footer: 'Made by Koppel. Keep this page within the linkage unit.',
  },
  nl: {
    title: 'Paren om te bekijken',
    introduction:
      'Over deze paren van records twijfelt het model. Het paar waarvan een besluit naar verwachting het meest verandert staat bovenaan. Geen namen, geen datums, geen recordnummers: niemand is hier te herkennen, en dat hoeft ook niet.',
    figures: 'In het kort',
    shown: 'paren op deze lijst', found: 'paren tussen de drempels', threshold: 'drempel',
    zone: 'een mens besluit van – tot', list: 'lijst',
    cut: 'Paren onder de ondergrens zijn weggelaten: het zijn er te veel om te zoeken.',
    pairs: 'De paren', none: 'Er is geen paar om over te besluiten.',
    pair: 'Paar en registers', similarity: 'Gelijkenis', probability: 'Kans',
    unknown: 'niet bekend', model: 'Model', next: 'Op één na', now: 'Records nu', after: 'Bij een ander besluit',
    changed: 'Verandert', together: 'zelfde', apart: 'verschillend', earlier: 'eerder onzeker',
    meaning: 'Wat de kolommen betekenen', how: 'Hoe u besluit', why: 'Waarom, paar voor paar',
    meanings: [
      ['Gelijkenis', 'hoeveel de twee coderingen op elkaar lijken, 0 tot 1.'],
      ['Kans', 'hoe vaak een koppeling met deze gelijkenis juist is, naar de schatting van de koppeling.'],
      ['Model', 'wat er gebeurt als u niets doet.'],
      ['Op één na', 'het meest gelijkende andere record dat A heeft in het register van B, en B in dat van A. Dicht bij de gelijkenis van het paar: het model had ook dat kunnen nemen.'],
      ['Records nu', 'hoeveel records de persoon van A heeft, en die van B.'],
      ['Bij een ander besluit', 'hetzelfde na het andere besluit.'],
      ['Verandert', 'hoeveel paren van records er één persoon of twee door worden. Met ~ is het een grens.'],
    ],
    steps: [
      'Vul besluit, beoordelaar en reden in op de lijst (CSV). Laat de rest zoals het is.',
      'U kunt niet zien wie het is. Zeggen de cijfers te weinig, schrijf dan onzeker.',
      'Zoek een paar niet op in een ander bestand, en schrijf geen notities: daar is geen plaats voor.',
    ],
    decision: 'besluit', reason: 'reden',
    footer: 'Gemaakt door Koppel. Houd deze pagina binnen de koppelpartij.',
  },
} as const; // prettier-ignore

type Words = (typeof words)[Language];

const orUnknown = (text: string, unknown: string): string => (text === '' ? unknown : text);

/** Two values of one cell, that of record A above. */
const both = (one: string, other: string): Markup => html`${one}<br />${other}`;

function pairTable(rows: readonly Row[], text: Words): Markup {
  const head = [
    text.pair, text.similarity, text.probability, text.model, text.next, text.now,
    text.after, text.changed,
  ]; // prettier-ignore
  const line = (row: Row): Markup =>
    html`<tr>
      <th scope="row">
        <code>${row.pair}</code>
        <small>A ${row.registerA}</small>
        <small>B ${row.registerB}</small>
        ${row.earlier === '' ? '' : html`<small>${text.earlier}</small>`}
      </th>
      <td>${row.similarity}</td>
      <td>${orUnknown(row.probability, text.unknown)}</td>
      <td>${row.model}</td>
      <td>${both(orUnknown(row.nextA, '–'), orUnknown(row.nextB, '–'))}</td>
      <td>${both(row.sizeA, row.sizeB)}</td>
      <td>${both(row.afterA, row.afterB)}</td>
      <td>${row.changed}</td>
    </tr>`;
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${text.pairs}">
    <table>
      <thead>
        <tr>
          ${head.map((name) => html`<th scope="col">${name}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(line)}
      </tbody>
    </table>
  </div>`;
}

function glance(zone: ZoneFile, shown: number, language: Language): Markup {
  const text = words[language];
  const span = [zone.thresholdLower, zone.thresholdUpper].map((one) => figure(one, language));
  const facts: [string, string][] = [
    [text.shown, String(shown)],
    [text.found, String(zone.found)],
    [text.threshold, figure(zone.threshold, language)],
    [text.zone, span.join('–')],
    [text.list, zone.list],
  ];
  const isCut = zone.reviewFrom > zone.thresholdLower;
  return html`<dl class="key">
      ${facts.map(
        ([name, value]) =>
          html`<div>
            <dt>${name}</dt>
            <dd>${value}</dd>
          </div>`,
      )}
    </dl>
    ${isCut ? html`<p class="meanings">${text.cut}</p>` : ''}`;
}

function help(language: Language): Markup {
  const text = words[language];
  const list = (values: readonly string[]): Markup[] =>
    values.map((value, at) => html`${at === 0 ? '' : ', '}<code>${value}</code>`);
  return html`<ul class="advice">
      ${text.steps.map((step) => html`<li>${step}</li>`)}
    </ul>
    <p class="meanings">
      ${text.decision}: ${list(verdicts.map((one) => verdictWords[language][one]))}<br />
      ${text.reason}: ${list(decisionReasons.map((one) => reasonWords[language][one]))}
    </p>`;
}

/** The page. The same list gives the same bytes. */
export function listPage(rows: readonly Row[], zone: ZoneFile, language: Language): string {
  const text = words[language];
  const meanings = html`<dl class="meanings">
    ${text.meanings.map(
      ([name, meaning]) =>
        html`<div>
          <dt>${name}:</dt>
          <dd>${meaning}</dd>
        </div>`,
    )}
  </dl>`;
  const pairs = rows.length === 0 ? html`<p>${text.none}</p>` : pairTable(rows, text);
  return pageText({
    language,
    title: text.title,
    introduction: text.introduction,
    content: html`${section('glance', text.figures, glance(zone, rows.length, language))}
    ${section('how', text.how, help(language))} ${section('pairs', text.pairs, pairs)}
    ${rows.length === 0 ? '' : section('why', text.why, explanations(rows, zone, language))}
    ${section('meaning', text.meaning, meanings)}`,
    footer: text.footer,
  });
}
