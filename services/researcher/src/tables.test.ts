// SPDX-License-Identifier: EUPL-1.2
import { beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { PayloadVariable, Study } from '@koppel/study';
import { hex } from './bytes.ts';
import type { LinkedRecord, Links } from './links.ts';
import type { PayloadRows } from './payload.ts';
import { qualityOf } from './quality.ts';
import { eventKinds, eventReasons, reviewStates } from '@koppel/wire';
import { namesOf, personColumns, registerColumns } from './columns.ts';
import {
  cellOf,
  codebookTable,
  eventTable,
  personTable,
  registerTable,
  type Table,
} from './tables.ts';
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

const rowsOf = ({ rows }: Table): unknown[][] => [...rows].map((row) => [...row]);

describe('the table of a register', () => {
  test('has a row per record by owner and pseudonym, flagged, with its variables', () => {
    const table = registerTable(study, study.registers[1]!, links, payload);
    expect(table.name).toBe('benefits.csv');
    expect(table.header).toEqual([
      'pseudonym', 'owner', 'linked', 'matchProbability', 'matchQuality', 'review', 'scheme', 'start', 'amount', 'works',
    ]); // prettier-ignore
    expect(rowsOf(table)).toEqual([
      ['aa', 'north', 1, 0.999, 0.95, 'none', '', '', 0, ''],
      ['bb', 'north', 1, 0.9, 0.85, 'open', 'B', '2024-02-29', 12.5, 0],
      ['cc', 'north', 0, '', '', 'none', '', '', '', ''],
      ['aa', 'south', 1, 0.6, 0.85, 'different', '', '', '', ''],
    ]);
  });

  test('without variables or without records is a table all the same', () => {
    const population = study.registers[0]!;
    expect(rowsOf(registerTable(study, population, links, payload))).toHaveLength(2);
    expect(rowsOf(registerTable(study, population, new Map(), payload))).toEqual([]);
  });

  test('tells two records of one person apart by their tokens, in any order of arrival', () => {
    const two: [string, LinkedRecord][] = [['t1', linked('aa', 0.9, 2)], ['t2', linked('aa', 0.8, 2)]];
    const tables = [two, [...two].reverse()].map((records) =>
      rowsOf(registerTable(study, study.registers[1]!, new Map([['north/benefits', new Map(records)]]), payload)),
    );
    expect(tables[0]).toEqual(tables[1]);
  }); // prettier-ignore

  test('never takes the name of another file of the data set', () => {
    const names = ['persons', 'codebook', 'events', 'quality', 'toString'].map((id) => {
      const register = { ...study.registers[0]!, id };
      return registerTable(study, register, new Map(), payload).name;
    });
    expect(names).toEqual([
      'register-persons.csv',
      'register-codebook.csv',
      'register-events.csv',
      'quality.csv',
      'toString.csv',
    ]);
  });
});

test('the table of persons counts records per register, and keeps what is weakest and gravest', () => {
  const table = personTable(study, links);
  expect(table.name).toBe('persons.csv');
  expect(table.header).toEqual([
    'pseudonym',
    'linked',
    'weakestMatchProbability',
    'weakestMatchQuality',
    'review',
    'population',
    'benefits',
  ]);
  expect(rowsOf(table)).toEqual([
    ['aa', 1, 0.6, 0.85, 'same', 1, 2],
    ['bb', 1, 0.9, 0.85, 'open', 1, 1],
    ['cc', 0, '', '', 'none', 0, 1],
  ]);
});

test('every record is in both tables, none twice', () => {
  const record = fc.tuple(
    fc.integer({ min: 0, max: 30 }),
    fc.double({ min: 0, max: 1, noNaN: true }),
  );
  fc.assert(
    fc.property(fc.array(record), fc.array(record), (north, south) => {
      const records = (all: [number, number][]) =>
        new Map(all.map(([person, quality], n) => [`t${n}`, linked(`p${person}`, quality, 2)]));
      const all: Links = new Map([
        ['north/benefits', records(north)],
        ['south/population', records(south)],
      ]);
      const persons = rowsOf(personTable(study, all));
      const counted = persons.reduce((sum, row) => sum + Number(row[5]) + Number(row[6]), 0);
      expect(counted).toBe(north.length + south.length);
      const listed = study.registers.flatMap((one) =>
        rowsOf(registerTable(study, one, all, payload)),
      );
      expect(listed).toHaveLength(north.length + south.length);
      expect(new Set(persons.map(([pseudonym]) => pseudonym)).size).toBe(persons.length);
    }),
  );
});

test('the codebook explains every variable and every code', () => {
  const table = codebookTable(study, false);
  expect(table.name).toBe('codebook.csv');
  expect(table.header).toEqual(['register', 'variable', 'type', 'unit', 'value', 'label']);
  const fixed = new Set([...namesOf(registerColumns), ...namesOf(personColumns)]);
  const own = rowsOf(table).filter(([, variable]) => !fixed.has(String(variable)));
  expect(own).toEqual([
    ['persons.csv', 'population', 'number', '', '', 'Records in this register: Population'],
    ['persons.csv', 'benefits', 'number', '', '', 'Records in this register: Benefits'],
    ['benefits', 'scheme', 'code', '', '', 'Scheme'],
    ['benefits', 'scheme', 'value', '', 'A', 'Label A'],
    ['benefits', 'scheme', 'value', '', 'B', 'Label B'],
    ['benefits', 'start', 'date', '', '', 'Start'],
    ['benefits', 'amount', 'number', 'euro', '', 'Amount'],
    ['benefits', 'works', 'boolean', '', '', 'Works'],
  ]);
});

test.each(['en', 'nl'] as const)(
  'the codebook names every column of every file in %s',
  (language) => {
    const told = { ...study, language };
    const rows = rowsOf(codebookTable(told, true));
    const named = (file: string): unknown[] =>
      rows
        .filter(([name, , type]) => name === file && type !== 'value')
        .map(([, column]) => column);
    expect(named('persons.csv')).toEqual(personTable(told, links).header);
    for (const register of study.registers) {
      expect(named(register.id)).toEqual(registerTable(told, register, links, payload).header);
    }
    expect(named('events.csv')).toEqual(eventTable([]).header);
    const valuesOf = (file: string, column: string): unknown[] =>
      rows
        .filter(([name, one, type]) => name === file && one === column && type === 'value')
        .map(([, , , , value]) => value);
    expect(valuesOf('benefits', 'review')).toEqual([...reviewStates]);
    expect(valuesOf('persons.csv', 'review')).toEqual([...reviewStates]);
    expect(valuesOf('events.csv', 'kind')).toEqual([...eventKinds]);
    expect(valuesOf('events.csv', 'reasons')).toEqual([...eventReasons, 'unknown']);
    const labels = rows.map((row) => String(row[5]));
    expect(labels.every((label) => label.length > 0)).toBe(true);
    expect(labels.some((label) => label.includes('Kans'))).toBe(language === 'nl');
  },
);

test('a variable or a register with the name of a column has one of its own', () => {
  const payloadOf = [{ name: 'review', label: 'Review', type: 'boolean' as const }];
  const register = { ...study.registers[0]!, id: 'linked', payload: payloadOf };
  const odd = { ...study, registers: [register] } as Study;
  expect(registerTable(odd, register, new Map(), payload).header.at(-1)).toBe('register.review');
  expect(personTable(odd, new Map()).header.at(-1)).toBe('register.linked');
  const names = rowsOf(codebookTable(odd, false)).map(([, name]) => name);
  expect(names).toEqual(expect.arrayContaining(['register.review', 'register.linked']));
});

test('the table of events has a row per move, and says when no reason is told', () => {
  const moves = [
    { before: 'aa', after: 'cc', records: 2 },
    { before: 'bb', after: 'cc', records: 1 },
  ];
  const table = eventTable([
    { kind: 'merged', reasons: ['added', 'threshold'], moves },
    { kind: 'retracted', reasons: [], moves: [{ before: 'dd', after: '', records: 1 }] },
  ]);
  expect(table.name).toBe('events.csv');
  expect(rowsOf(table)).toEqual([
    [1, 'merged', 'added threshold', 'aa', 'cc', 2],
    [1, 'merged', 'added threshold', 'bb', 'cc', 1],
    [2, 'retracted', 'unknown', 'dd', '', 1],
  ]);
});

describe('a value', () => {
  const common = { name: 'v', label: 'V' };
  const date: PayloadVariable = { ...common, type: 'date' };

  test('that is a date is written as it was', () => {
    fc.assert(
      fc.property(fc.integer({ min: -719_528, max: 2_932_896 }), (days) => {
        const cell = cellOf(date, days);
        expect(cell).toMatch(/^\d{4}-\d\d-\d\d$/);
        expect(Date.parse(String(cell)) / 86_400_000).toBe(days);
      }),
    );
  });

  test('that is not there is an empty cell, and a number stays one', () => {
    expect(cellOf(date, undefined)).toBe('');
    expect(cellOf({ ...common, type: 'number' }, 0)).toBe(0);
    expect(cellOf({ ...common, type: 'number', unit: 'euro' }, -1.5)).toBe(-1.5);
    expect(cellOf({ ...common, type: 'code', codes: [] }, 3)).toBe('');
  });
});

test('quality counts what is linked, and what does not fit together', () => {
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
  expect(qualityOf({ result, statement: undefined }, links, payload, refused, encoding)).toEqual({
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
