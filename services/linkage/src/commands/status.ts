// SPDX-License-Identifier: EUPL-1.2
/** `koppel-linkage status`: may the study be worked on here, until when it may be kept, what to do. */
import { statusLines } from '@koppel/accountability';
import { logOptions, parseArguments, today, type CommandContext } from '@koppel/console';
import { verify } from '@koppel/keys/sign';
import { ControlTopic, openLog } from '@koppel/transport';
import { controlParties, topics } from '@koppel/wire';
import { readStudyFile } from '../read-study.ts';
import { unitLinkedOn } from '../unit-account.ts';

const kinds = { study: 'string', keys: 'string', log: 'string' } as const;

/** Opens no key: it reads the study, the account and, where it is named, the control topic. */
export async function status(context: CommandContext): Promise<undefined> {
  const args = parseArguments(context.argv, kinds);
  const read = readStudyFile(args.required('study'));
  const { study } = read;
  const keyFile = args.required('keys');
  const log = args.text('log');
  const port =
    log === undefined ? undefined : await openLog(log, { ...logOptions(context), readOnly: true });
  try {
    const name = topics(study.id).control;
    const topic = port && new ControlTopic(port, name, controlParties(read, verify));
    const control = (await topic?.look())?.state;
    const { lines, data } = statusLines(
      {
        study, keyFile, control,
        kept: 'encodings',
        linkedOn: unitLinkedOn(keyFile, study),
        today: today(),
        command: 'koppel-linkage destroy',
      },
      context.language,
    );
    context.print(args.flag('json') ? JSON.stringify(data) : lines.join('\n'));
  } finally {
    await port?.close();
  }
} // prettier-ignore
