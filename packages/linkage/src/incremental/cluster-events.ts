// SPDX-License-Identifier: EUPL-1.2
/**
 * From the clusters of one linkage and the next to events: every change, and nothing that did not
 * change. Held in columns, some 30 bytes a record; an event becomes an object only when it is told,
 * as where a register got new tokens there are as many events as persons. Pure.
 */
import { drawers } from '../clusters/component.ts';
import { Sets } from '../clusters/sets.ts';
import { compareTokens } from '../source.ts';
import {
  reasons as allReasons,
  type ClusterEvent,
  type ClusterView,
  type EventKind,
} from './changes.ts';
import { bitOf, eachDecided, type LinkageSide } from './marks.ts';
import { ABSENT, fates, type MetRecords } from './met-records.ts';

/** Per record the lowest record of its cluster; ABSENT where it is not there. */
function lowestOf(cluster: Uint32Array, places: Uint32Array, count: number): Uint32Array {
  const first = new Uint32Array(cluster.length).fill(ABSENT);
  cluster.forEach((name, record) => {
    first[name] = Math.min(first[name]!, places[record]!);
  });
  const lowest = new Uint32Array(count).fill(ABSENT);
  cluster.forEach((name, record) => {
    lowest[places[record]!] = first[name]!;
  });
  return lowest;
}

/** Per record all that happened in the component that it is in now; nobody is in one with those gone. */
function happenedTo(
  met: MetRecords,
  { pairs, decisions }: LinkageSide,
  marks: Uint8Array,
): Uint8Array {
  const { fate } = met;
  const components = new Sets(met.count);
  const { left, right } = pairs;
  for (let pair = 0; pair < left.length; pair++) {
    components.unite(met.now[left[pair]!]!, met.now[right[pair]!]!);
  }
  const isThere = (record: number): boolean => fate[record] !== fates.retracted;
  eachDecided(decisions, met, (record, other, verdict) => {
    if (verdict === 'same' && isThere(record) && isThere(other)) components.unite(record, other);
  });
  const happened = new Uint8Array(met.count);
  marks.forEach((bits, record) => {
    happened[components.rootOf(record)]! |= bits;
  });
  return marks.map((_, record) =>
    isThere(record) ? happened[components.rootOf(record)]! : bitOf('retracted'),
  );
}

/** Events, in the order of the first record of the cluster that each is about. */
export class ClusterEvents implements Iterable<ClusterEvent> {
  readonly length: number;
  readonly #met: MetRecords;
  readonly #before: Uint32Array;
  readonly #now: Uint32Array;
  readonly #happened: Uint8Array;
  /** Records of clusters that have records in common, directly or through others, by their lowest. */
  readonly #groups: ReturnType<typeof drawers>;
  /** The lowest record of the group of each event. */
  readonly #order: Uint32Array;

  /** @param marks as `marksOf` */
  constructor(met: MetRecords, before: LinkageSide, now: LinkageSide, marks: Uint8Array) {
    const { count } = met;
    this.#met = met;
    this.#before = lowestOf(before.cluster, met.before, count);
    this.#now = lowestOf(now.cluster, met.now, count);
    this.#happened = happenedTo(met, now, marks);
    const sets = new Sets(count);
    for (const lowest of [this.#before, this.#now]) {
      lowest.forEach((first, record) => {
        if (first !== ABSENT) sets.unite(first, record);
      });
    }
    const rootOf = sets.roots();
    this.#groups = drawers(rootOf, count);
    const groupAt = new Uint32Array(count).fill(ABSENT);
    let length = 0;
    rootOf.forEach((root, record) => {
      if (root !== record || this.#kindOf(root) === undefined) return;
      groupAt[this.#firstOf(root)] = root;
      length++;
    });
    this.length = length;
    this.#order = groupAt.filter((group) => group !== ABSENT);
  }

  *[Symbol.iterator](): Generator<ClusterEvent> {
    for (const group of this.#order) {
      const members = this.#membersOf(group);
      const happened = members.reduce((bits, record) => bits | this.#happened[record]!, 0);
      yield {
        kind: this.#kindOf(group)!,
        reasons: allReasons.filter((reason) => (happened & bitOf(reason)) !== 0),
        before: this.#viewsOf(members, this.#before),
        after: this.#viewsOf(members, this.#now),
      };
    }
  }

  /** The kind of each event, in their order, without making events. */
  *kinds(): Generator<EventKind> {
    for (const group of this.#order) yield this.#kindOf(group)!;
  }

  #membersOf(group: number): Uint32Array {
    const { start, content } = this.#groups;
    return content.subarray(start[group], start[group + 1]);
  }

  /** The first record of the cluster that an event is about: of those now, if there are any. */
  #firstOf(group: number): number {
    const members = this.#membersOf(group);
    return members.find((record) => this.#now[record] !== ABSENT) ?? members[0]!;
  }

  /** Undefined where a cluster is what it was. */
  #kindOf(group: number): EventKind | undefined {
    let [before, now, gone, come] = [0, 0, 0, 0];
    for (const record of this.#membersOf(group)) {
      if (this.#before[record] === record) before++;
      if (this.#now[record] === record) now++;
      if (this.#now[record] === ABSENT) gone++;
      if (this.#before[record] === ABSENT) come++;
    }
    if (before === 0) return 'appeared';
    if (now === 0) return 'retracted';
    if (before > 1 && now > 1) return 'regrouped';
    if (before > 1) return 'merged';
    if (now > 1) return 'split';
    if (gone > 0) return 'shrunk';
    return come > 0 ? 'grown' : undefined;
  }

  /** The clusters that some records were or are in, in the order of their first records. */
  #viewsOf(members: Uint32Array, lowest: Uint32Array): ClusterView[] {
    const clusters = new Map<number, number[]>();
    for (const record of members) {
      const first = lowest[record]!;
      if (first === ABSENT) continue;
      const inside = clusters.get(first);
      if (inside === undefined) clusters.set(first, [record]);
      else inside.push(record);
    }
    return Array.from(clusters.values(), (inside) => ({
      anchor: this.#met.nameOf(this.#anchorOf(inside)),
      members: inside.map((record) => this.#met.nameOf(record)),
    }));
  }

  /**
   * The record that a cluster's pseudonym comes from: the one with the smallest token, so a function
   * of its records alone. @param inside in their order, in which the first of equal tokens comes first
   */
  #anchorOf(inside: readonly number[]): number {
    const { tokens } = this.#met;
    return inside.reduce((best, one) => (compareTokens(tokens, one, best) < 0 ? one : best));
  }
}
