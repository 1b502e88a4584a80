// SPDX-License-Identifier: EUPL-1.2
/**
 * `koppel-encoder doctor`: the log from the seat of one data owner. Needs no key file, and leaves
 * nothing behind.
 */
import { parseArguments, type CommandContext } from '@koppel/console';
import { doctor as examine, doctorData, doctorExitCode, doctorText } from '@koppel/transport';
import { readOwner } from '../context.ts';

const kinds = { study: 'string', owner: 'string', log: 'string' } as const;

/** The exit code of the first thing that is wrong. STUDY_*, GATE_OWNER_NOT_COVERED. */
export async function doctor(context: CommandContext): Promise<number | undefined> {
  const args = parseArguments(context.argv, kinds);
  const { study, owner } = readOwner(args);
  const { id: name } = study.owners[owner]!;
  const { environment, language } = context;
  const options = { environment, clock: () => Date.now() };
  const role = { kind: 'owner', name } as const;
  const findings = await examine(args.required('log'), study, role, options);
  context.print(
    args.flag('json')
      ? JSON.stringify({ study: study.id, owner: name, findings: doctorData(findings) })
      : doctorText(findings, language),
  );
  return doctorExitCode(findings);
}
