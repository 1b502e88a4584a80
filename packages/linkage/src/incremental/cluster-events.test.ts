// SPDX-License-Identifier: EUPL-1.2
/** Clusters and events in columns, against the plain twin that keeps an object for each record. */
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { isKoppelError } from '@koppel/errors';
import { assignments, type AssignmentRule } from '../clusters/assignment.ts';
import { ClusterState } from '../testing/cluster-state/state.ts';
import { batch, Model } from '../testing/histories.ts';
import { pairsWith, sources, THRESHOLD, type Held } from '../testing/history.ts';
import { compareNames, idOf, type Decision } from './changes.ts';
import { ClusterEvents } from './cluster-events.ts';
import { decidedClusters, type DecidedPairs } from './decided-clusters.ts';
import { withDecisions } from './decisions.ts';
import { marksOf, type LinkageSide } from './marks.ts';
import { MetRecords, type FollowedSource } from './met-records.ts';

const unique = new Set(sources.filter((one) => one.unique).map(({ name }) => name));

/** Records of a linkage as columns, in an order that is not that of names and tokens. */
function columnsOf(held: readonly Held[]): { order: readonly Held[]; columns: FollowedSource[] } {
  const order: Held[] = [];
  const columns = [2, 0, 1].map((at): FollowedSource => {
    const { name, unique: isUnique } = sources[at]!;
    const own = held.filter(({ source }) => source === name).sort((m, n) => n.version - m.version);
    order.push(...own);
    return {
      name,
      unique: isUnique,
      count: own.length,
      tokens: new Uint8Array(Buffer.from(own.map(({ token }) => token).join(''), 'hex')),
      digests: Uint8Array.from(own.flatMap(({ version }) => new Array<number>(16).fill(version))),
    };
  });
  return { order, columns };
}

type Side = LinkageSide & {
  readonly order: readonly Held[];
  readonly columns: FollowedSource[];
  readonly size: Uint32Array;
  readonly quality: Float64Array;
  readonly weakest: Float64Array;
};

/** A linkage from scratch. */
function sideOf(
  held: readonly Held[],
  decisions: readonly Decision[],
  assignment: AssignmentRule,
): Side {
  const { order, columns } = columnsOf(held);
  const number = new Map(order.map((one, at) => [idOf(one), at]));
  const found = pairsWith(order, order).sort((m, n) => compareNames(n.right, m.right));
  const numbered = (end: 'left' | 'right'): Uint32Array =>
    Uint32Array.from(found, (pair) => number.get(idOf(pair[end]))!);
  const pairs = {
    left: numbered('left'),
    right: numbered('right'),
    similarity: Float64Array.from(found, ({ similarity }) => similarity),
  };
  const decided = (wanted: Decision['verdict']): DecidedPairs['joined'] =>
    decisions.flatMap(({ left, right, verdict }): [number, number][] => {
      const [one, other] = [number.get(idOf(left)), number.get(idOf(right))];
      return verdict === wanted && one !== undefined && other !== undefined ? [[one, other]] : [];
    });
  const numbers = { joined: decided('same'), parted: decided('different') };
  const clusters = decidedClusters(columns, pairs, numbers, { oneToOne: true, assignment });
  const index = withDecisions(new Map(), decisions, unique);
  return { order, columns, pairs, ...clusters, decisions: index };
}

/** What is decided after a batch, and what of it is another decision than before. */
function decisionsAfter(model: Model, made: readonly Decision[]) {
  const nameOf = ({ left, right }: Decision): string => [idOf(left), idOf(right)].sort().join('/');
  const last = new Map(made.map((one) => [nameOf(one), one]));
  const standing = (name: string): string => model.decisions.get(name)?.verdict ?? 'withdrawn';
  return [...last].flatMap(([name, one]) => (standing(name) === one.verdict ? [] : [one]));
}

test.each([false, true])(
  'after any history events and clusters are those of the twin; everyone anew: %s',
  (moved) => {
    fc.assert(
      fc.property(
        fc.array(batch, { minLength: 1, maxLength: 6 }),
        fc.constantFrom(...assignments),
        (batches, assignment) => {
          const state = new ClusterState({ sources, oneToOne: true, assignment, threshold: THRESHOLD }); // prettier-ignore
          const model = new Model();
          let before = sideOf([], [], assignment);
          for (const one of batches) {
            const { changes, commit } = model.next(one);
            const added = changes.added!.map((record) => ({ ...record, since: 0 }));
            const decisions = decisionsAfter(model, changes.decisions!);
            const touched = [...added, ...changes.changed!, ...changes.retracted!].map(idOf);
            const stays = [...model.held.values()].filter((held) => !touched.includes(idOf(held)));
            const fresh = [...changes.added!, ...changes.changed!] as Held[];
            const all = [...stays, ...fresh];
            const apply = moved
              ? { ...changes, reconsidered: stays, pairs: pairsWith(all, all) }
              : changes;
            let told;
            try {
              told = state.apply({ ...apply, added, decisions });
            } catch (thrown) {
              if (!isKoppelError(thrown, 'LINKAGE_DECISIONS_CONFLICT')) throw thrown;
              continue;
            }
            commit();
            const standing = [...model.decisions.values()].filter(
              ({ verdict }) => verdict !== 'withdrawn',
            );
            const now = sideOf([...model.held.values()], standing, assignment);
            const met = new MetRecords(before.columns, now.columns);
            const marks = marksOf(met, before, now, moved);
            const events = new ClusterEvents(met, before, now, marks);
            expect([...events]).toEqual(told.events);
            expect(events.length).toBe(told.events.length);
            const views = state.clusters();
            now.order.forEach((record, at) => {
              const members = views[now.cluster[at]!]!.members.map(idOf);
              expect(members).toContain(idOf(record));
              expect(now.size[at]).toBe(members.length);
              expect(now.quality[at]).toBe(state.qualityOf(record));
            });
            before = now;
          }
        },
      ),
      { numRuns: 200 },
    );
  },
);

test('groups that were bounded are counted where a record of theirs counts', () => {
  // Two groups of 65 × 65 equal pairs, each beyond what is assigned in bounded time.
  const token = (source: number, row: number): number[] => [
    ...[source, row],
    ...new Array<number>(14).fill(0),
  ];
  const columns = ['a', 'b'].map((name, source) => ({
    name,
    unique: true,
    count: 130,
    tokens: Uint8Array.from({ length: 130 }, (_, row) => row).reduce(
      (all, row) => (all.set(token(source, row), row * 16), all),
      new Uint8Array(130 * 16),
    ),
  }));
  const ends = Array.from({ length: 130 * 65 }, (_, at): [number, number] => {
    const row = Math.floor(at / 65);
    return [row, 130 + (row < 65 ? 0 : 65) + (at % 65)];
  });
  const pairs = {
    left: Uint32Array.from(ends, ([left]) => left),
    right: Uint32Array.from(ends, ([, right]) => right),
    similarity: new Float64Array(ends.length).fill(0.9),
  };
  const bounded = (counts: (record: number) => boolean): number =>
    decidedClusters(columns, pairs, { joined: [], parted: [] }, { oneToOne: true, assignment: 'optimal' }, counts).bounded; // prettier-ignore
  expect(bounded(() => true)).toBe(2);
  expect(bounded((record) => record === 200)).toBe(1);
  expect(bounded(() => false)).toBe(0);
});
