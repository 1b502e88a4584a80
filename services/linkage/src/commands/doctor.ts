// SPDX-License-Identifier: EUPL-1.2
/**
 * `koppel-linkage doctor`: the log from the seat of the linkage unit. Needs no key file, and leaves nothing
 * behind.
 */
import { parseArguments, type CommandContext } from '@koppel/console';
import { doctor as examine, doctorData, doctorExitCode, doctorText } from '@koppel/transport';
import { readStudyFile } from '../read-study.ts';

const kinds = { study: 'string', log: 'string' } as const;

/** The exit code of the first thing that is wrong. STUDY_*. */
export async function doctor(context: CommandContext): Promise<number | undefined> {
  const args = parseArguments(context.argv, kinds);
  const { study } = readStudyFile(args.required('study'));
  const { environment, language } = context;
  const options = { environment, clock: () => Date.now() };
  const findings = await examine(args.required('log'), study, { kind: 'linkageUnit' }, options);
  context.print(
    args.flag('json')
      ? JSON.stringify({ study: study.id, findings: doctorData(findings) })
      : doctorText(findings, language),
  );
  return doctorExitCode(findings);
}
