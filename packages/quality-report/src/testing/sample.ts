// SPDX-License-Identifier: EUPL-1.2
/** Reports of real linkages of random bits, of which it is known who is who. For tests only. */
import { linkSources, qualityFigures, type EncodedSource } from '@koppel/linkage';
import type { QualityReport } from '../model.ts';
import { reportOf, type ReportFacts } from '../report.ts';

const bytes = 64;
const tokenBytes = 16;

/** A small seeded generator of numbers in [0, 1) (mulberry32). */
function seeded(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

function filterOf(person: number): Uint8Array {
  const random = seeded(person + 1);
  return Uint8Array.from({ length: bytes }, () => {
    let byte = 0;
    for (let bit = 0; bit < 8; bit++) byte |= Number(random() < 0.35) << bit;
    return byte;
  });
}

/** A record for each person, of which some bits are other ones. */
function source(name: string, persons: readonly number[], noise: number): EncodedSource {
  const random = seeded(name.length * 1000 + persons.length);
  const filters = new Uint8Array(persons.length * bytes);
  persons.forEach((person, row) => {
    const share = noise * random();
    filterOf(person).forEach((byte, at) => {
      let made = byte;
      for (let bit = 0; bit < 8; bit++) if (random() < share) made ^= 1 << bit;
      filters[row * bytes + at] = made;
    });
  });
  const tokens = Uint8Array.from({ length: persons.length * tokenBytes }, () => random() * 256);
  return { name, unique: true, count: persons.length, tokens, filters, filterBytes: bytes };
}

const range = (from: number, to: number): number[] =>
  Array.from({ length: to - from }, (_, at) => from + at);

export interface SampleOptions {
  readonly threshold?: number | 'auto';
  readonly withTruth?: boolean;
  readonly facts?: Partial<ReportFacts>;
}

/** Two registers of 240 and 236 persons, 120 of them in both, and a third that did not arrive. */
export async function sampleReport(options: SampleOptions = {}): Promise<QualityReport> {
  const { threshold: asked = 'auto', withTruth = false, facts = {} } = options;
  const sources = [
    source('north/people', range(0, 240), 0.1),
    source('south/help', range(120, 356), 0.1),
  ];
  const outcome = await linkSources(sources, { threshold: asked, oneToOne: true, workers: 1 });
  const { candidates, threshold, assignment, search, decidedGreedily } = outcome;
  const first = [0, sources[0]!.count];
  const number = (rows: Uint32Array, of: Uint16Array): Uint32Array =>
    rows.map((row, at) => row + first[of[at]!]!);
  const truth = {
    left: Uint32Array.from(range(120, 240)),
    right: Uint32Array.from(range(240, 360)),
  };
  const figures = qualityFigures({
    sources,
    clusters: outcome.sources.map(({ cluster }) => cluster),
    pairs: {
      left: number(candidates.leftRow, candidates.leftSource),
      right: number(candidates.rightRow, candidates.rightSource),
      similarity: candidates.similarity,
    },
    threshold,
    similarity: 'dice',
    assignment,
    oneToOne: true,
    ...(withTruth ? { truth } : {}),
  });
  const received = { runs: 1, batches: 3, rows: 240, refusedBatches: [], passedOver: 0 };
  const refusedBatches = [{ code: 'CONTRACT_KEY', batches: 2 }];
  return reportOf(figures, {
    study: 'sample',
    specHash: 'ab'.repeat(32),
    linkage: 'cd'.repeat(16),
    method: {
      scheme: 'clk',
      reason: null,
      fields: ['surname', 'birthDate'],
      similarity: 'dice',
      threshold: threshold.threshold,
      thresholdUpper: threshold.thresholdUpper,
      thresholdLower: threshold.thresholdLower,
      thresholdMethod: threshold.method,
      assignment,
      search,
      decidedGreedily,
    },
    registers: [
      { owner: 'north', register: 'people', unique: true, received, source: 0 },
      {
        owner: 'south',
        register: 'help',
        unique: true,
        received: { ...received, rows: 236, refusedBatches },
        source: 1,
      },
      {
        owner: 'south',
        register: 'work',
        unique: true,
        received: { ...received, runs: 0, batches: 0, rows: 0 },
        source: undefined,
      },
    ],
    history: [],
    ...facts,
  });
}
