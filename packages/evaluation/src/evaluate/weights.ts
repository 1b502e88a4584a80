// SPDX-License-Identifier: EUPL-1.2
/**
 * How many bits each field gets. A field that tells persons apart well gets more than one that
 * hardly does; a weight in the fields file multiplies that.
 */
import { normalise } from '@koppel/encoding';
import type { DataFile } from './data-folder.ts';
import type { EvaluateField } from './fields.ts';

/** Above this a field tells more than enough; without a cap a unique field would drown the rest. */
const entropyCap = 7;

/** Of the filter's bits, those set before collisions: a fill of about 0.39. */
const load = 0.5;

/**
 * Collision entropy in bits: −log2 of the chance that two records with a value have the same one
 * (A. Rényi, 1961, order 2). 0 for a constant column, at most `entropyCap`.
 */
export function collisionEntropy(values: Iterable<string>): number {
  const counts = new Map<string, number>();
  let total = 0;
  for (const value of values) {
    const words = normalise(value);
    if (words === '') continue;
    counts.set(words, (counts.get(words) ?? 0) + 1);
    total += 1;
  }
  let equal = 0;
  for (const count of counts.values()) equal += count * (count - 1);
  if (equal === 0) return entropyCap;
  return Math.min(entropyCap, -Math.log2(equal / (total * (total - 1))));
}

/** Bits per field, at least 1 each, adding up to about half of the filter's `bits`. */
export function fieldBits(
  fields: readonly EvaluateField[],
  files: readonly DataFile[],
  bits: number,
): number[] {
  const shares = fields.map(({ column, weight }) => {
    const values = files.flatMap((file) => file.column(column));
    return weight * Math.max(0.5, collisionEntropy(values));
  });
  const total = shares.reduce((sum, share) => sum + share, 0);
  return shares.map((share) => Math.max(1, Math.round((share / total) * load * bits)));
}
