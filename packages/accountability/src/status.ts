// SPDX-License-Identifier: EUPL-1.2
/** How a study stands at a party: may it work, until when may it keep, and what to do. */
import { existsSync } from 'node:fs';
import type { CommandContext, Reporter } from '@koppel/console';
import {
  retentionOf,
  retentionWarningDays,
  type ControlState,
  type Kept,
  type ReadStudy,
  type Retention,
  type Study,
} from '@koppel/study';
import { destructionFiles } from './marker.ts'; // prettier-ignore

export interface StudyStanding extends ReadStudy {
  readonly kept: Kept;
  readonly keyFile: string;
  /** What the control topic says; undefined where there is none, or no log was named. */
  readonly control: ControlState | undefined;
  readonly linkedOn?: string | undefined;
  readonly today: string;
  /** The command that destroys, for the sentence that names it. */
  readonly command: string;
}

const words = {
  en: {
    destroyed: (file: string) => `Destroyed here. Certificate: ${file}`,
    unfinished: (command: string) => `Destroying was broken off. Go on with: ${command}`,
    allDestroyed: (day: string) => `The coordinator signed on ${day} that all parties have erased the study.`,
    ended: (day: string) => `Ended on ${day}.`,
    goesOn: 'The study goes on.',
    unknown: 'Whether it has ended is not known: name the log with --log.',
    noTerm: 'No term for keeping has begun.',
    until: (day: string, days: number) => `May be kept until ${day}, ${String(days)} days from now.`,
    soon: (command: string) => `Prepare to destroy it with: ${command}`,
    over: (day: string, command: string) =>
      `The term for keeping ended on ${day}; nothing new is begun. Destroy it with: ${command}`,
  },
  nl: {
    destroyed: (file: string) => `Hier vernietigd. Verklaring: ${file}`,
    unfinished: (command: string) => `Het vernietigen is afgebroken. Ga verder met: ${command}`,
    allDestroyed: (day: string) => `De coördinator tekende op ${day} dat alle partijen de studie hebben gewist.`,
    ended: (day: string) => `Beëindigd op ${day}.`,
    goesOn: 'De studie loopt.',
    unknown: 'Of zij is beëindigd is niet bekend: noem het log met --log.',
    noTerm: 'Er is nog geen bewaartermijn begonnen.',
    until: (day: string, days: number) => `Mag bewaard blijven tot en met ${day}, nog ${String(days)} dagen.`,
    soon: (command: string) => `Bereid het vernietigen voor met: ${command}`,
    over: (day: string, command: string) =>
      `De bewaartermijn eindigde op ${day}; er wordt niets nieuws begonnen. Vernietig met: ${command}`,
  },
} as const; // prettier-ignore

/** The standing in sentences, and as data. */
function statusLines(
  standing: StudyStanding,
  language: 'en' | 'nl',
): { readonly lines: string[]; readonly data: Readonly<Record<string, unknown>> } {
  const { study, kept, keyFile, control, linkedOn, today, command } = standing;
  const text = words[language];
  const files = destructionFiles(keyFile, standing);
  const unfinished = existsSync(files.journal) || existsSync(files.pending);
  const destroyed = !unfinished && existsSync(files.certificate);
  const { endedOn, destroyedOn } = control ?? {};
  const term = retentionOf(study, kept, { endedOn, linkedOn }, today);
  const data = { study: study.id, destroyed, unfinished, endedOn, destroyedOn, linkedOn, ...term };
  if (destroyed) return { lines: [text.destroyed(files.certificate)], data };
  const toDo = term !== undefined && term.daysLeft <= retentionWarningDays;
  const running = study.koppel === 2 && control === undefined ? text.unknown : text.goesOn;
  const lines = [
    ...(unfinished ? [text.unfinished(command)] : []),
    ...(destroyedOn === undefined ? [] : [text.allDestroyed(destroyedOn)]),
    endedOn === undefined ? running : text.ended(endedOn),
    ...(term === undefined ? [text.noTerm] : []),
    ...(term !== undefined && term.daysLeft >= 0 ? [text.until(term.until, term.daysLeft)] : []),
    ...(toDo && term.daysLeft >= 0 ? [text.soon(command)] : []),
    ...(term !== undefined && term.daysLeft < 0 ? [text.over(term.until, command)] : []),
  ];
  return { lines, data };
}

const warning = {
  en: (days: number, command: string) =>
    `days that the data of this study may still be kept: ${String(days)}; then run ${command}`,
  nl: (days: number, command: string) =>
    `dagen dat de gegevens van deze studie nog bewaard mogen blijven: ${String(days)}; geef dan ${command}`,
};

/** Tells that a term for keeping is near its end, from 30 days before it. */
export function warnOfTerm(
  reporter: Reporter,
  study: Pick<Study, 'id'>,
  term: Retention | undefined,
  command: string,
): void {
  if (term === undefined || term.daysLeft > retentionWarningDays) return;
  const days = Math.max(0, term.daysLeft);
  const text = warning[reporter.language](days, command);
  reporter.event('retentionEnds', { study: study.id, text }, { days });
}

/** Prints the standing, as sentences or as JSON. */
export function printStatus(context: CommandContext, standing: StudyStanding, json: boolean): void {
  const { lines, data } = statusLines(standing, context.language);
  context.print(json ? JSON.stringify(data) : lines.join('\n'));
}
