// SPDX-License-Identifier: EUPL-1.2
/**
 * Data with a known truth as rows of values, so that one encoding after the other can be tried on the
 * very same records. Published and invented persons only.
 */
import { createProfile, createRecordEncoder } from '@koppel/encoding';
import { recordTokens } from '@koppel/keys';
import type { EncodedSource } from '@koppel/linkage';
import type { EncodingSpec } from '@koppel/study';
import { columnsFor } from '../../evaluate/columns.ts';
import type { DataFile, DataFolder } from '../../evaluate/data-folder.ts';
import { evaluationKey, profileFor } from '../../evaluate/encode.ts';
import type { EvaluateField } from '../../evaluate/fields.ts';
import { createRandom, shuffle } from '../../generator/random.ts';
import type { PairColumns } from '../../metrics/index.ts';
import { BASE_BITS } from './cases.ts';

/** values[row][i] belongs to the profile's input i; '' is missing. */
export type Rows = readonly (readonly string[])[];

export interface ValueSet {
  readonly name: string;
  /** Two files that are linked one to one, or one that is deduplicated. */
  readonly sides: readonly Rows[];
  readonly truth: PairColumns;
  /** A `clk` of BASE_BITS bits that suits these data, whose fields every encoding takes over. */
  readonly base: EncodingSpec;
}

/** The values of files under the fields of a fields file. */
export function valueSet(
  name: string,
  { a, b, truth }: DataFolder,
  fields: readonly EvaluateField[],
): ValueSet {
  const files = b === undefined ? [a] : [a, b];
  const { spec, inputs } = profileFor(fields, files, { scheme: 'clk', bits: BASE_BITS });
  const rowsOf = (data: DataFile): Rows => {
    const columns = columnsFor(inputs, fields, data);
    return Array.from({ length: data.count }, (_, row) =>
      columns.map((column) => column?.[row] ?? ''),
    );
  };
  return { name, sides: files.map(rowsOf), truth, base: spec };
}

/**
 * The same two files with fewer persons in common: of p true pairs, m = ⌊p / (2 − overlap)⌋ records
 * on either side, of which overlap · m are in both.
 * @param overlap 0–1
 */
export function cutTo({ name, sides, truth, base }: ValueSet, overlap: number): ValueSet {
  const pairs = Uint32Array.from(truth.a.keys());
  shuffle(pairs, createRandom(name, `overlap ${String(overlap)}`));
  const size = Math.floor(pairs.length / (2 - overlap));
  const both = Math.round(overlap * size);
  const inA = pairs.slice(0, size);
  const inB = [...pairs.slice(0, both), ...pairs.slice(size, 2 * size - both)];
  const [a, b] = sides as [Rows, Rows];
  const common = Uint32Array.from({ length: both }, (_, row) => row);
  return {
    name: `${name}, ${String(Math.round(100 * overlap))} %`,
    sides: [Array.from(inA, (pair) => a[truth.a[pair]!]!), inB.map((pair) => b[truth.b[pair]!]!)],
    truth: { a: common, b: common },
    base,
  };
}

/** Encodes every side under the evaluation's key, which protects nothing. */
export function encodeSides(spec: EncodingSpec, sides: readonly Rows[]): EncodedSource[] {
  const profile = createProfile(spec);
  const encodingKey = evaluationKey();
  return sides.map((rows, side) => {
    const name = `side${String(side)}`;
    const encoder = createRecordEncoder(profile, encodingKey);
    const tokenOf = recordTokens(encodingKey, 'evaluation', name);
    const filters = new Uint8Array(rows.length * profile.bytes);
    const tokens = new Uint8Array(rows.length * 16);
    rows.forEach((values, row) => {
      encoder.encodeInto(values, filters, row * profile.bytes);
      tokens.set(tokenOf(String(row)), row * 16);
    });
    encoder.dispose();
    const unique = sides.length > 1;
    return { name, unique, count: rows.length, tokens, filters, filterBytes: profile.bytes };
  });
}
