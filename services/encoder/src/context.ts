// SPDX-License-Identifier: EUPL-1.2
/** What every command of the encoder starts from: the study, the owner in it, its key file. */
import { requireStudyHere } from '@koppel/accountability';
import {
  Problems,
  readFileText,
  readPassphrase,
  type Arguments,
  type CommandContext,
} from '@koppel/console';
import { KoppelError } from '@koppel/errors';
import { mailboxPublicKey, wipe } from '@koppel/keys';
import { signingPublicKey } from '@koppel/keys/sign';
import { encodePublicKey, parseStudy, type ReadStudy } from '@koppel/study';
import type { OwnerInStudy } from './run-log.ts';
import type { Sender } from './egress.ts';
import { openOwnerKey, saveOwnerKey, secretOf, type Secrets } from './owner-key.ts';

export interface OwnerSession {
  readonly sender: Sender;
  readonly secrets: Secrets;
  readonly save: (secrets: Secrets) => Promise<void>;
  /** Overwrites every secret in memory. */
  close(): void;
}

/** Reads and checks a study. All STUDY_* problems at once, with the file. */
export function readStudyFile(file: string): ReadStudy {
  const read = parseStudy(readFileText(file));
  if (read.ok) return read.value;
  throw new Problems(
    read.problems.map(({ code, place }) => new KoppelError(code, { file, ...place })),
  );
}

/** The owner that the command line names, in its study. STUDY_* problems, GATE_OWNER_NOT_COVERED. */
export function readOwner(args: Arguments): OwnerInStudy {
  const file = args.required('study');
  const { study, specHash } = readStudyFile(file);
  const name = args.required('owner');
  const owner = study.owners.findIndex(({ id }) => id === name);
  if (owner < 0) throw new KoppelError('GATE_OWNER_NOT_COVERED', { file, path: '--owner' });
  return { study, specHash, owner };
}

/**
 * Opens study and key file and checks that they belong together: STUDY_* problems,
 * GATE_OWNER_NOT_COVERED for an unknown owner, KEY_NOT_THIS_OWNER for another's key file; DESTRUCTION_*
 * where this owner has destroyed the study.
 */
export async function openSession(args: Arguments, context: CommandContext): Promise<OwnerSession> {
  const { study, specHash, owner } = readOwner(args);
  const party = study.owners[owner]!;
  const keyFile = args.required('keys');
  requireStudyHere(keyFile, { study, specHash });
  const passphrase = await readPassphrase(context.environment, context.language);
  const secrets = await openOwnerKey(keyFile, passphrase);
  const signSecretKey = secretOf(secrets, 'sign');
  const same =
    encodePublicKey(signingPublicKey(signSecretKey)) === party.signPublicKey &&
    encodePublicKey(mailboxPublicKey(secretOf(secrets, 'mailbox'))) === party.mailboxPublicKey;
  if (!same) {
    throw new KoppelError('KEY_NOT_THIS_OWNER', { file: keyFile, field: party.id });
  }
  return {
    sender: { study, specHash, owner, signSecretKey },
    secrets,
    save: (changed) => saveOwnerKey(keyFile, passphrase, changed, { replace: true }),
    close() {
      wipe(passphrase, ...Object.values(secrets));
    },
  };
}
