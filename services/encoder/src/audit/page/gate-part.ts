// SPDX-License-Identifier: EUPL-1.2
/** Which limits there are, what was measured, and whether each held. */
import { html, table, type Markup, type Part } from '@koppel/console';
import { withCode } from '../../profile/page/parts.ts';
import type { AuditReport, ReportGate } from '../model.ts';
import { gateInDeviations, levelName, shownShare, type AuditWording } from '../words.ts';

/** A share, or of a test that points at nobody its standard deviations. */
function amount({ attack }: ReportGate, value: number, wording: AuditWording): string {
  if (!gateInDeviations.has(attack)) return wording.percent(value);
  return wording.texts.standardDeviations.replace('{n}', wording.decimal(value, 1));
}

/** What was measured; of a few people only that they are few, as everywhere on the page. */
function measuredText(gate: ReportGate, { attacks }: AuditReport, wording: AuditWording): string {
  const { attack, knownPairs, overlap } = gate;
  const run = attacks.find(
    (one) => one.attack === attack && one.knownPairs === knownPairs && one.overlap === overlap,
  );
  if (gateInDeviations.has(attack) || run === undefined)
    return amount(gate, gate.measured, wording);
  return shownShare(run.result, wording).percent;
}

function outcomeMark(passed: boolean, { texts }: AuditWording): Markup {
  return passed
    ? html`<span class="verdict go">✓ ${texts.held}</span>`
    : html`<span class="verdict noGo">✕ ${texts.notHeld}</span>`;
}

export function gatePart(report: AuditReport, wording: AuditWording): Markup {
  const { gates, unmeasured } = report;
  const { texts } = wording;
  const lines: (readonly Part[])[] = [
    ...gates.map((gate) => [
      html`${texts[gate.attack]}<small>${levelName(gate, wording)}</small>`,
      measuredText(gate, report, wording),
      amount(gate, gate.limit, wording),
      outcomeMark(gate.passed, wording),
    ]),
    ...unmeasured.map((level) => [
      html`${texts[level.attack]}<small>${levelName(level, wording)}</small>`,
      '–',
      '–',
      html`<span class="verdict conditional">! ${texts.notMeasured}</span>`,
    ]),
  ];
  return html`<h3>${texts.gates}</h3>
    <p class="soft">${withCode(texts.gatesIntro)}</p>
    ${table(texts.gates, [texts.attack, texts.measured, texts.atMost, texts.gate], lines)}`;
}
