// SPDX-License-Identifier: EUPL-1.2
/** Every clusterer on one set: at the threshold that is estimated, at worse ones, and at its best. */
import {
  agglomerative,
  assignments,
  clusterComponent,
  clusterWith,
  type Clusterer,
} from '@koppel/linkage';
import { link } from '../../evaluate/score.ts';
import { countClusterPairs, pairQuality } from '../../metrics/index.ts';
import { correlation } from './correlation.ts';
import { center, clip, star } from './priority.ts';
import { sequential } from './sequential.ts';
import { above, pairUp, type ClusterSet, type PairedSet } from './sets.ts';

export interface ClustererFigures {
  readonly name: string;
  /** F1 at the estimated threshold, and so much below and above it. */
  readonly estimated: number;
  readonly lower: number;
  readonly higher: number;
  readonly best: number;
  readonly bestThreshold: number;
  /** Of clustering alone, at the estimated threshold. */
  readonly cpuSeconds: number;
}

export interface SetFigures {
  readonly name: string;
  readonly records: number;
  readonly threshold: number;
  readonly clusterers: readonly ClustererFigures[];
}

/** How far the threshold is moved. */
export const SHIFT = 0.05;

/** From here up thresholds are tried, in these steps. */
const floor = 0.56;
const step = 0.01;

interface Named {
  readonly name: string;
  readonly make: (threshold: number) => Clusterer;
  /** Made for sources without duplicates. */
  readonly uniqueOnly?: boolean;
}

const third = agglomerative(1 / 3);

/** Whatever hangs together, as if no source were unique. */
const components: Clusterer = (component) => new Uint32Array(component.records);

export const clusterers: readonly Named[] = [
  { name: 'connected components', make: () => components },
  { name: 'single linkage, one per source', make: () => agglomerative(0) },
  ...assignments.map((assignment) => ({
    name: `a third linked, ${assignment}`,
    make: (): Clusterer => (component, rules) =>
      clusterComponent(component, rules, assignment).lowest,
  })),
  { name: 'half linked', make: () => agglomerative(0.5) },
  { name: 'complete linkage', make: () => agglomerative(1) },
  { name: 'CLIP', make: () => clip, uniqueOnly: true },
  { name: 'CENTER', make: () => center },
  { name: 'STAR', make: () => star },
  { name: 'sequential, complete link', make: () => sequential, uniqueOnly: true },
  {
    name: 'correlation, local moves',
    make: (threshold) => correlation(third, threshold, 0.25),
  },
];

function f1Of(
  clusterer: Clusterer,
  { pairs, shape }: PairedSet,
  person: Uint32Array,
  threshold: number,
): number {
  const cluster = clusterWith(clusterer, above(pairs, threshold), shape);
  return pairQuality(countClusterPairs({ cluster, person })).f1.value;
}

function figuresOf(
  { name, make }: Named,
  paired: PairedSet,
  person: Uint32Array,
  threshold: number,
): ClustererFigures {
  const at = (value: number): number => f1Of(make(value), paired, person, value);
  const before = process.cpuUsage();
  const estimated = at(threshold);
  const { user, system } = process.cpuUsage(before);
  let best = { f1: estimated, threshold };
  for (let value = 0.95; value >= floor - 1e-9; value -= step) {
    const f1 = at(value);
    if (f1 > best.f1) best = { f1, threshold: value };
  }
  return {
    name,
    estimated,
    lower: at(threshold - SHIFT),
    higher: at(threshold + SHIFT),
    best: best.f1,
    bestThreshold: best.threshold,
    cpuSeconds: (user + system) / 1e6,
  };
}

/** The threshold that `evaluate` takes: estimated, or its fallback where the data show none. */
async function estimatedThreshold({ sources }: ClusterSet): Promise<number> {
  const asked = { threshold: 'auto', similarity: 'dice' } as const;
  const { outcome } = await link(sources, asked, () => undefined);
  return outcome.threshold.threshold;
}

/** Tries the clusterers that are made for such sources. */
export async function measureSet(set: ClusterSet): Promise<SetFigures> {
  const threshold = await estimatedThreshold(set);
  const paired = await pairUp(set, Math.min(floor, threshold - SHIFT));
  const allUnique = set.sources.every(({ unique }) => unique);
  const fitting = clusterers.filter(({ uniqueOnly }) => allUnique || uniqueOnly !== true);
  return {
    name: set.name,
    records: set.person.length,
    threshold,
    clusterers: fitting.map((one) => figuresOf(one, paired, set.person, threshold)),
  };
}
