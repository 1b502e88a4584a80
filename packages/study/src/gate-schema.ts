// SPDX-License-Identifier: EUPL-1.2
/** Documents and decisions: what the gate reads. */
import { z } from 'zod';
import { day, fileHash, line, slug } from './names.ts';

/** The kinds that a privacy officer knows; see the legal checklist in the documentation. */
export const documentKinds = [
  'researchProtocol',
  'legalBasis',
  'dpia',
  'purposeCompatibility',
  'brpDecision',
  'consentLetter',
  'bsnGround',
  'processingAgreement',
  'jointArrangement',
  'linkageAgreement',
  'ethics',
  'transparency',
  'security',
  'retentionSchedule',
  'councilDecision',
] as const;

export type DocumentKind = (typeof documentKinds)[number];

export const documentSchema = z.strictObject({
  kind: z.enum(documentKinds),
  version: line,
  owner: line,
  signer: line,
  signedOn: day,
  validUntil: day,
  sha256: fileHash,
});

export const verdict = z.enum(['yes', 'yesIf', 'no', 'unknown']);

export const condition = z.strictObject({
  text: line,
  owner: line,
  dueOn: day,
  /** The day on which it was met; absent while it is open. */
  metOn: day.optional(),
});

export const decisionSchema = z.strictObject({
  subStudy: slug,
  city: slug,
  theoretical: verdict,
  practical: verdict,
  legal: verdict,
  wanted: verdict,
  conditions: z.array(condition).default([]),
  decidedBy: line,
  decidedOn: day,
  validUntil: day,
});

export type StudyDocument = z.output<typeof documentSchema>;
export type Decision = z.output<typeof decisionSchema>;
