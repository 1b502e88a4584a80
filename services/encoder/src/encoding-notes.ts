// SPDX-License-Identifier: EUPL-1.2
/**
 * What a run's summary repeats of the study's encoding: the scheme, and the reason that the study
 * gives where the scheme asks for one. And a warning that only the records can give: that the salt is
 * often missing.
 */
import type { Reporter } from '@koppel/console';
import type { Language } from '@koppel/errors';
import type { EncodingSpec } from '@koppel/study';
import type { RowReport } from './rejections.ts';

/** From this share on, a salt that is missing costs more links than one hopes for. */
const oftenMissing = 0.05;

const saltOftenMissing = {
  rule: 'saltOftenMissing',
  path: 'encoding.salt.field',
  text: {
    en: 'The field by which the study salts is missing in more than 5 % of the records. Those can only be linked with others that lack it: choose another field, or none.',
    nl: 'Het veld waarmee de studie zout ontbreekt in meer dan 5 % van de records. Die zijn alleen te koppelen met andere waarin het ontbreekt: kies een ander veld, of geen.',
  },
} as const;

/** Warns where more than 5 % of the encoded records have no salt. */
export function reportSalt({ encoded, tolerated }: RowReport, reporter: Reporter): void {
  const without = tolerated.find(({ rule }) => rule === 'saltMissing')?.rows ?? 0;
  if (without > oftenMissing * encoded) reporter.warning(saltOftenMissing);
}

export interface EncodingNotes {
  readonly scheme: string;
  /** The study's own words. */
  readonly reason?: string;
}

export function encodingNotes({ scheme, parameters: { reason } }: EncodingSpec): EncodingNotes {
  return typeof reason === 'string' ? { scheme, reason } : { scheme };
}

const words = {
  en: { scheme: 'Way of encoding', reason: 'Reason that the study gives' },
  nl: { scheme: 'Manier van coderen', reason: 'Reden die de studie geeft' },
} as const;

/** A line for the scheme and, if there is one, for the reason. */
export function noteLines(notes: EncodingNotes, language: Language): string[] {
  const labels = words[language];
  const line = (label: string, value: string): string => `${label.padEnd(36)}${value}`;
  const { scheme, reason } = notes;
  const first = line(labels.scheme, scheme);
  return reason === undefined ? [first] : [first, line(labels.reason, reason)];
}
