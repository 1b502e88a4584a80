// SPDX-License-Identifier: EUPL-1.2
/** Data that cannot bear an estimate: each ends with its code, none with confident nonsense. */
import { expect, test } from '@jest/globals';
import { linkSources, type EncodedSource } from '../index.ts';
import { Population, range, reorder, type TestSource } from '../testing/registers.ts';

const auto = { threshold: 'auto', oneToOne: true, workers: 1 } as const;
const mixture = { bytes: 16, fill: 0.4 };

async function codeOf(sources: readonly EncodedSource[], change: object = {}): Promise<string> {
  return linkSources(sources, { ...auto, ...change }).then(
    () => 'linked',
    (thrown: unknown) => (thrown as { code: string }).code,
  );
}

/** A source of as many records as `count`, all with the filter that `byteAt` gives. */
function constant(name: string, count: number, byteAt: (at: number) => number): TestSource {
  const population = new Population(name.charCodeAt(0));
  const source = population.source(name, true, range(0, count));
  const filters = Uint8Array.from({ length: count * 64 }, (_, at) => byteAt(at % 64));
  return { ...source, filters };
}

test.each([
  ['the same filter throughout', (at: number) => (at * 37) & 255],
  ['nothing but ones', () => 255],
] as const)('sources with %s are refused by either similarity', async (_, byteAt) => {
  const sources = [constant('a', 120, byteAt), constant('b', 90, byteAt)];
  for (const similarity of ['dice', 'hamming']) {
    expect(await codeOf(sources, { similarity })).toBe('LINKAGE_INDISTINCT');
  }
});

test('sources of empty filters are refused by either similarity', async () => {
  const sources = [constant('a', 120, () => 0), constant('b', 90, () => 0)];
  expect(await codeOf(sources)).toBe('LINKAGE_THRESHOLD_UNKNOWN');
  expect(await codeOf(sources, { similarity: 'hamming' })).toBe('LINKAGE_INDISTINCT');
});

test('a source that repeats persons is not told apart where all its records are the same', async () => {
  const same = { ...constant('a', 2500, (at) => at & 255), unique: false };
  expect(await codeOf([same])).toBe('LINKAGE_INDISTINCT');
});

test('records that are all as alike as the others show no threshold', async () => {
  // Each record has a bit of its own: every pair is equally similar, but for a record with itself.
  const one = (name: string, from: number): TestSource => {
    const source = constant(name, 200, () => 0);
    source.filters.fill(0);
    for (let row = 0; row < 200; row++) {
      source.filters.fill(255, row * 64, row * 64 + 10);
      const bit = 80 + ((row + from) % 432);
      source.filters[row * 64 + (bit >> 3)]! |= 1 << (bit & 7);
    }
    return source;
  };
  expect(await codeOf([one('a', 0), one('b', 200)])).toBe('LINKAGE_THRESHOLD_UNKNOWN');
});

test('a source that is called unique but holds a tenth of its persons twice is found out', async () => {
  const population = new Population(21);
  const a = population.source('a', true, [...range(0, 500), ...range(0, 60)], 0.3);
  const b = population.source('b', true, range(200, 700), 0.3);
  expect(await codeOf([a, b])).toBe('LINKAGE_NOT_UNIQUE');
  const honest = reorder(a, range(0, 500));
  expect(await codeOf([honest, b])).toBe('linked');
});

test('identical registers link whole, and the estimate knows it', async () => {
  const population = new Population(22);
  const a = population.source('a', true, range(0, 300), 0.3);
  const { threshold, sources } = await linkSources([a, { ...a, name: 'b' }], auto);
  expect(sources[0]!.linked).toBe(300);
  expect(threshold.expected!.precision.high).toBe(1);
  expect(threshold.expected!.precision.low).toBeGreaterThan(0.95);
  expect(threshold.expected!.recall.value).toBeGreaterThan(0.95);
});

test('two targets at once, and one that is no share, are refused', async () => {
  const population = new Population(23, mixture);
  const sources = [population.source('a', true, range(0, 60)), population.source('b', true, [1])];
  for (const target of [{ precision: 0 }, { precision: 1 }, { precision: NaN }]) {
    expect(await codeOf(sources, { target })).toBe('LINKAGE_TARGET');
  }
  const both = { target: { precision: 0.9 }, falseLinkTarget: 0.1 };
  expect(await codeOf(sources, both)).toBe('LINKAGE_TARGET');
});
