// SPDX-License-Identifier: EUPL-1.2
/** What an audit found, in some lines for a person. */
import type { Language } from '@koppel/errors';
import type { AuditReport } from './model.ts';
import { auditWording, levelName, shownShare } from './words.ts';

export function auditSummary(report: AuditReport, language: Language): string {
  const wording = auditWording(language);
  const { texts, count } = wording;
  const line = (name: string, level: string, value: string): string =>
    `${name.padEnd(40)}${level.padEnd(36)}${value}`.trimEnd();
  return [
    line(texts.persons, '', count(report.persons)),
    ...report.attacks.map((run) => {
      const { attack, result } = run;
      const z = result.figures['z'];
      const value =
        attack === 'tupleTest' && z !== undefined
          ? texts.standardDeviations.replace('{n}', wording.decimal(z, 1))
          : shownShare(result, wording).percent;
      return line(texts[attack], levelName(run, wording), value);
    }),
    ...report.skipped.map((one) => {
      const needed = `${texts.needed}: ${count(one.needed)}`;
      return line(texts[one.attack], levelName(one, wording), `– (${needed})`);
    }),
    line(texts.outcome, '', texts[report.verdict]),
    texts.lowerBound,
  ].join('\n');
}
