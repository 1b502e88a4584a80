// SPDX-License-Identifier: EUPL-1.2
/**
 * Key files that the programs made, once for all test files of a run, and whose passphrase is quick to
 * check: a whole line opens its key files dozens of times, and at the usual cost that is most of its
 * time. That the usual cost is what the programs use, the tests of `packages/keys` hold.
 */
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { env } from 'node:process';
import { openKeyFile, sealKeyFile, type KeyRole } from '@koppel/keys';
import { succeed, type Call, type Party, type Role } from './program.ts';

/** One passphrase for all parties of all tests, so that a test can open any key file. */
export const passphrase = 'vijf losse woorden zonder zin';

export const keyRoles: Readonly<Record<Role, KeyRole>> = {
  encoder: 'dataOwner',
  linkage: 'linkageUnit',
  researcher: 'researcher',
  study: 'signer',
};

/** The least that the programs accept. */
const quick = { n: 2 ** 10, r: 8, p: 1 } as const;

/** Seals a party's key file anew, with the same secrets. */
export async function quicken({ role, folder }: Party): Promise<void> {
  const file = join(folder, 'party.key');
  const words = new TextEncoder().encode(passphrase);
  const secrets = await openKeyFile(words, keyRoles[role], new Uint8Array(readFileSync(file)));
  writeFileSync(file, await sealKeyFile(words, keyRoles[role], secrets, quick), { mode: 0o600 });
}

/** A key file and its passphrase in the party's folder, by the program. What that printed. */
async function makeKeyFile(party: Party, call?: Partial<Call>): Promise<string> {
  mkdirSync(party.folder, { recursive: true });
  writeFileSync(join(party.folder, 'passphrase'), `${passphrase}\n`, { mode: 0o600 });
  return succeed(party, { ...call, args: ['key', 'init', '--keys', 'party.key'] });
}

/** How many parties of a role this test file has had: no two of them have the same keys. */
const given = new Map<Role, number>();
const shared = env['KOPPEL_TEST_SHARED']!;

/** Makes the key file of one party where no test file did. Two that do so at once both have one. */
async function sharedKeyFile(role: Role, number: number): Promise<string> {
  const folder = join(shared, `${role}-${String(number)}`);
  if (existsSync(folder)) return folder;
  const made: Party = { role, name: role, folder: mkdtempSync(join(shared, 'making-')) };
  writeFileSync(join(made.folder, 'printed'), await makeKeyFile(made));
  await quicken(made);
  try {
    renameSync(made.folder, folder);
  } catch {
    // Another was first: its keys are those of all.
    rmSync(made.folder, { recursive: true });
  }
  return folder;
}

/**
 * Gives a party its key file.
 * @param call how to call the program: then it is called for this party alone, at its usual cost
 * @returns what `key init` printed
 */
export async function giveKeyFile(party: Party, call?: Partial<Call>): Promise<string> {
  if (call !== undefined) return makeKeyFile(party, call);
  const number = given.get(party.role) ?? 0;
  given.set(party.role, number + 1);
  const from = await sharedKeyFile(party.role, number);
  mkdirSync(party.folder, { recursive: true });
  for (const name of ['party.key', 'passphrase']) {
    copyFileSync(join(from, name), join(party.folder, name));
  }
  return readFileSync(join(from, 'printed'), 'utf8');
}
