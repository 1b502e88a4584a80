// SPDX-License-Identifier: EUPL-1.2
/** Which of the own and the partner's name a person uses (naamgebruik), in the codes of registers. */

/** Own; partner's; partner's before own; own before partner's (BRP 01.61.10); or not known. */
export type NameUsage = 'E' | 'P' | 'V' | 'N' | '';

/** BRP letters; iWmo and iJw 1–4; Centric 1–4; 0, 5, 6 and 9 where it is not known or of no use. */
export const nameUsageCodes: Readonly<Record<string, NameUsage>> = {
  e: 'E',
  p: 'P',
  v: 'V',
  n: 'N',
  '1': 'E',
  '2': 'P',
  '3': 'V',
  '4': 'N',
  '0': '',
  '5': '',
  '6': '',
  '9': '',
  eigen: 'E',
  partner: 'P',
};

/** The usage that words mean; undefined where they are no code. */
export function readNameUsage(words: string): NameUsage | undefined {
  const code = words.replaceAll(' ', '').replace(/^0(?=\d$)/, '');
  return code === '' ? '' : nameUsageCodes[code];
}
