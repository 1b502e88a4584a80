// SPDX-License-Identifier: EUPL-1.2
/** Sections about records: what came in and out per register and owner, groups of records, time. */
import {
  colours,
  figure,
  folded,
  html,
  namedBars,
  section,
  stackedBars,
  table,
  type Markup,
  type Part,
} from '@koppel/console';
import type { Cell, QualityReport, RegisterFigures } from '../model.ts';
import { wordFor, type Wording } from './words.ts';

/** What is told as fewer than ten is drawn as nothing. */
export const drawn = (cell: Cell): number => (typeof cell === 'number' ? cell : 0);

const nameOf = ({ owner, register }: RegisterFigures): string => `${owner}/${register}`;

/** A sum of cells, which is not told where one of them is not. */
function sum(cells: readonly Cell[]): Cell {
  if (cells.some((cell) => typeof cell !== 'number')) return '<10';
  return cells.reduce<number>((total, cell) => total + drawn(cell), 0);
}

function countAndShare(count: Cell, whole: Cell, { cell, shareOf }: Wording): Markup {
  return html`${cell(count)}<small>${shareOf(count, whole)}</small>`;
}

function flowChart(registers: readonly RegisterFigures[], wording: Wording): Markup {
  const { texts, cell } = wording;
  const most = Math.max(1, ...registers.map(({ records }) => drawn(records)));
  const empty = registers.some(({ withoutEncoding }) => drawn(withoutEncoding) > 0);
  const rows = registers.map((one) => {
    const [linked, without] = [drawn(one.linked), drawn(one.withoutEncoding)];
    const rest = Math.max(0, drawn(one.unlinked) - without);
    return {
      name: nameOf(one),
      value: `${cell(one.linked)} / ${cell(one.records)}`,
      segments: [
        { share: linked / most, fill: colours.blue },
        { share: rest / most, fill: colours.pale },
        { share: without / most, fill: colours.orange },
      ],
    };
  });
  const entries = [
    { name: texts.linked, fill: colours.blue },
    { name: texts.unlinked, fill: colours.pale },
    ...(empty ? [{ name: texts.emptyEncoding, fill: colours.orange }] : []),
  ];
  return figure(stackedBars(texts.registersCaption, rows, { entries }), texts.registersCaption);
}

function registerTable(registers: readonly RegisterFigures[], wording: Wording): Markup {
  const { texts, cell } = wording;
  return table(
    texts.registersCaption,
    [
      texts.register, texts.records, texts.linked, texts.unlinked, texts.emptyEncoding,
      texts.repeatedRecords, texts.duplicates, texts.tiedRecords,
    ],
    registers.map((one) => [
      html`${one.register}<small>${one.owner}</small>`,
      cell(one.records),
      countAndShare(one.linked, one.records, wording),
      countAndShare(one.unlinked, one.records, wording),
      cell(one.withoutEncoding),
      cell(one.repeated),
      cell(one.duplicates),
      cell(one.tied),
    ]),
  ); // prettier-ignore
}

function incomingTable(registers: readonly RegisterFigures[], { texts, cell }: Wording): Markup {
  const rows = registers.flatMap((one): Part[][] => {
    const { received } = one;
    if (received === null) return [];
    const codes = received.refusedBatches.map(({ code, batches }) => `${code} (${batches})`);
    return [
      [
        html`${one.register}<small>${one.owner}</small>`,
        received.runs,
        received.batches,
        cell(received.rows),
        received.refusedBatches.reduce((total, { batches }) => total + batches, 0),
        codes.length === 0 ? '–' : codes.join(', '),
        received.passedOver,
      ],
    ];
  });
  if (rows.length === 0) return html``;
  const head = [
    texts.register, texts.deliveries, texts.batches, texts.receivedRows, texts.refused,
    texts.codes, texts.passedOverColumn,
  ]; // prettier-ignore
  return html`<h3>${texts.incoming}</h3>
    ${table(texts.incoming, head, rows)}
    <p class="meanings">${texts.receivedRows}: ${texts.receivedMeaning}</p>`;
}

function ownerTable(registers: readonly RegisterFigures[], wording: Wording): Markup {
  const { texts, cell } = wording;
  const owners = [...new Set(registers.map(({ owner }) => owner))];
  if (owners.length === registers.length) return html``;
  const rows = owners.map((owner) => {
    const own = registers.filter((one) => one.owner === owner);
    const total = (of: 'records' | 'linked' | 'unlinked'): Cell => sum(own.map((one) => one[of]));
    return [
      owner,
      own.length,
      cell(total('records')),
      countAndShare(total('linked'), total('records'), wording),
      countAndShare(total('unlinked'), total('records'), wording),
    ];
  });
  const head = [texts.owner, texts.pattern, texts.records, texts.linked, texts.unlinked];
  return html`<h3>${texts.byOwner}</h3>
    ${table(texts.byOwner, head, rows)}`;
}

export function registerSection({ registers }: QualityReport, wording: Wording): Markup {
  const { texts } = wording;
  return section(
    'registers',
    texts.registers,
    html`<div class="columns">
        ${flowChart(registers, wording)}
        <div>${ownerTable(registers, wording)}</div>
      </div>
      ${registerTable(registers, wording)}
      <p class="meanings">${texts.registersMeaning}</p>
      ${incomingTable(registers, wording)}`,
  );
}

const patternsShown = 12;

/** `rotterdam: benefits + population; denhaag: benefits` */
function patternName(names: readonly string[], others: string): string {
  if (names.length === 0) return others;
  const byOwner = new Map<string, string[]>();
  for (const name of names) {
    const [owner, register = ''] = name.split('/') as [string, string?];
    byOwner.set(owner, [...(byOwner.get(owner) ?? []), register]);
  }
  return [...byOwner]
    .map(([owner, own]) => [owner, own.filter((one) => one !== '').join(' + ')])
    .map(([owner, own]) => (own === '' ? owner : `${owner}: ${own}`))
    .join('; ');
}

/** As much of a long name as stands beside a number. */
function shortened(name: string): string {
  return name.length > 50 ? `${name.slice(0, 49)}…` : name;
}

function bars(
  caption: string,
  rows: readonly { readonly name: string; readonly count: Cell }[],
  { cell }: Wording,
): Markup {
  const drawing = namedBars(
    caption,
    rows.map(({ name, count }) => ({ name, number: drawn(count), value: cell(count) })),
  );
  return figure(drawing, caption);
}

function sizesPart({ clusters, persons }: QualityReport, wording: Wording): Markup {
  const { texts, cell } = wording;
  const name = (size: number): string =>
    size === clusters.sizes.length ? `${size}+` : String(size);
  const sizes = clusters.sizes.filter(({ clusters: count }) => count !== 0);
  const numbers = table(
    texts.sizesCaption,
    [texts.size, texts.persons],
    sizes.map((one) => [name(one.size), countAndShare(one.clusters, persons, wording)]),
  );
  const rows = sizes.map((one) => ({ name: name(one.size), count: one.clusters }));
  const largest = clusters.largest === null ? '' : ` ${texts.largest}: ${cell(clusters.largest)}.`;
  return html`${bars(`${texts.sizesCaption}${largest}`, rows, wording)}${folded(texts.figures, numbers)}`;
}

function patternsPart({ clusters, persons }: QualityReport, wording: Wording): Markup {
  const { texts, cell } = wording;
  const patterns = clusters.patterns
    .filter(({ clusters: count }) => count !== 0)
    .map((one) => ({ ...one, name: patternName(one.registers, texts.otherPatterns) }));
  const numbers = table(
    texts.patternsCaption,
    [texts.pattern, texts.persons, texts.records],
    patterns.map((one) => [
      one.name,
      countAndShare(one.clusters, persons, wording),
      cell(one.records),
    ]),
  );
  const rows = patterns
    .slice(0, patternsShown)
    .map((one) => ({ name: shortened(one.name), count: one.clusters }));
  return html`${bars(texts.patternsCaption, rows, wording)}${folded(texts.figures, numbers)}`;
}

export function clusterSection(report: QualityReport, wording: Wording): Markup {
  const { texts, cell } = wording;
  const between = table(
    texts.betweenCaption,
    [texts.between, texts.links],
    report.clusters.between.map(({ a, b, links }) => [
      a === b ? `${texts.within} ${a}` : `${a} – ${b}`,
      cell(links),
    ]),
  );
  return section(
    'clusters',
    texts.clusters,
    html`<div class="columns">
      <div>
        ${sizesPart(report, wording)}
        <h3>${texts.betweenCaption}</h3>
        ${between}
      </div>
      <div>${patternsPart(report, wording)}</div>
    </div>`,
  );
}

export function historySection({ history }: QualityReport, wording: Wording): Markup {
  const { texts, cell, decimal, percent } = wording;
  if (history.length === 0) return html``;
  const told = (events: QualityReport['history'][number]['events'], at: number): string => {
    if (events === null) return at === 0 ? '–' : texts.notFollowed;
    const words = Object.entries(events).map(
      ([kind, count]) => `${wordFor(kind, texts)} ${cell(count)}`,
    );
    return words.length === 0 ? '–' : words.join(', ');
  };
  const rows = history.map((one, at) => [
    one.day,
    cell(one.records),
    cell(one.linked),
    cell(one.links),
    cell(one.persons),
    decimal(one.threshold, 3),
    one.precision === null ? '–' : percent(one.precision),
    one.recall === null ? '–' : percent(one.recall),
    told(one.events, at),
  ]);
  const head = [
    texts.day, texts.records, texts.linked, texts.links, texts.persons, texts.threshold,
    texts.expectedPrecision, texts.expectedRecall, texts.events,
  ]; // prettier-ignore
  const bars = namedBars(
    texts.historyCaption,
    history.slice(-12).map((one) => ({
      name: one.day,
      number: drawn(one.links),
      value: cell(one.links),
    })),
  );
  return section(
    'history',
    texts.history,
    html`<p class="soft">${history.length === 1 ? texts.noHistory : texts.historyIntro}</p>
      ${history.length === 1 ? html`` : figure(bars, texts.historyCaption)}
      ${table(texts.historyCaption, head, rows)}`,
  );
}
