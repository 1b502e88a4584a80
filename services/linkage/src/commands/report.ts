// SPDX-License-Identifier: EUPL-1.2
/** `koppel-linkage report`: the pages of the last linkage again, elsewhere or in another language. */
import { join } from 'node:path';
import { parseArguments, type CommandContext } from '@koppel/console';
import { readReport, writeReport } from '../report/report.ts';

const kinds = { state: 'string', out: 'string' } as const;

/** The folder within a state in which a run leaves its report. */
export const reportFolder = (state: string): string => join(state, 'report');

/** FILE_MISSING before the first linkage; LINKAGE_REPORT, DISK_FULL, WRITE_FAILED. */
export function report(context: CommandContext): Promise<undefined> {
  const args = parseArguments(context.argv, kinds);
  const folder = reportFolder(args.required('state'));
  const made = readReport(folder);
  const page = writeReport(args.text('out') ?? folder, made, context.language);
  context.print(args.flag('json') ? JSON.stringify(made) : page);
  return Promise.resolve(undefined);
}
