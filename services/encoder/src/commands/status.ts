// SPDX-License-Identifier: EUPL-1.2
/** `koppel-encoder status`: may the study be worked on here, until when it may be kept, what to do. */
import { controlAt, printStatus } from '@koppel/accountability';
import { parseArguments, today, type CommandContext } from '@koppel/console';
import { readOwner } from '../context.ts';

const kinds = { study: 'string', owner: 'string', keys: 'string', log: 'string' } as const;

/** Opens no key: it reads the study and, where it is named, the control topic. */
export async function status(context: CommandContext): Promise<undefined> {
  const args = parseArguments(context.argv, kinds);
  const { study, specHash } = readOwner(args);
  const standing = {
    study,
    specHash,
    keyFile: args.required('keys'),
    control: await controlAt(args.text('log'), { study, specHash }, context),
    kept: 'encodings',
    today: today(),
    command: 'koppel-encoder destroy',
  } as const;
  printStatus(context, standing, args.flag('json'));
}
