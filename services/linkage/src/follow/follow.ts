// SPDX-License-Identifier: EUPL-1.2
/**
 * One linkage after another: what is new is compared with all there is, clusters that it does not
 * touch stay as they are, and what becomes of the others is told. The clusters are those of a linkage
 * from scratch.
 */
import { createHash } from 'node:crypto';
import {
  ClusterState,
  type Candidates,
  type Changes,
  type ClusterSettings,
  type CurrentSource,
  type Decision,
  type EncodedSource,
  type NamedPair,
  type RecordName,
  weakestTies,
} from '@koppel/linkage';
import type { LinkedRows } from '../outcome.ts';
import { tokenAt } from './names.ts';
import type { Snapshot } from './snapshot.ts';

/** More records than this are linked without following them: it would take too much memory. */
export const FOLLOWED_RECORDS = 500_000;

const tokenBytes = 16;
const digestBytes = 16;

/** The registers of this linkage, against those of the last one. */
export interface Difference {
  readonly current: readonly CurrentSource[];
  readonly digests: readonly Uint8Array[];
  readonly changes: Required<Pick<Changes, 'added' | 'changed' | 'retracted'>>;
}

function digestsOf({ count, filters, filterBytes }: EncodedSource): Uint8Array {
  const digests = new Uint8Array(count * digestBytes);
  for (let row = 0; row < count; row += 1) {
    const filter = filters.subarray(row * filterBytes, (row + 1) * filterBytes);
    const digest = createHash('sha256').update(filter).digest();
    digests.set(digest.subarray(0, digestBytes), row * digestBytes);
  }
  return digests;
}

/** Per source and token the digest that the last linkage had. */
function lastDigests(last: Snapshot): Map<string, Map<string, string>> {
  const found = new Map<string, Map<string, string>>();
  let record = 0;
  for (const { name, count } of last.sources) {
    const tokens = new Map<string, string>();
    for (const end = record + count; record < end; record += 1) {
      tokens.set(tokenAt(last.tokens, record), tokenAt(last.digests, record));
    }
    found.set(name, tokens);
  }
  return found;
}

/** What came, changed and went since the last linkage; everything came when there was none. */
export function differenceOf(
  sources: readonly EncodedSource[],
  last: Snapshot | undefined,
): Difference {
  const before = last === undefined ? new Map<string, Map<string, string>>() : lastDigests(last);
  const changes = { added: [], changed: [], retracted: [] } as {
    added: { source: string; token: string; since: number }[];
    changed: RecordName[];
    retracted: RecordName[];
  };
  const digests = sources.map(digestsOf);
  const current = sources.map((one, at): CurrentSource => {
    const known = before.get(one.name) ?? new Map<string, string>();
    const fresh: number[] = [];
    for (let row = 0; row < one.count; row += 1) {
      const token = tokenAt(one.tokens, row);
      const digest = known.get(token);
      const name = { source: one.name, token };
      if (digest === undefined) {
        changes.added.push({ ...name, since: 0 });
        fresh.push(row);
      } else if (digest !== tokenAt(digests[at]!, row)) {
        changes.changed.push(name);
        fresh.push(row);
      }
      known.delete(token);
    }
    const { name, unique, tokens, count, filters, filterBytes } = one;
    const set = { count, bytes: filterBytes, filters };
    return { name, unique, tokens, set, fresh: Uint32Array.from(fresh) };
  });
  // What was not met again is gone; of a register that is not linked this time, all of it.
  for (const [source, tokens] of before) {
    for (const token of tokens.keys()) changes.retracted.push({ source, token });
  }
  return { current, digests, changes };
}

/** Candidate pairs of a whole linkage by name. */
export function namedPairs(found: Candidates, sources: readonly EncodedSource[]): NamedPair[] {
  const name = (source: number, row: number): RecordName => ({
    source: sources[source]!.name,
    token: tokenAt(sources[source]!.tokens, row),
  });
  return Array.from(found.similarity, (similarity, at) => ({
    left: name(found.leftSource[at]!, found.leftRow[at]!),
    right: name(found.rightSource[at]!, found.rightRow[at]!),
    similarity,
  }));
}

/** The records of a snapshot, in its order. */
export function namesIn(last: Snapshot): RecordName[] {
  const names: RecordName[] = [];
  for (const { name, count } of last.sources) {
    for (let at = 0; at < count; at += 1) {
      names.push({ source: name, token: tokenAt(last.tokens, names.length) });
    }
  }
  return names;
}

/** The pairs of a snapshot whose similarity passes, by name. */
export function pairsIn(
  { left, right, similarity }: Snapshot,
  names: readonly RecordName[],
  passes: (similarity: number) => boolean,
): NamedPair[] {
  const found: NamedPair[] = [];
  similarity.forEach((value, at) => {
    if (!passes(value)) return;
    found.push({ left: names[left[at]!]!, right: names[right[at]!]!, similarity: value });
  });
  return found;
}

/**
 * The clusters that the last linkage had.
 * @param threshold that of the last linkage: pairs below were kept for a person and linked nobody
 */
export function lastState(
  last: Snapshot,
  settings: ClusterSettings,
  threshold: number,
): ClusterState {
  const names = namesIn(last);
  const added = names.map((one) => ({ ...one, since: 0 }));
  const pairs = pairsIn(last, names, (similarity) => similarity >= threshold);
  const state = new ClusterState(settings);
  state.apply({ added, pairs, decisions: decisionsIn(last, names) });
  return state;
}

interface Place {
  readonly cluster: number;
  readonly size: number;
  /** The record's number in the order of clusters. */
  readonly record: number;
}

/** What holds each cluster together, by records in the order of clusters. */
function tiesOf(state: ClusterState, place: ReadonlyMap<string, Place>): Float64Array {
  const placeOf = ({ source, token }: RecordName): Place => place.get(`${token} ${source}`)!;
  const pairs = [...state.pairs()].sort((m, n) => n.similarity - m.similarity);
  const columns = {
    count: pairs.length,
    left: Uint32Array.from(pairs, ({ left }) => placeOf(left).record),
    right: Uint32Array.from(pairs, ({ right }) => placeOf(right).record),
    similarity: Float64Array.from(pairs, ({ similarity }) => similarity),
  };
  return weakestTies(
    columns,
    Uint32Array.from(place.values(), ({ cluster }) => cluster),
  );
}

/** What people had decided at the time of a snapshot. */
export function decisionsIn(last: Snapshot, names: readonly RecordName[]): Decision[] {
  return last.decisions.map(([left, right, verdict]) => ({
    left: names[left]!,
    right: names[right]!,
    verdict,
  }));
}

/** From the decisions of the last linkage to those of this one. */
export function decisionChanges(before: readonly Decision[], now: readonly Decision[]): Decision[] {
  const nameOf = ({ left, right }: Decision): string =>
    [left, right]
      .map(({ source, token }) => `${token} ${source}`)
      .sort()
      .join('/');
  const known = new Map(before.map((one) => [nameOf(one), one.verdict]));
  const kept = new Set(now.map(nameOf));
  return [
    ...before
      .filter((one) => !kept.has(nameOf(one)))
      .map((one): Decision => ({ ...one, verdict: 'withdrawn' })),
    ...now.filter((one) => known.get(nameOf(one)) !== one.verdict),
  ];
}

/** What the linkage found per row, in the order of the sources. */
export function rowsOf(state: ClusterState, sources: readonly EncodedSource[]): LinkedRows[] {
  const place = new Map<string, Place>();
  state.clusters().forEach(({ members }, cluster) => {
    for (const { source, token } of members) {
      place.set(`${token} ${source}`, { cluster, size: members.length, record: place.size });
    }
  });
  const ties = tiesOf(state, place);
  return sources.map(({ name, count, tokens }) => {
    const rows = {
      cluster: new Uint32Array(count),
      clusterSize: new Uint32Array(count),
      quality: new Float64Array(count),
      weakest: new Float64Array(count),
      verdict: new Array<'same' | 'different' | undefined>(count),
    };
    for (let row = 0; row < count; row += 1) {
      const token = tokenAt(tokens, row);
      const { cluster, size, record } = place.get(`${token} ${name}`)!;
      rows.cluster[row] = cluster;
      rows.clusterSize[row] = size;
      rows.quality[row] = state.qualityOf({ source: name, token });
      rows.weakest[row] = ties[record]!;
      rows.verdict[row] = state.verdictOf({ source: name, token });
    }
    return rows;
  });
}

/** The snapshot of a state, but for the result that it will be published as. */
export function snapshotOf(
  settings: string,
  sources: readonly EncodedSource[],
  digests: readonly Uint8Array[],
  {
    pairs: found,
    reviewFrom,
    decisions,
  }: {
    readonly pairs: Iterable<NamedPair>;
    readonly reviewFrom: number;
    readonly decisions: readonly Decision[];
  },
): Omit<Snapshot, 'result'> {
  const pairs = [...found];
  const number = new Map<string, number>();
  for (const { name, count, tokens } of sources) {
    for (let row = 0; row < count; row += 1) {
      number.set(`${tokenAt(tokens, row)} ${name}`, number.size);
    }
  }
  const numberOf = ({ source, token }: RecordName): number => number.get(`${token} ${source}`)!;
  const join = (columns: readonly Uint8Array[]): Uint8Array =>
    new Uint8Array(Buffer.concat(columns));
  return {
    settings,
    sources: sources.map(({ name, count }) => ({ name, count })),
    tokens: join(sources.map(({ tokens, count }) => tokens.subarray(0, tokenBytes * count))),
    digests: join(digests),
    left: Uint32Array.from(pairs, ({ left }) => numberOf(left)),
    right: Uint32Array.from(pairs, ({ right }) => numberOf(right)),
    similarity: Float64Array.from(pairs, ({ similarity }) => similarity),
    reviewFrom,
    decisions: decisions.flatMap(({ left, right, verdict }) =>
      verdict === 'withdrawn' ? [] : [[numberOf(left), numberOf(right), verdict] as const],
    ),
  };
}
