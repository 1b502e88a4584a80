// SPDX-License-Identifier: EUPL-1.2
import { beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Study } from '@koppel/study';
import { hex } from './bytes.ts';
import { countSources } from './store/counts.ts';
import { sourceNumber } from './store/tables.ts';
import {
  fill,
  nameOf,
  withStore,
  type LinkedRecord,
  type Links,
  type PayloadRows,
} from './testing/stores.ts';
import { qualityOf } from './quality.ts';
import { eventTable, personTable, registerTable } from './tables.ts';
import { headerOf, rowsOf } from './testing/view.ts';
import type { DataFile } from './formats/data-file.ts';
import type { Cell } from './formats/cell.ts';
import type { Store } from './store/store.ts';
import { makeResult, makeStudy, token, type TestStudy } from './testing/study.ts';

let world: TestStudy;
let study: Study;

beforeAll(async () => {
  world = await makeStudy();
  ({ study } = world);
});

const linked = (pseudonym: string, quality = NaN, clusterSize = 1): LinkedRecord => ({
  pseudonym,
  quality,
  clusterSize,
  probability: NaN,
  personProbability: NaN,
  review: 'none',
});

/** The same with what is known of its link. */
const surely = (
  record: LinkedRecord,
  [probability, personProbability]: readonly [number, number],
  review: LinkedRecord['review'] = 'none',
): LinkedRecord => ({ ...record, probability, personProbability, review });

const links: Links = new Map([
  [
    'north/benefits',
    new Map([
      ['t3', linked('cc')],
      ['t1', surely(linked('bb', 0.85, 2), [0.9, 0.9], 'open')],
      ['t2', surely(linked('aa', 0.95, 3), [0.999, 0.6])],
    ]),
  ],
  ['south/benefits', new Map([['t9', surely(linked('aa', 0.85, 3), [0.6, 0.6], 'different')]])],
  ['north/population', new Map([
    ['t8', surely(linked('aa', 0.9, 3), [0.999, 0.6], 'same')], ['t7', surely(linked('bb', 0.9, 2), [0.9, 0.9])],
  ])],
]); // prettier-ignore

const payload: ReadonlyMap<string, PayloadRows> = new Map([
  [
    'north/benefits',
    new Map([
      ['t1', [1, 19_782, 12.5, 0]],
      ['t2', [undefined, undefined, 0, undefined]],
      ['orphan', [0, 0, 0, 0]],
    ]),
  ],
]);

interface Shown {
  readonly stem: string;
  readonly header: readonly string[];
  readonly count: number;
  /** With the names that pseudonyms were made of. */
  readonly rows: readonly (readonly Cell[])[];
}

/** A table of a store that is filled with links and variables. */
function shown(
  table: (store: Store, study: Study) => Promise<DataFile>,
  all: Links = links,
  of: Study = study,
): Promise<Shown> {
  return withStore(of, async (store) => {
    await fill(store, of, all, payload);
    const file = await table(store, of);
    const rows = (await rowsOf(file)).map(([name, ...cells]) => [nameOf(name), ...cells]);
    return { stem: file.schema.stem, header: headerOf(file), count: file.count, rows };
  });
}

const register = (at: number) => (store: Store, of: Study) => registerTable(store, of, at);

describe('the table of a register', () => {
  test('has a row per record by owner and pseudonym, flagged, with its variables', async () => {
    const table = await shown(register(1));
    expect([table.stem, table.count]).toEqual(['benefits', 4]);
    expect(table.header).toEqual([
      'pseudonym', 'owner', 'linked', 'matchProbability', 'matchQuality', 'review', 'scheme', 'start', 'amount', 'works',
    ]);
    expect(table.rows).toEqual([
      ['aa', 'north', 1, 0.999, 0.95, 'none', '', '', 0, ''],
      ['bb', 'north', 1, 0.9, 0.85, 'open', 'B', '2024-02-29', 12.5, 0],
      ['cc', 'north', 0, '', '', 'none', '', '', '', ''],
      ['aa', 'south', 1, 0.6, 0.85, 'different', '', '', '', ''],
    ]);
  }); // prettier-ignore

  test('without variables or without records is a table all the same', async () => {
    expect((await shown(register(0))).rows).toHaveLength(2);
    expect((await shown(register(0), new Map())).rows).toEqual([]);
  });

  test('tells two records of one person apart by their tokens, in any order of arrival', async () => {
    const two: [string, LinkedRecord][] = [['t1', linked('aa', 0.9, 2)], ['t2', linked('aa', 0.8, 2)]];
    const tables = [two, [...two].reverse()].map((records) =>
      shown(register(1), new Map([['north/benefits', new Map(records)]])),
    );
    expect((await tables[0]!).rows).toEqual((await tables[1]!).rows);
  }); // prettier-ignore

  test('never takes the name of another file of the data set', async () => {
    const stems = ['persons', 'codebook', 'events', 'quality', 'toString'].map(async (id) => {
      const of = { ...study, registers: [{ ...study.registers[0]!, id }] } as Study;
      return (await shown((store) => registerTable(store, of, 0), new Map())).stem;
    });
    expect(await Promise.all(stems)).toEqual([
      'register-persons', 'register-codebook', 'register-events', 'quality', 'toString',
    ]);
  }); // prettier-ignore
});

test('the table of persons counts records per register, and keeps what is weakest and gravest', async () => {
  const table = await shown(personTable);
  expect([table.stem, table.count]).toEqual(['persons', 3]);
  expect(table.header).toEqual([
    'pseudonym', 'linked', 'weakestMatchProbability', 'weakestMatchQuality', 'review', 'population', 'benefits',
  ]);
  expect(table.rows).toEqual([
    ['aa', 1, 0.6, 0.85, 'same', 1, 2],
    ['bb', 1, 0.9, 0.85, 'open', 1, 1],
    ['cc', 0, '', '', 'none', 0, 1],
  ]);
}); // prettier-ignore

test('every record is in both tables, none twice', async () => {
  const record = fc.tuple(
    fc.integer({ min: 0, max: 30 }),
    fc.double({ min: 0, max: 1, noNaN: true }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(record), fc.array(record), async (north, south) => {
      const records = (all: [number, number][]) =>
        new Map(all.map(([person, quality], n) => [`t${n}`, linked(`p${person}`, quality, 2)]));
      const all: Links = new Map([
        ['north/benefits', records(north)],
        ['south/population', records(south)],
      ]);
      const persons = await shown(personTable, all);
      const counted = persons.rows.reduce((sum, row) => sum + Number(row[5]) + Number(row[6]), 0);
      expect(counted).toBe(north.length + south.length);
      expect(new Set(persons.rows.map(([pseudonym]) => pseudonym)).size).toBe(persons.count);
      const listed = [await shown(register(0), all), await shown(register(1), all)];
      expect(listed.flatMap(({ rows }) => rows)).toHaveLength(north.length + south.length);
      expect(listed.map(({ count, rows }) => count - rows.length)).toEqual([0, 0]);
    }),
    { numRuns: 15 },
  );
});

test('a variable or a register with the name of a column has one of its own', async () => {
  const payloadOf = [{ name: 'review', label: 'Review', type: 'boolean' as const }];
  const own = { ...study.registers[0]!, id: 'linked', payload: payloadOf };
  const odd = { ...study, registers: [own] } as Study;
  const headers = await withStore(odd, async (store) => {
    await fill(store, odd, new Map());
    return [headerOf(await registerTable(store, odd, 0)), headerOf(await personTable(store, odd))];
  });
  expect(headers.map((header) => header.at(-1))).toEqual(['register.review', 'register.linked']);
});

test('the table of events has a row per move, and says when no reason is told', async () => {
  const moves = [
    { before: 'aa', after: 'cc', records: 2 },
    { before: 'bb', after: 'cc', records: 1 },
  ];
  const table = eventTable(study, [
    { kind: 'merged', reasons: ['added', 'threshold'], moves },
    { kind: 'retracted', reasons: [], moves: [{ before: 'dd', after: '', records: 1 }] },
  ]);
  expect(table.schema.stem).toBe('events');
  expect(await rowsOf(table)).toEqual([
    [1, 'merged', 'added threshold', 'aa', 'cc', 2],
    [1, 'merged', 'added threshold', 'bb', 'cc', 1],
    [2, 'retracted', 'unknown', 'dd', '', 1],
  ]);
});

test('quality counts what is linked, and what does not fit together', async () => {
  const run = token(1);
  const result = makeResult(world, {
    sources: [
      { owner: 'north', register: 'benefits', run, records: 3 },
      { owner: 'south', register: 'benefits', run, records: 1 },
      { owner: 'south', register: 'population', run, records: 0 },
    ],
  });
  const counts = { payloadWithoutLink: 0, linkWithoutPayload: 0 };
  const encoding = { scheme: 'field-filters', reason: 'compared on generated persons' };
  const refused = new Map([['WIRE_MALFORMED', 2]] as const);
  const counted = await withStore(study, async (store) => {
    await fill(store, study, links, payload);
    const [owner, sent] = ['north', sourceNumber(study, 'north', 'benefits')];
    expect(sent).toBe(study.owners.findIndex(({ id }) => id === owner) * 2 + 1);
    return countSources(store, study, (source) => source === sent);
  });
  const of = (owner: string, name: string) => counted.get(sourceNumber(study, owner, name));
  expect(qualityOf({ result, statement: undefined }, of, refused, encoding)).toEqual({
    study: 'sample',
    specHash: hex(world.specHash),
    result: hex(token(7)),
    search: 'exact',
    threshold: 0.8,
    thresholdUpper: null,
    thresholdLower: null,
    method: null,
    expected: null,
    warnings: ['notStated'],
    counts: null,
    similarity: 'dice',
    decidedBy: [
      { registers: ['north/benefits', 'south/benefits'], round: 1 },
      { registers: ['north/benefits', 'south/population'], round: 1 },
      { registers: ['south/benefits', 'south/population'], round: 1 },
    ],
    encoding,
    sources: [
      {
        owner: 'north', register: 'benefits', records: 3, linked: 2, unlinked: 1,
        payloadWithoutLink: 1, linkWithoutPayload: 1,
      },
      { owner: 'south', register: 'benefits', records: 1, linked: 1, unlinked: 0, ...counts },
      { owner: 'south', register: 'population', records: 0, linked: 0, unlinked: 0, ...counts },
    ],
    refusedByLinkageUnit: 2,
    refusedPayloadBatches: { WIRE_MALFORMED: 2 },
  }); // prettier-ignore
});
