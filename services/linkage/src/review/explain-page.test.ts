// SPDX-License-Identifier: EUPL-1.2
import { expect, test } from '@jest/globals';
import { zoneFile, zonePair } from '../testing/zone-file.ts';
import { curvesFigure } from './explain-page.ts';
import { listPage } from './page.ts';
import { rowOf } from './table.ts';

const curves = {
  from: [0.6, 0.7, 0.8, 0.9],
  matches: [0, 2, 30, 200],
  strangers: [900, 40, 2, 0],
};

test('a pair stands between the curves where its similarity is', () => {
  const of = (similarity: number): number => {
    const drawn = curvesFigure(curves, { similarity, probability: 0.62 }, 'en').text;
    // The line of the pair is the only bar of two units' width.
    return Number(/x="([\d.]+)"\s+y="[\d.]+"\s+width="2"/.exec(drawn)![1]);
  };
  expect(of(0.6)).toBeCloseTo(11, 1);
  expect(of(0.8)).toBeCloseTo(199, 1);
  expect(of(1)).toBeCloseTo(387, 1);
  // Below all that was estimated the axis begins with the pair.
  expect(of(0.5)).toBeCloseTo(11, 1);
  const unknown = curvesFigure(curves, { similarity: 0.8, probability: null }, 'nl').text;
  expect(unknown).toContain('dit paar: 0,8000.');
  expect(unknown).not.toContain('kans');
});

test('without an estimate the page says that there is none', () => {
  const pair = zonePair('a1', 'b1');
  const pageOf = (more: object): string => {
    const zone = { ...zoneFile([pair]), ...more };
    return listPage([rowOf(pair, zone, undefined, 'en')], zone, 'en');
  };
  expect(pageOf({})).toContain('nothing was estimated');
  expect(pageOf({})).not.toContain('<details>');
  expect(pageOf({ curves }).match(/<details>/g)).toHaveLength(1);
  expect(pageOf({ curves })).toContain('strangers');
});
