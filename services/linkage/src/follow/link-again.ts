// SPDX-License-Identifier: EUPL-1.2
/** A linkage that goes on from the last one where it can, and says what it did. */
import {
  ClusterState,
  givenThreshold,
  linkSources,
  pairsOfBatch,
  type AssignmentRule,
  type BatchOutcome,
  type Candidates,
  type Changes,
  type ClusterEvent,
  type ClusterSettings,
  type EncodedSource,
  type LinkOptions,
  type RecordPairs,
  type NamedPair,
  type RecordName,
  type SearchStatement,
  type ThresholdEstimate,
} from '@koppel/linkage';
import type { LinkedRows } from '../outcome.ts';
import {
  differenceOf,
  FOLLOWED_RECORDS,
  lastState,
  namedPairs,
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
  readonly followed: 'first' | 'otherThreshold' | 'tooMany' | 'approximate' | 'yes';
}

export interface Again {
  readonly linked: Linked;
  /** Per source, in the order given. */
  readonly rows: readonly LinkedRows[];
  /** All candidate pairs; ends are records numbered over all sources, in the order given. */
  readonly pairs: RecordPairs;
  /** Keeps what the next linkage goes on from. To be called when the outcome is published as `result`. */
  readonly save: (result: Uint8Array) => void;
}

export interface AgainOptions {
  readonly sources: readonly EncodedSource[];
  /** All sources that the study knows. */
  readonly known: ClusterSettings['sources'];
  readonly options: LinkOptions & { readonly assignment: AssignmentRule };
  /** SHA-256 of the study. */
  readonly specHash: Uint8Array;
  readonly file: string;
  /** More records than this are not followed; by default `FOLLOWED_RECORDS`. */
  readonly recordsMax?: number;
}

const pairsMax = 10_000_000;

const settingsText = ({ specHash }: AgainOptions, threshold: number): string =>
  JSON.stringify({ specHash: Buffer.from(specHash).toString('hex'), threshold });

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

/** Without following: as many records as fit into flat columns. */
async function linkUnfollowed(
  { sources, options }: AgainOptions,
  followed: 'tooMany' | 'approximate',
): Promise<Again> {
  const {
    threshold,
    search,
    candidatePairs,
    assignment,
    decidedGreedily,
    candidates,
    sources: found,
  } = await linkSources(sources, options);
  const rows = found.map(({ cluster, clusterSize, quality, weakest }) => {
    return { cluster, clusterSize, quality, weakest };
  });
  const compared = sources.reduce((sum, { count }) => sum + count, 0);
  const said = { search, candidatePairs, assignment, decidedGreedily, compared };
  const unknown = { events: undefined, since: undefined };
  const pairs = numberedPairs(candidates, sources);
  return {
    linked: { threshold, ...said, ...unknown, followed },
    rows,
    pairs,
    save: () => undefined,
  };
}

function finished(
  asked: AgainOptions,
  state: ClusterState,
  { digests }: Difference,
  linked: Omit<Linked, 'assignment' | 'candidatePairs'>,
): Again {
  const { sources, file, options } = asked;
  const settings = settingsText(asked, linked.threshold.threshold);
  const snapshot = snapshotOf(settings, sources, digests, state.pairs());
  const { assignment } = options;
  return {
    linked: { ...linked, assignment, candidatePairs: snapshot.left.length },
    rows: rowsOf(state, sources),
    pairs: snapshot,
    save: (result) => {
      writeSnapshot(file, { ...snapshot, result: Buffer.from(result).toString('hex') });
    },
  };
}

/** Compares only what is new. */
async function linkChanges(asked: AgainOptions, last: Snapshot, threshold: number): Promise<Again> {
  const { sources, options } = asked;
  const { similarity = 'dice', workers, signal, onProgress } = options;
  const difference = differenceOf(sources, last);
  const { current, changes } = difference;
  const watch = {
    ...(workers === undefined ? {} : { workers }),
    ...(signal === undefined ? {} : { signal }),
    ...(onProgress === undefined ? {} : { onProgress }),
  };
  const pairs = await pairsOfBatch(current, { similarity, threshold }, pairsMax, watch);
  const state = lastState(last, stateSettings(asked, threshold));
  const { events, bounded } = state.apply({ ...changes, pairs });
  return finished(asked, state, difference, {
    threshold: givenThreshold(threshold),
    search: { method: 'exact', wanted: 1, measured: 1, low: 1, high: 1, reached: true },
    decidedGreedily: bounded,
    compared: current.reduce((sum, { fresh }) => sum + fresh.length, 0),
    events,
    since: sinceOf(last),
    followed: 'yes',
  });
}

/**
 * What a whole linkage changes in the state of the last one. Under another threshold everyone who stays
 * is considered anew, and that is told as the reason.
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

/** Compares everything, and tells what became of the last linkage of this version of the study. */
async function linkAll(asked: AgainOptions, last: Snapshot | undefined): Promise<Again> {
  const { sources, options } = asked;
  const { threshold, search, candidates, decidedGreedily } = await linkSources(sources, options);
  const before = thresholdOf(asked, last);
  const known = before === undefined ? undefined : last;
  const difference = differenceOf(sources, known);
  const now = threshold.threshold;
  // The state takes the pairs of both, whose thresholds may differ.
  const settings = stateSettings(asked, Math.min(now, before ?? now));
  const state = known === undefined ? new ClusterState(settings) : lastState(known, settings);
  const moved = before !== undefined && before !== now;
  const found = namedPairs(candidates, sources);
  const { events }: BatchOutcome = state.apply(changesOf(difference, found, state, moved));
  return finished(asked, state, difference, {
    threshold,
    search,
    decidedGreedily,
    compared: sources.reduce((sum, { count }) => sum + count, 0),
    events: known === undefined ? undefined : events,
    since: known === undefined ? undefined : sinceOf(known),
    followed: moved ? 'otherThreshold' : known === undefined ? 'first' : 'yes',
  });
}

/**
 * Links the sources as they are now. With a threshold that the study gives, only what came or changed
 * since the last linkage is compared; a threshold that is estimated needs all.
 * @throws as `linkSources`; DISK_FULL, WRITE_FAILED by `save`
 */
export async function linkAgain(asked: AgainOptions): Promise<Again> {
  const { sources, options, recordsMax = FOLLOWED_RECORDS } = asked;
  const records = sources.reduce((sum, { count }) => sum + count, 0);
  if (records > recordsMax) return linkUnfollowed(asked, 'tooMany');
  // Which pairs an approximate search misses depends on all records, so no part of it can be kept.
  if (options.search !== undefined) return linkUnfollowed(asked, 'approximate');
  const last = readSnapshot(asked.file);
  const { threshold } = options;
  if (threshold !== 'auto' && last?.settings === settingsText(asked, threshold)) {
    return linkChanges(asked, last, threshold);
  }
  return linkAll(asked, last);
}
