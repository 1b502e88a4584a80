// SPDX-License-Identifier: EUPL-1.2
/** What an encoder takes and gives: a record's values, its encoding, and which rules it broke. */
import { KoppelError } from '@koppel/errors';
import type { CellBatch } from './cell-batch.ts';
import type { EncodingProfile } from './profile.ts';
import type { FieldRule } from './tokens/tokenised.ts';

export interface FieldProblem {
  readonly field: string;
  readonly rule: FieldRule;
}

export interface EncodedRecord {
  /** Bit i is set when field i added something. Unsigned, 32 bits. */
  readonly presence: number;
  /** Why the record must not be used: rules broken in fields whose `onInvalid` is `reject`. */
  readonly problems: readonly FieldProblem[];
  /** Rules broken in fields whose `onInvalid` is `missing`: to count, no more. */
  readonly tolerated: readonly FieldProblem[];
}

export interface RecordEncoder {
  readonly profile: EncodingProfile;
  /**
   * Writes one encoding over `profile.bytes` bytes of `target` from `offset`.
   * @param values as registered; values[i] belongs to profile.inputs[i]; '' or undefined is missing
   * @throws KoppelError ENCODING_SHAPE (values, target), ENCODING_DISPOSED
   */
  encodeInto(
    values: readonly (string | undefined)[],
    target: Uint8Array,
    offset: number,
  ): EncodedRecord;
  /**
   * As encodeInto, for a row of a batch, of which only some cells matter. Quicker where rows are taken
   * in their order.
   * @param columns cell columns[i] belongs to profile.inputs[i]; a negative column is missing
   */
  encodeRow(
    batch: CellBatch,
    row: number,
    columns: readonly number[],
    target: Uint8Array,
    offset: number,
  ): EncodedRecord;
  /** Overwrites keys and caches; further use throws. */
  dispose(): void;
}

/** ENCODING_SHAPE for another number of values or columns, or a target in which nothing fits. */
export function checkShape(
  { inputs, bytes }: EncodingProfile,
  values: readonly unknown[],
  target: Uint8Array,
  offset: number,
): void {
  if (values.length !== inputs.length) throw new KoppelError('ENCODING_SHAPE', { rule: 'values' });
  const fits = offset >= 0 && offset + bytes <= target.length;
  if (!Number.isInteger(offset) || !fits) {
    throw new KoppelError('ENCODING_SHAPE', { rule: 'target' });
  }
}
