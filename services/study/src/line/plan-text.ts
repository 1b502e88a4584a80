// SPDX-License-Identifier: EUPL-1.2
/** A plan for a broker in plain words: what would be done, and what this command leaves to people. */
import type { Language } from '@koppel/errors';
import type { Change, Plan, Rule } from '@koppel/transport';

const words = {
  en: {
    topic: 'make topic',
    setting: 'set',
    give: 'give',
    take: 'take away',
    nothing: 'Nothing to do: topics and rights are as the study says.',
    strays: 'Rights that should not be there:',
    every: 'every topic',
    beginning: 'every topic that begins with',
    cluster: 'the broker as a whole',
    to: 'to',
  },
  nl: {
    topic: 'maak topic',
    setting: 'stel in',
    give: 'geef',
    take: 'haal weg',
    nothing: 'Niets te doen: topics en rechten zijn zoals het onderzoek zegt.',
    strays: 'Rechten die er niet horen te zijn:',
    every: 'elk topic',
    beginning: 'elk topic dat begint met',
    cluster: 'de broker als geheel',
    to: 'aan',
  },
} as const;

function placeOf({ resource, name, pattern }: Rule, language: Language): string {
  const { every, beginning, cluster } = words[language];
  if (resource === 'cluster') return cluster;
  if (name === '*') return every;
  return pattern === 'prefixed' ? `${beginning} ${name}` : name;
}

function ruleText(rule: Rule, language: Language): string {
  const host = rule.host === '*' ? '' : ` (${rule.host})`;
  return `${rule.principal}${host}  ${rule.operation}  ${placeOf(rule, language)}`;
}

function changeText(change: Change, language: Language): string {
  const lead = words[language][change.kind];
  switch (change.kind) {
    case 'topic':
      return `${lead}  ${change.topic}`;
    case 'setting':
      return `${lead}  ${change.topic}  ${change.name}=${change.value}`;
    case 'give':
    case 'take':
      return `${lead}  ${ruleText(change.rule, language)}`;
  }
}

/** One line for each change, then the rights that should not be there. */
export function planText({ changes, strays }: Plan, language: Language): string {
  const { nothing, strays: heading } = words[language];
  return [
    ...(changes.length === 0 ? [nothing] : changes.map((one) => changeText(one, language))),
    ...(strays.length === 0 ? [] : ['', heading]),
    ...strays.map((rule) => `  ${ruleText(rule, language)}`),
  ].join('\n');
}

/** The same as data. */
export function planData({ changes, strays, problems }: Plan): object {
  return {
    changes: changes.map((one) =>
      one.kind === 'topic' ? { ...one, settings: Object.fromEntries(one.settings) } : one,
    ),
    strays,
    problems: problems.map(({ code, place }) => ({ code, place })),
  };
}
