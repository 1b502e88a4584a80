// SPDX-License-Identifier: EUPL-1.2
import { afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CommandContext } from '@koppel/console';
import { listen, makePlace, refusal, type Place } from '../testing/place.ts';
import { makeStudy, type TestStudy } from '../testing/study.ts';
import { check, release } from './check.ts';

let world: TestStudy;
let place: Place;
let printed: string[];

beforeAll(async () => {
  world = await makeStudy();
});

beforeEach(async () => {
  place = await makePlace();
  printed = [];
  place.write('study.yaml', JSON.stringify(world.input));
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

interface Group {
  readonly persons: number;
  readonly scheme?: string;
  readonly start?: string;
  readonly amount?: number | ((person: number) => number);
  readonly records?: number;
}

/** benefits.csv with groups of persons; pseudonyms go on from `first`. */
function benefits(name: string, groups: readonly Group[], first = 0): string {
  const rows = ['pseudonym,scheme,start,amount'];
  let person = first;
  for (const { persons, scheme = 'A', start = '2024-01-01', amount = 100, records = 1 } of groups) {
    for (let one = 0; one < persons; one += 1, person += 1) {
      const value = typeof amount === 'number' ? amount : amount(one);
      for (let record = 0; record < records; record += 1) {
        rows.push(`p${String(person)},${scheme},${start},${String(value)}`);
      }
    }
  }
  return place.write(name, `${rows.join('\n')}\n`);
}

const varied = (person: number): number => 100 + person;

const dataRules = `
dataSets:
  - { file: benefits, quasiIdentifiers: [scheme, start], sensitive: [amount] }
`;

describe('a data set', () => {
  test('of large and varied classes may leave, as the bytes that were checked', async () => {
    const file = benefits('benefits.csv', [
      { persons: 10, amount: varied },
      { persons: 12, scheme: 'B', amount: varied },
    ]);
    const rules = place.write('rules.yaml', dataRules);
    await release(contextOf(file, '--rules', rules, '--releases', at('out')));
    expect(readdirSync(at('out'))).toEqual(['release-0001']);
    expect(readdirSync(at('out/release-0001')).sort()).toEqual(['benefits.csv', 'released.json']);
    expect(readFileSync(at('out/release-0001/benefits.csv'))).toEqual(readFileSync(file));
    expect(printed.join()).toContain('May leave');
  });

  test('of small classes stays, and is told which step repairs it', async () => {
    const file = benefits('benefits.csv', [
      { persons: 10, amount: varied },
      { persons: 5, scheme: 'B', start: '2024-02-01', amount: varied },
      { persons: 5, scheme: 'B', start: '2024-02-20', amount: varied },
      { persons: 1, scheme: 'A', start: '2024-03-01', records: 30 },
    ]);
    const rules = place.write('rules.yaml', dataRules);
    const argv = [file, '--rules', rules, '--releases', at('out'), '--json'];
    expect(await refusal(place, () => release(contextOf(...argv)))).toEqual([
      'CHECK_K_ANONYMITY {"file":"benefits.csv","found":40}',
      'CHECK_L_DIVERSITY {"file":"benefits.csv","field":"amount","rule":"lDiversity","found":1}',
    ]);
    expect(existsSync(at('out'))).toBe(false);
    const told = JSON.parse(printed[0]!) as { dataSets: { kAnonymity: unknown }[] };
    expect(told.dataSets[0]!.kAnonymity).toEqual({
      classes: 3,
      records: 40,
      steps: [{ variable: 'start', coarser: 'year', left: 0 }],
    });
  });

  test('that says nearly the same of everybody in a class stays', async () => {
    const same = [
      { persons: 19, amount: 100 },
      { persons: 1, amount: 7 },
      { persons: 20, scheme: 'B', amount: 100 },
    ];
    const file = benefits('benefits.csv', same);
    const rules = place.write('rules.yaml', dataRules);
    expect(await refusal(place, () => check(contextOf(file, '--rules', rules)))).toEqual([
      'CHECK_L_DIVERSITY {"file":"benefits.csv","field":"amount","rule":"lDiversity","found":2}',
    ]);
  });

  test.each([
    ['en', 'k-anonymity', '✗ fails'],
    ['nl', 'k-anonimiteit', '✗ slaagt niet'],
  ] as const)('is told of on a page in %s, which lists what the rules say of it', async (language, name, fails) => {
    const file = benefits('benefits.csv', [{ persons: 10, amount: varied }, { persons: 5, scheme: 'B', amount: varied }]); // prettier-ignore
    const rules = place.write('rules.yaml', dataRules);
    const argv = [file, '--rules', rules, '--report', at('report.html')];
    const found = await refusal(place, () => check({ ...contextOf(...argv), language }));
    expect(found).toEqual(['CHECK_K_ANONYMITY {"file":"benefits.csv","found":5}']);
    const page = readFileSync(at('report.html'), 'utf8');
    for (const text of [name, fails, 'scheme, start', 'amount']) expect(page).toContain(text);
    expect(page).toMatch(new RegExp(`<html lang="${language}">`));
    expect(page).not.toMatch(/undefined|NaN|<script/);
  }); // prettier-ignore

  test('without persons is held against an earlier one by its classes', async () => {
    const lines = (counts: readonly number[]): string =>
      ['trait', ...counts.flatMap((count, one) => new Array<string>(count).fill(`t${String(one)}`))].join('\n');
    const rules = place.write('rules.yaml', 'dataSets: [{ file: one, quasiIdentifiers: [trait] }]');
    const argv = (counts: readonly number[]) => [place.write('one.csv', lines(counts)), '--rules', rules, '--releases', at('out')];
    await release(contextOf(...argv([20, 30])));
    expect(await refusal(place, () => release(contextOf(...argv([20, 33, 40]))))).toEqual([
      'CHECK_DIFFERENCE {"file":"one.csv","found":3}',
    ]);
    await release(contextOf(...argv([30, 30, 40])));
  }); // prettier-ignore

  test('with a variable that no rule names stays', async () => {
    const file = benefits('benefits.csv', [{ persons: 20, amount: varied }]);
    const rules = place.write('rules.yaml', 'dataSets: [{ file: benefits, sensitive: [amount] }]');
    expect(await refusal(place, () => check(contextOf(file, '--rules', rules)))).toEqual([
      'CHECK_UNDECLARED {"file":"benefits.csv","field":"scheme"}',
      'CHECK_UNDECLARED {"file":"benefits.csv","field":"start"}',
    ]);
  });

  test('of which few persons came since an earlier release stays', async () => {
    const rules = place.write('rules.yaml', dataRules);
    const argv = (file: string) => [file, '--rules', rules, '--releases', at('out')];
    const first = benefits('benefits.csv', [{ persons: 20, amount: varied }]);
    await release(contextOf(...argv(first)));
    // The same again tells nothing; three more do.
    await release(contextOf(...argv(first)));
    const second = benefits('benefits.csv', [{ persons: 23, amount: varied }]);
    expect(await refusal(place, () => release(contextOf(...argv(second))))).toEqual([
      'CHECK_DIFFERENCE {"file":"benefits.csv","found":3}',
    ]);
    const third = benefits('benefits.csv', [{ persons: 30, amount: varied }]);
    await release(contextOf(...argv(third)));
    expect(readdirSync(at('out'))).toEqual(['release-0001', 'release-0002', 'release-0003']);
  });

  test('of files that are fine each, and not when joined by person, stays', async () => {
    const lines = (of: (person: number) => string): string =>
      ['pseudonym,trait', ...Array.from({ length: 40 }, (_, one) => `p${String(one)},${of(one)}`)].join('\n');
    place.write('data/one.csv', lines((person) => (person < 20 ? 'a' : 'b')));
    place.write('data/two.csv', lines((person) => (person < 23 ? 'c' : 'd')));
    const rules = place.write('rules.yaml', `dataSets:
      - { file: one, quasiIdentifiers: [trait] }
      - { file: two, quasiIdentifiers: [trait] }`);
    // Three have b and c.
    expect(await refusal(place, () => check(contextOf(at('data'), '--rules', rules)))).toEqual([
      'CHECK_K_ANONYMITY {"file":"data/one.csv","rule":"joined","found":3}',
    ]);
  }); // prettier-ignore

  test('is not held against releases that cannot be read or are of another study', async () => {
    const file = benefits('benefits.csv', [{ persons: 20, amount: varied }]);
    place.write('rules.yaml', dataRules);
    const argv = [file, '--rules', at('rules.yaml'), '--releases', at('out')];
    await release(contextOf(...argv));
    for (const text of ['{', '{"study":"other","released":[]}']) {
      place.write('out/release-0001/released.json', text);
      expect(await refusal(place, () => release(contextOf(...argv)))).toEqual([
        'CHECK_EARLIER {"file":"out/release-0001/released.json"}',
      ]);
    }
  });
});

const tableRules = (more = ''): string => `
tables:
  - { id: by-scheme, from: benefits, dimensions: [{ name: scheme }, { name: start }], ${more} }
`;

const two = (counts: readonly number[]): Group[] =>
  counts.map((persons, cell) => ({
    persons,
    scheme: 'ABC'.charAt(cell % 3),
    start: `2024-0${String(1 + Math.floor(cell / 3))}-01`,
    amount: varied,
  }));

test('values that are rare are proposed to be taken together, or a variable to be left out', async () => {
  const groups = [['A', 30], ['B', 4], ['C', 7], ['D', 40]] as const; // prettier-ignore
  const file = benefits('benefits.csv', groups.map(([scheme, persons]) => ({ scheme, persons, amount: varied }))); // prettier-ignore
  const rules = place.write('rules.yaml', dataRules);
  await refusal(place, () => check(contextOf(file, '--rules', rules, '--json')));
  const told = JSON.parse(printed[0]!) as { dataSets: { kAnonymity: { steps: unknown } }[] };
  expect(told.dataSets[0]!.kAnonymity.steps).toEqual([
    { variable: 'scheme', coarser: 'merge', values: ['B', 'C'], left: 0 },
  ]);
});

describe('a table', () => {
  test('with a cell of 7 stays, and leaves when categories are merged', async () => {
    benefits('data/benefits.csv', two([20, 50, 15, 7, 19, 22]));
    place.write('rules.yaml', tableRules());
    const argv = [at('data'), '--table', '--rules', at('rules.yaml'), '--releases', at('out')];
    expect(await refusal(place, () => release(contextOf(...argv)))).toEqual([
      'CHECK_SMALL_CELL {"path":"by-scheme","found":1}',
    ]);
    expect(existsSync(at('out'))).toBe(false);
    place.write(
      'rules.yaml',
      `tables: [{ id: by-scheme, from: benefits, dimensions: [
        { name: scheme, groups: { AB: [A, B] } }, { name: start }] }]`,
    );
    await release(contextOf(...argv));
    const text = readFileSync(at('out/release-0001/by-scheme.csv'), 'utf8');
    expect(text.split('\n')).toContain('AB,2024-02-01,26');
    expect(text).not.toMatch(/^A,/m);
  });

  test('leaves with suppressed cells that no sum gives away', async () => {
    benefits('data/benefits.csv', two([20, 50, 15, 7, 19, 22]));
    place.write('rules.yaml', tableRules('sum: amount'));
    const argv = [at('data'), '--table', '--suppress', '--rules', at('rules.yaml'), '--releases', at('out'), '--report', at('report.html')]; // prettier-ignore
    await release(contextOf(...argv));
    const lines = readFileSync(at('out/release-0001/by-scheme.csv'), 'utf8').trim().split('\n');
    expect(lines[0]).toBe('scheme,start,n,amount');
    expect(lines.filter((line) => line.endsWith(',x,x')).length).toBeGreaterThanOrEqual(4);
    expect(lines).toContain('A,2024-02-01,x,x');
    const page = readFileSync(at('report.html'), 'utf8');
    expect(page).toContain('scheme: A, start: 2024-02-01');
    expect(page).not.toMatch(/undefined|NaN|<script/);
    // What left is itself a table that may leave again, as a reader has it, without the amount.
    const counts = lines.map((line) => line.split(',').slice(0, 3).join(','));
    const copy = place.write('by-scheme.csv', `${counts.join('\n')}\n`);
    await check(contextOf(copy, '--table'));
  });

  test('of ages in other groups than before stays when few lie between', async () => {
    const file = (groups: string): string =>
      `tables: [{ id: t, from: benefits, dimensions: [{ name: scheme, groups: ${groups}, harmless: true }] }]`;
    benefits('data/benefits.csv', two([30, 5, 40]));
    const argv = [at('data'), '--table', '--rules', at('rules.yaml'), '--releases', at('out')];
    place.write('rules.yaml', file('{ AB: [A, B] }'));
    await release(contextOf(...argv));
    place.write('rules.yaml', file('{ BC: [B, C] }'));
    expect(await refusal(place, () => release(contextOf(...argv)))).toEqual([
      'CHECK_DIFFERENCE {"path":"t","found":2}',
    ]);
    place.write('rules.yaml', file('{ AB: [A, B] }'));
    await release(contextOf(...argv));
  });

  test('that tells what an earlier one suppressed stays', async () => {
    const argv = ['--table', '--rules', at('rules.yaml'), '--releases', at('out')];
    benefits('data/benefits.csv', two([7, 20, 40]));
    place.write('rules.yaml', 'tables: [{ id: t, from: benefits, dimensions: [{ name: scheme, harmless: true }] }]');
    await release(contextOf(at('data'), '--suppress', ...argv));
    place.write('rules.yaml', 'tables: [{ id: u, from: benefits, where: { scheme: [B, C] }, dimensions: [{ name: scheme, harmless: true }] }]');
    expect(await refusal(place, () => release(contextOf(at('data'), ...argv)))).toEqual([
      'CHECK_DIFFERENCE {"path":"u","found":2}',
    ]);
  }); // prettier-ignore

  test('with one who brings most of an amount stays', async () => {
    const amount = (person: number): number => (person === 0 ? 5000 : 10);
    benefits('data/benefits.csv', [{ persons: 20, amount }, { persons: 20, scheme: 'B', amount: varied }]); // prettier-ignore
    place.write('rules.yaml', 'tables: [{ id: t, from: benefits, sum: amount, dimensions: [{ name: scheme }] }]');
    const argv = [at('data'), '--table', '--rules', at('rules.yaml')];
    expect(await refusal(place, () => check(contextOf(...argv)))).toEqual([
      'CHECK_DOMINANCE {"path":"t","found":2}',
    ]);
  }); // prettier-ignore
});

describe('a table from elsewhere', () => {
  test.each<[string, string, string]>([
    ['has too little', 'a,n\nx1,20\nx2,9\n', 'CHECK_SMALL_CELL {"path":"t","found":1}'],
    ['has no count', 'a,m\nx1,20\n', 'CHECK_TABLE {"file":"t.csv","field":"n","rule":"column"}'],
    ['has no number', 'a,n\nx1,20\nx2,y\n', 'CHECK_TABLE {"file":"t.csv","row":2,"field":"n","rule":"number"}'],
    ['has half a person', 'a,n\nx1,20.5\n', 'CHECK_TABLE {"file":"t.csv","row":1,"field":"n","rule":"number"}'],
    ['has a cell twice', 'a,n\nx1,20\nx1,30\n', 'CHECK_TABLE {"file":"t.csv","row":2,"rule":"twice"}'],
    ['has a wrong total', 'a,n\nx1,20\nx2,30\ntotal,51\n', 'CHECK_TABLE {"file":"t.csv","rule":"sum"}'],
    ['has an amount alone', 'a,n,sum\nx1,20,100\n', 'CHECK_TABLE {"file":"t.csv","field":"sum","rule":"largest"}'],
    ['is dominated', 'a,n,sum,largest\nx1,20,100,60\nx2,20,900,60\n', 'CHECK_DOMINANCE {"path":"t","found":1}'],
    ['counts records', 'a,n,units\nx1,20,4\nx2,20,20\n', 'CHECK_SMALL_CELL {"path":"t","found":1}'],
    ['gives a suppressed cell away', 'a,n\nx1,x\nx2,20\ntotal,27\n', 'CHECK_PATTERN {"path":"t","found":1}'],
    ['tells nearly', 'a,n\nx1,x\nx2,x\nx3,20\ntotal,28\n', 'CHECK_PATTERN {"path":"t","found":2}'],
    ['is one group', 'a,n\nx1,95\nx2,10\nx3,10\n', 'accepted'],
    ['is nearly one group', 'a,n\nx1,950\nx2,10\nx3,10\n', 'CHECK_GROUP {"path":"t","found":1}'],
  ])('%s', async (_, text, expected) => {
    const file = place.write('t.csv', text);
    expect(await refusal(place, () => check(contextOf(file, '--table')))).toEqual([expected]);
  }); // prettier-ignore

  test('of another form is refused by name', async () => {
    const file = place.write('t.sav', 'x');
    expect(await refusal(place, () => check(contextOf(file, '--table')))).toEqual([
      'CHECK_TABLE {"file":"t.sav","rule":"format"}',
    ]);
    expect(await refusal(place, () => check(contextOf(at('none.csv'))))).toEqual([
      'FILE_MISSING {"file":"none.csv"}',
    ]);
  });
});

test.each<[string, string[]]>([
  ['thresholds: { smallCell: 5 }', ['thresholds.smallCell']],
  ['thresholds: { group: 0.95, dominance: 0.6 }', ['thresholds.dominance', 'thresholds.group']],
  ['tables: [{ id: a/b, dimensions: [{ name: x }] }]', ['tables.0.id']],
  ['tables: [{ id: a, dimensions: [{ name: x }, { name: x }] }]', ['tables.0.dimensions.1']],
  ['tables: [{ id: a, dimensions: [{ name: x, groups: { p: [v], q: [v] } }] }]', ['tables.0.dimensions.0.groups']],
  ['dataSets: [{ file: a }, { file: a }]', ['dataSets.1.file']],
  ['a: [', ['yaml']],
])('rules %s are refused with their place', async (text, paths) => {
  const file = place.write('t.csv', 'a,n\nx1,20\n');
  const rules = place.write('rules.yaml', text);
  expect(await refusal(place, () => check(contextOf(file, '--rules', rules)))).toEqual(
    paths.map((path) => `RULES_INVALID {"file":"rules.yaml","path":"${path}"}`),
  );
}); // prettier-ignore

describe('what could hide something from the check', () => {
  test('a folder whose name looks like a column stands for none', async () => {
    const file = benefits('scheme=A/benefits.csv', [{ persons: 30 }, { persons: 3, scheme: 'B' }]);
    const rules = place.write('rules.yaml', dataRules);
    const found = await refusal(place, () => check(contextOf(file, '--rules', rules)));
    expect(found[0]).toBe('CHECK_K_ANONYMITY {"file":"scheme=A/benefits.csv","found":3}');
  });

  test('a file without a line of names: its first person is not told', async () => {
    const file = place.write('other.csv', 'Jansen,1980-01-01\nPietersen,1981-02-03\n');
    const found = await refusal(place, () => check(contextOf(file)));
    expect(found.length).toBeGreaterThan(0);
    expect(found.join('\n')).not.toMatch(/Jansen|1980/);
  });

  test('nothing to read is not a pass', async () => {
    place.write('empty/readme.txt', 'nothing');
    expect(await refusal(place, () => check(contextOf(at('empty'))))).toEqual([
      'FILE_MISSING {"file":"empty"}',
    ]);
  });

  test('an earlier release of which a file was changed', async () => {
    const rules = place.write('rules.yaml', dataRules);
    const groups = [
      { persons: 30, amount: varied },
      { persons: 30, scheme: 'B', amount: varied },
    ];
    const argv = [benefits('benefits.csv', groups), '--rules', rules, '--releases', at('out')];
    await release(contextOf(...argv));
    place.write('out/release-0001/benefits.csv', 'pseudonym,scheme,start,amount\n');
    expect(await refusal(place, () => check(contextOf(...argv)))).toEqual([
      'CHECK_EARLIER {"file":"out/release-0001/benefits.csv"}',
    ]);
  });
});
