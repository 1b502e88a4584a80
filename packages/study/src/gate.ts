// SPDX-License-Identifier: EUPL-1.2
/**
 * The go/no-go. Encoder and linkage unit call it before every run and every batch; there is no way
 * around it. A register of an owner may take part when at least one sub-study that needs it has a
 * valid go in that owner's city, and every mandatory document is signed and unexpired. In a study of
 * form 2 both stand on the control topic, and nothing is allowed that does not.
 */
import { isKoppelError, KoppelError, type ErrorCode } from '@koppel/errors';
import { decisionKey, type ControlState } from './control-state.ts';
import { documentNeedOf, rulesFor } from './document-rules.ts';
import type { Decision, DocumentKind, StudyDocument } from './gate-schema.ts';
import type { CoordinatedStudy, StatedStudy, Study } from './schema.ts';

/** Documents without which no study of form 1 may run, whatever its registers. */
export const mandatoryDocuments: readonly DocumentKind[] = [
  'researchProtocol',
  'legalBasis',
  'dpia',
  'processingAgreement',
  'linkageAgreement',
];

/** What the gate looks at in a decision, whichever form it came in. */
type Judged = Pick<
  Decision,
  'theoretical' | 'practical' | 'legal' | 'wanted' | 'conditions' | 'decidedOn' | 'validUntil'
>;

/** Why a decision is no go on a day, or undefined when it is a go. */
export function decisionRefusal(decision: Judged, today: string): ErrorCode | undefined {
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

/**
 * Throws GATE_DOCUMENT_MISSING, GATE_DOCUMENT_NOT_YET (signed on a later day) or GATE_DOCUMENT_EXPIRED,
 * with the kind as `field`.
 */
function requireDocument(
  kind: DocumentKind,
  documents: readonly StudyDocument[],
  today: string,
): void {
  const own = documents.filter((one) => one.kind === kind);
  if (own.length === 0) throw new KoppelError('GATE_DOCUMENT_MISSING', { field: kind });
  const signed = own.filter(({ signedOn }) => signedOn <= today);
  if (signed.length === 0) throw new KoppelError('GATE_DOCUMENT_NOT_YET', { field: kind });
  if (!signed.some((one) => one.validUntil >= today)) {
    throw new KoppelError('GATE_DOCUMENT_EXPIRED', { field: kind });
  }
}

/** Throws GATE_STUDY_DESTROYED once all parties have erased the study: for who may still work after its end. */
export function requireNotDestroyed(control: ControlState | undefined): void {
  if (control?.destroyedOn !== undefined) throw new KoppelError('GATE_STUDY_DESTROYED');
}

/** Throws GATE_STUDY_ENDED from the day on which the coordinator ended the study. */
function requireRunning(control: ControlState | undefined, today: string): void {
  requireNotDestroyed(control);
  if (control?.endedOn !== undefined && control.endedOn <= today) {
    throw new KoppelError('GATE_STUDY_ENDED');
  }
}

function requireRegisterDocuments(
  study: CoordinatedStudy,
  control: ControlState | undefined,
  { city, register, today }: { city: string; register: string; today: string },
): void {
  const documents = [...(control?.documents.values() ?? [])];
  const registerKind = study.registers.find(({ id }) => id === register)!.kind;
  for (const { kind, per } of rulesFor(documentNeedOf(study, registerKind))) {
    // One that names cities or registers stands for these only, whatever its kind.
    const standing = documents.filter(({ covers: { cities, registers } }) => {
      const named =
        per === 'city' ? cities !== undefined : per !== 'register' || registers !== undefined;
      return named && (cities?.includes(city) ?? true) && (registers?.includes(register) ?? true);
    });
    requireDocument(
      kind,
      standing.map(({ document }) => document),
      today,
    );
  }
}

/**
 * Throws a GATE_* error unless every document that any run of the study needs is there. In form 2
 * that is asked per register, see `checkGate`; here only that the study has not ended.
 */
export function checkDocuments(study: Study, today: string, control?: ControlState): void {
  requireRunning(control, today);
  if (study.koppel !== 1) return;
  const kinds = study.bsnTokens
    ? [...mandatoryDocuments, 'bsnGround' as const]
    : mandatoryDocuments;
  for (const kind of kinds) requireDocument(kind, study.documents, today);
}

function statedDecisions({ decisions }: StatedStudy, wanted: readonly string[]): Judged[] {
  return decisions.filter(({ subStudy, city }) => wanted.includes(decisionKey(subStudy, city)));
}

function controlDecisions(control: ControlState | undefined, wanted: readonly string[]): Judged[] {
  return wanted.flatMap((name) => {
    const found = control?.decisions.get(name);
    if (found === undefined) return [];
    const { theoretical, practical, legal, wanted: liked } = found;
    return [
      {
        ...found,
        theoretical: theoretical.verdict,
        practical: practical.verdict,
        legal: legal.verdict,
        wanted: liked.verdict,
      },
    ];
  });
}

/**
 * Throws a GATE_* error unless `register` of `owner` may be processed on the day `today`
 * (`YYYY-MM-DD`). Of several refusals the first in the order of the study is given.
 * @param control what the control topic says now; a study of form 2 has no go without it
 */
export function checkGate(
  study: Study,
  owner: string,
  register: string,
  today: string,
  control?: ControlState,
): void {
  const party = study.owners.find(({ id }) => id === owner);
  if (!party?.registers.includes(register)) {
    throw new KoppelError('GATE_OWNER_NOT_COVERED', { field: owner });
  }
  const { city } = party;
  checkDocuments(study, today, control);
  if (study.koppel === 2) requireRegisterDocuments(study, control, { city, register, today });
  const wanted = study.subStudies
    .filter((one) => one.cities.includes(city) && one.registers.includes(register))
    .map(({ id }) => decisionKey(id, city));
  const decisions =
    study.koppel === 1 ? statedDecisions(study, wanted) : controlDecisions(control, wanted);
  const refusals = decisions.map((one) => decisionRefusal(one, today));
  if (refusals.includes(undefined)) return;
  throw new KoppelError(refusals[0] ?? 'GATE_NOT_DECIDED', { field: city });
}

/** What `checkGate` would throw; undefined where the register may be processed. */
export function gateReason(...asked: Parameters<typeof checkGate>): KoppelError | undefined {
  try {
    checkGate(...asked);
    return undefined;
  } catch (thrown) {
    if (isKoppelError(thrown)) return thrown;
    throw thrown;
  }
}
