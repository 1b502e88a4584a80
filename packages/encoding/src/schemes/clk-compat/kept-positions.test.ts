// SPDX-License-Identifier: EUPL-1.2
import { expect, test } from '@jest/globals';
import { TokenList } from '../../token-list.ts';
import { KeptPositions, type EachPosition } from './kept-positions.ts';

/** Tokens that begin alike, more than there are places; some long, some with many positions. */
const texts = Array.from({ length: 3000 }, (_, i) =>
  i % 100 === 0 ? `${i} a token of more than 15 bytes` : `1 ab${i}`,
);
const positionsOf = (i: number): number[] =>
  Array.from({ length: i % 50 === 1 ? 70 : 1 + (i % 5) }, (_, at) => (31 * i + at) % 65_536);

test('positions are the same whether they are kept or worked out', () => {
  const kept = new KeptPositions();
  let workedOut = 0;
  const all = texts.map((text) => {
    const tokens = new TokenList();
    tokens.fill([text]);
    return tokens;
  });
  const read = (i: number): number[] => {
    const each: EachPosition = (_, set) => {
      workedOut += 1;
      positionsOf(i).forEach(set);
    };
    const found: number[] = [];
    kept.forEach(all[i]!, 0, each, (position) => found.push(position));
    return found;
  };
  for (let i = 0; i < texts.length; i++) {
    expect(read(i)).toEqual(positionsOf(i));
    const before = workedOut;
    expect(read(i)).toEqual(positionsOf(i));
    // Once is enough, but for long tokens and those of many positions.
    expect(workedOut - before).toBe(i % 100 === 0 || i % 50 === 1 ? 1 : 0);
  }
  for (let i = 0; i < texts.length; i += 7) expect(read(i)).toEqual(positionsOf(i));
  kept.wipe();
  const before = workedOut;
  expect(read(2)).toEqual(positionsOf(2));
  expect(workedOut).toBe(before + 1);
});
