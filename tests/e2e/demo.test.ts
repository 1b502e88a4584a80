// SPDX-License-Identifier: EUPL-1.2
/**
 * The demo, small, as `./koppel demo` starts it: what it leaves is well formed, and as good as it
 * says when counted again against the truth.
 */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { env, execPath } from 'node:process';
import { readTable, type Row } from '../support/csv.ts';
import { filesUnder } from '../support/snapshot.ts';
import { makeWorkspace } from '../support/workspace.ts';

const program = join(import.meta.dirname, '../../packages/evaluation/src/bin.ts');
const workspace = makeWorkspace();
const out = join(workspace.folder, 'out');
const perRegister = 800;
const registers = ['population', 'benefits', 'trajectories'] as const;
let printed: string;
let tables: Readonly<Record<string, ReturnType<typeof readTable>>>;

function demo(...args: readonly string[]) {
  return spawnSync(execPath, [program, 'demo', ...args], {
    encoding: 'utf8',
    env: {
      HOME: workspace.folder,
      TMPDIR: workspace.folder,
      NODE_COMPILE_CACHE: env['NODE_COMPILE_CACHE'],
    },
  });
}

beforeAll(() => {
  const { status, stdout, stderr } = demo(
    '--records', String(perRegister), '--seed', '3', '--out', out, '--lang', 'nl',
  ); // prettier-ignore
  if (status !== 0) throw Object.assign(new Error('the demo failed'), { stderr });
  printed = stdout;
  const dataSet = join(out, 'researcher', 'data-set');
  tables = Object.fromEntries(
    ['persons', 'codebook', ...registers].map((name) => [
      name,
      readTable(join(dataSet, `${name}.csv`)),
    ]),
  );
}, 300_000);

afterAll(() => {
  workspace.remove();
});

const rowsOf = (name: string): readonly Row[] => tables[name]!.rows;

describe('the data set', () => {
  test('holds every record of every register once', () => {
    for (const register of registers) {
      const names = rowsOf(register).map(({ owner, volgnummer }) => `${owner!} ${volgnummer!}`);
      expect(names).toHaveLength(perRegister);
      expect(new Set(names).size).toBe(perRegister);
    }
  });

  test('names persons by pseudonyms, and says which records are linked', () => {
    const all = registers.flatMap(rowsOf);
    const counts = new Map<string, number>();
    for (const { pseudonym } of all) counts.set(pseudonym!, (counts.get(pseudonym!) ?? 0) + 1);
    for (const { pseudonym, linked, matchQuality } of all) {
      expect(pseudonym).toMatch(/^[0-9a-f]{32}$/);
      expect(linked).toBe(counts.get(pseudonym!)! > 1 ? '1' : '0');
      if (linked === '0') expect(matchQuality).toBe('');
      else expect(Number(matchQuality)).toBeGreaterThanOrEqual(0.45);
    }
    expect(rowsOf('persons').map(({ pseudonym }) => pseudonym)).toEqual([...counts.keys()].sort());
  });

  test('counts in its table of persons what the registers hold', () => {
    const total = (name: string): number =>
      rowsOf('persons').reduce((sum, row) => sum + Number(row[name]), 0);
    for (const register of registers) expect(total(register)).toBe(perRegister);
    // A register of an owner holds a person at most once, and there are two owners.
    for (const register of registers) {
      expect(rowsOf('persons').every((row) => Number(row[register]) <= 2)).toBe(true);
    }
  });

  test('explains every variable, and holds only values that it explains', () => {
    const codebook = rowsOf('codebook');
    for (const register of registers) {
      const variables = tables[register]!.header;
      const explained = codebook.filter((row) => row['file'] === register);
      const types = new Map(
        explained
          .filter(({ type }) => type !== 'value')
          .map(({ variable, type }) => [variable!, type!]),
      );
      expect([...types.keys()]).toEqual(variables);
      for (const [name, type] of types) {
        const codes = explained
          .filter((row) => row['variable'] === name && row['type'] === 'value')
          .map((row) => row['value']!);
        const values = rowsOf(register).map((row) => row[name]!);
        const fits: Record<string, (value: string) => boolean> = {
          text: (value) => value.length > 0,
          code: (value) => codes.includes(value),
          date: (value) => /^\d{4}-\d{2}-\d{2}$/.test(value),
          number: (value) => Number.isFinite(Number(value)),
          boolean: (value) => value === '0' || value === '1',
        };
        expect(values.filter((value) => value !== '' && !fits[type]!(value))).toEqual([]);
        expect(values.some((value) => value !== '')).toBe(true);
      }
    }
  });

  test('carries the research variables of the very record', () => {
    for (const owner of ['rotterdam', 'denhaag']) {
      const source = readTable(join(out, owner, 'benefits.csv')).rows;
      const own = rowsOf('benefits').filter((row) => row['owner'] === owner);
      for (const row of own) {
        const record = source[Number(row['volgnummer']) - 1]!;
        expect(row).toMatchObject({
          ingangsdatum: record['ingangsdatum'],
          einddatum: record['einddatum'],
          regeling: record['regeling'],
        });
        expect(Number(row['bedrag'])).toBe(Number(record['bedrag']));
      }
    }
  });
});

describe('the quality', () => {
  /** Pairs of records of one person, or one pseudonym, from two registers or two owners. */
  function pairs(groups: ReadonlyMap<string, readonly string[]>): Set<string> {
    const source = (record: string): string => record.slice(0, record.lastIndexOf(' '));
    return new Set(
      [...groups.values()].flatMap((records) =>
        records.flatMap((first) =>
          records
            .filter((second) => first < second && source(first) !== source(second))
            .map((second) => `${first}|${second}`),
        ),
      ),
    );
  }

  function groupBy(rows: readonly (readonly [group: string, record: string])[]) {
    const groups = new Map<string, string[]>();
    for (const [group, record] of rows) groups.set(group, [...(groups.get(group) ?? []), record]);
    return groups;
  }

  test('counted again from the files is high, and what the demo said', () => {
    const record = (owner: string, register: string, number: string): string =>
      `${owner} ${register} ${number}`;
    const truth = pairs(
      groupBy(
        readTable(join(out, 'truth.csv')).rows.map((row) => [
          row['person']!,
          record(row['owner']!, row['register']!, row['volgnummer']!),
        ]),
      ),
    );
    const found = pairs(
      groupBy(
        registers.flatMap((register) =>
          rowsOf(register).map(
            (row) =>
              [row['pseudonym']!, record(row['owner']!, register, row['volgnummer']!)] as const,
          ),
        ),
      ),
    );
    const right = [...found].filter((pair) => truth.has(pair)).length;
    const precision = right / found.size;
    const recall = right / truth.size;
    expect(truth.size).toBeGreaterThan(500);
    // The study accepts 3 % of false links as estimated; so few records tell that roughly.
    expect(precision).toBeGreaterThan(0.95);
    expect(recall).toBeGreaterThan(0.95);
    const summary = JSON.parse(readFileSync(join(out, 'summary.json'), 'utf8')) as {
      score: { overall: Record<'precision' | 'recall', Record<'value' | 'low' | 'high', number>> };
    };
    const { overall } = summary.score;
    expect(overall.precision.value).toBeCloseTo(precision, 12);
    expect(overall.recall.value).toBeCloseTo(recall, 12);
    expect(overall.recall.low).toBeLessThan(recall);
    expect(overall.recall.high).toBeGreaterThan(recall);
  });
});

test('the summary is in the language that was asked for', () => {
  for (const word of ['gecodeerd', 'gekoppeld', 'Seconden', 'Gegevensbestand', 'Verslag']) {
    expect(printed).toContain(word);
  }
  expect(printed).not.toMatch(/Data set|encoded|linked/);
});

test('the report is one page that needs nothing from elsewhere', () => {
  const page = readFileSync(join(out, 'report.html'), 'utf8');
  expect(page).toMatch(/^<!doctype html>/i);
  expect(page).toContain('lang="nl"');
  expect(page).toContain('<svg');
  expect(page).not.toMatch(/<script|<link|src=["']?http|url\(\s*["']?http|@import/i);
});

test('every party keeps to its own folder', () => {
  const names = filesUnder(out).map((path) => path.split('/')[0]!);
  expect([...new Set(names)].sort()).toEqual([
    'denhaag', 'linkage-unit', 'log', 'made-by-koppel-demo', 'report.html', 'researcher',
    'rotterdam', 'study.yaml', 'summary.json', 'truth.csv',
  ]); // prettier-ignore
  expect(filesUnder(workspace.folder).every((path) => path.startsWith('out/'))).toBe(true);
});

test('a folder that is not of a demo is left alone', () => {
  const { status, stderr } = demo('--records', '200', '--out', join(out, 'log'));
  expect(status).not.toBe(0);
  expect(stderr).toContain('DEMO_FOLDER');
  expect(filesUnder(join(out, 'log')).join()).toContain('koppel-log.sqlite');
});

test('tells what the second round gained, counted against the truth', () => {
  const summary = JSON.parse(readFileSync(join(out, 'summary.json'), 'utf8')) as {
    firstRound: { overall: { correct: number } };
    score: { overall: { correct: number } };
    looks: { rounds: number; looks: number };
  };
  // Six sources: fifteen pairs and six with themselves; each record has five looks in six rounds.
  expect(summary.looks).toMatchObject({ rounds: 21, looks: 3 * perRegister * 6 * 5 });
  const gained = summary.score.overall.correct - summary.firstRound.overall.correct;
  expect(printed).toMatch(new RegExp(`Goede koppelingen +[+]${String(gained)}\\n`));
});
