// SPDX-License-Identifier: EUPL-1.2
/** `run` within a second round: asks, and waits for owners as long as it is told to. */
import type { BatchExpectation } from '@koppel/wire';
import type { Choice } from '../runs.ts';
import { controlTopicOf, takeInNow, type Session } from '../take-in.ts';
import { waitFor } from '../wait-for.ts';
import { advanceLooks } from './advance.ts';
import { canGrow, openProblems } from './in-run.ts';
import { standingShown, type LookStanding } from './standing.ts';

/**
 * Asks and takes in looks until the second round is complete; a newer run that arrives meanwhile takes
 * the place of the one before. Gives the runs that it is of.
 * @throws Problems LOOKS_OPEN when the time is over, LOOKS_REFUSED when waiting cannot help; as
 *   `takeInNow` and `advanceLooks`
 */
export async function lookWhile(
  session: Session,
  expectation: BatchExpectation,
  before: Choice,
): Promise<Choice> {
  const { study, context, args } = session;
  if (study.secondRound === undefined) return before;
  const topic = controlTopicOf(session);
  let choice = before;
  let standing: LookStanding | undefined;
  const missing = (): Error => {
    context.print(standingShown(standing!, context.language, args.flag('json')));
    return openProblems(standing!);
  };
  return waitFor(
    session,
    async () => {
      choice = await takeInNow(session, expectation, topic, choice);
      standing = await advanceLooks(session, choice, topic);
      if (standing.open.length === 0) return choice;
      if (!canGrow(standing)) throw missing();
      return undefined;
    },
    missing,
  );
}
