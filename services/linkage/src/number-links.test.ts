// SPDX-License-Identifier: EUPL-1.2
/** Who is one by a number: equal tokens, once each in a unique register, and nobody against a person. */
import { expect, test } from '@jest/globals';
import type { Decision, EncodedSource } from '@koppel/linkage';
import { tokenAt } from './follow/names.ts';
import { linksByNumber } from './number-links.ts';

/** A source of which each record has the number given, 0 for none. */
function sourceOf(name: string, unique: boolean, numbers: readonly number[]) {
  const count = numbers.length;
  const tokens = new Uint8Array(16 * count);
  const bsnTokens = new Uint8Array(16 * count);
  numbers.forEach((number, row) => {
    tokens.fill(row + 1, 16 * row, 16 * (row + 1));
    bsnTokens.fill(number, 16 * row, 16 * (row + 1));
  });
  const encoded: EncodedSource = { name, unique, count, tokens, filters: new Uint8Array(count), filterBytes: 1 };
  return { encoded, bsnTokens };
} // prettier-ignore

const people = sourceOf('a/people', true, [7, 8, 0, 9]);
const benefits = sourceOf('b/benefits', true, [9, 0, 7, 6]);
const jobs = sourceOf('c/jobs', false, [7, 7, 5]);

function joined(
  sources: readonly ReturnType<typeof sourceOf>[],
  decided: readonly Decision[] = [],
) {
  const links = linksByNumber(
    sources.map(({ encoded }) => encoded),
    sources.map(({ bsnTokens }) => bsnTokens),
    decided,
  );
  expect(links.named).toHaveLength(links.joined.length);
  return links.joined;
}

const named = ({ encoded }: ReturnType<typeof sourceOf>, row: number): Decision['left'] => ({
  source: encoded.name,
  token: tokenAt(encoded.tokens, row),
});

test('equal numbers, whatever the source; several records where a person can have these', () => {
  // Records are numbered over all sources: people 0–3, benefits 4–7, jobs 8–10.
  expect(joined([people, benefits, jobs])).toEqual([[0, 6], [0, 8], [0, 9], [3, 4]]); // prettier-ignore
});

test('no number is no link, and neither is a study without tokens', () => {
  expect(joined([sourceOf('a', true, [0, 0]), sourceOf('b', true, [0])])).toEqual([]);
  const sources = [people, benefits].map(({ encoded }) => encoded);
  expect(linksByNumber(sources, [undefined, undefined], []).joined).toEqual([]);
});

test('a number that stands twice in a register of one record each says nothing there', () => {
  const twice = sourceOf('a/people', true, [7, 7, 9]);
  // Jobs 7 and 8 (numbers 7, 8) are still one person, and so are people 2 and benefits 3.
  expect(joined([twice, benefits, jobs])).toEqual([[2, 3], [5, 7], [5, 8]]); // prettier-ignore
});

test('what a person decided comes first', () => {
  const different = { left: named(people, 0), right: named(benefits, 2), verdict: 'different' } as const;
  expect(joined([people, benefits], [different])).toEqual([[3, 4]]);
  const same = { left: named(people, 3), right: named(benefits, 1), verdict: 'same' } as const;
  expect(joined([people, benefits], [same])).toEqual([[0, 6]]);
}); // prettier-ignore

test('who was parted from the first may still be one with each other, in any order of what was decided', () => {
  const three = ['a', 'b', 'c', 'd'].map((name) => sourceOf(name, true, [7]));
  const apart = (one: number, other: number): Decision => ({
    left: named(three[one]!, 0), right: named(three[other]!, 0), verdict: 'different',
  });
  const decided = [apart(0, 1), apart(2, 0)];
  expect(joined(three.slice(0, 3), decided)).toEqual([[1, 2]]);
  expect(joined(three.slice(0, 3), decided.toReversed())).toEqual([[1, 2]]);
  expect(joined(three, decided)).toEqual([[0, 3], [1, 2]]);
  expect(joined(three, [...decided, apart(1, 2), apart(3, 0)])).toEqual([[1, 3]]);
  expect(joined(three, [...decided, apart(1, 2), apart(1, 3), apart(0, 3)])).toEqual([[2, 3]]);
  expect(joined(three.slice(0, 3), [...decided, apart(1, 2)])).toEqual([]);
}); // prettier-ignore

/** The same records, as they lie where batches arrived the other way round. */
function turned({ encoded, bsnTokens }: ReturnType<typeof sourceOf>): ReturnType<typeof sourceOf> {
  const reversed = (column: Uint8Array): Uint8Array<ArrayBuffer> => {
    const made = new Uint8Array(column.length);
    for (let from = 0; from < column.length; from += 16) {
      made.set(column.subarray(from, from + 16), column.length - 16 - from);
    }
    return made;
  };
  const tokens = reversed(encoded.tokens);
  return { encoded: { ...encoded, tokens }, bsnTokens: reversed(bsnTokens) };
}

test('the same records in any order of rows and of sources give the same links', () => {
  const spells = sourceOf('d/spells', false, [9, 7, 7, 9, 7]);
  const sources = [jobs, people, spells];
  const parted = { left: named(jobs, 0), right: named(spells, 2), verdict: 'different' } as const;
  const linksOf = (some: readonly ReturnType<typeof sourceOf>[]): readonly Decision[] =>
    linksByNumber(
      some.map(({ encoded }) => encoded),
      some.map(({ bsnTokens }) => bsnTokens),
      [parted],
    ).named;
  const links = linksOf(sources);
  expect(links).toHaveLength(6);
  expect(linksOf(sources.map(turned))).toEqual(links);
  expect(linksOf([spells, people, turned(jobs)])).toEqual(links);
});
