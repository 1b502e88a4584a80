// SPDX-License-Identifier: EUPL-1.2
/**
 * The ways in which an evaluation links: in one round, or in both. Where the second round refuses what
 * the data are, the first one's outcome is given instead, and the figures say so: nothing is silent.
 */
import { isKoppelError } from '@koppel/errors';
import { linkSources, type FieldGroup, type LinkOutcome } from '@koppel/linkage';
import { similarityOf } from '@koppel/study';
import type { PairColumns, Reliability } from '../metrics/index.ts';
import { outcomeReliability } from './reliability.ts';
import {
  bestByFields,
  bestOf,
  link,
  refusals,
  type Best,
  type LinkAim,
  type Linked,
} from './score.ts';
import {
  candidateRecall,
  decideLooks,
  linkTwice,
  type EncodedTwice,
  type LookAim,
} from './second-round/second-round.ts';

/** The figures of a second round. */
export interface LookFigures {
  /** Per record. */
  readonly looksPerRecord: number;
  /** Whether answers told rarity classes. */
  readonly rarityClasses: boolean;
  /** Answers in all. */
  readonly looks: number;
  readonly bytesPerLook: number;
  readonly looksPerSecond: number;
  /** The share of true pairs that were looked at. */
  readonly candidateRecall: number;
}

/** A linkage, how well any threshold could have done, and when the linkage itself had ended. */
export interface Evaluated extends Linked {
  readonly best: Best;
  readonly ended: number;
  /** By which round it was decided. */
  readonly decidedBy: 'firstRound' | 'secondRound';
  readonly secondRound: LookFigures | undefined;
  /** Of probabilities, where fields were weighed. */
  readonly reliability: Reliability | undefined;
}

/** Pairs less probable than this are not judged. */
const JUDGED_FROM = 0.01;

/** Of the linkage at a low threshold; none where these data show no model. */
async function reliabilityAt(
  linkAt: (probability: number) => Promise<LinkOutcome> | LinkOutcome,
  truth: PairColumns,
): Promise<Reliability | undefined> {
  try {
    return outcomeReliability(await linkAt(JUDGED_FROM), truth);
  } catch (thrown) {
    if (refusals.some((code) => isKoppelError(thrown, code))) return undefined;
    throw thrown;
  }
}

export async function linkOnce(
  sources: EncodedTwice['sources'],
  aim: LinkAim,
  truth: PairColumns,
  onProgress: (share: number) => void,
): Promise<Evaluated> {
  const linked = await link(sources, aim, onProgress);
  const ended = performance.now();
  const best = await bestOf(sources, truth, aim);
  const byFields = (groups: readonly FieldGroup[]): Promise<Reliability | undefined> =>
    reliabilityAt(
      (threshold) => linkSources(sources, { threshold, groups, oneToOne: true }),
      truth,
    );
  const reliability = aim.groups === undefined ? undefined : await byFields(aim.groups);
  return { ...linked, ended, best, decidedBy: 'firstRound', secondRound: undefined, reliability };
}

export async function linkInTwoRounds(
  twice: EncodedTwice,
  aim: LookAim,
  truth: PairColumns,
  onProgress: (share: number) => void,
): Promise<Evaluated> {
  let linked: Awaited<ReturnType<typeof linkTwice>>;
  try {
    linked = await linkTwice(twice, aim, onProgress);
  } catch (thrown) {
    const refusal = refusals.find((code) => isKoppelError(thrown, code));
    if (refusal === undefined || aim.threshold !== 'auto') throw thrown;
    const similarity = similarityOf(twice.profile.spec);
    const first = {
      threshold: aim.threshold,
      similarity,
      ...(aim.target && { target: aim.target }),
    };
    return { ...(await linkOnce(twice.sources, first, truth, onProgress)), refusal };
  }
  const ended = performance.now();
  const { second, encoded } = linked;
  const linkAt = (threshold: number): LinkOutcome => decideLooks(encoded, second, { threshold });
  const secondRound = {
    looksPerRecord: aim.looks,
    rarityClasses: aim.rarity,
    looks: second.looks,
    bytesPerLook: second.answerBytes,
    looksPerSecond: Math.round(second.looks / second.ownerSeconds),
    candidateRecall: candidateRecall(encoded, second, truth),
  };
  return {
    ...linked,
    ended,
    best: await bestByFields(linkAt, truth),
    decidedBy: 'secondRound',
    secondRound,
    reliability: await reliabilityAt(linkAt, truth),
  };
}
