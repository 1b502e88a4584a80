// SPDX-License-Identifier: EUPL-1.2
/** From the text of `feasibility.yaml` to what it says of a study, or to every problem with its place. */
import { KoppelError } from '@koppel/errors';
import { problemOfIssue, readYaml, type CoordinatedStudy } from '@koppel/study';
import { feasibilitySchema, type CityPart, type Feasibility, type SubStudyPart } from './schema.ts';

export type FeasibilityResult =
  | { readonly ok: true; readonly value: Feasibility }
  | { readonly ok: false; readonly problems: readonly KoppelError[] };

const at = (path: string, index: number): string => `${path}[${String(index)}]`;

/** STUDY_REFERENCE where a name is not one of those that are known. */
function unknown(path: string, name: string, known: readonly string[]): KoppelError[] {
  return known.includes(name) ? [] : [new KoppelError('STUDY_REFERENCE', { path })];
}

/** STUDY_DUPLICATE for each name that came before. */
function repeated(names: readonly string[], pathOf: (index: number) => string): KoppelError[] {
  return names.flatMap((name, index) =>
    names.indexOf(name) < index
      ? [new KoppelError('STUDY_DUPLICATE', { path: pathOf(index) })]
      : [],
  );
}

/** What contradicts itself within one city: a `yesIf` without condition, and the reverse. */
function verdictProblems(part: CityPart, path: string): KoppelError[] {
  const of = (index: number): string => at(`${path}.conditions`, index);
  const conditional = Object.entries(part.verdicts).filter(([, one]) => one.verdict === 'yesIf');
  const missing = conditional
    .filter(([ground]) => !part.conditions.some((one) => one.ground === ground))
    .map(([ground]) => new KoppelError('VERDICT_CONTRADICTS', { path: `${path}.verdicts.${ground}` }));
  const needless = part.conditions.flatMap(({ ground }, index) => {
    const given = part.verdicts[ground];
    return given === undefined || given.verdict === 'yesIf'
      ? []
      : [new KoppelError('VERDICT_CONTRADICTS', { path: of(index) })];
  });
  return [...missing, ...needless];
} // prettier-ignore

function planProblems(part: CityPart, design: string, path: string): KoppelError[] {
  return part.plan === undefined || part.plan.design === design
    ? []
    : [new KoppelError('FEASIBILITY_DESIGN', { path: `${path}.plan.design` })];
}

function subStudyProblems(
  part: SubStudyPart,
  study: CoordinatedStudy,
  evidence: readonly string[],
  path: string,
): KoppelError[] {
  const known = study.subStudies.find(({ id }) => id === part.id);
  if (known === undefined) return [new KoppelError('STUDY_REFERENCE', { path: `${path}.id` })];
  const variables = Object.entries(part.variables).flatMap(([register, names]) => {
    const payload = study.registers.find(({ id }) => id === register)?.payload ?? [];
    const own = `${path}.variables.${register}`;
    return [
      ...unknown(own, register, known.registers),
      ...names.flatMap((name, index) => unknown(at(own, index), name, payload.map((one) => one.name))),
    ];
  });
  const cities = part.cities.flatMap((city, index) => {
    const own = at(`${path}.cities`, index);
    const cited = Object.entries(city.verdicts).flatMap(([ground, one]) =>
      one.evidence.flatMap((name, file) => unknown(at(`${own}.verdicts.${ground}.evidence`, file), name, evidence)),
    );
    return [
      ...unknown(`${own}.city`, city.city, known.cities),
      ...planProblems(city, known.design, own),
      ...verdictProblems(city, own),
      ...cited,
    ];
  });
  const names = part.cities.map(({ city }) => city);
  return [...variables, ...cities, ...repeated(names, (index) => at(`${path}.cities`, index))];
} // prettier-ignore

function consistency(read: Feasibility, study: CoordinatedStudy): KoppelError[] {
  const evidence = Object.keys(read.evidence);
  const cities = study.cities.map(({ id }) => id);
  const registers = study.registers.map(({ id }) => id);
  const fields = study.encoding.fields.map(({ name }) => name);
  const files = (names: readonly string[], path: string): KoppelError[] =>
    names.flatMap((name, index) => unknown(at(`${path}.evidence`, index), name, evidence));
  return [
    ...unknown('study', read.study, [study.id]),
    ...(read.keyFields ?? []).flatMap((name, index) => unknown(at('keyFields', index), name, fields)),
    ...read.profiles.flatMap(({ city, register, file }, index) => [
      ...unknown(`${at('profiles', index)}.city`, city, cities),
      ...unknown(`${at('profiles', index)}.register`, register, registers),
      ...unknown(`${at('profiles', index)}.file`, file, evidence),
    ]),
    ...repeated(
      read.profiles.map(({ city, register }) => `${city} ${register}`),
      (index) => at('profiles', index),
    ),
    ...read.expected.flatMap(({ city, evidence: names }, index) => [
      ...(city === undefined ? [] : unknown(`${at('expected', index)}.city`, city, cities)),
      ...files(names, at('expected', index)),
    ]),
    ...repeated(
      read.expected.map(({ city = '' }) => city),
      (index) => at('expected', index),
    ),
    ...read.overlaps.flatMap(({ city, one, other, evidence: names }, index) => [
      ...unknown(`${at('overlaps', index)}.city`, city, cities),
      ...unknown(`${at('overlaps', index)}.one`, one, registers),
      ...unknown(`${at('overlaps', index)}.other`, other, registers),
      ...files(names, at('overlaps', index)),
    ]),
    ...read.subStudies.flatMap((part, index) =>
      subStudyProblems(part, study, evidence, at('subStudies', index)),
    ),
    ...repeated(
      read.subStudies.map(({ id }) => id),
      (index) => at('subStudies', index),
    ),
  ];
} // prettier-ignore

/** Checks the text against its form and against the study that it is about. */
export function parseFeasibility(text: string, study: CoordinatedStudy): FeasibilityResult {
  const yaml = readYaml(text);
  if (!yaml.ok) return yaml;
  const parsed = feasibilitySchema.safeParse(yaml.value);
  if (!parsed.success) {
    const problems = parsed.error.issues.map((issue) => problemOfIssue(issue, yaml.value));
    return { ok: false, problems };
  }
  const problems = consistency(parsed.data, study);
  return problems.length > 0 ? { ok: false, problems } : { ok: true, value: parsed.data };
}
