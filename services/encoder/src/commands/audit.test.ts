// SPDX-License-Identifier: EUPL-1.2
/**
 * The command on a small generated register: what it finds, what it writes and what it never writes,
 * that it needs no key, no log and no go, and how it ends early.
 */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { runService, type Reporter } from '@koppel/console';
import type { AuditReport } from '../audit/model.ts';
import { help } from '../help.ts';
import { listen, makePlace, type Place } from '../testing/place.ts';
import {
  cleanRows,
  profiledStudy,
  writeRegister,
  type ProfiledFiles,
  type Row,
} from '../testing/profiled.ts';
import { audit } from './audit.ts';

const persons = 860;
/** Two attacks at one level, so that the test takes seconds. */
const quick = { attacks: 'seededProfile,tupleTest', 'known-pairs': '20' };

let place: Place;
let files: ProfiledFiles;
let study: string;
/** What the first audit said, to search it. */
let said: string;
const rows: readonly Row[] = cleanRows(persons);

beforeAll(async () => {
  place = await makePlace();
  files = writeRegister(place.folder, rows);
  const read = await profiledStudy();
  // Before any decision: an audit is what a decision is taken on.
  const undecided = { ...read.study, decisions: [], documents: [] };
  study = place.write('study.yaml', JSON.stringify(undecided));
});

afterAll(async () => {
  await place.remove();
});

interface Called {
  readonly language?: 'en' | 'nl';
  readonly onStage?: (stage: string) => void;
}

async function call(options: Readonly<Record<string, string | true | undefined>>, { language = 'en', onStage }: Called = {}) {
  const printed: string[] = [];
  const told = listen();
  const reporter: Reporter = {
    ...told.reporter,
    progress(stage, total) {
      onStage?.(stage);
      return told.reporter.progress(stage, total);
    },
  };
  const all = { study, register: 'benefits', mapping: files.mapping, input: files.input, ...options };
  const code = await runService(
    { name: 'koppel-encoder', help, commands: { audit } },
    {
      argv: [
        'audit',
        ...Object.entries(all).flatMap(([name, value]) => (typeof value === 'string' ? [`--${name}`, value] : [`--${name}`])),
      ],
      language,
      reporter,
      environment: {},
      print: (text) => printed.push(text),
    },
  );
  const problems = told.lines.filter(({ event }) => event === 'problem');
  return {
    code,
    printed: printed.join('\n'),
    lines: told.lines,
    problems: problems.map((one) => [one['code'], one['place']]),
  };
} // prettier-ignore

const at = (name: string): string => join(place.folder, name);
const readReport = (name: string): AuditReport =>
  JSON.parse(readFileSync(at(name), 'utf8')) as AuditReport;

/** Without what may differ between two runs. */
function timeless(report: AuditReport): object {
  return { ...report, day: '', attacks: report.attacks.map((run) => ({ ...run, seconds: 0 })) };
}

describe('an audit', () => {
  test('finds that a plain filter is read by who knows twenty people', async () => {
    const done = await call({ ...quick, out: at('a.html'), data: at('a.json') });
    expect([done.code, done.problems]).toEqual([0, []]);
    const report = readReport('a.json');
    expect(report).toMatchObject({ format: 'koppel-audit', version: 1, rows: persons, persons, seed: 1 });
    expect(report.attacks.map(({ attack }) => attack)).toEqual(['seededProfile', 'tupleTest']);
    expect(report.attacks[0]!.result.interval.low).toBeGreaterThan(0.5);
    expect(report.attacks[0]!.result.chance).toBeLessThan(0.01);
    expect(done.printed).toMatch(/20 known pairs/);
    said = done.printed + JSON.stringify(done.lines);
    expect(readFileSync(at('a.html'), 'utf8')).toMatch(/^<!doctype html>[^]*<\/html>\s*$/);
    expect(readdirSync(place.folder).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  }, 60_000); // prettier-ignore

  test('holds it to the gates: one failed, and those that were not measured do not count as held', () => {
    const report = readReport('a.json');
    expect(report.verdict).toBe('failed');
    expect(report.gates).toEqual([expect.objectContaining({ attack: 'tupleTest', limit: 3, passed: false })]);
    const open = report.unmeasured.map(({ attack, knownPairs }) => [attack, knownPairs]);
    expect(open).toEqual(expect.arrayContaining([['seededProfile', 100], ['knownPairDecoding', 300]]));
  }); // prettier-ignore

  test('is the same for rows in another order', async () => {
    const reversed = writeRegister(place.folder, [...rows].reverse());
    await call({ ...quick, data: at('b.json'), input: reversed.input });
    files = writeRegister(place.folder, rows);
    expect(timeless(readReport('b.json'))).toEqual(timeless(readReport('a.json')));
  }, 60_000);

  test('has no value of a record in what it writes and says', () => {
    const text = [...['a.html', 'a.json'].map((name) => readFileSync(at(name), 'utf8')), said].join();
    const columns = ['nr', 'bsn', 'voornamen', 'achternaam', 'geboren', 'postcode'];
    const values = rows.flatMap((row) => columns.map((name) => row[name]!));
    expect(values.filter((value) => text.includes(`${value}<`) || text.includes(`"${value}"`))).toEqual([]);
    // Long enough to be found in no other word.
    const names = rows.flatMap(({ bsn, voornamen }) => [bsn!, voornamen!]);
    expect(names.filter((value) => text.includes(value))).toEqual([]);
  }); // prettier-ignore
});

describe('with --gate it fails', () => {
  test('where an attack got too far; what it found is written all the same', async () => {
    const done = await call({ attacks: 'tupleTest', gate: true, out: at('gate.html') });
    expect([done.code, done.problems]).toEqual([4, [['AUDIT_GATE', { rule: 'tupleTest' }]]]);
    expect(readFileSync(at('gate.html'), 'utf8')).toContain('did not hold');
  }, 60_000);

  test('where a gate was not measured: not asked for, or too few people', async () => {
    const done = await call({ attacks: 'frequency,knownPairDecoding', 'known-pairs': '5000', gate: true });
    expect(done.code).toBe(4);
    expect(done.problems).toContainEqual(['AUDIT_GATE_OPEN', { rule: 'tupleTest' }]);
    expect(done.problems).toContainEqual(['AUDIT_TOO_FEW', { rule: 'knownPairDecoding' }]);
    expect(done.problems.map(([, where]) => (where as { rule: string }).rule)).not.toContain('frequency');
  }, 60_000); // prettier-ignore
});

describe('ends early', () => {
  test('with how many people each attack needs, where there are too few', async () => {
    const done = await call({ attacks: 'seededProfile', 'known-pairs': '20,1000', records: '150', out: at('few.html') });
    expect([done.code, done.problems.map(([code]) => code)]).toEqual([3, ['AUDIT_TOO_FEW']]);
    const told = done.lines.filter(({ event }) => event === 'attackNotRun');
    expect(told).toContainEqual(
      expect.objectContaining({ stage: 'seededProfile', code: 'AUDIT_TOO_FEW', knownPairs: 20, persons: 150, needed: 840 }),
    );
    expect(told).toContainEqual(expect.objectContaining({ knownPairs: 1000, needed: 2800 }));
    expect(readdirSync(place.folder)).not.toContain('few.html');
  }); // prettier-ignore

  test.each(['SIGINT', 'SIGTERM'] as const)('on %s, with nothing left behind', async (signal) => {
    const before = readdirSync(place.folder);
    const done = await call(
      { ...quick, out: at('stopped.html'), data: at('stopped.json') },
      {
        onStage(stage) {
          if (stage === 'seededProfile') process.emit(signal);
        },
      },
    );
    expect([done.code, done.problems]).toEqual([5, [['AUDIT_CANCELLED', {}]]]);
    expect(readdirSync(place.folder)).toEqual(before);
    expect(process.listenerCount(signal)).toBe(0);
  });
});

describe('refuses', () => {
  test.each([
    [{ attacks: 'everything' }, 'AUDIT_ATTACK', { path: '--attacks' }],
    [{ 'known-pairs': '0' }, 'USAGE', { path: '--known-pairs' }],
    [{ 'known-pairs': '20,x' }, 'USAGE', { path: '--known-pairs' }],
    [{ overlap: '101' }, 'USAGE', { path: '--overlap' }],
    [{ records: '0' }, 'USAGE', { path: '--records' }],
    [{ records: '1000000' }, 'USAGE', { path: '--records' }],
    [{ seed: '-1' }, 'USAGE', { path: '--seed', rule: 'valueMissing' }],
  ])('%j', async (options, code, place) => {
    const done = await call(options);
    expect([done.code, done.problems]).toEqual([2, [[code, place]]]);
  });

  test('to write over what it reads, or twice to one file', async () => {
    for (const [options, path] of [
      [{ out: files.input }, '--out'],
      [{ out: at('x'), data: at('x') }, '--data'],
    ] as const) {
      expect((await call(options)).problems).toEqual([['USAGE', { path }]]);
    }
  });

  test('a register that the study lacks', async () => {
    const done = await call({ register: 'other' });
    expect(done.problems).toEqual([['GATE_OWNER_NOT_COVERED', { path: '--register' }]]);
  });
});
