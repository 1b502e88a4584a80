// SPDX-License-Identifier: EUPL-1.2
/** The command: by options, by questions, and what it prints can be put in a study file. */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runService, type Command } from '@koppel/console';
import { createProfile } from '@koppel/encoding';
import { checkStudy, type EncodingSpec } from '@koppel/study';
import { parse } from 'yaml';
import { help } from '../help.ts';
import { listen, makePlace, type Place } from '../testing/place.ts';
import { makeStudy } from '../testing/study.ts';
import { profile } from './profile.ts';
import { suggest } from './suggest.ts';

let place: Place;
let plain: { encoding: object; linkage: object };
let study: string;

beforeEach(async () => {
  place = await makePlace();
  plain = structuredClone((await makeStudy(['owner'])).input) as typeof plain;
  study = place.write('study.yaml', JSON.stringify(plain));
});

afterEach(async () => {
  await place.remove();
});

/** Answers questions in their order, and remembers them. */
function person(...answers: readonly string[]) {
  const asked: string[] = [];
  const asking = (question: string): Promise<string | undefined> => {
    asked.push(question);
    return Promise.resolve(answers[asked.length - 1]);
  };
  return { asked, asking };
}

async function call(
  argv: readonly string[],
  { asking, language = 'en' }: { asking?: ReturnType<typeof person>['asking']; language?: 'en' | 'nl' } = {},
) {
  const printed: string[] = [];
  const told = listen();
  const command: Command = (context) => suggest(context, asking ?? (() => Promise.resolve(undefined)));
  const code = await runService(
    { name: 'koppel-encoder', help, commands: { suggest: command, profile } },
    {
      argv,
      language,
      reporter: told.reporter,
      environment: {},
      print: (text) => printed.push(text),
    },
  );
  const problems = told.lines.filter(({ event }) => event === 'problem');
  return { code, printed: printed.join('\n'), problems: problems.map((one) => [one['code'], one['place']]) };
} // prettier-ignore

const options = (change: Readonly<Record<string, string>> = {}): string[] =>
  Object.entries({
    'linkage-unit': 'none', insider: 'no', loss: 'none', size: 'large', interoperable: 'no', ...change,
  }).flatMap(([name, value]) => [`--${name}`, value]); // prettier-ignore

const at = (name: string): string => join(place.folder, name);

const threats: readonly Readonly<Record<string, string>>[] = [
  {},
  { loss: 'some' },
  { loss: 'some', interoperable: 'yes' },
  { loss: 'some', interoperable: 'yes', stable: 'birthDate' },
  { 'linkage-unit': 'population' },
  { 'linkage-unit': 'population', insider: 'yes', loss: 'some' },
];

describe('the block', () => {
  test.each(threats)('is one that a study can have: %j', async (change) => {
    const done = await call(['suggest', '--study', study, '--out', at('block.yaml'), ...options(change)]);
    expect([done.code, done.problems]).toEqual([0, []]);
    const { encoding } = parse(readFileSync(at('block.yaml'), 'utf8')) as { encoding: EncodingSpec };
    const linkage = { threshold: 'auto' };
    const checked = checkStudy({ ...plain, encoding, linkage });
    expect(checked.ok ? [] : checked.problems).toEqual([]);
    expect(createProfile(encoding).spec.fields.map(({ name }) => name)).toEqual(['surname', 'birthDate', 'income']);
    expect(done.printed).toContain(readFileSync(at('block.yaml'), 'utf8').trim());
  }); // prettier-ignore

  test('salts by the field that was named, where that can be', async () => {
    const change = { loss: 'some', interoperable: 'yes' };
    const done = await call(['suggest', '--json', ...options({ ...change, stable: 'birthDate' })]);
    const { encoding } = JSON.parse(done.printed) as { encoding: EncodingSpec };
    expect(encoding).toMatchObject({ scheme: 'clk', salt: { field: 'birthDate' } });
    // A record without it would link with next to nothing.
    expect(encoding.fields.find(({ name }) => name === 'birthDate')?.onInvalid).toBe('reject');
    const unsalted = await call(['suggest', '--json', ...options(change)]);
    expect(JSON.parse(unsalted.printed)).toMatchObject({ encoding: { scheme: 'clk-fold' } });
    const vague = await call(['suggest', ...options({ ...change, stable: 'surname' })]);
    expect(vague.problems).toEqual([['ENCODING_SALT', { field: 'surname', path: 'encoding.salt.field', rule: 'notStable' }]]);
  }); // prettier-ignore

  test('without a study has the fields that Dutch registers mostly share', async () => {
    const done = await call(['suggest', '--json', ...options()]);
    const { encoding, preset } = JSON.parse(done.printed) as { encoding: EncodingSpec; preset: string };
    expect(preset).toBe('clk');
    expect(encoding).toMatchObject({ scheme: 'clk', normalisation: 'nl-1' });
    expect(encoding.fields.map(({ name }) => name)).toContain('houseNumber');
  }); // prettier-ignore

  test('does not replace a file', async () => {
    place.write('block.yaml', 'mine');
    const done = await call(['suggest', '--out', at('block.yaml'), ...options()]);
    expect(done.problems[0]?.[0]).toBe('FILE_EXISTS');
    expect(readFileSync(at('block.yaml'), 'utf8')).toBe('mine');
  });
});

describe('the explanation', () => {
  test('says why and what to beware of, in the language asked for', async () => {
    const english = await call(['suggest', ...options()]);
    expect(english.printed).toMatch(/Because:[^]*Beware:[^]*No encoding is safe[^]*encoding:/);
    const dutch = await call(['suggest', ...options()], { language: 'nl' });
    expect(dutch.printed).toMatch(/Omdat:[^]*Let op:[^]*Geen codering is veilig[^]*encoding:/);
    for (const line of english.printed.split('\n')) expect(line.length).toBeLessThan(130);
  });

  test('is the same under the name profile suggest', async () => {
    const one = await call(['suggest', ...options()]);
    const other = await call(['profile', 'suggest', ...options()]);
    expect(other).toEqual(one);
  });
});

describe('the questions', () => {
  test('are those that options leave open; numbers and words are answers, others are asked again', async () => {
    const { asked, asking } = person('5', 'none', '1', 'NONE', '2', '');
    const done = await call(['suggest', '--json', '--interoperable', 'no'], { asking });
    expect(done.problems).toEqual([]);
    expect(JSON.parse(done.printed)).toMatchObject({
      answers: { linkageUnit: 'none', insider: 'no', loss: 'none', size: 'small' },
    });
    expect(asked).toHaveLength(6);
    expect(asked[0]).toBe(asked[1]);
    expect(asked[0]).toMatch(/population register/);
  });

  test.each([
    [['--linkage-unit', 'some'], '--linkage-unit'],
    [['--linkage-unit', 'none'], '--insider'],
    [options({ stable: 'nickname' }), '--stable'],
  ])('without a person there must be options: %j', async (argv, path) => {
    const done = await call(['suggest', ...argv]);
    expect([done.code, done.problems]).toEqual([2, [['USAGE', { path }]]]);
    expect(existsSync(at('block.yaml'))).toBe(false);
  });

  test('end after three wrong answers', async () => {
    const { asked, asking } = person('x', 'y', 'z', 'none');
    const done = await call(['suggest'], { asking });
    expect(done.problems).toEqual([['USAGE', { path: '--linkage-unit' }]]);
    expect(asked).toHaveLength(3);
  });
});
