// SPDX-License-Identifier: EUPL-1.2
/** Sections about attacks: what each recognised, what its attacker would have, which were not run. */
import { figure, folded, html, section, table, type Markup } from '@koppel/console';
import type { AttackId } from '@koppel/audit';
import type { AttackRun, AuditReport } from '../model.ts';
import {
  gateInDeviations,
  levelName,
  shownCount,
  shownShare,
  type AuditWording,
} from '../words.ts';
import { shareBars, type ShareGroup } from './charts.ts';
import { gatePart } from './gate-part.ts';

/** It tells records apart and points at nobody, so its share means nothing beside the others. */
export const isShare = ({ attack }: { readonly attack: AttackId }): boolean =>
  attack !== 'tupleTest';

/** The limit of this attack's gate, also where he was given other than the gate gives. */
function limitOf(run: AttackRun, { gates }: AuditReport): number | undefined {
  if (gateInDeviations.has(run.attack)) return undefined;
  return gates.find(({ attack, overlap }) => attack === run.attack && overlap === run.overlap)
    ?.limit;
}

function groupsOf(report: AuditReport, wording: AuditWording): ShareGroup[] {
  const runs = report.attacks.filter(isShare);
  const ids = [...new Set(runs.map(({ attack }) => attack))];
  return ids.map((id) => ({
    name: wording.texts[id],
    rows: runs
      .filter(({ attack }) => attack === id)
      .map((run) => {
        const { percent, share, low, high } = shownShare(run.result, wording);
        return {
          name: levelName(run, wording),
          value: percent,
          share,
          low,
          high,
          chance: run.result.chance,
          limit: limitOf(run, report),
        };
      }),
  }));
}

/** An interval as it is read, on one line: `0.4–1.6%`. */
function intervalText(low: number, high: number, { decimal }: AuditWording): string {
  const figures = (share: number): string => decimal(100 * share, 1);
  return `${figures(low)}\u2060–\u2060${figures(high)}%`;
}

function numbers(report: AuditReport, wording: AuditWording): Markup {
  const { texts, count, percent } = wording;
  return table(
    texts.attacks,
    [texts.attack, texts.targets, texts.recognised, texts.interval, texts.chance],
    report.attacks.filter(isShare).map((run) => {
      const shown = shownShare(run.result, wording);
      return [
        html`${levelName(run, wording)}<small>${texts[run.attack]}</small>`,
        count(run.result.targets),
        html`${shown.percent}<small>${shown.recovered}</small>`,
        intervalText(shown.low, shown.high, wording),
        percent(run.result.chance),
      ];
    }),
  );
}

export function attackSection(report: AuditReport, wording: AuditWording): Markup {
  const { texts, percent } = wording;
  const drawing = shareBars(texts.attacksCaption, groupsOf(report, wording), {
    share: texts.recognised,
    interval: texts.interval,
    chance: texts.chance,
    limit: texts.limit,
    percent: (share) => percent(share).replace(/[.,]0%/, '%'),
  });
  return section(
    'attacks',
    texts.attacks,
    html`<div class="columns">
        ${figure(drawing, texts.attacksCaption)}
        <div>
          <p>${texts.chanceExplained}</p>
        </div>
      </div>
      ${folded(texts.figures, numbers(report, wording))} ${gatePart(report, wording)}`,
  );
}

export function explanationSection(
  { attacks, skipped }: AuditReport,
  { texts }: AuditWording,
): Markup {
  const ids = [...new Set([...attacks, ...skipped].map(({ attack }) => attack))];
  const line = (name: string, text: string): Markup =>
    html`<div><dt>${name}</dt> <dd>${text}</dd></div>`; // prettier-ignore
  const each = ids.map(
    (id) =>
      html`<h3>${texts[id]}</h3>
        <dl class="meanings">
          ${line(texts.holds, texts[`${id}Holds`])}${line(texts.how, texts[`${id}How`])}
          ${line(texts.costs, texts[`${id}Costs`])}
        </dl>`,
  );
  return section('explained', texts.eachAttack, html`${each}`);
}

export function skippedSection({ skipped, persons }: AuditReport, wording: AuditWording): Markup {
  if (skipped.length === 0) return html``;
  const { texts, count } = wording;
  const lines = skipped.map((one) => [
    texts[one.attack],
    levelName(one, wording),
    count(one.needed),
    shownCount(persons, wording),
  ]);
  return section(
    'skipped',
    texts.skipped,
    html`<p>${texts.skippedIntro}</p>
      ${table(texts.skipped, [texts.attack, texts.given, texts.needed, texts.persons], lines)}`,
  );
}
