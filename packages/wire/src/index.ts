// SPDX-License-Identifier: EUPL-1.2
/**
 * What the parties say to each other: messages as bytes, and the contract that a batch must meet.
 * Pure: no clock, no file, no network. Every reader of bytes here expects them to be hostile.
 */
export { codeBytes } from '@koppel/study';
export {
  authenticCeremony,
  expectedOwners,
  readAgreement,
  type Agreement,
  type CeremonyParties,
} from './agreement.ts';
export {
  batchAssociatedData,
  batchSealingInfo,
  batchSigningBytes,
  decodeBatch,
  encodeBatch,
  isFullRun,
  type BatchEnvelope,
  type BatchHeader,
  type Lane,
} from './batch.ts';
export {
  ceremonySigningBytes,
  decodeCeremony,
  encodeCeremony,
  type CeremonyMessage,
  type UnsignedCeremonyMessage,
} from './ceremony.ts';
export { checkRetractable, followChain, sameRunPlace, type Chain, type RunPlace } from './chain.ts';
export { checkBatch, type BatchExpectation, type ExpectedOwner } from './contract.ts';
export {
  controlParties,
  controlRecordHash,
  controlSigningBytes,
  decodeControlRecord,
  encodeControlRecord,
  readControl,
  type ControlParties,
  type ControlPlace,
  type ControlRecord,
  type ReadControl,
  type UnsignedControlRecord,
} from './control.ts';
export { maxMessageBytes } from './frame.ts';
export {
  decodeIdentifierBlock,
  encodeIdentifierBlock,
  identifierBlockBytes,
  type IdentifierBlock,
  type IdentifierShape,
} from './identifier-block.ts';
export {
  decodeEventBlock,
  encodeEventBlock,
  eventBlockBytes,
  type EventBlock,
} from './event-block.ts';
export {
  eventKinds,
  eventReasons,
  reasonBits,
  reasonsIn,
  type EventKind,
  type EventReason,
} from './events.ts';
export {
  noGrade,
  probabilityGrade,
  probabilityLevels,
  probabilityOf,
  qualityGrade,
  qualityOf,
} from './grades.ts';
export {
  eventBatches,
  linkBatches,
  type BatchForm,
  type LinkBatch,
  type LinkBatchHeader,
} from './link-batch.ts';
export { decodeLinkBlock, encodeLinkBlock, linkBlockBytes, type LinkShape } from './link-block.ts';
export { reviewStates, type LinkBlock, type ReviewState } from './link-rows.ts';
export {
  byLooks,
  decodeLinkResult,
  encodeLinkResult,
  hasStatement,
  linkResultSigningBytes,
  statementAssociatedData,
  statementSealingInfo,
  type LinkResult,
  type LinkResultHeader,
  type LinkSource,
  type OlderLinkResult,
  type UnsignedLinkResult,
} from './link-result.ts';
export {
  decodeLinkStatement,
  encodeLinkStatement,
  linkWarnings,
  warningBits,
  warningsIn,
  type LinkStatement,
  type LinkWarning,
  type StatedMethod,
} from './link-statement.ts';
export { lookSizes } from '@koppel/study';
export {
  decodeLookReply,
  decodeLookAnswerBlock,
  encodeLookAnswer,
  encodeLookAnswerBlock,
  encodeLookRefusal,
  lookAnswerAssociatedData,
  lookAnswerBlockBytes,
  lookAnswerSealingInfo,
  lookAnswerSigningBytes,
  lookRefusalSigningBytes,
  rarityClassOf,
  type LookAnswer,
  type LookAnswerBlock,
  type LookAnswerHeader,
  type LookAnswerShape,
  type LookRefusal,
  type LookReply,
  type UnsignedLookRefusal,
} from './look-answer.ts';
export {
  decodeLookRequest,
  decodeLookRequestBlock,
  encodeLookRequest,
  encodeLookRequestBlock,
  isWithinRound,
  lookRequestAssociatedData,
  lookRequestBlockBytes,
  lookRequestDigest,
  lookRequestSealingInfo,
  lookRequestSigningBytes,
  type LookRequest,
  type LookRequestBlock,
  type LookRequestHeader,
} from './look-request.ts';
export { isName } from './names.ts';
export {
  decodePayloadBlock,
  encodePayloadBlock,
  payloadBlockBytes,
  type PayloadBlock,
  type PayloadShape,
} from './payload-block.ts';
export {
  decodeReceipt,
  encodeReceipt,
  receiptSigningBytes,
  type Receipt,
  type UnsignedReceipt,
} from './receipt.ts';
export { rowKinds } from './row-kind.ts';
export { messageKinds, schemas, type MessageKind, type MessageSchemas } from './schemas.ts';
export { topics, type StudyTopics } from './topics.ts';
export {
  decodeWorkAnswer,
  encodeWorkAnswer,
  maxPiecePairs,
  type WorkAnswer,
  type WorkPairs,
} from './work/answer.ts';
export {
  decodeWorkMessage,
  encodeWorkMessage,
  workAssociatedData,
  workSealingInfo,
  workSigningBytes,
  type WorkHeader,
  type WorkMessage,
} from './work/envelope.ts';
export {
  decodeWorkJob,
  decodeWorkPart,
  encodeWorkJob,
  encodeWorkPart,
  type WorkJob,
  type WorkMethod,
  type WorkPart,
  type WorkQuestion,
  type WorkSource,
} from './work/job.ts';
