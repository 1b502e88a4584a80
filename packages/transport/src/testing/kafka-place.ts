// SPDX-License-Identifier: EUPL-1.2
/**
 * The broker of the tests: the one that KAFKA_BROKERS names, or one that all test files of a run share.
 * For tests only; where there can be none, it says why.
 */
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface TestBroker {
  /** Where it takes anybody, as KAFKA_BROKERS would say. */
  readonly brokers: string;
  /** Of one that these tests started. */
  readonly folder: string;
  readonly jars: string;
  readonly ports: Readonly<Record<string, number>>;
}

const program = fileURLToPath(new URL('../../../../scripts/kafka/ensure.ts', import.meta.url));

/**
 * The broker; the word for what is missing where there is none.
 * @param own whether it must be one with every way to connect, which KAFKA_BROKERS does not promise
 */
export function testBroker(own: boolean): TestBroker | { readonly missing: string } {
  const shared = process.env['KOPPEL_TEST_SHARED']!;
  const { stdout } = spawnSync(process.execPath, [program, join(shared, 'kafka')], {
    encoding: 'utf8',
  });
  const found = JSON.parse(stdout) as TestBroker | { readonly missing: string };
  if ('missing' in found || 'ports' in found || !own) return found;
  return { missing: 'a broker of these tests, as KAFKA_BROKERS is set' };
}

let number = 0;

/** Writes a configuration and gives its path. JSON is YAML. */
export function configFile(folder: string, config: object): string {
  number += 1;
  const file = join(folder, `log-${process.pid}-${number}.yaml`);
  writeFileSync(file, JSON.stringify({ koppelKafka: 1, ...config }));
  return file;
}
