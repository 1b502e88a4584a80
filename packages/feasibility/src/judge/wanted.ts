// SPDX-License-Identifier: EUPL-1.2
/** Wanted? What policy makers, those who carry it out and clients say of it. Pure. */
import { judged, type Finding, type Judgement } from './finding.ts';

export const voices = ['policy', 'execution', 'client'] as const;

export type Voice = (typeof voices)[number];

/** How relevant a voice finds a sub-study. */
export interface Opinion {
  readonly voice: Voice;
  /** 1 (not at all) to 5 (very). */
  readonly score: number;
  readonly reason: string;
  /** Who was heard: a council, a team, a panel; never a person. */
  readonly heard: string;
}

export type WantedCode = 'scoreHigh' | 'scoreMiddling' | 'scoreLow' | 'voiceNotHeard';

/** Of 5: from 3 on it is wanted, below 2 it is not. */
const WANTED = 3;
const UNWANTED = 2;

/** Each voice counts: the least of them decides, as two enthusiasts do not make up for a client. */
export function judgeWanted(opinions: readonly Opinion[]): Judgement<WantedCode> {
  return judged(
    voices.map((about): Finding<WantedCode> => {
      const scores = opinions.filter(({ voice }) => voice === about).map(({ score }) => score);
      if (scores.length === 0) return { code: 'voiceNotHeard', verdict: 'unknown', about };
      const value = scores.reduce((sum, score) => sum + score, 0) / scores.length;
      if (value >= WANTED)
        return { code: 'scoreHigh', verdict: 'yes', about, value, bound: WANTED };
      return value < UNWANTED
        ? { code: 'scoreLow', verdict: 'no', about, value, bound: UNWANTED }
        : { code: 'scoreMiddling', verdict: 'yesIf', about, value, bound: WANTED };
    }),
  );
}
