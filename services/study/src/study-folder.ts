// SPDX-License-Identifier: EUPL-1.2
/**
 * The folder of a study: `study.yaml`, `feasibility.yaml` and `evidence`. What is read is checked as
 * a whole; a file of the evidence is only believed with the SHA-256 that was recorded for it.
 */
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { Problems, readFileBytes, readFileText } from '@koppel/console';
import { isKoppelError, KoppelError } from '@koppel/errors';
import {
  parseStudy,
  publishableProfileSchema,
  type CoordinatedStudy,
  type PublishableProfile,
} from '@koppel/study';
import { parseFeasibility } from './feasibility/parse.ts';
import type { Feasibility } from './feasibility/schema.ts';

export const studyFile = (folder: string): string => join(folder, 'study.yaml');
export const feasibilityFile = (folder: string): string => join(folder, 'feasibility.yaml');
export const evidenceFile = (folder: string, name: string): string =>
  join(folder, 'evidence', name);

export interface StudyFolder {
  readonly folder: string;
  readonly study: CoordinatedStudy;
  readonly specHash: Uint8Array;
}

export interface FeasibleFolder extends StudyFolder {
  readonly feasibility: Feasibility;
}

/** Publishable profiles by `profileKey`. */
export type Profiles = ReadonlyMap<string, PublishableProfile>;

export const profileKey = (city: string, register: string): string => `${city} ${register}`;

function inFile(problems: readonly KoppelError[], file: string): Problems {
  return new Problems(problems.map(({ code, place }) => new KoppelError(code, { file, ...place })));
}

/** The study of a folder. STUDY_* problems, STUDY_FORM for one without coordinator. */
export function readStudyFolder(folder: string): StudyFolder {
  const file = studyFile(folder);
  const read = parseStudy(readFileText(file));
  if (!read.ok) throw inFile(read.problems, file);
  const { study, specHash } = read.value;
  if (study.koppel !== 2) throw new KoppelError('STUDY_FORM', { file });
  return { folder, study, specHash };
}

/** The same with what was found out about it. */
export function readFeasibleFolder(folder: string): FeasibleFolder {
  const read = readStudyFolder(folder);
  const file = feasibilityFile(folder);
  const parsed = parseFeasibility(readFileText(file), read.study);
  if (!parsed.ok) throw inFile(parsed.problems, file);
  return { ...read, feasibility: parsed.value };
}

/** SHA-256 of bytes, in hex. */
export function hashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** EVIDENCE_MISSING or EVIDENCE_CHANGED unless the file is the one that was recorded. */
function evidenceProblem(folder: string, name: string, sha256: string): KoppelError[] {
  const file = evidenceFile(folder, name);
  try {
    const same = hashOf(readFileBytes(file)) === sha256;
    return same ? [] : [new KoppelError('EVIDENCE_CHANGED', { file })];
  } catch (thrown) {
    if (!isKoppelError(thrown, 'FILE_MISSING')) throw thrown;
    return [new KoppelError('EVIDENCE_MISSING', { file })];
  }
}

/** Every recorded file that is gone or changed. */
export function evidenceProblems({ folder, feasibility }: FeasibleFolder): KoppelError[] {
  return Object.entries(feasibility.evidence).flatMap(([name, sha256]) =>
    evidenceProblem(folder, name, sha256),
  );
}

function profileOf(file: string): PublishableProfile {
  let value: unknown;
  try {
    value = JSON.parse(readFileText(file));
  } catch (thrown) {
    if (isKoppelError(thrown)) throw thrown;
    throw new KoppelError('PROFILE_FORM', { file });
  }
  const parsed = publishableProfileSchema.safeParse(value);
  if (!parsed.success) throw new KoppelError('PROFILE_FORM', { file });
  return parsed.data;
}

/** The owners' profiles. PROFILE_FORM, PROFILE_OTHER; the evidence must have been checked. */
export function readProfiles({ folder, feasibility, study }: FeasibleFolder): Profiles {
  return new Map(
    feasibility.profiles.map(({ city, register, file: name }) => {
      const file = evidenceFile(folder, name);
      const profile = profileOf(file);
      if (profile.study !== study.id || profile.register !== register) {
        throw new KoppelError('PROFILE_OTHER', { file });
      }
      return [profileKey(city, register), profile];
    }),
  );
}
