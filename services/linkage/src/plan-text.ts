// SPDX-License-Identifier: EUPL-1.2
/** What a search is going to do, in a sentence for the person who waits for it. Holds counts only. */
import type { Language } from '@koppel/errors';
import type { SearchPlan } from '@koppel/linkage';

const locales = { en: 'en-GB', nl: 'nl-NL' } as const;

/** Two digits say what an estimate knows: 634,812 becomes 630,000. */
function rough(count: number, language: Language, round: (value: number) => number): string {
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(Math.max(1, count))) - 1);
  return (round(count / unit) * unit).toLocaleString(locales[language]);
}

const spans = {
  en: { second: ['second', 'seconds'], minute: ['minute', 'minutes'], hour: ['hour', 'hours'] },
  nl: { second: ['seconde', 'seconden'], minute: ['minuut', 'minuten'], hour: ['uur', 'uur'] },
} as const;

/** "about 6 minutes": in the largest unit of which there are two. */
export function timeText(seconds: number, language: Language): string {
  const [count, unit] =
    seconds < 120
      ? [Math.max(1, Math.round(seconds)), 'second' as const]
      : seconds < 7200
        ? [Math.round(seconds / 60), 'minute' as const]
        : [Math.round(seconds / 3600), 'hour' as const];
  const about = { en: 'about', nl: 'ongeveer' }[language];
  return `${about} ${String(count)} ${spans[language][unit][count === 1 ? 0 : 1]}`;
}

const enormous = (count: number, language: Language): string =>
  count < 1e6
    ? count.toLocaleString(locales[language])
    : count
        .toExponential(1)
        .replace('e+', 'e')
        .replace('.', language === 'nl' ? ',' : '.');

/** @param plan as the search stated it */
export function planText(
  { comparisons, threads, seconds, pairs }: SearchPlan,
  language: Language,
): string {
  const expected = rough(pairs.expected, language, Math.round);
  const from = rough(pairs.low, language, Math.floor);
  const to = rough(pairs.high, language, Math.ceil);
  const between = pairs.low === pairs.high ? '' : ` (${from}–${to})`;
  const all = enormous(comparisons, language);
  const time = timeText(seconds, language);
  return {
    en: `compares ${all} pairs exactly on ${String(threads)} ${threads === 1 ? 'thread' : 'threads'}; ${time}; about ${expected} pairs expected${between}`,
    nl: `vergelijkt ${all} paren exact op ${String(threads)} ${threads === 1 ? 'thread' : 'threads'}; ${time}; naar verwachting ongeveer ${expected} paren${between}`,
  }[language];
}

/** The same for a program that reads it. */
export const planCounts = (plan: SearchPlan): Readonly<Record<string, number>> => ({
  comparisons: plan.comparisons,
  threads: plan.threads,
  expectedSeconds: Math.round(plan.seconds * 10) / 10,
  expectedPairs: Math.round(plan.pairs.expected),
  expectedPairsLow: Math.floor(plan.pairs.low),
  expectedPairsHigh: Math.ceil(plan.pairs.high),
});
