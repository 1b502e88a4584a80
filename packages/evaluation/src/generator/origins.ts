// SPDX-License-Identifier: EUPL-1.2
/**
 * Draws names by origin. Surnames of Dutch origin follow the real frequencies of
 * `data/surnames.csv`; given names and the other origins' lists follow Zipf's law in list order.
 */
import { readFileSync } from 'node:fs';
import { nl, pl, tr, type LocaleDefinition } from '@faker-js/faker';
import { modern, traditional } from './names/dutch.ts';
import { eastAsian } from './names/east-asian.ts';
import { horn } from './names/horn.ts';
import { moroccan } from './names/moroccan.ts';
import type { NameTable, Spellings } from './names/name-table.ts';
import { polish } from './names/polish.ts';
import { surinamese } from './names/surinamese.ts';
import { syrian } from './names/syrian.ts';
import { turkish } from './names/turkish.ts';
import { createSampler, zipfWeights, type Random } from './random.ts';

export type Sex = 'M' | 'V';

/** A surname and its prefix (`voorvoegsel`, empty when there is none). */
export interface Surname {
  readonly prefix: string;
  readonly name: string;
}

/** One origin with what differs between origins in a register. */
export interface Origin {
  readonly id: string;
  /** Share of households, 0–1. An assumption for the four large cities; not a statistic. */
  readonly share: number;
  /** Probability that an adult of this origin was born abroad. */
  readonly bornAbroad: number;
  /** ISO 3166-1 alpha-2 code of the country of birth of those born abroad. */
  readonly country: string;
  /** Came as refugees: birth dates are more often partly unknown. */
  readonly refugees: boolean;
  /** Registers where birth dates were not kept: officials assigned 1 January or 1 July. */
  readonly assignedDates: boolean;
  /** Given name and family name are easily taken for each other. */
  readonly swapsNames: boolean;
  readonly names: NameTable | undefined;
}

const plain = { refugees: false, assignedDates: false, swapsNames: false };

export const origins: readonly Origin[] = [
  { ...plain, id: 'dutch', share: 0.62, bornAbroad: 0.01, country: 'BE', names: undefined },
  {
    ...plain,
    id: 'moroccan',
    share: 0.07,
    bornAbroad: 0.45,
    country: 'MA',
    assignedDates: true,
    names: moroccan,
  },
  {
    ...plain,
    id: 'turkish',
    share: 0.07,
    bornAbroad: 0.45,
    country: 'TR',
    assignedDates: true,
    names: turkish,
  },
  { ...plain, id: 'surinamese', share: 0.07, bornAbroad: 0.5, country: 'SR', names: surinamese },
  { ...plain, id: 'polish', share: 0.05, bornAbroad: 0.85, country: 'PL', names: polish },
  {
    ...plain,
    id: 'eastAsian',
    share: 0.03,
    bornAbroad: 0.7,
    country: 'CN',
    swapsNames: true,
    names: eastAsian,
  },
  {
    id: 'horn',
    share: 0.04,
    bornAbroad: 0.75,
    country: 'SO',
    refugees: true,
    assignedDates: true,
    swapsNames: true,
    names: horn,
  },
  {
    ...plain,
    id: 'syrian',
    share: 0.05,
    bornAbroad: 0.92,
    country: 'SY',
    refugees: true,
    assignedDates: true,
    names: syrian,
  },
];

/** Reads the surname list once: `voorvoegsel,geslachtsnaam,persons_2007`, no quotes. */
export function readSurnames(): { readonly surnames: Surname[]; readonly bearers: number[] } {
  const file = new URL('../../data/surnames.csv', import.meta.url);
  const lines = readFileSync(file, 'utf8').trimEnd().split('\n').slice(1);
  const surnames: Surname[] = [];
  const bearers: number[] = [];
  for (const line of lines) {
    const [prefix, name, count] = line.split(',');
    surnames.push({ prefix: prefix!, name: name! });
    bearers.push(Number(count));
  }
  return { surnames, bearers };
}

/** Official given names with the everyday name that belongs to them. */
export interface GivenNames {
  readonly names: readonly string[];
  readonly called: string;
}

/** Draws names, and knows in what other spellings a name occurs. */
export interface NameSource {
  readonly dutchGivenNames: readonly string[];
  readonly dutchSurnames: readonly Surname[];
  drawGiven(origin: Origin, sex: Sex, birthYear: number, random: Random): GivenNames;
  drawSurname(origin: Origin, random: Random): Surname;
  /** Other spellings of a usual name of that origin; empty when none is known. */
  spellingsOf(origin: Origin, name: string): readonly string[];
}

type Draw<T> = (random: Random) => T;

function drawZipf<T>(items: readonly T[], exponent: number): Draw<T> {
  const sample = createSampler(zipfWeights(items.length, exponent));
  return (random) => items[sample(random)]!;
}

function listed(
  locale: LocaleDefinition,
  part: 'first_name' | 'last_name',
  kind: string,
): string[] {
  const parts = locale.person?.[part] as Record<string, readonly string[]> | undefined;
  return [...(parts?.[kind] ?? [])];
}

/** faker's lists are alphabetical, so every name in the tail of a list weighs the same. */
function withTail(
  head: readonly Spellings[],
  tail: readonly string[],
  tailShare: number,
): Draw<Spellings> {
  const drawHead = drawZipf(head, 0.8);
  return (random) => (random.chance(tailShare) ? [random.pick(tail)] : drawHead(random));
}

function dutchGiven(): (sex: Sex, birthYear: number, random: Random) => GivenNames {
  const tails = { M: listed(nl, 'first_name', 'male'), V: listed(nl, 'first_name', 'female') };
  const draws = {
    old: {
      M: withTail(traditional.male, tails.M, 0.1),
      V: withTail(traditional.female, tails.V, 0.1),
    },
    young: { M: withTail(modern.male, tails.M, 0.45), V: withTail(modern.female, tails.V, 0.45) },
  };
  const countOld = createSampler([0.3, 0.4, 0.25, 0.05]);
  const countYoung = createSampler([0.6, 0.28, 0.12]);
  return (sex, birthYear, random) => {
    // Traditional names fade out between 1950 and 1990.
    const old = random.next() > (birthYear - 1950) / 40;
    const [first, ...called] = draws[old ? 'old' : 'young'][sex](random);
    const names = [first];
    const count = 1 + (old ? countOld : countYoung)(random);
    while (names.length < count) {
      const further = draws[random.chance(0.7) ? 'old' : 'young'][sex](random)[0];
      if (!names.includes(further)) names.push(further);
    }
    return { names, called: called.length > 0 ? random.pick(called) : first };
  };
}

function foreignSurname(origin: Origin, names: NameTable, dutch: Draw<Surname>): Draw<Surname> {
  const head = drawZipf(names.surnames, 0.5);
  const tail = {
    turkish: listed(tr, 'last_name', 'generic'),
    polish: listed(pl, 'last_name', 'generic'),
  };
  const fathers = drawZipf(names.male, 0.5);
  return (random) => {
    const usual = (): Surname => ({ prefix: '', name: head(random)[0] });
    if (random.chance(0.6)) return usual();
    switch (origin.id) {
      case 'turkish':
      case 'polish':
        return { prefix: '', name: random.pick(tail[origin.id]) };
      case 'surinamese':
        return dutch(random);
      case 'moroccan':
        return {
          prefix: '',
          name: `${random.pick(['Ben', 'Ait', 'Oulad'])} ${fathers(random)[0]}`,
        };
      case 'horn':
      case 'syrian':
        return { prefix: '', name: fathers(random)[0] };
      default:
        return usual();
    }
  };
}

/** Loads all lists once (about 10 ms). */
export function createNameSource(): NameSource {
  const { surnames, bearers } = readSurnames();
  const sampleDutch = createSampler(bearers);
  const drawDutch: Draw<Surname> = (random) => surnames[sampleDutch(random)]!;
  const drawDutchGiven = dutchGiven();
  const sources = new Map(
    origins.flatMap((origin) => {
      if (origin.names === undefined) return [];
      const all = [...origin.names.male, ...origin.names.female, ...origin.names.surnames];
      return [
        [
          origin.id,
          {
            M: drawZipf(origin.names.male, 0.6),
            V: drawZipf(origin.names.female, 0.6),
            surname: foreignSurname(origin, origin.names, drawDutch),
            spellings: new Map(all.map(([usual, ...others]) => [usual, others])),
          },
        ],
      ];
    }),
  );
  return {
    dutchGivenNames: [...traditional.male, ...modern.female].map(([name]) => name),
    dutchSurnames: surnames,
    drawGiven: (origin, sex, birthYear, random) => {
      const source = sources.get(origin.id);
      if (source === undefined) return drawDutchGiven(sex, birthYear, random);
      const first = source[sex](random)[0];
      const second = source[sex](random)[0];
      const names = random.chance(0.12) && second !== first ? [first, second] : [first];
      return { names, called: first };
    },
    drawSurname: (origin, random) => sources.get(origin.id)?.surname(random) ?? drawDutch(random),
    spellingsOf: (origin, name) => sources.get(origin.id)?.spellings.get(name) ?? [],
  };
}
