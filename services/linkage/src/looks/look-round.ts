// SPDX-License-Identifier: EUPL-1.2
/** A round of looks as the linkage unit knows it: which two runs it compares, and in what parts. */
import { createHash } from 'node:crypto';
import type { RoundColumns } from '@koppel/linkage';
import type { RunName } from '@koppel/keys';

export interface LookRound {
  /** Its identity, 32 bytes. */
  readonly round: Uint8Array;
  /** 16 bytes that its identity was made with. */
  readonly random: Uint8Array;
  /** The runs that it compares, in the order of their sources; twice the same for one with itself. */
  readonly runs: readonly [RunName, RunName];
  /** Looks per record. */
  readonly looks: number;
  /** Pairs in it. */
  readonly numbers: number;
  /** Numbers in a request. */
  readonly capacity: number;
  /** When it was planned, in milliseconds since 1970. */
  readonly began: number;
}

/** Whom a request asks: the first run, or the second. In a round of a run with itself all ask `a`. */
export type Side = 'a' | 'b';

/** One request of a round. */
export interface Ask {
  readonly round: Uint8Array;
  readonly side: Side;
  readonly sequence: number;
}

/** The plan of the numbers of one request. */
export type PartColumns = Pick<RoundColumns, 'rowsA' | 'rowsB' | 'reason'>;

export function sourceName({ owner, register }: Pick<RunName, 'owner' | 'register'>): string {
  return `${owner}/${register}`;
}

/** Whether a round compares a run with itself. */
export function isWithin({ runs: [one, other] }: Pick<LookRound, 'runs'>): boolean {
  return sourceName(one) === sourceName(other);
}

export function sidesOf(round: Pick<LookRound, 'runs'>): readonly Side[] {
  return isWithin(round) ? ['a'] : ['a', 'b'];
}

/** Requests to one side; one at least, so that no size tells an owner of a register without records. */
export function requestsIn({ numbers, capacity }: Pick<LookRound, 'numbers' | 'capacity'>): number {
  return Math.max(1, Math.ceil(numbers / capacity));
}

/** The numbers of one request: from … to − 1. */
export function numbersIn(
  { numbers, capacity }: Pick<LookRound, 'numbers' | 'capacity'>,
  sequence: number,
): { readonly from: number; readonly to: number } {
  const from = sequence * capacity;
  return { from, to: Math.min(from + capacity, numbers) };
}

/** The plan of numbers from … to − 1. */
export function partOf(
  { rowsA, rowsB, reason }: PartColumns,
  { from, to }: { readonly from: number; readonly to: number },
): PartColumns {
  return {
    rowsA: rowsA.slice(from, to),
    rowsB: rowsB.slice(from, to),
    reason: reason.slice(from, to),
  };
}

export const bytesOf = (column: Uint32Array): Uint8Array =>
  new Uint8Array(column.buffer, column.byteOffset, column.byteLength);

export const wordsOf = (bytes: Uint8Array): Uint32Array => new Uint32Array(bytes.slice().buffer);

/** SHA-256 of a plan: another plan is another round. */
export function planDigest(
  { rowsA, rowsB, reason }: PartColumns,
  { looks, capacity }: Pick<LookRound, 'looks' | 'capacity'>,
): Uint8Array {
  const hash = createHash('sha256').update(`koppel/v1/look/plan ${String(looks)} `);
  hash.update(`${String(capacity)} ${String(reason.length)} `);
  return new Uint8Array(hash.update(bytesOf(rowsA)).update(bytesOf(rowsB)).update(reason).digest());
}
