// SPDX-License-Identifier: EUPL-1.2
/** Pairs classes of equal encodings with values that are as frequent and as long. */
import { assign } from '../../decoding/assignment.ts';
import type { EncodingClasses, RegisterClasses } from '../../decoding/classes.ts';
import type { Pairing } from '../../decoding/grow.ts';
import { sizeOf } from '../../decoding/bits.ts';
import { encodeOwnRegister } from '../../own-key.ts';
import type { AuditSubject } from '../../subject.ts';

/** How many bits values set: under a key of one's own, and how much that differs between keys. */
export interface Lengths {
  readonly ones: Float64Array;
  /** Variance of the difference between two keys, at least a half. */
  readonly variance: number;
}

function onesOf(filters: Uint8Array, bytes: number, row: number): number {
  return sizeOf(Uint32Array.from(filters.subarray(row * bytes, (row + 1) * bytes)));
}

/** Encodes the register under two keys of the attacker's own: the algorithm is public. */
export function measureLengths(
  subject: AuditSubject,
  register: RegisterClasses,
  seed: number,
): Lengths {
  const [one, other] = [2 * seed, 2 * seed + 1].map((own) => encodeOwnRegister(subject, own));
  const { bytes } = subject.profile;
  const ones = new Float64Array(register.first.length);
  let squares = 0;
  register.first.forEach((row, value) => {
    const [a, b] = [onesOf(one!.filters, bytes, row), onesOf(other!.filters, bytes, row)];
    ones[value] = (a + b) / 2;
    squares += (a - b) ** 2;
  });
  return { ones, variance: Math.max(0.5, squares / Math.max(1, ones.length)) };
}

export interface AlignmentRequest {
  readonly encodings: EncodingClasses;
  readonly register: RegisterClasses;
  readonly lengths: Lengths;
  /** Per class of the register how many encodings are expected to be of it. */
  readonly expected: Float64Array;
  /** The numbers expected are those of the very encodings. */
  readonly exact: boolean;
  /** So many most frequent classes are aligned. */
  readonly most: number;
}

/** The numbers of the largest, in descending order; the lower number first among equals. */
function largest(sizes: ArrayLike<number>, most: number): number[] {
  return Array.from({ length: sizes.length }, (_, number) => number)
    .sort((a, b) => sizes[b]! - sizes[a]! || a - b)
    .slice(0, most);
}

/** A table of the encodings themselves is as good as exact. */
const EXACT_VARIANCE = 0.05;

/**
 * The pairing of classes that is most likely together. With f encodings observed where λ are expected,
 * 2(√f − √λ) is about normal with variance 1 + n/N, as both are samples (Anscombe 1948); the number of
 * bits is normal about what the value sets under other keys. Most frequent first.
 */
export function alignClasses(request: AlignmentRequest): Pairing[] {
  const { encodings, register, lengths, expected, exact, most } = request;
  const { bytes, filters } = encodings.distinct;
  const repeated = largest(encodings.sizes, most).filter((number) => encodings.sizes[number]! > 1);
  const values = largest(expected, Math.max(2 * most, repeated.length));
  const rows = Math.min(repeated.length, values.length);
  const variance = exact ? EXACT_VARIANCE : 1 + encodings.of.length / register.of.length;
  const cost = new Float64Array(rows * values.length);
  for (let row = 0; row < rows; row += 1) {
    const number = repeated[row]!;
    const ones = onesOf(filters, bytes, number);
    values.forEach((value, column) => {
      const often = 2 * (Math.sqrt(encodings.sizes[number]!) - Math.sqrt(expected[value]!));
      const long = ones - lengths.ones[value]!;
      cost[row * values.length + column] =
        often ** 2 / (2 * variance) + long ** 2 / (2 * lengths.variance);
    });
  }
  const columns = assign(cost, rows, values.length);
  return Array.from(columns, (column, row) => ({
    encoding: repeated[row]!,
    value: values[column]!,
  }));
}
