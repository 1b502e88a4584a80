// SPDX-License-Identifier: EUPL-1.2
/** The broker that all tests of a run share, as the log of a line. */
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { env, execPath } from 'node:process';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('../../scripts/kafka/ensure.ts', import.meta.url));

/** What there is to reach it by, or the word for what is missing on this machine. */
export type FoundBroker = { readonly brokers: string } | { readonly missing: string };

/** KAFKA_BROKERS, or one that is started where nobody did. */
export function findBroker(): FoundBroker {
  const place = join(env['KOPPEL_TEST_SHARED']!, 'kafka');
  const { stdout } = spawnSync(execPath, [program, place], { encoding: 'utf8' });
  return JSON.parse(stdout) as FoundBroker;
}

/** Writes a configuration for the broker and gives its path. */
export function brokerFile(folder: string, brokers: string, waitSeconds = 60): string {
  const file = join(folder, 'kafka.yaml');
  const config = { koppelKafka: 1, brokers: brokers.split(','), tls: 'off', createTopics: true };
  writeFileSync(file, JSON.stringify({ ...config, waitSeconds }));
  return file;
}
