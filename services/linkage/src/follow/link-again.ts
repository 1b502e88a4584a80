// SPDX-License-Identifier: EUPL-1.2
/** A linkage that goes on from the last one where it can, and says what it did. */
import { isKoppelError } from '@koppel/errors';
import {
  ClusterState,
  givenThreshold,
  pairsOfBatch,
  type AssignmentRule,
  type BatchOutcome,
  type Candidates,
  type Changes,
  type ClusterEvent,
  type ClusterSettings,
  type EncodedSource,
  type LinkOptions,
  type LinkOutcome,
  type RecordPairs,
  type NamedPair,
  type RecordName,
  type SearchStatement,
  type ThresholdEstimate,
} from '@koppel/linkage';
import type { LinkedRows } from '../outcome.ts';
import { explainOf, type Explained } from './explain.ts';
import { linkNow, type Looked } from './link-now.ts';
import {
  decisionChanges,
  decisionsIn,
  differenceOf,
  FOLLOWED_RECORDS,
  lastState,
  namedPairs,
  namesIn,
  pairsIn,
  rowsOf,
  snapshotOf,
  type Difference,
} from './follow.ts';
import { readSnapshot, writeSnapshot, type Snapshot } from './snapshot.ts';

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
  readonly events: readonly ClusterEvent[] | undefined;
  /** The result that the events begin with, 16 bytes; undefined when there are none. */
  readonly since: Uint8Array | undefined;
  readonly followed: 'first' | 'otherThreshold' | 'tooMany' | 'approximate' | 'byFields' | 'yes';
}

/** What a review is of. Records are numbered over all sources, in their order. */
export interface Zone {
  readonly left: Uint32Array;
  readonly right: Uint32Array;
  readonly similarity: Float64Array;
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
  readonly known: ClusterSettings['sources'];
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

function stateSettings({ known, options }: AgainOptions, threshold: number): ClusterSettings {
  const { oneToOne, assignment } = options;
  return { sources: known, oneToOne, assignment, threshold };
}

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
  const [above, under] = [numberedPairs(candidates, sources), numberedPairs(below, sources)];
  const count = above.left.length;
  const joined = {
    left: new Uint32Array(count + under.left.length),
    right: new Uint32Array(count + under.left.length),
    similarity: new Float64Array(count + under.left.length),
  };
  for (const column of ['left', 'right', 'similarity'] as const) {
    joined[column].set(above[column]);
    joined[column].set(under[column], count);
  }
  return { ...joined, reviewFrom };
}

/** How much a level of a field weighs depends on all records: no pair of the last linkage is kept. */
const isByFields = ({ options, looked }: AgainOptions): boolean =>
  options.groups !== undefined || looked !== undefined;

/** Without following: as many records as fit into flat columns. */
async function linkUnfollowed(
  asked: AgainOptions,
  followed: 'tooMany' | 'approximate',
): Promise<Again> {
  const { sources } = asked;
  const outcome = await linkNow(asked);
  const { threshold, search, candidatePairs, assignment, decidedGreedily } = outcome;
  const rows = outcome.sources.map(({ cluster, clusterSize, quality, weakest }) => {
    return { cluster, clusterSize, quality, weakest };
  });
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
  readonly state: ClusterState;
  readonly difference: Difference;
  /** Pairs below the threshold that are kept for a person. */
  readonly below: readonly NamedPair[];
  readonly reviewFrom: number;
  readonly linked: Omit<Linked, 'assignment' | 'candidatePairs'>;
}

function finished(asked: AgainOptions, found: Finished): Again {
  const { sources, file, options } = asked;
  const { state, difference, below, reviewFrom, linked } = found;
  const settings = settingsText(asked, linked.threshold.threshold);
  const pairs = [...state.pairs()];
  const candidatePairs = pairs.length;
  for (const pair of below) pairs.push(pair);
  const { decisions = [] } = options;
  const snapshot = snapshotOf(settings, sources, difference.digests, {
    pairs,
    reviewFrom,
    decisions,
  });
  const { left, right, similarity } = snapshot;
  const { assignment } = options;
  return {
    linked: { ...linked, assignment, candidatePairs },
    rows: rowsOf(state, sources),
    pairs: {
      left: left.subarray(0, candidatePairs),
      right: right.subarray(0, candidatePairs),
      similarity: similarity.subarray(0, candidatePairs),
    },
    zone: { left, right, similarity, reviewFrom },
    save: (result) => {
      writeSnapshot(file, { ...snapshot, result: Buffer.from(result).toString('hex') });
    },
  };
}

type Fresh = (record: RecordName) => boolean;

/** Whether a record is new or changed, or gone. */
function touchedIn({ added, changed, retracted }: Difference['changes']): {
  readonly isFresh: Fresh;
  readonly isTouched: Fresh;
} {
  const nameOf = ({ source, token }: RecordName): string => `${token} ${source}`;
  const fresh = new Set([...added, ...changed].map(nameOf));
  const gone = new Set(retracted.map(nameOf));
  const isFresh: Fresh = (record) => fresh.has(nameOf(record));
  return { isFresh, isTouched: (record) => isFresh(record) || gone.has(nameOf(record)) };
}

/** Pairs of what is new; undefined when there are too many. */
async function freshPairs(
  current: Difference['current'],
  asked: { readonly similarity: 'dice' | 'hamming'; readonly threshold: number },
  watch: NonNullable<Parameters<typeof pairsOfBatch>[3]>,
): Promise<NamedPair[] | undefined> {
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
  const { similarity = 'dice', workers, signal, onProgress, decisions = [], review } = options;
  const difference = differenceOf(sources, last);
  const { current, changes } = difference;
  const watch = {
    ...(workers === undefined ? {} : { workers }),
    ...(signal === undefined ? {} : { signal }),
    ...(onProgress === undefined ? {} : { onProgress }),
  };
  const { reviewFrom } = last;
  const found = await freshPairs(current, { similarity, threshold: reviewFrom }, watch);
  // Too many pairs for a person to look at: a linkage of everything does without those.
  if (found === undefined) return linkAll(asked, last);
  const pairs = found.filter((pair) => pair.similarity >= threshold);
  const names = namesIn(last);
  const { isTouched } = touchedIn(changes);
  const below = [
    ...pairsIn(last, names, (value) => value < threshold).filter(
      ({ left, right }) => !isTouched(left) && !isTouched(right),
    ),
    ...found.filter((pair) => pair.similarity < threshold),
  ];
  const state = lastState(last, stateSettings(asked, threshold), threshold);
  const decided = decisionChanges(decisionsIn(last, names), decisions);
  const { events, bounded } = state.apply({ ...changes, pairs, decisions: decided });
  const linked = {
    threshold: givenThreshold(threshold, review?.zone),
    search: { method: 'exact', wanted: 1, measured: 1, low: 1, high: 1, reached: true },
    decidedGreedily: bounded,
    compared: current.reduce((sum, { fresh }) => sum + fresh.length, 0),
    events,
    since: sinceOf(last),
    followed: 'yes',
  } as const;
  return finished(asked, { state, difference, below, reviewFrom, linked });
}

/**
 * What a whole linkage changes in the state of the last one. Under another threshold, or where fields
 * weigh otherwise, everyone who stays is considered anew, and that is told as the reason.
 */
function changesOf(
  { changes: { added, changed, retracted } }: Difference,
  found: readonly NamedPair[],
  state: ClusterState,
  moved: boolean,
): Changes {
  const nameOf = ({ source, token }: RecordName): string => `${token} ${source}`;
  const fresh = new Set([...added, ...changed].map(nameOf));
  if (!moved) {
    const pairs = found.filter(
      ({ left, right }) => fresh.has(nameOf(left)) || fresh.has(nameOf(right)),
    );
    return { added, changed, retracted, pairs };
  }
  const gone = new Set(retracted.map(nameOf));
  const reconsidered = state
    .clusters()
    .flatMap(({ members }) => members)
    .filter((one) => !fresh.has(nameOf(one)) && !gone.has(nameOf(one)));
  return { added, changed, reconsidered, retracted, pairs: found };
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

/** Compares everything, and tells what became of the last linkage of this version of the study. */
async function linkAll(asked: AgainOptions, last: Snapshot | undefined): Promise<Again> {
  const { sources, options } = asked;
  const outcome = await linkNow(asked);
  const { threshold, search, candidates, decidedGreedily, reviewFrom } = outcome;
  const before = thresholdOf(asked, last);
  const known = before === undefined ? undefined : last;
  const difference = differenceOf(sources, known);
  const now = threshold.threshold;
  // The state takes the pairs of both, whose thresholds may differ.
  const settings = stateSettings(asked, Math.min(now, before ?? now));
  const state =
    known === undefined ? new ClusterState(settings) : lastState(known, settings, before ?? now);
  const byFields = isByFields(asked) && before !== undefined;
  const moved = byFields || (before !== undefined && before !== now);
  const found = namedPairs(candidates, sources);
  const decided = known === undefined ? [] : decisionsIn(known, namesIn(known));
  const decisions = decisionChanges(decided, options.decisions ?? []);
  const changes = { ...changesOf(difference, found, state, moved), decisions };
  const { events }: BatchOutcome = state.apply(changes);
  const linked = {
    threshold,
    search,
    decidedGreedily,
    compared: sources.reduce((sum, { count }) => sum + count, 0),
    events: known === undefined ? undefined : events,
    since: known === undefined ? undefined : sinceOf(known),
    followed: followedAs({ byFields, moved, isFirst: known === undefined }),
  } as const;
  const below = namedPairs(outcome.below, sources);
  const again = finished(asked, { state, difference, below, reviewFrom, linked });
  return { ...again, ...explainOf(outcome, sources) };
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
