// SPDX-License-Identifier: EUPL-1.2
/**
 * One message of the ceremony as a text file, and back. The words around the block are for people; who
 * sent it, about which version of which study, is decided by the signed message alone.
 */
import { readFileBytes } from '@koppel/console';
import { KoppelError, type ErrorCode } from '@koppel/errors';
import { verify } from '@koppel/keys/sign';
import {
  authenticCeremony,
  decodeCeremony,
  encodeCeremony,
  expectedOwners,
  type CeremonyMessage,
} from '@koppel/wire';
import { armour, readArmour, type ArmourBlock } from './armour.ts';
import { sameBytes } from './bytes.ts';
import { introduction, stepNames } from './ceremony-words.ts';
import type { Sender } from './egress.ts';

const fileBytesMax = 2 ** 20;

/** Under which name a message is written: study, owner, step and, where sealed, for whom. */
export function fileNameOf(message: CeremonyMessage): string {
  const to = message.step === 'reveal' ? `-for-${message.recipient}` : '';
  return `${message.study}-${message.owner}-${stepNames[message.step]}${to}.txt`;
}

/** The text of such a file: what it is in two languages, and the block. */
export function fileTextOf(sender: Sender, message: CeremonyMessage): string {
  return `${introduction(sender, message)}\n${armour(encodeCeremony(message))}`;
}

/** A text file as its editor or mail program left it: UTF-16 by its mark, else UTF-8 or Latin-1. */
function textOf(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  return new TextDecoder('latin1').decode(bytes);
}

/** The owner that the words above a block name, for who must send it again. Not to be trusted. */
function claimedOwner({ study }: Sender, before: string): string | undefined {
  const last = [...before.matchAll(/^[\s>|]*(?:From|Van|Van\/From): *([a-z0-9-]+)\s*$/gm)].at(-1);
  return study.owners.find(({ id }) => id === last?.[1])?.id;
}

/** The message of one block, when an owner of this version of the study signed it. */
function authentic(sender: Sender, block: ArmourBlock, file: string): CeremonyMessage {
  const { study, specHash } = sender;
  const refuse = (code: ErrorCode, owner: string | undefined, rule?: string): KoppelError => {
    const field = study.owners.find(({ id }) => id === owner)?.id;
    return new KoppelError(code, {
      file,
      ...(field === undefined ? {} : { field }),
      ...(rule === undefined ? {} : { rule }),
    });
  };
  const claimed = claimedOwner(sender, block.before);
  if ('fault' in block) throw refuse('CEREMONY_FILE_DAMAGED', claimed, block.fault);
  let message: CeremonyMessage;
  try {
    message = decodeCeremony(block.message);
  } catch {
    throw refuse('CEREMONY_FILE_DAMAGED', claimed, 'form');
  }
  const { owner } = message;
  if (message.study !== study.id) throw refuse('CEREMONY_OTHER_STUDY', owner, 'study');
  if (!sameBytes(message.specHash, specHash)) {
    throw refuse('CEREMONY_OTHER_STUDY', owner, 'version');
  }
  const owners = expectedOwners(study);
  if (!owners.has(owner)) throw refuse('CEREMONY_STRANGER', undefined);
  const parties = { study: study.id, specHash, owners, verify };
  if (authenticCeremony(block.message, parties) === undefined) {
    throw refuse('CEREMONY_FORGED', owner);
  }
  return message;
}

/** What files hold: messages in the order of the files, and what does not fit. */
export interface ReadFiles {
  readonly messages: CeremonyMessage[];
  readonly problems: KoppelError[];
  /** Files without any message in them. */
  readonly strange: KoppelError[];
}

/** Reads received files, in their order. FILE_MISSING when one cannot be read. */
export function readFiles(sender: Sender, files: readonly string[]): ReadFiles {
  const read: ReadFiles = { messages: [], problems: [], strange: [] };
  for (const path of files) {
    const file = path.replace(/\p{C}/gu, '?');
    const bytes = readFileBytes(path);
    const blocks = bytes.length > fileBytesMax ? [] : readArmour(textOf(bytes));
    if (blocks.length === 0) read.strange.push(new KoppelError('CEREMONY_FILE_OTHER', { file }));
    for (const block of blocks) {
      try {
        read.messages.push(authentic(sender, block, file));
      } catch (thrown) {
        if (!(thrown instanceof KoppelError)) throw thrown;
        read.problems.push(thrown);
      }
    }
  }
  return read;
}
