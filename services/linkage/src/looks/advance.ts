// SPDX-License-Identifier: EUPL-1.2
/**
 * Brings the second round of a linkage as far as it can be brought now: ends rounds of runs that no
 * longer count, plans what is needed, asks what was not asked, takes in what was answered. It can be
 * stopped anywhere, and goes on where it was.
 */
import { orderSources, type OrderedSource } from '@koppel/linkage';
import { lookShape } from '@koppel/study';
import type { ControlTopic } from '@koppel/transport';
import { gather, gatherTokens } from '../gather.ts';
import type { Choice } from '../runs.ts';
import type { RunName } from '@koppel/keys';
import { accountPlace, requireGo, type Session } from '../take-in.ts';
import { noteTaken, requireTerm } from '../unit-account.ts';
import { sharedOver } from '../workers/of-run.ts';
import { askAll, isUnasked, readBack, type TokensOf } from './ask.ts';
import { tokenBytes } from '../segments/format.ts';
import { sourceName } from './look-round.ts';
import { endOthers, missingRounds, neededRounds, planRoundsOf } from './plan-rounds.ts';
import { lookStanding, type LookStanding } from './standing.ts';
import { takeAnswers } from './take-answers.ts';

/** Tokens of each run in their order, as plans number them. Encodings are not read for it. */
function tokensIn({ study, state }: Session, { chosen }: Choice): TokensOf {
  const known = new Map<string, Uint8Array>();
  return (run: RunName) => {
    const name = sourceName(run);
    const before = known.get(name);
    if (before !== undefined) return before;
    const found = gatherTokens(
      study,
      state,
      chosen.find((one) => sourceName(one) === name)!,
    );
    const [{ rows }] = orderSources([found]) as [OrderedSource];
    const sorted = new Uint8Array(rows.length * tokenBytes);
    rows.forEach((row, at) => {
      const token = found.tokens.subarray(row * tokenBytes, (row + 1) * tokenBytes);
      sorted.set(token, at * tokenBytes);
    });
    known.set(name, sorted);
    return sorted;
  };
}

/**
 * Plans and asks; encodings are only read where something is to be planned, and let go of then.
 * @param requireNow refuses what may not be done any more: planning can take hours
 */
async function planAndAsk(
  session: Session,
  choice: Choice,
  requireNow: () => Promise<void>,
): Promise<void> {
  const { study, specHash, state, port, secrets, context, args, signal, onStage } = session;
  const { reporter } = context;
  const needed = neededRounds(choice.chosen);
  endOthers(state.looks, needed);
  const missing = missingRounds(state.looks, needed);
  if (missing.length > 0) {
    onStage?.('search');
    const { looks: store } = state;
    const masterSecret = secrets.pseudonym;
    const workers = args.count('workers', 0);
    const gathered = gather(study, state, choice);
    const elsewhereOf = sharedOver(session, gathered, reporter);
    const options = {
      study,
      specHash,
      masterSecret,
      store,
      reporter,
      workers,
      elsewhereOf,
      signal,
    };
    await planRoundsOf(missing, gathered, { ...options, now: Date.now });
  }
  const options = { study, specHash, signSecretKey: secrets.sign, port, state, signal };
  await readBack(options);
  if (!isUnasked(state)) return;
  const { requests } = lookStanding(state.looks);
  await requireNow();
  const progress = reporter.progress('ask', requests);
  const asked = await askAll(tokensIn(session, choice), options, (done) => {
    progress.update(done);
  });
  progress.end();
  reporter.event('looksAsked', { study: study.id }, { requests: asked });
}

/**
 * Gives how far the rounds are. Nothing is asked without a go that holds today.
 * @throws GATE_*, RETENTION_OVER; LINKAGE_* and KERNEL_* as the search for candidates; STATE_*, LOG_*
 */
export async function advanceLooks(
  session: Session,
  choice: Choice,
  topic: ControlTopic,
): Promise<LookStanding> {
  const { study, specHash, state, port, secrets, context, signal } = session;
  const place = accountPlace(session);
  const requireNow = async (): Promise<void> => {
    const control = (await topic.look())?.state;
    requireGo(study, choice, control);
    requireTerm(place, control);
  };
  await requireNow();
  await planAndAsk(session, choice, requireNow);
  const taken = await takeAnswers({
    study, specHash, shape: lookShape(study)!, mailboxSecretKey: secrets.mailbox, port, state,
    store: state.looks, reporter: context.reporter, signal,
  }); // prettier-ignore
  if (taken > 0) await noteTaken(place, state);
  return lookStanding(state.looks);
}
