// SPDX-License-Identifier: EUPL-1.2
/**
 * Compiles the client library for Kafka, for this machine: node-rdkafka around librdkafka. The sources
 * come with the package, at the version and with the checksum of the lockfile; nothing is fetched. What
 * was compiled is kept in .koppel, so it is done once.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, realpathSync } from 'node:fs';
import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const root = join(import.meta.dirname, '../..');
const state = join(root, '.koppel');
const gyp = join(state, 'pnpm/node_modules/pnpm/dist/node_modules/node-gyp/bin/node-gyp.js');

/** What a program needs of all that compiling leaves. */
const parts = ['Release/node-librdkafka.node', 'deps/librdkafka.so.1', 'deps/librdkafka++.so.1'];

function say(en: string, nl: string): void {
  process.stderr.write(`koppel: ${en}\n        ${nl}\n`);
}

/** Copies what a program needs from one folder `build` to another, whole or not at all. */
function copyParts(from: string, to: string): void {
  const fresh = `${to}.new`;
  rmSync(fresh, { recursive: true, force: true });
  for (const part of parts) cpSync(join(from, part), join(fresh, part), { dereference: true });
  rmSync(to, { recursive: true, force: true });
  mkdirSync(dirname(to), { recursive: true });
  renameSync(fresh, to);
}

function loads(installed: string): boolean {
  const words = `require(${JSON.stringify(installed)})`;
  return spawnSync(process.execPath, ['-e', words], { stdio: 'ignore' }).status === 0;
}

/** Runs the steps of a build one after the other; false, with what the last said, when one fails. */
function runAll(folder: string, steps: readonly (readonly string[])[]): boolean {
  const nodedir = dirname(dirname(realpathSync(process.execPath)));
  const own = existsSync(join(nodedir, 'include/node')) ? { npm_config_nodedir: nodedir } : {};
  const path = `${dirname(process.execPath)}:${process.env['PATH'] ?? ''}`;
  for (const [program, ...args] of steps) {
    const { status, stdout, stderr } = spawnSync(program!, args, {
      cwd: folder,
      encoding: 'utf8',
      maxBuffer: 2 ** 28,
      // Symbols for debuggers are stripped at the end: making them is for nothing.
      env: { ...process.env, ...own, PATH: path, MKL_NO_DEBUG_SYMBOLS: 'y' },
    });
    if (status === 0) continue;
    process.stderr.write(`${`${stdout}\n${stderr}`.slice(-4000)}\n`);
    return false;
  }
  return true;
}

function compile(installed: string, kept: string): boolean {
  const work = join(state, 'tmp', `rdkafka-${process.pid}`);
  rmSync(work, { recursive: true, force: true });
  // The package with the ones beside it that compiling needs. Not in place: the files of an installed
  // package are shared with pnpm's store.
  cpSync(dirname(installed), join(work, 'node_modules'), { recursive: true, dereference: true });
  const folder = join(work, 'node_modules/node-rdkafka');
  rmSync(join(folder, 'build'), { recursive: true, force: true });
  // Its examples are not needed, and take a fifth of the time.
  const recipe = join(folder, 'deps/librdkafka.gyp');
  const text = readFileSync(recipe, 'utf8').replace(
    '"libs", "install"',
    '"libs", "install-subdirs"',
  );
  writeFileSync(recipe, text);
  const done = runAll(folder, [
    [process.execPath, 'util/configure'],
    ['make', '-C', 'deps/librdkafka', '-j2', 'libs'],
    [process.execPath, gyp, 'configure', '--silent'],
    [process.execPath, gyp, 'build', '--silent', '--jobs', '2'],
    ['strip', ...parts.map((part) => join('build', part))],
  ]);
  if (done) copyParts(join(folder, 'build'), kept);
  rmSync(work, { recursive: true, force: true });
  return done;
}

function main(): boolean {
  const linked = join(root, 'packages/transport/node_modules/node-rdkafka');
  if (!existsSync(linked)) {
    say(
      'The client library for Kafka is not installed; run ./koppel setup.',
      'De clientbibliotheek voor Kafka is niet geïnstalleerd; geef ./koppel setup.',
    );
    return false;
  }
  const installed = realpathSync(linked);
  if (loads(installed)) return true;
  const manifest = readFileSync(join(installed, 'package.json'), 'utf8');
  const { version } = JSON.parse(manifest) as { version: string };
  const { arch, platform, versions } = process;
  const name = `${version}-${platform}-${arch}-${versions.modules}`;
  const kept = join(state, 'rdkafka', name);
  if (!existsSync(kept)) {
    say(
      'Compiling the client library for Kafka, once; this takes about two minutes.',
      'De clientbibliotheek voor Kafka wordt eenmalig gecompileerd; dat duurt ongeveer twee minuten.',
    );
    if (!compile(installed, kept)) {
      say(
        'The client library for Kafka could not be compiled; it needs a C++ compiler, make, Python 3 and the headers of OpenSSL (Debian: g++ make python3 libssl-dev).',
        'De clientbibliotheek voor Kafka kon niet worden gecompileerd; nodig zijn een C++-compiler, make, Python 3 en de headers van OpenSSL (Debian: g++ make python3 libssl-dev).',
      );
      return false;
    }
  }
  copyParts(kept, join(installed, 'build'));
  return loads(installed);
}

process.exitCode = main() ? 0 : 5;
