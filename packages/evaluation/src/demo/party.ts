// SPDX-License-Identifier: EUPL-1.2
/**
 * A party of the demo: a folder of its own and its own program, started as a process. Parties share
 * the log and the study file, nothing else.
 */
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { execPath } from 'node:process';
import { fileURLToPath } from 'node:url';
import { writeFileWhole, type Reporter } from '@koppel/console';
import { KoppelError } from '@koppel/errors';

export type Role = 'encoder' | 'linkage' | 'researcher';

export interface Party {
  readonly name: string;
  readonly role: Role;
  readonly folder: string;
}

/** Makes the party's folder with a passphrase that only it reads. */
export function createParty(role: Role, name: string, parent: string): Party {
  const folder = join(parent, name);
  const passphrase = randomBytes(24).toString('base64url');
  writeFileWhole(join(folder, 'passphrase'), `${passphrase}\n`, { mode: 0o600 });
  return { name, role, folder };
}

export interface Call {
  readonly args: readonly string[];
  /** Shows the program's own progress; otherwise it is shown only when the program fails. */
  readonly showProgress?: boolean;
  /** Also an end that is expected, by its exit code. */
  readonly mayEndWith?: number;
  readonly reporter: Reporter;
}

/** The program of a role, as a source that Node runs. */
export function programOf(role: Role): string {
  return fileURLToPath(new URL(`../../../../services/${role}/src/bin.ts`, import.meta.url));
}

/**
 * Runs the party's program to its end and gives what it printed. DEMO_STEP_FAILED, after the
 * program's own explanation, when it ends with another exit code than is expected.
 */
export async function runParty(party: Party, call: Call): Promise<string> {
  const child = spawn(
    execPath,
    [programOf(party.role), ...call.args, '--lang', call.reporter.language],
    {
      cwd: party.folder,
      env: { ...process.env, KOPPEL_PASSPHRASE_FILE: join(party.folder, 'passphrase') },
      stdio: ['ignore', 'pipe', call.showProgress === true ? 'inherit' : 'pipe'],
    },
  );
  const printed: Buffer[] = [];
  const told: Buffer[] = [];
  child.stdout?.on('data', (chunk: Buffer) => printed.push(chunk));
  child.stderr?.on('data', (chunk: Buffer) => told.push(chunk));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  if (code !== 0 && code !== call.mayEndWith) {
    call.reporter.relay(Buffer.concat(told).toString('utf8'));
    throw new KoppelError('DEMO_STEP_FAILED', { field: party.name });
  }
  return Buffer.concat(printed).toString('utf8');
}
