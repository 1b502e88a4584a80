// SPDX-License-Identifier: EUPL-1.2
/**
 * The software bill of materials: what pnpm reports from the lockfile (CycloneDX), held to what is
 * really packed, with the checksums of the lockfile and of Node. The same package gives the same bill.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Native } from './native.ts';
import type { Packed } from './tree.ts';

interface Component {
  type: string;
  name: string;
  version: string;
  'bom-ref': string;
  group?: string;
  licenses?: readonly unknown[];
  hashes?: readonly { alg: string; content: string }[];
  [more: string]: unknown;
}

interface Bill {
  serialNumber: string;
  metadata: { timestamp?: string; component: Component; [more: string]: unknown };
  components: Component[];
  dependencies: { ref: string; dependsOn?: string[] }[];
  [more: string]: unknown;
}

/** Node as it is packed: its version, and the SHA-256 of the program. */
export interface PackedNode {
  readonly version: string;
  readonly sha256: string;
}

function reportOf(root: string, service: string): Bill {
  const pnpm = join(root, '.koppel', 'pnpm', 'node_modules', 'pnpm', 'bin', 'pnpm.mjs');
  const asked = ['sbom', '--prod', '--lockfile-only', '--sbom-format', 'cyclonedx'];
  const form = ['--sbom-spec-version', '1.6', '--sbom-type', 'application'];
  const child = spawnSync(process.execPath, [pnpm, '--filter', service, ...asked, ...form], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
  });
  if (child.status !== 0) throw new Error('pnpm gave no bill of materials');
  return JSON.parse(child.stdout) as Bill;
}

/** `name@version` → SHA-512 in hex, as the lockfile pins what was published. */
export function publishedHashes(lockfile: string): Map<string, string> {
  const pinned = /^ {2}'?([^\s':]+@[^\s':(]+)'?:\n {4}resolution: \{integrity: sha512-([^,}\s]+)/gm;
  return new Map(
    [...lockfile.matchAll(pinned)].map(([, name, digest]) => [
      name!,
      Buffer.from(digest!, 'base64').toString('hex'),
    ]),
  );
}

const fullName = ({ group, name }: Component): string =>
  group === undefined ? name : `${group}/${name}`;

function nodeComponent({ version, sha256 }: PackedNode): Component {
  return {
    type: 'platform',
    name: 'node',
    version,
    purl: `pkg:generic/node@${version}`,
    'bom-ref': `pkg:generic/node@${version}`,
    description: 'Node.js runtime, as packed by the npm package that scripts/tools pins',
    licenses: [{ license: { id: 'MIT' } }],
    hashes: [{ alg: 'SHA-256', content: sha256 }],
  };
}

/** A compiled library; its checksum is over the files of it that are packed. */
function nativeComponent({ name, version, license, sha256 }: Native): Component {
  return {
    type: 'library',
    name,
    version,
    purl: `pkg:generic/${name}@${version}`,
    'bom-ref': `pkg:generic/${name}@${version}`,
    description: 'Compiled library, for a log at a Kafka broker',
    licenses: [{ license: { id: license } }],
    hashes: [{ alg: 'SHA-256', content: sha256 }],
  };
}

/** An identity that follows from the content, in the form of a UUID (version 8). */
function serialOf(bill: object): string {
  const digest = createHash('sha256').update(JSON.stringify(bill)).digest('hex');
  const parts = [digest.slice(0, 8), digest.slice(8, 12), `8${digest.slice(13, 16)}`];
  return `urn:uuid:${[...parts, `8${digest.slice(17, 20)}`, digest.slice(20, 32)].join('-')}`;
}

/** The bill as JSON text. An error when a packed package is not in the report, or not in the lockfile. */
export function billOfMaterials(
  root: string,
  service: string,
  packed: readonly Packed[],
  { node, native }: { readonly node: PackedNode; readonly native: readonly Native[] },
): string {
  const { metadata, components, dependencies, ...rest } = reportOf(root, service);
  const hashes = publishedHashes(readFileSync(join(root, 'pnpm-lock.yaml'), 'utf8'));
  const here = new Map(packed.map((one) => [`${one.name}@${one.version}`, one]));
  const kept = components
    .filter((one) => one.group === '@koppel' || here.has(`${fullName(one)}@${one.version}`))
    .map((one) => {
      const name = `${fullName(one)}@${one.version}`;
      const packedOne = here.get(name);
      if (packedOne === undefined) return one;
      here.delete(name);
      const content = hashes.get(name);
      if (content === undefined) throw new Error('a packed package has no checksum');
      const license = packedOne.license;
      const licenses = license === undefined ? one.licenses : licenceOf(license);
      return { ...one, ...(licenses && { licenses }), hashes: [{ alg: 'SHA-512', content }] };
    });
  if (here.size > 0) throw new Error('a packed package is not in the bill of materials');
  const others = [nodeComponent(node), ...native.map(nativeComponent)];
  const ofOthers = others.map((one) => one['bom-ref']);
  const self = metadata.component['bom-ref'];
  const refs = new Set([self, ...ofOthers, ...kept.map((one) => one['bom-ref'])]);
  const bill = {
    ...rest,
    serialNumber: undefined,
    metadata: { ...metadata, timestamp: undefined }, // a time would make every bill another one
    components: [...kept, ...others].sort((a, b) => (a['bom-ref'] < b['bom-ref'] ? -1 : 1)),
    dependencies: [...dependencies, ...ofOthers.map((ref) => ({ ref, dependsOn: [] }))]
      .filter(({ ref }) => refs.has(ref))
      .map(({ ref, dependsOn = [] }) => ({
        ref,
        dependsOn: [...dependsOn, ...(ref === self ? ofOthers : [])].filter((other) =>
          refs.has(other),
        ),
      })),
  };
  const serialNumber = serialOf(bill);
  const { bomFormat, specVersion, version, ...more } = bill as Record<string, unknown>;
  const head = { bomFormat, specVersion, serialNumber, version };
  return `${JSON.stringify({ ...more, ...head }, undefined, 2)}\n`;
}

function licenceOf(license: string): readonly unknown[] {
  return /[ ()]/.test(license) ? [{ expression: license }] : [{ license: { id: license } }];
}
