// SPDX-License-Identifier: EUPL-1.2
/** The event study of the examples, on a data set whose effects are known. */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import { makePlace, type Place } from '../testing/place.ts';

const example = fileURLToPath(
  new URL('../../../../examples/event-study/event_study.py', import.meta.url),
);
const described = spawnSync('python3', ['--version']).status === 0 ? describe : describe.skip;

let place: Place;

beforeEach(async () => {
  place = await makePlace();
});

afterEach(async () => {
  await place.remove();
});

interface Group {
  readonly kind: 'A' | 'B';
  readonly persons: number;
  /** The last day on benefits, which all began in 2019; '' where it lasts. */
  readonly end: string;
  /** In how many of the two draws its links are kept. */
  readonly kept?: 1 | 2;
}

/** Everybody began a programme on 1 January 2022 and is linked, with weight 1. */
function dataSet(groups: readonly Group[]): void {
  const files = {
    'data/trajectories': ['pseudonym,datum_start,code_type'],
    'data/spells': ['pseudonym,register,start,end,state'],
    'w/weights': ['row,pseudonym,linked,stratum,weight'],
    'w/draws': ['pseudonym,draw1,draw2'],
  };
  let person = 0;
  for (const { kind, persons, end, kept = 2 } of groups) {
    for (let one = 0; one < persons; one += 1) {
      person += 1;
      const name = `p${String(person)}`;
      files['data/trajectories'].push(`${name},2022-01-01,${kind}`);
      const state = end === '' ? 'open' : 'closed';
      files['data/spells'].push(`${name},benefits,2019-01-01,${end},${state}`);
      // What is no period, or of another register, is none.
      files['data/spells'].push(`${name},benefits,2030-01-01,2019-01-01,reversed`, `${name},trajectories,2018-01-01,,open`);
      files['w/weights'].push(`${String(person)},${name},1,1,1`);
      files['w/draws'].push(`${name},1,${kept === 2 ? '1' : '0'}`);
    }
  }
  for (const [name, lines] of Object.entries(files)) place.write(`${name}.csv`, `${lines.join('\n')}\n`);
} // prettier-ignore

interface Told {
  readonly estimate: number;
  readonly low: number;
  readonly high: number;
}

interface Outcome {
  readonly linked: number;
  readonly differedBefore: number;
  readonly moments: readonly {
    readonly quartersSinceBeginning: number;
    readonly weighted: Told;
    readonly pooled: Told & { readonly shareOfVarianceFromLinkage: number };
  }[];
}

function run(): Outcome {
  const folders = [join(place.folder, 'data'), join(place.folder, 'w')];
  const { stdout, stderr } = spawnSync('python3', [example, ...folders, 'A'], { encoding: 'utf8' });
  expect(stderr).toBe('');
  return JSON.parse(stdout) as Outcome;
}

described('the event study', () => {
  test('finds the effect when it comes, and none before', () => {
    dataSet([
      { kind: 'A', persons: 30, end: '2022-05-01' },
      { kind: 'A', persons: 10, end: '' },
      { kind: 'B', persons: 10, end: '2022-05-01' },
      { kind: 'B', persons: 30, end: '' },
    ]);
    const { linked, moments, differedBefore } = run();
    expect(linked).toBe(80);
    // Half a year after the beginning three quarters of A have left, and a quarter of B.
    expect(moments.map(({ weighted }) => weighted.estimate)).toEqual([0, 0, 0, 0, 0, 0, -0.5, -0.5, -0.5]);
    expect(moments.map((one) => one.quartersSinceBeginning)).toEqual([-4, -3, -2, -1, 0, 1, 2, 3, 4]);
    const last = moments.at(-1)!;
    expect(last.weighted.high).toBeLessThan(0);
    expect(last.pooled).toMatchObject({ ...last.weighted, shareOfVarianceFromLinkage: 0 });
    expect(differedBefore).toBe(0);
  }); // prettier-ignore

  test('shows groups that were on different paths already, and what comes from the linkage', () => {
    const apart = [
      { kind: 'A', persons: 30, end: '2021-09-01' },
      { kind: 'B', persons: 40, end: '' },
    ] as const;
    dataSet([...apart, { kind: 'A', persons: 20, end: '' }]);
    const { moments, differedBefore } = run();
    expect(moments[0]!.weighted.estimate).toBe(0.6);
    expect(differedBefore).toBe(3);
    dataSet([...apart, { kind: 'A', persons: 20, end: '', kept: 1 }]);
    const [first] = run().moments;
    expect(first!.weighted.estimate).toBe(0.6);
    expect(first!.pooled.estimate).toBe(0.8);
    expect(first!.pooled.shareOfVarianceFromLinkage).toBeGreaterThan(0.5);
  });
});
