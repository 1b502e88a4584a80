// SPDX-License-Identifier: EUPL-1.2
/** What to do about a profile: one line per finding, the worst first. */
import type { FieldProfile, ProfileReport, VariableProfile, Verdict } from '../model.ts';
import { faultVerdict, shareOf } from '../verdicts.ts';
import type { Wording } from '../words.ts';

export interface Advice {
  readonly verdict: Verdict;
  /** A field, a variable or a check; undefined where the text says what it is about. */
  readonly name: string | undefined;
  readonly text: string;
}

/** Share of the usable rows from which a mark is worth a word. */
const worthAWord = { damaged: 0.001, initialsOnly: 0.1, oddForm: 0.02 } as const;

const reasons = {
  empty: 'adviceEmpty',
  placeholder: 'advicePlaceholder',
  default: 'adviceDefault',
  letterAddress: 'adviceLetterAddress',
  invalid: 'adviceInvalid',
} as const;
type Reason = keyof typeof reasons;

function reasonOf(cells: FieldProfile['cells']): Reason {
  return (Object.keys(reasons) as Reason[]).reduce((one, other) =>
    cells[other] > cells[one] ? other : one,
  );
}

function ofField(field: FieldProfile, { texts }: Wording): Advice[] {
  const { name, cells, marks, verdict } = field;
  const shareWith = (mark: keyof typeof worthAWord): number =>
    shareOf(marks.find((one) => one.mark === mark)?.rows ?? 0, cells.usable);
  const marked = (mark: keyof typeof worthAWord, text: string): Advice[] =>
    shareWith(mark) < worthAWord[mark] ? [] : [{ verdict: 'conditional', name, text }];
  return [
    ...(verdict === 'go' ? [] : [{ verdict, name, text: texts[reasons[reasonOf(cells)]] }]),
    ...marked('damaged', texts.adviceDamaged),
    ...marked('initialsOnly', texts.adviceInitials),
    ...marked('oddForm', texts.adviceForm),
  ];
}

function ofVariable(
  { name, cells, verdict, dates }: VariableProfile,
  { texts }: Wording,
): Advice[] {
  const reason = reasonOf(cells);
  const text = reason === 'empty' ? texts.adviceVariableEmpty : texts[reasons[reason]];
  return [
    ...(verdict === 'go' ? [] : [{ verdict, name, text }]),
    ...(dates === undefined || dates.verdict === 'go'
      ? []
      : [{ verdict: dates.verdict, name, text: texts.adviceCovered }]),
  ];
}

function ofRows(report: ProfileReport, { texts }: Wording): Advice[] {
  const { rows, rowsOfOtherWidth, recordId } = report;
  const unnamed = recordId.missing + recordId.tooLong;
  const lines = [
    { count: rowsOfOtherWidth, of: rows + rowsOfOtherWidth, text: texts.adviceWidth },
    { count: unnamed, of: rows, text: texts.adviceRecordId },
  ];
  // `run` rejects such rows, so that even one is worth a word.
  return lines
    .filter(({ count }) => count > 0)
    .map(({ count, of, text }) => {
      const judged = faultVerdict(shareOf(count, of));
      return { verdict: judged === 'go' ? 'conditional' : judged, name: undefined, text };
    });
}

function fillAdvice({ weights }: ProfileReport, { texts }: Wording): Advice[] {
  if (weights === undefined || weights.isUsual) return [];
  const text = weights.fillNow < weights.fillTarget ? texts.adviceFillLow : texts.adviceFillHigh;
  return [{ verdict: 'conditional', name: undefined, text }];
}

export function adviceOn(report: ProfileReport, wording: Wording): Advice[] {
  const { texts, dayName } = wording;
  const all: Advice[] = [
    ...ofRows(report, wording),
    ...report.fields.flatMap((field) => ofField(field, wording)),
    ...report.variables.flatMap((variable) => ofVariable(variable, wording)),
    ...report.duplicates.flatMap(({ kind, verdict }) =>
      verdict === undefined || verdict === 'go'
        ? []
        : [{ verdict, name: texts[`${kind}Duplicates`], text: texts.adviceRepeats }],
    ),
    ...report.consistency.flatMap(({ check, verdict }) =>
      verdict === 'go' ? [] : [{ verdict, name: texts[check], text: texts.adviceConsistency }],
    ),
    ...(report.births?.peaks ?? [])
      .filter(({ suspicious }) => suspicious)
      .map(({ day }) => ({
        verdict: 'conditional' as const,
        name: undefined,
        text: texts.adviceBirthPeak.replace('{day}', dayName(day)),
      })),
    ...fillAdvice(report, wording),
    ...((report.addresses?.crowded ?? 0) > 0
      ? [{ verdict: 'conditional' as const, name: undefined, text: texts.adviceCrowded }]
      : []),
  ];
  const rank: Readonly<Record<Verdict, number>> = { noGo: 0, conditional: 1, go: 2 };
  return all.sort((one, other) => rank[one.verdict] - rank[other.verdict]);
}
