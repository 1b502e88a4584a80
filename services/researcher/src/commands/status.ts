// SPDX-License-Identifier: EUPL-1.2
/** `koppel-researcher status`: may data sets be made, until when they may be kept, what to do. */
import { controlAt, printStatus } from '@koppel/accountability';
import { parseArguments, today, type CommandContext } from '@koppel/console';
import { readStudy } from '../study-file.ts';

const kinds = { study: 'string', keys: 'string', log: 'string' } as const;

/** Opens no key: it reads the study and, where it is named, the control topic. */
export async function status(context: CommandContext): Promise<undefined> {
  const args = parseArguments(context.argv, kinds);
  const read = readStudy(args.required('study'));
  const standing = {
    ...read,
    keyFile: args.required('keys'),
    control: await controlAt(args.text('log'), read, context),
    kept: 'dataSet',
    today: today(),
    command: 'koppel-researcher destroy',
  } as const;
  printStatus(context, standing, args.flag('json'));
}
