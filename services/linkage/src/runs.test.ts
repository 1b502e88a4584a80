// SPDX-License-Identifier: EUPL-1.2
import { afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gather } from './gather.ts';
import { chooseRuns, missingSources } from './runs.ts';
import { LinkageState, type StoredBatch } from './state.ts';
import {
  arrive,
  batchesOfRun,
  nameOfRun,
  type HistoryRow,
  type HistoryRun,
} from './testing/history.ts';
import { filterBytes, makeStudy, runName, type TestStudy } from './testing/study.ts';

let world: TestStudy;
let folder: string;
let state: LinkageState;

beforeAll(async () => {
  world = await makeStudy();
});

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'koppel-runs-'));
  state = new LinkageState(folder, world.specHash);
});

afterEach(() => {
  state.close();
  rmSync(folder, { recursive: true, force: true });
});

const send = (run: HistoryRun, of = state): void => {
  arrive(of, ...batchesOfRun(run));
};

/** Records and values of north's population, or undefined when no run of it counts. */
function register(of = state): Map<number, number> | undefined {
  const sources = gather(world.study, of, chooseRuns(world.study, of));
  const source = sources.find(({ encoded }) => encoded.name === 'north/population');
  if (source === undefined) return undefined;
  const { count, tokens, filters } = source.encoded;
  const rows = Array.from({ length: count }, (_, row): [number, number] => {
    const filter = filters.subarray(row * filterBytes, (row + 1) * filterBytes);
    expect(new Set(filter).size).toBe(1);
    return [tokens[row * 16]! - 1, filter[0]!];
  });
  expect(new Set(tokens.filter((_, at) => at % 16 === 0)).size).toBe(count);
  return new Map(rows);
}

const rows = (from: number, count: number, value = 7): HistoryRow[] =>
  Array.from({ length: count }, (_, at) => [from + at, value]);

/** The number of the run that counts, and the runs that were passed over with their codes. */
function choice(): string {
  const { chosen, passedOver } = chooseRuns(world.study, state);
  const counts = chosen.map(({ run }) => `${run[0]! - 1}`);
  return [...counts, ...passedOver.map(({ run, code }) => `${run[0]! - 1}:${code}`)].join(' ');
}

const refusedRuns = (): string[] =>
  state.refusedRuns().map(({ run, sequence, code }) => `${run[0]! - 1}.${sequence} ${code}`);

describe('changes', () => {
  test('are new records, records that changed, and records that are gone', () => {
    send({ ordinal: 0, rows: rows(0, 12) });
    send({ ordinal: 1, base: 0, rows: [[3, 9], [4, undefined], [20, 8], [50, undefined]] });
    expect(register()).toEqual(
      new Map([...rows(0, 12).filter(([record]) => record !== 4), [3, 9], [20, 8]] as [number, number][]),
    );
  }); // prettier-ignore

  test('a record that comes back is back, with what was said of it last', () => {
    send({ ordinal: 0, rows: rows(0, 2) });
    send({ ordinal: 1, base: 0, rows: [[1, undefined]] });
    send({ ordinal: 2, base: 1, rows: [[1, 5]] });
    expect(register()).toEqual(new Map([[0, 7], [1, 5]]));
    send({ ordinal: 3, base: 2, rows: [[0, undefined], [1, undefined]] });
    expect(register()).toEqual(new Map());
  }); // prettier-ignore

  test('follow the base that they name, past a run that was cut short', () => {
    send({ ordinal: 0, rows: rows(0, 5) });
    arrive(state, ...batchesOfRun({ ordinal: 1, base: 0, rows: rows(10, 15) }).slice(1));
    send({ ordinal: 2, base: 0, rows: [[0, 1]] });
    expect([choice(), register()!.get(0), register()!.size]).toEqual(['2', 1, 5]);
    arrive(state, ...batchesOfRun({ ordinal: 1, base: 0, rows: rows(10, 15) }).slice(0, 1));
    expect([choice(), register()!.size]).toEqual(['2', 5]);
  });

  test('end with a new full run', () => {
    send({ ordinal: 0, rows: rows(0, 5) });
    send({ ordinal: 1, base: 0, rows: rows(5, 5) });
    send({ ordinal: 2, rows: rows(90, 3) });
    expect([...register()!.keys()]).toEqual([90, 91, 92]);
  });
});

describe('a run of changes does not count', () => {
  test.each<[string, HistoryRun[]]>([
    ['without a run to change', []],
    ['on a run of nobody', [{ ordinal: 0, rows: rows(0, 3) }]],
    [
      'on a run of another owner',
      [{ owner: 'south', ordinal: 8, run: runName(88), rows: rows(0, 3) }],
    ],
  ])('%s: it waits', (_name, before) => {
    for (const run of before) send(run);
    send({ ordinal: 9, base: runName(88), rows: rows(0, 3) });
    expect(choice()).toMatch(/(^| )9:$/);
    expect(missingSources(world.study, chooseRuns(world.study, state))).toContainEqual(
      before[0]?.owner === undefined && before.length > 0
        ? { owner: 'south', register: 'population' }
        : { owner: 'north', register: 'population' },
    );
    expect(refusedRuns()).toEqual([]);
  });

  test('before the run that it changes has arrived in full', () => {
    const full = batchesOfRun({ ordinal: 0, rows: rows(0, 15) });
    send({ ordinal: 1, base: 0, rows: [[0, 1]] });
    arrive(state, full[1]!);
    expect(choice()).toBe('1:');
    arrive(state, full[0]!);
    expect([choice(), register()!.get(0)]).toEqual(['1', 1]);
  });

  test('on a run of the same ordinal, or of another register: it is refused', () => {
    send({ ordinal: 3, run: nameOfRun(5), rows: rows(0, 3) });
    send({ ordinal: 3, base: 5, rows: rows(0, 3) });
    send({ register: 'benefits', ordinal: 2, run: nameOfRun(70), rows: rows(0, 3) });
    send({ ordinal: 4, base: 70, rows: rows(0, 3) });
    expect(choice()).toMatch(/^5 2?.*4:CONTRACT_BASE 3:CONTRACT_BASE/);
    expect(refusedRuns()).toEqual(['3.0 CONTRACT_BASE', '4.0 CONTRACT_BASE']);
  });

  test('on a run that changes a later one: it is refused', () => {
    send({ ordinal: 5, rows: rows(0, 3) });
    send({ ordinal: 4, base: 5, rows: rows(0, 3) });
    send({ ordinal: 6, base: 4, rows: rows(0, 3) });
    expect([choice(), refusedRuns()]).toEqual(['5 6:CONTRACT_BASE', ['6.0 CONTRACT_BASE']]);
  });

  test('when it leaves more records than the quota', () => {
    send({ ordinal: 0, rows: rows(0, 38) });
    send({ ordinal: 1, base: 0, rows: rows(100, 3) });
    expect([choice(), register()!.size]).toEqual(['0 1:CONTRACT_QUOTA', 38]);
    expect(refusedRuns()).toEqual(['1.0 CONTRACT_QUOTA']);
    send({ ordinal: 2, base: 1, rows: [[0, undefined]] });
    expect([choice(), register()!.size]).toEqual(['2', 40]);
  });

  test('when it names a record twice, and then nothing that rests on it does', () => {
    send({ ordinal: 0, rows: rows(0, 3) });
    send({ ordinal: 1, base: 0, rows: [[0, 1], ...rows(50, 12), [0, undefined]] });
    send({ ordinal: 2, base: 1, rows: [[1, 1]] });
    expect(choice()).toBe('0 2:CONTRACT_TOKEN_TWICE 1:CONTRACT_TOKEN_TWICE');
    expect(refusedRuns()).toEqual(['1.0 CONTRACT_TOKEN_TWICE', '2.0 CONTRACT_TOKEN_TWICE']);
  });
});

test('a full run beyond the quota, or with a record twice, does not count either', () => {
  send({ ordinal: 0, rows: rows(0, 41) });
  send({ ordinal: 1, rows: [...rows(0, 11), [0, 3]] });
  expect(choice()).toBe('1:CONTRACT_TOKEN_TWICE 0:CONTRACT_QUOTA');
  expect(register()).toBeUndefined();
});

interface Story {
  readonly runs: readonly (HistoryRun & { readonly lost: boolean })[];
  /** A number per batch, by which their arrival is ordered. */
  readonly order: readonly number[];
  readonly repeats: readonly number[];
  readonly stretch: number;
  /** Rows in a batch. */
  readonly size: number;
}

const story: fc.Arbitrary<Story> = fc.record({
  runs: fc
    .array(
      fc.record({
        full: fc.integer({ max: 3, min: 0 }).map((draw) => draw === 0),
        back: fc.integer({ min: 1, max: 3 }),
        lost: fc.integer({ min: 0, max: 5 }).map((draw) => draw === 0),
        rows: fc.uniqueArray(
          fc.tuple(fc.nat(60), fc.option(fc.integer({ min: 1, max: 255 }), { nil: undefined })),
          { selector: ([record]) => record, maxLength: 32 },
        ),
      }),
      { minLength: 1, maxLength: 8 },
    )
    .map((drawn) =>
      drawn.map(({ full, back, lost, rows: all }, ordinal) => {
        // Now and then the base lies before the first run: it never arrives.
        if (!full && ordinal > 0) return { ordinal, base: ordinal - back + 200 * Number(back > ordinal), rows: all, lost };
        return { ordinal, rows: all.map(([record, value]): HistoryRow => [record, value ?? 1]), lost };
      }),
    ),
  order: fc.array(fc.nat(), { minLength: 64, maxLength: 64 }),
  repeats: fc.array(fc.nat(63), { maxLength: 6 }),
  stretch: fc.integer({ min: 1, max: 9 }),
  size: fc.integer({ min: 1, max: 20 }),
}); // prettier-ignore

/** What the register must be, by a plain map per run. */
function modelOf({ runs }: Story): Map<number, number> | undefined {
  const states: (Map<number, number> | undefined)[] = runs.map(() => undefined);
  for (const [at, { base, rows: changes, lost }] of runs.entries()) {
    const before = base === undefined ? new Map<number, number>() : states[base as number];
    if (lost || before === undefined) continue;
    const after = new Map(before);
    for (const [record, value] of changes) {
      if (value === undefined) after.delete(record);
      else after.set(record, value);
    }
    states[at] = after;
  }
  return states.findLast((one) => one !== undefined && one.size <= 40);
}

test('whatever the runs and the order of arrival, the register is what a plain model says', () => {
  let number = 0;
  fc.assert(
    fc.property(story, (told) => {
      const batches = told.runs.flatMap((run) =>
        batchesOfRun(run, told.size).slice(run.lost ? 1 : 0),
      );
      const all: StoredBatch[] = [...batches, ...told.repeats.flatMap((at) => batches[at] ?? [])];
      const arrival = all
        .map((batch, at) => ({ batch, place: told.order[at % 64]! }))
        .sort((one, other) => one.place - other.place);
      const fresh = new LinkageState(join(folder, String((number += 1))), world.specHash);
      try {
        for (let at = 0; at < arrival.length; at += told.stretch) {
          arrive(fresh, ...arrival.slice(at, at + told.stretch).map(({ batch }) => batch));
          chooseRuns(world.study, fresh);
        }
        expect(register(fresh)).toEqual(modelOf(told));
      } finally {
        fresh.close();
      }
    }),
    { numRuns: 150 },
  );
});
