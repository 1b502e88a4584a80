// SPDX-License-Identifier: EUPL-1.2
/** `koppel-study check`: everything that is still open, in the order in which to do it. */
import { parseArguments, Problems, readFileText, today } from '@koppel/console';
import type { CommandContext } from '@koppel/console';
import { KoppelError } from '@koppel/errors';
import { openItems, stepNames, type OpenItem } from '../check/open-items.ts';
import { earlierDecisions, historyOf } from '../control/history.ts';
import { controlMessages, lookAt } from '../control/topic.ts';
import { openPlaces } from '../edit/open-places.ts';
import { assess } from '../feasibility/assess.ts';
import { dayOption, folderOption, withLog } from '../options.ts';
import {
  evidenceProblems,
  feasibilityFile,
  readFeasibleFolder,
  readProfiles,
  studyFile,
  type FeasibleFolder,
} from '../study-folder.ts';
import { wordingOf } from '../words/wording.ts';

/** STUDY_OPEN for each place that nobody has filled in, before anything else is looked at. */
function requireFilled(file: string): void {
  const places = openPlaces(readFileText(file));
  if (places.length === 0) return;
  throw new Problems(places.map(({ path, row }) => new KoppelError('STUDY_OPEN', { file, row, path })));
} // prettier-ignore

async function readControlOf(
  context: CommandContext,
  log: string | undefined,
  folder: FeasibleFolder,
) {
  if (log === undefined) return { control: undefined, earlier: new Set<string>() };
  return withLog(context, log, 'read', async (port) => {
    const { state } = await lookAt(port, folder);
    const history = historyOf(await controlMessages(port, folder), folder);
    return { control: state, earlier: earlierDecisions(history) };
  });
}

function textOf(items: readonly OpenItem[], wording: ReturnType<typeof wordingOf>): string {
  if (items.length === 0) return wording.pick(['Nothing is open.', 'Er staat niets meer open.']);
  let step = '';
  const lines = items.flatMap((item, at) => {
    const heading = item.step === step ? [] : ['', wording.pick(stepNames[item.step])];
    step = item.step;
    const place = [item.subStudy, item.city === undefined ? undefined : wording.city(item.city)]
      .filter((part) => part !== undefined)
      .join(', ');
    return [
      ...heading,
      `  ${String(at + 1)}. ${place === '' ? '' : `${place}: `}${item.text}`,
    ];
  });
  return lines.slice(1).join('\n');
} // prettier-ignore

/** STUDY_OPEN, problems of the two files, EVIDENCE_*, PROFILE_*. Exit code 0 also where much is open. */
export async function check(context: CommandContext): Promise<undefined> {
  const args = parseArguments(context.argv, { folder: 'string', log: 'string', on: 'string' });
  const place = folderOption(args);
  requireFilled(studyFile(place));
  requireFilled(feasibilityFile(place));
  const folder = readFeasibleFolder(place);
  const changed = evidenceProblems(folder);
  if (changed.length > 0) throw new Problems(changed);
  const { study, feasibility } = folder;
  const on = dayOption(args, 'on', today());
  const profiles = readProfiles(folder);
  const { control, earlier } = await readControlOf(context, args.text('log'), folder);
  const documents = control && [...control.documents.values()];
  const wording = wordingOf(study, context.language);
  const items = openItems({
    assessment: assess({ study, feasibility, profiles, documents, today: on }),
    wording,
    control,
    earlier,
    outcomeOf: (id) => feasibility.subStudies.find((one) => one.id === id)?.outcome,
    today: on,
  });
  context.print(args.flag('json') ? JSON.stringify({ on, open: items }) : textOf(items, wording));
}
