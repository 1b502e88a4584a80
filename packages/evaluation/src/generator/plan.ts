// SPDX-License-Identifier: EUPL-1.2
/**
 * Decides which record gets which faults, before any value is changed. Faults depend on each
 * other through the record and on the person, and still occur at exactly their rate on average.
 */
import {
  faultBit,
  faultNames,
  hasFault,
  type Dependence,
  type FaultName,
  type FaultRates,
} from './faults.ts';
import { canRespell, hasDiacritics, hasUmlaut, hasVariant, shownSurname } from './name-faults.ts';
import type { NameSource } from './origins.ts';
import type { Person } from './persons.ts';
import type { Random } from './random.ts';

/** Longest street name that the social-domain systems hold (Centric GWS). */
export const streetLength = 24;

const dateFaults = ['partialDate', 'partialDateRefugee', 'dateSwapped', 'dateTypo'] as const;
const scriptFaults = ['mojibake', 'mrzStyle'] as const;

type Eligible = (person: Person, mask: number, names: NameSource) => boolean;

function noneOf(mask: number, faults: readonly FaultName[]): boolean {
  return faults.every((name) => !hasFault(mask, name));
}

/** Which records a fault can befall, given the faults decided before it. */
const eligible: Readonly<Record<FaultName, Eligible>> = {
  partnerName: (person) => person.partner !== undefined && person.nameUse !== 'E',
  transliterated: (person, _, names) => hasVariant(person, names),
  respelled: (person) => canRespell(person.surname.name),
  nameTypo: () => true,
  namesSwapped: (person) => person.origin.swapsNames,
  prefixMoved: (person, mask) => shownSurname(person, mask).prefix !== '',
  initialsOnly: (_, mask) => noneOf(mask, ['namesSwapped']),
  calledName: (_, mask) => noneOf(mask, ['namesSwapped', 'initialsOnly']),
  mojibake: hasDiacritics,
  mrzStyle: (person, mask) => hasUmlaut(person, mask) && noneOf(mask, ['mojibake']),
  diacriticsLost: (person, mask) => hasDiacritics(person, mask) && noneOf(mask, scriptFaults),
  partialDate: (person) => !(person.origin.refugees && person.bornAbroad),
  partialDateRefugee: (person) => person.origin.refugees && person.bornAbroad,
  dateSwapped: ({ birth }, mask) =>
    birth.day <= 12 && birth.day !== birth.month && noneOf(mask, dateFaults.slice(0, 2)),
  dateTypo: (_, mask) => noneOf(mask, dateFaults.slice(0, 3)),
  brokenDate: (_, mask) => noneOf(mask, dateFaults),
  sharedDesk: () => true,
  oldAddress: (_, mask) => noneOf(mask, ['sharedDesk']),
  postcodeMissing: () => true,
  truncated: ({ address, previousAddress }, mask) =>
    (hasFault(mask, 'oldAddress') ? previousAddress : address).street.length > streetLength,
  bsnMissing: () => true,
  bsnWrong: (_, mask) => noneOf(mask, ['bsnMissing']),
  bsnShort: ({ bsn }, mask) => bsn.startsWith('0') && noneOf(mask, ['bsnMissing', 'bsnWrong']),
};

function carelessness(dependence: Dependence, random: Random): number {
  const { carelessShare: share, carelessFactor: factor } = dependence;
  return random.chance(share) ? factor : (1 - share * factor) / (1 - share);
}

function proneness(person: Person, dependence: Dependence): number {
  return (
    (person.bornAbroad ? dependence.bornAbroad : 1) *
    (person.sex === 'V' ? dependence.women : 1) *
    (person.moved ? dependence.movers : 1)
  );
}

/**
 * One fault mask per record. A record of relative weight w (mean 1 over the eligible records) has
 * a fault of rate r with probability r·(1 + s·(w − 1)), where s = min(1, (1/r − 1)/(w_max − 1))
 * keeps it at most 1: the mean over the eligible records is r.
 */
export function planFaults(
  persons: readonly Person[],
  rates: FaultRates,
  dependence: Dependence,
  names: NameSource,
  random: Random,
): Uint32Array {
  const masks = new Uint32Array(persons.length);
  const weights = Float64Array.from(
    persons,
    (person) => carelessness(dependence, random) * proneness(person, dependence),
  );
  const chosen = new Uint32Array(persons.length);
  for (const fault of faultNames) {
    const rate = rates[fault];
    if (rate <= 0) continue;
    let count = 0;
    let sum = 0;
    let largest = 0;
    persons.forEach((person, index) => {
      if (!eligible[fault](person, masks[index]!, names)) return;
      chosen[count++] = index;
      sum += weights[index]!;
      largest = Math.max(largest, weights[index]!);
    });
    const mean = sum / count;
    const spread = largest > mean ? Math.min(1, (1 / rate - 1) / (largest / mean - 1)) : 0;
    for (const index of chosen.subarray(0, count)) {
      const probability = rate * (1 + spread * (weights[index]! / mean - 1));
      if (random.chance(probability)) masks[index]! |= faultBit[fault];
    }
  }
  return masks;
}
