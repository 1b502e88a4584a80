// SPDX-License-Identifier: EUPL-1.2
/**
 * How many persons registers share, from how many digests their sketches share (docs/adr/0055). Names
 * and addresses differ between registers, so that no digest finds all shared persons. Of those drawn
 * by date of birth, some agree by name, some by address, some by both; as in capture and recapture
 * (Seber 1982, ch. 3; small counts as in Chapman 1951), how many agree by both tells how many agree by neither. How many
 * differ by date is told by the second sample. Pure.
 */
import type { SketchSet } from '@koppel/study';
import type { Estimated } from '../judge/practice.ts';
import { countLimits, LIMIT_Z } from './count-limits.ts';

export interface SketchedRegister {
  /** No register has more persons than rows. */
  readonly rows: number;
  /** Of whom enough is known to be in a sketch. */
  readonly persons: number;
  /** 1/Σp² of each part. */
  readonly effective: {
    readonly date: number;
    readonly name?: number | undefined;
    readonly address?: number | undefined;
  };
}

export interface OverlapInput {
  /** Two or more. */
  readonly registers: readonly SketchedRegister[];
  readonly oneIn: number;
  /** Digests that all registers share; absent where one of them has no such set. */
  readonly shared: Partial<Readonly<Record<SketchSet, number>>>;
}

/** By what persons were found: `name` or `address` alone leaves the upper bound open. */
export type OverlapBasis = 'both' | 'name' | 'address';

export interface OverlapEstimate {
  /** Persons, with 95 % limits. */
  readonly persons: Estimated;
  readonly basis: OverlapBasis;
  /** Estimated shares of the shared persons, 0–1, whose digest agrees; absent where not known. */
  readonly agree?: { readonly name: number; readonly address: number; readonly date: number };
}

type Part = 'date' | 'name' | 'address';

const partsOfSet: Readonly<Record<SketchSet, readonly Part[]>> = {
  nameDate: ['name', 'date'],
  addressDate: ['address', 'date'],
  nameAddressDate: ['name', 'address', 'date'],
  nameAddress: ['name', 'address'],
  nameAddressAndDate: ['name', 'address', 'date'],
};

/** The second sample is so much smaller than the first. */
const SECOND_SAMPLE = 4;

/** What is known of dates before any count: 19 of 20 agree. Weighs as twenty persons. */
const DATE_PRIOR = { agree: 19, all: 20 };

/**
 * What is known of names and addresses before any count, as of so many persons: without it, a few
 * persons of whom none agrees by both would be taken for many.
 */
const AGREE_PRIOR = { persons: 4, name: 0.85, address: 0.85 };

/** Geometric mean over the registers; by Cauchy and Schwarz, chance is not more than by it. */
function effectiveOf(registers: readonly SketchedRegister[], part: Part): number {
  const logs = registers.map(({ effective }) => Math.log(effective[part] ?? 1));
  return Math.exp(logs.reduce((sum, one) => sum + one, 0) / logs.length);
}

/** Pairs of different persons that agree by chance, in whole registers; of the pair with fewest. */
function byChance({ registers }: OverlapInput, set: SketchSet): number {
  const [one, other] = registers.map(({ persons }) => persons).sort((left, right) => left - right);
  const values = partsOfSet[set].reduce((all, part) => all * effectiveOf(registers, part), 1);
  return (one! * other!) / values;
}

/** Shared digests of a set beyond those by chance; undefined where a register lacks the set. */
function sharedOf(input: OverlapInput, set: SketchSet, oneIn: number): number | undefined {
  const count = input.shared[set];
  return count === undefined ? undefined : Math.max(0, count - byChance(input, set) / oneIn);
}

/** Share of the shared persons whose date agrees, with its relative variance. */
function dateAgreement(input: OverlapInput): { share: number; variance: number } {
  const rate = input.oneIn * SECOND_SAMPLE;
  const all = sharedOf(input, 'nameAddress', rate) ?? 0;
  const agree = Math.min(all, sharedOf(input, 'nameAddressAndDate', rate) ?? 0);
  const count = all + DATE_PRIOR.all;
  const share = (agree + DATE_PRIOR.agree) / count;
  return { share, variance: (1 - share) / (share * count) };
}

/** Shared digests that are chance, of both ways of finding a person. */
function noiseOf(input: OverlapInput, sets: readonly SketchSet[]): number {
  return sets.reduce((sum, set) => sum + byChance(input, set) / input.oneIn, 0);
}

/** Limits of a count from which `noise` was taken, which varies with it. */
function limitsBeside(count: number, noise: number, spread: number): { low: number; high: number } {
  const { low, high } = countLimits(count + noise, spread);
  return { low: Math.max(0, low - noise), high: high - noise };
}

/** Variance over that of a Poisson count: a share is drawn, and persons of one date go together. */
function spreadOf({ registers, oneIn }: OverlapInput, persons: number): number {
  const together = 1 + Math.max(0, persons - 1) / effectiveOf(registers, 'date');
  return (1 - 1 / oneIn) * together;
}

function within(value: number, low: number, high: number): Estimated {
  const top = Math.max(0, high);
  const middle = Math.min(value, top);
  return { value: middle, low: Math.min(low, middle), high: top };
}

/** One way of finding persons: what is found is a lower bound, and the smaller register the upper. */
function byOne(input: OverlapInput, found: number, basis: 'name' | 'address'): OverlapEstimate {
  const { oneIn, registers } = input;
  const persons = found * oneIn;
  const noise = noiseOf(input, [basis === 'name' ? 'nameDate' : 'addressDate']);
  const { low } = limitsBeside(found, noise, spreadOf(input, persons));
  const smallest = Math.min(...registers.map(({ rows }) => rows));
  return { persons: within(persons, low * oneIn, smallest), basis };
}

interface Found {
  readonly name: number;
  readonly address: number;
  readonly both: number;
}

function byBoth(input: OverlapInput, found: Found): OverlapEstimate {
  const { oneIn, registers } = input;
  const { name, address } = found;
  const both = Math.min(found.both, name, address);
  const either = name + address - both;
  const names = name + AGREE_PRIOR.persons * AGREE_PRIOR.name;
  const addresses = address + AGREE_PRIOR.persons * AGREE_PRIOR.address;
  const shared = both + AGREE_PRIOR.persons * AGREE_PRIOR.name * AGREE_PRIOR.address;
  const drawn = Math.max(either, (names * addresses) / shared - AGREE_PRIOR.persons);
  const chapman =
    (names * addresses * (names - shared) * (addresses - shared)) / (shared ** 2 * (shared + 1));
  const date = dateAgreement(input);
  const persons = (drawn * oneIn) / date.share;
  const spread = spreadOf(input, persons);
  // Who differs in one way differs in the other more often than independence has it: as many again
  // are left unseen at the upper limit.
  const unseen = ((drawn - either) * oneIn) / date.share;
  const noise = noiseOf(input, ['nameDate', 'addressDate']);
  const sampling = Math.log(limitsBeside(drawn, noise, spread).high / Math.max(drawn, 1));
  const model = LIMIT_Z ** 2 * (chapman / Math.max(drawn, 1) ** 2 + date.variance);
  const highest = Math.max(persons + unseen, oneIn) * Math.exp(Math.sqrt(sampling ** 2 + model));
  const smallest = Math.min(...registers.map(({ rows }) => rows));
  return {
    persons: within(
      persons,
      limitsBeside(either, noise, spread).low * oneIn,
      Math.min(highest, smallest),
    ),
    basis: 'both',
    ...(drawn >= 1 && {
      agree: {
        name: Math.min(1, name / drawn),
        address: Math.min(1, address / drawn),
        date: date.share,
      },
    }),
  };
}

/**
 * Persons that all of the registers share, with 95 % limits. Undefined where the registers have no
 * way of finding them in common.
 */
export function estimateOverlap(input: OverlapInput): OverlapEstimate | undefined {
  const name = sharedOf(input, 'nameDate', input.oneIn);
  const address = sharedOf(input, 'addressDate', input.oneIn);
  const both = sharedOf(input, 'nameAddressDate', input.oneIn);
  if (name !== undefined && address !== undefined && both !== undefined) {
    return byBoth(input, { name, address, both });
  }
  if (name !== undefined) return byOne(input, name, 'name');
  return address === undefined ? undefined : byOne(input, address, 'address');
}
