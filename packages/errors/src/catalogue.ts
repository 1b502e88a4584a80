// SPDX-License-Identifier: EUPL-1.2
/** Every code that any part of Koppel can report. Closed: adding one is a change to this package. */
import { auditMessages } from './catalogue/audit.ts';
import { careMessages } from './catalogue/care.ts';
import { coordinatorMessages } from './catalogue/coordinator.ts';
import { destructionMessages } from './catalogue/destruction.ts';
import { disclosureMessages } from './catalogue/disclosure.ts';
import { encodingMessages } from './catalogue/encoding.ts';
import { evaluationMessages } from './catalogue/evaluation.ts';
import { inputMessages } from './catalogue/input.ts';
import { kafkaMessages } from './catalogue/kafka.ts';
import { kernelMessages } from './catalogue/kernel.ts';
import { keysMessages } from './catalogue/keys.ts';
import { linkageMessages } from './catalogue/linkage.ts';
import { looksMessages } from './catalogue/looks.ts';
import { lookAnswerMessages } from './catalogue/look-answers.ts';
import { partyMessages } from './catalogue/party.ts';
import { releaseMessages } from './catalogue/release.ts';
import { reviewMessages } from './catalogue/review.ts';
import { runMessages } from './catalogue/run.ts';
import { sourceMessages } from './catalogue/source.ts';
import { studyMessages } from './catalogue/study.ts';
import { transportMessages } from './catalogue/transport.ts';
import { workersMessages } from './catalogue/workers.ts';
import { wireMessages } from './catalogue/wire.ts';
import type { Message } from './message.ts';

const entries = {
  ...studyMessages,
  ...coordinatorMessages,
  ...keysMessages,
  ...encodingMessages,
  ...workersMessages,
  ...wireMessages,
  ...transportMessages,
  ...kafkaMessages,
  ...kernelMessages,
  ...linkageMessages,
  ...lookAnswerMessages,
  ...reviewMessages,
  ...inputMessages,
  ...sourceMessages,
  ...evaluationMessages,
  ...partyMessages,
  ...releaseMessages,
  ...looksMessages,
  ...disclosureMessages,
  ...runMessages,
  ...careMessages,
  ...auditMessages,
  ...destructionMessages,
};

export type ErrorCode = keyof typeof entries;

export const catalogue: Readonly<Record<ErrorCode, Message>> = entries;
