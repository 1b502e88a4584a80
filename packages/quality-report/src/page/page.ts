// SPDX-License-Identifier: EUPL-1.2
/**
 * A linkage quality report as one HTML page that needs nothing else: no script, no network. Every
 * chart has a table with its numbers, and nothing is told by colour alone. Pure.
 */
import { html, pageText, type Markup } from '@koppel/console';
import type { Language } from '@koppel/errors';
import type { QualityReport } from '../model.ts';
import { guildSection, keySection, methodSection, warningSection } from './key-sections.ts';
import { sensitivitySection, similaritySection } from './pair-sections.ts';
import { clusterSection, historySection, registerSection } from './record-sections.ts';
import { wordingOf } from './words.ts';

/**
 * The page of the whole report or of its publishable form. The same report gives the same bytes.
 * @param more sections of the caller, at the end
 */
export function qualityPage(
  report: QualityReport,
  language: Language,
  more: readonly Markup[] = [],
): string {
  const wording = wordingOf(language);
  const { texts } = wording;
  const isEvaluation = report.specHash === null;
  const sections: ((report: QualityReport, words: typeof wording) => Markup)[] = [
    keySection, warningSection, registerSection, similaritySection, sensitivitySection,
    clusterSection, historySection, methodSection, guildSection,
  ]; // prettier-ignore
  const names = [
    `${texts.study}: ${report.study}`,
    ...(report.linkage === null ? [] : [`${texts.linkage}: ${report.linkage}`]),
  ];
  const introduction = isEvaluation
    ? texts.introEvaluation
    : report.publishable
      ? texts.introPublishable
      : texts.introWhole;
  return pageText({
    language,
    title: `${texts.title}: ${report.study}`,
    introduction,
    content: html`${sections.map((one) => one(report, wording))}${more}`,
    footer: `${names.join(' · ')}. ${texts.footer}`,
  });
}
