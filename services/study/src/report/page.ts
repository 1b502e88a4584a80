// SPDX-License-Identifier: EUPL-1.2
/** The feasibility report as one HTML page. Pure: the same study, findings and day give the same bytes. */
import { html, pageText, section, type Markup } from '@koppel/console';
import type { Language } from '@koppel/errors';
import type { Advice } from '@koppel/feasibility';
import { subStudySection } from './cells.ts';
import { reportInput, type Reported, type ReportInput } from './input.ts';
import { adviceMark } from './parts.ts';
import { documentSection, evidenceSection, linkageSection, qualitySection } from './quality.ts';
import { adviceLists, matrix } from './summary.ts';

function keyFigures({ assessment, texts, wording, specHash, on }: ReportInput): Markup {
  const order: readonly Advice[] = ['go', 'goIf', 'noGo', 'unknown'];
  const number = (advice: Advice): number =>
    assessment.cells.filter((cell) => cell.advice === advice).length;
  return html`<dl class="key">
      ${order.map(
        (advice) =>
          html`<div>
            <dt>${adviceMark(advice, wording)}</dt>
            <dd>${number(advice)}</dd>
          </div>`,
      )}
    </dl>
    <p class="meanings">
      ${texts.asOf} ${wording.day(on)}. ${texts.version}:
      <span class="hash">${specHash.slice(0, 16)}…</span>
    </p>`;
}

export function reportPage(reported: Reported, language: Language): string {
  const input = reportInput(reported, language);
  const { study, texts } = input;
  const content = html`${section('key', texts.figures, keyFigures(input))}${section('glance', texts.glance, matrix(input))}
  ${section('advice', texts.advice, adviceLists(input))}${study.subStudies.map(({ id }) => subStudySection(id, input))}
  ${qualitySection(input)}${linkageSection(input)}${documentSection(input)}${evidenceSection(input)}`;
  return pageText({
    language,
    title: `${texts.title}: ${study.title}`,
    introduction: `${study.synthetic ? `${texts.synthetic} ` : ''}${texts.introduction}`,
    content,
    footer: texts.footer,
  });
} // prettier-ignore
