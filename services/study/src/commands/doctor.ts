// SPDX-License-Identifier: EUPL-1.2
/**
 * `koppel-study doctor`: the log from the seat of the coordinator, or of a mandate that has a user of
 * its own. Needs no key file, and leaves nothing behind.
 */
import { parseArguments, type CommandContext } from '@koppel/console';
import { KoppelError } from '@koppel/errors';
import {
  doctor as examine,
  doctorData,
  doctorExitCode,
  doctorText,
  type Role,
} from '@koppel/transport';
import { folderOption } from '../options.ts';
import { readStudyFolder } from '../study-folder.ts';

const kinds = { folder: 'string', log: 'string', as: 'string' } as const;

/** The exit code of the first thing that is wrong. STUDY_*, STUDY_FORM. */
export async function doctor(context: CommandContext): Promise<number | undefined> {
  const args = parseArguments(context.argv, kinds);
  const { study } = readStudyFolder(folderOption(args));
  const name = args.text('as') ?? 'coordinator';
  const isMandate = study.mandates.some(({ id }) => id === name);
  if (name !== 'coordinator' && !isMandate) throw new KoppelError('USAGE', { path: '--as' });
  const role: Role = isMandate ? { kind: 'mandate', name } : { kind: 'coordinator' };
  const { environment, language } = context;
  const options = { environment, clock: () => Date.now() };
  const findings = await examine(args.required('log'), study, role, options);
  context.print(
    args.flag('json')
      ? JSON.stringify({ study: study.id, as: name, findings: doctorData(findings) })
      : doctorText(findings, language),
  );
  return doctorExitCode(findings);
}
