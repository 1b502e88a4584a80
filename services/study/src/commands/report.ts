// SPDX-License-Identifier: EUPL-1.2
/** `koppel-study report`: the feasibility report as a page, with the same as JSON beside it. */
import { parseArguments, Problems, today, writeFileWhole } from '@koppel/console';
import type { Arguments, CommandContext } from '@koppel/console';
import type { ControlDocument } from '@koppel/study';
import { lookAt } from '../control/topic.ts';
import { assess } from '../feasibility/assess.ts';
import { dayOption, folderOption, withLog } from '../options.ts';
import { reportData } from '../report/json.ts';
import type { Reported } from '../report/input.ts';
import { reportPage } from '../report/page.ts';
import { evidenceProblems, readFeasibleFolder, readProfiles } from '../study-folder.ts';

/** Documents that stand; undefined without `--log`. */
async function documentsOf(
  context: CommandContext,
  args: Arguments,
  folder: ReturnType<typeof readFeasibleFolder>,
): Promise<readonly ControlDocument[] | undefined> {
  const log = args.text('log');
  if (log === undefined) return undefined;
  const { state } = await withLog(context, log, 'read', (port) => lookAt(port, folder));
  return [...state.documents.values()];
}

/** What a report is made of: `--folder`, `--log`, `--on`. EVIDENCE_*, PROFILE_*, STUDY_* problems. */
export async function readReported(context: CommandContext, args: Arguments): Promise<Reported> {
  const folder = readFeasibleFolder(folderOption(args));
  const changed = evidenceProblems(folder);
  if (changed.length > 0) throw new Problems(changed);
  const { study, feasibility } = folder;
  const profiles = readProfiles(folder);
  const on = dayOption(args, 'on', today());
  const documents = await documentsOf(context, args, folder);
  const assessment = assess({
    study,
    feasibility,
    profiles,
    documents,
    today: on,
  });
  const specHash = Buffer.from(folder.specHash).toString('hex');
  return { study, specHash, feasibility, profiles, assessment, documents, on };
}

export const reportOptions = {
  folder: 'string',
  log: 'string',
  on: 'string',
  out: 'string',
  data: 'string',
} as const;

/** Writes `--out` (HTML) and, where it is asked for, `--data` (JSON); both take the place of older ones. */
export async function report(context: CommandContext): Promise<undefined> {
  const args = parseArguments(context.argv, reportOptions);
  const out = args.required('out');
  const reported = await readReported(context, args);
  const data = `${JSON.stringify(reportData(reported), undefined, 2)}\n`;
  writeFileWhole(out, reportPage(reported, context.language), { replace: true });
  const dataFile = args.text('data') ?? `${out.replace(/\.html?$/i, '')}.json`;
  writeFileWhole(dataFile, data, { replace: true });
  const counts = Object.groupBy(reported.assessment.cells, ({ advice }) => advice);
  const told = Object.entries(counts).map(([advice, cells]) => `${advice} ${String(cells.length)}`);
  context.print(args.flag('json') ? data : `${out}, ${dataFile}: ${told.join(', ')}`);
}
