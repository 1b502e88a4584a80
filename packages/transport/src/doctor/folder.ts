// SPDX-License-Identifier: EUPL-1.2
/** The same look at a log in a folder: there, in order, and closed to who has no business there. */
import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { KoppelError } from '@koppel/errors';
import { openEmbeddedLog } from '../embedded-log.ts';
import { roleName, type LineTopic, type Role } from '../kafka/admin/rights.ts';
import { failed, type Finding } from './finding.ts';
import { adminFault } from '../kafka/admin/connection.ts';

function folderFinding(folder: string, writes: boolean): Finding {
  const subject = folder;
  if (!existsSync(folder)) {
    return failed('folder', subject, new KoppelError('LOG_MISSING', { file: folder }));
  }
  try {
    accessSync(folder, constants.R_OK | constants.X_OK | (writes ? constants.W_OK : 0));
  } catch {
    return failed('folder', subject, new KoppelError('LOG_UNWRITABLE', { file: folder }));
  }
  const others = statSync(folder).mode & 0o007;
  if (others === 0) return { check: 'folder', subject, outcome: 'ok' };
  const problem = new KoppelError('LINE_FOLDER_OPEN', { file: folder });
  return { check: 'folder', subject, outcome: 'warning', problem };
}

/** In a folder rights hold for all topics at once, so only what is needed is tried: by reading. */
export async function doctorFolder(
  folder: string,
  topics: readonly LineTopic[],
  role: Role,
): Promise<Finding[]> {
  const own = topics.flatMap(({ topic, rights }) => {
    const access = rights.get(roleName(role)) ?? [];
    return access.length === 0 ? [] : [{ topic, access }];
  });
  const first = folderFinding(
    folder,
    own.some(({ access }) => access.includes('write')),
  );
  if (first.outcome === 'failed') return [first];
  const findings: Finding[] = [first];
  try {
    const port = await openEmbeddedLog(folder, { readOnly: true });
    try {
      for (const { topic, access } of own) {
        const end = await port.end(topic);
        if (end > 0) await port.read(topic, end - 1, 1);
        findings.push({ check: 'topic', subject: topic, outcome: 'ok', access });
      }
    } finally {
      await port.close();
    }
  } catch (thrown) {
    findings.push(failed('folder', folder, adminFault(thrown)));
  }
  return findings;
}
