// SPDX-License-Identifier: EUPL-1.2
import { describe, expect, test } from '@jest/globals';
import {
  defaultDependence,
  defaultFaultRates,
  faultBit,
  faultsIn,
  hasFault,
  noFaults,
  type FaultName,
} from './faults.ts';
import { shownSurname } from './name-faults.ts';
import { defaultPersonRates, World, type Person } from './persons.ts';
import { planFaults } from './plan.ts';
import { createRandom } from './random.ts';

const world = new World('plan', defaultPersonRates);
const persons: Person[] = [];
while (persons.length < 60_000) persons.push(...world.household('Utrecht'));

const plan = (rates = defaultFaultRates.benefits, dependence = defaultDependence): Uint32Array =>
  planFaults(persons, rates, dependence, world.names, createRandom('plan', 'faults'));

const masks = plan();

/** Share of the persons for whom `among` holds that have the fault, with 4.5 standard errors. */
function expectRate(
  fault: FaultName,
  rate: number,
  among: (p: Person, mask: number) => boolean,
): void {
  let [count, hits] = [0, 0];
  persons.forEach((person, index) => {
    if (!among(person, masks[index]!)) return;
    count++;
    if (hasFault(masks[index]!, fault)) hits++;
  });
  expect(count).toBeGreaterThan(300);
  const tolerance = 4.5 * Math.sqrt((rate * (1 - rate)) / count);
  expect(Math.abs(hits / count - rate)).toBeLessThan(tolerance);
}

const rates = defaultFaultRates.benefits;
const refugee = ({ origin, bornAbroad }: Person): boolean => origin.refugees && bornAbroad;
const always = (): boolean => true;

test.each(['nameTypo', 'sharedDesk', 'postcodeMissing', 'bsnMissing'] as const)(
  '%s befalls its rate of all',
  (fault) => {
    expectRate(fault, rates[fault], always);
  },
);

test('faults of some persons occur at their rate among those', () => {
  expectRate(
    'partnerName',
    rates.partnerName,
    ({ partner, nameUse }) => partner !== undefined && nameUse !== 'E',
  );
  expectRate('partnerName', 0.6, ({ partner, sex }) => partner !== undefined && sex === 'V');
  expectRate('namesSwapped', rates.namesSwapped, ({ origin }) => origin.swapsNames);
  expectRate('initialsOnly', rates.initialsOnly, (_, mask) => !hasFault(mask, 'namesSwapped'));
  expectRate(
    'calledName',
    rates.calledName,
    (_, mask) => !hasFault(mask, 'namesSwapped') && !hasFault(mask, 'initialsOnly'),
  );
  expectRate(
    'prefixMoved',
    rates.prefixMoved,
    (person, mask) => shownSurname(person, mask).prefix !== '',
  );
  expectRate('partialDate', rates.partialDate, (person) => !refugee(person));
  expectRate('partialDateRefugee', rates.partialDateRefugee, refugee);
  expectRate('oldAddress', rates.oldAddress, (_, mask) => !hasFault(mask, 'sharedDesk'));
  expectRate('bsnWrong', rates.bsnWrong, (_, mask) => !hasFault(mask, 'bsnMissing'));
  expectRate('bsnShort', 0.01, always);
  expectRate(
    'transliterated',
    rates.transliterated,
    ({ origin, givenNames }) => world.names.spellingsOf(origin, givenNames[0]!).length > 0,
  );
});

describe('dependence', () => {
  const rateOf = (
    from: Uint32Array,
    fault: number,
    among: (p: Person, mask: number) => boolean,
  ): number => {
    const chosen = persons.filter((person, index) => among(person, from[index]!));
    const hit = persons.filter(
      (person, index) => among(person, from[index]!) && (from[index]! & fault) !== 0,
    );
    return hit.length / chosen.length;
  };

  test('born abroad, women and movers are hit more often', () => {
    const { initialsOnly: bit } = faultBit;
    expect(rateOf(masks, bit, (p) => p.bornAbroad)).toBeGreaterThan(
      1.2 * rateOf(masks, bit, (p) => !p.bornAbroad),
    );
    expect(rateOf(masks, bit, (p) => p.sex === 'V')).toBeGreaterThan(
      rateOf(masks, bit, (p) => p.sex === 'M'),
    );
    expect(rateOf(masks, bit, (p) => p.moved)).toBeGreaterThan(rateOf(masks, bit, (p) => !p.moved));
  });

  test('a record with one fault has another more often, unless faults are independent', () => {
    const ratio = (from: Uint32Array): number =>
      rateOf(from, faultBit.oldAddress, (_, mask) => hasFault(mask, 'initialsOnly')) /
      rateOf(from, faultBit.oldAddress, (_, mask) => !hasFault(mask, 'initialsOnly'));
    expect(ratio(masks)).toBeGreaterThan(1.3);
    const independent = {
      carelessShare: 0.2,
      carelessFactor: 1,
      bornAbroad: 1,
      women: 1,
      movers: 1,
    };
    const apart = ratio(plan(rates, independent));
    expect(apart).toBeGreaterThan(0.85);
    expect(apart).toBeLessThan(1.15);
  });
});

test('rates of zero plan nothing, rates of one plan everything that can befall', () => {
  expect(plan(noFaults).every((mask) => mask === 0)).toBe(true);
  const certain = plan({ ...noFaults, bsnMissing: 1, namesSwapped: 1 });
  persons.forEach((person, index) => {
    const expected = person.origin.swapsNames ? ['namesSwapped', 'bsnMissing'] : ['bsnMissing'];
    expect(faultsIn(certain[index]!)).toEqual(expected);
  });
});
