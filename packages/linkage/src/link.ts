// SPDX-License-Identifier: EUPL-1.2
/**
 * Links sources: order → threshold → candidates → clusters → outcome. Runs at the linkage unit, on
 * encodings and random tokens only. The same records give the same clusters, whatever the order of
 * sources and records.
 */
import { KoppelError } from '@koppel/errors';
import type { TileStore } from '@koppel/kernel';
import type { WantedSearch } from './candidate-search.ts';
import {
  findCandidates,
  firstRecords,
  shareProgress,
  type ElsewhereOf,
  type OnPlan,
  type Watch,
} from './candidates.ts';
import { clusterPairs } from './clusters.ts';
import type { FieldGroup } from './fellegi-sunter/evidence.ts';
import { linkByFields } from './fellegi-sunter/link-fields.ts';
import type { AssignmentRule } from './clusters/assignment.ts';
import type { Decision } from './incremental/changes.ts';
import { outcomeOf, type LinkOutcome } from './outcome.ts';
import { findPairs } from './review/found-pairs.ts';
import { numberedDecisions } from './review/numbered-decisions.ts';
import { orderSources, type EncodedSource } from './source.ts';
import type { Target } from './threshold/curve.ts';
import { estimateThreshold, givenThreshold, type GivenZone } from './threshold/estimate.ts';
import { shapeOf } from './shape.ts';
import { scaleOf, type LinkSimilarity } from './threshold/scale.ts';

export interface LinkOptions {
  /** How the encodings are compared; absent is `dice`. */
  readonly similarity?: LinkSimilarity;
  /**
   * Where the filters of each field lie, in encodings that have several: such records are linked by a
   * model of how fields agree, and a threshold that is given is a match probability.
   */
  readonly groups?: readonly FieldGroup[];
  /**
   * Of two sources with more pairs of records than this, records with several filters are compared
   * only when they share something; which share of the matches that finds is measured. By default 10⁹.
   */
  readonly exactPairs?: number;
  /** The least similarity of a candidate pair, in (0, 1], or 'auto' to estimate it. */
  readonly threshold: number | 'auto';
  /** A cluster holds at most one record of each unique source. */
  readonly oneToOne: boolean;
  /** Which pairs between two such sources may be links; by default `greedy`. */
  readonly assignment?: AssignmentRule;
  /** For 'auto': the least expected precision, in (0, 1); without it, the best expected F1. */
  readonly target?: Target;
  /** For 'auto', the same said the other way: the largest accepted share of false links. */
  readonly falseLinkTarget?: number;
  /** More candidate pairs than this are refused; by default 10 million. */
  readonly candidateCap?: number;
  /** Searches approximately, with a recall that is measured; absent is exactly. */
  readonly search?: WantedSearch;
  /** What people decided about pairs, by source and token; records that are not there do not matter. */
  readonly decisions?: readonly Decision[];
  /**
   * Also finds pairs below the threshold that a person may decide on. Where the threshold is estimated,
   * so is from where; otherwise `zone` says it.
   */
  readonly review?: { readonly zone?: GivenZone };
  /** Threads; by default all that the machine offers. */
  readonly workers?: number;
  /** Told the fraction of the work that is done, 0–1, ascending. */
  readonly onProgress?: (fraction: number) => void;
  /** Ends the linkage with KERNEL_CANCELLED. */
  readonly signal?: AbortSignal;
  /** Told, before two sources are compared, what is expected of it; by the names of both. */
  readonly onPlan?: OnPlan;
  /** Keeps what the search for candidates has done, for a linkage that was killed to go on from. */
  readonly resume?: TileStore;
  /** Has the search for candidates done by others, who keep what they did. Not used with `groups`. */
  readonly elsewhereOf?: ElsewhereOf;
}

const DEFAULT_CANDIDATE_CAP = 10_000_000;

/** Leaves out what is no further than before: a search may be done again. */
function ascending(onProgress: LinkOptions['onProgress']): LinkOptions['onProgress'] {
  let most = 0;
  return (fraction) => {
    if (fraction <= most) return;
    most = fraction;
    onProgress?.(fraction);
  };
}

/** @throws LINKAGE_TARGET when there are two */
function targetOf({ target, falseLinkTarget }: LinkOptions): Target | undefined {
  if (falseLinkTarget === undefined) return target;
  if (target !== undefined) throw new KoppelError('LINKAGE_TARGET');
  return { precision: 1 - falseLinkTarget };
}

/**
 * Puts the records of all sources into clusters, one per person.
 * @throws LINKAGE_SOURCES, LINKAGE_COLUMNS, LINKAGE_TOKEN_TWICE, LINKAGE_TARGET, KERNEL_* for
 *   what is asked; LINKAGE_TOO_MANY_PAIRS, LINKAGE_TOO_FEW, LINKAGE_INDISTINCT, LINKAGE_NOT_UNIQUE and
 *   LINKAGE_THRESHOLD_UNKNOWN for what the data give; LINKAGE_DECISIONS_CONFLICT; and the other KERNEL_* codes
 */
export async function linkSources(
  sources: readonly EncodedSource[],
  options: LinkOptions,
): Promise<LinkOutcome> {
  const { assignment = 'greedy', oneToOne, groups, candidateCap = DEFAULT_CANDIDATE_CAP } = options;
  const { threshold: asked, similarity = 'dice', workers, signal } = options;
  const target = targetOf(options);
  if (groups !== undefined) {
    const { decisions, review, exactPairs } = options;
    const fieldOptions = {
      ...{ groups, threshold: asked, oneToOne, assignment, target, candidateCap },
      ...{ decisions, review: review !== undefined, exactPairs, recall: options.search?.recall },
    };
    const { onProgress } = options;
    return linkByFields(sources, fieldOptions, {
      ...(workers === undefined ? {} : { workers }),
      ...(signal === undefined ? {} : { signal }),
      ...(onProgress === undefined ? {} : { onProgress }),
    });
  }
  const ordered = orderSources(sources);
  const progressOf = shareProgress([asked === 'auto' ? 1 : 0, 1], ascending(options.onProgress));
  const watchOf = (stage: 0 | 1): Watch => ({
    ...(workers === undefined ? {} : { workers }),
    ...(signal === undefined ? {} : { signal }),
    onProgress: progressOf(stage),
  });
  const scale = scaleOf(similarity, ordered[0]!.set.bytes * 8);
  const threshold =
    asked === 'auto'
      ? await estimateThreshold(ordered, scale, target, watchOf(0))
      : givenThreshold(asked, options.review?.zone);
  const cap = candidateCap;
  const { search, review, resume, elsewhereOf, onPlan } = options;
  const watch = {
    ...watchOf(1),
    ...(resume === undefined ? {} : { resume }),
    ...(elsewhereOf === undefined ? {} : { elsewhereOf }),
  };
  const found = await findPairs(
    (from, most = cap) =>
      findCandidates(
        ordered,
        { similarity, threshold: from, search },
        Math.min(cap, most),
        watch,
        onPlan,
      ),
    // What an approximate search misses is known for one threshold only.
    review === undefined || search !== undefined
      ? { ...threshold, thresholdLower: threshold.threshold }
      : threshold,
    firstRecords(ordered).at(-1)!,
  );
  const decisions = numberedDecisions(
    ordered,
    ({ index }) => sources[index]!.tokens,
    options.decisions ?? [],
  );
  const shape = shapeOf(ordered, oneToOne);
  const { lowest, bounded } = clusterPairs(found.pairs, shape, { assignment, decisions });
  return outcomeOf(ordered, found, { lowest, assignment, bounded }, threshold);
}
