// SPDX-License-Identifier: EUPL-1.2
/**
 * The peers clkhash and anonlink, set up and timed by their own scripts in the folder `peers` that
 * lies in `shared` beside the clone. A user's clone has no such folder: then they are left out, and
 * the result says so.
 */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const execute = promisify(execFile);

const root = fileURLToPath(new URL('../../../../', import.meta.url));
const scripts = join(root, '..', 'shared', 'peers');

export interface Peers {
  /**
   * Runs one job of the peers' script in a fresh process and gives its JSON.
   * @param code Python that takes the job instead, beside the peers' scripts
   */
  run(job: object, code?: string): Promise<PeerResult>;
}

export interface PeerResult {
  readonly seconds: number;
  /** Processor time, of its own and its children. */
  readonly cpu_s?: number;
  /** Share of bits that are set. */
  readonly fill?: number;
  readonly records?: number;
  readonly comparisons?: number;
  readonly candidates?: number;
}

/** Sets the peers up in the clone where needed (about a minute), or gives the reason why not. */
export async function openPeers(): Promise<Peers | { readonly skipped: string }> {
  const speed = join(scripts, 'speed.py');
  if (!existsSync(speed)) return { skipped: 'the folder shared/peers is not beside this clone' };
  const folder = join(root, '.koppel', 'peers');
  const python = join(folder, 'venv', 'bin', 'python');
  if (!existsSync(join(folder, 'versions.txt'))) {
    try {
      await execute('bash', [join(scripts, 'setup.sh'), folder], { maxBuffer: 1 << 26 });
    } catch {
      return { skipped: 'the peers could not be set up (Python 3.11 with venv is needed)' };
    }
  }
  return {
    async run(job, code) {
      const work = code === undefined ? [speed, '--job'] : ['-c', code];
      const { stdout } = await execute(python, [...work, JSON.stringify(job)], {
        maxBuffer: 1 << 26,
        cwd: scripts,
        env: { ...process.env, PYTHONDONTWRITEBYTECODE: '1' },
      });
      return JSON.parse(stdout.trim().split('\n').at(-1)!) as PeerResult;
    },
  };
}
