// SPDX-License-Identifier: EUPL-1.2
/** The charging of looks against a plain account of the same: never beyond round or budget. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { isKoppelError } from '@koppel/errors';
import { makePlace, refusal, type Place } from '../testing/place.ts';
import { LookDatabase, type ChargedRequest } from './look-database.ts';

const RECORDS = 3;
const LOOKS = 4;
const BUDGET = 9;

let place: Place;
let made = 0;
beforeAll(async () => {
  place = await makePlace();
});
afterAll(() => place.remove());

const fileOf = (): string => join(place.folder, `looks-${String((made += 1))}.db`);

/** Looks per record, by record. */
type Counts = readonly number[];

interface Request {
  readonly round: number;
  readonly sequence: number;
  readonly counts: Counts;
}

function requestOf({ round, sequence, counts }: Request): ChargedRequest {
  const records = counts.flatMap((count, record) => Array<number>(count).fill(record));
  return {
    round: new Uint8Array(32).fill(round),
    otherOwner: 'south',
    otherRegister: 'population',
    looks: LOOKS,
    requests: 3,
    sequence,
    digest: Uint8Array.from({ length: 32 }, (_, at) => counts[at] ?? 0),
    count: records.length,
    sortedTokens: Uint8Array.from(records.flatMap((record) => Array<number>(16).fill(record))),
  };
}

const requests = fc.array(
  fc.record({
    round: fc.integer({ min: 1, max: 4 }),
    sequence: fc.nat(2),
    counts: fc.array(fc.nat(3), { minLength: RECORDS, maxLength: RECORDS }),
  }),
  { minLength: 1, maxLength: 12 },
);

/** What should come of each request, kept in plain maps. */
class Model {
  readonly #answered = new Map<string, string>();
  readonly #ended = new Map<number, string>();
  readonly given = new Map<number, number[]>();

  charge({ round, sequence, counts }: Request): string {
    const before = this.#answered.get(`${String(round)} ${String(sequence)}`);
    if (before !== undefined) return before === counts.join() ? 'charged' : 'LOOK_REUSED';
    const ended = this.#ended.get(round);
    if (ended !== undefined) return ended;
    const code = this.#refusal(round, counts);
    if (code !== undefined) {
      this.#ended.set(round, code);
      return code;
    }
    this.given.set(round, this.#with(round, counts));
    this.#answered.set(`${String(round)} ${String(sequence)}`, counts.join());
    return 'charged';
  }

  #with(round: number, counts: Counts): number[] {
    const before = this.given.get(round);
    return counts.map((count, record) => (before?.[record] ?? 0) + count);
  }

  total(record: number): number {
    return [...this.given.values()].reduce((sum, counts) => sum + counts[record]!, 0);
  }

  #refusal(round: number, counts: Counts): string | undefined {
    const after = this.#with(round, counts);
    for (let record = 0; record < RECORDS; record += 1) {
      if (counts[record] === 0) continue;
      if (after[record]! > LOOKS) return 'LOOK_UNEQUAL';
      if (this.total(record) + counts[record]! > BUDGET) return 'LOOK_BUDGET';
    }
    const answered = [...this.#answered.keys()].filter((one) =>
      one.startsWith(`${String(round)} `),
    );
    const isLast = answered.length === 2;
    const sum = after.reduce((all, one) => all + one, 0);
    return isLast && sum !== RECORDS * LOOKS ? 'LOOK_UNEQUAL' : undefined;
  }
}

test('requests in whatever order are charged as the plain account says, also after each reopening', () => {
  fc.assert(
    fc.property(requests, (all) => {
      const file = fileOf();
      const model = new Model();
      for (const request of all) {
        const database = new LookDatabase(file);
        let outcome = 'charged';
        try {
          database.charge(requestOf(request), { budget: BUDGET, records: RECORDS });
        } catch (thrown) {
          if (!isKoppelError(thrown)) throw thrown;
          outcome = thrown.code;
        }
        expect(outcome).toBe(model.charge(request));
        const account = database.account();
        const totals = Array.from({ length: RECORDS }, (_, record) => model.total(record));
        expect(account.most).toBe(Math.max(...totals));
        expect(account.given).toBe(totals.reduce((sum, one) => sum + one, 0));
        expect(account.most).toBeLessThanOrEqual(BUDGET);
        database.close();
      }
    }),
    { numRuns: 12 },
  );
}, 120_000);

test('positions and replies are remembered, the first reply to a message for good', () => {
  const file = fileOf();
  const message = new Uint8Array(32).fill(3);
  let database = new LookDatabase(file);
  expect([database.position('topic'), database.replyTo(message)]).toEqual([0, undefined]);
  database.moveTo('topic', 7);
  database.handled(message, 'LOOK_TOKEN');
  database.handled(message, '');
  database.close();
  database = new LookDatabase(file);
  expect([database.position('topic'), database.replyTo(message)]).toEqual([7, 'LOOK_TOKEN']);
  expect(database.account()).toMatchObject({
    asked: 1, refused: [{ code: 'LOOK_TOKEN', requests: 1 }], rounds: [], most: 0,
  }); // prettier-ignore
  database.close();
});

test('a file that is no database is told as such, and none cannot be made nowhere', async () => {
  const file = fileOf();
  writeFileSync(file, 'something else, and longer than a header of a database would be: '.repeat(20));
  expect(await refusal(place, () => new LookDatabase(file))).toEqual([
    `STATE_DAMAGED {"file":"${file.slice(place.folder.length + 1)}"}`,
  ]);
  const nowhere = join(place.folder, 'none', 'x.db');
  expect(await refusal(place, () => new LookDatabase(nowhere))).toEqual([
    'STATE_DAMAGED {"file":"none/x.db"}',
  ]);
}); // prettier-ignore
