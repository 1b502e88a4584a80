// SPDX-License-Identifier: EUPL-1.2
/** Builds the image of each role, from its archive and its Dockerfile, once. */
import { copyFileSync, existsSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { makeArchive, type PackedRole } from '../support/archive.ts';
import type { Containers } from './containers.ts';

const root = dirname(dirname(import.meta.dirname));

/** Builds `koppel-ROLE` in `folder`, where an archive of it may be already. */
export function buildImages(
  containers: Containers,
  folder: string,
  roles: readonly PackedRole[],
): void {
  for (const role of roles) {
    const context = join(folder, role);
    mkdirSync(context, { recursive: true });
    copyFileSync(join(root, 'docker', role, 'Dockerfile'), join(context, 'Dockerfile'));
    const archive = join(context, `koppel-${role}.tar`);
    if (!existsSync(archive)) makeArchive(archive, role, true);
    containers.build(`koppel-${role}`, context);
  }
}
