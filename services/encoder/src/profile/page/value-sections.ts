// SPDX-License-Identifier: EUPL-1.2
/** Sections about values: what they tell apart, how they are written, what they contradict, when. */
import {
  columns,
  figure,
  folded,
  html,
  type Markup,
  namedBars,
  section,
  table,
  withTicks,
} from '@koppel/console';
import type { FieldProfile, Mark, ProfileReport } from '../model.ts';
import { shareOf } from '../verdicts.ts';
import type { Wording } from '../words.ts';
import { chartWithFigures, countAndShare, verdictMark } from './parts.ts';

function bitsOf({ spread }: FieldProfile): number {
  return spread.effective > 1 ? Math.log2(spread.effective) : 0;
}

export function powerSection({ fields }: ProfileReport, wording: Wording): Markup {
  const { texts, count, decimal, percent } = wording;
  const drawing = namedBars(
    texts.powerCaption,
    fields.map((field) => ({
      name: field.name,
      number: bitsOf(field),
      value: decimal(bitsOf(field), 1),
    })),
  );
  const numbers = table(
    texts.powerCaption,
    [texts.field, texts.distinct, texts.effective, texts.entropy, texts.largest],
    fields.map(({ name, spread }) => [
      spread.exact ? name : html`${name}<small>${texts.estimate}</small>`,
      count(spread.distinct),
      decimal(spread.effective, spread.effective < 100 ? 1 : 0),
      spread.entropyBits === undefined ? '–' : decimal(spread.entropyBits, 1),
      spread.largestShare === undefined ? '–' : percent(spread.largestShare),
    ]),
  );
  return section(
    'power',
    texts.power,
    html`<div class="columns">
      ${figure(drawing, texts.powerCaption)}
      <div>${numbers}</div>
    </div>`,
  );
}

export function consistencySection({ consistency }: ProfileReport, wording: Wording): Markup {
  if (consistency.length === 0) return html``;
  const { texts, count } = wording;
  const numbers = table(
    texts.consistency,
    [texts.check, texts.verdict, texts.checked, texts.broken],
    consistency.map(({ check, fields, checked, broken, verdict }) => [
      html`${texts[check]}<small>${fields.join(', ')}</small>`,
      verdictMark(verdict, wording),
      count(checked),
      countAndShare(broken, checked, wording),
    ]),
  );
  return section('consistency', texts.consistency, numbers);
}

const markOrder: readonly Mark[] = [
  'diacritics',
  'damaged',
  'upperCase',
  'digits',
  'initialsOnly',
  'outerSpaces',
  'oddForm',
  'partial',
];

export function characterSection({ fields }: ProfileReport, wording: Wording): Markup {
  const { texts, count, percent } = wording;
  const present = markOrder.filter((mark) =>
    fields.some(({ marks }) => marks.some((one) => one.mark === mark)),
  );
  const numbers = table(
    texts.charactersCaption,
    [texts.mark, ...fields.map(({ name }) => name)],
    present.map((mark) => [
      texts[mark],
      ...fields.map((field) => {
        const rows = field.marks.find((one) => one.mark === mark)?.rows ?? 0;
        return rows === 0 ? '–' : percent(shareOf(rows, field.cells.usable));
      }),
    ]),
  );
  const lengths = fields
    .filter(({ type }) => type !== 'date')
    .map(({ name, lengths: rows }) => {
      const longest = Math.max(
        1,
        rows.findLastIndex((one) => one > 0),
      );
      const names = rows.map((_, length) =>
        length === rows.length - 1 ? `${length}+` : String(length),
      );
      const caption = `${texts.lengthsCaption}: ${name}`;
      const drawing = columns(caption, withTicks(names, rows).slice(0, longest + 1), count);
      return figure(drawing, caption);
    });
  return section(
    'characters',
    texts.characters,
    html`<p class="soft">${texts.charactersCaption}</p>
      ${present.length === 0 ? html`` : numbers}
      ${folded(texts.lengthsCaption, html`<div class="columns">${lengths}</div>`)}`,
  );
}

/** Every month between the first and the last that are covered, so that gaps show. */
function monthsOf(months: readonly { readonly month: string; readonly rows: number }[]) {
  const rowsIn = new Map(months.map(({ month, rows }) => [month, rows]));
  const many = months.filter(({ rows }) => rows >= 10);
  const index = (month: string): number =>
    Number(month.slice(0, 4)) * 12 + Number(month.slice(5)) - 1;
  const [first, last] = [many[0] ?? months[0], many.at(-1) ?? months.at(-1)];
  if (first === undefined || last === undefined) return [];
  const from = index(first.month);
  return Array.from({ length: index(last.month) - from + 1 }, (_, at) => {
    const month = `${Math.floor((from + at) / 12)}-${String(((from + at) % 12) + 1).padStart(2, '0')}`;
    return { month, rows: rowsIn.get(month) ?? 0 };
  });
}

export function periodSection({ variables }: ProfileReport, wording: Wording): Markup {
  const { texts, count } = wording;
  const dated = variables.filter(({ dates }) => dates !== undefined);
  if (dated.length === 0) return html``;
  const numbers = table(
    texts.time,
    [
      texts.variable,
      texts.verdict,
      texts.monthsCovered,
      texts.gaps,
      texts.monthsBehind,
      texts.inFuture,
    ],
    dated.map(({ name, dates }) => [
      name,
      verdictMark(dates!.verdict, wording),
      count(dates!.covered),
      count(dates!.gaps),
      dates!.monthsBehind === undefined ? '–' : count(dates!.monthsBehind),
      count(dates!.inFuture),
    ]),
  );
  const charts = dated.map(({ name, dates }) => {
    const months = monthsOf(dates!.months);
    const caption = `${texts.monthsCaption}: ${name}`;
    const drawing = columns(
      caption,
      withTicks(
        months.map(({ month }) => month),
        months.map(({ rows }) => rows),
      ),
      count,
    );
    const figures = table(
      caption,
      [texts.time, texts.rows],
      months.map(({ month, rows }) => [month, count(rows)]),
    );
    return chartWithFigures(drawing, caption, figures, wording);
  });
  return section(
    'period',
    texts.time,
    html`${numbers}
      <div class="columns">${charts}</div>`,
  );
}
