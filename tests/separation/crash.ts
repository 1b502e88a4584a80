// SPDX-License-Identifier: EUPL-1.2
/**
 * Loaded before a program (`--import`): makes it fail in the middle of its register with an error
 * that holds the whole register, as a library's could. KOPPEL_TEST_CRASH says in which way.
 */
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { argv, env } from 'node:process';

const register = argv[argv.indexOf('--input') + 1] ?? '';

function failure(): Error {
  return new Error(fs.readFileSync(register, 'utf8'));
}

const ways: Readonly<Record<string, (stream: fs.ReadStream) => void>> = {
  uncaught: () => {
    setTimeout(() => {
      throw failure();
    }, 1);
  },
  rejected: () => {
    void Promise.reject(failure());
  },
  stream: (stream) => {
    stream.destroy(failure());
  },
  memory: () => {
    const kept: string[] = [];
    for (;;) kept.push(`${failure().message}${kept.length}`);
  },
};

const original = fs.createReadStream;

fs.createReadStream = (...args: Parameters<typeof original>) => {
  const stream = original(...args);
  if (String(args[0]) === register) ways[env['KOPPEL_TEST_CRASH'] ?? '']!(stream);
  return stream;
};
syncBuiltinESMExports();
