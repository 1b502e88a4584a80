// SPDX-License-Identifier: EUPL-1.2
/** The launcher in a copy of its own, with an invented Node and npm on the path. */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const root = dirname(import.meta.dirname);
let folder: string;
let clone: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'koppel launcher '));
  clone = join(folder, 'a clone');
  mkdirSync(join(clone, 'scripts'), { recursive: true });
  for (const path of ['koppel', 'scripts/setup.sh', 'scripts/tools', 'pnpm-lock.yaml']) {
    cpSync(join(root, path), join(clone, path), { recursive: true });
  }
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

/** Puts a shell script of that name before the system's programs. */
function invent(name: string, body: string): void {
  mkdirSync(join(folder, 'bin'), { recursive: true });
  writeFileSync(join(folder, 'bin', name), `#!/bin/sh\n${body}\n`, { mode: 0o755 });
}

/** A Node 24, and an npm that notes each call and then does `body`. */
function inventTools(body: string): void {
  invent('node', `[ "$1" = --version ] && echo v24.9.9 || mkdir -p '${clone}/node_modules'`);
  invent('npm', `echo "$1" >> '${folder}/calls'\n${body}`);
}

function launch(...args: string[]): { status: number | null; out: string; err: string } {
  const child = spawnSync(join(clone, 'koppel'), args, {
    cwd: folder,
    encoding: 'utf8',
    env: { PATH: `${join(folder, 'bin')}:/usr/bin:/bin`, HOME: join(folder, 'home') },
  });
  return { status: child.status, out: child.stdout, err: child.stderr };
}

const calls = (): number => readFileSync(join(folder, 'calls'), 'utf8').split('\n').length - 1;

describe('without any set-up', () => {
  test.each([[['--help']], [['help']], [[]]])('help is in English and Dutch (%s)', (args) => {
    const { status, out } = launch(...args);
    expect(status).toBe(0);
    expect(out).toMatch(/^Usage: [\s\S]*^Gebruik: /m);
    expect(existsSync(join(clone, '.koppel'))).toBe(false);
  });

  test('an unknown command is refused', () => {
    const { status, out, err } = launch('tset');
    expect([status, out]).toEqual([2, '']);
    expect(err).toContain('Usage: ');
  });
});

describe('what is missing is said in one sentence', () => {
  test.each([
    ['no Node', 'exit 127', 'exit 1'],
    ['an old Node', 'echo v18.19.0', 'exit 1'],
  ])('%s', (_title, node, npm) => {
    invent('node', node);
    invent('npm', npm);
    const { status, err } = launch('setup');
    expect(status).toBe(5);
    expect(err).toContain('Set-up needs Node 20 or newer with npm');
    expect(err).toContain('De installatie vraagt Node 20 of nieuwer met npm');
    expect(existsSync(join(clone, '.koppel'))).toBe(false);
  });

  test('a machine for which there is no Node to install', () => {
    invent('node', 'echo v20.1.0');
    invent('npm', 'exit 1');
    invent('uname', 'echo Darwin');
    const { status, err } = launch('setup');
    expect(status).toBe(5);
    expect(err).toContain('Koppel needs Node 24 or newer');
  });

  test.each([
    ['npm error code ENOTFOUND', 'The package registry cannot be reached'],
    ['npm error unable to get local issuer certificate', 'The package registry cannot be reached'],
    ['npm error nospc ENOSPC: no space left', 'There is no room to write'],
    ['npm error code EINTEGRITY', 'Set-up failed'],
  ])('npm says %s', (said, sentence) => {
    inventTools(`[ "$1" != install ] || { echo '${said}'; exit 1; }`);
    const { status, err } = launch('setup');
    expect(status).toBe(5);
    expect(err).toContain(said);
    expect(
      err
        .split('\n')
        .filter((line) => line.startsWith('koppel: '))
        .at(-1),
    ).toContain(sentence);
    expect(readdirSync(join(clone, '.koppel'))).not.toContain('pnpm');
    expect(readdirSync(join(clone, '.koppel'))).not.toContain('lock');
  });

  test('a folder that cannot be written', () => {
    inventTools('exit 0');
    writeFileSync(join(clone, '.koppel'), '');
    const { status, err } = launch('setup');
    expect(status).toBe(5);
    expect(err).toContain('is niet beschrijfbaar');
  });
});

describe('set-up', () => {
  test('is done once, and again when the lockfile changed', () => {
    inventTools('exit 0');
    expect(launch('setup')).toMatchObject({ status: 0, out: '' });
    const afterFirst = calls();
    expect(launch('setup')).toEqual({ status: 0, out: '', err: '' });
    expect(calls()).toBe(afterFirst);
    appendFileSync(join(clone, 'pnpm-lock.yaml'), '# changed\n');
    expect(launch('setup').err).toContain('Set-up is complete.');
    expect(calls()).toBeGreaterThan(afterFirst);
  });

  test('leaves nothing outside the clone', () => {
    inventTools('mkdir -p "$npm_config_cache" "$TMPDIR" "$XDG_CACHE_HOME" "$XDG_DATA_HOME"');
    expect(launch('setup').status).toBe(0);
    expect(readdirSync(folder).sort()).toEqual(['a clone', 'bin', 'calls']);
  });

  test('is not held up by a set-up that was killed', () => {
    inventTools('exit 0');
    const dead = spawnSync('true').pid;
    mkdirSync(join(clone, '.koppel'));
    symlinkSync(String(dead), join(clone, '.koppel', 'lock'));
    expect(launch('setup').status).toBe(0);
    expect(readdirSync(join(clone, '.koppel'))).not.toContain('lock');
  });

  test('waits for one that is running', () => {
    inventTools('exit 0');
    const lock = join(clone, '.koppel', 'lock');
    mkdirSync(dirname(lock));
    symlinkSync(String(process.pid), lock);
    invent('sleep', `rm '${lock}'`);
    const { status, err } = launch('setup');
    expect(status).toBe(0);
    expect(err).toContain(`Waiting for a set-up that is running already (process ${process.pid})`);
  });
});
