// SPDX-License-Identifier: EUPL-1.2
/** Measures of what encodings by themselves give away: no register, no key, no attacker. */
import { KoppelError } from '@koppel/errors';
import type { FilterSet } from '@koppel/kernel';
import type { Similarity } from '@koppel/study';
import { bitRisk, type BitRisk } from './bits.ts';
import { frequencyRisk, lengthRisk, type FrequencyRisk, type LengthRisk } from './frequency.ts';
import { similarityRisk, type SimilarityRisk } from './similarity.ts';

/** With fewer, a spread or a correlation is mostly chance. */
export const LEAST_ENCODINGS = 100;

export interface RiskMeasures {
  readonly encodings: number;
  readonly bits: number;
  readonly frequency: FrequencyRisk;
  readonly length: LengthRisk;
  readonly bit: BitRisk;
  readonly similarity: SimilarityRisk;
}

/**
 * All measures of some encodings. Numbers only; nothing of a single encoding is in them.
 * @param similarity by which the profile compares
 * @param seed for samples
 * @throws KoppelError AUDIT_TOO_FEW below `LEAST_ENCODINGS`
 */
export function measureRisk(set: FilterSet, similarity: Similarity, seed: number): RiskMeasures {
  if (set.count < LEAST_ENCODINGS) throw new KoppelError('AUDIT_TOO_FEW');
  return {
    encodings: set.count,
    bits: 8 * set.bytes,
    frequency: frequencyRisk(set),
    length: lengthRisk(set),
    bit: bitRisk(set, seed),
    similarity: similarityRisk(set, similarity, seed),
  };
}
