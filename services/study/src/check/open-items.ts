// SPDX-License-Identifier: EUPL-1.2
/**
 * What is still open in a study, in the order in which to do it: first what is known, then what
 * people make of it, then papers, then decisions. Pure.
 */
import { grounds, type Ground } from '@koppel/feasibility';
import {
  decisionKey,
  decisionRefusal,
  type ControlState,
  type StandingDecision,
} from '@koppel/study';
import type { Assessment, Cell } from '../feasibility/assess.ts';
import type { Both } from '../words/names.ts';
import type { Wording } from '../words/wording.ts';

export interface OpenItem {
  readonly step: 'find' | 'judge' | 'differ' | 'meet' | 'papers' | 'decide';
  readonly subStudy?: string;
  readonly city?: string;
  readonly text: string;
}

export const stepNames: Readonly<Record<OpenItem['step'], Both>> = {
  find: ['Find out', 'Uitzoeken'],
  judge: ['Judge', 'Oordelen'],
  differ: ['Look again', 'Nog eens bekijken'],
  meet: ['Meet conditions', 'Voorwaarden vervullen'],
  papers: ['Papers', 'Documenten'],
  decide: ['Decide', 'Besluiten'],
};

const steps = Object.keys(stepNames) as OpenItem['step'][];

export interface CheckInput {
  readonly assessment: Assessment;
  readonly wording: Wording;
  /** Undefined where the control topic was not read. */
  readonly control?: ControlState | undefined;
  /** Decided for an earlier version of the study only, by `decisionKey`. */
  readonly earlier: ReadonlySet<string>;
  readonly outcomeOf: (subStudy: string) => Parameters<Wording['finding']>[1];
  readonly today: string;
}

function findings(cell: Cell, { wording, outcomeOf }: CheckInput): OpenItem[] {
  const { subStudy, city } = cell;
  return grounds.flatMap((ground) =>
    ground === 'legal'
      ? []
      : cell.grounds[ground].found.findings
          .filter(({ verdict }) => verdict === 'unknown')
          .map((one) => ({
            step: 'find' as const,
            subStudy,
            city,
            text: wording.finding(one, outcomeOf(subStudy)),
          })),
  );
}

function judgements(cell: Cell, { wording, outcomeOf }: CheckInput): OpenItem[] {
  const { subStudy, city } = cell;
  return grounds.flatMap((ground): OpenItem[] => {
    const { verdict, against, found, evidence } = cell.grounds[ground];
    const name = wording.ground(ground);
    if (verdict === undefined || verdict === 'unknown') {
      return [{ step: 'judge', subStudy, city, text: name }];
    }
    const bare = wording.pick(['rests on no evidence', 'berust op geen bewijs']);
    return [
      ...(evidence.length === 0
        ? [{ step: 'judge' as const, subStudy, city, text: `${name}: ${bare}` }]
        : []),
      ...found.findings
        // Papers have a list of their own.
        .filter((one) => ground !== 'legal' && one.verdict !== 'yes' && against.includes(one.code))
        .map((one) => ({
          step: 'differ' as const,
          subStudy,
          city,
          text: `${name}: ${wording.verdict(verdict)} ≠ ${wording.finding(one, outcomeOf(subStudy))}`,
        })),
    ];
  });
}

function conditions(cell: Cell, { wording, today }: CheckInput): OpenItem[] {
  const { subStudy, city } = cell;
  return cell.conditions
    .filter(({ metOn }) => metOn === undefined)
    .map(({ text, owner, dueOn }) => {
      const late = dueOn < today ? wording.pick([' (overdue)', ' (te laat)']) : '';
      return {
        step: 'meet' as const,
        subStudy,
        city,
        text: `${text} – ${owner}, ${wording.day(dueOn)}${late}`,
      };
    });
}

/** Once for each paper, with all cities that lack it. */
function papers({ assessment, wording }: CheckInput): OpenItem[] {
  const lacking = new Map<string, Set<string>>();
  for (const { grounds: cell, city } of assessment.cells) {
    for (const finding of cell.legal.found.findings) {
      if (finding.verdict === 'yes') continue;
      const text = wording.finding(finding, undefined);
      lacking.set(text, (lacking.get(text) ?? new Set()).add(wording.city(city)));
    }
  }
  return [...lacking].map(([text, cities]) => ({
    step: 'papers' as const,
    text: `${text} – ${[...cities].join(', ')}`,
  }));
}

/** Whether the file says on a ground what was signed: verdict, reason and what it rests on. */
function isAsSigned(cell: Cell, standing: StandingDecision, ground: Ground): boolean {
  const { verdict, reason, evidence } = cell.grounds[ground];
  const signed = standing[ground];
  const files = (list: typeof evidence): string =>
    list
      .map(({ name, sha256 }) => `${name} ${sha256}`)
      .sort()
      .join('\n');
  return (
    verdict === signed.verdict &&
    reason === signed.reason &&
    files(evidence) === files(signed.evidence)
  );
}

/** What was changed in the file after somebody signed it. The signed words count. */
function changedSince(cell: Cell, standing: StandingDecision, { wording }: CheckInput): OpenItem[] {
  const words = (list: Cell['conditions'] | StandingDecision['conditions']): string =>
    JSON.stringify(list.map(({ text, owner, dueOn }) => [text, owner, dueOn]));
  const changed = grounds
    .filter((ground) => !isAsSigned(cell, standing, ground))
    .map((ground) => wording.ground(ground));
  if (words(cell.conditions) !== words(standing.conditions)) {
    changed.push(wording.pick(['conditions', 'voorwaarden']));
  }
  const day = wording.day(standing.decidedOn);
  const text = wording.pick([
    `feasibility.yaml is not what ${standing.signer} signed on ${day}, which is what counts`,
    `feasibility.yaml is niet wat ${standing.signer} op ${day} ondertekende; dat laatste telt`,
  ]);
  const { subStudy, city } = cell;
  return changed.map((what) => ({ step: 'decide', subStudy, city, text: `${what}: ${text}` }));
}

function decisions(cell: Cell, input: CheckInput): OpenItem[] {
  const standing = input.control?.decisions.get(decisionKey(cell.subStudy, cell.city));
  const changed = standing === undefined ? [] : changedSince(cell, standing, input);
  return [...changed, ...undecided(cell, input)];
}

function undecided(cell: Cell, { control, wording, earlier, today }: CheckInput): OpenItem[] {
  if (control === undefined) return [];
  const { subStudy, city } = cell;
  const key = decisionKey(subStudy, city);
  const item = (both: Both): OpenItem[] => [
    { step: 'decide', subStudy, city, text: wording.pick(both) },
  ];
  const standing = control.decisions.get(key);
  if (standing === undefined) {
    if (earlier.has(key)) {
      return item([
        'decided for another version of the study: decide again',
        'besloten voor een andere versie van de studie: besluit opnieuw',
      ]);
    }
    return earlier.size > 0
      ? item([
          'came into the study after its decisions: not decided yet',
          'kwam na de besluiten in de studie: nog niet besloten',
        ])
      : item(['not decided yet', 'nog niet besloten']);
  }
  const { theoretical, practical, legal, wanted } = standing;
  const refusal = decisionRefusal(
    {
      ...standing,
      theoretical: theoretical.verdict,
      practical: practical.verdict,
      legal: legal.verdict,
      wanted: wanted.verdict,
    },
    today,
  );
  if (refusal === 'GATE_DECISION_EXPIRED') {
    return item(['the decision has expired', 'het besluit is verlopen']);
  }
  return refusal === 'GATE_CONDITION_OPEN'
    ? item([
        'decided with open conditions: decide again when they are met',
        'besloten met open voorwaarden: besluit opnieuw als ze vervuld zijn',
      ])
    : [];
}

/** A cell that is a no-go by a person needs nothing more but its decision. */
export function openItems(input: CheckInput): OpenItem[] {
  const all = input.assessment.cells.flatMap((cell) => {
    const isDone = grounds.some((ground) => cell.grounds[ground].verdict === 'no');
    return [
      ...(isDone ? [] : [...findings(cell, input), ...judgements(cell, input)]),
      ...(isDone ? [] : conditions(cell, input)),
      ...decisions(cell, input),
    ];
  });
  const inOrder = [...all, ...papers(input)];
  return steps.flatMap((step) => inOrder.filter((item) => item.step === step));
}
