// SPDX-License-Identifier: EUPL-1.2
/** The study specification: what is asked, of whom, with which encoding, and whether it may run. */
export { canonicalJson, sha256Canonical } from './canonical.ts';
export { fieldOfCitizenNumber } from './citizen-number.ts';
export {
  encodingSchema,
  fieldSchema,
  codePartsOf,
  similarityOf,
  statedEncoding,
  type EncodingSpec,
  type FieldSpec,
  type FieldWeight,
  type Normalisation,
  type Similarity,
  type StatedEncoding,
} from './encoding-schema.ts';
export {
  encodeControlBody,
  maxControlBody,
  readControlBody,
  type ControlBody,
  type ControlDecision,
  type ControlDocument,
  type ControlObjections,
} from './control-schema.ts';
export { BSN_TOKEN_BYTES, codeBytes, encodingBytes } from './code-bytes.ts';
export {
  contradictsOther,
  COORDINATOR,
  controlState,
  decisionKey,
  type ControlEntry,
  type ControlProblem,
  type ControlState,
  type StandingDecision,
  type StandingObjections,
} from './control-state.ts';
export {
  documentNeedOf,
  documentRules,
  registerKinds,
  rulesFor,
  type DocumentNeed,
  type RegisterKind,
} from './document-rules.ts';
export {
  checkDocuments,
  checkGate,
  gateReason,
  decisionRefusal,
  mandatoryDocuments,
  requireNotDestroyed,
} from './gate.ts';
export { fieldFiltersOf, type FieldFilterPlace } from './field-groups.ts';
export {
  documentKinds,
  documentSchema,
  verdict,
  type Decision,
  type DocumentKind,
  type StudyDocument,
} from './gate-schema.ts';
export { day, evidenceName, fileHash, identifierName, line, slug } from './names.ts';
export {
  checkStudy,
  parseStudy,
  problemOfIssue,
  readYaml,
  type ReadStudy,
  type StudyResult,
  type YamlResult,
} from './parse.ts';
export { decodePublicKey, encodePublicKey } from './public-key.ts';
export { coarsePayload, isInRange, isPayloadValue } from './payload-rules.ts';
export type { PayloadVariable } from './payload-schema.ts';
export {
  PROFILE_CELL_MIN,
  publishableProfileSchema,
  type PublishableCell,
  type PublishableProfile,
} from './publishable-profile.ts';
export {
  publishedSketchSchema,
  SKETCH_DIGEST_DIGITS,
  SKETCH_PERSONS_MIN,
  SKETCH_RULES,
  sketchMessage,
  sketchRates,
  sketchSets,
  type PublishedSketch,
  type SketchContent,
  type SketchSet,
} from './published-sketch.ts';
export { recipientMailboxes, recipientsOf, type Recipient } from './recipients.ts';
export {
  checkRetention,
  retentionOf,
  retentionWarningDays,
  type Kept,
  type Retention,
  type RetentionFacts,
} from './retention.ts';
export { dayAfter, spellDates, type SpellDates } from './spell-rules.ts';
export {
  lookEncoding,
  lookShape,
  lookSizes,
  mappedEncoding,
  numbersPerRequest,
  roundsPerRecord,
  type LookShape,
  type RoundsStudy,
  type SecondRound,
} from './second-round.ts';
export type { CoordinatedStudy, DataOwner, Register, StatedStudy, Study } from './schema.ts';
