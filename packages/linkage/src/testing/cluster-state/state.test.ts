// SPDX-License-Identifier: EUPL-1.2
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { isKoppelError } from '@koppel/errors';
import { assignments, type AssignmentRule } from '../../clusters/assignment.ts';
import { batch, everyone, Model } from '../histories.ts';
import { fromScratch, nameAt, pairsWith, sources, THRESHOLD, type Held } from '../history.ts';
import { idOf, type Changes, type ClusterView, type Decision } from '../../incremental/changes.ts';
import { ClusterState } from './state.ts';

const makeState = (assignment: AssignmentRule = 'greedy', threshold = THRESHOLD): ClusterState =>
  new ClusterState({ sources, oneToOne: true, assignment, threshold });

const textOf = ({ members }: ClusterView): string => members.map(idOf).join();
const texts = (state: ClusterState): string[] => state.clusters().map(textOf).sort();

test('after any history the clusters are those of a run from scratch, and events tell the way', () => {
  fc.assert(
    fc.property(
      fc.array(batch, { minLength: 1, maxLength: 6 }),
      fc.constantFrom(...assignments),
      (batches, assignment) => {
        const state = makeState(assignment);
        const model = new Model();
        for (const one of batches) {
          const before = texts(state);
          const { changes, commit } = model.next(one);
          let events;
          try {
            ({ events } = state.apply(changes));
          } catch (thrown) {
            if (!isKoppelError(thrown, 'LINKAGE_DECISIONS_CONFLICT')) throw thrown;
            expect(texts(state)).toEqual(before);
            continue;
          }
          commit();
          const expected = fromScratch(
            [...model.held.values()],
            [...model.decisions.values()],
            assignment,
          );
          expect(texts(state)).toEqual(expected);
          const told = new Set(before);
          for (const event of events) {
            expect(event.reasons).not.toEqual([]);
            for (const view of event.before) expect(told.delete(textOf(view))).toBe(true);
            for (const view of event.after) {
              expect(told.has(textOf(view))).toBe(false);
              told.add(textOf(view));
            }
          }
          expect([...told].sort()).toEqual(expected);
        }
      },
    ),
    { numRuns: 300 },
  );
});

test('the order of arrival changes neither clusters nor anchors', () => {
  const held = everyone.map((name, at): Held => ({ ...name, version: 0, since: at % 4 }));
  const order = fc.shuffledSubarray(held, { minLength: 18, maxLength: 18 });
  const whole = makeState();
  whole.apply({ added: held, pairs: pairsWith(held, held) });
  fc.assert(
    fc.property(order, fc.integer({ min: 1, max: 18 }), (records, size) => {
      const state = makeState();
      for (let from = 0; from < records.length; from += size) {
        const added = records.slice(from, from + size);
        state.apply({ added, pairs: pairsWith(added, records.slice(0, from + size)) });
      }
      expect(state.clusters()).toEqual(whole.clusters());
    }),
    { numRuns: 100 },
  );
});

const [a, b, c, a2] = [nameAt(0, 0), nameAt(1, 0), nameAt(2, 0), nameAt(0, 1)];
const at = (since: number) => (name: typeof a) => ({ ...name, since });
const pair = (left: typeof a, right: typeof a, similarity = 0.9) => ({ left, right, similarity });

test('merges, splits, growth and retractions are told with what caused them', () => {
  const state = makeState();
  const kinds = (changes: Changes): string[] =>
    state.apply(changes).events.map(({ kind, reasons }) => `${kind}: ${reasons.join()}`);
  expect(kinds({ added: [a, b].map(at(0)) })).toEqual(['appeared: added', 'appeared: added']);
  expect(kinds({ added: [at(1)(c)], pairs: [pair(a, c), pair(b, c)] })).toEqual(['merged: added']);
  expect(kinds({ changed: [c], pairs: [pair(a, c)] })).toEqual(['split: changed']);
  expect(kinds({ decisions: [{ left: a, right: b, verdict: 'same' }] })).toEqual([
    'merged: reviewed',
  ]);
  expect(kinds({ retracted: [c] })).toEqual(['shrunk: retracted']);
  expect(kinds({ retracted: [a, b] })).toEqual(['retracted: retracted']);
  expect(state.records).toBe(0);
});

test('another threshold is told as the reason, and leaves what a run from scratch gives', () => {
  const state = makeState('greedy', 0.5);
  state.apply({ added: [a, b, c].map(at(0)), pairs: [pair(a, b, 0.6), pair(b, c, 0.9)] });
  // A third of the pairs is enough: at 0.5 all three are one, at 0.8 only two are.
  const { events } = state.apply({
    added: [at(1)(a2)],
    reconsidered: [a, b, c],
    pairs: [pair(b, c, 0.9)],
  });
  expect(events.map(({ kind, reasons }) => `${kind}: ${reasons.join()}`).sort()).toEqual([
    'appeared: added',
    'split: threshold',
  ]);
  expect(state.clusters()).toHaveLength(3);
  const same = state.apply({ reconsidered: [a, b, c, a2], pairs: [pair(b, c, 0.9)] });
  expect(same.events).toEqual([]);
  const refused = () => state.apply({ changed: [a], reconsidered: [a] });
  expect(refused).toThrow('LINKAGE_CHANGES');
});

test('what a person decided about a record is known while the other is there', () => {
  const state = makeState();
  state.apply({ added: [a, b, c].map(at(0)) });
  const decide = (left: typeof a, right: typeof a, verdict: Decision['verdict']) =>
    state.apply({ decisions: [{ left, right, verdict }] });
  expect(state.verdictOf(a)).toBeUndefined();
  decide(a, b, 'different');
  decide(a, c, 'same');
  expect([a, b, c, a2].map((one) => state.verdictOf(one))).toEqual([
    'same',
    'different',
    'same',
    undefined,
  ]);
  state.apply({ retracted: [c] });
  expect(state.verdictOf(a)).toBe('different');
  decide(a, b, 'withdrawn');
  expect(state.verdictOf(a)).toBeUndefined();
});

test('who came first keeps the name of a cluster, whatever the tokens of those who come later', () => {
  const held = everyone.map(
    (name, number): Held => ({ ...name, version: 0, since: 0, number }) as Held,
  );
  for (const first of held) {
    for (const later of held) {
      if (first.source === later.source) continue;
      const state = makeState();
      state.apply({ added: [first] });
      const { events } = state.apply({ added: [at(1)(later)], pairs: [pair(first, later)] });
      expect(events).toMatchObject([
        { kind: 'grown', after: [{ anchor: { token: first.token } }] },
      ]);
    }
  }
});

test('a batch decides anew what it touches and nothing else', () => {
  const state = makeState();
  const many = Array.from({ length: 600 }, (_, number) => at(0)(nameAt(number % 2, number)));
  const pairs = Array.from({ length: 300 }, (_, n) => pair(many[2 * n]!, many[2 * n + 1]!));
  expect(state.apply({ added: many, pairs }).touched).toBe(600);
  const before = state.clusters();
  const outcome = state.apply({ added: [at(1)(c)], pairs: [pair(many[7]!, c)] });
  expect(outcome.touched).toBe(3);
  expect(outcome.events).toHaveLength(1);
  const untouched = before.filter(
    ({ members }) => !members.some(({ token }) => token === many[7]!.token),
  );
  expect(untouched).toHaveLength(299);
  for (const view of untouched) expect(state.clusterOf(view.anchor)).toEqual(view);
});

const wrong: [string, Changes][] = [
  ['a record that is there', { added: [at(0)(a)] }],
  ['a change of none', { changed: [a2] }],
  ['a retraction of none', { retracted: [a2] }],
  ['a record twice', { changed: [a], retracted: [a] }],
  ['an unknown source', { added: [{ ...a, source: 'z', since: 0 }] }],
  ['a token of another form', { added: [{ ...a, token: 'A'.repeat(32), since: 0 }] }],
  ['no time', { added: [{ ...a2, since: NaN }] }],
  ['a pair of two that did not change', { pairs: [pair(a, b)] }],
  ['a pair with none', { changed: [a], pairs: [pair(a, c)] }],
  ['a pair with a retracted one', { changed: [a], retracted: [b], pairs: [pair(a, b)] }],
  ['a pair twice', { changed: [a], pairs: [pair(a, b), pair(b, a)] }],
  ['a pair with itself', { changed: [a], pairs: [pair(a, a)] }],
  ['a pair within a unique source', { added: [at(0)(a2)], pairs: [pair(a, a2)] }],
  ['a pair below the threshold', { changed: [a], pairs: [pair(a, b, 0.4)] }],
  ['a pair above 1', { changed: [a], pairs: [pair(a, b, 1.1)] }],
  ['a decision about one record', { decisions: [{ left: a, right: a, verdict: 'same' }] }],
  [
    'a decision about an unknown source',
    { decisions: [{ left: a, right: { ...b, source: 'z' }, verdict: 'same' }] },
  ],
];

test.each(wrong)('refused, and nothing changed: %s', (_, changes) => {
  const state = makeState();
  state.apply({ added: [a, b].map(at(0)), pairs: [pair(a, b)] });
  const before = state.clusters();
  expect(() => state.apply(changes)).toThrow(expect.objectContaining({ code: 'LINKAGE_CHANGES' }));
  expect(state.clusters()).toEqual(before);
});
