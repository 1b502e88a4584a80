// SPDX-License-Identifier: EUPL-1.2
/** What `--check` looks at, for every service of the linkage unit. */
import type { CommandContext } from '@koppel/console';
import { examine, examineFile, examineLog, type Finding, type Setting } from '@koppel/serve';
import { readStudyFile } from '../read-study.ts';
import type { UnitConfig } from './config.ts';

type Places = Pick<UnitConfig, 'study' | 'keys' | 'passphraseFile' | 'log'>;

/** The environment, with the passphrase's file as the configuration has it. */
export function environmentOf(
  { passphraseFile }: Pick<Places, 'passphraseFile'>,
  { environment }: CommandContext,
): CommandContext['environment'] {
  return passphraseFile === undefined
    ? environment
    : { ...environment, KOPPEL_PASSPHRASE_FILE: passphraseFile };
}

export async function findingsOf(
  config: Places,
  context: CommandContext,
): Promise<{ readonly findings: Finding[]; readonly settings: Setting[] }> {
  const { KOPPEL_PASSPHRASE_FILE: passphrase = '' } = environmentOf(config, context);
  const { findings, settings } = await examineLog(config.log, context.environment);
  return {
    findings: [
      ...(await examine('study', () => readStudyFile(config.study))),
      ...(await examineFile('keys', config.keys)),
      ...(passphrase === '' ? [] : await examineFile('passphraseFile', passphrase)),
      ...findings,
    ],
    settings,
  };
}
