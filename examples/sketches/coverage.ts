// SPDX-License-Identifier: EUPL-1.2
/**
 * `node examples/sketches/coverage.ts [SERIES] [DRAWS]`: how often the stated intervals of overlaps hold
 * the truth, on generated registers that no parameter was chosen on. A line of JSON for each interval,
 * and a summary. Another series draws other persons, sizes and keys. Results: docs/benchmarks.md.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { argv, stdout } from 'node:process';
import { parseStudy } from '../../packages/study/src/index.ts';
import { cityOverlap } from '../../services/study/src/overlap/city-overlap.ts';
import { draw, secretOf, sharedBy, sketchOf } from './make.ts';

const [series = 'held out', draws = '2'] = argv.slice(2);
const example = join(import.meta.dirname, '../re-integratie/study.yaml');
const parsed = parseStudy(readFileSync(example, 'utf8'));
if (!parsed.ok) throw parsed.problems[0]!;
const { study, specHash } = parsed.value;

interface Setting {
  readonly smaller: number;
  readonly ratio: number;
  readonly overlap: number;
}

/** Sizes off the round ones, so that none is a set on which something was tuned. */
const settings: Setting[] = [730, 2_600, 9_400].flatMap((smaller) =>
  [1, 4, 17].flatMap((ratio) =>
    [0.03, 0.17, 0.46, 0.83].map((overlap) => ({ smaller, ratio, overlap })),
  ),
);

const kinds = [
  ['population', 'benefits'],
  ['benefits', 'trajectories'],
  ['population', 'trajectories'],
] as const;

interface Told extends Setting {
  readonly oneIn: number;
  readonly truth: number;
  readonly value: number;
  readonly low: number;
  readonly high: number;
  readonly holds: boolean;
}

async function measure(setting: Setting, nth: number): Promise<Told[]> {
  const { smaller, ratio, overlap } = setting;
  const [large, small] = kinds[nth % kinds.length]!;
  const seed = `${series} ${JSON.stringify(setting)} ${String(nth)}`;
  const drawn = draw(seed, [
    { name: large, register: large, city: 'Utrecht', records: smaller * ratio },
    { name: small, register: small, city: 'Utrecht', records: smaller, overlap },
  ]);
  const truth = sharedBy(drawn, large, small);
  const told: Told[] = [];
  try {
    for (const oneIn of [4, 8, 16] as const) {
      const making = {
        sender: { study, specHash, owner: 2, signSecretKey: secretOf(seed, 'sign') },
        encodingKey: secretOf(seed, 'key', String(oneIn)),
        oneIn,
        month: '2026-01',
      };
      const sketches = [await sketchOf(drawn, large, making), await sketchOf(drawn, small, making)];
      const read = sketches.map((sketch) => ({ sketch, city: 'utrecht', file: '', sha256: '' }));
      const { persons, atMost = 0 } = cityOverlap('utrecht', read).pairs[0]!;
      const { value, low, high } = persons === '<10' ? { value: 9, low: 0, high: atMost } : persons;
      told.push({ ...setting, oneIn, truth, value, low, high, holds: low <= truth && truth <= high });
    }
  } finally {
    drawn.remove();
  }
  return told;
} // prettier-ignore

const share = (list: readonly Told[]): string => {
  const held = list.filter(({ holds }) => holds).length;
  const low = list.filter(({ truth, low: least }) => truth < least).length;
  return `${String(held)} of ${String(list.length)} (${(100 * (held / list.length)).toFixed(1)} %), truth below in ${String(low)}`;
};

const all: Told[] = [];
let nth = 0;
for (const setting of settings) {
  for (let again = 0; again < Number(draws); again++) {
    for (const one of await measure(setting, nth)) {
      all.push(one);
      stdout.write(`${JSON.stringify(one)}\n`);
    }
    nth += 1;
  }
}
const by = (name: string, of: (one: Told) => number): void => {
  for (const value of [...new Set(all.map(of))].sort((a, b) => a - b)) {
    stdout.write(`${name} ${String(value)}: ${share(all.filter((one) => of(one) === value))}\n`);
  }
};
by('one in', ({ oneIn }) => oneIn);
by('smaller', ({ smaller }) => smaller);
by('ratio', ({ ratio }) => ratio);
by('overlap', ({ overlap }) => overlap);
stdout.write(`all: ${share(all)}\n`);
