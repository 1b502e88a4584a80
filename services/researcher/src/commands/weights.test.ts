// SPDX-License-Identifier: EUPL-1.2
/** Weights and draws of a small data set, and the worked example in Python on them. */
import { afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { CommandContext } from '@koppel/console';
import { parse } from 'csv-parse/sync';
import { listen, makePlace, refusal, type Place } from '../testing/place.ts';
import { makeStudy } from '../testing/study.ts';
import { weights } from './weights.ts';

const example = fileURLToPath(
  new URL('../../../../examples/difference-in-differences/did.py', import.meta.url),
);
const hasPython = spawnSync('python3', ['--version']).status === 0;
const hasR = spawnSync('Rscript', ['--version']).status === 0;

let input: Record<string, unknown>;
let place: Place;
let printed: string[];

const labelled = (value: string) => ({ value, label: value });
const registers = [
  { id: 'benefits', label: 'Benefits', unique: true, payload: [
    { name: 'ingangsdatum', label: 'From', type: 'date' }, { name: 'einddatum', label: 'To', type: 'date' }] },
  { id: 'trajectories', label: 'Trajectories', unique: true, payload: [
    { name: 'datum_start', label: 'From', type: 'date' }, { name: 'code_type', label: 'Kind', type: 'code', codes: ['A', 'B'].map(labelled) }] },
]; // prettier-ignore

beforeAll(async () => {
  const made = (await makeStudy()).input as Record<string, unknown>;
  const ids = registers.map(({ id }) => id);
  const of = (name: string): object[] =>
    (made[name] as object[]).map((one) => ({ ...one, registers: ids }));
  input = { ...made, registers, subStudies: of('subStudies'), owners: of('owners') };
});

beforeEach(async () => {
  place = await makePlace();
  printed = [];
  place.write('study.yaml', JSON.stringify(input));
});

afterEach(async () => {
  await place.remove();
});

const at = (name: string): string => join(place.folder, name);

function contextOf(...argv: readonly string[]): CommandContext {
  return {
    argv: [...argv, '--study', at('study.yaml')],
    language: 'en',
    reporter: listen().reporter,
    environment: {},
    print: (text) => printed.push(text),
  };
}

interface Cohort {
  readonly owner: string;
  readonly kind: string;
  readonly records: number;
  readonly linked: number;
  /** Of the linked ones, who left benefits before half a year had passed. */
  readonly left: number;
  readonly probability?: number;
}

function dataSet(cohorts: readonly Cohort[]): void {
  const trajectories = ['pseudonym,owner,linked,matchProbability,datum_start,code_type'];
  const benefits = ['pseudonym,owner,linked,ingangsdatum,einddatum'];
  const persons = ['pseudonym,linked,weakestMatchProbability,review,benefits,trajectories'];
  let person = 0;
  for (const { owner, kind, records, linked, left, probability = '' } of cohorts) {
    for (let one = 0; one < records; one += 1, person += 1) {
      const pseudonym = `p${String(person).padStart(4, '0')}`;
      const isLinked = one < linked;
      trajectories.push(`${pseudonym},${owner},${isLinked ? '1' : '0'},,2022-01-01,${kind}`);
      persons.push(`${pseudonym},${isLinked ? '1' : '0'},${isLinked ? String(probability) : ''},none,${isLinked ? '1' : '0'},1`);
      if (isLinked) benefits.push(`${pseudonym},${owner},1,2020-01-01,${one < left ? '2022-03-01' : ''}`);
    }
  }
  for (const [name, lines] of Object.entries({ trajectories, benefits, persons })) {
    place.write(`data/${name}.csv`, `${lines.join('\n')}\n`);
  }
} // prettier-ignore

const known: readonly Cohort[] = [
  { owner: 'north', kind: 'A', records: 40, linked: 10, left: 10 },
  { owner: 'south', kind: 'A', records: 20, linked: 20, left: 0 },
  { owner: 'north', kind: 'B', records: 20, linked: 20, left: 5 },
];

const make = (...more: string[]) =>
  weights(contextOf(at('data'), '--register', 'trajectories', '--out', at('w'), '--formats', 'csv', ...more)); // prettier-ignore
const rowsOf = (name: string): Record<string, string>[] =>
  parse(readFileSync(at(`w/${name}.csv`)), { columns: true });

describe('weights of a register', () => {
  test('are told per record, in its order, and in tens per group', async () => {
    dataSet(known);
    await make('--to', 'benefits', '--json');
    const rows = rowsOf('weights');
    expect(rows.map(({ row }) => Number(row))).toEqual(Array.from({ length: 80 }, (_, one) => one + 1));
    expect(rows[0]).toEqual({ row: '1', pseudonym: 'p0000', linked: '1', stratum: '1', weight: '4' });
    expect(rows[10]).toMatchObject({ linked: '0', weight: '0' });
    expect(JSON.parse(readFileSync(at('w/weights.json'), 'utf8'))).toMatchObject({
      register: 'trajectories', variables: ['owner', 'code_type'], largestWeight: 4,
      groups: [
        { stratum: 1, values: ['north', 'A'], records: 40, linked: 10, weight: 4 },
        { stratum: 2, values: ['north', 'B'], records: 20, linked: 20, weight: 1 },
        { stratum: 3, values: ['south', 'A'], records: 20, linked: 20, weight: 1 },
      ],
      draws: { number: 20, persons: 50, withoutProbability: 50 },
    });
  }); // prettier-ignore

  test('mend the bias of linking that fails more often in one group than in another', async () => {
    // Within a group it is chance who is linked: the share that left is that of the whole group.
    const cohorts = [
      { owner: 'north', kind: 'A', records: 200, linked: 40, share: 0.75 },
      { owner: 'north', kind: 'B', records: 120, linked: 60, share: 0.5 },
      { owner: 'south', kind: 'A', records: 80, linked: 72, share: 0.25 },
      { owner: 'south', kind: 'B', records: 100, linked: 100, share: 0.1 },
    ];
    dataSet(cohorts.map((one) => ({ ...one, left: one.linked * one.share })));
    await make('--to', 'benefits');
    const benefits: Record<string, string>[] = parse(readFileSync(at('data/benefits.csv')), { columns: true });
    const left = new Set(benefits.flatMap((row) => (row['einddatum'] === '' ? [] : [row['pseudonym']])));
    const shareThatLeft = (by: 'linked' | 'weight'): number => {
      const rows = rowsOf('weights');
      const sum = (of: typeof rows): number => of.reduce((all, row) => all + Number(row[by]), 0);
      return sum(rows.filter(({ pseudonym }) => left.has(pseudonym))) / sum(rows);
    };
    const records = cohorts.reduce((sum, one) => sum + one.records, 0);
    const truth = cohorts.reduce((sum, one) => sum + one.records * one.share, 0) / records;
    expect(truth).toBeCloseTo(0.48, 10);
    expect(shareThatLeft('linked')).toBeCloseTo(88 / 272, 10);
    expect(shareThatLeft('weight')).toBeCloseTo(truth, 5);
  }); // prettier-ignore

  test('are of links to the register that is asked for', async () => {
    dataSet(known);
    place.write('data/persons.csv', readFileSync(at('data/persons.csv'), 'utf8').replace('p0060,1,,none,1,1', 'p0060,1,,none,0,1'));
    await make('--to', 'benefits');
    expect(rowsOf('weights').filter(({ linked }) => linked === '1')).toHaveLength(49);
    expect(rowsOf('draws')).toHaveLength(49);
  }); // prettier-ignore

  test.each([
    [['--by', 'datum_start'], 'USAGE {"path":"--by"}'],
    [['--to', 'none'], 'USAGE {"path":"--to"}'],
    [['--draws', '1'], 'USAGE {"path":"--draws"}'],
  ])('are refused with %j', async (more, expected) => {
    dataSet(known);
    expect(await refusal(place, () => make(...more))).toEqual([expected]);
  });

  test('are none where nothing is linked or nothing is there', async () => {
    dataSet([{ owner: 'north', kind: 'A', records: 40, linked: 0, left: 0 }]);
    expect(await refusal(place, () => make())).toEqual(['WEIGHTS_NOTHING {"field":"trajectories"}']);
    expect(await refusal(place, () => weights(contextOf(at('none'), '--register', 'benefits', '--out', at('w'))))).toEqual([
      'FILE_MISSING {"file":"none/benefits.csv"}',
    ]);
  }); // prettier-ignore
});

interface Told {
  readonly estimate: number;
  readonly standardError: number;
}

interface Outcome {
  readonly linked: number;
  readonly unweighted: Told;
  readonly weighted: Told;
  readonly pooled: Told & { readonly draws: number; readonly shareOfVarianceFromLinkage: number };
}

function runExample(): Outcome {
  const { stdout, stderr } = spawnSync('python3', [example, at('data'), at('w'), 'A']);
  expect(String(stderr)).toBe('');
  return JSON.parse(String(stdout)) as Outcome;
}

const withPython = hasPython ? describe : describe.skip;

withPython('the worked example', () => {
  test('finds the difference that was put in, and more so when weighted', async () => {
    dataSet(known);
    await make('--to', 'benefits');
    const { linked, unweighted, weighted, pooled } = runExample();
    expect(linked).toBe(50);
    // -10/30 against -5/20; weighted -(4 · 10)/60 against -5/20.
    expect(unweighted.estimate).toBeCloseTo(-10 / 30 + 5 / 20, 6);
    expect(weighted.estimate).toBeCloseTo(-40 / 60 + 5 / 20, 6);
    // All links are certain: every draw is the same, and nothing comes from the linkage.
    expect(pooled).toMatchObject({ estimate: weighted.estimate, standardError: weighted.standardError, shareOfVarianceFromLinkage: 0 });
  }); // prettier-ignore

  test('pools the draws by the rules of Rubin', async () => {
    dataSet(known.map((one) => (one.kind === 'B' ? { ...one, probability: 0.6 } : one)));
    await make('--to', 'benefits');
    const { weighted, pooled } = runExample();
    const draws = rowsOf('draws').filter(({ pseudonym }) => pseudonym! >= 'p0060');
    const each = Array.from({ length: 20 }, (_, draw) => {
      const kept = draws.flatMap((row, person) => (row[`draw${String(draw + 1)}`] === '1' ? [person < 5 ? -1 : 0] : []));
      const mean = kept.reduce<number>((sum, one) => sum + one, 0) / kept.length;
      const spread = kept.reduce((sum, one) => sum + (one - mean) ** 2, 0);
      return { mean: -40 / 60 - mean, variance: spread / (kept.length * (kept.length - 1)) };
    });
    const mean = each.reduce((sum, one) => sum + one.mean, 0) / 20;
    expect(pooled.estimate).toBeCloseTo(mean, 5);
    const between = each.reduce((sum, one) => sum + (one.mean - mean) ** 2, 0) / 19;
    // Of the others: 10 of weight 4 and 20 of weight 1 around -2/3.
    const others = ((10 * (4 / 3) ** 2 + 20 * (2 / 3) ** 2) / 60 ** 2) * (30 / 29);
    const within = each.reduce((sum, one) => sum + one.variance, 0) / 20 + others;
    expect(pooled.standardError).toBeCloseTo(Math.sqrt(within + 1.05 * between), 5);
    expect(pooled.shareOfVarianceFromLinkage).toBeCloseTo((1.05 * between) / (within + 1.05 * between), 5);
    expect(pooled.standardError).toBeGreaterThan(weighted.standardError);
  }); // prettier-ignore

  (hasR ? test : test.skip)('gives in R what it gives in Python', async () => {
    dataSet(known.map((one) => (one.kind === 'B' ? { ...one, probability: 0.6 } : one)));
    await make('--to', 'benefits');
    const { unweighted, weighted, pooled } = runExample();
    const inR = example.replace(/py$/, 'R');
    const { stdout } = spawnSync('Rscript', [inR, at('data'), at('w'), 'A'], { encoding: 'utf8' });
    const told = [...stdout.matchAll(/^\w+ +(-?[0-9.]+)/gm)].map(([, estimate]) =>
      Number(estimate),
    );
    expect(told).toEqual([unweighted, weighted, pooled].map(({ estimate }) => estimate));
  });
});
