// SPDX-License-Identifier: EUPL-1.2
/**
 * Links sources by what a second round showed of their pairs. The encodings of the first round only
 * found the candidates. Runs at the linkage unit, on similarities and random tokens.
 */
import { KoppelError } from '@koppel/errors';
import { decide, type DecideOptions, type FieldLinkOutcome } from '../fellegi-sunter/decide.ts';
import type { FieldGroup } from '../fellegi-sunter/evidence.ts';
import { RULES } from '../fellegi-sunter/link-fields.ts';
import { shapeOf } from '../shape.ts';
import { orderSources, type EncodedSource } from '../source.ts';
import { lookExplainer } from './explain-looks.ts';
import { lookedEvidence, type LookedRound } from './looked-evidence.ts';

export interface LookLinkOptions extends DecideOptions {
  /** Where the fields lie in every answer. */
  readonly groups: readonly FieldGroup[];
}

/**
 * Puts the records of all sources into clusters, one per person.
 * @param given the sources of the first round, as the rounds were planned for them
 * @throws LINKAGE_SOURCES, LINKAGE_COLUMNS, LINKAGE_TOKEN_TWICE, KERNEL_THRESHOLD for what is asked;
 *   LINKAGE_TOO_FEW, LINKAGE_INDISTINCT, LINKAGE_NOT_UNIQUE, LINKAGE_MODEL_UNSETTLED and
 *   LINKAGE_THRESHOLD_UNKNOWN for what the data give
 */
export function linkByLooks(
  given: readonly EncodedSource[],
  rounds: readonly LookedRound[],
  options: LookLinkOptions,
): FieldLinkOutcome {
  const { threshold, groups, oneToOne } = options;
  if (threshold !== 'auto' && !(threshold > 0 && threshold <= 1)) {
    throw new KoppelError('KERNEL_THRESHOLD');
  }
  const sources = orderSources(given);
  const gathered = lookedEvidence(sources, groups, rounds, RULES);
  const outcome = decide({ sources, given, shape: shapeOf(sources, oneToOne) }, gathered, options);
  return { ...outcome, explain: lookExplainer(sources, gathered, outcome.model) };
}
