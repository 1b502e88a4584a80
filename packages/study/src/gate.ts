// SPDX-License-Identifier: EUPL-1.2
/**
 * The go/no-go. Encoder and linkage unit call it before every run; there is no way around it. A
 * register of an owner may take part when at least one sub-study that needs it has a valid go in
 * that owner's city, and every mandatory document is signed and unexpired.
 */
import { KoppelError, type ErrorCode } from '@koppel/errors';
import type { Decision, DocumentKind } from './gate-schema.ts';
import type { Study } from './schema.ts';

/** Documents without which no study may run, whatever its registers. */
export const mandatoryDocuments: readonly DocumentKind[] = [
  'researchProtocol',
  'legalBasis',
  'dpia',
  'processingAgreement',
  'linkageAgreement',
];

/** Why a decision is no go on a day, or undefined when it is a go. */
function refusal(decision: Decision, today: string): ErrorCode | undefined {
  const verdicts = [decision.theoretical, decision.practical, decision.legal, decision.wanted];
  if (verdicts.includes('no')) return 'GATE_NO_GO';
  if (verdicts.includes('unknown') || decision.decidedOn > today) return 'GATE_NOT_DECIDED';
  if (decision.validUntil < today) return 'GATE_DECISION_EXPIRED';
  const open = decision.conditions.some(({ metOn }) => metOn === undefined || metOn > today);
  if (verdicts.includes('yesIf') && (open || decision.conditions.length === 0)) {
    return 'GATE_CONDITION_OPEN';
  }
  return undefined;
}

/** Throws GATE_DOCUMENT_MISSING or GATE_DOCUMENT_EXPIRED, with the kind as `field`. */
export function checkDocuments(study: Study, today: string): void {
  for (const kind of mandatoryDocuments) {
    const signed = study.documents.filter((one) => one.kind === kind && one.signedOn <= today);
    if (signed.length === 0) throw new KoppelError('GATE_DOCUMENT_MISSING', { field: kind });
    if (!signed.some((one) => one.validUntil >= today)) {
      throw new KoppelError('GATE_DOCUMENT_EXPIRED', { field: kind });
    }
  }
}

/**
 * Throws a GATE_* error unless `register` of `owner` may be processed on the day `today`
 * (`YYYY-MM-DD`). Of several refusals the first in the order of the study's decisions is given.
 */
export function checkGate(study: Study, owner: string, register: string, today: string): void {
  const party = study.owners.find(({ id }) => id === owner);
  if (!party?.registers.includes(register)) {
    throw new KoppelError('GATE_OWNER_NOT_COVERED', { field: owner });
  }
  checkDocuments(study, today);
  const wanted = study.subStudies.filter(
    (one) => one.cities.includes(party.city) && one.registers.includes(register),
  );
  const decisions = study.decisions.filter(
    (one) => one.city === party.city && wanted.some(({ id }) => id === one.subStudy),
  );
  const refusals = decisions.map((one) => refusal(one, today));
  if (refusals.includes(undefined)) return;
  throw new KoppelError(refusals[0] ?? 'GATE_NOT_DECIDED', { field: party.city });
}
