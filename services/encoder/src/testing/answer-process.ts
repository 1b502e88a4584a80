// SPDX-License-Identifier: EUPL-1.2
/**
 * An owner's answering as a process that is killed: takes what it needs from standard input as JSON,
 * and ends by SIGKILL just before or just after its first append to the log. For tests only.
 */
import { readFileSync } from 'node:fs';
import process from 'node:process';
import { openEmbeddedLog, type LogPort } from '@koppel/transport';
import type { OwnerSession } from '../context.ts';
import { AcceptedRuns } from '../looks/accepted-runs.ts';
import { answerPass } from '../looks/answer-pass.ts';
import { bytesOfHex } from '../bytes.ts';
import { listen } from './place.ts';
import { readStudy } from './study.ts';

/** What the process is told. Secrets are hex. */
export interface AnswerProcess {
  readonly log: string;
  readonly stateFolder: string;
  readonly study: object;
  readonly secrets: Readonly<Record<string, string>>;
  readonly moment: 'before' | 'after';
}

const told = JSON.parse(readFileSync(0, 'utf8')) as AnswerProcess;
const die = (): void => {
  process.kill(process.pid, 'SIGKILL');
};

function dying(port: LogPort): LogPort {
  return {
    async append(topic, values) {
      if (told.moment === 'before') die();
      const offset = await port.append(topic, values);
      die();
      return offset;
    },
    read: (topic, from, limit) => port.read(topic, from, limit),
    end: (topic) => port.end(topic),
    close: () => port.close(),
  };
}

const secrets = Object.fromEntries(
  Object.entries(told.secrets).map(([name, secret]) => [name, bytesOfHex(secret)]),
);
const session: OwnerSession = {
  sender: { ...readStudy(told.study), owner: 0, signSecretKey: secrets['sign']! },
  secrets,
  save: () => Promise.resolve(),
  close: () => undefined,
};
const port = dying(await openEmbeddedLog(told.log));
await answerPass({
  session,
  port,
  reporter: listen().reporter,
  register: 'population',
  stateFolder: told.stateFolder,
  exclusionsFile: undefined,
  confirmLostState: false,
  confirmWithoutBsn: false,
  accepted: new AcceptedRuns(session.sender, port),
  noted: new Set(),
});
