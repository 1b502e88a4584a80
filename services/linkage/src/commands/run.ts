// SPDX-License-Identifier: EUPL-1.2
/** `koppel-linkage run`: batches in, links out. */
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
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
import { verify } from '@koppel/keys/sign';
import {
  checkDocuments,
  checkGate,
  fieldFiltersOf,
  similarityOf,
  statedEncoding,
  type ControlState,
  type ReadStudy,
  type Study,
} from '@koppel/study';
import { ControlTopic, openLog, openWork, type LogPort, type WorkPort } from '@koppel/transport';
import { controlParties, topics, type BatchExpectation } from '@koppel/wire';
import { readExpectation } from '../expectation.ts';
import { eventLines } from '../follow/events-file.ts';
import { sourceName } from '../follow/names.ts';
import { linkAgain, type Again } from '../follow/link-again.ts';
import { gather, type GatheredSource } from '../gather.ts';
import { ingest } from '../ingest.ts';
import { planCounts, planText } from '../plan-text.ts';
import type { Outcome } from '../outcome.ts';
import { publish, pseudonymsOf } from '../publish.ts';
import { readStudyFile } from '../read-study.ts';
import { giveReceipts } from '../receipts.ts';
import { ResumableSearch } from '../resumable-search.ts';
import { sharedOver } from '../workers/of-run.ts';
import { makeReport, writeReport } from '../report/report.ts';
import { beginReview, withDecidedQuality, type RunReview } from '../review/in-run.ts';
import { runSummary } from '../run-summary.ts';
import {
  chooseRuns,
  expectedSources,
  missingSources,
  type Choice,
  type ExpectedSource,
} from '../runs.ts';
import { LinkageState } from '../state.ts';
import { checkUnitKey, openUnitKey, wipeSecrets, type UnitSecrets } from '../unit-key.ts';
import { reportFolder } from './report.ts';

const kinds = {
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
} as const;

const pollMs = 300;

/** What there is before a state is opened or made: that waits until the owners have agreed. */
interface Opening extends ReadStudy {
  readonly port: LogPort;
  /** When waiting ends, in milliseconds since 1970. */
  readonly until: number;
}

interface Session extends Opening {
  readonly args: Arguments;
  readonly context: CommandContext;
  readonly secrets: UnitSecrets;
  readonly state: LinkageState;
  /** With --share: what the search is shared out over. */
  readonly work: WorkPort | undefined;
}

/** Polls until `attempt` gives something, or fails with `missing()` when the time is over. */
async function waitFor<T>(
  session: Opening,
  attempt: () => Promise<T | undefined>,
  missing: () => Error,
): Promise<T> {
  for (;;) {
    const found = await attempt();
    if (found !== undefined) return found;
    if (Date.now() >= session.until) throw missing();
    await sleep(pollMs);
  }
}

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

/** Tells of every complete run that does not count. */
function tellPassedOver({ passedOver }: Choice, { reporter }: CommandContext): void {
  for (const { owner, register, code } of passedOver) {
    if (code === '') reporter.event('runWaits', { owner, register });
    else reporter.event('runRefused', { owner, register, code });
  }
}

/** Takes batches in and answers them until of every register a run counts. Gives these runs. */
async function takeIn(session: Session, expectation: BatchExpectation): Promise<Choice> {
  const { study, port, state, secrets, context, args } = session;
  const mailboxSecretKey = secrets.mailbox;
  const { reporter } = context;
  let choice: Choice | undefined;
  const missing = (): ExpectedSource[] => missingSources(study, choice!);
  const topic = new ControlTopic(port, topics(study.id).control, controlParties(session, verify));
  try {
    await waitFor(
      session,
      async () => {
        const control = (await topic.look())?.state;
        checkDocuments(study, today(), control);
        const options = {
          study,
          expectation,
          mailboxSecretKey,
          port,
          state,
          today: today(),
          control,
          reporter,
        };
        const handled = await ingest(options);
        // The first time always: a run that ended before it answered left receipts due.
        if (handled > 0 || choice === undefined) {
          choice = chooseRuns(study, state);
          await giveReceipts(study, port, state, secrets.sign);
        }
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
  requireGo(study, choice!, (await topic.look())?.state);
  return choice!;
}

function toldOf({ since, events }: Again['linked']): Outcome['told'] {
  return since === undefined || events === undefined ? undefined : { since, events };
}

/** What was taken in while it might be is not linked any more once it may not. GATE_* errors. */
function requireGo(study: Study, { chosen }: Choice, control: ControlState | undefined): void {
  if (study.koppel === 1) return;
  for (const { owner, register } of chosen) checkGate(study, owner, register, today(), control);
}

function outcomeOf(
  sources: readonly GatheredSource[],
  { linked, rows }: Again,
  { applied: { name } }: RunReview,
): Outcome {
  return {
    ...(name === undefined ? {} : { decisions: name }),
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
function linkageName({ specHash }: Session, sources: readonly GatheredSource[]): Uint8Array {
  const hash = createHash('sha256').update('koppel/v1/linkage').update(specHash);
  for (const { owner, register, run: newest } of sources) {
    hash.update(`${owner} ${register} `).update(newest);
  }
  return new Uint8Array(hash.digest());
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
  const elsewhere = sharedOver(session, sources, reporter);
  const { falseLinkTarget, review: zone } = study.linkage;
  const groups = fieldFiltersOf(study.encoding);
  try {
    const again = await linkAgain({
      sources: sources.map(({ encoded }) => encoded),
      known: knownSources(session),
      specHash,
      file: join(args.required('state'), 'clusters.bin'),
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
  { rows, pairs, linked }: Again,
): string {
  const { study, specHash, state, context, args } = session;
  const folder = args.required('state');
  const report = makeReport({
    study,
    specHash,
    linkage: linkageName(session, sources),
    sources: sources.map(({ encoded }) => encoded),
    rows,
    pairs,
    linked,
    state,
    choice,
    today: today(),
    historyFile: join(folder, 'history'),
  });
  return writeReport(args.text('report') ?? reportFolder(folder), report, context.language);
}

async function link(session: Session, choice: Choice): Promise<void> {
  const { study, specHash, state, port, secrets, context, args } = session;
  const started = performance.now();
  const sources = gather(study, state, choice);
  if (sources.length === 0) throw new KoppelError('LINKAGE_NOTHING', {});
  const encoded = sources.map((source) => source.encoded);
  const [keyFile, stateFolder] = [args.required('keys'), args.required('state')];
  const options = { study, specHash, keyFile, stateFolder, secrets, sources: encoded };
  const review = await beginReview({ ...options, now: Date.now });
  const { again: found, wentOnFrom } = await linkGathered(session, sources, review);
  const again = withDecidedQuality(found, encoded, review);
  const { linked } = again;
  const outcome = outcomeOf(sources, again, review);
  const refusedBatches = state.refusals().length;
  const { result, isNew: published } = await publish(outcome, {
    study,
    specHash,
    secrets,
    port,
    refusedBatches,
  });
  const eventsFile = args.text('events');
  if (eventsFile !== undefined) {
    const lines = eventLines(linked.events ?? [], pseudonymsOf(study, secrets));
    writeFileWhole(eventsFile, lines, { mode: 0o600, replace: true });
  }
  const report = reportOn(session, choice, sources, again);
  const reviewed = review.finish(again);
  // Last: a run that ends before this tells the same events again.
  again.save(result);
  state.tiles.clear();
  const seconds = (performance.now() - started) / 1000;
  const passedOver = choice.passedOver.length;
  const encoding = statedEncoding(study.encoding);
  const counts = { refusedBatches, passedOver, wentOnFrom };
  const done = { published, seconds, report };
  const summary = { encoding, outcome, linked, ...counts, review: reviewed, ...done };
  context.print(runSummary(summary, context.language, args.flag('json')));
}

export async function run(context: CommandContext): Promise<undefined> {
  const args = parseArguments(context.argv, kinds);
  const until = Date.now() + args.count('wait', 0) * 1000;
  const read = readStudyFile(args.required('study'));
  checkDocuments(read.study, today());
  const keyFile = args.required('keys');
  const passphrase = await readPassphrase(context.environment, context.language);
  const secrets = await openUnitKey(keyFile, passphrase);
  checkUnitKey(read.study, secrets, keyFile);
  const log = args.required('log');
  const work = args.flag('share') ? await openWork(log, logOptions(context)) : undefined;
  const port = await openLog(log, logOptions(context));
  try {
    const opening: Opening = { ...read, port, until };
    const expectation = await agreedExpectation(opening);
    const state = new LinkageState(args.required('state'), read.specHash);
    try {
      const session: Session = { ...opening, args, context, secrets, state, work };
      await link(session, await takeIn(session, expectation));
    } finally {
      state.close();
    }
  } finally {
    await work?.close();
    await port.close();
    wipeSecrets(secrets);
    wipe(passphrase);
  }
}
