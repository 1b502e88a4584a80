// SPDX-License-Identifier: EUPL-1.2
/**
 * The form of `feasibility.yaml`: what people found out and think about each sub-study in each city
 * before anything is encoded. Strict, as a misspelt finding would otherwise be silently absent.
 */
import { checks, grounds, needs, usualBounds, usualLevel, voices } from '@koppel/feasibility';
import { day, evidenceName, fileHash, identifierName, line, slug, verdict } from '@koppel/study';
import { z } from 'zod';

const share = z.number().min(0).max(1);
const someShare = z.number().gt(0).max(1);
const innerShare = z.number().gt(0).lt(1);
const persons = z.number().min(1).max(1e9);
const count = z.int().min(0).max(10_000);

/** An estimate with its 95 % interval. */
function estimated(value: z.ZodNumber) {
  return z
    .strictObject({ value, low: value, high: value })
    .refine(({ value: middle, low, high }) => low <= middle && middle <= high);
}

const clusters = z.strictObject({
  size: z.number().min(1),
  correlation: share,
  sizeVariation: z.number().min(0).max(10).optional(),
  stays: share.optional(),
});

const twoGroups = { persons, treated: innerShare, clusters: clusters.optional() };

const panel = {
  cohorts: z.array(z.strictObject({ persons, treatedFrom: count.optional() })).min(1).max(50),
  periods: z.int().min(2).max(240),
  correlation: z.strictObject({ next: share, form: z.enum(['constant', 'fading']) }),
  clusters: clusters.optional(),
  horizon: z.strictObject({ from: count, to: count }).optional(),
}; // prettier-ignore

const offer = z.strictObject({
  design: z.literal('instrumentalVariable'),
  by: z.literal('offer'),
  ...twoGroups,
  compliance: someShare,
  otherwise: share,
});

const caseworkers = z.strictObject({
  design: z.literal('instrumentalVariable'),
  by: z.literal('caseworkers'),
  persons,
  workers: z.int().min(2).max(100_000),
  treated: innerShare,
  deviation: z.number().gt(0).max(0.5),
  clusters: clusters.optional(),
});

/** Numbers of a design, see `packages/feasibility`. */
const plan = z.discriminatedUnion('design', [
  z.strictObject({ design: z.literal('differenceInDifferences'), ...panel }),
  z.strictObject({ design: z.literal('eventStudy'), ...panel }),
  z.strictObject({
    design: z.literal('regressionDiscontinuity'),
    ...twoGroups,
    spread: z.enum(['even', 'normal']),
    jump: someShare,
  }),
  z.discriminatedUnion('by', [offer, caseworkers]),
  z.strictObject({
    design: z.literal('matching'),
    ...twoGroups,
    overlap: someShare,
    weightVariation: z.number().min(0).max(10),
  }),
  z.strictObject({
    design: z.literal('interruptedTimeSeries'),
    persons,
    noise: z.number().min(0),
    before: count,
    after: count,
    autocorrelation: z.number().gt(-1).lt(1),
    season: z.int().min(2).max(366).optional(),
    slope: z.boolean(),
    control: z.boolean(),
  }),
]);

const outcome = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('share'), baseline: innerShare }),
  z.strictObject({ kind: z.literal('amount'), deviation: z.number().gt(0), unit: line }),
]);

const fileNames = z.array(evidenceName).max(20);

const groundVerdict = z.strictObject({ verdict, reason: line, evidence: fileNames.default([]) });

const condition = z.strictObject({
  ground: z.enum(grounds),
  text: line,
  owner: line,
  dueOn: day,
  metOn: day.optional(),
});

const offers = z.partialRecord(z.enum(needs), z.enum(['yes', 'no', 'unknown']));
const checkStates = z.partialRecord(z.enum(checks), z.enum(['passed', 'failed', 'later']));

const opinion = z.strictObject({
  voice: z.enum(voices),
  score: z.int().min(1).max(5),
  reason: line,
  heard: line,
});

const cityPart = z.strictObject({
  city: slug,
  plan: plan.optional(),
  /** Share of the persons of the design who have a record in the outcome register at all. */
  present: someShare.default(1),
  offers: offers.default({}),
  checks: checkStates.default({}),
  opinions: z.array(opinion).max(20).default([]),
  verdicts: z.partialRecord(z.enum(grounds), groundVerdict).default({}),
  conditions: z.array(condition).max(50).default([]),
});

const subStudyPart = z.strictObject({
  id: slug,
  /** What is measured, in words: `in work a year later`. */
  measures: line,
  outcome: outcome.optional(),
  smallestRelevant: z.number().gt(0).optional(),
  /** R² of covariates. */
  explained: z.number().min(0).lt(1).default(0),
  unlinked: z.enum(['dropped', 'noEvent']),
  level: z
    .strictObject({ alpha: innerShare, power: innerShare })
    .default(usualLevel),
  /** Variables that the sub-study cannot do without, by register. */
  variables: z.record(slug, z.array(identifierName).min(1)).default({}),
  cities: z.array(cityPart),
}); // prettier-ignore

const grades = z.strictObject({ good: z.number().min(0), poor: z.number().min(0) });
type BoundName = keyof typeof usualBounds;
const boundNames = Object.keys(usualBounds) as [BoundName, ...BoundName[]];

const shareEstimate = estimated(z.number().min(0).max(1));

export const feasibilitySchema = z.strictObject({
  feasibility: z.literal(1),
  study: slug,
  /** Linkage fields that every register must have; absent: all of the encoding. */
  keyFields: z.array(identifierName).min(1).optional(),
  /** Other yardsticks than the usual ones. */
  bounds: z.partialRecord(z.enum(boundNames), grades).default({}),
  /** Every file of the folder `evidence` that counts, by its SHA-256. */
  evidence: z.record(evidenceName, fileHash).default({}),
  /** Publishable profiles that the owners sent. */
  profiles: z
    .array(z.strictObject({ city: slug, register: slug, file: evidenceName }))
    .default([]),
  /** Linkage quality of a rehearsal on a synthetic twin; of one city, or for all. */
  expected: z
    .array(
      z.strictObject({
        city: slug.optional(),
        recall: shareEstimate,
        precision: shareEstimate,
        recallGap: share.optional(),
        evidence: fileNames.default([]),
      }),
    )
    .default([]),
  /** Persons whom two registers of a city have in common. */
  overlaps: z
    .array(
      z.strictObject({
        city: slug,
        one: slug,
        other: slug,
        persons: estimated(z.number().min(0)),
        wanted: z.number().min(0),
        evidence: fileNames.default([]),
      }),
    )
    .default([]),
  subStudies: z.array(subStudyPart),
}); // prettier-ignore

export type Feasibility = z.output<typeof feasibilitySchema>;
export type SubStudyPart = Feasibility['subStudies'][number];
export type CityPart = SubStudyPart['cities'][number];
