// SPDX-License-Identifier: EUPL-1.2
/**
 * The ceremony in a folder of text files, which people send each other. Unlike on a log, where anyone
 * may write and noise is passed over, a person put every file there: each that does not fit is named,
 * with the owner it claims to be from. Files hold no secret: shares are sealed to their reader.
 */
import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Problems, writeError, writeFileWhole } from '@koppel/console';
import type { KoppelError } from '@koppel/errors';
import type { LogPort } from '@koppel/transport';
import { decodeCeremony, encodeCeremony, topics, type CeremonyMessage } from '@koppel/wire';
import { fileNameOf, fileTextOf, readFiles } from './ceremony-file.ts';
import type { CeremonyMedium } from './ceremony.ts';
import type { Sender } from './egress.ts';
import {
  addMessage,
  emptyTranscript,
  holds,
  messagesOf,
  readLog,
  readTranscript,
  type Transcript,
} from './transcript.ts';

/** The files of the folder by name; hidden and unfinished ones do not count. The folder is made. */
function filesIn(folder: string): string[] {
  try {
    mkdirSync(folder, { recursive: true });
    return readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isFile() && !/^\.|\.tmp$/.test(entry.name))
      .map(({ name }) => join(folder, name))
      .sort();
  } catch (thrown) {
    throw writeError(thrown, folder);
  }
}

function transcriptOf(messages: readonly CeremonyMessage[]): Transcript {
  const transcript = emptyTranscript();
  for (const message of messages) addMessage(transcript, message);
  return transcript;
}

/** The ceremony in a folder, and on a log as well where one is given. */
export interface CeremonyFolder extends CeremonyMedium {
  /**
   * Brings folder, received files and log level: each then holds what any of them held. Gives the
   * files that hold no message. Problems and CEREMONY_CONFLICT: then nothing has been written.
   */
  level(received: readonly string[]): Promise<readonly KoppelError[]>;
  /** Names of the files that were written since it was opened. */
  readonly written: ReadonlySet<string>;
}

/** Opens the folder, and makes it where it is not there. Every read looks at it anew. */
export function openCeremonyFolder(sender: Sender, folder: string, port?: LogPort): CeremonyFolder {
  const written = new Set<string>();
  const topic = topics(sender.study.id).ceremony;

  const readMessages = (files: readonly string[]) => {
    const { messages, problems, strange } = readFiles(sender, files);
    if (problems.length > 0) throw new Problems(problems);
    return { messages, strange };
  };
  const write = (message: CeremonyMessage): void => {
    const name = fileNameOf(message);
    writeFileWhole(join(folder, name), fileTextOf(sender, message));
    written.add(name);
  };

  return {
    written,
    async read() {
      const transcript = transcriptOf(readMessages(filesIn(folder)).messages);
      if (port !== undefined) await readLog(sender, port, transcript);
      return transcript;
    },
    async send(bytes) {
      write(decodeCeremony(bytes));
      if (port !== undefined) await port.append(topic, [bytes]);
    },
    async level(received) {
      const there = filesIn(folder);
      const { messages, strange } = readMessages([...there, ...received]);
      const all = transcriptOf(messages);
      if (port !== undefined) await readLog(sender, port, all);
      const inFolder = transcriptOf(readMessages(there).messages);
      const onLog = port === undefined ? all : await readTranscript(sender, port);
      for (const message of messagesOf(all)) {
        if (!holds(inFolder, message)) write(message);
        if (!holds(onLog, message)) await port?.append(topic, [encodeCeremony(message)]);
      }
      return strange;
    },
  };
}
