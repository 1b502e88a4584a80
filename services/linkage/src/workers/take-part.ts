// SPDX-License-Identifier: EUPL-1.2
/** What every worker does before and between searches: taking in what is on the log. It answers nobody. */
import { today } from '@koppel/console';
import type { Reporter } from '@koppel/console';
import { KoppelError } from '@koppel/errors';
import { verify } from '@koppel/keys/sign';
import { checkDocuments, fieldFiltersOf, type ReadStudy, type Study } from '@koppel/study';
import { ControlTopic, type LogPort } from '@koppel/transport';
import { controlParties, topics, type BatchExpectation } from '@koppel/wire';
import { ingest } from '../ingest.ts';
import type { LinkageState } from '../state.ts';
import { unitLinkedOn } from '../unit-account.ts';
import type { UnitSecrets } from '../unit-key.ts';

export interface TakePart extends ReadStudy {
  readonly keyFile: string;
  readonly secrets: UnitSecrets;
  readonly port: LogPort;
  readonly state: LinkageState;
  readonly expectation: BatchExpectation;
  readonly reporter: Reporter;
}

/** WORK_BY_FIELDS for a study whose search nobody shares out. */
export function requireShareable(study: Study, file: string): void {
  if (fieldFiltersOf(study.encoding) !== undefined)
    throw new KoppelError('WORK_BY_FIELDS', { file });
}

/** Takes in, as `run` does; receipts are given by `run`. Its errors are those of `ingest`, and GATE_*. */
export function takeInOf(part: TakePart): () => Promise<void> {
  const { study, secrets, port, state, expectation, reporter, keyFile } = part;
  const topic = new ControlTopic(port, topics(study.id).control, controlParties(part, verify));
  const mailboxSecretKey = secrets.mailbox;
  return async () => {
    const control = (await topic.look())?.state;
    checkDocuments(study, today(), control);
    const common = { study, expectation, mailboxSecretKey, port, state, reporter };
    await ingest({ ...common, today: today(), control, linkedOn: unitLinkedOn(keyFile, part) });
  };
}
