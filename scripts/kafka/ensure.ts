// SPDX-License-Identifier: EUPL-1.2
/**
 * One broker for many tests: `node scripts/kafka/ensure.ts FOLDER` prints the settings of the broker in
 * FOLDER, and starts it when nobody did yet. It goes on by itself until the folder is gone. With
 * KAFKA_BROKERS it prints those; `{"missing": …}` where there can be none, or nothing to reach it with.
 */
import { spawn, spawnSync } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

/** Milliseconds between two looks, and of the longest wait: fetching Kafka is in it. */
const lookMs = 100;
const waitMs = 300_000;

function isFirst(lock: string): boolean {
  mkdirSync(dirname(lock), { recursive: true });
  try {
    closeSync(openSync(lock, 'wx'));
    return true;
  } catch {
    return false;
  }
}

/** Starts the broker beside this program; what it prints goes to `file`. */
function start(folder: string, file: string): void {
  const out = openSync(file, 'w');
  const program = join(import.meta.dirname, 'broker.ts');
  const stdio = ['ignore', out, 'ignore'] as const;
  const watched = process.env['KOPPEL_TEST_PID'];
  const args = watched === undefined ? [program, folder] : [program, folder, watched];
  spawn(process.execPath, args, { detached: true, stdio: [...stdio] }).unref();
  closeSync(out);
}

/** Whether the client library is there and compiled. */
function hasLibrary(): boolean {
  const place = join(import.meta.dirname, '../../packages/transport/node_modules/node-rdkafka');
  const words = `require(${JSON.stringify(place)})`;
  return spawnSync(process.execPath, ['-e', words], { stdio: 'ignore' }).status === 0;
}

function say(line: object): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

async function main(folder: string): Promise<void> {
  if (!hasLibrary()) {
    say({ missing: 'library' });
    return;
  }
  const brokers = process.env['KAFKA_BROKERS'] ?? '';
  if (brokers !== '') {
    say({ brokers });
    return;
  }
  const file = `${folder}.said`;
  if (isFirst(`${folder}.lock`)) start(folder, file);
  for (let waited = 0; waited < waitMs; waited += lookMs) {
    const said = existsSync(file) ? readFileSync(file, 'utf8') : '';
    if (said.endsWith('\n')) {
      process.stdout.write(said);
      return;
    }
    await new Promise((done) => setTimeout(done, lookMs));
  }
  writeFileSync(file, '{"missing":"start"}\n');
  say({ missing: 'start' });
}

const [folder] = process.argv.slice(2);
if (folder === undefined) process.exitCode = 2;
else await main(resolve(folder));
