// SPDX-License-Identifier: EUPL-1.2
import { expect, test } from '@jest/globals';
import type { FieldModel } from './model.ts';
import { waterfallFigure } from './waterfall-page.ts';
import { waterfallOf } from './waterfall.ts';

const m = [
  Float64Array.of(0, 0.1, 0.1, 0.8),
  Float64Array.of(0, 0.05, 0.05, 0.2, 0.1, 0.2, 0.2, 0.2),
];
const u = [
  Float64Array.of(0, 0.9, 0.05, 0.05),
  Float64Array.of(0, 0.8, 0.1, 0.05, 0.02, 0.01, 0.01, 0.01),
];
const model: FieldModel = {
  u, m, lambda: 0.001, matches: 1000, rounds: 1,
  differing: [{ chances: u, share: 0.999, fixed: true }],
  matching: [{ chances: m, share: 0.001, fixed: false }],
}; // prettier-ignore
const rules = [
  { name: 'surname', cuts: [0.6], rarity: false },
  { name: 'born <on>', cuts: [0.6], crossed: 0.8, rarity: true },
];

test('steps add up to the odds, and a missing group is a step of nothing', () => {
  const fall = waterfallOf(model, rules, [3, 0]);
  expect(fall.prior).toBeCloseTo(Math.log2(0.001 / 0.999), 9);
  expect(fall.groups.map(({ weight }) => weight)).toEqual([expect.closeTo(4, 9), 0]);
  expect(fall.groups[1]!.level).toEqual({ kind: 'missing' });
  expect(fall.dependence).toBeCloseTo(0, 9);
  expect(fall.competition).toBeCloseTo(0, 9);
  expect(fall.total).toBeCloseTo(fall.prior + 4, 9);
  expect(fall.probability).toBeCloseTo(1 / (1 + 2 ** -fall.total), 12);
});

test('what was decided differs by what other candidates say', () => {
  const fall = waterfallOf(model, rules, [3, 7], 3);
  const sum = fall.groups.reduce(
    (total, { weight }) => total + weight,
    fall.prior + fall.dependence,
  );
  expect(sum + fall.competition).toBeCloseTo(3, 9);
  expect(fall.groups[1]!.level).toEqual({ kind: 'exact', rarity: 1 });
});

test('dependence is what classes say beyond the groups', () => {
  const family = [
    Float64Array.of(0, 0.02, 0.08, 0.9),
    Float64Array.of(0, 0.9, 0.05, 0.01, 0.01, 0.01, 0.01, 0.01),
  ];
  const differing = [...model.differing, { chances: family, share: 0.01, fixed: true }];
  const fall = waterfallOf({ ...model, differing }, rules, [3, 1]);
  expect(fall.dependence).toBeLessThan(0);
  expect(fall.total).toBeLessThan(waterfallOf(model, rules, [3, 1]).total);
});

test('the figure speaks both languages, escapes names, and needs nothing from elsewhere', () => {
  const fall = waterfallOf(model, rules, [2, 3], -4);
  const english = waterfallFigure(fall, 'en');
  const dutch = waterfallFigure(fall, 'nl');
  expect(english).toContain('surname: similar (≥ 0.60)');
  expect(english).toContain('born &#60;on&#62;: like another field (≥ 0.80)');
  expect(dutch).toContain('lijkt op ander veld (≥ 0,80)');
  expect(dutch).toContain('Andere kandidaten');
  expect(dutch).toContain('5,88 %');
  expect(waterfallFigure(waterfallOf(model, rules, [3, 3], 30), 'en')).toContain('&#62; 99.99 %');
  expect(waterfallFigure(waterfallOf(model, rules, [1, 1], -30), 'en')).toContain('&#60; 0.01 %');
  expect(english).not.toMatch(/<script|<style|href|url\(/);
  expect(waterfallFigure(waterfallOf(model, rules, [0, 7]), 'en')).toContain('equal, rare');
  expect(waterfallFigure(waterfallOf(model, rules, [0, 7]), 'en')).not.toContain(
    'Other candidates',
  );
});
