// SPDX-License-Identifier: EUPL-1.2
/**
 * The overlaps of one city's registers, of two and of all, as evidence: figures in tens with limits,
 * and small ones hidden. Pure: the same sketches give the same bytes.
 */
import { estimateOverlap, type Estimated, type OverlapEstimate } from '@koppel/feasibility';
import {
  PROFILE_CELL_MIN,
  SKETCH_DIGEST_DIGITS,
  sketchSets,
  type PublishedSketch,
  type SketchSet,
} from '@koppel/study';
import type { ReadSketch } from './read-sketches.ts';

/** Shares are told where they rest on so many persons. */
const SHARE_PERSONS_MIN = 100;

export interface OverlapEntry {
  readonly registers: readonly { readonly owner: string; readonly register: string }[];
  /** Tens; `<10` where fewer are expected. */
  readonly persons: Estimated | '<10';
  /** Upper limit, in tens, where fewer than ten are expected: few were drawn, and it can be many. */
  readonly atMost?: number;
  /** Of the shared persons with limits; `none` where the registers have no fields in common. */
  readonly foundBy: OverlapEstimate['basis'];
  /** Whole percents of the shared persons who agree. */
  readonly agreePercent?: {
    readonly name: number;
    readonly address: number;
    readonly date: number;
  };
}

function digestsOf(text: string): string[] {
  const count = text.length / SKETCH_DIGEST_DIGITS;
  return Array.from({ length: count }, (_, at) =>
    text.slice(at * SKETCH_DIGEST_DIGITS, (at + 1) * SKETCH_DIGEST_DIGITS),
  );
}

/** How many digests of a set all have; undefined where one has no such set. */
function sharedDigests(sketches: readonly PublishedSketch[], set: SketchSet): number | undefined {
  const texts = sketches.map(({ sets }) => sets[set]);
  let left: readonly string[] | undefined;
  for (const text of texts) {
    if (text === undefined) return undefined;
    const own = digestsOf(text);
    if (left === undefined) {
      left = own;
    } else {
      const known = new Set(left);
      left = own.filter((digest) => known.has(digest));
    }
  }
  return left?.length;
}

/** Tens, outwards for the limits. */
function told({ value, low, high }: Estimated): Pick<OverlapEntry, 'persons' | 'atMost'> {
  const tens = (count: number): number => PROFILE_CELL_MIN * count;
  const most = tens(Math.ceil(high / PROFILE_CELL_MIN));
  if (value < PROFILE_CELL_MIN) return { persons: '<10', atMost: Math.max(PROFILE_CELL_MIN, most) };
  return {
    persons: {
      value: tens(Math.round(value / PROFILE_CELL_MIN)),
      low: tens(Math.floor(low / PROFILE_CELL_MIN)),
      high: most,
    },
  };
}

const percent = (share: number): number => Math.round(100 * share);

function entryOf(sketches: readonly PublishedSketch[]): OverlapEntry[] {
  const shared = Object.fromEntries(
    sketchSets.flatMap((set) => {
      const count = sharedDigests(sketches, set);
      return count === undefined ? [] : [[set, count]];
    }),
  );
  const estimate = estimateOverlap({ registers: sketches, oneIn: sketches[0]!.oneIn, shared });
  if (estimate === undefined) return [];
  const { persons, basis, agree } = estimate;
  return [
    {
      registers: sketches.map(({ owner, register }) => ({ owner, register })),
      ...told(persons),
      foundBy: basis,
      ...(agree !== undefined &&
        persons.value >= SHARE_PERSONS_MIN && {
          agreePercent: {
            name: percent(agree.name),
            address: percent(agree.address),
            date: percent(agree.date),
          },
        }),
    },
  ];
}

/** @param sketches of one city, two or more, in their order */
export function cityOverlap(city: string, sketches: readonly ReadSketch[]) {
  const all = sketches.map(({ sketch }) => sketch);
  const pairs = all.flatMap((one, at) =>
    all.slice(at + 1).flatMap((other) => entryOf([one, other])),
  );
  const { study, specHash, rules, oneIn, synthetic } = all[0]!;
  return {
    format: 'koppel-overlap',
    version: 1,
    study,
    specHash,
    city,
    synthetic,
    rules,
    oneIn,
    sketches: sketches.map(({ sketch, sha256 }) => ({
      owner: sketch.owner,
      register: sketch.register,
      month: sketch.month,
      rows: sketch.rows,
      persons: sketch.persons,
      sha256,
    })),
    pairs,
    ...(all.length > 2 && { together: entryOf(all) }),
  };
}

export type CityOverlap = ReturnType<typeof cityOverlap>;
