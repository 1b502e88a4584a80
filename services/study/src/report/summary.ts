// SPDX-License-Identifier: EUPL-1.2
/** The first page of the report: the matrix, and the advice in sentences. Pure. */
import { html, table, type Markup } from '@koppel/console';
import { grounds } from '@koppel/feasibility';
import type { Cell } from '../feasibility/assess.ts';
import type { ReportInput } from './input.ts';
import { adviceMark, cellId, joined, list } from './parts.ts';

function cellOf({ assessment }: ReportInput, subStudy: string, city: string): Cell | undefined {
  return assessment.cells.find((cell) => cell.subStudy === subStudy && cell.city === city);
}

/** Sub-study × city, with the advice of each row and column. */
export function matrix(input: ReportInput): Markup {
  const { study, assessment, texts, wording } = input;
  const rows = study.subStudies.map(({ id }) => [
    html`${id}<small>${wording.question(id)}</small>`,
    ...study.cities.map(({ id: city }) => {
      const cell = cellOf(input, id, city);
      return cell === undefined
        ? '–'
        : html`<a class="mark-link" href="#${cellId(id, city)}"
            >${adviceMark(cell.advice, wording)}</a
          >`;
    }),
    adviceMark(assessment.bySubStudy[id]!, wording),
  ]);
  const last = [
    texts.together,
    ...study.cities.map(({ id }) => adviceMark(assessment.byCity[id]!, wording)),
    '',
  ];
  const head = [texts.subStudy, ...study.cities.map(({ name }) => name), texts.together];
  return html`<div class="matrix">${table(texts.glance, head, [...rows, last])}</div>
    <p class="meanings">${texts.matrixNote}</p>`;
}

/** Why the advice on a cell is what it is, in a clause. */
export function reasonOf(cell: Cell, { texts, wording, outcomeOf }: ReportInput): string {
  const outcome = outcomeOf(cell.subStudy);
  if (cell.advice === 'go') return '';
  if (cell.advice === 'goIf') {
    const open = cell.conditions.filter(({ metOn }) => metOn === undefined).map(({ text }) => text);
    const all = open.length > 0 ? open : cell.conditions.map(({ text }) => text);
    return all.length === 0 ? '' : `, ${texts.provided}: ${all.join('; ')}`;
  }
  if (cell.advice === 'unknown') {
    const missing = grounds.filter((ground) => {
      const { verdict } = cell.grounds[ground];
      return verdict === undefined || verdict === 'unknown';
    });
    return `, ${texts.missing}: ${joined(missing.map(wording.ground), wording.language)}`;
  }
  const said = grounds.flatMap((ground) => {
    const { verdict, reason, found } = cell.grounds[ground];
    if (verdict === 'no') return [reason!];
    if (verdict !== undefined) return [];
    return found.findings
      .filter((one) => one.verdict === 'no')
      .map((one) => wording.finding(one, outcome));
  });
  return `, ${texts.because}: ${said.join('; ')}`;
}

function adviceList(
  input: ReportInput,
  names: readonly { readonly id: string; readonly title: string }[],
  of: { readonly cells: (id: string) => readonly Cell[]; readonly name: (cell: Cell) => string },
  overall: Readonly<Record<string, Cell['advice']>>,
): Markup {
  return list(
    names.map(({ id, title }) => {
      const clauses = of
        .cells(id)
        .map((cell) => html`<li>${of.name(cell)}: ${adviceMark(cell.advice, input.wording)}${reasonOf(cell, input)}</li>`);
      return html`<strong>${title}</strong> ${adviceMark(overall[id]!, input.wording)}<ul>${clauses}</ul>`;
    }),
  );
} // prettier-ignore

/** The advice twice: who plans a sub-study reads the first list, who answers for a city the second. */
export function adviceLists(input: ReportInput): Markup {
  const { study, assessment, texts, wording } = input;
  const { cells } = assessment;
  const bySubStudy = adviceList(
    input,
    study.subStudies.map(({ id }) => ({ id, title: id })),
    {
      cells: (id) => cells.filter((cell) => cell.subStudy === id),
      name: ({ city }) => wording.city(city),
    },
    assessment.bySubStudy,
  );
  const byCity = adviceList(
    input,
    study.cities.map(({ id, name }) => ({ id, title: name })),
    {
      cells: (id) => cells.filter((cell) => cell.city === id),
      name: ({ subStudy }) => subStudy,
    },
    assessment.byCity,
  );
  return html`<div class="columns">
    <div>
      <h3>${texts.adviceBySubStudy}</h3>
      ${bySubStudy}
    </div>
    <div>
      <h3>${texts.adviceByCity}</h3>
      ${byCity}
    </div>
  </div>`;
}
