// SPDX-License-Identifier: EUPL-1.2
/** What a report is made of, with the words of its language. Pure. */
import type { Language } from '@koppel/errors';
import type { ControlDocument, CoordinatedStudy } from '@koppel/study';
import type { Assessment } from '../feasibility/assess.ts';
import type { Feasibility, SubStudyPart } from '../feasibility/schema.ts';
import type { Profiles } from '../study-folder.ts';
import { wordingOf, type Wording } from '../words/wording.ts';
import { textsIn, type ReportTexts } from './texts.ts';

export interface Reported {
  readonly study: CoordinatedStudy;
  /** SHA-256 of the study in hex. */
  readonly specHash: string;
  readonly feasibility: Feasibility;
  readonly profiles: Profiles;
  readonly assessment: Assessment;
  /** What stands on the control topic; undefined where it was not read. */
  readonly documents: readonly ControlDocument[] | undefined;
  /** `YYYY-MM-DD` */
  readonly on: string;
}

export interface ReportInput extends Reported {
  readonly texts: ReportTexts;
  readonly wording: Wording;
  readonly partOf: (subStudy: string) => SubStudyPart | undefined;
  readonly outcomeOf: (subStudy: string) => SubStudyPart['outcome'];
}

export function reportInput(reported: Reported, language: Language): ReportInput {
  const partOf = (id: string): SubStudyPart | undefined =>
    reported.feasibility.subStudies.find((one) => one.id === id);
  return {
    ...reported,
    texts: textsIn(language),
    wording: wordingOf(reported.study, language),
    partOf,
    outcomeOf: (id) => partOf(id)?.outcome,
  };
}
