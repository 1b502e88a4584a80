// SPDX-License-Identifier: EUPL-1.2
/**
 * Clusters that are kept up to date while batches, changes and retractions arrive: the plain twin of
 * what `incremental` holds in columns, with an object for each record. For tests. What is decided in
 * one component of the candidate graph says nothing about another, so a batch decides anew only the
 * components that it touches, by the same rules as a run from scratch: the clusters after any history
 * are those of a run on what is there at its end.
 */
import type { CandidatePairs } from '../../candidates.ts';
import { clusterComponent } from '../../clusters.ts';
import type { AssignmentRule } from '../../clusters/assignment.ts';
import type { Component, Rules } from '../../clusters/component.ts';
import {
  compareNames,
  idOf,
  type Changes,
  type ClusterEvent,
  type ClusterView,
  type NamedPair,
  type Reason,
  type RecordName,
} from '../../incremental/changes.ts';
import {
  decidedRecords,
  nameIn,
  withDecisions,
  type DecisionIndex,
} from '../../incremental/decisions.ts';
import type { Cluster, Entry } from './entry.ts';
import { bitOf, eventsOf, viewOf } from './events.ts';
import { refuse, stage, type Staged } from './staging.ts';

/** What never changes while a state lives; another choice is another state. */
export interface ClusterSettings {
  /** All sources that may ever send a record. */
  readonly sources: readonly { readonly name: string; readonly unique: boolean }[];
  readonly oneToOne: boolean;
  readonly assignment?: AssignmentRule;
  /** The least similarity of a pair. */
  readonly threshold: number;
}

export interface BatchOutcome {
  readonly events: readonly ClusterEvent[];
  /** Records that were decided anew. */
  readonly touched: number;
  /** Components among them that were too large for the optimal assignment. */
  readonly bounded: number;
}

/** Notes that something happened to a record. */
type Mark = (entry: Entry | undefined, reason: Reason) => void;

/** The state of a linkage: records, candidate pairs, decisions, clusters. */
export class ClusterState {
  readonly #settings: ClusterSettings;
  readonly #rules: Rules;
  readonly #sourceNumber: ReadonlyMap<string, number>;
  /** Per source, its records by token. */
  readonly #entries: readonly Map<string, Entry>[];
  #decisions: DecisionIndex = new Map();

  constructor(settings: ClusterSettings) {
    this.#settings = settings;
    const { sources, oneToOne } = settings;
    this.#sourceNumber = new Map(sources.map(({ name }, at) => [name, at]));
    this.#entries = sources.map(() => new Map<string, Entry>());
    this.#rules = {
      oneToOne: sources.map(({ unique }) => unique && oneToOne),
      comparedWithin: sources.map(({ unique }) => !unique),
    };
  }

  /** Records that are there. */
  get records(): number {
    return this.#entries.reduce((sum, { size }) => sum + size, 0);
  }

  /** The cluster of a record; undefined when it is not there. LINKAGE_CHANGES. */
  clusterOf(record: RecordName): ClusterView | undefined {
    const cluster = this.#find(record)?.cluster;
    return cluster === undefined ? undefined : viewOf(cluster);
  }

  /** The similarity of a record's best pair within its cluster; NaN when it is alone. LINKAGE_CHANGES. */
  qualityOf(record: RecordName): number {
    const entry = this.#find(record);
    let best = NaN;
    for (const [other, similarity] of entry?.pairs ?? []) {
      if (other.cluster === entry!.cluster && !(similarity <= best)) best = similarity;
    }
    return best;
  }

  /**
   * What a person decided about a record: `same` when it was joined with another one of its cluster,
   * otherwise `different` when it was parted from a record that is there. LINKAGE_CHANGES.
   */
  verdictOf(record: RecordName): 'same' | 'different' | undefined {
    const entry = this.#find(record);
    if (entry === undefined) return undefined;
    const verdicts = Array.from(this.#decidedWith(entry), ([, verdict]) => verdict);
    return verdicts.includes('same') ? 'same' : verdicts[0];
  }

  /** All candidate pairs, each once, in no particular order. */
  *pairs(): Generator<NamedPair> {
    for (const tokens of this.#entries) {
      for (const entry of tokens.values()) {
        for (const [other, similarity] of entry.pairs ?? []) {
          if (compareNames(entry, other) < 0) yield { left: entry, right: other, similarity };
        }
      }
    }
  }

  /** All clusters, by their first record. */
  clusters(): ClusterView[] {
    const found = new Set<Cluster>();
    for (const tokens of this.#entries) {
      for (const { cluster } of tokens.values()) found.add(cluster!);
    }
    return [...found].map(viewOf).sort((m, n) => compareNames(m.members[0]!, n.members[0]!));
  }

  /**
   * Takes in one batch. A batch that is refused changes nothing.
   * @throws LINKAGE_CHANGES when the batch does not fit what is there; LINKAGE_DECISIONS_CONFLICT
   */
  apply(changes: Changes): BatchOutcome {
    const present = {
      find: (record: RecordName) => this.#find(record),
      comparedWithin: (source: string) => this.#rules.comparedWithin[this.#rankOf(source)]!,
      threshold: this.#settings.threshold,
    };
    const staged = stage(changes, present);
    const decisions = changes.decisions ?? [];
    for (const { source } of decidedRecords(decisions)) this.#rankOf(source);
    const oneToOne = this.#settings.sources.filter((_, at) => this.#rules.oneToOne[at]!);
    const names = new Set(oneToOne.map(({ name }) => name));
    const decided = withDecisions(this.#decisions, decisions, names);
    const seeds = new Map<Entry, number>();
    const mark = (entry: Entry | undefined, reason: Reason): void => {
      if (entry !== undefined) seeds.set(entry, (seeds.get(entry) ?? 0) | bitOf(reason));
    };
    this.#detach(staged, mark);
    this.#attach(staged, mark);
    this.#decisions = decided;
    for (const record of decidedRecords(decisions)) mark(this.#find(record), 'reviewed');
    return this.#remake(seeds, new Set(staged.retracted));
  }

  /** LINKAGE_CHANGES for a source that the settings do not name. */
  #rankOf(source: string): number {
    const rank = this.#sourceNumber.get(source);
    if (rank === undefined) throw refuse('source');
    return rank;
  }

  #find({ source, token }: RecordName): Entry | undefined {
    return this.#entries[this.#rankOf(source)]!.get(token);
  }

  /** Takes out the pairs of changed, reconsidered and retracted records, and the last themselves. */
  #detach({ changed, reconsidered, retracted }: Staged, mark: Mark): void {
    const unpair = (entry: Entry, reason: Reason): void => {
      for (const neighbour of entry.pairs?.keys() ?? []) {
        neighbour.pairs!.delete(entry);
        if (neighbour.pairs!.size === 0) neighbour.pairs = undefined;
        mark(neighbour, reason);
      }
      entry.pairs = undefined;
    };
    for (const [entries, reason] of [
      [changed, 'changed'],
      [reconsidered, 'threshold'],
    ] as const) {
      for (const entry of entries) {
        unpair(entry, reason);
        mark(entry, reason);
      }
    }
    for (const entry of retracted) {
      unpair(entry, 'retracted');
      for (const other of this.#joinedWith(entry)) mark(other, 'retracted');
    }
    for (const { source, token } of retracted) this.#entries[this.#rankOf(source)]!.delete(token);
  }

  /** Puts in added records, and the pairs of these and of changed ones. */
  #attach({ added, pairs }: Staged, mark: Mark): void {
    for (const entry of added) {
      this.#entries[this.#rankOf(entry.source)]!.set(entry.token, entry);
      mark(entry, 'added');
    }
    for (const [entry, own] of pairs) {
      if (own.size > 0) entry.pairs = own;
      for (const [other, similarity] of own) {
        if (!pairs.has(other)) (other.pairs ??= new Map()).set(entry, similarity);
      }
    }
  }

  /** Records there are that were decided upon with this one. */
  *#decidedWith(entry: Entry): Generator<[Entry, 'same' | 'different']> {
    for (const [id, verdict] of this.#decisions.get(idOf(entry)) ?? []) {
      const other = this.#find(nameIn(id));
      if (other !== undefined) yield [other, verdict];
    }
  }

  *#joinedWith(entry: Entry): Generator<Entry> {
    for (const [other, verdict] of this.#decidedWith(entry)) if (verdict === 'same') yield other;
  }

  /** Everything that hangs together with a record, in the order of records. */
  #componentAround(first: Entry, seen: Set<Entry>): Entry[] {
    const found = [first];
    seen.add(first);
    for (const entry of found) {
      const visit = (other: Entry): void => {
        if (seen.has(other)) return;
        seen.add(other);
        found.push(other);
      };
      for (const other of entry.pairs?.keys() ?? []) visit(other);
      if (this.#decisions.size > 0) for (const other of this.#joinedWith(entry)) visit(other);
    }
    return found.sort(compareNames);
  }

  /** The same form that a run from scratch gives its component. */
  #componentOf(entries: readonly Entry[]): Component {
    const number = new Map(entries.map((entry, at) => [entry, at]));
    const decided: Record<'same' | 'different', [number, number][]> = { same: [], different: [] };
    for (const [entry, at] of this.#decisions.size > 0 ? number : []) {
      for (const [other, verdict] of this.#decidedWith(entry)) {
        const to = number.get(other);
        if (to !== undefined && at < to) decided[verdict].push([at, to]);
      }
    }
    return {
      records: entries.length,
      sourceOf: Uint32Array.from(entries, ({ source }) => this.#rankOf(source)),
      pairs: pairsAmong(entries, number),
      joined: decided.same,
      parted: decided.different,
    };
  }

  #remake(seeds: ReadonlyMap<Entry, number>, gone: ReadonlySet<Entry>): BatchOutcome {
    const seen = new Set<Entry>();
    const reasonsOf = new Map<Entry, number>();
    const oldOf = new Map<Entry, Cluster>();
    const oldClusters = new Set<Cluster>();
    const newClusters = new Set<Cluster>();
    let bounded = 0;
    const remember = (entry: Entry): void => {
      if (entry.cluster === undefined) return;
      oldOf.set(entry, entry.cluster);
      oldClusters.add(entry.cluster);
    };
    for (const entry of gone) {
      remember(entry);
      entry.cluster = undefined;
      reasonsOf.set(entry, bitOf('retracted'));
    }
    for (const seed of seeds.keys()) {
      if (seen.has(seed) || gone.has(seed)) continue;
      const entries = this.#componentAround(seed, seen);
      const happened = entries.reduce((bits, entry) => bits | (seeds.get(entry) ?? 0), 0);
      entries.forEach(remember);
      for (const entry of entries) reasonsOf.set(entry, happened);
      const found = this.#decide(entries);
      bounded += Number(found.bounded);
      for (const cluster of found.clusters) newClusters.add(cluster);
    }
    const remade = { oldClusters, newClusters, oldOf };
    const events = eventsOf({ ...remade, reasonsOf: (entry) => reasonsOf.get(entry) ?? 0 });
    return { events, touched: seen.size, bounded };
  }

  /** Puts the records of a component into new clusters. */
  #decide(entries: readonly Entry[]): { clusters: Cluster[]; bounded: boolean } {
    const { assignment } = this.#settings;
    const { lowest, bounded } =
      entries.length === 1
        ? { lowest: new Uint32Array(1), bounded: false }
        : clusterComponent(this.#componentOf(entries), this.#rules, assignment);
    const members = new Map<number, Entry[]>();
    entries.forEach((entry, at) => {
      const inside = members.get(lowest[at]!) ?? [];
      inside.push(entry);
      members.set(lowest[at]!, inside);
    });
    const clusters = [...members.values()].map((inside): Cluster => ({ members: inside }));
    for (const cluster of clusters) for (const entry of cluster.members) entry.cluster = cluster;
    return { clusters, bounded };
  }
}

/** The pairs among records, in the order of decision. */
function pairsAmong(entries: readonly Entry[], number: ReadonlyMap<Entry, number>): CandidatePairs {
  const found: [number, number, number][] = [];
  entries.forEach((entry, left) => {
    for (const [other, similarity] of entry.pairs ?? []) {
      const right = number.get(other)!;
      if (left < right) found.push([left, right, similarity]);
    }
  });
  found.sort((m, n) => n[2] - m[2] || m[0] - n[0] || m[1] - n[1]);
  return {
    count: found.length,
    left: Uint32Array.from(found, ([left]) => left),
    right: Uint32Array.from(found, ([, right]) => right),
    similarity: Float64Array.from(found, ([, , similarity]) => similarity),
  };
}
