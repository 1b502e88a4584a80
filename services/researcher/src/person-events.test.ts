// SPDX-License-Identifier: EUPL-1.2
/** Events between two data sets, from who had which pseudonym. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { reasonBits } from '@koppel/wire';
import { countEvents, personEvents, type PersonEvent } from './person-events.ts';
import { changedEdges } from './store/edges.ts';
import {
  edgesBetween,
  fillLinks,
  fillReasons,
  nameOf,
  withStore,
  type LinkedRecord,
  type Links,
  type Reasons,
} from './testing/stores.ts';
import { makeStudy } from './testing/study.ts';

const recordOf = (pseudonym: string): LinkedRecord => ({
  pseudonym,
  quality: NaN,
  clusterSize: 1,
  probability: NaN,
  personProbability: NaN,
  review: 'none',
});

/** Per source, the pseudonym of each token: `{ north: 'aab' }` are three tokens, two persons. */
function linksOf(sources: Readonly<Record<string, string>>): Links {
  return new Map(
    Object.entries(sources).map(([source, names]) => [
      source,
      new Map(
        Array.from(names).flatMap((name, at): [string, LinkedRecord][] =>
          name === '.' ? [] : [[`t${at}`, recordOf(name)]],
        ),
      ),
    ]),
  );
}

/** Events as text: kind, and per move the pseudonyms and the number of records. */
function textOf(before: Record<string, string>, after: Record<string, string>): string[] {
  return personEvents(edgesBetween(linksOf(before), linksOf(after), new Map())).map(
    ({ kind, moves }) =>
      `${kind} ${moves.map((one) => `${one.before}>${one.after}:${one.records}`).join(' ')}`,
  );
}

describe('what became of persons', () => {
  test.each<[string, Record<string, string>, Record<string, string>, string[]]>([
    ['nothing', { n: 'aab', s: 'b' }, { n: 'aab', s: 'b' }, []],
    ['a new person', { n: 'a.' }, { n: 'ab' }, ['appeared >b:1']],
    ['a person who is gone', { n: 'ab' }, { n: 'a.' }, ['retracted b>:1']],
    ['a record more', { n: 'a', s: '.' }, { n: 'a', s: 'a' }, ['grown >a:1 a>a:1']],
    ['a record less', { n: 'a', s: 'a' }, { n: 'a', s: '.' }, ['shrunk a>:1 a>a:1']],
    ['one more and one less', { n: 'a.', s: 'a' }, { n: 'aa', s: '.' }, ['shrunk >a:1 a>:1 a>a:1']],
    ['two who are one', { n: 'aab' }, { n: 'aaa' }, ['merged a>a:2 b>a:1']],
    ['one who is two', { n: 'aaa' }, { n: 'aab' }, ['split a>a:2 a>b:1']],
    ['two who are two others', { n: 'aabb' }, { n: 'abab' }, ['regrouped a>a:1 a>b:1 b>a:1 b>b:1']],
    ['another pseudonym', { n: 'b.' }, { n: 'aa' }, ['grown >a:1 b>a:1']],
    ['a register that is there no more', { n: 'a', s: 'ab' }, { n: 'a' }, ['shrunk a>:1 a>a:1', 'retracted b>:1']],
    ['two who have nothing in common', { n: 'ab..' }, { n: '..cd' }, [
      'appeared >c:1', 'appeared >d:1', 'retracted a>:1', 'retracted b>:1',
    ]],
  ])('is told: %s', (_, before, after, expected) => {
    expect(textOf(before, after)).toEqual(expected);
  }); // prettier-ignore

  test('has all reasons that are told of its records, and none that is told of others', () => {
    const reasons = new Map([
      ['n', new Map([['t0', reasonBits(['threshold'])], ['t2', reasonBits(['added', 'reviewed'])], ['t4', 1]])],
      ['s', new Map([['t1', reasonBits(['changed'])]])],
    ]); // prettier-ignore
    const events = personEvents(
      edgesBetween(linksOf({ n: 'aabcc' }), linksOf({ n: 'aaacd' }), reasons),
    );
    expect(events.map(({ kind, reasons: why }) => [kind, why])).toEqual([
      ['merged', ['added', 'reviewed', 'threshold']],
      ['split', ['added']],
    ]);
    expect(countEvents(events)).toEqual({ merged: 1, split: 1 });
  });
});

const names = fc.stringMatching(/^[a-d.]{6}$/);
const dataSet = fc.record({ n: names, s: names });

test('every record that moved, came or went is in one move of one event', () => {
  fc.assert(
    fc.property(dataSet, dataSet, (before, after) => {
      const events = personEvents(edgesBetween(linksOf(before), linksOf(after), new Map()));
      const told = new Map<string, number>();
      for (const { before: was, after: is, records } of events.flatMap(({ moves }) => moves)) {
        expect(told.has(`${was}>${is}`)).toBe(false);
        told.set(`${was}>${is}`, records);
      }
      const counted = new Map<string, number>();
      for (const source of ['n', 's'] as const) {
        Array.from(before[source]).forEach((was, at) => {
          const is = after[source][at]!;
          if (was === '.' && is === '.') return;
          const move = `${was}>${is}`.replaceAll('.', '');
          counted.set(move, (counted.get(move) ?? 0) + 1);
        });
      }
      for (const [move, records] of counted) {
        const [was, is] = move.split('>');
        // Only a move that is all there is about both is no event.
        const alone = [...counted.keys()].every((other) => {
          const [first, second] = other.split('>');
          return other === move || (first !== was && second !== is);
        });
        const moved = was === '' || is === '' || !alone;
        expect(told.get(move)).toBe(moved ? records : undefined);
      }
    }),
  );
});

test('a store leaves out only those of whom nothing is told', async () => {
  const { study } = await makeStudy();
  const renamed = { n: 'north/benefits', s: 'south/population' };
  const placed = <T>(map: ReadonlyMap<string, T>): Map<string, T> =>
    new Map([...map].map(([source, all]) => [renamed[source as 'n' | 's'], all]));
  const reasonsOf = fc.array(fc.integer({ min: 1, max: 31 }), { minLength: 12, maxLength: 12 });
  const plain = (events: readonly PersonEvent[]): unknown[] =>
    events.map(({ kind, reasons, moves }) => [kind, reasons, moves]);
  await fc.assert(
    fc.asyncProperty(dataSet, dataSet, reasonsOf, async (was, is, bits) => {
      const [before, after] = [placed(linksOf(was)), placed(linksOf(is))];
      const reasons: Reasons = placed(
        new Map(['n', 's'].map((source, at) => [
          source,
          new Map(bits.slice(6 * at, 6 * at + 6).map((bit, token) => [`t${token}`, bit])),
        ])),
      );
      const found = await withStore(study, async (store) => {
        await fillLinks(store, study, 'links_before', before);
        await fillLinks(store, study, 'links', after);
        await fillReasons(store, study, reasons);
        return changedEdges(store);
      });
      const named = found.map((edge) => ({
        ...edge, before: nameOf(edge.before), after: nameOf(edge.after),
      }));
      expect(plain(personEvents(named))).toEqual(plain(personEvents(edgesBetween(before, after, reasons))));
    }),
    { numRuns: 25 },
  );
}); // prettier-ignore
