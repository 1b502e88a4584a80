// SPDX-License-Identifier: EUPL-1.2
/**
 * Starts the programs of the parties as their users do: as processes, each with a folder of its own,
 * an environment of its own, and the passphrase in a file.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { env, execPath } from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

export type Role = 'encoder' | 'linkage' | 'researcher' | 'study';
export type Language = 'en' | 'nl';

export interface Party {
  readonly name: string;
  readonly role: Role;
  /** Its own folder: key file, passphrase, registers, state, data set. */
  readonly folder: string;
}

export interface Call {
  readonly args: readonly string[];
  readonly language?: Language;
  /** Added to the few variables that every program gets. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Options of Node itself. */
  readonly nodeOptions?: readonly string[];
  /** The stream of which nobody reads: it is closed from the start. */
  readonly deaf?: 'stdout' | 'stderr';
  /** Hears all that the program said, whatever its end. */
  readonly listen?: (finished: Finished) => void;
}

export interface Finished {
  /** Exit code; null after a signal. */
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: Buffer;
  readonly stderr: Buffer;
}

export interface Running {
  readonly child: ChildProcess;
  readonly finished: Promise<Finished>;
}

/** What a program reported as an error, as it stands in its diagnostics. */
export interface Problem {
  readonly code: string;
  readonly place: Readonly<Record<string, string | number>>;
  readonly text: string;
}

export function programOf(role: Role): string {
  return fileURLToPath(new URL(`../../services/${role}/src/bin.ts`, import.meta.url));
}

/** Starts the party's program and collects what it says. */
export function start(party: Party, call: Call): Running {
  const { args, language = 'en', environment = {}, nodeOptions = [], deaf } = call;
  const child = spawn(
    execPath,
    [...nodeOptions, programOf(party.role), ...args, '--lang', language],
    {
      cwd: party.folder,
      env: {
        PATH: env['PATH'],
        HOME: party.folder,
        NODE_COMPILE_CACHE: env['NODE_COMPILE_CACHE'],
        KOPPEL_PASSPHRASE_FILE: join(party.folder, 'passphrase'),
        ...environment,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  if (deaf !== undefined) child[deaf].destroy();
  const stdout: Buffer[] = [];
  const stderr: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
  const finished = new Promise<Finished>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => {
      const said = { stdout: Buffer.concat(stdout), stderr: Buffer.concat(stderr) };
      call.listen?.({ code, signal, ...said });
      resolve({ code, signal, ...said });
    });
  });
  return { child, finished };
}

/** Runs the party's program to its end, whatever that is. */
export function run(party: Party, call: Call): Promise<Finished> {
  return start(party, call).finished;
}

/** Runs it and gives what it printed; an error, with its diagnostics, when it fails. */
export async function succeed(party: Party, call: Call): Promise<string> {
  const { code, stdout, stderr } = await run(party, call);
  if (code !== 0) throw Object.assign(new Error('a program failed'), { stderr: stderr.toString() });
  return stdout.toString('utf8');
}

/** Runs it and kills it (SIGKILL: no clean-up is possible) as soon as `moment` resolves. */
export async function runAndKill(
  party: Party,
  call: Call,
  moment: (signal: AbortSignal) => Promise<unknown>,
): Promise<Finished> {
  const { child, finished } = start(party, call);
  const ended = new AbortController();
  void finished.then(() => {
    ended.abort();
  });
  await moment(ended.signal).catch(() => undefined); // it may end before the moment comes
  child.kill('SIGKILL');
  return finished;
}

/** A moment for `runAndKill`: so many milliseconds after the start. */
export function afterMs(ms: number): (signal: AbortSignal) => Promise<unknown> {
  return (signal) => sleep(ms, undefined, { signal });
}

/** Every problem that a program reported, in its order. */
export function problemsOf({ stderr }: Finished): Problem[] {
  return stderr
    .toString('utf8')
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as Problem & { readonly event: string })
    .filter(({ event }) => event === 'problem');
}
