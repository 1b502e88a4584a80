// SPDX-License-Identifier: EUPL-1.2
/**
 * How an encoded row lies in memory while a run is prepared: bytes of one length, so that millions
 * of rows are one buffer and no objects. What makes a record comes last, in one piece.
 */
export const tokenBytes = 16;

export interface RowLayout {
  readonly filterBytes: number;
  readonly variables: number;
  /** Offsets within a row, in bytes. Numbers are little-endian. */
  readonly ordinal: number;
  /** Where the record begins: presence (4), filter, presence of each variable (1), values (8). */
  readonly presence: number;
  readonly filter: number;
  readonly payloadPresent: number;
  readonly payloadValues: number;
  /** Bytes of a row. */
  readonly rowBytes: number;
}

/** The layout of rows with a filter of so many bytes and so many payload variables. */
export function rowLayout(filterBytes: number, variables: number): RowLayout {
  const ordinal = tokenBytes;
  const presence = ordinal + 4;
  const filter = presence + 4;
  const payloadPresent = filter + filterBytes;
  const payloadValues = payloadPresent + variables;
  const rowBytes = payloadValues + 8 * variables;
  return {
    filterBytes, variables, ordinal, presence, filter, payloadPresent, payloadValues, rowBytes,
  }; // prettier-ignore
}
