// SPDX-License-Identifier: EUPL-1.2
/** What a profile found, in some lines for a person or as JSON. */
import type { Language } from '@koppel/errors';
import type { ProfileReport } from './model.ts';
import { wordingOf } from './words.ts';

/** Verdicts by name of field, variable, kind of duplicate and check. */
function verdicts(report: ProfileReport) {
  const named = <One extends { readonly verdict: unknown }>(
    list: readonly One[],
    name: (one: One) => string,
  ) => Object.fromEntries(list.map((one) => [name(one), one.verdict]));
  return {
    fields: named(report.fields, ({ name }) => name),
    variables: named(report.variables, ({ name }) => name),
    duplicates: named(report.duplicates, ({ kind }) => kind),
    consistency: named(report.consistency, ({ check, fields }) => `${check} ${fields.join(' ')}`),
  };
}

export function profileSummary(report: ProfileReport, language: Language, json: boolean): string {
  const { rows, rowsOfOtherWidth, verdict } = report;
  const { weights } = report;
  if (json) {
    const fill = weights && { now: weights.fillNow, proposed: weights.fillProposed };
    return JSON.stringify({ rows, rowsOfOtherWidth, verdict, ...verdicts(report), fill });
  }
  const { texts, count, percent, verdictName } = wordingOf(language);
  const line = (name: string, value: string, judged = ''): string =>
    `${name.padEnd(40)}${value.padStart(12)}  ${judged}`.trimEnd();
  return [
    line(texts.rows, count(rows)),
    ...[...report.fields, ...report.variables].map((one) =>
      line(one.name, percent(one.completeness), verdictName(one.verdict)),
    ),
    ...report.duplicates.map((one) =>
      line(
        texts[`${one.kind}Duplicates`],
        count(one.repeated),
        one.verdict === undefined ? '' : verdictName(one.verdict),
      ),
    ),
    ...report.consistency
      .filter(({ broken }) => broken > 0)
      .map((one) => line(texts[one.check], count(one.broken), verdictName(one.verdict))),
    ...(weights === undefined
      ? []
      : [line(texts.fillNow, percent(weights.fillNow), weights.isUsual ? '' : texts.fillUnusual)]),
    line(texts.whole, '', verdictName(verdict)),
  ].join('\n');
}
