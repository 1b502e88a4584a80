// SPDX-License-Identifier: EUPL-1.2
/**
 * A run of one register, from a file to sealed batches on the log: check, encode, compare with what
 * was delivered, send what is missing, remember. The one way in which records leave, whichever
 * command asks for it.
 */
import { writeFileWhole, type Reporter } from '@koppel/console';
import { createProfile } from '@koppel/encoding';
import { KoppelError } from '@koppel/errors';
import { deriveBsnKey, keyCheckValue, recordDigestKey, runIdentity, wipe } from '@koppel/keys';
import { mappedEncoding, statedEncoding, type Register } from '@koppel/study';
import type { LogPort } from '@koppel/transport';
import type { Lane } from '@koppel/wire';
import { Answers } from './answers.ts';
import { checkConfirmed, encodingKeyName } from './ceremony.ts';
import { runContent } from './content-hash.ts';
import type { OwnerSession } from './context.ts';
import { deliverRun, type Delivered, type DeliveryHooks } from './deliver.ts';
import { batchCount, buildBatch, type Run } from './egress.ts';
import { reportSalt } from './encoding-notes.ts';
import { reportFill } from './fill-watch.ts';
import { checkLookFields, reportLookFields } from './looks/look-fields.ts';
import { Gate } from './gate.ts';
import { registerFile } from './input/source.ts';
import { runsToKeep } from './looks/accepted-runs.ts';
import { forgetOthers, keepRun } from './looks/keep-run.ts';
import { readMapping } from './mapping.ts';
import { secretOf } from './owner-key.ts';
import { prepareRegister, type PreparedInput } from './prepare.ts';
import {
  rejectionReport,
  reportRejections,
  reportTolerated,
  type RowReport,
} from './rejections.ts';
import type { BatchRows } from './rows/batch-rows.ts';
import type { Excluded } from './row-encoder.ts';
import { readRuns, type LoggedRun, type RunName } from './run-log.ts';
import { isRefusedAgain, planRun, type PlanInput, type RunPlan } from './run-plan.ts';
import type { RunResult, Sample } from './run-summary.ts';
import { changedRows, settleRegister, wholeRegister, type Settled } from './settled.ts';
import { openSnapshot, SnapshotWriter, type Snapshot } from './snapshot.ts';
import { withRegisterState, type RegisterState } from './state-folder.ts';

export interface RegisterRunOptions {
  /** The register's name in the study. */
  readonly register: string;
  readonly mappingFile: string;
  /** The register's file; a register in a database has none. */
  readonly inputFile?: string | undefined;
  /** Folder of the encoder's own state, see state-folder.ts. */
  readonly stateFolder: string;
  /** Where the report of rejected rows goes, if anywhere; it replaces a file of that name. */
  readonly reportFile?: string | undefined;
  /** Send the other rows although some are rejected. */
  readonly acceptRejected?: boolean;
  /** Send the whole register, also where changes would do. */
  readonly full?: boolean;
  /** Send changes although they are fewer than the study's minimum. */
  readonly releaseNow?: boolean;
  /** Do everything but send and remember; the result has the first batch. */
  readonly dryRun?: boolean;
  /** Of a dry run: there is no log, so whether all owners confirmed the key is not known. */
  readonly offline?: boolean;
}

/** What others do during a run. */
export interface RunHooks extends DeliveryHooks {
  /** Rows to pass over. In a later run, what was sent of them before is retracted. */
  readonly excluded?: Excluded | undefined;
  /** Once, when every row was read and all checks passed; alone on this register. Not in a dry run. */
  readonly beforeSending?: (() => void | Promise<void>) | undefined;
}

export interface RunSurroundings {
  readonly session: OwnerSession;
  readonly port: LogPort;
  readonly reporter: Reporter;
}

/** All that the steps of one run share. */
interface Work extends RunSurroundings {
  /** What the rows come from, as errors name it. */
  readonly file: string;
  readonly options: RegisterRunOptions;
  readonly hooks: RunHooks;
  readonly state: RegisterState;
  readonly register: Register;
  /** Position of the register in the study. */
  readonly at: number;
  readonly lanes: readonly Lane[];
  readonly profileHash: Uint8Array;
  readonly keyCheck: Uint8Array;
}

/** The register in the study, at its position. The gate has been checked for it. */
async function registerOf(
  { session, port }: RunSurroundings,
  name: string,
): Promise<{ register: Register; at: number }> {
  const { study } = session.sender;
  const at = study.registers.findIndex(({ id }) => id === name);
  const register = study.registers[at];
  if (register === undefined) {
    throw new KoppelError('GATE_OWNER_NOT_COVERED', { path: '--register' });
  }
  await new Gate(session.sender, port).require(register.id);
  return { register, at };
}

/** The key of this very version of the study. KEY_NOT_AGREED when there is none (yet). */
function encodingKeyOf(session: OwnerSession): Uint8Array {
  const { study, specHash } = session.sender;
  const encodingKey = session.secrets[encodingKeyName(specHash)];
  if (encodingKey === undefined) throw new KoppelError('KEY_NOT_AGREED', { field: study.id });
  return encodingKey;
}

/** Nothing leaves while rows are rejected and nobody has said that this is acceptable. */
function settleRejections(report: RowReport, { options, file, reporter }: Work): void {
  const { reportFile } = options;
  if (reportFile !== undefined) {
    writeFileWhole(reportFile, rejectionReport(report), { replace: true });
  }
  reportTolerated(report, reporter);
  if (report.rejections.rows === 0) return;
  reportRejections(report, file, reporter);
  if (report.encoded === 0 && report.excluded === 0) {
    throw new KoppelError('ROWS_ALL_REJECTED', { file });
  }
  if (options.acceptRejected !== true) throw new KoppelError('ROWS_REJECTED', { file });
}

/** What this content sends, on top of what is on the log and what was answered to it. RUN_REFUSED. */
function plan(
  work: Work,
  settled: Settled,
  runs: readonly LoggedRun[],
  answers: Answers,
  before: Snapshot | 'missing' | 'damaged',
): RunPlan {
  const { study } = work.session.sender;
  const tokenKey = secretOf(work.session.secrets, 'token');
  const { records, content, changes } = settled;
  const input: PlanInput = {
    runs,
    records,
    identityOf: (ordinal, base) =>
      runIdentity(tokenKey, study.id, work.register.id, runContent(content, ordinal, base)),
    snapshot: typeof before === 'string' ? before : { run: before.of.run, changes },
    refused: (run) => answers.refusalsOf(work.register.id, run, runs).length > 0,
    minimumChanges: study.batches.minimumChanges,
    full: work.options.full ?? false,
    releaseNow: work.options.releaseNow ?? false,
  };
  if (isRefusedAgain(input)) throw new KoppelError('RUN_REFUSED', { field: work.register.id });
  return planRun(input);
}

/** Tells what was decided, where that is not what one expects. */
function reportPlan(decided: RunPlan, settled: Settled, { register, reporter }: Work): void {
  const names = { register: register.id };
  const { added, changed, removed } = settled.changes;
  if (decided.send === 'nothing') reporter.event('nothingChanged', names);
  if (decided.send === 'later') {
    reporter.event('changesHeldBack', names, { changes: added + changed + removed });
  }
  if (decided.send === 'whole' && decided.reason === 'baseRefused') {
    reporter.event('baseRefused', names);
  }
  if (decided.send === 'whole' && decided.reason !== 'first') {
    reporter.event('wholeRegister', { ...names, stage: decided.reason });
  }
}

function outgoing(work: Work, name: RunName, rows: number): Run {
  const { at, profileHash, keyCheck, session } = work;
  const { identity, ordinal, base } = name;
  const batches = batchCount(session.sender, rows);
  return { register: at, profileHash, keyCheck, identity, ordinal, base, batches };
}

/** The first batch, made and not sent. */
async function sampleOf(
  work: Work,
  run: Run,
  all: Iterable<BatchRows>,
): Promise<Sample | undefined> {
  for (const rows of all) {
    const messages = await Promise.all(
      work.lanes.map(async (lane) => ({
        lane,
        message: await buildBatch(work.session.sender, run, lane, 0, rows),
      })),
    );
    return { batches: run.batches, rows, messages };
  }
  return undefined;
}

/**
 * Looks can be asked at the newest run that was taken, and at each later one once its receipt comes.
 * What is kept of runs that were refused, or come before, goes.
 */
function keepForLooks(
  work: Work,
  { store }: PreparedInput,
  { identity: run, ordinal }: Pick<Run, 'identity' | 'ordinal'>,
  runs: readonly LoggedRun[],
  answers: Answers,
): void {
  const { session, register, state, reporter } = work;
  const { study, specHash } = session.sender;
  if (study.secondRound === undefined) return;
  const tokenKey = secretOf(session.secrets, 'token');
  const kept = { study, specHash, register: register.id, tokenKey };
  keepRun(kept, store, state, { run, ordinal, specHash }, reporter);
  const others = runsToKeep(register.id, runs, answers).map(({ identity }) => identity);
  forgetOthers(state, [run, ...others]);
}

interface Sent {
  readonly delivered: Delivered;
  readonly sample: Sample | undefined;
}

/** Sends what was decided on, and then remembers it. */
async function carryOut(
  work: Work,
  decided: RunPlan,
  prepared: PreparedInput,
  settled: Settled,
  runs: readonly LoggedRun[],
  before: Snapshot | 'missing' | 'damaged',
  now: SnapshotWriter,
  answers: Answers,
): Promise<Sent> {
  const { session, port, reporter, lanes, hooks, options } = work;
  const { sender } = session;
  const { specHash } = sender;
  const idle = { delivered: { sent: 0, alreadyThere: 0 }, sample: undefined };
  if (decided.send === 'later') return idle;
  if (decided.send === 'nothing') {
    const { run } = decided;
    if (options.dryRun !== true) keepForLooks(work, prepared, run, runs, answers);
    const known = typeof before !== 'string' && Buffer.compare(before.of.run, run.identity) === 0;
    if (!known && options.dryRun !== true) {
      now.publish({ run: run.identity, ordinal: run.ordinal, specHash });
    }
    return { ...idle, delivered: { sent: 0, alreadyThere: lanes.length * run.batches } };
  }
  const { capacity } = sender.study.batches;
  const { added, changed, removed } = settled.changes;
  const isWhole = decided.send === 'whole' || typeof before === 'string';
  const count = isWhole ? settled.records : added + changed + removed;
  const run = outgoing(work, decided.run, count);
  const all = isWhole
    ? wholeRegister(prepared.store, capacity)
    : changedRows(prepared.store, capacity, before, now);
  if (options.dryRun === true) return { ...idle, sample: await sampleOf(work, run, all) };
  const there = runs.find(({ identity }) => Buffer.compare(identity, run.identity) === 0);
  keepForLooks(work, prepared, run, runs, answers);
  const delivered = await deliverRun({ ...hooks, sender, port, reporter, lanes, run, there }, all);
  now.publish({ run: run.identity, ordinal: run.ordinal, specHash });
  return { delivered, sample: undefined };
}

/** From rows that were encoded to what is on the log. */
async function deliverPrepared(
  work: Work,
  prepared: PreparedInput,
): Promise<Omit<RunResult, 'seconds'>> {
  const { session, port, register, lanes, state, reporter } = work;
  const { study, specHash, owner } = session.sender;
  const tokenKey = secretOf(session.secrets, 'token');
  const digestKey = recordDigestKey(tokenKey, study.id, register.id, specHash);
  const before = openSnapshot(state.snapshotFile);
  const now = new SnapshotWriter(state.snapshotFile);
  try {
    const { store, rejections, excluded, tolerated } = prepared;
    const known = typeof before === 'string' ? undefined : before;
    const settled = await settleRegister({
      store, rejections, specHash, digestKey, before: known, now, reporter,
    }); // prettier-ignore
    const { records, changes } = settled;
    const rows = { rows: prepared.rows, encoded: records, excluded, rejections, tolerated };
    reportFill(reporter, register.id, prepared.fill);
    reportLookFields(study, register.id, prepared, reporter);
    reportSalt(rows, reporter);
    settleRejections(rows, work);
    if (records > study.owners[owner]!.maxRecords) {
      throw new KoppelError('QUOTA_EXCEEDED', { file: work.file });
    }
    if (work.options.dryRun !== true) await work.hooks.beforeSending?.();
    const runs = await readRuns(session.sender, port, register.id, lanes);
    const answers = new Answers(session.sender);
    await answers.read(port);
    const decided = plan(work, settled, runs, answers, before);
    reportPlan(decided, settled, work);
    const sent = await carryOut(work, decided, prepared, settled, runs, before, now, answers);
    return { rows, plan: decided, changes, encoding: statedEncoding(study.encoding), ...sent };
  } finally {
    wipe(digestKey);
    now.close();
    if (typeof before !== 'string') before.close();
  }
}

/**
 * Runs one register. Nothing leaves before every row was read and every check passed; running again,
 * also after a crash at any point, sends what is missing and nothing twice.
 * @throws GATE_*, KEY_NOT_AGREED, CEREMONY_*, MAPPING_*, INPUT_*, ROWS_*, QUOTA_EXCEEDED, RUN_REFUSED,
 * LOG_*, FILE_IN_USE, DISK_FULL, WRITE_FAILED, STATE_DAMAGED; what a hook throws
 */
export async function runRegister(
  surroundings: RunSurroundings,
  options: RegisterRunOptions,
  hooks: RunHooks = {},
): Promise<RunResult> {
  const { session, port, reporter } = surroundings;
  const { study, specHash } = session.sender;
  const started = performance.now();
  const { register, at } = await registerOf(surroundings, options.register);
  const mapping = readMapping(options.mappingFile, register, mappedEncoding(study));
  checkLookFields(options.mappingFile, study, mapping);
  const file = registerFile(mapping, options.mappingFile, options.inputFile);
  const encodingKey = encodingKeyOf(session);
  const keyCheck = keyCheckValue(encodingKey, specHash);
  const { hash: profileHash } = createProfile(study.encoding);
  if (options.offline !== true) {
    await checkConfirmed(session.sender, port, { keyCheck, profileHash });
  }
  const lanes: readonly Lane[] =
    register.payload.length === 0 ? ['identifiers'] : ['payload', 'identifiers'];
  const place = { study: study.id, specHash, register: register.id };
  return withRegisterState(options.stateFolder, place, reporter, async (state) => {
    const work: Work = {
      ...surroundings, options, file, hooks, state, register, at, lanes, profileHash, keyCheck,
    }; // prettier-ignore
    const bsnKey = study.bsnTokens === true ? deriveBsnKey(encodingKey, specHash) : undefined;
    try {
      const prepared = await prepareRegister({
        study, register, mapping, file, encodingKey, bsnKey,
        tokenKey: secretOf(session.secrets, 'token'), spillFile: state.spillFile,
        excluded: hooks.excluded, reporter,
      }); // prettier-ignore
      if (bsnKey !== undefined) {
        reporter.event('bsnTokens', { register: register.id }, { rows: prepared.numbered });
      }
      try {
        const result = await deliverPrepared(work, prepared);
        return { ...result, seconds: (performance.now() - started) / 1000 };
      } finally {
        prepared.store.close();
      }
    } finally {
      if (bsnKey !== undefined) wipe(bsnKey);
    }
  });
}
