// SPDX-License-Identifier: EUPL-1.2
/**
 * The outside of every message: one byte for its kind, one for the version of its form, then an Avro
 * record. Size and frame are checked before anything inside is read.
 */
import { KoppelError } from '@koppel/errors';
import type { RecordCodec, SchemaCodec } from './codec.ts';
import { messageKinds, schemaFingerprint, schemas, type MessageKind } from './schemas.ts';

/** No message of any kind is longer, in bytes. */
export const maxMessageBytes = 64 * 2 ** 20;

/** Bytes in front of the Avro record. */
export const frameBytes = 2;

/**
 * A codec that puts the frame of `kind` around a record; a whole message has at most `limit` bytes. Its
 * schema must be the one that is pinned for that form: with another, nothing of this package works.
 * @param form the version of its form, by default the one that is written
 */
export function framed<T>(
  kind: MessageKind,
  limit: number,
  inside: SchemaCodec<T>,
  form: number = schemas[kind].written,
): RecordCodec<T> {
  if (schemaFingerprint(inside.schema) !== schemas[kind].fingerprints[form]) {
    throw new KoppelError('WIRE_VERSION', { rule: 'schema' });
  }
  const frame = Uint8Array.of(messageKinds[kind], form);
  return {
    encode(value: T): Uint8Array {
      const bytes = inside.encodeBehind(frame, value);
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
