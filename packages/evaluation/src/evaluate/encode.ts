// SPDX-License-Identifier: EUPL-1.2
/** Encodes a data file with the same profile and encoder that a data owner uses. */
import {
  createProfile,
  cellsOf,
  createRecordEncoder,
  type EncodingProfile,
} from '@koppel/encoding';
import { recordTokens } from '@koppel/keys';
import type { EncodedSource } from '@koppel/linkage';
import type { EncodingSpec, FieldWeight } from '@koppel/study';
import { sha256 } from '@noble/hashes/sha2.js';
import type { DataFile } from './data-folder.ts';
import { checkColumns, columnsFor } from './columns.ts';
import { normalisationOf, type EvaluateField } from './fields.ts';
import { dutchWeights, fieldBits } from './weights.ts';

/** 32 bytes that protect nothing: data with a published truth need no secret, and figures repeat. */
export function evaluationKey(): Uint8Array {
  return sha256(new TextEncoder().encode('koppel/v1/evaluation, not a secret'));
}

const sharing: readonly EvaluateField['type'][] = ['text', 'surname', 'givenNames'];

/**
 * All text shares one group, so that a value which moved to another column still matches: swapped
 * names, a second given name, a street in the suburb's place. Other types stand alone.
 */
function groupOf({ type, group }: EvaluateField, at: number): string {
  return group ?? (sharing.includes(type) ? 'text' : `field${at}`);
}

interface Saul {
  readonly scheme: 'saul';
  readonly bits: number;
  readonly k: number;
  /** Parts of the code; absent or 1: one code of all fields. Never more than there are fields. */
  readonly parts?: number;
  /** Only finds candidates: names and birth date count double where types tell which they are. */
  readonly findsCandidates?: boolean;
}

/** Which way of encoding is evaluated. */
export type Coding =
  | { readonly scheme: 'clk'; readonly bits: number }
  | Saul
  /** A filter of so many bits for each field. */
  | { readonly scheme: 'field-filters'; readonly fieldBits: number };

/**
 * `saul` that only finds candidates: in three parts of 4,096 bits. Known pairs decode twice as much of it
 * as of k = 3 with 2,048 bits, and less than of any other code that finds as many (ADR 0069).
 */
export const CANDIDATES = { bits: 12_288, k: 4, parts: 3 } as const;

/** `CANDIDATES` for so many fields: of two, a part would be a single one, and the code has none. */
export function candidatesOf(fields: number): Pick<Saul, 'bits' | 'k' | 'parts'> {
  const { bits, k } = CANDIDATES;
  return fields > 2 ? CANDIDATES : { bits, k };
}

/** So few that the tokens of a long value hardly fall on each other, and enough to tell them. */
const BITS_PER_TOKEN = 6;
export const FIELD_BITS = 512;

/** The most that a token can count where tokens vote. */
const VOTES_MAX = 15;

/** What stays when somebody moves, as the types of `nl-1` tell. */
const lasting: readonly EvaluateField['type'][] = ['surname', 'givenNames', 'date'];

/** As many votes as the field's weight in whole numbers: mostly one. */
function votesOf({ weight, type }: EvaluateField, doubled: boolean): FieldWeight {
  const votes = Math.max(1, Math.round(weight)) * (doubled && lasting.includes(type) ? 2 : 1);
  return { votesPerToken: Math.min(VOTES_MAX, votes) };
}

function fieldsOf(
  fields: readonly EvaluateField[],
  weightOf: (field: EvaluateField) => FieldWeight,
) {
  return fields.map((field, at) => ({
    name: `field${at}`,
    type: field.type,
    group: groupOf(field, at),
    weight: weightOf(field),
    // A laboratory takes data as they come: what can be read of a broken value is used.
    onInvalid: 'missing',
  }));
}

/** Filters, with weights from what the data tell. */
function clkProfile(
  fields: readonly EvaluateField[],
  files: readonly DataFile[],
  bits: number,
): EncodingProfile {
  const profile = createProfile({
    scheme: 'clk',
    parameters: { bits },
    normalisation: normalisationOf(fields),
    fields: fieldsOf(fields, () => ({ bitsPerField: 1 })),
  } as EncodingSpec);
  const weights =
    profile.spec.normalisation === 'plain-1'
      ? fieldBits(fields, files, bits).map((bitsPerField) => ({ bitsPerField }))
      : dutchWeights(fields, profile, files, bits);
  const weighted = profile.spec.fields.map((field, at) => ({ ...field, weight: weights[at]! }));
  return createProfile({ ...profile.spec, fields: weighted });
}

/** The same fields with a filter of its own for each. */
export function fieldFilterSpec(
  { normalisation, fields }: Pick<EncodingSpec, 'normalisation' | 'fields'>,
  fieldBits: number = FIELD_BITS,
): EncodingSpec {
  const reason = 'evaluated on data of which the truth is known';
  return {
    scheme: 'field-filters',
    parameters: { bits: fieldBits * fields.length, fieldBits, reason },
    normalisation,
    fields: fields.map((field) => ({ ...field, weight: { bitsPerToken: BITS_PER_TOKEN } })),
  };
}

/** The profile of a fields file for these data. EVALUATE_COLUMN; ENCODING_* for what does not fit. */
export function profileFor(
  fields: readonly EvaluateField[],
  files: readonly DataFile[],
  coding: Coding,
): EncodingProfile {
  checkColumns(fields, files);
  if (coding.scheme === 'clk') return clkProfile(fields, files, coding.bits);
  if (coding.scheme === 'field-filters') {
    const { fieldBits } = coding;
    const base = {
      normalisation: normalisationOf(fields),
      fields: fieldsOf(fields, () => ({ bitsPerToken: BITS_PER_TOKEN })),
    } as Pick<EncodingSpec, 'normalisation' | 'fields'>;
    return createProfile(fieldFilterSpec(base, fieldBits));
  }
  const normalisation = normalisationOf(fields);
  const { bits, k, parts = 1 } = coding;
  const doubled = coding.findsCandidates === true && normalisation === 'nl-1';
  return createProfile({
    scheme: 'saul',
    parameters: { bits, k, ...(parts > 1 && { parts }) },
    similarity: 'hamming',
    normalisation,
    fields: fieldsOf(fields, (field) => votesOf(field, doubled)),
  } as EncodingSpec);
}

export interface EncodedFile {
  readonly source: EncodedSource;
  /** Values that break the rule of their type, such as an impossible date. */
  readonly brokenValues: number;
}

/** Rows that are handed to the encoder at a time. */
const BATCH_ROWS = 4096;

/**
 * Encodes every row of a file. Tokens come from the row's `rid`.
 * @param encodingKey 32 bytes; by default the one of an evaluation
 */
export function encodeFile(
  name: string,
  data: DataFile,
  fields: readonly EvaluateField[],
  profile: EncodingProfile,
  { unique }: { readonly unique: boolean },
  encodingKey: Uint8Array = evaluationKey(),
): EncodedFile {
  const encoder = createRecordEncoder(profile, encodingKey);
  const columns = columnsFor(profile.inputs, fields, data);
  const rids = data.column('rid');
  const { count } = data;
  const tokens = new Uint8Array(count * 16);
  const filters = new Uint8Array(count * profile.bytes);
  const tokenOf = recordTokens(evaluationKey(), 'evaluation', name);
  const order = columns.map((_, at) => at);
  let brokenValues = 0;
  for (let from = 0; from < count; from += BATCH_ROWS) {
    const length = Math.min(BATCH_ROWS, count - from);
    const batch = cellsOf(
      Array.from({ length }, (_, at) => columns.map((column) => column?.[from + at])),
    );
    for (let at = 0; at < length; at += 1) {
      const row = from + at;
      const encoded = encoder.encodeRow(batch, at, order, filters, row * profile.bytes);
      brokenValues += encoded.tolerated.length;
      tokens.set(tokenOf(rids[row]!), row * 16);
    }
  }
  encoder.dispose();
  const filterBytes = profile.bytes;
  return { source: { name, unique, count, tokens, filters, filterBytes }, brokenValues };
}
