// SPDX-License-Identifier: EUPL-1.2
/** The part of the release check's page that is about one table. */
import { html, section, table as rowsTable, type Markup } from '@koppel/console';
import type { Thresholds, UnsafeCell } from './cells.ts';
import type { TableCheck } from './evaluate.ts';
import { placeOf, type Table } from './table.ts';
import type { Words } from './words.ts';

export interface PageContext {
  readonly text: Words;
  readonly number: (value: number) => string;
  readonly thresholds: Thresholds;
}

/** The most cells that are listed. */
const maxListed = 400;

function labelsOf(table: Table, cell: number, text: Words): string[] {
  return placeOf(table.dimensions, cell).map((category, at) => {
    const { categories } = table.dimensions[at]!;
    if (category === categories.length) return text.total;
    const { label } = categories[category]!;
    return label === '' ? text.noValue : label;
  });
}

function cellName(table: Table, cell: number, text: Words): string {
  const labels = labelsOf(table, cell, text);
  return table.dimensions.map(({ name }, at) => `${name}: ${labels[at]!}`).join(', ');
}

function reasonOf(
  { rule, dimension }: UnsafeCell,
  { dimensions }: Table,
  { text, number, thresholds }: PageContext,
): string {
  const percent = (share: number): string => `${number(100 * share)}%`;
  switch (rule) {
    case 'smallCell':
      return `${text.whySmall} ${number(thresholds.smallCell)}`;
    case 'dominance':
      return `${text.whyDominance} ${percent(thresholds.dominance)}`;
    case 'group':
      return `${text.whyGroup} ${percent(thresholds.group)} (${dimensions[dimension!]!.name})`;
  }
}

function mergesOf({ merges }: TableCheck, { text, number }: PageContext): Markup {
  if (merges === undefined) return html``;
  if (merges === null) return html`<p>${text.noMerge}</p>`;
  const rows = Object.entries(merges.groups).flatMap(([dimension, groups]) =>
    Object.values(groups).map((values) => [
      dimension,
      values.map((value) => (value === '' ? text.noValue : value)).join(text.and),
    ]),
  );
  return html`<p>${text.merge}:</p>
    ${rowsTable(text.merge, [text.dimension, text.categories], rows, 'words')}
    ${merges.left === 0 ? '' : html`<p>${number(merges.left)} ${text.mergeLeft}.</p>`}`;
}

function patternOf({ given, table, pattern }: TableCheck, { text }: PageContext): Markup {
  if (pattern === undefined) return html``;
  if (pattern === null) return html`<p>${text.noPattern}</p>`;
  const others = pattern.secondary.slice(0, maxListed);
  return html`<p>${table === given ? text.suppress : text.suppressDone}:</p>
    <ul>
      ${
        others.length === 0
          ? html`<li>${text.noOthers}</li>`
          : others.map((cell) => html`<li>${cellName(given, cell, text)}</li>`)
      }
    </ul>`;
}

/** Numbers are shown of a table that may leave only: the page is read by more people than the data. */
function leavingOf({ table, released, isSafe }: TableCheck, { text, number }: PageContext): Markup {
  if (!isSafe) return html``;
  const cells = released.counts.flatMap((count, cell) =>
    table.hasMargins || count !== null || table.isSuppressed[cell] === 1 ? [cell] : [],
  );
  const rows = cells
    .slice(0, maxListed)
    .map((cell) => [
      cellName(table, cell, text),
      table.isSuppressed[cell] === 1 ? text.suppressed : number(table.counts[cell]!),
    ]);
  return html`<h3>${text.leaves}</h3>
    ${rowsTable(text.leaves, [text.cell, text.records], rows)}
    ${cells.length > maxListed ? html`<p>${text.more}</p>` : ''}`;
}

/** Cells with a reason each. */
function listOf(
  heading: string,
  table: Table,
  cells: readonly (readonly [cell: number, why: string])[],
  text: Words,
): Markup {
  if (cells.length === 0) return html``;
  const rows = cells.slice(0, maxListed).map(([cell, why]) => [cellName(table, cell, text), why]);
  return html`<h3>${heading}</h3>
    ${rowsTable(heading, [text.cell, text.why], rows, 'words')}
    ${cells.length > maxListed ? html`<p>${text.more}</p>` : ''}`;
}

export function tableSection(check: TableCheck, at: number, context: PageContext): Markup {
  const { text } = context;
  const { given, table, unsafe, exposed, differences } = check;
  const reasons = unsafe.map((one) => [one.cell, reasonOf(one, given, context)] as const);
  const repair = unsafe.length === 0 ? '' : html`<h3>${text.repair}</h3>`;
  return section(
    `table-${String(at)}`,
    `${text.table}: ${given.id}`,
    html`<p>${check.isSafe ? text.pass : text.fail}</p>
      ${listOf(text.cells, given, reasons, text)}${repair}${mergesOf(check, context)}
      ${patternOf(check, context)}
      ${listOf(
        text.exposed,
        table,
        exposed.map((cell) => [cell, text.workedOut] as const),
        text,
      )}
      ${listOf(
        text.differences,
        table,
        differences.map(({ cell, kind, earlier }) => [cell, `${text[kind]} (${earlier})`] as const),
        text,
      )}
      ${leavingOf(check, context)}`,
  );
}
