// SPDX-License-Identifier: EUPL-1.2
/**
 * What is on the log comes in and is answered; which runs count is chosen anew. The command `run` does
 * this while it waits, the service for as long as it runs.
 */
import { today, type Arguments, type CommandContext } from '@koppel/console';
import { verify } from '@koppel/keys/sign';
import {
  checkDocuments,
  checkGate,
  type ControlState,
  type ReadStudy,
  type Study,
} from '@koppel/study';
import { ControlTopic, type LogPort, type WorkPort } from '@koppel/transport';
import { controlParties, topics, type BatchExpectation } from '@koppel/wire';
import { ingest, type IngestOptions } from './ingest.ts';
import { giveReceipts, type GivenReceipts } from './receipts.ts';
import { chooseRuns, type Choice } from './runs.ts';
import type { LinkageState } from './state.ts';
import { noteTaken, unitLinkedOn, type UnitAccountPlace } from './unit-account.ts';
import type { UnitSecrets } from './unit-key.ts';

/** What there is before a state is opened or made: that waits until the owners have agreed. */
export interface Opening extends ReadStudy {
  readonly port: LogPort;
  /** When waiting ends, in milliseconds since 1970. */
  readonly until: number;
}

/** Parts of a linkage, in their order. */
export type LinkStage = 'gather' | 'search' | 'publish' | 'report';

export interface Session extends Opening {
  readonly args: Arguments;
  readonly context: CommandContext;
  readonly secrets: UnitSecrets;
  readonly state: LinkageState;
  /** Receipts that were read before. */
  readonly given?: GivenReceipts;
  /** What the search is shared out over, if it is. */
  readonly work?: WorkPort | undefined;
  /** Ends taking in between two stretches, and a search between two parts. */
  readonly signal?: AbortSignal;
  /** Hears which part of the linkage begins. */
  readonly onStage?: (stage: LinkStage) => void;
  readonly onStretch?: IngestOptions['onStretch'];
}

/** Tells of every complete run that does not count. */
export function tellPassedOver({ passedOver }: Choice, { reporter }: CommandContext): void {
  for (const { owner, register, code } of passedOver) {
    if (code === '') reporter.event('runWaits', { owner, register });
    else reporter.event('runRefused', { owner, register, code });
  }
}

/**
 * Takes in what is on the log now and answers it. Gives the runs that count now: `before` when nothing
 * was new. GATE_* errors when documents do not allow it; what comes after the term for keeping is refused.
 */
export async function takeInNow(
  session: Session,
  expectation: BatchExpectation,
  topic: ControlTopic,
  before: Choice | undefined,
): Promise<Choice> {
  const { study, port, state, secrets, context, signal, onStretch } = session;
  const control = (await topic.look())?.state;
  checkDocuments(study, today(), control);
  const place = accountPlace(session);
  const handled = await ingest({
    study,
    expectation,
    mailboxSecretKey: secrets.mailbox,
    port,
    state,
    today: today(),
    control,
    linkedOn: unitLinkedOn(place.keyFile, place),
    reporter: context.reporter,
    ...(signal === undefined ? {} : { signal }),
    ...(onStretch === undefined ? {} : { onStretch }),
  });
  // The first time always: a run that ended before it answered left receipts due.
  if (handled === 0 && before !== undefined) return before;
  const choice = chooseRuns(study, state);
  await giveReceipts(study, port, state, secrets.sign, session.given);
  await noteTaken(place, state);
  return choice;
}

/** Where the account of this session's refusals and linkages lies. */
export function accountPlace({ study, specHash, args, secrets }: Session): UnitAccountPlace {
  return { study, specHash, keyFile: args.required('keys'), signSecretKey: secrets.sign };
}

/** The control topic of the session's study. */
export function controlTopicOf(session: Opening): ControlTopic {
  const { port, study } = session;
  return new ControlTopic(port, topics(study.id).control, controlParties(session, verify));
}

/** What was taken in while it might be is not linked any more once it may not. GATE_* errors. */
export function requireGo(
  study: Study,
  { chosen }: Choice,
  control: ControlState | undefined,
): void {
  for (const { owner, register } of chosen) checkGate(study, owner, register, today(), control);
}
