// SPDX-License-Identifier: EUPL-1.2
/** What several commands ask of a command line: days, lists, a key, a log. */
import { logOptions, readPassphrase, today } from '@koppel/console';
import type { Arguments, CommandContext } from '@koppel/console';
import { KoppelError } from '@koppel/errors';
import { wipe } from '@koppel/keys';
import { day } from '@koppel/study';
import { openLog, type LogPort } from '@koppel/transport';
import { checkSignerKey, openSignerKey } from './signer-key.ts';
import type { StudyFolder } from './study-folder.ts';

/** The day of an option, or the one that is given. CONTROL_DATE_FORM. */
export function dayOption(args: Arguments, name: string, otherwise?: string): string {
  const value = args.text(name) ?? otherwise;
  if (value === undefined) throw new KoppelError('USAGE', { path: `--${name}` });
  if (!day.safeParse(value).success) {
    throw new KoppelError('CONTROL_DATE_FORM', { path: `--${name}` });
  }
  return value;
}

/** A day that has come: CONTROL_DATE_FUTURE for a later one. */
export function pastDay(args: Arguments, name: string, otherwise?: string): string {
  const value = dayOption(args, name, otherwise);
  if (value > today()) throw new KoppelError('CONTROL_DATE_FUTURE', { path: `--${name}` });
  return value;
}

/** A day that is not over: CONTROL_DATE_PAST for an earlier one. */
export function futureDay(args: Arguments, name: string, otherwise?: string): string {
  const value = dayOption(args, name, otherwise);
  if (value < today()) throw new KoppelError('CONTROL_DATE_PAST', { path: `--${name}` });
  return value;
}

/** `a,b` as a list; absent: empty. */
export function listOption(args: Arguments, name: string): string[] {
  return (args.text(name) ?? '')
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

/** The folder of the study: `--folder`, or where the command is given. */
export const folderOption = (args: Arguments): string => args.text('folder') ?? '.';

/** Does `work` with the signer's key, which is wiped after it. */
export async function withSigner<T>(
  context: CommandContext,
  folder: StudyFolder,
  { signer, file }: { readonly signer: string; readonly file: string },
  work: (secretKey: Uint8Array) => Promise<T>,
): Promise<T> {
  const passphrase = await readPassphrase(context.environment, context.language);
  try {
    const sign = await openSignerKey(file, passphrase);
    try {
      checkSignerKey(folder.study, signer, { sign, file });
      return await work(sign);
    } finally {
      wipe(sign);
    }
  } finally {
    wipe(passphrase);
  }
}

/** Does `work` with the log. Who writes makes it where it is missing; who reads does not touch it. */
export async function withLog<T>(
  context: CommandContext,
  log: string,
  access: 'read' | 'write',
  work: (port: LogPort) => Promise<T>,
): Promise<T> {
  const options = access === 'write' ? { create: true } : { readOnly: true };
  const port = await openLog(log, { ...logOptions(context), ...options });
  try {
    return await work(port);
  } finally {
    await port.close();
  }
}
