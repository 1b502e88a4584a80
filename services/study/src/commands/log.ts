// SPDX-License-Identifier: EUPL-1.2
/** `koppel-study log`: every message on the control topic, checked. What must not be there is told. */
import { parseArguments, today, type CommandContext } from '@koppel/console';
import { KoppelError, type ErrorCode } from '@koppel/errors';
import type { ControlBody } from '@koppel/study';
import { historyOf, type HistoryLine, type Standing } from '../control/history.ts';
import { controlMessages } from '../control/topic.ts';
import { folderOption, withLog } from '../options.ts';
import { readStudyFolder } from '../study-folder.ts';
import type { Both } from '../words/names.ts';

const standingNames: Readonly<Record<Standing, Both>> = {
  entry: ['in the chain', 'in de keten'],
  noMandate: ['no mandate: does not count', 'geen mandaat: telt niet'],
  unknownReference: ['about something unknown: does not count', 'over iets onbekends: telt niet'],
  afterEnd: ['after the end: does not count', 'na het einde: telt niet'],
  contradicts: [
    'lifts what another office holds back: does not count',
    'heft op wat een ander orgaan tegenhoudt: telt niet',
  ],
  late: ['another came first: does not count', 'een ander was eerst: telt niet'],
  otherVersion: ['for another version of the study', 'voor een andere versie van de studie'],
  tampered: ['changed or forged: does not count', 'veranderd of vervalst: telt niet'],
  stranger: ['signer unknown: does not count', 'ondertekenaar onbekend: telt niet'],
  unreadable: ['unreadable: does not count', 'onleesbaar: telt niet'],
};

const problemCodes: Partial<Record<Standing, ErrorCode>> = {
  noMandate: 'CONTROL_NO_MANDATE',
  contradicts: 'CONTROL_CONTRADICTS',
  late: 'CONTROL_LATE',
  otherVersion: 'CONTROL_OTHER_VERSION',
  tampered: 'CONTROL_TAMPERED',
  unreadable: 'CONTROL_TAMPERED',
  stranger: 'CONTROL_STRANGER',
};

/** What happens to those who do nothing wrong: told, and no reason to stop. */
const harmless: readonly ErrorCode[] = ['CONTROL_OTHER_VERSION', 'CONTROL_LATE'];

/** What a record is about, in names of the study. */
export function subjectOf(body: ControlBody): string {
  if (body.kind === 'decision' || body.kind === 'withdraw') {
    return `${body.kind} ${body.subStudy}/${body.city}`;
  }
  if (body.kind === 'document') {
    return `document ${body.id} (${body.document.kind}, ${body.document.validUntil})`;
  }
  if (body.kind === 'objections') return `objections ${body.id} (${body.processBy})`;
  return body.kind === 'revoke' ? `revoke ${body.id}` : `${body.kind} ${body.on}`;
}

function lineText({ offset, standing, signer, body }: HistoryLine, language: 'en' | 'nl'): string {
  const name = standingNames[standing][language === 'nl' ? 1 : 0];
  const parts = [
    String(offset).padStart(4),
    (signer ?? '–').padEnd(14),
    (body === undefined ? '–' : subjectOf(body)).padEnd(44),
    name,
  ];
  return parts.join('  ');
}

/** Exit code 4 where a message was changed, forged, or from somebody who may not speak. */
export async function log(context: CommandContext): Promise<number | undefined> {
  const args = parseArguments(context.argv, { folder: 'string', log: 'string' });
  const folder = readStudyFolder(folderOption(args));
  const lines = await withLog(context, args.required('log'), 'read', async (port) =>
    historyOf(await controlMessages(port, folder), folder),
  );
  context.print(
    args.flag('json')
      ? JSON.stringify({ study: folder.study.id, on: today(), messages: lines })
      : lines.map((one) => lineText(one, context.language)).join('\n'),
  );
  let code: number | undefined;
  for (const { offset, standing, signer } of lines) {
    const problem = problemCodes[standing];
    if (problem === undefined) continue;
    const place = { row: offset + 1, ...(signer !== undefined && { field: signer }) };
    context.reporter.problem(new KoppelError(problem, place));
    if (!harmless.includes(problem)) code = new KoppelError(problem).exitCode;
  }
  return code;
}
