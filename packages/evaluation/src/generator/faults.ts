// SPDX-License-Identifier: EUPL-1.2
/**
 * The faults of Dutch registers and how often each occurs. Rates are proposals from practice and
 * literature, not measurements of one city; every one is a parameter. Pure data.
 */

/** All faults, in the order in which they are decided. The place is the bit in a fault mask. */
export const faultNames = [
  'partnerName',
  'transliterated',
  'respelled',
  'nameTypo',
  'namesSwapped',
  'prefixMoved',
  'initialsOnly',
  'calledName',
  'mojibake',
  'mrzStyle',
  'diacriticsLost',
  'partialDate',
  'partialDateRefugee',
  'dateSwapped',
  'dateTypo',
  'brokenDate',
  'sharedDesk',
  'oldAddress',
  'postcodeMissing',
  'truncated',
  'bsnMissing',
  'bsnWrong',
  'bsnShort',
] as const;

export type FaultName = (typeof faultNames)[number];

/** The probability of each fault, 0–1, among the records that it can befall (see `plan.ts`). */
export type FaultRates = Readonly<Record<FaultName, number>>;

export type RegisterKind = 'population' | 'benefits' | 'trajectories';

/** The bit of a fault in a record's mask. */
export const faultBit = Object.fromEntries(
  faultNames.map((name, index) => [name, 1 << index]),
) as Readonly<Record<FaultName, number>>;

export function hasFault(mask: number, name: FaultName): boolean {
  return (mask & faultBit[name]) !== 0;
}

/** The names in a mask. */
export function faultsIn(mask: number): FaultName[] {
  return faultNames.filter((name) => hasFault(mask, name));
}

/** Registers without any fault: what they hold of one person agrees exactly. */
export const noFaults = Object.fromEntries(faultNames.map((name) => [name, 0])) as FaultRates;

/** A social-domain system: names as people give them, ASCII, addresses that lag. */
const socialDomain: FaultRates = {
  partnerName: 0.85, // of women who use their partner's name (70 %), so 60 % of those married
  transliterated: 0.15,
  respelled: 0.02,
  nameTypo: 0.01,
  namesSwapped: 0.015,
  prefixMoved: 0.08,
  initialsOnly: 0.25,
  calledName: 0.1,
  mojibake: 0.01,
  mrzStyle: 0.02,
  diacriticsLost: 0.95,
  partialDate: 0.003,
  partialDateRefugee: 0.08,
  dateSwapped: 0.005,
  dateTypo: 0.005,
  brokenDate: 0,
  sharedDesk: 0.03,
  oldAddress: 0.09, // 4 % wrong at once and 10 % a year, half a year behind
  postcodeMissing: 0.005,
  truncated: 1,
  bsnMissing: 0.02,
  bsnWrong: 0.002,
  bsnShort: 0.1, // of numbers that begin with a zero (10 %), so 1 % of all
};

/**
 * What a generator run assumes unless told otherwise. The population register is authoritative
 * for names; its addresses are right for 97.4 % of persons (CBS, adreskwaliteit 2021).
 */
export const defaultFaultRates: Readonly<Record<RegisterKind, FaultRates>> = {
  population: {
    ...noFaults,
    nameTypo: 0.001,
    partialDate: 0.003,
    partialDateRefugee: 0.08,
    sharedDesk: 0.003,
    oldAddress: 0.026,
  },
  benefits: socialDomain,
  trajectories: {
    ...socialDomain,
    nameTypo: 0.015,
    oldAddress: 0.14, // a whole year behind
    sharedDesk: 0.01,
    postcodeMissing: 0.02,
    bsnMissing: 0.04,
  },
};

/**
 * How faults hang together. A careless record has all its faults more often, and so have persons
 * born abroad, women, and movers; the mean stays the rate. All 1 makes faults independent.
 */
export interface Dependence {
  /** Share of records made carelessly, 0–1. */
  readonly carelessShare: number;
  /** How much more often a careless record has a fault than the average record; times share ≤ 1. */
  readonly carelessFactor: number;
  readonly bornAbroad: number;
  readonly women: number;
  readonly movers: number;
}

export const defaultDependence: Dependence = {
  carelessShare: 0.2,
  carelessFactor: 3,
  bornAbroad: 1.8,
  women: 1.15,
  movers: 1.4,
};
