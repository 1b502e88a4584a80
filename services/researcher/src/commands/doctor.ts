// SPDX-License-Identifier: EUPL-1.2
/**
 * `koppel-researcher doctor`: the log from the seat of the researcher. Needs no key file, and leaves nothing
 * behind.
 */
import { parseArguments, type CommandContext } from '@koppel/console';
import type { Study } from '@koppel/study';
import {
  doctor as examine,
  doctorData,
  doctorExitCode,
  doctorText,
  type Role,
} from '@koppel/transport';
import { recipientId } from '../seat.ts';
import { readStudy } from '../study-file.ts';

const kinds = { study: 'string', log: 'string', as: 'string' } as const;

/** The seat at the broker. STUDY_REFERENCE. */
function roleOf(study: Study, named: string | undefined): Role {
  const id = recipientId(study, named);
  return id === 'researcher' ? { kind: 'researcher' } : { kind: 'coResearcher', name: id };
}

/** The exit code of the first thing that is wrong. STUDY_*. */
export async function doctor(context: CommandContext): Promise<number | undefined> {
  const args = parseArguments(context.argv, kinds);
  const { study } = readStudy(args.required('study'));
  const role = roleOf(study, args.text('as'));
  const { environment, language } = context;
  const options = { environment, clock: () => Date.now() };
  const findings = await examine(args.required('log'), study, role, options);
  context.print(
    args.flag('json')
      ? JSON.stringify({ study: study.id, findings: doctorData(findings) })
      : doctorText(findings, language),
  );
  return doctorExitCode(findings);
}
