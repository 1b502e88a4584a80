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
  /** What is kept for a second round: field filters, last; and the tag of the person's number. */
  readonly lookBytes: number;
  readonly lookFilter: number;
  readonly tagBytes: number;
  readonly personTag: number;
  /** Bytes of a row. */
  readonly rowBytes: number;
}

/** What a row of a study with a second round has besides. */
export interface LookLayout {
  readonly lookBytes: number;
  /** 16 where the register has citizen service numbers, else 0. */
  readonly tagBytes: number;
}

const oneRound: LookLayout = { lookBytes: 0, tagBytes: 0 };

/**
 * The layout of rows with a filter of so many bytes and so many payload variables. A tag stands before
 * the record: who has another number is the same record still.
 */
export function rowLayout(
  filterBytes: number,
  variables: number,
  { lookBytes, tagBytes }: LookLayout = oneRound,
): RowLayout {
  const ordinal = tokenBytes;
  const personTag = ordinal + 4;
  const presence = personTag + tagBytes;
  const filter = presence + 4;
  const payloadPresent = filter + filterBytes;
  const payloadValues = payloadPresent + variables;
  const lookFilter = payloadValues + 8 * variables;
  const rowBytes = lookFilter + lookBytes;
  return {
    filterBytes, variables, ordinal, presence, filter, payloadPresent, payloadValues, rowBytes,
    lookBytes, lookFilter, tagBytes, personTag,
  }; // prettier-ignore
}
