// SPDX-License-Identifier: EUPL-1.2
/**
 * What a program needs to reach a Kafka broker: the client library as it was compiled for this kind of
 * machine, and the parts of OpenSSL that it names, which a small base image lacks.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { Tree } from './tree.ts';

/** Files of the compiled library, in its package. */
const compiled = ['Release/node-librdkafka.node', 'deps/librdkafka.so.1', 'deps/librdkafka++.so.1'];

/** Libraries of the machine that go along, in `lib` of the archive. */
const system = ['libssl.so.3', 'libcrypto.so.3'];

/** Of the published package only this runs. */
const published = /^(?:package\.json|LICENSE\.txt|librdkafka\.js|lib\/.+\.js)$/;

/** A library that no package manager of ours knows, for the bill of materials. */
export interface Native {
  readonly name: string;
  readonly version: string;
  readonly license: string;
  /** SHA-256 of its files, in order, each with its hash. */
  readonly sha256: string;
}

/** The folder of the client library, as it is installed. */
function installedAt(root: string): string {
  const linked = join(root, 'packages/transport/node_modules/node-rdkafka');
  if (existsSync(linked)) return realpathSync(linked);
  throw new Error('the client library for Kafka is not installed');
}

/** Where the loader of this machine finds a library that the compiled one names. */
function systemLibrary(needs: string, name: string): string {
  const { stdout } = spawnSync('ldd', [needs], { encoding: 'utf8' });
  const found = new RegExp(`^\\s*${name.replaceAll('.', '\\.')} => (\\S+)`, 'm').exec(stdout)?.[1];
  if (found === undefined || !existsSync(found)) throw new Error('a library of OpenSSL is missing');
  return realpathSync(found);
}

/** The version that libcrypto says it has. */
function opensslVersion(file: string): string {
  const said = /OpenSSL (3\.\d+\.\d+) \d/.exec(readFileSync(file, 'latin1'))?.[1];
  if (said === undefined) throw new Error('the version of OpenSSL cannot be read');
  return said;
}

function sumOf(files: readonly string[]): string {
  const all = createHash('sha256');
  for (const file of files) all.update(createHash('sha256').update(readFileSync(file)).digest());
  return all.digest('hex');
}

/** Leaves of the client library in a tree only what runs, and adds what was compiled. */
export function addNative(root: string, tree: Tree): Native[] {
  const installed = installedAt(root);
  const place = relative(realpathSync(root), installed);
  for (const path of [...tree.keys()]) {
    if (path.startsWith(`${place}/`) && !published.test(path.slice(place.length + 1))) {
      tree.delete(path);
    }
  }
  const built = compiled.map((part) => join(installed, 'build', part));
  if (!built.every((file) => existsSync(file))) {
    throw new Error('the client library for Kafka is not compiled: run ./koppel setup --kafka');
  }
  for (const [at, part] of compiled.entries()) {
    tree.set(`${place}/build/${part}`, { copy: built[at]! });
  }
  const libraries = system.map((name) => systemLibrary(built[1]!, name));
  for (const [at, name] of system.entries()) tree.set(`lib/${name}`, { copy: libraries[at]! });
  const manifest = readFileSync(join(installed, 'package.json'), 'utf8');
  const { librdkafka } = JSON.parse(manifest) as { readonly librdkafka: string };
  return [
    { name: 'librdkafka', version: librdkafka, license: 'BSD-2-Clause', sha256: sumOf(built) },
    {
      name: 'openssl',
      version: opensslVersion(libraries[1]!),
      license: 'Apache-2.0',
      sha256: sumOf(libraries),
    },
  ];
}
