// SPDX-License-Identifier: EUPL-1.2
/** The shared work of the log that a command names: at a broker, or refused. */
import { KoppelError } from '@koppel/errors';
import { openKafkaWork, type KafkaLogOptions } from './kafka/work.ts';
import { isBroker } from './open-log.ts';
import type { WorkPort } from './work-port.ts';

/**
 * Opens the shared work of the log called `name`, which must be at a broker.
 * @throws KoppelError LOG_WORK_FOLDER for a folder; as `openKafkaLog`
 */
export async function openWork(name: string, options: KafkaLogOptions): Promise<WorkPort> {
  if (!isBroker(name)) throw new KoppelError('LOG_WORK_FOLDER');
  return openKafkaWork(name === 'kafka:' ? undefined : name, options);
}
