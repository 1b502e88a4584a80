// SPDX-License-Identifier: EUPL-1.2
/**
 * `koppel-encoder answer`: answers what the linkage unit asks in a second round, once or, with
 * `--follow`, until it is asked to stop. Shows nothing that docs/second-round.md does not allow.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import {
  logOptions,
  parseArguments,
  reportFailure,
  type Arguments,
  type CommandContext,
} from '@koppel/console';
import { exitCodes, KoppelError, type ErrorCode } from '@koppel/errors';
import { codeOf, pauseMs, stopSignal } from '@koppel/serve';
import { openLog, type LogPort } from '@koppel/transport';
import { topics } from '@koppel/wire';
import { openSession, type OwnerSession } from '../context.ts';
import { exclusionsFile } from '../exclusion/option.ts';
import { AcceptedRuns } from '../looks/accepted-runs.ts';
import { answerPass } from '../looks/answer-pass.ts';
import type { PassCounts } from '../looks/pass-work.ts';
import { defaultStateFolder, yieldMs } from '../state-folder.ts';

const kinds = {
  study: 'string',
  owner: 'string',
  keys: 'string',
  log: 'string',
  state: 'string',
  exclusions: 'string',
  'no-exclusions': 'boolean',
  'confirm-without-bsn': 'boolean',
  'confirm-lost-state': 'boolean',
  follow: 'boolean',
} as const;

/** Between two looks at a topic on which nothing is new. */
const pollMs = 1000;

interface Answering {
  readonly args: Arguments;
  readonly context: CommandContext;
  readonly session: OwnerSession;
  readonly port: LogPort;
  readonly accepted: AcceptedRuns;
  /** Safeguards that are set aside and stand in the ledger as such. */
  readonly noted: Set<string>;
  readonly signal: AbortSignal | undefined;
}

type RegisterCounts = PassCounts & { readonly register: string };

/** Every request that waits at one register; a pass at a time, so that a run can come between. */
async function answerRegister(work: Answering, register: string): Promise<RegisterCounts> {
  const { args, context, session, port, accepted, noted, signal } = work;
  const { reporter } = context;
  const total = { register, answered: 0, refused: 0, looks: 0, noise: 0, otherVersion: 0 };
  for (let more = true; more && signal?.aborted !== true;) {
    const pass = await answerPass({
      session, port, reporter, register, accepted, noted, signal,
      stateFolder: args.text('state') ?? defaultStateFolder(args.required('keys')),
      exclusionsFile: exclusionsFile(args),
      confirmWithoutBsn: args.flag('confirm-without-bsn'),
      confirmLostState: args.flag('confirm-lost-state'),
    }); // prettier-ignore
    for (const name of ['answered', 'refused', 'looks', 'noise', 'otherVersion'] as const)
      total[name] += pass[name];
    ({ more } = pass);
    // A run that waits looks now and then only: it must find the register free.
    if (more) await sleep(yieldMs, undefined, { signal }).catch(() => undefined);
  }
  return total;
}

function registersOf({ session }: Answering): readonly string[] {
  const { study, owner } = session.sender;
  return study.owners[owner]!.registers;
}

/** What waits at every register. Each is tried; the first failure is thrown when all were. */
async function answerAll(work: Answering): Promise<RegisterCounts[]> {
  const all: RegisterCounts[] = [];
  const failures: unknown[] = [];
  for (const register of registersOf(work)) {
    try {
      all.push(await answerRegister(work, register));
    } catch (thrown) {
      failures.push(thrown);
    }
  }
  if (failures.length === 0) return all;
  for (const other of failures.slice(1)) reportFailure(other, work.context.reporter);
  throw failures[0];
}

/** Tells what came of a pass, if anything did. */
function reportCounts(
  reporter: CommandContext['reporter'],
  names: Readonly<Record<'study' | 'owner', string>>,
  { register, answered, refused, looks, otherVersion }: RegisterCounts,
): void {
  const of = { ...names, register };
  if (answered + refused > 0) reporter.event('looksAnswered', of, { answered, refused, looks });
  if (otherVersion > 0) reporter.event('looksOfOtherVersion', of, { otherVersion });
}

/** Answers what comes until the signal aborts. A failure is told once, and tried again. */
async function follow(work: Answering, signal: AbortSignal): Promise<void> {
  const { context, session, port } = work;
  const { study, owner } = session.sender;
  const names = { study: study.id, owner: study.owners[owner]!.id };
  const topic = topics(study.id).lookRequests(names.owner);
  const { reporter } = context;
  const stopped = (): boolean => signal.aborted;
  let [done, failures] = [-1, 0];
  let told: ErrorCode | undefined;
  reporter.event('answering', names);
  while (!stopped()) {
    let pause = pollMs;
    try {
      const end = await port.end(topic);
      if (end !== done) {
        for (const counts of await answerAll(work)) reportCounts(reporter, names, counts);
        done = end;
      }
      [failures, told] = [0, undefined];
    } catch (thrown) {
      if (stopped()) break;
      const code = codeOf(thrown);
      if (code !== told) reportFailure(thrown, reporter);
      told = code;
      failures += 1;
      pause = pauseMs(failures, pollMs);
    }
    // The only reason for the pause to reject is the abort, which the loop then sees.
    await sleep(pause, undefined, { signal }).catch(() => undefined);
  }
  reporter.event('stopped', names);
}

const words = {
  en: {
    register: 'Register',
    answered: 'Requests answered',
    looks: 'Looks given',
    refused: 'Requests refused',
    otherVersion: 'Of another version of the study',
    noise: 'Messages from somebody else',
  },
  nl: {
    register: 'Register',
    answered: 'Verzoeken beantwoord',
    looks: 'Inzages gegeven',
    refused: 'Verzoeken geweigerd',
    otherVersion: 'Van een andere versie van de studie',
    noise: 'Berichten van een ander',
  },
} as const;

function textOf(all: readonly RegisterCounts[], { language }: CommandContext): string {
  const labels = words[language];
  const names = ['register', 'answered', 'looks', 'refused', 'otherVersion', 'noise'] as const;
  const linesOf = (one: RegisterCounts): string =>
    names.map((name) => `${labels[name].padEnd(36)}${String(one[name])}`).join('\n');
  return all.map(linesOf).join('\n\n');
}

/** Exit code 4 when something was refused. GATE_*, LOOK_*, EXCLUSIONS_*, LEDGER_*, LOG_*. */
export async function answer(context: CommandContext): Promise<number | undefined> {
  const args = parseArguments(context.argv, kinds);
  exclusionsFile(args);
  const session = await openSession(args, context);
  try {
    if (session.sender.study.secondRound === undefined) throw new KoppelError('LOOK_NO_ROUND');
    const port = await openLog(args.required('log'), logOptions(context));
    try {
      const signal = args.flag('follow') ? stopSignal(context) : undefined;
      const accepted = new AcceptedRuns(session.sender, port);
      const work: Answering = { args, context, session, port, accepted, noted: new Set(), signal };
      if (signal !== undefined) {
        await follow(work, signal);
        return undefined;
      }
      const all = await answerAll(work);
      context.print(args.flag('json') ? JSON.stringify({ registers: all }) : textOf(all, context));
      return all.some(({ refused }) => refused > 0) ? exitCodes.refused : undefined;
    } finally {
      await port.close();
    }
  } finally {
    session.close();
  }
}
