// SPDX-License-Identifier: EUPL-1.2
/** One fixed valid message of every kind, for tests that change one thing about it. For tests only. */
import type { KoppelError } from '@koppel/errors';
import type { BatchEnvelope } from '../batch.ts';
import type { UnsignedCeremonyMessage } from '../ceremony.ts';
import type { EventBlock } from '../event-block.ts';
import type { LinkBatch } from '../link-batch.ts';
import type { LinkBlock } from '../link-rows.ts';
import type { LookAnswer, LookAnswerBlock, LookRefusal } from '../look-answer.ts';
import type { LookRequest, LookRequestBlock } from '../look-request.ts';
import type { LinkResult } from '../link-result.ts';
import type { LinkStatement } from '../link-statement.ts';
import type { PayloadBlock } from '../payload-block.ts';
import type { Receipt } from '../receipt.ts';

/** `length` bytes that count up from `first`. */
export function countUp(length: number, first: number): Uint8Array {
  return Uint8Array.from({ length }, (_, index) => first + index);
}

/** The bytes with those at `offset` replaced; counted from the end when negative. */
export function patched(bytes: Uint8Array, offset: number, ...patch: number[]): Uint8Array {
  const copy = Uint8Array.from(bytes);
  copy.set(patch, offset < 0 ? copy.length + offset : offset);
  return copy;
}

export const batchExample: BatchEnvelope = {
  lane: 'identifiers',
  study: 'jeugd-en-werk',
  specHash: countUp(32, 0),
  profileHash: countUp(32, 32),
  keyCheck: countUp(16, 64),
  owner: 'gemeente-noord',
  register: 'bevolking',
  run: countUp(16, 80),
  runOrdinal: 0,
  base: new Uint8Array(16),
  sequence: 2,
  batches: 3,
  capacity: 1000,
  sealed: countUp(48, 100),
  signature: countUp(64, 150),
};

const header = { study: 'jeugd-en-werk', specHash: countUp(32, 0), owner: 'gemeente-noord' };

export const ceremonyExamples: Record<'commit' | 'reveal' | 'confirm', UnsignedCeremonyMessage> = {
  commit: { step: 'commit', ...header, commitment: countUp(32, 1) },
  reveal: { step: 'reveal', ...header, recipient: 'gemeente-zuid', sealed: countUp(80, 2) },
  confirm: {
    step: 'confirm',
    ...header,
    profileHash: countUp(32, 32),
    keyCheck: countUp(16, 3),
  },
};

export const receiptExample: Receipt = {
  study: 'jeugd-en-werk',
  owner: 'gemeente-noord',
  register: 'bevolking',
  lane: 'payload',
  run: countUp(16, 80),
  sequence: 2,
  accepted: false,
  code: 'CONTRACT_QUOTA',
  signature: countUp(64, 150),
};

export const linkBatchExample: LinkBatch = {
  study: 'jeugd-en-werk',
  specHash: countUp(32, 0),
  result: countUp(16, 9),
  sequence: 0,
  batches: 1,
  capacity: 1000,
  sealed: countUp(48, 100),
  signature: countUp(64, 150),
};

export const linkResultExample: LinkResult = {
  study: 'jeugd-en-werk',
  specHash: countUp(32, 0),
  result: countUp(16, 9),
  threshold: 0.875,
  similarity: 'dice',
  recallWanted: 0.9375,
  recallMeasured: 0.96875,
  recallLow: 0.953125,
  recallHigh: 0.984375,
  linkBatches: 4,
  sources: [
    {
      owner: 'gemeente-noord',
      register: 'bevolking',
      run: countUp(16, 80),
      records: 20,
    },
    { owner: 'gemeente-zuid', register: 'werk', run: countUp(16, 90), records: 5 },
  ],
  refusedBatches: 1,
  ordinal: 3,
  since: countUp(16, 30),
  events: countUp(16, 60),
  eventBatches: 2,
  statement: countUp(60, 5),
  signature: countUp(64, 150),
};

export const statementExample: LinkStatement = {
  method: 'selfNull',
  thresholdUpper: 0.875,
  thresholdLower: 0.75,
  precision: 0.984375,
  precisionLow: 0.96875,
  precisionHigh: 1,
  recall: 0.9375,
  recallLow: 0.875,
  recallHigh: 0.96875,
  f1: 0.953125,
  f1Low: 0.921875,
  f1High: 0.984375,
  candidatePairs: 1200,
  persons: 900,
  linkedRecords: 2100,
  openRecords: 7,
  decidedRecords: 2,
  warnings: 0b10010,
};

/** Two variables, three rows of which two are filled. */
export const payloadExample: PayloadBlock = {
  count: 2,
  tokens: Uint8Array.from({ length: 48 }, (_, index) => (index < 32 ? index : 0)),
  kinds: Uint8Array.of(1, 1, 0),
  present: Uint8Array.of(1, 0, 1, 1, 0, 0),
  values: Float64Array.of(20_045, 0, -1.5, 1, 0, 0),
};

/** Three rows of which two are filled, the second linked to nothing. */
export const linkBlockExample: LinkBlock = {
  count: 2,
  owner: 'gemeente-noord',
  register: 'bevolking',
  tokens: Uint8Array.from({ length: 48 }, (_, index) => (index < 32 ? index : 0)),
  pseudonyms: Uint8Array.from({ length: 48 }, (_, index) => (index < 32 ? 64 + index : 0)),
  quality: Uint8Array.of(15, 255, 0),
  clusterSize: Uint16Array.of(2, 1, 0),
  probability: Uint8Array.of(24, 255, 0),
  personProbability: Uint8Array.of(20, 255, 0),
  review: Uint8Array.of(2, 0, 0),
};

/** Three rows of which two are filled: one that moved to another person, and one that is gone. */
export const eventBlockExample: EventBlock = {
  count: 2,
  owner: 'gemeente-noord',
  register: 'bevolking',
  tokens: Uint8Array.from({ length: 48 }, (_, index) => (index < 32 ? index : 0)),
  before: Uint8Array.from({ length: 48 }, (_, index) => (index < 32 ? 64 + index : 0)),
  after: Uint8Array.from({ length: 48 }, (_, index) => (index < 16 ? 128 + index : 0)),
  kinds: Uint8Array.of(4, 2, 0),
  reasons: Uint8Array.of(0b10001, 0b100, 0),
};

export const lookRequestExample: LookRequest = {
  study: 'jeugd-en-werk',
  specHash: countUp(32, 0),
  owner: 'gemeente-noord',
  register: 'bevolking',
  run: countUp(16, 80),
  otherOwner: 'gemeente-zuid',
  otherRegister: 'werk',
  otherRun: countUp(16, 90),
  random: countUp(16, 40),
  sequence: 2,
  requests: 3,
  looks: 10,
  capacity: 1000,
  sealed: countUp(48, 100),
  signature: countUp(64, 150),
};

/** Three rows of which two are filled. */
export const lookRequestBlockExample: LookRequestBlock = {
  count: 2,
  numbers: Uint32Array.of(7, 70_000, 0),
  tokens: Uint8Array.from({ length: 48 }, (_, index) => (index < 32 ? index : 0)),
};

const reply = {
  study: 'jeugd-en-werk',
  specHash: countUp(32, 0),
  owner: 'gemeente-noord',
  register: 'bevolking',
  round: countUp(32, 40),
  request: countUp(32, 9),
  sequence: 2,
};

export const lookAnswerExample: LookAnswer = {
  ...reply,
  capacity: 1000,
  sealed: countUp(48, 100),
  signature: countUp(64, 150),
};

export const lookRefusalExample: LookRefusal = {
  ...reply,
  code: 'LOOK_BUDGET',
  signature: countUp(64, 150),
};

/** Three rows of which two are filled, of two fields of 16 bits. */
export const lookAnswerBlockExample: LookAnswerBlock = {
  count: 2,
  numbers: Uint32Array.of(7, 70_000, 0),
  filters: Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8, 0, 0, 0, 0),
  rarity: Uint8Array.of(0b0110, 0b1100, 0),
};

/** The code and the place of the refusal that `action` ends in; `accepted` when it ends in none. */
export function refusalOf(action: () => unknown): string {
  try {
    action();
  } catch (thrown) {
    const { code, place } = thrown as KoppelError;
    return [code, place.field, place.rule].filter((part) => part !== undefined).join(' ');
  }
  return 'accepted';
}
