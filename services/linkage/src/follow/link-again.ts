// SPDX-License-Identifier: EUPL-1.2
/** A linkage that goes on from the last one where it can, and says what it did. */
import { isKoppelError } from '@koppel/errors';
import {
  ClusterEvents,
  decidedClusters,
  givenThreshold,
  joinPairs,
  marksOf,
  MetRecords,
  pairsOfBatch,
  pairsWhere,
  type AssignmentRule,
  type Candidates,
  type ClusterEvent,
  type ClusterRules,
  type CurrentSource,
  type EncodedSource,
  type FollowedSource,
  type LinkageSide,
  type LinkOptions,
  type LinkOutcome,
  type RecordPairs,
  type SearchStatement,
  type ThresholdEstimate,
} from '@koppel/linkage';
import type { LinkedRows } from '../outcome.ts';
import { bySource, clusterColumn, currentSources, keptPairs } from './columns.ts';
import { explainOf, type Explained } from './explain.ts';
import { linkNow, type Looked } from './link-now.ts';
import {
  decidedOf,
  decisionsIn,
  FOLLOWED_RECORDS,
  linkedIn,
  snapshotOf,
  sourcesIn,
  sourcesNow,
  verdictsOf,
  type Decided,
  type KnownSource,
} from './follow.ts';
import { readSnapshot, writeSnapshot, type Snapshot } from './snapshot.ts';

/** What became of the clusters, one event after another: each is made when it is asked for. */
export type ToldEvents = Iterable<ClusterEvent> & {
  readonly length: number;
  readonly kinds: () => Iterable<ClusterEvent['kind']>;
};

/** What of a linkage is worth a word. */
export interface Linked {
  readonly threshold: ThresholdEstimate;
  /** How pairs were searched for, and which share of all they are. */
  readonly search: SearchStatement;
  readonly candidatePairs: number;
  readonly assignment: AssignmentRule;
  /** Groups of pairs that were decided greedily; of those that were decided this time. */
  readonly decidedGreedily: number;
  /** Records that were compared with all others: the new and changed ones, or all. */
  readonly compared: number;
  /** Undefined when there is no linkage to compare with: `followed` says why. */
  readonly events: ToldEvents | undefined;
  /** The result that the events begin with, 16 bytes; undefined when there are none. */
  readonly since: Uint8Array | undefined;
  readonly followed: 'first' | 'otherThreshold' | 'tooMany' | 'approximate' | 'byFields' | 'yes';
}

/** What a review is of. Records are numbered over all sources, in their order. */
export interface Zone extends RecordPairs {
  readonly reviewFrom: number;
}

export interface Again extends Explained {
  readonly linked: Linked;
  /** Per source, in the order given. */
  readonly rows: readonly LinkedRows[];
  /** All candidate pairs; ends are records numbered over all sources, in the order given. */
  readonly pairs: RecordPairs;
  /** Pairs from `reviewFrom` on, of which a person may decide on some. */
  readonly zone: Zone;
  /** Keeps what the next linkage goes on from. To be called when the outcome is published as `result`. */
  readonly save: (result: Uint8Array) => void;
}

export interface AgainOptions {
  readonly sources: readonly EncodedSource[];
  /** All sources that the study knows. */
  readonly known: readonly KnownSource[];
  readonly options: LinkOptions & { readonly assignment: AssignmentRule };
  readonly looked?: Looked | undefined;
  /** SHA-256 of the study. */
  readonly specHash: Uint8Array;
  readonly file: string;
  /** More records than this are not followed; by default `FOLLOWED_RECORDS`. */
  readonly recordsMax?: number;
}

const pairsMax = 10_000_000;

/** Pairs that a second round decided are never gone on from by one that did without, nor the reverse. */
const settingsText = ({ specHash, looked }: AgainOptions, threshold: number): string =>
  JSON.stringify({
    specHash: Buffer.from(specHash).toString('hex'),
    threshold,
    ...(looked === undefined ? {} : { looks: true }),
  });

/** The threshold of a linkage under this version of the study; undefined for another version. */
function thresholdOf(asked: AgainOptions, last: Snapshot | undefined): number | undefined {
  if (last === undefined) return undefined;
  const { threshold } = JSON.parse(last.settings) as { readonly threshold: number };
  return last.settings === settingsText(asked, threshold) ? threshold : undefined;
}

const sinceOf = ({ result }: Snapshot): Uint8Array => new Uint8Array(Buffer.from(result, 'hex'));

/** A one-to-one source is one that the study calls unique. */
const rulesOf = ({ options: { oneToOne, assignment } }: AgainOptions): ClusterRules => ({
  oneToOne,
  assignment,
});

/** What people decided, of these sources. LINKAGE_DECISIONS_CONFLICT. */
const decidedNow = ({ options, known }: AgainOptions, now: readonly FollowedSource[]): Decided =>
  decidedOf(options.decisions ?? [], now, options.oneToOne ? known : []);

/** Ends by source and row, as records numbered over all sources. */
function numberedPairs(found: Candidates, sources: readonly EncodedSource[]): RecordPairs {
  const first = [0];
  for (const { count } of sources) first.push(first.at(-1)! + count);
  const number = (rows: Uint32Array, of: Uint16Array): Uint32Array =>
    rows.map((row, at) => row + first[of[at]!]!);
  return {
    left: number(found.leftRow, found.leftSource),
    right: number(found.rightRow, found.rightSource),
    similarity: found.similarity,
  };
}

/** Pairs of a linkage, those at or above the threshold and those below, by records over all sources. */
function zoneOf(
  { candidates, below, reviewFrom }: LinkOutcome,
  sources: readonly EncodedSource[],
): Zone {
  const parts = [candidates, below].map((found) => numberedPairs(found, sources));
  return { ...joinPairs(parts), reviewFrom };
}

/** How much a level of a field weighs depends on all records: no pair of the last linkage is kept. */
const isByFields = ({ options, looked }: AgainOptions): boolean =>
  options.groups !== undefined || looked !== undefined;

/** What the linkage found per row. */
const rowsOf = ({ sources }: LinkOutcome): LinkedRows[] =>
  sources.map(({ cluster, clusterSize, quality, weakest }) => {
    return { cluster, clusterSize, quality, weakest };
  });

/** Without following: as many records as fit into flat columns. */
async function linkUnfollowed(
  asked: AgainOptions,
  followed: 'tooMany' | 'approximate',
): Promise<Again> {
  const { sources } = asked;
  const outcome = await linkNow(asked);
  const { threshold, search, candidatePairs, assignment, decidedGreedily } = outcome;
  const rows = rowsOf(outcome);
  const compared = sources.reduce((sum, { count }) => sum + count, 0);
  const said = { search, candidatePairs, assignment, decidedGreedily, compared };
  const unknown = { events: undefined, since: undefined };
  return {
    linked: { threshold, ...said, ...unknown, followed },
    rows,
    pairs: numberedPairs(outcome.candidates, sources),
    zone: zoneOf(outcome, sources),
    ...explainOf(outcome, sources),
    save: () => undefined,
  };
}

interface Finished {
  readonly now: readonly FollowedSource[];
  readonly rows: readonly LinkedRows[];
  readonly decided: Decided;
  /** Pairs that were decided upon, and those below the threshold that are kept for a person. */
  readonly candidates: RecordPairs;
  readonly below: RecordPairs;
  readonly reviewFrom: number;
  readonly linked: Omit<Linked, 'assignment' | 'candidatePairs'>;
}

function finished(asked: AgainOptions, found: Finished): Again {
  const { file, options } = asked;
  const { now, rows, decided, candidates, below, reviewFrom, linked } = found;
  const settings = settingsText(asked, linked.threshold.threshold);
  const all = joinPairs([candidates, below]);
  const candidatePairs = candidates.left.length;
  const verdicts = verdictsOf(decided.numbers, now);
  return {
    linked: { ...linked, assignment: options.assignment, candidatePairs },
    rows: rows.map((one, at) => {
      const verdict = verdicts[at];
      return verdict === undefined ? one : { ...one, verdict };
    }),
    pairs: {
      left: all.left.subarray(0, candidatePairs),
      right: all.right.subarray(0, candidatePairs),
      similarity: all.similarity.subarray(0, candidatePairs),
    },
    zone: { ...all, reviewFrom },
    save: (result) => {
      const snapshot = snapshotOf(settings, now, all, { reviewFrom, decided: decided.numbers });
      writeSnapshot(file, { ...snapshot, result: Buffer.from(result).toString('hex') });
    },
  };
}

/** The clusters of the last linkage, made anew. */
function lastSide(
  asked: AgainOptions,
  last: Snapshot,
  threshold: number,
): LinkageSide & { readonly sources: readonly FollowedSource[] } {
  const { known, options } = asked;
  const sources = sourcesIn(last, known);
  const pairs = linkedIn(last, threshold);
  const decided = decidedOf(decisionsIn(last), sources, options.oneToOne ? known : []);
  const { cluster } = decidedClusters(sources, pairs, decided.numbers, rulesOf(asked));
  return { sources, pairs, cluster, decisions: decided.index };
}

/** Pairs of what is new; undefined when there are too many. */
async function freshPairs(
  current: readonly CurrentSource[],
  asked: { readonly similarity: 'dice' | 'hamming'; readonly threshold: number },
  watch: NonNullable<Parameters<typeof pairsOfBatch>[3]>,
): Promise<RecordPairs | undefined> {
  try {
    return await pairsOfBatch(current, asked, pairsMax, watch);
  } catch (thrown) {
    if (isKoppelError(thrown, 'LINKAGE_TOO_MANY_PAIRS')) return undefined;
    throw thrown;
  }
}

/** Compares only what is new. */
async function linkChanges(asked: AgainOptions, last: Snapshot, threshold: number): Promise<Again> {
  const { sources, options } = asked;
  const { similarity = 'dice', workers, signal, onProgress, review } = options;
  const now = sourcesNow(sources);
  const before = lastSide(asked, last, threshold);
  const met = new MetRecords(before.sources, now);
  const current = currentSources(sources, met);
  const watch = {
    ...(workers === undefined ? {} : { workers }),
    ...(signal === undefined ? {} : { signal }),
    ...(onProgress === undefined ? {} : { onProgress }),
  };
  const { reviewFrom } = last;
  const found = await freshPairs(current, { similarity, threshold: reviewFrom }, watch);
  // Too many pairs for a person to look at: a linkage of everything does without those.
  if (found === undefined) return linkAll(asked, last);
  const all = joinPairs([keptPairs(last, met), found]);
  const candidates = pairsWhere(all, (at) => all.similarity[at]! >= threshold);
  const below = pairsWhere(all, (at) => all.similarity[at]! < threshold);
  const decided = decidedNow(asked, now);
  const marks = marksOf(met, before, { decisions: decided.index }, false);
  const isTouched = (record: number): boolean => marks[met.now[record]!] !== 0;
  const clusters = decidedClusters(now, candidates, decided.numbers, rulesOf(asked), isTouched);
  const { cluster, bounded } = clusters;
  const side = { pairs: candidates, cluster, decisions: decided.index };
  const linked = {
    threshold: givenThreshold(threshold, review?.zone),
    search: { method: 'exact', wanted: 1, measured: 1, low: 1, high: 1, reached: true },
    decidedGreedily: bounded,
    compared: current.reduce((sum, { fresh }) => sum + fresh.length, 0),
    events: new ClusterEvents(met, before, side, marks),
    since: sinceOf(last),
    followed: 'yes',
  } as const;
  const [size, quality, weakest] = [
    bySource(clusters.size, sources),
    bySource(clusters.quality, sources),
    bySource(clusters.weakest, sources),
  ];
  const rows = bySource(cluster, sources).map((column, at) => {
    return {
      cluster: column,
      clusterSize: size[at]!,
      quality: quality[at]!,
      weakest: weakest[at]!,
    };
  });
  return finished(asked, { now, rows, decided, candidates, below, reviewFrom, linked });
}

function followedAs({
  byFields,
  moved,
  isFirst,
}: Readonly<Record<'byFields' | 'moved' | 'isFirst', boolean>>): Linked['followed'] {
  if (isFirst) return 'first';
  if (byFields) return 'byFields';
  return moved ? 'otherThreshold' : 'yes';
}

/** What became of the last linkage of this version of the study, whose threshold was `before`. */
function eventsSince(
  asked: AgainOptions,
  last: Snapshot,
  before: number,
  now: LinkageSide & { readonly sources: readonly FollowedSource[]; readonly moved: boolean },
): ClusterEvents {
  const side = lastSide(asked, last, before);
  const met = new MetRecords(side.sources, now.sources);
  return new ClusterEvents(met, side, now, marksOf(met, side, now, now.moved));
}

/** Compares everything, and tells what became of the last linkage of this version of the study. */
async function linkAll(asked: AgainOptions, last: Snapshot | undefined): Promise<Again> {
  const { sources } = asked;
  const outcome = await linkNow(asked);
  const { threshold, search, decidedGreedily, reviewFrom } = outcome;
  const before = thresholdOf(asked, last);
  const byFields = isByFields(asked) && before !== undefined;
  const moved = byFields || (before !== undefined && before !== threshold.threshold);
  const now = sourcesNow(sources);
  const rows = rowsOf(outcome);
  const decided = decidedNow(asked, now);
  const candidates = numberedPairs(outcome.candidates, sources);
  const side = { sources: now, pairs: candidates, cluster: clusterColumn(rows), moved };
  const known = before === undefined ? undefined : last;
  const linked = {
    threshold,
    search,
    decidedGreedily,
    compared: sources.reduce((sum, { count }) => sum + count, 0),
    events:
      known === undefined
        ? undefined
        : eventsSince(asked, known, before!, { ...side, decisions: decided.index }),
    since: known === undefined ? undefined : sinceOf(known),
    followed: followedAs({ byFields, moved, isFirst: known === undefined }),
  } as const;
  const below = numberedPairs(outcome.below, sources);
  const found = { now, rows, decided, candidates, below, reviewFrom, linked };
  return { ...finished(asked, found), ...explainOf(outcome, sources) };
}

/**
 * Links the sources as they are now. With a threshold that the study gives, only what came or changed
 * since the last linkage is compared; a threshold that is estimated needs all, and so do fields, whose
 * weights are estimated.
 * @throws as `linkSources`; DISK_FULL, WRITE_FAILED by `save`
 */
export async function linkAgain(asked: AgainOptions): Promise<Again> {
  const { sources, options, recordsMax = FOLLOWED_RECORDS } = asked;
  const records = sources.reduce((sum, { count }) => sum + count, 0);
  if (records > recordsMax) return linkUnfollowed(asked, 'tooMany');
  // Which pairs an approximate search misses depends on all records, so no part of it can be kept.
  if (!isByFields(asked) && options.search !== undefined)
    return linkUnfollowed(asked, 'approximate');
  const last = readSnapshot(asked.file);
  const { threshold } = options;
  if (
    !isByFields(asked) &&
    threshold !== 'auto' &&
    last?.settings === settingsText(asked, threshold)
  ) {
    return linkChanges(asked, last, threshold);
  }
  return linkAll(asked, last);
}
