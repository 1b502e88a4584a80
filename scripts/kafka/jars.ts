// SPDX-License-Identifier: EUPL-1.2
/**
 * Apache Kafka itself, for rehearsals and tests: fetched from Maven Central with the machine's own
 * Maven, kept in .koppel, and used only when every file has the checksum that stands beside this one.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';

const here = import.meta.dirname;
const kept = join(here, '../../.koppel/kafka');

/** The oldest Java that runs Kafka 4. */
const javaMajor = 17;

/** Why there can be no broker on this machine, in a word for the skipped test. */
export type Missing = 'java' | 'maven' | 'network' | 'checksum';

/** Name of each file, and its SHA-256. */
function pinned(): Map<string, string> {
  const lines = readFileSync(join(here, 'jars.sha256'), 'utf8').trim().split('\n');
  return new Map(lines.map((line) => line.split(/\s+/, 2).reverse() as [string, string]));
}

function isWhole(folder: string): boolean {
  const wanted = pinned();
  if (!existsSync(folder)) return false;
  const names = readdirSync(folder);
  return (
    names.length === wanted.size &&
    names.every((name) => {
      const sum = createHash('sha256').update(readFileSync(join(folder, name)));
      return sum.digest('hex') === wanted.get(name);
    })
  );
}

function hasJava(): boolean {
  const { stderr, status } = spawnSync('java', ['-version'], { encoding: 'utf8' });
  const major = /version "(\d+)/.exec(stderr)?.[1];
  return status === 0 && Number(major) >= javaMajor;
}

/** The folder of the jars; what is missing where there is none. Fetches them once, about 50 MB. */
export function kafkaJars(): { readonly folder: string } | { readonly missing: Missing } {
  if (!hasJava()) return { missing: 'java' };
  const folder = join(kept, 'jars');
  if (isWhole(folder)) return { folder };
  mkdirSync(kept, { recursive: true });
  const fresh = join(kept, `fresh-${process.pid}`);
  const options = ['-q', '-B', '-f', join(here, 'pom.xml'), 'dependency:copy-dependencies'];
  const { error, status } = spawnSync('mvn', [...options, `-DoutputDirectory=${fresh}`], {
    stdio: 'ignore',
  });
  try {
    if (error !== undefined) return { missing: 'maven' };
    if (status !== 0) return { missing: 'network' };
    if (!isWhole(fresh)) return { missing: 'checksum' };
    rmSync(folder, { recursive: true, force: true });
    renameSync(fresh, folder);
    return { folder };
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
}
