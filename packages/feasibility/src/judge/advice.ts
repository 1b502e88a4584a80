// SPDX-License-Identifier: EUPL-1.2
/** From four verdicts to one advice, and where people and findings disagree. Pure. */
import { worst, type Judgement, type Verdict } from './finding.ts';

export const grounds = ['theoretical', 'practical', 'legal', 'wanted'] as const;

export type Ground = (typeof grounds)[number];
export type Verdicts = Readonly<Record<Ground, Verdict>>;
export type Advice = 'go' | 'goIf' | 'noGo' | 'unknown';

const adviceOf: Readonly<Record<Verdict, Advice>> = {
  yes: 'go',
  yesIf: 'goIf',
  no: 'noGo',
  unknown: 'unknown',
};

/** Any no is a no-go, any unknown blocks, any yesIf makes it conditional. */
export function advise(verdicts: Verdicts): Advice {
  return adviceOf[worst(grounds.map((ground) => verdicts[ground]))];
}

const rank: Readonly<Record<Verdict, number>> = { no: 0, unknown: 1, yesIf: 2, yes: 3 };

/** What a person judged more favourably than the findings do: to be said, with a reason. */
export function against(verdict: Verdict, { findings }: Judgement): readonly string[] {
  const worse = findings.filter((finding) => rank[finding.verdict] < rank[verdict]);
  return [...new Set(worse.map(({ code }) => code))].sort();
}
