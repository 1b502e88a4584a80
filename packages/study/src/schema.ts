// SPDX-License-Identifier: EUPL-1.2
/**
 * The specification that all parties sign up to. Strict: an unknown member is an error, because a
 * misspelt safeguard would otherwise be silently absent.
 */
import { z } from 'zod';
import { encodingSchema } from './encoding-schema.ts';
import { registerKinds } from './document-rules.ts';
import { decisionSchema, documentSchema } from './gate-schema.ts';
import { day, identifierName, line, publicKey, slug } from './names.ts';
import { variableSchema } from './payload-schema.ts';
import { secondRoundSchema } from './second-round.ts';

const designs = [
  'differenceInDifferences',
  'eventStudy',
  'regressionDiscontinuity',
  'instrumentalVariable',
  'matching',
  'interruptedTimeSeries',
  'descriptive',
] as const;

const subStudy = z.strictObject({
  id: slug,
  question: slug,
  design: z.enum(designs),
  cities: z.array(slug).min(1),
  registers: z.array(slug).min(1),
});

const dataOwner = z.strictObject({
  id: slug,
  city: slug,
  registers: z.array(slug).min(1),
  /** Most records that this owner may deliver per register: limits what an insider can plant. */
  maxRecords: z.int().min(1).max(50_000_000),
  signPublicKey: publicKey,
  mailboxPublicKey: publicKey,
});

/** The researcher's data set has files of these names beside one per register. */
const takenNames = ['persons', 'codebook', 'quality'];

const register = z.strictObject({
  id: slug.refine((id) => !takenNames.includes(id)),
  label: line,
  /** True where one person has at most one record in this register of one owner. */
  unique: z.boolean(),
  payload: z.array(variableSchema).max(500).default([]),
  /** Records are periods: these of the dates are the first and the last day, the last one included. */
  spell: z.strictObject({ from: identifierName, to: identifierName }).optional(),
});

const recipient = {
  name: line,
  mailboxPublicKey: publicKey,
  /** Under which its certificate of destruction is checked. */
  signPublicKey: publicKey.optional(),
};

/** Who gets the same as the researcher, under keys of their own. */
const coResearcher = z.strictObject({
  id: slug.refine((id) => id !== 'researcher'),
  ...recipient,
});

const similarity = z.number().gt(0).max(1);

/** What every form of a study has. */
const common = {
  id: slug,
  title: line,
  language: z.enum(['nl', 'en']),
  /** A rehearsal on generated persons. Every report repeats it. */
  synthetic: z.boolean().default(false),
  questions: z.array(z.strictObject({ id: slug, text: line })).min(1),
  subStudies: z.array(subStudy).min(1),
  population: z.strictObject({ description: line, from: day, to: day }),
  cities: z.array(z.strictObject({ id: slug, name: line })).min(1),
  owners: z.array(dataOwner).min(1),
  linkageUnit: z.strictObject({
    name: line,
    signPublicKey: publicKey,
    mailboxPublicKey: publicKey,
  }),
  researcher: z.strictObject(recipient),
  /** Absent: the researcher alone, as it always was. A seal for more is longer by 80 bytes each. */
  coResearchers: z.array(coResearcher).min(1).max(15).optional(),
  encoding: encodingSchema,
  /** Absent: one round, and no owner answers a look. */
  secondRound: secondRoundSchema.optional(),
  /**
   * Asks for keyed tokens of citizen service numbers beside the encodings. Needs a document of its own
   * (`bsnGround`); absent, no part of such a number leaves an owner.
   */
  bsnTokens: z.literal(true).optional(),
  linkage: z.strictObject({
    /** Least similarity of a link, or `auto`: estimated from the encodings of the run. */
    threshold: z.union([z.literal('auto'), z.number().gt(0).max(1)]),
    /** With `auto`: the largest estimated share of false links; without it, the best estimated F1. */
    falseLinkTarget: z.number().gt(0).lt(1).optional(),
    /** Absent: exact. Otherwise so large a share of the pairs is to be found, and it is measured. */
    search: z.strictObject({ recall: z.number().min(0.5).max(0.9999) }).optional(),
    /** Which pairs of two unique registers may be links; absent is `greedy`, as it always was. */
    assignment: z.enum(['greedy', 'mutualBest', 'optimal']).optional(),
    /**
     * With a number as threshold: pairs of at least `from` and below `to` are put before a person. With
     * `auto` they follow from the estimate, and this is absent.
     */
    review: z.strictObject({ from: similarity, to: similarity }).optional(),
  }),
  batches: z.strictObject({
    /** Rows in every batch, filled or not. */
    capacity: z.int().min(10).max(20_000),
    /** Fewer changes than this wait at the owner until there are enough: none travels alone. */
    minimumChanges: z.int().min(1).max(100_000).default(10),
    /** Seconds from one batch of a run to the next; 0: as soon as it is made. */
    intervalSeconds: z.int().min(0).max(86_400).default(0),
  }),
  retention: z.strictObject({
    encodingsDays: z.int().min(1).max(3650),
    dataSetYears: z.int().min(1).max(30),
  }),
};

/** Form 1: documents and decisions stand in the file, unsigned. For rehearsals. */
const statedSchema = z.strictObject({
  koppel: z.literal(1),
  ...common,
  registers: z.array(register).min(1),
  documents: z.array(documentSchema),
  decisions: z.array(decisionSchema),
});

/** An office that may decide for some cities, with the key that it signs with. */
const mandate = z.strictObject({
  id: slug.refine((id) => id !== 'coordinator'),
  office: line,
  cities: z.array(slug).min(1),
  signPublicKey: publicKey,
});

/** Form 2: documents and decisions are signed records of the control topic. */
const coordinatedSchema = z.strictObject({
  koppel: z.literal(2),
  ...common,
  registers: z.array(register.extend({ kind: z.enum(registerKinds) })).min(1),
  coordinator: z.strictObject({ name: line, signPublicKey: publicKey }),
  mandates: z.array(mandate).min(1).max(100),
});

export const studySchema = z.discriminatedUnion('koppel', [statedSchema, coordinatedSchema]);

export type Study = z.output<typeof studySchema>;
export type StatedStudy = z.output<typeof statedSchema>;
export type CoordinatedStudy = z.output<typeof coordinatedSchema>;
export type DataOwner = Study['owners'][number];
export type Register = Study['registers'][number];
