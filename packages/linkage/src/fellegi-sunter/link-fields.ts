// SPDX-License-Identifier: EUPL-1.2
/**
 * Links sources whose records have several filters: order → evidence → model → probabilities →
 * threshold → clusters → outcome, in the form of every other linkage. Runs at the linkage unit, on
 * encodings and random tokens only.
 */
import { KoppelError } from '@koppel/errors';
import { shareProgress, type Watch } from '../candidates.ts';
import { shapeOf } from '../shape.ts';
import { orderSources, type EncodedSource } from '../source.ts';
import { decide, type DecideOptions, type FieldLinkOutcome } from './decide.ts';
import type { FieldGroup } from './evidence.ts';
import { explainer } from './explain.ts';
import { gatherEvidence } from './gather-evidence.ts';

export interface FieldLinkOptions extends DecideOptions {
  /** Where the groups lie in every filter; whole words, at least one group. */
  readonly groups: readonly FieldGroup[];
  readonly candidateCap: number;
  /** Of two sources with more pairs than this only records that share something are compared. */
  readonly exactPairs?: number | undefined;
}

/** How levels are cut. */
export const RULES = { cuts: 4 } as const;

/**
 * Puts the records of all sources into clusters, one per person.
 * @throws LINKAGE_SOURCES, LINKAGE_COLUMNS, LINKAGE_TOKEN_TWICE, KERNEL_LENGTH, KERNEL_THRESHOLD for
 *   what is asked; LINKAGE_TOO_FEW, LINKAGE_INDISTINCT, LINKAGE_NOT_UNIQUE, LINKAGE_TOO_MANY_PAIRS,
 *   LINKAGE_MODEL_UNSETTLED and LINKAGE_THRESHOLD_UNKNOWN for what the data give; other KERNEL_* codes
 */
export async function linkByFields(
  given: readonly EncodedSource[],
  options: FieldLinkOptions,
  watch: Watch,
): Promise<FieldLinkOutcome> {
  const { groups, threshold: asked, candidateCap, oneToOne } = options;
  if (asked !== 'auto' && !(asked > 0 && asked <= 1)) throw new KoppelError('KERNEL_THRESHOLD');
  const sources = orderSources(given);
  const progressOf = shareProgress([19, 1], watch.onProgress);
  const rules = { ...RULES, exactPairs: options.exactPairs };
  const gathered = await gatherEvidence(sources, groups, rules, candidateCap, {
    ...watch,
    onProgress: progressOf(0),
  });
  const shape = shapeOf(sources, oneToOne);
  const outcome = decide({ sources, given, shape }, gathered, options);
  progressOf(1)(1);
  const explain = explainer(sources, groups, gathered, outcome.model);
  return { ...outcome, explain };
}
