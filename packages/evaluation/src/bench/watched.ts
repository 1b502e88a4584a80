// SPDX-License-Identifier: EUPL-1.2
/**
 * A program of a party, watched while it works: processor time and memory, as Linux tells them. On
 * another system both stay unknown.
 */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { execPath } from 'node:process';
import { createInterface } from 'node:readline';
import { KoppelError } from '@koppel/errors';
import { programOf, type Party } from '../demo/party.ts';

/** What a process took. */
export interface Taken {
  /** Of all its threads; undefined where the system does not tell. */
  readonly cpuSeconds: number | undefined;
  /** Most memory held at any time, and in each quarter of the time watched, in MiB. */
  readonly peakMiB: number | undefined;
  readonly quartersMiB: readonly number[];
}

interface Sample {
  readonly cpuSeconds: number;
  readonly residentMiB: number;
  readonly peakMiB: number;
}

/** Milliseconds between two looks: what a process does after the last one is not counted. */
const lookMs = 50;

/** Of Linux: ticks of a second. */
const ticks = 100;

function sampleOf(pid: number): Sample | undefined {
  try {
    // The name of a program may hold anything, so what follows it is counted from its end.
    const stat = readFileSync(`/proc/${String(pid)}/stat`, 'latin1')
      .split(') ')
      .at(-1)!;
    const fields = stat.split(' ');
    const status = readFileSync(`/proc/${String(pid)}/status`, 'latin1');
    const kilobytes = (name: string): number =>
      Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(status)?.[1] ?? NaN);
    const [resident, peak] = [kilobytes('VmRSS'), kilobytes('VmHWM')];
    if (Number.isNaN(resident)) return undefined; // it has ended
    const cpuSeconds = (Number(fields[11]) + Number(fields[12])) / ticks;
    return { cpuSeconds, residentMiB: resident / 1024, peakMiB: peak / 1024 };
  } catch {
    return undefined;
  }
}

/** Watches a process from now on; the function that it gives ends that. */
export function watch(pid: number): () => Taken {
  const before = sampleOf(pid);
  const samples: Sample[] = [];
  const look = (): void => {
    const sample = sampleOf(pid);
    if (sample !== undefined) samples.push(sample);
  };
  const timer = setInterval(look, lookMs);
  return () => {
    clearInterval(timer);
    look();
    const last = samples.at(-1);
    const quarter = Math.max(1, Math.ceil(samples.length / 4));
    const quartersMiB = [0, 1, 2, 3].flatMap((at) => {
      const own = samples.slice(at * quarter, (at + 1) * quarter);
      return own.length === 0 ? [] : [Math.max(...own.map(({ residentMiB }) => residentMiB))];
    });
    return {
      cpuSeconds: last && last.cpuSeconds - (before?.cpuSeconds ?? 0),
      // The system brings the peak up to date less often than what is held.
      peakMiB: last && Math.max(last.peakMiB, ...quartersMiB),
      quartersMiB,
    };
  };
}

export interface Running {
  readonly pid: number;
  /** Resolves when the program tells this event; DEMO_STEP_FAILED when it ends before. */
  readonly told: (event: string) => Promise<unknown>;
  /** What it printed, when it has ended well. DEMO_STEP_FAILED. */
  readonly ended: Promise<string>;
  readonly stop: () => void;
}

/** Starts the program of a party. */
export function startParty(party: Party, args: readonly string[]): Running {
  const child = spawn(execPath, [programOf(party.role), ...args, '--json'], {
    cwd: party.folder,
    env: { ...process.env, KOPPEL_PASSPHRASE_FILE: join(party.folder, 'passphrase') },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const printed: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => printed.push(chunk));
  const heard = new Set<string>();
  const waiting = new Map<string, PromiseWithResolvers<undefined>>();
  createInterface({ input: child.stderr }).on('line', (line) => {
    const { event } = JSON.parse(line) as { event?: string };
    if (event === undefined) return;
    heard.add(event);
    waiting.get(event)?.resolve(undefined);
  });
  const ended = new Promise<string>((resolve, reject) => {
    child.on('close', (code) => {
      const failed = new KoppelError('DEMO_STEP_FAILED', { field: party.name });
      for (const one of waiting.values()) one.reject(failed);
      if (code === 0) resolve(Buffer.concat(printed).toString('utf8'));
      else reject(failed);
    });
  });
  ended.catch(() => undefined);
  return {
    pid: child.pid!,
    ended,
    told(event) {
      if (heard.has(event)) return Promise.resolve();
      const one = waiting.get(event) ?? Promise.withResolvers<undefined>();
      waiting.set(event, one);
      return one.promise;
    },
    stop: () => {
      child.kill('SIGTERM');
    },
  };
}
