// SPDX-License-Identifier: EUPL-1.2
/**
 * Linkage programs of others, run as programs beside ours: in Python environments of their own under
 * the folder that git ignores, with exactly the packages that a file names. They get the records of
 * published or invented persons, never who is who. No role has anything of this.
 */
import { execFile } from 'node:child_process';
import { cpSync, existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const execute = promisify(execFile);
const root = fileURLToPath(new URL('../../../../../', import.meta.url));
const scripts = join(root, 'scripts', 'peers');
const wanted = join(scripts, 'requirements.txt');

export type Tool = 'anonlink' | 'splink' | 'ecm';

/** What a column holds, by which each program is told how to compare it. */
export type ColumnRole =
  'given' | 'surname' | 'date' | 'street' | 'text' | 'postcode' | 'number' | 'code';

export interface PeerColumn {
  readonly name: string;
  readonly role: ColumnRole;
}

export interface PeerJob {
  /** Holds `a.csv` and, unless it is deduplication, `b.csv`. */
  readonly folder: string;
  /** Takes what is found. */
  readonly out: string;
  readonly tool: Tool;
  readonly columns: readonly PeerColumn[];
  readonly dedupe: boolean;
}

/** One way of linking: a file of rows and scores, and what it took. */
export interface PeerRun {
  readonly variant: string;
  readonly file: string;
  readonly cpuSeconds: number;
  readonly pairs: number;
}

export interface Programs {
  readonly run: (job: PeerJob) => Promise<PeerRun[]>;
  /** As they are named on a page. */
  readonly versions: string;
}

/** Python 3.11, for which the packages are chosen; undefined where there is none. */
async function findPython(): Promise<string | undefined> {
  const check = 'import sys, venv; sys.exit(sys.version_info[:2] != (3, 11))';
  for (const name of ['python3.11', 'python3']) {
    try {
      await execute(name, ['-c', check]);
      return name;
    } catch {
      continue;
    }
  }
  return undefined;
}

/** Only what needs no building, and nothing but what is named: no package runs code here. */
const pip = [
  '-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--no-input',
  '--only-binary', ':all:', '--no-deps', '--timeout', '20', '--retries', '1',
] as const; // prettier-ignore

/** `name version` of the programs themselves. */
function versionsIn(requirements: string): string {
  const programs = ['clkhash', 'anonlink', 'splink', 'recordlinkage'];
  const lines = requirements.split('\n').map((line) => line.split('=='));
  return programs
    .map((name) => `${name} ${lines.find(([one]) => one === name)?.[1] ?? ''}`)
    .join(', ');
}

/** Sets the programs up where needed (a minute), or gives the reason why not. */
export async function openPrograms(
  folder: string = join(root, '.koppel', 'programs'),
): Promise<Programs | { readonly skipped: string }> {
  const python = join(folder, 'venv', 'bin', 'python');
  const installed = join(folder, 'requirements.txt');
  const requirements = readFileSync(wanted, 'utf8');
  const isReady = existsSync(installed) && readFileSync(installed, 'utf8') === requirements;
  if (!isReady) {
    const found = await findPython();
    if (found === undefined) return { skipped: 'there is no Python 3.11 with venv' };
    try {
      rmSync(folder, { recursive: true, force: true });
      await execute(found, ['-m', 'venv', join(folder, 'venv')]);
      await execute(python, [...pip, '--requirement', wanted]);
      cpSync(wanted, installed);
    } catch {
      return { skipped: 'the packages of scripts/peers/requirements.txt cannot be had by pip' };
    }
  }
  return {
    versions: versionsIn(requirements),
    async run(job) {
      const { stdout } = await execute(python, [join(scripts, 'peers.py'), JSON.stringify(job)], {
        maxBuffer: 1 << 26,
        env: { ...process.env, PYTHONDONTWRITEBYTECODE: '1' },
      });
      return JSON.parse(stdout.trim().split('\n').at(-1)!) as PeerRun[];
    },
  };
}
