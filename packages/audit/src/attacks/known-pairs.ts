// SPDX-License-Identifier: EUPL-1.2
/** What some attackers are given: encodings of which they know the person. */
import { KoppelError } from '@koppel/errors';
import { createRandom, sampleBelow } from '../random.ts';
import type { AuditSubject } from '../subject.ts';

/** Encoding `encoding` is of row `row` of the attacker's register. */
export interface KnownPair {
  readonly encoding: number;
  readonly row: number;
}

/** Everything that the truth says, by encoding. */
function truePairs({ truth }: AuditSubject): KnownPair[] {
  const pairs: KnownPair[] = [];
  truth.forEach((row, encoding) => {
    if (row !== -1) pairs.push({ encoding, row });
  });
  return pairs;
}

export interface Given {
  /** What the attacker knows. */
  readonly known: readonly KnownPair[];
  /** What he could find. */
  readonly targets: readonly KnownPair[];
  /** The encodings and the rows that are of no known pair, ascending. */
  readonly encodings: Uint32Array;
  readonly rows: Uint32Array;
}

/** Numbers below `limit` that are not in `left`. */
function others(limit: number, left: ReadonlySet<number>): Uint32Array {
  return Uint32Array.from({ length: limit }, (_, n) => n).filter((n) => !left.has(n));
}

/** Gives the attacker these pairs; all others that are true are targets. */
export function giveThese(subject: AuditSubject, known: readonly KnownPair[]): Given {
  const knownEncodings = new Set(known.map(({ encoding }) => encoding));
  return {
    known,
    targets: truePairs(subject).filter(({ encoding }) => !knownEncodings.has(encoding)),
    encodings: others(subject.encodings.count, knownEncodings),
    rows: others(subject.register.values.length, new Set(known.map(({ row }) => row))),
  };
}

/**
 * Gives the attacker `count` pairs, drawn at random.
 * @throws KoppelError AUDIT_TOO_FEW where the truth has fewer
 */
export function givePairs(subject: AuditSubject, count: number, seed: number): Given {
  const pairs = truePairs(subject);
  if (count > pairs.length) throw new KoppelError('AUDIT_TOO_FEW');
  const order = sampleBelow(createRandom('known pairs', seed), pairs.length, count);
  return giveThese(
    subject,
    Array.from(order, (at) => pairs[at]!),
  );
}
