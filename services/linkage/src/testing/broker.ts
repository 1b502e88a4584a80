// SPDX-License-Identifier: EUPL-1.2
/** The broker that all tests of a run share, as a log. For tests only. */
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { env, execPath } from 'node:process';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('../../../../scripts/kafka/ensure.ts', import.meta.url));

/** Addresses, or the word for what is missing on this machine. */
export function findBroker(): { readonly brokers: string } | { readonly missing: string } {
  const place = join(env['KOPPEL_TEST_SHARED']!, 'kafka');
  const { stdout } = spawnSync(execPath, [program, place], { encoding: 'utf8' });
  return JSON.parse(stdout) as { brokers: string } | { missing: string };
}

/** Writes a configuration for the broker and gives its path. */
export function brokerFile(folder: string, brokers: string): string {
  const file = join(folder, 'kafka.yaml');
  const config = { koppelKafka: 1, brokers: brokers.split(','), tls: 'off', createTopics: true };
  writeFileSync(file, JSON.stringify({ ...config, waitSeconds: 120 }));
  return file;
}
