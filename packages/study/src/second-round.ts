// SPDX-License-Identifier: EUPL-1.2
/**
 * The second round of a study (docs/second-round.md): what may be looked at, how often, and what an
 * answer shows. A study without this block has one round, and no owner of it answers a look. Pure.
 */
import { z } from 'zod';
import { KoppelError } from '@koppel/errors';
import {
  dutchSetting,
  lookFieldSchema,
  lookWeight,
  type EncodingSpec,
  type FieldSpec,
} from './encoding-schema.ts';

export const secondRoundSchema = z.strictObject({
  /** Looks per record in each round: its best candidates and pairs drawn at random. */
  looks: z.int().min(4).max(40),
  /** Looks per record over all rounds of the study; an owner gives none beyond it. */
  budget: z.int().min(4).max(100_000),
  /** Whether an answer says of each value which of four classes of rarity it is of. */
  rarityClasses: z.boolean(),
  /** Bits of the filter of a field; absent: 512, or 256 where there are more than ten fields. */
  fieldBits: z.literal([64, 128, 256, 512, 1024, 2048, 4096]).optional(),
  /** Absent: the linkage fields of the first round. */
  fields: z.array(lookFieldSchema).min(2).max(32).optional(),
});

export type SecondRound = z.output<typeof secondRoundSchema>;

/** What of a study a second round follows from. */
export interface RoundsStudy {
  readonly encoding: EncodingSpec;
  readonly owners: readonly { readonly registers: readonly string[] }[];
  readonly batches: { readonly capacity: number };
  readonly secondRound?: SecondRound | undefined;
}

/** A look takes 700 bytes at most: filters of more fields than this are of half the size. */
const WHOLE_FILTERS = 10;
const FIELD_BITS = 512;
/** As `EncodingSpec` has it. */
const BITS_MAX = 65_536;

function bitsOf({ fieldBits }: Pick<SecondRound, 'fieldBits'>, fields: number): number {
  return fieldBits ?? (fields > WHOLE_FILTERS ? FIELD_BITS / 2 : FIELD_BITS);
}

/** Bytes of an answer's filters, and of its rarity classes: two bits a field, or none. */
export function lookSizes(
  secondRound: Pick<SecondRound, 'fieldBits' | 'rarityClasses'>,
  fields: number,
): { readonly filterBytes: number; readonly rarityBytes: number } {
  return {
    filterBytes: (fields * bitsOf(secondRound, fields)) / 8,
    rarityBytes: secondRound.rarityClasses ? Math.ceil(fields / 4) : 0,
  };
}

function fieldsOf({ encoding, secondRound }: RoundsStudy): readonly FieldSpec[] {
  return secondRound?.fields ?? encoding.fields.map((one) => ({ ...one, weight: lookWeight }));
}

/**
 * The field filters that a look shows, as a specification of an encoding: a filter for each field, in
 * the order of the study. Undefined for a study without a second round.
 */
export function lookEncoding(study: RoundsStudy): EncodingSpec | undefined {
  const { encoding, secondRound } = study;
  if (secondRound === undefined) return undefined;
  const fields = [...fieldsOf(study)];
  const fieldBits = bitsOf(secondRound, fields.length);
  const reason = 'shown for single pairs only, under a key for each';
  return {
    scheme: 'field-filters',
    parameters: { bits: fields.length * fieldBits, fieldBits, reason },
    normalisation: encoding.normalisation,
    fields,
  };
}

/** The encoding of the first round with the fields of both, each once: what a mapping must give. */
export function mappedEncoding(study: RoundsStudy): EncodingSpec {
  const { encoding, secondRound } = study;
  const names = new Set(encoding.fields.map(({ name }) => name));
  const second = (secondRound?.fields ?? []).filter(({ name }) => !names.has(name));
  return { ...encoding, fields: [...encoding.fields, ...second] };
}

/** The sizes of what owners are asked and what they answer: the same for every message of a study. */
export interface LookShape {
  /** Looks in a message, asked or not: `batches.capacity`. */
  readonly capacity: number;
  readonly fields: number;
  /** Bytes of all field filters of an answer. */
  readonly filterBytes: number;
  /** Bytes of its rarity classes, two bits a field; 0 where the study does not allow them. */
  readonly rarityBytes: number;
}

/** Undefined for a study without a second round. */
export function lookShape(study: RoundsStudy): LookShape | undefined {
  const { secondRound } = study;
  if (secondRound === undefined) return undefined;
  const fields = fieldsOf(study).length;
  return { capacity: study.batches.capacity, fields, ...lookSizes(secondRound, fields) };
}

/**
 * Numbers of pairs in one request. In a round of a run with itself both records of a pair are asked of
 * one owner, in one request.
 */
export function numbersPerRequest({ capacity }: LookShape, isWithin: boolean): number {
  return isWithin ? Math.floor(capacity / 2) : capacity;
}

/** Rounds in which a record takes part: one with each other register, and one with its own. */
export function roundsPerRecord({ owners }: Pick<RoundsStudy, 'owners'>): number {
  return owners.reduce((sum, { registers }) => sum + registers.length, 0);
}

/** Fields that both rounds have and that would be read in two ways. */
function fieldProblems({ encoding, secondRound }: RoundsStudy): KoppelError[] {
  return (secondRound?.fields ?? []).flatMap((one, at) => {
    const path = `secondRound.fields[${String(at)}]`;
    const setting = encoding.normalisation === 'nl-1' ? undefined : dutchSetting(one);
    if (setting === 'type') return [new KoppelError('STUDY_FIELD_TYPE', { path: `${path}.type` })];
    if (setting !== undefined) return [new KoppelError('STUDY_VALUE', { path: `${path}.${setting}` })];
    const first = encoding.fields.find(({ name }) => name === one.name);
    const same = first?.type === one.type && first.onInvalid === one.onInvalid;
    return first === undefined || same ? [] : [new KoppelError('STUDY_LOOKS_FIELDS', { path })];
  });
} // prettier-ignore

/** Every contradiction of the second round with itself or with the rest of a study. */
export function secondRoundProblems(study: RoundsStudy): KoppelError[] {
  const { encoding, secondRound } = study;
  if (secondRound === undefined) return [];
  const fields = fieldsOf(study).length;
  const enough = secondRound.budget >= secondRound.looks * roundsPerRecord(study);
  const refuse = (holds: boolean, code: 'STUDY_LOOKS_FIELDS' | 'STUDY_LOOKS_FIRST_ROUND' | 'STUDY_LOOKS_BUDGET' | 'STUDY_VALUE', path: string) =>
    holds ? [] : [new KoppelError(code, { path })];
  return [
    ...refuse(encoding.scheme !== 'field-filters', 'STUDY_LOOKS_FIRST_ROUND', 'encoding.scheme'),
    ...refuse(encoding.normalisation !== 'none', 'STUDY_LOOKS_FIRST_ROUND', 'encoding.normalisation'),
    ...refuse(fields > 1, 'STUDY_LOOKS_FIELDS', 'secondRound'),
    ...refuse(enough, 'STUDY_LOOKS_BUDGET', 'secondRound.budget'),
    ...refuse(fields * bitsOf(secondRound, fields) <= BITS_MAX, 'STUDY_VALUE', 'secondRound.fieldBits'),
    ...fieldProblems(study),
  ];
} // prettier-ignore
