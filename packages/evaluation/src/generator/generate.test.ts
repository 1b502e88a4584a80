// SPDX-License-Identifier: EUPL-1.2
import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { isKoppelError } from '@koppel/errors';
import {
  faultNames,
  generatePair,
  generateRegisters,
  noFaults,
  pairTruthTable,
  passesElfproef,
  payloadCodes,
  toCsv,
  truthTable,
  type GeneratorOptions,
  type RegisterFile,
  type RegisterRequest,
} from './index.ts';

const rotterdam = { owner: 'rotterdam', city: 'Rotterdam' } as const;

const options: GeneratorOptions = {
  seed: 'test',
  registers: [
    { ...rotterdam, register: 'population', records: 4000 },
    { ...rotterdam, register: 'benefits', records: 2000, overlap: 0.9 },
    { owner: 'utrecht', city: 'Utrecht', register: 'trajectories', records: 1500, overlap: 0.4 },
  ],
};

const generated = generateRegisters(options);

function column(file: RegisterFile, name: string): string[] {
  const index = file.header.indexOf(name);
  expect(index).toBeGreaterThanOrEqual(0);
  return file.rows.map((row) => row[index]!);
}

const bytes = (from: GeneratorOptions): string => {
  const { files, truth } = generateRegisters(from);
  return createHash('sha256')
    .update([...files, truthTable(truth)].map(toCsv).join(''))
    .digest('hex');
};

test('a seed gives the same bytes, another seed others', () => {
  expect(bytes(options)).toBe(bytes({ ...options }));
  expect(bytes({ ...options, seed: 'other' })).not.toBe(bytes(options));
});

test('files have the asked size, columns and record numbers', () => {
  expect(generated.files.map(({ rows }) => rows.length)).toEqual([4000, 2000, 1500]);
  for (const file of generated.files) {
    expect(file.rows.every((row) => row.length === file.header.length)).toBe(true);
    expect(column(file, 'volgnummer')).toEqual(file.rows.map((_, row) => String(row + 1)));
    expect(new Set(file.rows.map(([number]) => number)).size).toBe(file.rows.length);
  }
});

describe('truth', () => {
  test('holds each person once in a register, and the overlap asked for', () => {
    const [population, benefits, trajectories] = generated.truth.map(
      ({ persons }) => new Set(persons),
    );
    expect([population!.size, benefits!.size, trajectories!.size]).toEqual([4000, 2000, 1500]);
    const known = [...trajectories!].filter(
      (person) => population!.has(person) || benefits!.has(person),
    );
    expect([...benefits!].filter((person) => population!.has(person))).toHaveLength(1800);
    expect(known).toHaveLength(600);
  });

  test('names the same person in both files: sex and undisturbed BSN agree', () => {
    const [population, benefits] = generated.files as [RegisterFile, RegisterFile];
    const bsnOf = new Map(
      column(population, 'bsn').map((bsn, row) => [generated.truth[0]!.persons[row]!, bsn]),
    );
    const bsns = column(benefits, 'bsn');
    const clean = Array.from(generated.truth[1]!.persons.entries()).filter(
      ([row, person]) =>
        bsnOf.has(person) && bsns[row] !== '' && generated.truth[1]!.faults[row]! === 0,
    );
    expect(clean.length).toBeGreaterThan(300);
    for (const [row, person] of clean) expect(bsns[row]).toBe(bsnOf.get(person));
  });

  test('as a table names register, row, person, origin and faults', () => {
    const table = truthTable(generated.truth);
    expect(table.rows).toHaveLength(7500);
    expect(table.rows[0]!.slice(0, 3)).toEqual(['rotterdam', 'population', '1']);
    const named = table.rows.flatMap((row) => row[5]!.split(' ')).filter((name) => name !== '');
    for (const name of new Set(named)) expect(faultNames).toContain(name);
  });
});

describe('values', () => {
  const [population, benefits, trajectories] = generated.files as [
    RegisterFile,
    RegisterFile,
    RegisterFile,
  ];

  test('every population BSN passes the elfproef and is unique', () => {
    const bsns = column(population, 'bsn');
    expect(bsns.filter((bsn) => !passesElfproef(bsn))).toEqual([]);
    expect(new Set(bsns).size).toBe(bsns.length);
  });

  test('dates have the form of their register and are possible', () => {
    for (const date of column(population, 'geboortedatum')) expect(date).toMatch(/^\d{8}$/);
    const iso = [...column(benefits, 'geboortedatum'), ...column(trajectories, 'geboortedatum')];
    for (const date of iso) expect(date).toMatch(/^\d{4}-\d\d-\d\d$/);
    const all = [
      ...column(population, 'geboortedatum'),
      ...iso.map((date) => date.replaceAll('-', '')),
    ];
    for (const date of all) {
      const [year, month, day] = [date.slice(0, 4), date.slice(4, 6), date.slice(6)].map(Number);
      if (month === 0 || day === 0) continue;
      const real = new Date(Date.UTC(year!, month! - 1, day));
      expect([real.getUTCMonth() + 1, real.getUTCDate()]).toEqual([month, day]);
    }
  });

  test('broken rows appear only when asked for', () => {
    const broken = generateRegisters({
      seed: 1,
      registers: [{ ...rotterdam, register: 'population', records: 2000 }],
      brokenRows: 0.1,
    });
    const impossible = column(broken.files[0]!, 'geboortedatum').filter((date) =>
      date.endsWith('1341'),
    );
    expect(impossible.length).toBeGreaterThan(130);
    expect(impossible.length).toBeLessThan(270);
  });

  test('a postcode belongs to one street or a few, in its own city', () => {
    const postcodes = column(population, 'postcode');
    expect(postcodes.every((code) => /^30[1-8]\d[A-Z]{2}$/.test(code))).toBe(true);
    const streetArea = new Map<string, string>();
    column(population, 'straatnaam').forEach((street, row) => {
      const area = postcodes[row]!.slice(0, 4);
      expect(streetArea.get(street) ?? area).toBe(area);
      streetArea.set(street, area);
    });
    expect(new Set(column(trajectories, 'woonplaats'))).toEqual(new Set(['Rotterdam', 'Utrecht']));
  });

  test('streets of a social-domain system are cut at 24 characters', () => {
    const longest = Math.max(...column(benefits, 'straatnaam').map((street) => street.length));
    expect(longest).toBe(24);
  });

  test('payload holds only listed codes, numbers and dates in order', () => {
    const codes = (file: RegisterFile, name: keyof typeof payloadCodes): void => {
      const listed: readonly string[] = payloadCodes[name];
      expect(column(file, name).filter((code) => !listed.includes(code))).toEqual([]);
    };
    codes(population, 'geboorteland');
    codes(benefits, 'regeling');
    codes(trajectories, 'code_type');
    expect(new Set(column(trajectories, 'uitstroom_werk'))).toEqual(new Set(['0', '1']));
    expect(column(benefits, 'bedrag').every((amount) => Number(amount) > 0)).toBe(true);
    const ends = column(benefits, 'einddatum');
    column(benefits, 'ingangsdatum').forEach((start, row) => {
      expect(ends[row] === '' || ends[row]! > start).toBe(true);
    });
  });
});

test('without faults the linkage fields of one person agree exactly', () => {
  const { a, b, truth } = generatePair({
    seed: 3,
    perSide: 3000,
    overlap: 0.6,
    faults: { a: noFaults, b: noFaults },
  });
  expect(truth.a.length).toBe(1800);
  truth.a.forEach((row, index) => {
    const [left, right] = [a.rows[row]!.slice(1), b.rows[truth.b[index]!]!.slice(1)];
    expect(right.map((value) => value.replace(/^(\d{4})-(\d\d)-(\d\d)$/, '$1$2$3'))).toEqual(left);
  });
});

test('the truth of a pair is a table of record ids', () => {
  const pair = generatePair({ seed: 3, perSide: 50, city: 'Amsterdam' });
  const table = pairTruthTable(pair);
  expect(table.header).toEqual(['a_rid', 'b_rid']);
  expect(table.rows).toHaveLength(25);
  const entity = new Map([...pair.a.rows, ...pair.b.rows].map(([rid, id]) => [rid, id]));
  for (const [left, right] of table.rows) expect(entity.get(left)).toBe(entity.get(right));
});

const population: RegisterRequest = { ...rotterdam, register: 'population', records: 100 };

test.each<[string, string, Partial<GeneratorOptions>]>([
  [
    'registers[1].overlap',
    'tooFewPersons',
    { registers: [population, { ...population, records: 300, overlap: 1 }] },
  ],
  ['registers[0].overlap', 'between0And1', { registers: [{ ...population, overlap: 1.5 }] }],
  ['registers[0].records', 'positiveInteger', { registers: [{ ...population, records: 0 }] }],
  [
    'registers[0].city',
    'knownCity',
    { registers: [{ ...population, city: 'Delft' as 'Utrecht' }] },
  ],
  [
    'registers[0].faults.nameTypo',
    'between0And1',
    { registers: [{ ...population, faults: { nameTypo: -1 } }] },
  ],
  ['persons.twins', 'between0And1', { persons: { twins: 2 } }],
  ['brokenRows', 'between0And1', { brokenRows: Number.NaN }],
  ['dependence.carelessFactor', 'between0And1', { dependence: { carelessFactor: 9 } }],
])('refuses %s: %s', (path, rule, wrong) => {
  const attempt = (): unknown => generateRegisters({ ...options, ...wrong });
  expect(attempt).toThrow('USAGE');
  try {
    attempt();
  } catch (error) {
    expect(isKoppelError(error, 'USAGE') && error.place).toEqual({ path, rule });
  }
});

test('values with commas and quotes are quoted in CSV', () => {
  const csv = toCsv({
    header: ['a', 'b'],
    rows: [
      ['Berg, van den', 'x "y"'],
      ['plain', ''],
    ],
  });
  expect(csv).toBe('a,b\n"Berg, van den","x ""y"""\nplain,\n');
});
