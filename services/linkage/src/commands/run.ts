// SPDX-License-Identifier: EUPL-1.2
/** `koppel-linkage run`: batches in, links out. */
import { requireStudyHere, warnOfTerm } from '@koppel/accountability';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import {
  logOptions,
  parseArguments,
  Problems,
  readPassphrase,
  today,
  writeFileWhole,
} from '@koppel/console';
import type { Arguments, CommandContext } from '@koppel/console';
import { isKoppelError, KoppelError } from '@koppel/errors';
import { wipe } from '@koppel/keys';
import {
  checkDocuments,
  fieldFiltersOf,
  similarityOf,
  statedEncoding,
  type Study,
} from '@koppel/study';
import { openLog, openWork, type WorkPort } from '@koppel/transport';
import type { BatchExpectation } from '@koppel/wire';
import { readExpectation } from '../expectation.ts';
import { eventLines } from '../follow/events-file.ts';
import { sourceName } from '../follow/names.ts';
import { linkAgain, type Again } from '../follow/link-again.ts';
import type { Looked } from '../follow/link-now.ts';
import { gather, gatherDigested, type GatheredSource } from '../gather.ts';
import { lookedOf } from '../looks/in-run.ts';
import { lookWhile } from '../looks/look-while.ts';
import { lookStanding } from '../looks/standing.ts';
import { planCounts, planText } from '../plan-text.ts';
import type { Outcome } from '../outcome.ts';
import { publish, pseudonymsOf } from '../publish.ts';
import { readStudyFile } from '../read-study.ts';
import { ResumableSearch } from '../resumable-search.ts';
import { GivenReceipts } from '../receipts.ts';
import { sharedOver } from '../workers/of-run.ts';
import { makeReport, writeReport } from '../report/report.ts';
import { beginReview, withDecidedQuality, type RunReview } from '../review/in-run.ts';
import { runSummary } from '../run-summary.ts';
import { expectedSources, missingSources, type Choice, type ExpectedSource } from '../runs.ts';
import { withState } from '../locked-state.ts';
import {
  accountPlace,
  controlTopicOf,
  requireGo,
  takeInNow,
  tellPassedOver,
  type Opening,
  type Session,
} from '../take-in.ts';
import { accountable, noteLinked, noteOverride, requireTerm, unitTerm } from '../unit-account.ts';
import { checkUnitKey, openUnitKey, wipeSecrets } from '../unit-key.ts';
import { waitFor } from '../wait-for.ts';
import { reportFolder } from './report.ts';

/** The options of the command. */
export const runKinds = {
  study: 'string',
  keys: 'string',
  log: 'string',
  state: 'string',
  wait: 'string',
  workers: 'string',
  events: 'string',
  report: 'string',
  'allow-missing': 'boolean',
  share: 'boolean',
  'first-round': 'boolean',
} as const;

async function agreedExpectation(session: Opening): Promise<BatchExpectation> {
  const { study, specHash, port } = session;
  let missing: readonly string[] = [];
  return waitFor(
    session,
    async () => {
      const found = await readExpectation(study, specHash, port);
      if (!('missing' in found)) return found;
      ({ missing } = found);
      return undefined;
    },
    () => new Problems(missing.map((field) => new KoppelError('KEY_NOT_AGREED', { field }))),
  );
}

/** Takes batches in and answers them until of every register a run counts. Gives these runs. */
async function takeIn(session: Session, expectation: BatchExpectation): Promise<Choice> {
  const { study, context, args } = session;
  let choice: Choice | undefined;
  const missing = (): ExpectedSource[] => missingSources(study, choice!);
  const topic = controlTopicOf(session);
  try {
    await waitFor(
      session,
      async () => {
        choice = await takeInNow(session, expectation, topic, choice);
        const enough = args.flag('allow-missing') && Date.now() >= session.until;
        return missing().length === 0 || enough ? true : undefined;
      },
      () =>
        new Problems(
          missing().map(
            ({ owner, register }) =>
              new KoppelError('LINKAGE_INCOMPLETE', { field: `${owner}/${register}` }),
          ),
        ),
    );
  } finally {
    if (choice !== undefined) tellPassedOver(choice, context);
  }
  const control = (await topic.look())?.state;
  requireGo(study, choice!, control);
  requireTerm(accountPlace(session), control);
  return choice!;
}

function toldOf({ since, events }: Again['linked']): Outcome['told'] {
  return since === undefined || events === undefined ? undefined : { since, events };
}

function outcomeOf(
  sources: readonly GatheredSource[],
  { linked, rows }: Again,
  { applied: { name } }: RunReview,
  looked: Looked | undefined,
): Outcome {
  return {
    ...(name === undefined ? {} : { decisions: name }),
    ...(looked === undefined ? {} : { looked: looked.name }),
    threshold: linked.threshold.threshold,
    search: linked.search,
    estimate: linked.threshold,
    candidatePairs: linked.candidatePairs,
    decidedGreedily: linked.decidedGreedily,
    told: toldOf(linked),
    sources: sources.map((source, at) => ({ source, rows: rows[at]! })),
  };
}

/** The sources of the study, as the linkage names them. */
function knownSources({ study }: Session): { name: string; unique: boolean }[] {
  return expectedSources(study).map((one) => ({
    name: sourceName(one),
    unique: study.registers.find(({ id }) => id === one.register)!.unique,
  }));
}

/** Names a linkage by what goes into it; parts of a search are kept under this name. */
export function linkageName(
  { specHash }: Pick<Session, 'specHash'>,
  sources: readonly Pick<GatheredSource, 'owner' | 'register' | 'run'>[],
): Uint8Array {
  const hash = createHash('sha256').update('koppel/v1/linkage').update(specHash);
  for (const { owner, register, run: newest } of sources) {
    hash.update(`${owner} ${register} `).update(newest);
  }
  return new Uint8Array(hash.digest());
}

/** By what decided, too: both rounds of the same runs are two linkages. */
function reportedName(linkage: Uint8Array, looked: Looked | undefined): Uint8Array {
  if (looked === undefined) return linkage;
  return new Uint8Array(createHash('sha256').update(linkage).update(looked.name).digest());
}

interface Gathered {
  readonly again: Again;
  /** Where a search that was killed went on, as a share of the linkage, 0–1. */
  readonly wentOnFrom: number | undefined;
}

const goesOn = {
  en: (percent: number) => `goes on from ${String(percent)} %`,
  nl: (percent: number) => `gaat verder vanaf ${String(percent)} %`,
} as const;

/** Links what was gathered, from where a run that was killed had come. */
async function linkGathered(
  session: Session,
  sources: readonly GatheredSource[],
  { applied }: RunReview,
  looked: Looked | undefined,
): Promise<Gathered> {
  const { study, specHash, state, context, args } = session;
  const { reporter } = context;
  const progress = reporter.progress('link', 1000);
  const workers = args.count('workers', 0);
  let share = 0;
  let wentOnFrom: number | undefined;
  const resume = new ResumableSearch({
    tiles: state.tiles,
    linkage: linkageName(session, sources),
    now: () => performance.now(),
    onGoesOn: () => {
      wentOnFrom = share;
      const percent = Math.floor(share * 100);
      reporter.event(
        'goesOn',
        { stage: 'link', text: goesOn[context.language](percent) },
        { percent },
      );
    },
    onNoRoom: () => {
      reporter.event('notKept', { stage: 'link', code: 'DISK_FULL' });
    },
  });
  const { falseLinkTarget, review: zone } = study.linkage;
  const groups = fieldFiltersOf(study.encoding);
  const elsewhere = sharedOver(session, sources, reporter);
  try {
    const again = await linkAgain({
      sources: sources.map(({ encoded }) => encoded),
      known: knownSources(session),
      specHash,
      file: join(args.required('state'), 'clusters.bin'),
      looked,
      options: {
        similarity: similarityOf(study.encoding),
        threshold: study.linkage.threshold,
        ...(groups === undefined ? {} : { groups }),
        ...(study.linkage.search === undefined ? {} : { search: study.linkage.search }),
        ...(falseLinkTarget === undefined ? {} : { falseLinkTarget }),
        assignment: study.linkage.assignment ?? 'greedy',
        decisions: applied.named,
        review: zone === undefined ? {} : { zone },
        oneToOne: true, // where the study says that a register is unique
        ...(workers > 0 ? { workers } : {}),
        ...(session.signal === undefined ? {} : { signal: session.signal }),
        onPlan: (plan, names) => {
          const text = `${[...new Set(names)].join(' × ')}: ${planText(plan, context.language)}`;
          context.reporter.event('searchPlan', { text }, planCounts(plan));
        },
        onProgress: (done: number) => {
          share = done;
          progress.update(Math.round(done * 1000));
        },
        // Those who share the work keep what is done, on the log.
        ...(elsewhere === undefined ? { resume } : { elsewhereOf: elsewhere }),
      },
    });
    progress.end();
    return { again, wentOnFrom };
  } catch (thrown) {
    // Searching again would end the same way: pairs are not kept for nothing.
    if (isKoppelError(thrown, 'LINKAGE_TOO_MANY_PAIRS')) state.tiles.clear();
    throw thrown;
  }
}

/** Writes the quality report. Gives the path of its page. */
function reportOn(
  session: Session,
  choice: Choice,
  sources: readonly GatheredSource[],
  { rows, pairs, linked, looked }: Again & { readonly looked: Looked | undefined },
): string {
  const { study, specHash, state, context, args } = session;
  const folder = args.required('state');
  const report = makeReport({
    study,
    specHash,
    linkage: reportedName(linkageName(session, sources), looked),
    sources: sources.map(({ encoded }) => encoded),
    rows,
    pairs,
    linked,
    looked: looked !== undefined,
    state,
    choice,
    today: today(),
    historyFile: join(folder, 'history'),
  });
  return writeReport(args.text('report') ?? reportFolder(folder), report, context.language);
}

/** Whether somebody asks for what the first round alone gives, of a study that has two. */
function isFirstOnly({ study, args }: Pick<Session, 'study' | 'args'>): boolean {
  return study.secondRound !== undefined && args.flag('first-round');
}

/**
 * Links the runs that were chosen, publishes, and prints the outcome. Gives where the account of
 * decisions stood that it followed. KERNEL_CANCELLED on the signal.
 */
export async function link(session: Session, choice: Choice): Promise<RunReview['head']> {
  const { study, specHash, state, port, secrets, context, args } = session;
  const started = performance.now();
  session.onStage?.('gather');
  const isLooked = study.secondRound !== undefined && !isFirstOnly(session);
  // What a second round decides takes no encodings.
  const sources = (isLooked ? gatherDigested : gather)(study, state, choice);
  if (sources.length === 0) throw new KoppelError('LINKAGE_NOTHING', {});
  const encoded = sources.map((source) => source.encoded);
  const looked = isLooked ? lookedOf(study, state, choice, encoded) : undefined;
  const [keyFile, stateFolder] = [args.required('keys'), args.required('state')];
  const bsnTokens = sources.map((source) => source.bsnTokens);
  const options = { study, specHash, keyFile, stateFolder, secrets, sources: encoded, bsnTokens };
  const review = await beginReview({ ...options, now: Date.now });
  session.onStage?.('search');
  const { again: found, wentOnFrom } = await linkGathered(session, sources, review, looked);
  const again = withDecidedQuality(found, encoded, review);
  const { linked } = again;
  const outcome = outcomeOf(sources, again, review, looked);
  const refusedBatches = state.refusals().length;
  session.onStage?.('publish');
  const { result, isNew: published } = await publish(outcome, {
    study,
    specHash,
    secrets,
    port,
    refusedBatches,
  });
  await noteLinked(accountPlace(session), result, published);
  const eventsFile = args.text('events');
  if (eventsFile !== undefined) {
    const lines = eventLines(linked.events ?? [], pseudonymsOf(study, secrets));
    writeFileWhole(eventsFile, lines, { mode: 0o600, replace: true });
  }
  session.onStage?.('report');
  const report = reportOn(session, choice, sources, { ...again, looked });
  const reviewed = review.finish(again);
  // Last: a run that ends before this tells the same events again.
  again.save(result);
  state.tiles.clear();
  const seconds = (performance.now() - started) / 1000;
  const passedOver = choice.passedOver.length;
  const encoding = statedEncoding(study.encoding);
  const counts = { refusedBatches, passedOver, wentOnFrom };
  const done = { published, seconds, report };
  const lookedAt = looked && lookStanding(state.looks);
  const more = { ...counts, review: reviewed, looked: lookedAt, ...done };
  const summary = { encoding, outcome, linked, ...more };
  context.print(runSummary(summary, context.language, args.flag('json')));
  return review.head;
}

/** What the search is shared out over, if it is asked for and this study's can be. LOG_WORK_FOLDER. */
async function workOf(
  args: Arguments,
  context: CommandContext,
  { encoding }: Study,
): Promise<WorkPort | undefined> {
  if (!args.flag('share')) return undefined;
  if (fieldFiltersOf(encoding) === undefined) {
    return openWork(args.required('log'), logOptions(context));
  }
  context.reporter.event('notShared', { stage: 'link', code: 'WORK_BY_FIELDS' });
  return undefined;
}

export async function run(context: CommandContext): Promise<undefined> {
  const args = parseArguments(context.argv, runKinds);
  const until = Date.now() + args.count('wait', 0) * 1000;
  const read = readStudyFile(args.required('study'));
  const { study } = read;
  const keyFile = args.required('keys');
  requireStudyHere(keyFile, read);
  await accountable({ ...read, keyFile }, 'run', () => {
    checkDocuments(study, today());
    return Promise.resolve();
  });
  const passphrase = await readPassphrase(context.environment, context.language);
  const secrets = await openUnitKey(keyFile, passphrase);
  checkUnitKey(read.study, secrets, keyFile);
  const log = args.required('log');
  const work = await workOf(args, context, study);
  const port = await openLog(log, logOptions(context));
  try {
    const opening: Opening = { ...read, port, until };
    const expectation = await agreedExpectation(opening);
    await withState(args.required('state'), read.specHash, async (state) => {
      const given = new GivenReceipts();
      const session: Session = { ...opening, args, context, secrets, state, work, given };
      const place = accountPlace(session);
      if (args.flag('allow-missing')) await noteOverride(place, 'run', 'allow-missing');
      if (isFirstOnly(session)) await noteOverride(place, 'run', 'first-round');
      await accountable(place, 'run', async () => {
        const choice = await takeIn(session, expectation);
        if (isFirstOnly(session)) await link(session, choice);
        else await link(session, await lookWhile(session, expectation, choice));
      });
      const control = (await controlTopicOf(session).look())?.state;
      warnOfTerm(context.reporter, study, unitTerm(place, control), 'koppel-linkage destroy');
    });
  } finally {
    await work?.close();
    await port.close();
    wipeSecrets(secrets);
    wipe(passphrase);
  }
}
