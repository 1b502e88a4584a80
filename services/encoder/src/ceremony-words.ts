// SPDX-License-Identifier: EUPL-1.2
/** What people read while they exchange files: in the files themselves, and from the command. */
import type { Language } from '@koppel/errors';
import type { CeremonyMessage } from '@koppel/wire';
import { hex } from './bytes.ts';
import type { Sender } from './egress.ts';

type StepName = CeremonyMessage['step'];

/** In file names, so in one language. */
export const stepNames = {
  commit: '1-commitment',
  reveal: '2-share',
  confirm: '3-confirmation',
} as const satisfies Record<StepName, string>;

const kinds = {
  en: { commit: 'commitment', reveal: 'sealed share', confirm: 'confirmation' },
  nl: { commit: 'vastlegging', reveal: 'verzegeld sleuteldeel', confirm: 'bevestiging' },
} as const;

const numbers = { commit: 1, reveal: 2, confirm: 3 } as const;

/** To whom a message is to be sent: names of owners. */
export function recipientsOf({ study }: Sender, message: CeremonyMessage): readonly string[] {
  if (message.step === 'reveal') return [message.recipient];
  return study.owners.map(({ id }) => id).filter((id) => id !== message.owner);
}

/** The head of a message's file. */
export function introduction(sender: Sender, message: CeremonyMessage): string {
  const { step, owner } = message;
  const to = recipientsOf(sender, message).join(', ');
  const number = String(numbers[step]);
  return [
    `Koppel, ${message.study}: key agreement, step ${number} of 3 (${kinds.en[step]})`,
    `Koppel, ${message.study}: sleutelafspraak, stap ${number} van 3 (${kinds.nl[step]})`,
    `From: ${owner}`,
    `To: ${to}`,
    `Study version: ${hex(message.specHash.subarray(0, 6))}`,
    '',
    'Save this file in the folder of the agreement and run the same command again.',
    'Bewaar dit bestand in de map van de afspraak en geef dezelfde opdracht opnieuw.',
    '',
  ].join('\n');
}

/** A file, and the owners to whom it is to be sent. */
export interface Outgoing {
  readonly file: string;
  readonly to: readonly string[];
}

/** How far this owner is, for a person or as JSON. */
export interface Standing {
  readonly study: string;
  readonly owner: string;
  readonly folder: string;
  /** Files that were written just now, to be sent. */
  readonly send: readonly Outgoing[];
  /** This owner's other files: sent before, or written just before a crash. */
  readonly sentBefore: readonly Outgoing[];
  /** What is still to come, and from whom. */
  readonly waitingFor: { readonly step: StepName; readonly owners: readonly string[] } | undefined;
  readonly next: 'share' | 'combine' | 'check' | 'nothing';
  /** Digits for the telephone, once this owner has the key. */
  readonly code: string | undefined;
}

const words = {
  en: {
    title: (study: string, owner: string) => `Key agreement of ${study}, as ${owner}`,
    send: 'Send these files, by e-mail or in any other way:',
    again: 'Written before; send again only to who did not get it:',
    to: 'to',
    waiting: (kind: string, owners: string) => `Still missing: the ${kind} of ${owners}.`,
    code: 'Read to each other on the telephone; it must be the same at every owner:',
    next: {
      share: 'Put what you receive in FOLDER and run `key share` again.',
      combine: 'Now run `key combine`.',
      check: 'Put what you receive in FOLDER and run `key check`.',
      nothing: 'All owners hold the same key. You can encode once the log holds the confirmations.',
    },
  },
  nl: {
    title: (study: string, owner: string) => `Sleutelafspraak van ${study}, als ${owner}`,
    send: 'Stuur deze bestanden, per e-mail of op een andere manier:',
    again: 'Al eerder geschreven; stuur alleen opnieuw naar wie het niet kreeg:',
    to: 'naar',
    waiting: (kind: string, owners: string) => `Nog niet binnen: ${kind} van ${owners}.`,
    code: 'Lees elkaar deze cijfers voor aan de telefoon; ze moeten bij elke bronhouder gelijk zijn:',
    next: {
      share: 'Zet wat u ontvangt in FOLDER en geef `key share` opnieuw.',
      combine: 'Geef nu de opdracht `key combine`.',
      check: 'Zet wat u ontvangt in FOLDER en geef `key check`.',
      nothing:
        'Alle bronhouders hebben dezelfde sleutel. U kunt coderen zodra het log de bevestigingen heeft.',
    },
  },
} as const;

/** The standing in sentences. */
export function describeStanding(standing: Standing, language: Language): string {
  const say = words[language];
  const { send, sentBefore, waitingFor, code, next, folder } = standing;
  const lines: string[] = [say.title(standing.study, standing.owner), ''];
  for (const [heading, files] of [
    [say.send, send],
    [say.again, sentBefore],
  ] as const) {
    if (files.length === 0) continue;
    lines.push(heading);
    for (const { file, to } of files) lines.push(`  ${file}  ${say.to} ${to.join(', ')}`);
    lines.push('');
  }
  if (waitingFor !== undefined) {
    lines.push(say.waiting(kinds[language][waitingFor.step], waitingFor.owners.join(', ')));
  }
  lines.push(say.next[next].replace('FOLDER', () => folder));
  if (code !== undefined) lines.push('', say.code, `  ${code}`);
  return lines.join('\n');
}
