// SPDX-License-Identifier: EUPL-1.2
import { afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { topics } from '@koppel/wire';
import { payloadExpectation } from './payload.ts';
import { collectPayload } from './testing/stores.ts';
import { makePlace, refusal, type Place } from './testing/place.ts';
import {
  buildPayload,
  confirmKey,
  makeResult,
  makeStudy,
  token,
  type PayloadPlan,
  type PayloadRow,
  type TestStudy,
} from './testing/study.ts';

let place: Place;
let world: TestStudy;

beforeAll(async () => {
  world = await makeStudy();
});

beforeEach(async () => {
  place = await makePlace();
  await confirmKey(world, place.port);
});

afterEach(async () => {
  await place.remove();
});

/** The number of a record and its amount, or undefined where it is retracted. */
type Row = readonly [record: number, amount: number | undefined];

interface PlannedRun {
  readonly ordinal: number;
  /** The ordinal of the run that it changes. */
  readonly base?: number;
  readonly rows: readonly Row[];
}

const nameOfRun = (ordinal: number): Uint8Array => token(1000 + ordinal);
const capacity = 10;

function payloadRow([record, amount]: Row): PayloadRow {
  if (amount === undefined) return { token: token(record), values: [], retracted: true };
  return { token: token(record), values: [0, undefined, amount, 1] };
}

/** What each batch of a run holds: `size` rows, but for the last. */
function plansOf({ ordinal, base, rows }: PlannedRun, size = capacity): PayloadPlan[] {
  const batches = Math.max(1, Math.ceil(rows.length / size));
  return Array.from({ length: batches }, (_, sequence) => ({
    run: nameOfRun(ordinal),
    rows: rows.slice(sequence * size, (sequence + 1) * size).map(payloadRow),
    sequence,
    batches,
    header: {
      runOrdinal: ordinal,
      ...(base === undefined ? {} : { base: nameOfRun(base) }),
    },
  }));
}

const append = (plans: readonly PayloadPlan[], port = place.port): Promise<number> =>
  port.append(
    topics('sample').payload('north'),
    plans.map((plan) => buildPayload(world, plan)),
  );

const send = (...runs: PlannedRun[]): Promise<number> =>
  append(runs.flatMap((run) => plansOf(run)));

/** Records and amounts of the data set when the linkage unit linked that run. */
async function read(linked: number, port = place.port) {
  const { study, specHash, mailbox } = world;
  const session = { study, specHash, port, mailbox };
  const source = { owner: 'north', register: 'benefits', run: nameOfRun(linked), records: 3 };
  const [named] = makeResult(world, { sources: [source] }).sources;
  const expectation = await payloadExpectation(session);
  const { rows, refused } = await collectPayload(session, expectation, named!, study.registers[1]!);
  const amounts = [...rows].map(([hex, values]): [number, number] => [
    Number.parseInt(hex, 16),
    values[2]!,
  ]);
  return { amounts: new Map(amounts), refused: Object.fromEntries(refused) };
}

const rows = (from: number, count: number): Row[] =>
  Array.from({ length: count }, (_, at): Row => [from + at, at]);

const missing = 'PAYLOAD_BATCH_MISSING {"field":"north/benefits"}';
const because = (code: string, place: object): string => `${code} ${JSON.stringify({ ...place, path: 'north/benefits', found: 1 })}`; // prettier-ignore

test('the linked run rests on others: changed values are replaced, retracted records are gone', async () => {
  await send({ ordinal: 0, rows: rows(1, 12) }, { ordinal: 1, base: 0, rows: [[2, 99], [3, undefined], [50, 7]] });
  const before = new Map(rows(1, 12) as [number, number][]);
  expect((await read(0)).amounts).toEqual(before);
  before.delete(3);
  expect((await read(1)).amounts).toEqual(before.set(2, 99).set(50, 7));
}); // prettier-ignore

test('a record that comes back has the values that came with it', async () => {
  await send(
    { ordinal: 0, rows: rows(1, 2) },
    { ordinal: 1, base: 0, rows: [[1, undefined], [2, undefined]] },
    { ordinal: 4, base: 1, rows: [[2, 44]] },
  );
  expect((await read(1)).amounts).toEqual(new Map());
  expect((await read(4)).amounts).toEqual(new Map([[2, 44]]));
}); // prettier-ignore

test('a run that the linked one rests on and that is not there is told', async () => {
  await send({ ordinal: 1, base: 0, rows: rows(1, 3) }, { ordinal: 2, base: 1, rows: rows(4, 3) });
  expect(await refusal(place, () => read(2))).toEqual([missing]);
  const full = plansOf({ ordinal: 0, rows: rows(20, 15) });
  await append(full.slice(1));
  expect(await refusal(place, () => read(2))).toEqual([missing]);
  await append(full.slice(0, 1));
  expect((await read(2)).amounts.size).toBe(21);
});

test('a chain that goes back to a later run is none', async () => {
  await send({ ordinal: 2, rows: rows(1, 3) }, { ordinal: 1, base: 2, rows: rows(4, 3) });
  expect(await refusal(place, () => read(1))).toEqual([missing]);
});

test('a batch that gives its run another base is refused, and the first one stands', async () => {
  await send({ ordinal: 0, rows: rows(1, 3) }, { ordinal: 1, rows: rows(7, 2) });
  await send({ ordinal: 2, base: 0, rows: [[9, 9]] }, { ordinal: 2, base: 1, rows: [[9, 8]] });
  const { amounts, refused } = await read(2);
  expect([amounts.size, amounts.get(9), refused]).toEqual([4, 9, { CONTRACT_SEQUENCE: 1 }]);
});

test('what is wrong with runs that are not needed is not counted', async () => {
  const [plan] = plansOf({ ordinal: 5, rows: rows(1, 3) });
  await append([{ ...plan!, header: { ...plan!.header, batches: 9 } }]);
  await send({ ordinal: 0, rows: rows(1, 3) });
  expect((await read(0)).refused).toEqual({});
});

test('a full run that retracts is refused', async () => {
  await send({ ordinal: 0, rows: [[1, 1], [2, undefined]] });
  expect(await refusal(place, () => read(0))).toEqual([missing, because('CONTRACT_BASE', { field: 'north' })]);
}); // prettier-ignore

test('a record that two batches of one run hold is refused; a better batch may follow', async () => {
  const [first, second] = plansOf({ ordinal: 0, rows: [...rows(1, 10), [5, 5]] });
  const [, other] = plansOf({ ordinal: 0, rows: [...rows(1, 10), [30, 5]] });
  await append([second!, first!]);
  expect(await refusal(place, () => read(0))).toEqual([
    missing,
    because('CONTRACT_TOKEN_TWICE', { field: 'benefits' }),
  ]);
  await append([other!]);
  const { amounts, refused } = await read(0);
  expect([amounts.size, refused]).toEqual([11, { CONTRACT_TOKEN_TWICE: 1 }]);
});

interface Story {
  readonly runs: readonly PlannedRun[];
  /** Rows in a batch. */
  readonly size: number;
  /** A number per batch, by which their arrival is ordered. */
  readonly order: readonly number[];
  readonly repeats: readonly number[];
}

const story: fc.Arbitrary<Story> = fc.record({
  runs: fc
    .array(
      fc.record({
        back: fc.nat(3),
        rows: fc.uniqueArray(
          fc.tuple(fc.nat(40), fc.option(fc.nat(5000), { nil: undefined, freq: 3 })),
          { selector: ([record]) => record, maxLength: 25 },
        ),
      }),
      { minLength: 1, maxLength: 6 },
    )
    .map((drawn) =>
      drawn.map(({ back, rows: all }, ordinal): PlannedRun => {
        if (back > 0 && ordinal >= back) return { ordinal, base: ordinal - back, rows: all };
        return { ordinal, rows: all.map(([record, amount]): Row => [record, amount ?? 1]) };
      }),
    ),
  size: fc.integer({ min: 7, max: 10 }),
  order: fc.array(fc.nat(), { minLength: 40, maxLength: 40 }),
  repeats: fc.array(fc.nat(17), { maxLength: 4 }),
});

/** The rows after each run, by a plain map. */
function modelOf({ runs }: Story): Map<number, number>[] {
  const states: Map<number, number>[] = [];
  for (const { base, rows: changes } of runs) {
    const after = new Map(base === undefined ? [] : states[base]!);
    for (const [record, amount] of changes) {
      if (amount === undefined) after.delete(record);
      else after.set(record, amount);
    }
    states.push(after);
  }
  return states;
}

test('whatever the runs and the order of arrival, the rows are what a plain model says', async () => {
  await fc.assert(
    fc.asyncProperty(story, async (told) => {
      const plans = told.runs.flatMap((run) => plansOf(run, told.size));
      const arrival = [...plans, ...told.repeats.flatMap((at) => plans[at] ?? [])]
        .map((plan, at) => ({ plan, place: told.order[at]! }))
        .sort((one, other) => one.place - other.place)
        .map(({ plan }) => plan);
      const fresh = await makePlace();
      try {
        await confirmKey(world, fresh.port);
        await append(arrival, fresh.port);
        const linked = told.order[0]! % told.runs.length;
        const amounts = modelOf(told)[linked];
        expect(await read(linked, fresh.port)).toEqual({ amounts, refused: {} });
      } finally {
        await fresh.remove();
      }
    }),
    { numRuns: 40 },
  );
});
