// SPDX-License-Identifier: EUPL-1.2
/** A new study from answers: commented YAML in which everything that is not known yet says OPEN. Pure. */
import { designNeeds } from '@koppel/feasibility';
import { line, registerKinds, slug } from '@koppel/study';
import { z } from 'zod';

/** Of a sub-study. */
export const designs = Object.keys(designNeeds) as [keyof typeof designNeeds];

const named = z.strictObject({ id: slug, name: line });

/** What `init` asks, or reads from a file. */
export const answersSchema = z.strictObject({
  id: slug,
  title: line,
  language: z.enum(['nl', 'en']),
  synthetic: z.boolean().default(false),
  coordinator: line,
  cities: z.array(named).min(1),
  registers: z.array(z.strictObject({ id: slug, label: line, kind: z.enum(registerKinds) })).min(1),
  subStudies: z
    .array(
      z.strictObject({ id: slug, question: line, design: z.enum(designs), registers: z.array(slug).min(1) }),
    )
    .min(1),
}); // prettier-ignore

export type Answers = z.output<typeof answersSchema>;

const quoted = (text: string): string => JSON.stringify(text);
const list = (names: readonly string[]): string => `[${names.join(', ')}]`;

function head({ id, title, language, synthetic }: Answers): string {
  return `# The study. Every setting is explained in docs/study-file.md. What says OPEN is to be filled in;
# \`koppel-study check\` lists it in order. All parties use the same file: after a change the data
# owners agree on a new key, and decisions are signed anew.
koppel: 2
id: ${id}
title: ${quoted(title)}
language: ${language}
synthetic: ${String(synthetic)}
`;
}

function parties({ cities, registers, coordinator }: Answers): string {
  const owners = cities.map(
    ({ id }) => `  - id: ${id}
    city: ${id}
    registers: ${list(registers.map((one) => one.id))}
    maxRecords: 200000
    signPublicKey: OPEN # koppel-encoder key init
    mailboxPublicKey: OPEN`,
  );
  const mandates = cities.map(
    ({ id, name }) => `  - id: college-${id}
    office: ${quoted(name)}
    cities: [${id}]
    signPublicKey: OPEN # koppel-study key init, by the office that decides`,
  );
  return `
owners:
${owners.join('\n')}
coordinator:
  name: ${quoted(coordinator)}
  signPublicKey: OPEN # koppel-study key init
# Offices that may decide for a city, with the key that each signs with.
mandates:
${mandates.join('\n')}
linkageUnit:
  name: OPEN
  signPublicKey: OPEN # koppel-linkage key init
  mailboxPublicKey: OPEN
researcher:
  name: OPEN
  mailboxPublicKey: OPEN # koppel-researcher key init
  signPublicKey: OPEN
`;
}

const looks = 10;
/** Deliveries of every register that the budget of looks is enough for. */
const deliveries = 10;
/** What a study may allow. */
const mostLooks = 100_000;

/** A record takes part in a round with each other register of every owner, and in one with its own. */
function budgetOf({ cities, registers }: Answers): number {
  return Math.min(mostLooks, looks * cities.length * registers.length * deliveries);
}

/** `study.yaml` */
export function studyText(answers: Answers): string {
  const { cities, registers, subStudies } = answers;
  const names = cities.map(({ id }) => id);
  const questions = subStudies.map(
    ({ id, question }) => `  - { id: ${id}, text: ${quoted(question)} }`,
  );
  const parts = subStudies.map(
    ({ id, design, registers: own }) => `  - id: ${id}
    question: ${id}
    design: ${design}
    cities: ${list(names)}
    registers: ${list(own)}`,
  );
  const registerParts = registers.map(
    ({ id, label, kind }) => `  - id: ${id}
    label: ${quoted(label)}
    kind: ${kind} # decides which documents the law asks for
    unique: true # one person has at most one row
    payload: [] # the research variables: nothing else leaves an owner`,
  );
  return `${head(answers)}
questions:
${questions.join('\n')}

subStudies:
${parts.join('\n')}

population: { description: OPEN, from: OPEN, to: OPEN }

cities:
${cities.map(({ id, name }) => `  - { id: ${id}, name: ${quoted(name)} }`).join('\n')}

registers:
${registerParts.join('\n')}
${parties(answers)}
# What hides the persons; see docs/schemes.md and docs/privacy-officer.md before changing it.
encoding:
  scheme: saul
  parameters: { bits: 2048, k: 3 }
  similarity: hamming
  normalisation: nl-1
  fields:
    - { name: givenNames, type: givenNames, group: name, weight: { votesPerToken: 1 } }
    - { name: surname, type: surname, group: name, weight: { votesPerToken: 1 } }
    - { name: birthDate, type: date, assigned: yearOnly, onInvalid: missing, weight: { votesPerToken: 1 } }
    - { name: postcode, type: postcode, onInvalid: missing, weight: { votesPerToken: 1 } }
# Candidates of that first round are compared field by field, by filters that nobody can put beside
# others; see docs/second-round.md. An owner answers for no record more often than the budget says.
secondRound:
  looks: ${String(looks)}
  budget: ${String(budgetOf(answers))}
  rarityClasses: false # true also shows how rare a value is: worth it with four or five fields
linkage: { threshold: auto }
batches: { capacity: 1000 }
retention: { encodingsDays: 90, dataSetYears: 10 }
`;
}

/** `feasibility.yaml`: a place for every sub-study and city, and nothing found yet. */
export function feasibilityText({ id, cities, subStudies }: Answers): string {
  const parts = subStudies.map(
    (one) => `  - id: ${one.id}
    measures: OPEN # in words: in work a year later
    # outcome: { kind: share, baseline: 0.12 }
    # smallestRelevant: 0.03 # the smallest effect that would change policy
    unlinked: noEvent # or dropped: how persons without a link are counted
    cities:
${cities.map((city) => `      - city: ${city.id}\n        offers: {} # what the registers offer, by need: yes, no or unknown`).join('\n')}`,
  );
  return `# What was found out of each sub-study in each city, and what people made of it. See
# docs/coordinator. Verdicts are set with \`koppel-study verdict\`.
feasibility: 1
study: ${id}
evidence: {}
profiles: [] # { city, register, file }: what koppel-encoder profile --publishable wrote
expected: [] # { recall, precision }: each { value, low, high }, from a rehearsal
overlaps: []
subStudies:
${parts.join('\n')}
`;
}
