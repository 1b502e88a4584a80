// SPDX-License-Identifier: EUPL-1.2
/** Clusters in counts: how large they are, and records of which registers they join. Pure. */
import { groupsOf, linksAmong, type Numbering, type RecordPairs } from './records.ts';

/** How many clusters have so many records; the last stands for that many and more. */
export interface ClusterSize {
  readonly size: number;
  readonly clusters: number;
}

/** Clusters that hold records of just these sources, one or several of each. */
export interface ClusterPattern {
  /** By the caller's number, ascending by name. */
  readonly sources: readonly number[];
  readonly clusters: number;
  readonly records: number;
}

/** Links between two sources, or within one that is not unique. */
export interface LinksBetween {
  readonly a: number;
  readonly b: number;
  readonly links: number;
}

export interface ClusterProfile {
  /** Clusters, records that are alone included: persons as the linkage sees them. */
  readonly count: number;
  readonly alone: number;
  /** Pairs of records in one cluster that were compared. */
  readonly links: number;
  /** Of all clusters, the largest. */
  readonly largest: number;
  readonly sizes: readonly ClusterSize[];
  /** Most clusters first; what is beyond the first patterns is joined in one without sources. */
  readonly patterns: readonly ClusterPattern[];
  readonly between: readonly LinksBetween[];
  /** Per source, by the caller's number. */
  readonly sources: readonly {
    readonly records: number;
    readonly linked: number;
    /** Records beyond the first of the same source in a cluster. */
    readonly duplicates: number;
    /** Records with two nearest ones of another source, equally similar and of different persons. */
    readonly tied: number;
  }[];
}

/** From this size on clusters are counted together. */
const LARGE = 10;
/** Patterns that are told one by one: with many registers there may be very many. */
const PATTERNS = 40;

/**
 * Marks records that have two equally good choices: the nearest records of one source are as similar
 * to it as each other, and not in one cluster.
 */
function tiedRecords(pairs: RecordPairs, lowest: Uint32Array, { shape }: Numbering): Uint8Array {
  const best = new Float64Array(shape.records);
  const nearest = new Uint32Array(shape.records);
  const tied = new Uint8Array(shape.records);
  // Of equal similarities a record sees the others in their order, so those of a source in a row.
  const see = (record: number, other: number, similarity: number): void => {
    if (best[record]! > similarity) return;
    const last = nearest[record]!;
    const isChoice = best[record] === similarity && shape.sourceOf[last] === shape.sourceOf[other];
    if (isChoice && lowest[last] !== lowest[other]) tied[record] = 1;
    best[record] = similarity;
    nearest[record] = other;
  };
  pairs.similarity.forEach((similarity, at) => {
    see(pairs.left[at]!, pairs.right[at]!, similarity);
    see(pairs.right[at]!, pairs.left[at]!, similarity);
  });
  return tied;
}

/** Counts per pattern, keyed by the sources in it. */
class PatternTally {
  readonly #found = new Map<string, { clusters: number; records: number }>();

  note(sources: readonly number[], records: number, clusters = 1): void {
    const name = sources.join(' ');
    const held = this.#found.get(name) ?? { clusters: 0, records: 0 };
    this.#found.set(name, {
      clusters: held.clusters + clusters,
      records: held.records + records,
    });
  }

  /** @param order sources by place, in the caller's numbers */
  patterns(order: readonly number[]): ClusterPattern[] {
    const all = [...this.#found]
      .filter(([, { clusters }]) => clusters > 0)
      .map(([name, counts]) => ({ places: name.split(' ').map(Number), ...counts }))
      .sort(
        (m, n) =>
          n.clusters - m.clusters ||
          m.places.length - n.places.length ||
          m.places.reduce((found, place, at) => found || place - n.places[at]!, 0),
      );
    const told = all.slice(0, PATTERNS).map(({ places, clusters, records }) => ({
      sources: places.map((place) => order[place]!),
      clusters,
      records,
    }));
    const rest = all.slice(PATTERNS);
    if (rest.length === 0) return told;
    const sum = (of: (one: (typeof rest)[number]) => number): number =>
      rest.reduce((total, one) => total + of(one), 0);
    return [
      ...told,
      { sources: [], clusters: sum((one) => one.clusters), records: sum((one) => one.records) },
    ];
  }
}

/**
 * @param lowest clusters by rank
 * @param pairs by rank, most similar first
 */
export function clusterProfile(
  lowest: Uint32Array,
  pairs: RecordPairs,
  numbering: Numbering,
): ClusterProfile {
  const { shape, sources: order } = numbering;
  const many = order.length;
  const zeros = (): Float64Array => new Float64Array(many);
  const [records, linked, duplicates, tiedOf] = [zeros(), zeros(), zeros(), zeros()];
  for (const source of shape.sourceOf) records[source]! += 1;
  const matrix = new Float64Array(many * many);
  const sizes = new Float64Array(LARGE + 1);
  const tally = new PatternTally();
  let [links, largest, joined, joinedRecords] = [0, shape.records > 0 ? 1 : 0, 0, 0];
  for (const members of groupsOf(lowest)) {
    links += linksAmong(members, shape);
    largest = Math.max(largest, members.length);
    sizes[Math.min(LARGE, members.length)]! += 1;
    joined += 1;
    joinedRecords += members.length;
    const counts = new Map<number, number>();
    for (const record of members) {
      const source = shape.sourceOf[record]!;
      counts.set(source, (counts.get(source) ?? 0) + 1);
    }
    const places = [...counts.keys()]; // members are by rank, so these ascend
    for (const [at, a] of places.entries()) {
      const n = counts.get(a)!;
      linked[a]! += n;
      duplicates[a]! += n - 1;
      if (shape.comparedWithin[a]!) matrix[a * many + a]! += (n * (n - 1)) / 2;
      for (const b of places.slice(at + 1)) matrix[a * many + b]! += n * counts.get(b)!;
    }
    tally.note(places, members.length);
  }
  order.forEach((_, place) => {
    const single = records[place]! - linked[place]!;
    tally.note([place], single, single);
  });
  tiedRecords(pairs, lowest, numbering).forEach((tied, record) => {
    tiedOf[shape.sourceOf[record]!]! += tied;
  });
  const alone = shape.records - joinedRecords;
  sizes[1] = alone;
  const placeOf = order.map((_, source) => order.indexOf(source));
  return {
    count: joined + alone,
    alone,
    links,
    largest,
    sizes: Array.from(sizes, (clusters, size) => ({ size, clusters })).slice(1),
    patterns: tally.patterns(order),
    between: order.flatMap((a, m) =>
      order.flatMap((b, n) =>
        m < n || (m === n && shape.comparedWithin[m]!)
          ? [{ a, b, links: matrix[m * many + n]! }]
          : [],
      ),
    ),
    sources: placeOf.map((place) => ({
      records: records[place]!,
      linked: linked[place]!,
      duplicates: duplicates[place]!,
      tied: tiedOf[place]!,
    })),
  };
}
