// SPDX-License-Identifier: EUPL-1.2
import { expect, test } from '@jest/globals';
import { KoppelError } from '@koppel/errors';
import { checkRetractable, followChain, sameRunPlace, type RunPlace } from './chain.ts';

const named = (name: number): Uint8Array => new Uint8Array(16).fill(name);

/** A run that goes by its number, with the ordinal of that number unless another is given. */
const place = (run: number, base: number, runOrdinal = run): RunPlace => ({
  run: named(run),
  base: named(base),
  runOrdinal,
});

/** What following run 9 gives: the runs by number, or why there is no chain. */
function follow(...runs: RunPlace[]): unknown {
  const find = (run: Uint8Array) => runs.find((one) => one.run[0] === run[0]);
  const chain = followChain(find(named(9))!, find);
  if (chain.state === 'waiting') return `waiting for ${chain.base[0]!}`;
  return chain.state === 'whole' ? chain.runs.map(({ run }) => run[0]) : chain.state;
}

test('a full run is a chain by itself', () => {
  expect(follow(place(9, 0), place(1, 0))).toEqual([9]);
});

test('changes rest on each other down to a full run, whatever lies between', () => {
  expect(follow(place(9, 7), place(8, 7), place(7, 2), place(3, 2), place(2, 0))).toEqual([
    2, 7, 9,
  ]);
});

test('a run that is not there is waited for', () => {
  expect(follow(place(9, 7))).toBe('waiting for 7');
  expect(follow(place(9, 7), place(7, 2))).toBe('waiting for 2');
});

test('a run rests on an earlier one only, so there is always an end', () => {
  expect(follow(place(9, 7, 4), place(7, 0, 4))).toBe('impossible');
  expect(follow(place(9, 8), place(8, 7), place(7, 9))).toBe('impossible');
  expect(follow(place(9, 9))).toBe('impossible');
});

test('batches of one run give it one place, one base and one length', () => {
  const batch = { ...place(9, 7), batches: 3 };
  expect(sameRunPlace(batch, { ...batch })).toBe(true);
  for (const other of [{ batches: 4 }, { runOrdinal: 8 }, { base: named(6) }]) {
    expect(sameRunPlace(batch, { ...batch, ...other })).toBe(false);
  }
});

test('only a run that changes another retracts', () => {
  const full = { base: named(0), owner: 'north' };
  checkRetractable(full, Uint8Array.of(1, 1, 0));
  checkRetractable({ ...full, base: named(1) }, Uint8Array.of(1, 2, 0));
  expect(() => {
    checkRetractable(full, Uint8Array.of(1, 2, 0));
  }).toThrow(new KoppelError('CONTRACT_BASE', { field: 'north' }));
});
