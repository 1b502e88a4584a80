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
    not: 'not',
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
    not: 'niet',
  },
} as const;

function placeOf({ resource, name, pattern }: Rule, language: Language): string {
  const { every, beginning, cluster } = words[language];
  if (resource === 'cluster') return cluster;
  if (name === '*') return every;
  return pattern === 'prefixed' ? `${beginning} ${name}` : name;
}

function ruleText(rule: Rule, language: Language, operations: string = rule.operation): string {
  const host = rule.host === '*' ? '' : ` (${rule.host})`;
  const deed = rule.permission === 'deny' ? `${words[language].not} ${operations}` : operations;
  return `${rule.principal}${host}  ${deed}  ${placeOf(rule, language)}`;
}

/** One line for a user and a topic, whatever operations it is about. */
function rulesText(rules: readonly Rule[], language: Language): string[] {
  const together = new Map<string, Rule[]>();
  for (const rule of rules) {
    const name = ruleText(rule, language, '');
    together.set(name, [...(together.get(name) ?? []), rule]);
  }
  return [...together.values()].map((some) =>
    ruleText(some[0]!, language, some.map(({ operation }) => operation).join(', ')),
  );
}

function changesText(changes: readonly Change[], language: Language): string[] {
  const { topic, setting } = words[language];
  const ofTopics = changes.flatMap((one) => {
    if (one.kind === 'topic') return [`${topic}  ${one.topic}`];
    return one.kind === 'setting' ? [`${setting}  ${one.topic}  ${one.name}=${one.value}`] : [];
  });
  const rights = (['give', 'take'] as const).flatMap((kind) => {
    const rules = changes.flatMap((one) => (one.kind === kind ? [one.rule] : []));
    return rulesText(rules, language).map((text) => `${words[language][kind]}  ${text}`);
  });
  return [...ofTopics, ...rights];
}

/** One line for each change, then the rights that should not be there. */
export function planText({ changes, strays }: Plan, language: Language): string {
  const { nothing, strays: heading } = words[language];
  return [
    ...(changes.length === 0 ? [nothing] : changesText(changes, language)),
    ...(strays.length === 0 ? [] : ['', heading]),
    ...rulesText(strays, language).map((text) => `  ${text}`),
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
