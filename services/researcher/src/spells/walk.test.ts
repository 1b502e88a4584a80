// SPDX-License-Identifier: EUPL-1.2
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { coarsePayload, dayAfter, type SpellDates } from '@koppel/study';
import { SpellWalk, type PlainSpell, type PlacedSpell } from './walk.ts';

type Days = readonly [start: number | undefined, end: number | undefined];

function place(
  days: readonly Days[],
  precision?: SpellDates['precision'],
  person = 'p',
): PlacedSpell[] {
  const walk = new SpellWalk({ from: 0, to: 1, precision });
  return days.map(([start, end]) => walk.next({ person, start, end }));
}

const shown = (placed: readonly PlacedSpell[]): string[] =>
  placed.map(({ state, spell, episode, overlaps }) =>
    [state, spell ?? '-', episode ?? '-', overlaps === undefined ? '-' : Number(overlaps)].join(' '),
  ); // prettier-ignore

describe('periods of a person', () => {
  test('are numbered, and joined where they leave no day between them', () => {
    const days: Days[] = [[1, 10], [11, 20], [20, 30], [32, 40], [33, 34], [41, undefined], [50, 60]]; // prettier-ignore
    expect(shown(place(days))).toEqual([
      'closed 1 1 0',
      'closed 2 1 0',
      'closed 3 1 1',
      'closed 4 2 0',
      'closed 5 2 1',
      'open 6 2 0',
      'closed 7 2 1',
    ]);
  });

  test('that are none are told, and change nothing of the others', () => {
    const days: Days[] = [[1, 10], [5, 2], [12, 20], [undefined, 99], [undefined, undefined]]; // prettier-ignore
    expect(shown(place(days))).toEqual([
      'closed 1 1 0',
      'reversed - - -',
      'closed 2 2 0',
      'noStart - - -',
      'noStart - - -',
    ]);
  });

  test('of another person begin anew', () => {
    const walk = new SpellWalk({ from: 0, to: 1, precision: undefined });
    const one = { start: 1, end: undefined };
    expect(shown([walk.next({ person: 'a', ...one }), walk.next({ person: 'b', ...one })])).toEqual(
      ['open 1 1 0', 'open 1 1 0'],
    );
  });

  test('that are known by month only overlap where that is certain', () => {
    const month = (text: string): number => Date.parse(`${text}-01`) / 86_400_000;
    const days: Days[] = [
      [month('2024-01'), month('2024-03')],
      [month('2024-03'), month('2024-05')],
      [month('2024-04'), month('2024-04')],
      [month('2024-06'), month('2024-06')],
      [month('2024-08'), undefined],
    ];
    expect(shown(place(days, 'month'))).toEqual([
      'closed 1 1 0',
      'closed 2 1 0',
      'closed 3 1 1',
      'closed 4 1 0',
      'open 5 2 0',
    ]);
  });

  test('agree with a count of the days that each has', () => {
    const span = fc.tuple(fc.integer({ min: 0, max: 40 }), fc.integer({ min: -2, max: 12 }));
    fc.assert(
      fc.property(fc.array(span, { maxLength: 8 }), (spans) => {
        const days = spans.map(([start, length]): [number, number] => [start, start + length]);
        days.sort(([a, b], [c, d]) => a - c || b - d);
        const placed = place(days);
        const seen = new Set<number>();
        let episode = 0;
        for (const [at, [start, end]] of days.entries()) {
          const own = Array.from({ length: Math.max(0, end - start + 1) }, (_, day) => start + day);
          if (own.length === 0) {
            expect(placed[at]!.state).toBe('reversed');
            continue;
          }
          expect(placed[at]!.overlaps).toBe(own.some((day) => seen.has(day)));
          // It follows on what was where the first day, or the one before it, was somebody's.
          if (!seen.has(start) && !seen.has(start - 1)) episode += 1;
          expect(placed[at]!.episode).toBe(episode);
          for (const day of own) seen.add(day);
        }
      }),
    );
  });

  test('made coarser at the source never end before they start', () => {
    const precisions = fc.constantFrom('month', 'quarter', 'year');
    fc.assert(
      fc.property(precisions, fc.nat(30_000), fc.nat(500), (precision, start, length) => {
        const variable = { name: 'd', label: 'd', type: 'date', precision } as const;
        const [first, last] = [start, start + length].map((day) => coarsePayload(variable, day));
        const plain: PlainSpell = { person: 'p', start: first, end: last };
        const walk = new SpellWalk({ from: 0, to: 1, precision });
        expect(walk.next(plain)).toMatchObject({ state: 'closed', episode: 1 });
        const next = { person: 'p', start: dayAfter(last!, precision), end: undefined };
        expect(walk.next(next)).toMatchObject({ episode: 1, overlaps: false });
      }),
    );
  });
});
