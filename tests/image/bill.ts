// SPDX-License-Identifier: EUPL-1.2
/** The software bill of materials: valid CycloneDX, and of exactly what is in the archive. */
import { beforeAll, describe, expect, test } from '@jest/globals';
import { Spec, Validation } from '@cyclonedx/cyclonedx-library';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { allowedLicences } from '../architecture/boundaries.ts';
import { pathsIn, sha256 } from '../support/archive.ts';

interface Component {
  readonly name: string;
  readonly group?: string;
  readonly version: string;
  readonly 'bom-ref': string;
  readonly licenses: readonly { readonly license?: { readonly id: string } }[];
  readonly hashes?: readonly { readonly alg: string; readonly content: string }[];
}

interface Bill {
  readonly components: readonly Component[];
  readonly dependencies: readonly { readonly ref: string; readonly dependsOn: readonly string[] }[];
  readonly metadata: { readonly component: Component };
}

/** Its tests, over an archive that is unpacked when they begin. */
export function describeBill(title: string, folder: () => string, kafka: boolean): void {
  describe(title, () => {
    let installed: string;
    let text: string;
    let bill: Bill;

    beforeAll(() => {
      installed = folder();
      text = readFileSync(join(installed, 'sbom.cdx.json'), 'utf8');
      bill = JSON.parse(text) as Bill;
    });

    test('is valid CycloneDX 1.6, and the check can fail', async () => {
      const validator = new Validation.JsonStrictValidator(Spec.Version.v1dot6);
      expect(await validator.validate(text)).toBeNull();
      const broken = text.replace('"SHA-512"', '"SHA-5"');
      expect(await validator.validate(broken)).not.toBeNull();
    });

    test('names every package that is packed, and no other', () => {
      const manifests = pathsIn(installed).filter((path) =>
        /\.pnpm\/[^/]+\/node_modules\/(?:@[^/]+\/)?[^/]+\/package\.json$/.test(path),
      );
      const packed = manifests.map((path) => {
        const { name, version } = JSON.parse(
          readFileSync(join(installed, path), 'utf8'),
        ) as Component;
        return `${name}@${version.replace(/^v/, '')}`;
      });
      const ours = readdirSync(join(installed, 'packages')).map((name) => `@koppel/${name}@0.1.0`);
      const listed = bill.components.map(({ group, name, version }) =>
        [group, `${name}@${version}`].filter((part) => part !== undefined).join('/'),
      );
      const compiled = /^(?:node|librdkafka|openssl)@/;
      const others = listed.filter((name) => compiled.test(name));
      expect(listed.sort()).toEqual([...packed, ...ours, ...others].sort());
      expect(others).toHaveLength(kafka ? 3 : 1);
    });

    test('names Node with the checksum of the program', () => {
      const node = bill.components.find(({ name }) => name === 'node')!;
      expect(node.version).toMatch(/^24\./);
      expect(node.hashes).toEqual([
        { alg: 'SHA-256', content: sha256(join(installed, 'node', 'bin', 'node')) },
      ]);
    });

    test('gives every component an allowed licence, and what is not ours a checksum', () => {
      for (const { name, group, licenses, hashes } of bill.components) {
        expect([name, licenses.map(({ license }) => license?.id)]).toEqual([
          name,
          [expect.any(String)],
        ]);
        expect(allowedLicences).toContain(licenses[0]!.license!.id);
        if (group !== '@koppel') expect(hashes?.[0]?.content).toMatch(/^[0-9a-f]{64,128}$/);
      }
    });

    test('joins all of them to the encoder', () => {
      const reached = new Set([bill.metadata.component['bom-ref']]);
      for (const ref of reached) {
        const { dependsOn } = bill.dependencies.find((one) => one.ref === ref)!;
        for (const other of dependsOn) reached.add(other);
      }
      for (const component of bill.components) expect(reached).toContain(component['bom-ref']);
    });

    test('holds no time and no identity by chance', () => {
      expect(text).not.toMatch(/timestamp/);
    });
  });
}
