// SPDX-License-Identifier: EUPL-1.2
/**
 * The pairs between the thresholds of the last linkage, for lists and for the decisions that come back:
 * figures and tags, no token, no pseudonym, no encoding. Signed, as decisions rest on it. It is part of
 * the state: the next linkage makes it anew.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readFileText, writeFileWhole } from '@koppel/console';
import { KoppelError } from '@koppel/errors';
import {
  reviewOrder,
  type EncodedSource,
  type ReviewPair,
  type ThresholdEstimate,
  type Waterfall,
} from '@koppel/linkage';
import { decodePublicKey, type Study } from '@koppel/study';
import type { Again } from '../follow/link-again.ts';
import { recordAt, type Applied } from './apply.ts';
import type { Head } from './decision-log.ts';
import type { TaggedRecord } from './entry.ts';
import { listName, pairReference, recordTag } from './names.ts';
import { readSigned, signedLine } from './signed-line.ts';

type Figures = Omit<ReviewPair, 'left' | 'right' | 'probability' | 'nextLeft' | 'nextRight'>;

/** A pair with its context. Sides are in the order of their registers; null is what is not there. */
export interface ZonePair extends Figures {
  readonly pair: string;
  readonly left: TaggedRecord;
  readonly right: TaggedRecord;
  /** Not known for a threshold that the study gives. */
  readonly probability: number | null;
  readonly nextLeft: number | null;
  readonly nextRight: number | null;
  /** Only for records with a filter for each field: what each field says. Names and levels alone. */
  readonly waterfall?: Waterfall;
}

/** Links per step of similarity that the estimate takes for one person, and for two. */
export interface ZoneCurves {
  /** Lower ends of the steps, ascending. */
  readonly from: readonly number[];
  readonly matches: readonly number[];
  readonly strangers: readonly number[];
}

/** What the last linkage left to a person. */
export interface ZoneFile {
  readonly study: string;
  readonly specHash: string;
  /** Names this list; another one has other pairs. */
  readonly list: string;
  readonly threshold: number;
  readonly thresholdLower: number;
  readonly thresholdUpper: number;
  /** From where pairs were looked for; above `thresholdLower` when there were too many below. */
  readonly reviewFrom: number;
  /** Pairs between the thresholds that nobody has decided on; those kept here are the first of them. */
  readonly found: number;
  /** Most expected change first. */
  readonly pairs: readonly ZonePair[];
  /** Only for records with one filter, and a threshold that was estimated. */
  readonly curves?: ZoneCurves;
  /** Where the account of decisions stood that the linkage followed. */
  readonly account: Head;
  /** Decisions that hold in the linkage, and those that wait for a register. */
  readonly applied: { readonly same: number; readonly different: number; readonly waiting: number };
}

/** More than any office looks at between two linkages. */
export const ZONE_PAIRS_MAX = 20_000;

const label = 'koppel/v1/review/zone';
const zoneFileOf = (stateFolder: string): string => join(stateFolder, 'review.json');

export interface ZoneParts {
  readonly study: Study;
  readonly specHash: Uint8Array;
  readonly sources: readonly EncodedSource[];
  readonly again: Again;
  readonly applied: Applied;
  readonly account: Head;
  readonly reviewKey: Uint8Array;
  readonly pairsMax?: number;
}

/** Steps of the curves of a page. */
const CURVE_STEPS = 24;

/** From what each threshold gives to what lies between one and the next. */
function curvesOf({ curve, method }: ThresholdEstimate): { readonly curves?: ZoneCurves } {
  if (curve.length === 0 || method === 'fellegiSunter') return {};
  // Few steps: the curves are to be seen, not their chance.
  const every = Math.ceil(curve.length / CURVE_STEPS);
  const steps = curve.filter((_, at) => at % every === 0);
  const links = steps.map((one, at) => one.links - (steps[at + 1]?.links ?? 0));
  const falsely = steps.map((one, at) => one.falseLinks - (steps[at + 1]?.falseLinks ?? 0));
  const strangers = falsely.map((one, at) => Math.min(links[at]!, Math.max(0, one)));
  return {
    curves: {
      from: steps.map(({ threshold }) => threshold),
      matches: links.map((one, at) => Math.max(0, one - strangers[at]!)),
      strangers,
    },
  };
}

const orNull = (value: number): number | null => (Number.isNaN(value) ? null : value);

function pairsOf(
  parts: ZoneParts,
  estimate: ThresholdEstimate,
): { pairs: ZonePair[]; found: number } {
  const { sources, again, applied, study, reviewKey, pairsMax = ZONE_PAIRS_MAX } = parts;
  const decided = (verdict: 'same' | 'different'): [number, number][] =>
    applied.decisions.flatMap(({ held, left, right }): [number, number][] =>
      held.verdict === verdict ? [[left, right]] : [],
    );
  const { thresholdUpper, threshold, probability } = estimate;
  const all = reviewOrder({
    sources,
    oneToOne: true,
    assignment: study.linkage.assignment ?? 'greedy',
    pairs: again.zone,
    decisions: { joined: [...decided('same'), ...applied.byNumber], parted: decided('different') },
    threshold,
    thresholdLower: again.zone.reviewFrom,
    thresholdUpper,
    probability,
  });
  const tagged = (record: number): TaggedRecord => {
    const { source, row } = recordAt(sources, record);
    return { source: source.name, tag: recordTag(reviewKey, source, row) };
  };
  const pairs = all.slice(0, pairsMax).map((one): ZonePair => {
    const [left, right] = [tagged(one.left), tagged(one.right)];
    return {
      ...one,
      pair: pairReference(reviewKey, left.tag, right.tag),
      left,
      right,
      probability: orNull(one.probability),
      nextLeft: orNull(one.nextLeft),
      nextRight: orNull(one.nextRight),
      ...(again.explain && {
        waterfall: again.explain(one.left, one.right, one.similarity),
      }),
    };
  });
  return { pairs, found: all.length };
}

/** What a linkage leaves to a person. */
export function zoneOf(parts: ZoneParts): ZoneFile {
  const { study, specHash, again, applied, account } = parts;
  const estimate = again.linked.threshold;
  const { pairs, found } = pairsOf(parts, estimate);
  const { threshold, thresholdLower, thresholdUpper } = estimate;
  const count = (verdict: 'same' | 'different'): number =>
    applied.decisions.filter(({ held }) => held.verdict === verdict).length;
  const named = JSON.stringify([threshold, pairs.map(({ pair }) => pair)]);
  return {
    study: study.id,
    specHash: Buffer.from(specHash).toString('hex'),
    list: listName(named),
    threshold,
    thresholdLower,
    thresholdUpper,
    reviewFrom: again.zone.reviewFrom,
    found,
    pairs,
    ...curvesOf(estimate),
    account,
    applied: { same: count('same'), different: count('different'), waiting: applied.waiting },
  };
}

/** DISK_FULL, WRITE_FAILED. */
export function writeZone(stateFolder: string, zone: ZoneFile, signSecretKey: Uint8Array): void {
  const line = signedLine(label, zone, signSecretKey);
  writeFileWhole(zoneFileOf(stateFolder), line, { mode: 0o600, replace: true });
}

/** Undefined when no linkage has left anything yet. STATE_DAMAGED. */
export function findZone(stateFolder: string, study: Study): ZoneFile | undefined {
  const file = zoneFileOf(stateFolder);
  if (!existsSync(file)) return undefined;
  const publicKey = decodePublicKey(study.linkageUnit.signPublicKey);
  const read = readSigned(label, readFileText(file), publicKey);
  if (typeof read === 'string') throw new KoppelError('STATE_DAMAGED', { file });
  return read.content as ZoneFile;
}

/**
 * The list of the last linkage of this version of the study.
 * @throws KoppelError REVIEW_NO_LIST when there is none; STATE_DAMAGED, STATE_OTHER_STUDY
 */
export function readZone(stateFolder: string, study: Study, specHash: Uint8Array): ZoneFile {
  const zone = findZone(stateFolder, study);
  if (zone === undefined) throw new KoppelError('REVIEW_NO_LIST', { file: stateFolder });
  if (zone.specHash !== Buffer.from(specHash).toString('hex')) {
    throw new KoppelError('STATE_OTHER_STUDY', { file: zoneFileOf(stateFolder) });
  }
  return zone;
}
