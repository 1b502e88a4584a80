// SPDX-License-Identifier: EUPL-1.2
/** The threshold of a linkage: as given, or estimated from the data without labels. */
import { KoppelError } from '@koppel/errors';
import type { Watch } from '../candidates.ts';
import type { OrderedSource } from '../source.ts';
import { chooseThreshold, type ThresholdEstimate } from './curve.ts';
import type { Scale } from './scale.ts';
import { selfNullCurve } from './self-null.ts';
import { tailCurve } from './tail.ts';

/** The share of false links that is accepted unless the caller says otherwise. */
export const DEFAULT_TARGET = 0.01;

/**
 * Estimates from links between sources if one of them is unique, and otherwise from all pairs.
 * @param target the largest accepted share of false links, in (0, 1)
 * @throws LINKAGE_TARGET; LINKAGE_THRESHOLD_UNKNOWN when the data do not show a threshold
 */
export async function estimateThreshold(
  sources: readonly OrderedSource[],
  scale: Scale,
  target: number,
  watch: Watch,
): Promise<ThresholdEstimate> {
  if (!(target > 0 && target < 1)) throw new KoppelError('LINKAGE_TARGET');
  const betweenSources = await selfNullCurve(sources, scale, watch);
  if (betweenSources !== undefined) return chooseThreshold(betweenSources, target, 'selfNull');
  const repeated = sources.filter(({ unique }) => !unique);
  const amongAll = await tailCurve(repeated, scale, watch);
  if (amongAll === undefined) throw new KoppelError('LINKAGE_THRESHOLD_UNKNOWN');
  return chooseThreshold(amongAll, target, 'tail');
}
