// SPDX-License-Identifier: EUPL-1.2
/** `koppel-linkage status`: may the study be worked on here, until when it may be kept, what to do. */
import { controlAt, printStatus } from '@koppel/accountability';
import { parseArguments, today, type CommandContext } from '@koppel/console';
import { readStudyFile } from '../read-study.ts';
import { unitLinkedOn } from '../unit-account.ts';

const kinds = { study: 'string', keys: 'string', log: 'string' } as const;

/** Opens no key: it reads the study, the account and, where it is named, the control topic. */
export async function status(context: CommandContext): Promise<undefined> {
  const args = parseArguments(context.argv, kinds);
  const read = readStudyFile(args.required('study'));
  const keyFile = args.required('keys');
  const standing = {
    ...read,
    keyFile,
    control: await controlAt(args.text('log'), read, context),
    kept: 'encodings',
    linkedOn: unitLinkedOn(keyFile, read),
    today: today(),
    command: 'koppel-linkage destroy',
  } as const;
  printStatus(context, standing, args.flag('json'));
}
