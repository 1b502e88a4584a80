// SPDX-License-Identifier: EUPL-1.2
import { expect, test } from '@jest/globals';
import { KoppelError } from '@koppel/errors';
import { createEventReporter } from './reporter.ts';
import { Problems, runService, type Command, type CommandContext } from './service.ts';

async function run(argv: string[], command: Command = () => Promise.resolve(undefined)) {
  const told: string[] = [];
  const printed: string[] = [];
  const reporter = createEventReporter({
    sink: { write: (text) => told.push(text) },
    language: 'en',
    service: 'test',
    now: () => 0,
  });
  const context: CommandContext = {
    argv,
    language: 'en',
    reporter,
    environment: {},
    print: (text) => printed.push(text),
  };
  const service = { name: 'test', help: { en: 'Help.', nl: 'Hulp.' }, commands: { go: command } };
  return {
    code: await runService(service, context),
    told: told.join(''),
    printed: printed.join(''),
  };
}

test('a command gets its arguments and decides the exit code', async () => {
  let seen: readonly string[] = [];
  const { code } = await run(['go', '--fast'], ({ argv }) => {
    seen = argv;
    return Promise.resolve(7);
  });
  expect(code).toBe(7);
  expect(seen).toEqual(['--fast']);
  expect((await run(['go'])).code).toBe(0);
});

test.each([[['--help']], [['go', '--help']], [['help']]])('%j prints the help', async (argv) => {
  expect(await run(argv)).toMatchObject({ code: 0, printed: 'Help.' });
});

test('no command at all prints the help and is not a success', async () => {
  expect(await run([])).toMatchObject({ code: 2, printed: 'Help.' });
});

test.each(['gone', 'toString', '__proto__'])('%s is not a command', async (name) => {
  const { code, told } = await run([name]);
  expect(code).toBe(2);
  expect(told).toContain('USAGE');
});

test('an error of ours is told and gives its exit code', async () => {
  const { code, told } = await run(['go'], () =>
    Promise.reject(new KoppelError('DISK_FULL', { file: 'x' })),
  );
  expect(code).toBe(5);
  expect(told).toContain('DISK_FULL');
});

test('several problems are all told', async () => {
  const list = [new KoppelError('FILE_MISSING'), new KoppelError('USAGE')];
  const { code, told } = await run(['go'], () => Promise.reject(new Problems(list)));
  expect(code).toBe(3);
  expect(told.trim().split('\n')).toHaveLength(2);
});

test('nothing of a foreign error is told: its text may quote a person', async () => {
  const { code, told } = await run(['go'], () =>
    Promise.reject(new TypeError('Jansen 1953', { cause: new Error('123456782') })),
  );
  expect(code).toBe(70);
  expect(told).toContain('INTERNAL');
  expect(told).not.toMatch(/Jansen|123456782|TypeError|\.ts/);
});
