// SPDX-License-Identifier: EUPL-1.2
/** What a study's control topic says, for a command that only asks. */
import { logOptions, type CommandContext } from '@koppel/console';
import { verify } from '@koppel/keys/sign';
import type { ControlState, ReadStudy } from '@koppel/study';
import { ControlTopic, openLog, type LogPort } from '@koppel/transport';
import { controlParties, topics } from '@koppel/wire';

/** The state of the control topic on an open log; undefined for a study without one. */
export async function controlOn(port: LogPort, read: ReadStudy): Promise<ControlState | undefined> {
  const name = topics(read.study.id).control;
  return (await new ControlTopic(port, name, controlParties(read, verify)).look())?.state;
}

/** The same on a log that is named; undefined without a name. */
export async function controlAt(
  log: string | undefined,
  read: ReadStudy,
  context: CommandContext,
): Promise<ControlState | undefined> {
  if (log === undefined) return undefined;
  const port = await openLog(log, { ...logOptions(context), readOnly: true });
  try {
    return await controlOn(port, read);
  } finally {
    await port.close();
  }
}
