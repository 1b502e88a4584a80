// SPDX-License-Identifier: EUPL-1.2
import { expect, test } from '@jest/globals';
import { clusterWith } from '@koppel/linkage';
import { clustersTable } from '../../commands/bench-clusters.ts';
import { faultVariants } from '../fault-variants.ts';
import { clusterers, measureSet } from './measure.ts';
import { above, generatedClusters, pairUp } from './sets.ts';

const set = generatedClusters(faultVariants()[1]!, { seed: 't', sources: 3, records: 80 });

test('every clusterer but plain components keeps to one record per source, at any threshold', async () => {
  const { pairs, shape } = await pairUp(set, 0.5);
  for (const { name, make } of clusterers) {
    if (name === 'connected components') continue;
    const clusters = clusterWith(make(0.5), above(pairs, 0.5), shape);
    const places = Array.from(
      clusters,
      (cluster, record) => `${cluster} ${shape.sourceOf[record]}`,
    );
    expect([name, new Set(places).size]).toEqual([name, places.length]);
    clusters.forEach((cluster, record) => {
      expect(cluster).toBeLessThanOrEqual(record);
    });
  }
});

test('a set is measured with every clusterer, and set out in a table', async () => {
  const figures = await measureSet(set);
  expect(figures.clusterers.map(({ name }) => name)).toEqual(clusterers.map(({ name }) => name));
  const named = new Map(figures.clusterers.map((one) => [one.name, one]));
  const ours = named.get('a third linked, greedy')!;
  expect(ours.best).toBeGreaterThan(0.9);
  expect(ours.best).toBeGreaterThanOrEqual(ours.estimated);
  expect(ours.best).toBeGreaterThan(named.get('connected components')!.best);
  expect(clustersTable([figures]).split('\n')).toHaveLength(4 + clusterers.length);
});

test('the parts of a register that is not unique are compared with each other', async () => {
  const joined = generatedClusters(faultVariants()[1]!, {
    seed: 't',
    sources: 3,
    joined: 2,
    records: 80,
  });
  const { shape, pairs } = await pairUp(joined, 0.7);
  expect(shape).toMatchObject({
    records: 240,
    oneToOne: [true, false],
    comparedWithin: [false, true],
  });
  const within = Array.from(pairs.left, (left, at) => [left, pairs.right[at]!] as const).filter(
    ([left, right]) => shape.sourceOf[left] === 1 && shape.sourceOf[right] === 1,
  );
  expect(within.length).toBeGreaterThan(20);
  expect(
    pairs.similarity.every((value, at) => at === 0 || value <= pairs.similarity[at - 1]!),
  ).toBe(true);
});
