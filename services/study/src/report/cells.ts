// SPDX-License-Identifier: EUPL-1.2
/** One section per sub-study, with a part for each city: verdicts, findings, conditions, power. Pure. */
import { figure, folded, html, section, type Markup, type Part } from '@koppel/console';
import { grounds, type Ground } from '@koppel/feasibility';
import type { Cell, GroundCell } from '../feasibility/assess.ts';
import { designNames } from '../words/names.ts';
import { powerChart } from './chart.ts';
import type { ReportInput } from './input.ts';
import { adviceMark, cellId, list, verdictMark, wordTable } from './parts.ts';

function evidenceText({ evidence }: GroundCell): Markup {
  return html`${evidence.map(
    ({ name, sha256 }) =>
      html`<small>${name} <span class="hash">${sha256.slice(0, 16)}…</span></small>`,
  )}`;
}

function groundRow(ground: Ground, cell: GroundCell, { texts, wording }: ReportInput): Part[] {
  const { verdict, reason = '' } = cell;
  return [
    wording.ground(ground),
    verdictMark(cell.found.verdict, wording),
    verdict === undefined ? texts.notJudged : verdictMark(verdict, wording),
    html`${reason}${evidenceText(cell)}`,
  ];
}

function findingLists(cell: Cell, input: ReportInput): Markup {
  const { texts, wording, outcomeOf } = input;
  const outcome = outcomeOf(cell.subStudy);
  const all = grounds.flatMap((ground) => cell.grounds[ground].found.findings);
  const item = (finding: (typeof all)[number]): Markup =>
    html`${verdictMark(finding.verdict, wording)} ${wording.finding(finding, outcome)}`;
  const worse = all.filter(({ verdict }) => verdict !== 'yes');
  const good = all.filter(({ verdict }) => verdict === 'yes');
  const differing = grounds.flatMap((ground) => {
    const { against, found } = cell.grounds[ground];
    return found.findings.filter(({ code, verdict }) => verdict !== 'yes' && against.includes(code));
  });
  return html`${worse.length === 0 ? html`` : html`<h4>${texts.findings}</h4>${list(worse.map(item))}`}
  ${differing.length === 0 ? html`` : html`<h4>${texts.difference}</h4>${list(differing.map((one) => wording.finding(one, outcome)))}`}
  ${good.length === 0 ? html`` : folded(`${texts.inOrder} (${String(good.length)})`, list(good.map(item)))}`;
} // prettier-ignore

function conditionTable({ conditions }: Cell, { texts, wording }: ReportInput): Markup {
  if (conditions.length === 0) return html``;
  const rows = conditions.map(({ ground, text, owner, dueOn, metOn }) => [
    html`${text}<small>${wording.ground(ground)}</small>`,
    owner,
    wording.day(dueOn),
    metOn === undefined ? texts.open : wording.day(metOn),
  ]);
  const head = [texts.condition, texts.owner, texts.due, texts.met];
  return html`<h4>${texts.conditions}</h4>
    ${wordTable(texts.conditions, head, rows)}`;
}

function opinionTable({ opinions }: Cell, { texts, wording }: ReportInput): Markup {
  if (opinions.length === 0) return html``;
  const rows = opinions.map(({ voice, score, reason, heard }) => [
    wording.finding({ code: 'scoreHigh', verdict: 'yes', about: voice }, undefined).split(':')[0]!,
    String(score),
    heard,
    reason,
  ]);
  const head = [texts.voice, texts.score, texts.heard, texts.reason];
  return folded(texts.opinions, wordTable(texts.opinions, head, rows));
}

function powerPart(cell: Cell, input: ReportInput): Markup {
  const { texts, wording, outcomeOf, partOf } = input;
  const { power } = cell;
  if (power?.detectable.found !== true) return html``;
  const { effect, withoutError } = power.detectable;
  const outcome = outcomeOf(cell.subStudy);
  const relevant = partOf(cell.subStudy)?.smallestRelevant;
  const told = (value: number): string => wording.effect(value, outcome);
  const drawing = powerChart({
    label: `${texts.chance}: ${cell.subStudy}, ${wording.city(cell.city)}`,
    axis: texts.size,
    curves: [
      { effect: withoutError, name: texts.effectWithout, dashed: false },
      { effect, name: texts.effectWith, dashed: true },
    ],
    level: power.plan.level,
    ...(relevant !== undefined && { relevant }),
    relevantName: texts.relevantLine,
    tick: told,
  });
  const caption = `${texts.detectable}: ${told(effect)} ${texts.effectWith}, ${told(withoutError)} ${texts.effectWithout}.`;
  return html`<h4>${texts.power}</h4>
    ${figure(drawing, caption)}`;
}

function cellPart(cell: Cell, input: ReportInput): Markup {
  const { texts, wording } = input;
  const head = [texts.ground, texts.found, texts.judged, texts.reason];
  const rows = grounds.map((ground) => groundRow(ground, cell.grounds[ground], input));
  const caption = `${cell.subStudy}, ${wording.city(cell.city)}`;
  return html`<div class="cell" id="${cellId(cell.subStudy, cell.city)}">
    <h3>${wording.city(cell.city)} ${adviceMark(cell.advice, wording)}</h3>
    ${wordTable(caption, head, rows)}
    <div class="columns">
      <div>${findingLists(cell, input)}${conditionTable(cell, input)}${opinionTable(cell, input)}</div>
      <div>${powerPart(cell, input)}</div>
    </div>
  </div>`;
} // prettier-ignore

/** Question, design and yardstick of a sub-study, and then each city. */
export function subStudySection(id: string, input: ReportInput): Markup {
  const { study, assessment, texts, wording, outcomeOf, partOf } = input;
  const part = partOf(id);
  const { design } = study.subStudies.find((one) => one.id === id)!;
  const relevant = part?.smallestRelevant;
  const facts: [string, string][] = [
    [texts.design, wording.pick(designNames[design])],
    [texts.measures, part?.measures ?? '–'],
    [texts.smallest, relevant === undefined ? '–' : wording.effect(relevant, outcomeOf(id))],
    [texts.unlinked, part === undefined ? '–' : texts[part.unlinked]],
  ];
  const cells = assessment.cells.filter((cell) => cell.subStudy === id);
  return section(
    `sub-study-${id}`,
    id,
    html`<p>${wording.question(id)}</p>
      <dl class="meanings">
        ${facts.map(([name, value]) => html`<div><dt>${name}:</dt> <dd>${value}</dd></div>`)}
      </dl>
      ${cells.map((cell) => cellPart(cell, input))}`,
  );
} // prettier-ignore
