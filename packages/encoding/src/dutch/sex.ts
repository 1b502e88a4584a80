// SPDX-License-Identifier: EUPL-1.2
/** Sex as registers code it. Unknown (`O`, 0, 9) is missing. */
import { normalise } from '../normalise.ts';
import { saysNothing } from './missing.ts';
import { missing, type Reading } from './reading.ts';

/** BRP M, V, O; iWmo and ISO 5218 1, 2, 0, 9; English M, F; words. */
export const sexCodes: Readonly<Record<string, 'm' | 'v' | ''>> = {
  m: 'm',
  v: 'v',
  f: 'v',
  o: '',
  '1': 'm',
  '2': 'v',
  '0': '',
  '9': '',
  man: 'm',
  mannelijk: 'm',
  male: 'm',
  vrouw: 'v',
  vrouwelijk: 'v',
  female: 'v',
  anders: '',
  onbekend: '',
};

/** `m`, `v`, or empty for not known; undefined for what is no such code. */
export function readSex(words: string): 'm' | 'v' | '' | undefined {
  return sexCodes[words.replace(/^0(?=\d$)/, '')];
}

/** A field of sex: one token, `=m` or `=v`. */
export function readSexField(value: string): Reading {
  const words = normalise(value);
  const sex = saysNothing(words) ? '' : readSex(words);
  if (sex === undefined) return { ...missing, rule: 'sexUnknown' };
  return sex === '' ? missing : { tokens: [`=${sex}`], forms: [{ name: 'code', text: sex }] };
}
