// SPDX-License-Identifier: EUPL-1.2
/**
 * What a run's summary repeats of the study's encoding: the scheme, the salt, and the reason that the
 * study gives where the scheme asks for one. And a warning that only the records can give: that the salt is
 * often missing.
 */
import type { Reporter } from '@koppel/console';
import type { Language } from '@koppel/errors';
import type { EncodingSpec, StatedEncoding } from '@koppel/study';
import type { RowReport } from './rejections.ts';

/** From this share on, a salt that is missing costs more links than one hopes for. */
const oftenMissing = 0.05;

const saltOftenMissing = {
  rule: 'saltOftenMissing',
  path: 'encoding.salt.field',
  text: {
    en: 'The field by which the study salts is missing in more than 5 % of the records. Those are rejected, or, with onInvalid: missing, can only be linked with others that lack it: choose another field, or none.',
    nl: 'Het veld waarmee de studie zout ontbreekt in meer dan 5 % van de records. Die worden afgekeurd, of zijn, met onInvalid: missing, alleen te koppelen met andere waarin het ontbreekt: kies een ander veld, of geen.',
  },
} as const;

/** Warns where more than 5 % of the encoded records have no salt. */
export function reportSalt({ encoded, tolerated }: RowReport, reporter: Reporter): void {
  const without = tolerated.find(({ rule }) => rule === 'saltMissing')?.rows ?? 0;
  if (without > oftenMissing * encoded) reporter.warning(saltOftenMissing);
}

/** The same from a profile of the register, before anything is encoded. */
export function reportSaltOf(
  { salt }: EncodingSpec,
  fields: readonly { readonly name: string; readonly completeness: number }[],
  reporter: Reporter,
): void {
  const field = fields.find(({ name }) => name === salt?.field);
  // One that the register does not have is missing in all of its records.
  const completeness = field?.completeness ?? 0;
  if (salt !== undefined && completeness < 1 - oftenMissing) reporter.warning(saltOftenMissing);
}

const words = {
  en: { scheme: 'Way of encoding', salt: 'Salted by', reason: 'Reason that the study gives' },
  nl: { scheme: 'Manier van coderen', salt: 'Gezouten met', reason: 'Reden die de studie geeft' },
} as const;

/** A line for the scheme, and for salt and reason where there are. */
export function noteLines(stated: StatedEncoding, language: Language): string[] {
  const labels = words[language];
  return (['scheme', 'salt', 'reason'] as const).flatMap((name) => {
    const value = stated[name];
    return value === undefined ? [] : [`${labels[name].padEnd(36)}${value}`];
  });
}
