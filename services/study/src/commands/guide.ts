// SPDX-License-Identifier: EUPL-1.2
/** `koppel-study guide`: the werkwijzer of this study, in Dutch, for the next municipality. */
import { parseArguments, readFileText, writeFileWhole, type CommandContext } from '@koppel/console';
import { guidePage } from '../guide/page.ts';
import { folderOption } from '../options.ts';
import { feasibilityFile, studyFile } from '../study-folder.ts';
import { readReported, reportOptions } from './report.ts';

/** Errors of `report`. */
export async function guide(context: CommandContext): Promise<undefined> {
  const args = parseArguments(context.argv, reportOptions);
  const out = args.required('out');
  const reported = await readReported(context, args);
  const folder = folderOption(args);
  const texts = {
    study: readFileText(studyFile(folder)),
    feasibility: readFileText(feasibilityFile(folder)),
  };
  writeFileWhole(out, guidePage(reported, texts), { replace: true });
  context.print(out);
}
