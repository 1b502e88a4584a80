// SPDX-License-Identifier: EUPL-1.2
/** `koppel-study status`: the whole study on one page, from what is on the log. */
import { parseArguments, today, writeFileWhole, type CommandContext } from '@koppel/console';
import { lookAt } from '../control/topic.ts';
import { dayOption, folderOption, withLog } from '../options.ts';
import { deliveries, newestResult } from '../status/delivery.ts';
import { statusData, statusPage, statusText, type Status } from '../status/page.ts';
import { readStudyFolder } from '../study-folder.ts';

const kinds = { folder: 'string', log: 'string', out: 'string', on: 'string' } as const;

/** Prints it, and writes `--out` (HTML) where that is given. */
export async function status(context: CommandContext): Promise<undefined> {
  const args = parseArguments(context.argv, kinds);
  const folder = readStudyFolder(folderOption(args));
  const on = dayOption(args, 'on', today());
  const now: Status = await withLog(context, args.required('log'), 'read', async (port) => {
    const control = await lookAt(port, folder);
    const result = await newestResult(port, folder);
    const options = { control: control.state, today: on, result };
    return { folder, on, control, result, deliveries: await deliveries(port, folder, options) };
  });
  const out = args.text('out');
  if (out !== undefined) {
    writeFileWhole(out, statusPage(now, context.language), { replace: true });
  }
  context.print(args.flag('json') ? JSON.stringify(statusData(now)) : statusText(now, context.language));
} // prettier-ignore
