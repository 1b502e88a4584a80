// SPDX-License-Identifier: EUPL-1.2
/** That the limits hold the truth as often as they say: by simulation, with seeds. */
import { describe, expect, test } from '@jest/globals';
import { chance } from '../testing/chance.ts';
import { countLimits } from './count-limits.ts';
import { estimateOverlap, type OverlapInput, type SketchedRegister } from './estimate-overlap.ts';

describe('limits of a count', () => {
  // Exact Poisson limits, as in any table of them (Garwood 1936).
  test.each([
    [0, 0, 3.689],
    [1, 0.0253, 5.572],
    [5, 1.623, 11.668],
    [10, 4.795, 18.39],
    [100, 81.36, 121.63],
  ])('%d', (count, low, high) => {
    const limits = countLimits(count, 1);
    expect(Math.abs(limits.low - low)).toBeLessThan(0.035);
    expect(Math.abs(limits.high - high)).toBeLessThan(0.035);
  });

  test('are wider where persons go together', () => {
    const [alone, together] = [countLimits(100, 1), countLimits(100, 4)];
    expect(together.high - together.low).toBeGreaterThan(1.9 * (alone.high - alone.low));
  });
});

interface Truth {
  readonly shared: number;
  readonly name: number;
  readonly address: number;
  readonly date: number;
  /** How much likelier a name differs where the address does. */
  readonly dependence?: number;
}

const dates = 12_000;
const register = (rows: number): SketchedRegister => ({
  rows,
  persons: rows,
  effective: { date: dates, name: 12_000, address: 15_000 },
});

/** A Poisson number (Knuth): strangers who agree by chance. */
function strangers(expected: number, next: () => number): number {
  let [count, left] = [0, next()];
  for (const least = Math.exp(-expected); left > least; left *= next()) count += 1;
  return count;
}

/** Rows of the two registers of the simulations. */
const rows = [20_000, 400_000] as const;

/** What sketches of registers that share these persons have in common, by one draw. */
function drawn(truth: Truth, oneIn: number, seed: number, sizes: readonly [number, number] = rows): OverlapInput['shared'] {
  const next = chance(seed);
  const counts = { nameDate: 0, addressDate: 0, nameAddressDate: 0, nameAddress: 0, nameAddressAndDate: 0 };
  const isDrawn = Array.from({ length: dates }, () => next() < 1 / oneIn);
  for (let person = 0; person < truth.shared; person++) {
    const address = next() < truth.address;
    const differs = (1 - truth.name) * (address ? 1 : (truth.dependence ?? 1));
    const name = next() >= differs;
    const date = next() < truth.date;
    if (isDrawn[Math.floor(next() * dates)]! && date) {
      counts.nameDate += Number(name);
      counts.addressDate += Number(address);
      counts.nameAddressDate += Number(name && address);
    }
    if (name && address && next() < 1 / (4 * oneIn)) {
      counts.nameAddress += 1;
      counts.nameAddressAndDate += Number(date);
    }
  }
  const pairs = sizes[0] * sizes[1];
  counts.nameDate += strangers(pairs / (dates * 12_000 * oneIn), next);
  counts.addressDate += strangers(pairs / (dates * 15_000 * oneIn), next);
  counts.nameAddress += strangers(pairs / (12_000 * 15_000 * 4 * oneIn), next);
  return counts;
} // prettier-ignore

const dutch = { name: 0.84, address: 0.86, date: 0.985 };

describe('of two registers', () => {
  test.each([
    ['few', { shared: 200, ...dutch }, 8],
    ['a thousand', { shared: 1000, ...dutch }, 8],
    ['a thousand, coarsely', { shared: 1000, ...dutch }, 32],
    ['many', { shared: 4000, ...dutch }, 8],
    ['many faults', { shared: 2000, name: 0.6, address: 0.8, date: 0.9 }, 8],
    ['faults that go together', { shared: 3000, ...dutch, dependence: 1.8 }, 4],
  ] as const)('%s: 95 in 100 intervals hold the truth', (_, truth, oneIn) => {
    const registers = rows.map(register);
    const draws = 80;
    let [held, sum] = [0, 0];
    for (let seed = 1; seed <= draws; seed++) {
      const { persons } = estimateOverlap({ registers, oneIn, shared: drawn(truth, oneIn, seed) })!;
      held += Number(persons.low <= truth.shared && truth.shared <= persons.high);
      sum += persons.value;
    }
    // Three standard errors below 95 %.
    expect(held / draws).toBeGreaterThan(0.87);
    expect(Math.abs(sum / draws / truth.shared - 1)).toBeLessThan(truth.shared < 500 ? 0.1 : 0.06);
  });

  test('that share nobody: nothing, and an upper limit of a few dozen', () => {
    const shared = drawn({ shared: 0, ...dutch }, 8, 1, [2000, 2000]);
    const registers = [register(2000), register(2000)];
    const { persons, agree } = estimateOverlap({ registers, oneIn: 8, shared })!;
    expect([persons.value, persons.low, agree]).toEqual([0, 0, undefined]);
    expect(persons.high).toBeGreaterThan(8);
    expect(persons.high).toBeLessThan(50);
  });

  test('chance agreements are taken off', () => {
    const common = { date: 10_000, name: 500, address: 2000 };
    const big = { rows: 500_000, persons: 500_000, effective: common };
    // 500,000² / (10,000·500) = 50,000 pairs by chance, of which one in 8 is drawn.
    const shared = { nameDate: 6250 };
    expect(estimateOverlap({ registers: [big, big], oneIn: 8, shared })!.persons.value).toBeCloseTo(0);
  });

  test('no more than the smaller register has rows', () => {
    const registers = [register(1000), register(400_000)];
    const shared = { nameDate: 200, addressDate: 200, nameAddressDate: 100 };
    const { persons } = estimateOverlap({ registers, oneIn: 8, shared })!;
    expect(persons.high).toBe(1000);
    expect(persons.value).toBeLessThanOrEqual(1000);
  });

  test('with one way to find persons: a lower limit only, and without any nothing', () => {
    const registers = [register(1000), register(2000)];
    const name = estimateOverlap({ registers, oneIn: 8, shared: { nameDate: 80 } })!;
    expect(name).toMatchObject({ basis: 'name', persons: { high: 1000 } });
    expect(Math.abs(name.persons.value - 640)).toBeLessThan(2);
    expect(name.persons.low).toBeLessThan(560);
    const address = estimateOverlap({ registers, oneIn: 8, shared: { addressDate: 80 } })!;
    expect(address.basis).toBe('address');
    expect(estimateOverlap({ registers, oneIn: 8, shared: {} })).toBeUndefined();
  });
}); // prettier-ignore
