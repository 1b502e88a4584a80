// SPDX-License-Identifier: EUPL-1.2
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { HitColumns } from '@koppel/kernel';
import { ResumableSearch } from './resumable-search.ts';
import { LinkageState } from './state.ts';
import { makePlace, refusal, type Place } from './testing/place.ts';

let place: Place;
let state: LinkageState;
let time = 0;
let told: string[] = [];

const specHash = new Uint8Array(32).fill(1);
const file = (): string => join(place.folder, 'state', 'linkage.sqlite');

beforeEach(async () => {
  place = await makePlace();
  state = new LinkageState(join(place.folder, 'state'), specHash);
  time = 0;
  told = [];
});

afterEach(async () => {
  state.close();
  await place.remove();
});

function hitsOf(...rows: readonly number[]): HitColumns {
  return {
    query: Uint32Array.from(rows),
    candidate: Uint32Array.from(rows, (row) => row + 1),
    similarity: Float64Array.from(rows, (row) => 1 / (row + 1)),
  };
}

function searchOf(linkage = 1, from: LinkageState = state): ResumableSearch {
  return new ResumableSearch({
    tiles: from.tiles,
    linkage: new Uint8Array(32).fill(linkage),
    now: () => time,
    onGoesOn: () => told.push('goes on'),
    onNoRoom: () => told.push('no room'),
  });
}

/** Keeps a tile some milliseconds later. */
function keep(search: ResumableSearch, tile: number, hits: HitColumns, ms = 300): void {
  time += ms;
  search.keep(tile, hits);
}

test('what was kept is there for the same search, after opening again', () => {
  const search = searchOf();
  expect(search.open('a')).toEqual([]);
  keep(search, 3, hitsOf(5, 4_000_000_000));
  keep(search, 1, hitsOf());
  state.close();
  state = new LinkageState(join(place.folder, 'state'), specHash);
  const again = searchOf();
  expect(again.open('b')).toEqual([]);
  expect(again.open('a')).toEqual([1, 3]);
  expect(again.read(3)).toEqual(hitsOf(5, 4_000_000_000));
  expect(again.read(1)).toEqual(hitsOf());
});

test('what is quickly done is not written, and what is slow is, together', () => {
  const search = searchOf();
  search.open('a');
  for (const tile of [0, 1, 2]) keep(search, tile, hitsOf(tile), 80);
  expect(state.tiles.kept('a')).toEqual([]);
  keep(search, 3, hitsOf(3), 80);
  expect(state.tiles.kept('a')).toEqual([0, 1, 2, 3]);
  keep(search, 4, hitsOf(4), 80);
  // The next search of the same linkage finds the one before written down whole.
  search.open('b');
  expect(state.tiles.kept('a')).toEqual([0, 1, 2, 3, 4]);
});

test('going on is told once, when something new is done after something kept', () => {
  const search = searchOf();
  search.open('a');
  keep(search, 0, hitsOf(1));
  keep(search, 1, hitsOf(1));
  expect(told).toEqual([]);
  const again = searchOf();
  again.open('a');
  expect(told).toEqual([]);
  keep(again, 2, hitsOf(2));
  keep(again, 3, hitsOf(3));
  expect(told).toEqual(['goes on']);
});

test('what is kept of another linkage is forgotten, and of all when it is published', () => {
  const search = searchOf();
  search.open('a');
  keep(search, 0, hitsOf(1));
  searchOf(2);
  expect(state.tiles.kept('a')).toEqual([]);
  const other = searchOf(2);
  other.open('a');
  keep(other, 0, hitsOf(1));
  expect(state.tiles.kept('a')).toEqual([0]);
  state.tiles.clear();
  expect(state.tiles.kept('a')).toEqual([]);
});

describe('trouble', () => {
  const change = (sql: string): void => {
    const database = new DatabaseSync(file());
    database.exec(sql);
    database.close();
  };

  test.each([
    "UPDATE tile SET hits = zeroblob(16) WHERE tile = 1",
    "UPDATE tile SET hits = x'01' WHERE tile = 1",
    "UPDATE tile SET hits = 'text' WHERE tile = 1",
    "UPDATE tile SET checksum = 'text' WHERE tile = 1",
    'UPDATE tile SET tile = 7 WHERE tile = 1',
    "UPDATE tile SET search = 'b' WHERE tile = 1",
  ])('a damaged part is searched once more: %s', (sql) => {
    const search = searchOf();
    search.open('a');
    for (const tile of [0, 1]) keep(search, tile, hitsOf(tile));
    change(sql);
    const again = searchOf();
    expect([again.open('a'), again.open('b')]).toEqual([[0], []]);
    again.open('a');
    keep(again, 1, hitsOf(1));
    expect(again.open('a')).toEqual([0, 1]);
  }); // prettier-ignore

  test('a full disk ends the keeping, not the search', () => {
    const folder = join(place.folder, 'small');
    const small = new LinkageState(folder, specHash, { maxBytes: 100_000 });
    const search = searchOf(1, small);
    search.open('a');
    keep(search, 0, hitsOf(1));
    const many = Uint32Array.from({ length: 10_000 }, (_, at) => at);
    keep(search, 1, hitsOf(...many));
    keep(search, 2, hitsOf(2));
    expect(told).toEqual(['no room']);
    expect(small.tiles.kept('a')).toEqual([0]);
    small.close();
  });

  test('a table that is gone is told, by every question', async () => {
    change('DROP TABLE tile');
    const { tiles } = state;
    const questions = [
      () => { tiles.begin(new Uint8Array(32)); },
      () => tiles.kept('a'),
      () => tiles.read('a', 0),
      () => { tiles.add(new Uint8Array(32), 'a', [{ tile: 0, hits: hitsOf() }]); },
      () => { tiles.clear(); },
    ];
    for (const question of questions) {
      expect(await refusal(place, question)).toEqual([
        'STATE_DAMAGED {"file":"state/linkage.sqlite"}',
      ]);
    }
  }); // prettier-ignore
});
