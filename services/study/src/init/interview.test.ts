// SPDX-License-Identifier: EUPL-1.2
import { describe, expect, test } from '@jest/globals';
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { env, execPath } from 'node:process';
import type { Language } from '@koppel/errors';
import { interview, NobodyThere, shortNameOf } from './interview.ts';
import { answersSchema } from './new-study.ts';

/** Answers in their order, with what was asked. */
async function talked(typed: readonly string[], language: Language = 'en') {
  const asked: string[] = [];
  const left = [...typed];
  const answers = await interview((question) => {
    asked.push(question);
    return Promise.resolve(left.shift());
  }, language);
  expect(left).toEqual([]);
  return { answers, asked };
}

const cities = ['Den Haag', '', 'Delft', 'delft-stad', ''];
const registers = ['Uitkeringen', '', '2', 'Schulden (Wgs)', 'schulden', '4', ''];
const subStudies = [
  'Vindt men werk na loonkosten?',
  'lks',
  '1',
  '1',
  'Helpt schuldhulp?',
  '',
  '5',
  '',
  '',
];
const typed = ['Wat werkt?', '', '1', 'Team', ...cities, ...registers, ...subStudies]; // prettier-ignore

const wanted = {
  id: 'wat-werkt', title: 'Wat werkt?', language: 'nl', synthetic: false, coordinator: 'Team',
  cities: [{ id: 'den-haag', name: 'Den Haag' }, { id: 'delft-stad', name: 'Delft' }],
  registers: [
    { id: 'uitkeringen', label: 'Uitkeringen', kind: 'benefits' },
    { id: 'schulden', label: 'Schulden (Wgs)', kind: 'debt' },
  ],
  subStudies: [
    { id: 'lks', question: 'Vindt men werk na loonkosten?', design: 'differenceInDifferences', registers: ['uitkeringen'] },
    { id: 'helpt-schuldhulp', question: 'Helpt schuldhulp?', design: 'matching', registers: ['uitkeringen', 'schulden'] },
  ],
}; // prettier-ignore

describe('the questions', () => {
  test.each<Language>(['nl', 'en'])('come to the same answers in %s', async (language) => {
    const { answers, asked } = await talked(typed, language);
    expect(answers).toEqual(wanted);
    expect(answersSchema.parse(answers)).toEqual(wanted);
    const text = asked.join('\n');
    expect(text).toContain(language === 'nl' ? 'Soort register' : 'Kind of register');
    expect(text).toContain('[wat-werkt]');
    expect(asked.filter((one) => /\n {4}4 {2}(schulden|debt)\n/.test(one))).toHaveLength(2);
  });

  test('what does not fit is asked again, with the reason', async () => {
    const wrong = [
      '', 'x'.repeat(401), 'Study', 'A', '1a', 'Wat werkt', '', '3', 'nl', '2', '', 'Team', '', 'Delft', '',
      'delft', 'delft', 'delft-2', '', '', 'Register', 'register', 'ten', '0', '1', '', '', 'Who?', 'one', '99', '2', '',
    ]; // prettier-ignore
    const { answers, asked } = await talked(wrong);
    expect(answers).toMatchObject({ id: 'study', cities: [{ id: 'delft' }, { id: 'delft-2' }] });
    expect(answers.subStudies).toMatchObject([{ registers: ['register'], design: 'eventStudy' }]);
    expect(asked[1]).toMatch(/^ {2}This is needed\.\nTitle/);
    expect(asked[2]).toMatch(/^ {2}At most 400 characters\.\n/);
    expect(asked.filter((one) => one.startsWith('  2 to 40 lower-case'))).toHaveLength(3);
    expect(asked.filter((one) => one.startsWith('  There is one of that name.'))).toHaveLength(1);
    expect(asked.filter((one) => one.startsWith('  Type a number'))).toHaveLength(5);
  });

  test('a short name that is taken is proposed with a number', async () => {
    const twice = [...typed.slice(0, 4), 'Delft', '', 'Delft', '', ...typed.slice(8)];
    expect((await talked(twice)).answers.cities).toEqual([
      { id: 'delft', name: 'Delft' },
      { id: 'delft-2', name: 'Delft' },
    ]);
  });

  test('end where nobody answers', async () => {
    for (const end of [0, 3, 9, typed.length - 1]) {
      await expect(talked(typed.slice(0, end))).rejects.toThrow(NobodyThere);
    }
  });
});

test.each([
  ['Wat werkt?', 'wat-werkt'],
  ['’s-Hertogenbosch', 's-hertogenbosch'],
  ['2e Súdwest-Fryslân', 'e-sudwest-fryslan'],
  ['x'.repeat(50), 'x'.repeat(40)],
  ['!', ''],
])('the short name of %s', (text, name) => {
  expect(shortNameOf(text)).toBe(name);
});

/** The program at a terminal of its own, answered when it has asked. */
function atTerminal(folder: string, lines: readonly string[]): Promise<string> {
  const bin = join(import.meta.dirname, '../bin.ts');
  const command = `"${execPath}" "${bin}" init --folder "${folder}" --lang nl`;
  const child = spawn('script', ['-qec', command, '/dev/null'], { env: { ...env, TERM: 'dumb' } });
  const left = [...lines];
  let told = '';
  let answered = 0;
  child.stdout.setEncoding('utf8').on('data', (part: string) => {
    told += part;
    // Each question ends so, and nothing else that is told.
    const asked = told.slice(answered);
    if (!/: $/.test(asked) || left.length === 0) return;
    answered = told.length;
    child.stdin.write(`${left.shift()!}\n`);
  });
  return new Promise((resolve) => {
    child.on('close', () => {
      resolve(told);
    });
  });
}

const hasTerminal = existsSync('/usr/bin/script');

(hasTerminal ? test : test.skip)('a study comes of it at a terminal', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'koppel-init-'));
  try {
    const told = await atTerminal(folder, typed);
    expect(told).toContain('Nog in te vullen');
    const text = readFileSync(join(folder, 'study.yaml'), 'utf8');
    expect(text).toContain('id: wat-werkt\n');
    expect(text).toContain('cities: [den-haag, delft-stad]');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
