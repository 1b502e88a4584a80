// SPDX-License-Identifier: EUPL-1.2
/** Dutch or English: by `--lang`, else KOPPEL_LANG, else the locale of the machine. */
import type { Language } from '@koppel/errors';

/** Whether it is a language that texts are in. */
export function isLanguage(text: string): text is Language {
  return text === 'nl' || text === 'en';
}

type Environment = Readonly<Record<string, string | undefined>>;

export function languageOf(option: string | undefined, environment: Environment): Language {
  const sources = [
    option,
    environment['KOPPEL_LANG'],
    environment['LC_ALL'],
    environment['LC_MESSAGES'],
    environment['LANG'],
  ];
  const first = sources.find((text) => text !== undefined && text !== '');
  return first?.toLowerCase().startsWith('nl') === true ? 'nl' : 'en';
}
