// SPDX-License-Identifier: EUPL-1.2
import { describe, expect, test } from '@jest/globals';
import { chanceBound, gateOutcomes } from './gates.ts';
import { attackResult, type AttackId, type AttackResult } from './result.ts';

function result(
  attack: AttackId,
  recovered: number,
  more: Partial<Pick<AttackResult, 'given' | 'targets' | 'chance' | 'figures'>> = {},
): AttackResult {
  return attackResult({
    attack,
    given: {},
    targets: 1000,
    recovered,
    chance: 0.001,
    figures: {},
    ...more,
  });
}

describe('what guessing gives', () => {
  test('is the quantile of a binomial number', () => {
    // Of 10 throws of a coin 8 or fewer are heads with 0.989, 7 or fewer with 0.945.
    expect(chanceBound(10, 0.5)).toBe(0.8);
    // (1 − 0.001)^50 = 0.951.
    expect(chanceBound(50, 0.001)).toBe(0);
    expect(chanceBound(52, 0.001)).toBe(1 / 52);
    // Of 100,000 with 0.02: 2,000 + 1.645·√1,960 = 2,072.8.
    expect(Math.abs(chanceBound(100_000, 0.02) * 100_000 - 2073)).toBeLessThanOrEqual(2);
  });

  test('is certain, or never', () => {
    expect([chanceBound(0, 0.5), chanceBound(5, 1), chanceBound(5, 0)]).toEqual([1, 1, 0]);
  });
});

describe('a gate', () => {
  test('holds up to one in a hundred, for those who know the pairs that it names', () => {
    const seeded = (recovered: number, seeds: number) =>
      result('seededProfile', recovered, { given: { seeds } });
    const decoded = (recovered: number, pairs: number) =>
      result('knownPairDecoding', recovered, { given: { pairs } });
    expect(
      gateOutcomes([seeded(10, 100), seeded(11, 100), decoded(10, 300), decoded(11, 300)]),
    ).toEqual([
      { attack: 'seededProfile', measured: 0.01, limit: 0.01, passed: true },
      { attack: 'seededProfile', measured: 0.011, limit: 0.01, passed: false },
      { attack: 'knownPairDecoding', measured: 0.01, limit: 0.01, passed: true },
      { attack: 'knownPairDecoding', measured: 0.011, limit: 0.01, passed: false },
    ]);
    expect(gateOutcomes([seeded(900, 20), decoded(900, 1000)])).toEqual([]);
  });

  test('holds tuples to three standard deviations', () => {
    const tuples = (figures: Record<string, number>) =>
      result('tupleTest', 0, { given: { tuples: 400 }, targets: 0, figures });
    const outcomes = gateOutcomes([tuples({ z: 3 }), tuples({ z: 3.01 }), tuples({})]);
    expect(outcomes.map(({ passed }) => passed)).toEqual([true, false, false]);
  });

  test('lets an attacker without pairs get what guessing gets', () => {
    for (const attack of ['graphMatching', 'patternMining', 'frequency', 'fakeRecords'] as const) {
      const outcomes = gateOutcomes([result(attack, 10), result(attack, 11)]);
      expect(outcomes.map(({ passed }) => passed)).toEqual([true, false]);
      const lucky = result(attack, 40, { chance: 0.05 });
      expect(gateOutcomes([lucky])[0]).toMatchObject({ passed: true });
    }
  });

  test('does not pass a register that is too small', () => {
    expect(() => gateOutcomes([result('graphMatching', 0, { targets: 399 })])).toThrow(
      expect.objectContaining({ code: 'AUDIT_TOO_FEW' }),
    );
    const few = result('tupleTest', 0, { given: { tuples: 20 }, targets: 0, figures: { z: 0 } });
    expect(() => gateOutcomes([few])).toThrow(expect.objectContaining({ code: 'AUDIT_TOO_FEW' }));
  });
});
