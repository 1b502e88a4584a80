// SPDX-License-Identifier: EUPL-1.2
import { expect, test } from '@jest/globals';
import { parseArguments } from './arguments.ts';
import { languageOf } from './language.ts';

const kinds = { study: 'string', wait: 'string', force: 'boolean' } as const;

test('options, flags, counts and positionals', () => {
  const args = parseArguments(
    ['one', '--study', 's.yaml', '--force', '--wait=30', '--json'],
    kinds,
    1,
  );
  expect(args.positionals).toEqual(['one']);
  expect(args.required('study')).toBe('s.yaml');
  expect(args.flag('force')).toBe(true);
  expect(args.flag('json')).toBe(true);
  expect(args.flag('help')).toBe(false);
  expect(args.count('wait', 5)).toBe(30);
  expect(parseArguments([], kinds).count('wait', 5)).toBe(5);
  expect(parseArguments([], kinds).text('study')).toBeUndefined();
});

test.each([
  ['an unknown option', () => parseArguments(['--thing'], kinds)],
  ['an option without its value', () => parseArguments(['--study'], kinds)],
  ['a missing option', () => parseArguments([], kinds).required('study')],
  ['a count that is none', () => parseArguments(['--wait', '-1'], kinds).count('wait', 0)],
  ['a count that is text', () => parseArguments(['--wait', 'soon'], kinds).count('wait', 0)],
])('%s is refused', (_, work) => {
  expect(work).toThrow('USAGE');
});

test.each([
  [['--thing'], { path: '--thing', rule: 'optionUnknown' }],
  [['-s', 'x'], { path: '-s', rule: 'optionUnknown' }],
  [['--Jansen 1953'], { rule: 'optionUnknown' }],
  [['--toString'], { rule: 'optionUnknown' }],
  [['--study'], { path: '--study', rule: 'valueMissing' }],
  [['--study', '--force'], { path: '--study', rule: 'valueMissing' }],
  [['--force=yes'], { path: '--force', rule: 'valueUnwanted' }],
  [['--study', 'my', 'study.yaml'], { rule: 'wordTooMany' }],
])('%j: the answer names the option and the rule', (argv, place) => {
  expect(() => parseArguments(argv, kinds)).toThrow(expect.objectContaining({ place }));
});

test('words beside the options are taken as far as a command has use for them', () => {
  expect(parseArguments(['one', '-', '--study=-x'], kinds, 2).positionals).toEqual(['one', '-']);
  expect(parseArguments(['--study', '-'], kinds).text('study')).toBe('-');
  expect(parseArguments(['--study=-x'], kinds).text('study')).toBe('-x');
  expect(() => parseArguments(['one', 'two', 'three'], kinds, 2)).toThrow('USAGE');
});

test.each([
  ['nl', {}, 'nl'],
  ['en', { LANG: 'nl_NL.UTF-8' }, 'en'],
  [undefined, { LANG: 'nl_NL.UTF-8' }, 'nl'],
  [undefined, { KOPPEL_LANG: 'en', LANG: 'nl_NL.UTF-8' }, 'en'],
  [undefined, { LC_ALL: '', LANG: 'C.UTF-8' }, 'en'],
  [undefined, {}, 'en'],
])('language %s with %j is %s', (option, environment, expected) => {
  expect(languageOf(option, environment)).toBe(expected);
});
