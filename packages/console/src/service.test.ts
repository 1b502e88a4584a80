// SPDX-License-Identifier: EUPL-1.2
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import process from 'node:process';
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

test.each([[['--help']], [['-h']], [['go', '--help']], [['help']]])(
  '%j prints the help',
  async (argv) => {
    expect(await run(argv)).toMatchObject({ code: 0, printed: 'Help.' });
  },
);

test('no command at all prints the help and is not a success', async () => {
  expect(await run([])).toMatchObject({ code: 2, printed: 'Help.' });
});

test.each(['gone', 'toString', '__proto__'])('%s is not a command', async (name) => {
  const { code, told } = await run([name]);
  expect(code).toBe(2);
  expect(told).toContain('USAGE');
  expect(told).toContain('commandUnknown');
});

test.each([
  ['rum', 'rum'],
  ['Jansen 1953', undefined],
])('of %s only what looks like a command is repeated', async (name, path) => {
  const { told } = await run([name]);
  expect((JSON.parse(told) as { place: { path?: string } }).place.path).toBe(path);
});

test('a language that no text is in is refused before anything is done', async () => {
  const refused = await run(['go', '--lang', 'de'], () => Promise.reject(new Error('done')));
  expect(refused.code).toBe(2);
  expect(refused.told).toContain('languageUnknown');
  expect((await run(['go', '--lang=nl'])).code).toBe(0);
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

/** Runs a service of one command that prints and then ends with 4; its exit code by where words go. */
function exitCodeWith(words: 'full' | 'closed', spoken: 'stdout' | 'stderr' = 'stdout'): number {
  const service = new URL('./service.ts', import.meta.url).href;
  const script = `
    import { main } from ${JSON.stringify(service)};
    const go = async ({ print, reporter }) => {
      for (let at = 0; at < 3; at += 1) {
        if (process.argv.includes('--speak')) reporter.event('told'); else print('result');
        await new Promise((done) => setTimeout(done, 50));
      }
      return 4;
    };
    await main({ name: 'test', help: { en: '', nl: '' }, commands: { go } });
  `;
  const node = [process.execPath, '--input-type=module', '-e', script, '--', 'program', 'go'];
  const stream = spoken === 'stdout' ? '' : '2>&1 1>/dev/null';
  const end = words === 'full' ? '>/dev/full' : `${stream} | true; exit "\${PIPESTATUS[0]}"`;
  const command = `"$@" ${spoken === 'stderr' ? '--speak ' : ''}${end}`;
  return spawnSync('bash', ['-c', command, 'bash', ...node]).status!;
}

const withFullDevice = existsSync('/dev/full') ? test : test.skip;

withFullDevice('a result that no disk took is no success', () => {
  expect(exitCodeWith('full')).toBe(5);
});

test('who stops reading changes nothing of what a command does', () => {
  expect(exitCodeWith('closed')).toBe(4);
  expect(exitCodeWith('closed', 'stderr')).toBe(4);
});
