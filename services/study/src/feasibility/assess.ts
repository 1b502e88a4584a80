// SPDX-License-Identifier: EUPL-1.2
/**
 * One cell of the matrix, sub-study × city: what was found on each of four grounds, what people made
 * of it, and the advice that follows. Pure.
 */
import {
  advise,
  against,
  detectableEffect,
  grounds,
  judgeAllowed,
  judgePractice,
  judgeTheory,
  judgeWanted,
  perfectLinkage,
  usualBounds,
  type Advice,
  type Detectable,
  type Ground,
  type Judgement,
  type LinkageError,
  type PowerPlan,
  type Verdict,
} from '@koppel/feasibility';
import type { ControlDocument, CoordinatedStudy } from '@koppel/study';
import { profileKey, type Profiles } from '../study-folder.ts';
import type { CityPart, Feasibility, SubStudyPart } from './schema.ts';

export interface GroundCell {
  readonly found: Judgement;
  /** What a person made of it; absent while nobody did. */
  readonly verdict?: Verdict;
  readonly reason?: string;
  readonly evidence: readonly { readonly name: string; readonly sha256: string }[];
  /** Findings that the verdict is more favourable than, by their codes. */
  readonly against: readonly string[];
}

export interface PowerCell {
  readonly plan: PowerPlan;
  readonly detectable: Detectable;
  readonly linkage: LinkageError;
}

export interface Cell {
  readonly subStudy: string;
  readonly city: string;
  readonly grounds: Readonly<Record<Ground, GroundCell>>;
  readonly conditions: CityPart['conditions'];
  readonly opinions: CityPart['opinions'];
  readonly power?: PowerCell;
  /** What the findings alone would come to. */
  readonly findings: Advice;
  /** The advice: a verdict of a person counts, and without one nothing but a no. */
  readonly advice: Advice;
}

export interface Assessment {
  readonly cells: readonly Cell[];
  readonly bySubStudy: Readonly<Record<string, Advice>>;
  readonly byCity: Readonly<Record<string, Advice>>;
}

export interface AssessInput {
  readonly study: CoordinatedStudy;
  readonly feasibility: Feasibility;
  readonly profiles: Profiles;
  /** Documents that stand on the control topic; undefined where nobody looked. */
  readonly documents: readonly ControlDocument[] | undefined;
  /** `YYYY-MM-DD` */
  readonly today: string;
}

const noCity: Omit<CityPart, 'city'> = {
  present: 1,
  offers: {},
  checks: {},
  opinions: [],
  verdicts: {},
  conditions: [],
};

/** Expected linkage of a city; else of all. */
export function expectedOf(
  { expected }: Feasibility,
  city: string,
): Feasibility['expected'][number] | undefined {
  return (
    expected.find((one) => one.city === city) ?? expected.find((one) => one.city === undefined)
  );
}

/** The registers of a sub-study that an owner in this city delivers. */
export function registersOf(
  study: CoordinatedStudy,
  subStudy: string,
  city: string,
): CoordinatedStudy['registers'] {
  const wanted = study.subStudies.find(({ id }) => id === subStudy)?.registers ?? [];
  const delivered = study.owners
    .filter((owner) => owner.city === city)
    .flatMap(({ registers }) => registers);
  return study.registers.filter(({ id }) => wanted.includes(id) && delivered.includes(id));
}

function linkageOf(feasibility: Feasibility, part: CityPart): LinkageError {
  const expected = expectedOf(feasibility, part.city);
  return {
    ...(expected === undefined
      ? perfectLinkage
      : { recall: expected.recall.value, precision: expected.precision.value }),
    present: part.present,
  };
}

function powerOf(part: SubStudyPart | undefined, city: CityPart): PowerPlan | undefined {
  if (part?.outcome === undefined || city.plan === undefined) return undefined;
  const { outcome, explained, level } = part;
  return { plan: city.plan, outcome, explained, level } as PowerPlan;
}

function practiceOf(
  { study, feasibility, profiles }: AssessInput,
  part: SubStudyPart | undefined,
  { id, city }: { readonly id: string; readonly city: string },
): Judgement {
  const registers = registersOf(study, id, city);
  const fields = feasibility.keyFields ?? study.encoding.fields.map(({ name }) => name);
  const names = registers.map((one) => one.id);
  const expected = expectedOf(feasibility, city);
  return judgePractice({
    registers: registers.map((register) => {
      const profile = profiles.get(profileKey(city, register.id));
      const variables = part?.variables[register.id] ?? [];
      const { unique, id: name } = register;
      return { register: name, fields, variables, unique, ...(profile && { profile }) };
    }),
    overlaps: feasibility.overlaps.filter(
      (one) => one.city === city && names.includes(one.one) && names.includes(one.other),
    ),
    ...(expected && {
      expected: {
        recall: expected.recall,
        precision: expected.precision,
        ...(expected.recallGap !== undefined && { recallGap: expected.recallGap }),
      },
    }),
    bounds: { ...usualBounds, ...feasibility.bounds },
  });
}

/** By the papers that stand; nothing where nobody looked for them. */
function legalOf(
  { study, documents, today }: AssessInput,
  { id, city }: { readonly id: string; readonly city: string },
): Judgement {
  if (documents === undefined) return { verdict: 'unknown', findings: [] };
  const registers = registersOf(study, id, city);
  const { bsnTokens } = study;
  return judgeAllowed({
    city,
    registers,
    owners: study.owners.length,
    bsnTokens,
    documents,
    today,
  });
}

function groundCell(
  found: Judgement,
  given: CityPart['verdicts'][Ground],
  evidence: Feasibility['evidence'],
): GroundCell {
  if (given === undefined) return { found, evidence: [], against: [] };
  const { verdict, reason } = given;
  const files = given.evidence.map((name) => ({ name, sha256: evidence[name] ?? '' }));
  return { found, verdict, reason, evidence: files, against: against(verdict, found) };
}

/** While nobody has judged, no finding makes a go: only a no is told. */
function standingVerdict({ verdict, found }: GroundCell): Verdict {
  if (verdict !== undefined) return verdict;
  return found.verdict === 'no' ? 'no' : 'unknown';
}

function verdictsOf(of: (ground: Ground) => Verdict): Record<Ground, Verdict> {
  return Object.fromEntries(grounds.map((ground) => [ground, of(ground)])) as Record<
    Ground,
    Verdict
  >;
}

function cellOf(input: AssessInput, id: string, city: string): Cell {
  const { study, feasibility } = input;
  const subStudy = study.subStudies.find((one) => one.id === id)!;
  const part = feasibility.subStudies.find((one) => one.id === id);
  const own: CityPart = part?.cities.find((one) => one.city === city) ?? { city, ...noCity };
  const linkage = linkageOf(feasibility, own);
  const power = powerOf(part, own);
  const unlinked = part?.unlinked ?? 'dropped';
  const found: Record<Ground, Judgement> = {
    theoretical: judgeTheory({
      design: subStudy.design,
      offers: own.offers,
      checks: own.checks,
      ...(power && { power }),
      ...(part?.smallestRelevant !== undefined && { smallestRelevant: part.smallestRelevant }),
      linkage,
      unlinked,
    }),
    practical: practiceOf(input, part, { id, city }),
    legal: legalOf(input, { id, city }),
    wanted: judgeWanted(own.opinions),
  };
  const cells = Object.fromEntries(
    grounds.map((ground) => [
      ground,
      groundCell(found[ground], own.verdicts[ground], feasibility.evidence),
    ]),
  ) as Record<Ground, GroundCell>;
  return {
    subStudy: id,
    city,
    grounds: cells,
    conditions: own.conditions,
    opinions: own.opinions,
    ...(power && {
      power: { plan: power, linkage, detectable: detectableEffect(power, linkage, unlinked) },
    }),
    findings: advise(verdictsOf((ground) => found[ground].verdict)),
    advice: advise(verdictsOf((ground) => standingVerdict(cells[ground]))),
  };
} // prettier-ignore

/** Of several cells: what all say; a go, if where only some can go on; else the better of the rest. */
function together(list: readonly Advice[]): Advice {
  const [first = 'unknown'] = list;
  if (list.every((one) => one === first)) return first;
  if (list.includes('go') || list.includes('goIf')) return 'goIf';
  return 'unknown';
}

/** Every cell of the study, in its order, with the advice per sub-study and per city. */
export function assess(input: AssessInput): Assessment {
  const { study } = input;
  const cells = study.subStudies.flatMap(({ id, cities }) =>
    study.cities.filter((one) => cities.includes(one.id)).map((one) => cellOf(input, id, one.id)),
  );
  const by = (names: readonly string[], of: (cell: Cell) => string): Record<string, Advice> =>
    Object.fromEntries(
      names.map((name) => [
        name,
        together(cells.filter((cell) => of(cell) === name).map(({ advice }) => advice)),
      ]),
    );
  return {
    cells,
    bySubStudy: by(study.subStudies.map(({ id }) => id), ({ subStudy }) => subStudy),
    byCity: by(study.cities.map(({ id }) => id), ({ city }) => city),
  };
} // prettier-ignore
