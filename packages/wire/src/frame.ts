// SPDX-License-Identifier: EUPL-1.2
/**
 * The outside of every message: one byte for its kind, one for the version of its form, then an Avro
 * record. Size and frame are checked before anything inside is read.
 */
import { KoppelError } from '@koppel/errors';
import { concatBytes } from './bytes.ts';
import type { RecordCodec } from './codec.ts';

/** No message of any kind is longer, in bytes. */
export const maxMessageBytes = 64 * 2 ** 20;

/** The first byte. A number is never used again for something else. */
export const messageKinds = {
  batch: 1,
  identifierBlock: 2,
  payloadBlock: 3,
  ceremonyCommit: 4,
  ceremonyReveal: 5,
  ceremonyConfirm: 6,
  receipt: 7,
  linkBatch: 8,
  linkBlock: 9,
  linkResult: 10,
  eventBatch: 11,
  eventBlock: 12,
  linkStatement: 13,
  controlRecord: 14,
} as const;

type MessageKind = keyof typeof messageKinds;

/**
 * The second byte: 1, but for the kinds whose form has changed. A reader takes the newest only; of
 * link blocks and link results it also takes the one before.
 */
const formVersions: Partial<Readonly<Record<MessageKind, number>>> = {
  batch: 2,
  identifierBlock: 2,
  payloadBlock: 2,
  linkBlock: 2,
  linkResult: 3,
};

/** Bytes in front of the Avro record. */
export const frameBytes = 2;

/**
 * A codec that puts the frame of `kind` around a record; a whole message has at most `limit` bytes.
 * @param form the version of its form, by default the newest
 */
export function framed<T>(
  kind: MessageKind,
  limit: number,
  inside: RecordCodec<T>,
  form: number = formVersions[kind] ?? 1,
): RecordCodec<T> {
  const frame = Uint8Array.of(messageKinds[kind], form);
  return {
    encode(value: T): Uint8Array {
      const bytes = concatBytes(frame, inside.encode(value));
      if (bytes.length > limit) throw new KoppelError('WIRE_TOO_LARGE');
      return bytes;
    },
    decode(bytes: Uint8Array): T {
      if (bytes.length > limit) throw new KoppelError('WIRE_TOO_LARGE');
      if (bytes.length < frameBytes) throw new KoppelError('WIRE_MALFORMED', { rule: 'truncated' });
      if (bytes[0] !== frame[0]) throw new KoppelError('WIRE_VERSION', { rule: 'kind' });
      if (bytes[1] !== frame[1]) throw new KoppelError('WIRE_VERSION', { rule: 'version' });
      return inside.decode(bytes.subarray(frameBytes));
    },
  };
}
