// SPDX-License-Identifier: EUPL-1.2
import { describe, expect, test } from '@jest/globals';
import { classifyRegister } from '../../decoding/classes.ts';
import { populationProfile, saulProfile, testKey } from '../../testing/population.ts';
import { stagedClk, stagedSaul } from '../../testing/staged.ts';
import { chosenRecords } from './chosen-records.ts';
import { fakeRecords, inventPersons } from './fake-records.ts';
import { createOracle } from './oracle.ts';
import { designProbes } from './probes.ts';

const sizes = { encoded: 450, population: 500, both: 420 };
const clk = stagedClk(sizes);
const clkOracle = createOracle(populationProfile(), testKey(1));

describe('records made to be read', () => {
  test('break filters with fifty of them, also where each must have fifteen tokens', async () => {
    for (const leastTokens of [1, 15]) {
      const options = { oracle: clkOracle, quota: leastTokens === 1 ? 50 : 150, leastTokens };
      const result = await chosenRecords(clk, {
        ...options,
        rounds: leastTokens === 1 ? 1 : 0,
        seed: 1,
      });
      expect(result.share).toBeGreaterThan(0.9);
      expect(result.given).toMatchObject({ quota: options.quota, planted: options.quota });
    }
  });

  test('show little when the quota is ten', async () => {
    const options = { oracle: clkOracle, quota: 10, rounds: 0, seed: 1 };
    const result = await chosenRecords(clk, options);
    expect(result.share).toBeLessThan(0.9);
  });

  test('break one majority a bit, and not the XOR of three', async () => {
    const shares: number[] = [];
    for (const k of [1, 3]) {
      const oracle = createOracle(saulProfile(k, 1024), testKey(1));
      const options = { oracle, quota: 100, leastTokens: 15, seed: 1 };
      shares.push((await chosenRecords(stagedSaul(sizes, k, 1024), options)).share);
    }
    expect(shares[0]).toBeGreaterThan(0.5);
    expect(shares[1]).toBeLessThan(0.05);
  });

  test('keep to the quota and to the least number of tokens', () => {
    const register = classifyRegister(clk);
    for (const [quota, least] of [
      [30, 1],
      [30, 12],
      [5, 20],
    ] as const) {
      // prettier-ignore
      const probes = designProbes(clk, register, quota, least);
      expect(probes.values).toHaveLength(quota);
      for (const values of probes.values) {
        expect(register.vocabulary.read(values).length).toBeGreaterThanOrEqual(least);
      }
    }
    expect(designProbes(clk, register, 30, 1000).values).toEqual([]);
  });
});

describe('fake persons', () => {
  test('are known pairs, by which filters are broken and the XOR of three majorities is not', async () => {
    const result = await fakeRecords(clk, { oracle: clkOracle, planted: 30, rounds: 2, seed: 1 });
    expect(result).toMatchObject({ attack: 'fakeRecords', given: { planted: 30 }, targets: 420 });
    expect(result.share).toBeGreaterThan(0.95);
    const oracle = createOracle(saulProfile(3, 1024), testKey(1));
    const strong = await fakeRecords(stagedSaul(sizes, 3, 1024), {
      oracle,
      planted: 30,
      rounds: 2,
      seed: 1,
    });
    expect(strong.share).toBeLessThan(0.02);
  });

  test('have values of the register, and are the same for the same seed', () => {
    const persons = inventPersons(clk, 20, 4);
    expect(persons).toEqual(inventPersons(clk, 20, 4));
    persons.values.forEach((values) => {
      values.forEach((value, at) => {
        expect(clk.register.values.map((row) => row[at])).toContain(value);
      });
    });
  });
});
