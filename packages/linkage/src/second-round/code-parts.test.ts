// SPDX-License-Identifier: EUPL-1.2
import { describe, expect, test } from '@jest/globals';
import type { HitColumns } from '@koppel/kernel';
import fc from 'fast-check';
import { bestOfParts, partOfCodes } from './code-parts.ts';
import { rankedCandidates } from './ranked-candidates.ts';

test('parts put side by side are the codes again', () => {
  const shapes = fc.record({
    count: fc.integer({ min: 0, max: 5 }),
    parts: fc.integer({ min: 1, max: 4 }),
    length: fc.integer({ min: 1, max: 6 }),
  });
  fc.assert(
    fc.property(shapes, ({ count, parts, length }) => {
      const bytes = parts * length;
      const set = {
        count,
        bytes,
        filters: Uint8Array.from({ length: count * bytes }, (_, at) => at),
      };
      const each = Array.from({ length: parts }, (_, part) => partOfCodes(set, part, parts));
      const rows = Array.from({ length: count }, (_, row) =>
        each.flatMap(({ filters }) => [...filters.subarray(row * length, (row + 1) * length)]),
      );
      expect(rows.flat()).toEqual([...set.filters]);
    }),
  );
  expect(() => partOfCodes({ count: 1, bytes: 16, filters: new Uint8Array(16) }, 0, 3)).toThrow(
    'LINKAGE_COLUMNS',
  );
});

describe('the best of all parts', () => {
  /** Some hits of each query, the best first, as a search gives them. */
  const hits = fc
    .uniqueArray(fc.tuple(fc.nat(3), fc.nat(5), fc.integer({ min: 1, max: 3 })), {
      selector: ([query, candidate]) => query * 10 + candidate,
    })
    .map((rows): HitColumns => {
      const sorted = rows.sort((m, n) => m[0] - n[0] || n[2] - m[2] || m[1] - n[1]);
      return {
        query: Uint32Array.from(sorted, ([query]) => query),
        candidate: Uint32Array.from(sorted, ([, candidate]) => candidate),
        similarity: Float64Array.from(sorted, ([, , quarter]) => quarter / 4),
      };
    });

  test('are those of greatest similarity in any, each once, in their order', () => {
    fc.assert(
      fc.property(fc.array(hits, { minLength: 2, maxLength: 3 }), fc.integer({ min: 1, max: 4 }), (found, top) => {
        const { query, candidate, similarity } = bestOfParts(found, 4, top);
        const told = Array.from(query, (row, at) => [row, candidate[at]!, similarity[at]!]);
        const expected = [0, 1, 2, 3].flatMap((row) => {
          const best = [0, 1, 2, 3, 4, 5].map((other) => {
            const all = found.flatMap((one) =>
              [...one.query.keys()]
                .filter((at) => one.query[at] === row && one.candidate[at] === other)
                .map((at) => one.similarity[at]!),
            );
            return [row, other, Math.max(0, ...all)] as const;
          });
          const seen = best.filter(([, , alike]) => alike > 0);
          return seen.sort((m, n) => n[2] - m[2] || m[1] - n[1]).slice(0, top);
        });
        expect(told).toEqual(expected);
      }),
    );
  }); // prettier-ignore

  test('leave out a part in which as many as are asked for have the very same code', () => {
    const list = (...rows: readonly (readonly [number, number])[]): HitColumns => ({
      query: new Uint32Array(rows.length),
      candidate: Uint32Array.from(rows, ([candidate]) => candidate),
      similarity: Float64Array.from(rows, ([, similarity]) => similarity),
    });
    const [crowded, telling] = [list([1, 1], [2, 1]), list([7, 0.6], [8, 0.55])];
    const found = (top: number, ...parts: readonly HitColumns[]): number[] => [
      ...bestOfParts(parts, 1, top).candidate,
    ];
    expect(found(2, crowded, telling)).toEqual([7, 8]);
    // Twins are no crowd, and where every part is one, nothing better is known.
    expect(found(3, crowded, telling)).toEqual([1, 2, 7]);
    expect(found(2, crowded, list([2, 1], [3, 1]))).toEqual([1, 2]);
  });

  test('find a pair that is alike in one part only, where the whole code finds another', async () => {
    // Records of two parts of 128 bits; who is meant has one part in common and nothing of the other.
    const bytes = 16;
    const of = (seed: number): number[] => {
      let state = seed + 1;
      return Array.from({ length: bytes }, () => {
        state = Math.imul(state ^ (state >>> 13), 0x5bd1e995) + 0x6d2b79f5;
        return (state >>> 11) & 0xff;
      });
    };
    const flip = (part: readonly number[]): number[] => part.map((byte) => byte ^ 0xff);
    const dampened = (part: readonly number[], every: number): number[] =>
      part.map((byte, at) => (at % every === 0 ? byte ^ 0xff : byte));
    const person = [...of(1), ...of(2)];
    const meant = [...of(1), ...flip(of(2))];
    const other = [...dampened(of(1), 3), ...dampened(of(2), 3)];
    const set = (...rows: readonly (readonly number[])[]) => ({
      count: rows.length,
      bytes: 2 * bytes,
      filters: Uint8Array.from(rows.flat()),
    });
    const options = { top: 1, similarity: 'hamming' } as const;
    const sides = [set(person), set(meant, other)] as const;
    const first = async (parts?: number): Promise<number> =>
      (await rankedCandidates(...sides, { ...options, parts }, { workers: 1 })).rowsB[0]!;
    expect([await first(), await first(2)]).toEqual([1, 0]);
  });
});
