// SPDX-License-Identifier: EUPL-1.2
/** What `--check` looks at. Nothing is connected: `doctor` asks the broker. */
import { accessSync, constants } from 'node:fs';
import { Problems } from '@koppel/console';
import { isKoppelError, KoppelError } from '@koppel/errors';
import { brokerSettings, isBroker, openLog } from '@koppel/transport';
import type { Finding } from './check.ts';
import type { Environment, Setting } from './configuration.ts';

/** Tries something: what is wrong with it, one finding each, or that it is sound. */
export async function examine(what: string, attempt: () => unknown): Promise<Finding[]> {
  try {
    await attempt();
    return [{ what, error: undefined }];
  } catch (thrown) {
    const list: readonly unknown[] = thrown instanceof Problems ? thrown.list : [thrown];
    return list.map((one) => ({
      what,
      error: isKoppelError(one) ? one : new KoppelError('INTERNAL'),
    }));
  }
}

/** Whether a file can be read, without reading it: it may be a whole register, or a secret. */
export function examineFile(what: string, file: string): Promise<Finding[]> {
  return examine(what, () => {
    try {
      accessSync(file, constants.R_OK);
    } catch {
      throw new KoppelError('FILE_MISSING', { file });
    }
  });
}

/** Whether the log's folder is there, or the broker's configuration and the files that it names are sound. */
export async function examineLog(
  log: string,
  environment: Environment,
): Promise<{ readonly findings: Finding[]; readonly settings: Setting[] }> {
  const findings = await examine('log', async () => {
    const port = await openLog(log, { environment, readOnly: true, waitMs: 1000 });
    await port.close();
  });
  if (!isBroker(log)) return { findings, settings: [] };
  try {
    const settings = brokerSettings(log, environment).map((one) => ({
      ...one,
      path: `(kafka) ${one.path}`,
    }));
    return { findings, settings };
  } catch {
    return { findings, settings: [] }; // the finding says what is wrong with it
  }
}
