// SPDX-License-Identifier: EUPL-1.2
/** The account of decisions, line by line, for a person. */
import type { Language } from '@koppel/errors';
import type { Account } from './decision-log.ts';
import { reasonWords, verdictWords } from './table.ts';

const words = {
  en: {
    sound: 'Account of decisions, every line as it was written',
    lines: 'Lines', head: 'Hash of the last line',
    over: 'over: a record changed or is gone', keep: 'Keep the last hash elsewhere: it shows if lines are taken away.',
    none: 'Nothing has been decided yet.',
  },
  nl: {
    sound: 'Logboek van besluiten, elke regel zoals die is geschreven',
    lines: 'Regels', head: 'Hash van de laatste regel',
    over: 'voorbij: een record is gewijzigd of weg', keep: 'Bewaar de laatste hash elders: die toont of er regels worden weggehaald.',
    none: 'Er is nog niets besloten.',
  },
} as const; // prettier-ignore

/** When, which pair, what, who and why. */
export function accountText({ entries, head }: Account, language: Language): string {
  const text = words[language];
  if (entries.length === 0) return text.none;
  const lines = entries.flatMap((entry): string[] => {
    const time = `${entry.time.slice(0, 16).replace('T', ' ')}Z`;
    if (entry.kind === 'voided') return entry.pairs.map((pair) => `${time}  ${pair}  ${text.over}`);
    return entry.decisions.map(({ pair, verdict, reviewer, reason }) =>
      [
        time,
        pair,
        verdictWords[language][verdict].padEnd(12),
        reviewer.padEnd(12),
        reasonWords[language][reason],
      ].join('  '),
    );
  });
  return [
    text.sound,
    '',
    ...lines,
    '',
    `${text.lines.padEnd(28)}${String(entries.length)}`,
    `${text.head.padEnd(28)}${head.hash}`,
    text.keep,
  ].join('\n');
}
