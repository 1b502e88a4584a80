// SPDX-License-Identifier: EUPL-1.2
/**
 * The kinds of field that a message may have, each with its Avro type, its range and its conversion.
 * The list is short on purpose: there is no free text, so no field can carry a person's name. A
 * range is checked when a message is written and again when one is read, as a reader trusts no
 * sender.
 */
import avro, { type Type } from 'avsc';
import { catalogue, type ErrorCode } from '@koppel/errors';
import { asBuffer, concatBytes } from './bytes.ts';
import { isName, maxNameLength } from './names.ts';
import type { Field, RecordCodec } from './codec.ts';

/** A field whose value Avro holds as it is. */
function plain<T>(type: Type, accepts: (value: T) => boolean): Field<T> {
  return { type, accepts, toAvro: (value) => value, fromAvro: (value) => value as T };
}

/** A field of bytes. The reader gets a copy: never a view that keeps a larger buffer alive. */
function binary(type: Type, accepts: (length: number) => boolean): Field<Uint8Array> {
  return {
    type,
    accepts: (value) => accepts(value.length),
    toAvro: asBuffer,
    fromAvro: (value) => Uint8Array.from(value as Uint8Array),
  };
}

const stringType = avro.Type.forSchema('string');
const bytesType = avro.Type.forSchema('bytes');
const intType = avro.Type.forSchema('int');
const maxInt = 2 ** 31 - 1;

function fixedType(size: number): Type {
  return avro.Type.forSchema({ type: 'fixed', name: `Bytes${size}`, size });
}

/** A name, see `isName`. */
export const nameField: Field<string> = plain(stringType, isName);

/** True or false, one byte. */
export const booleanField: Field<boolean> = plain(avro.Type.forSchema('boolean'), () => true);

/** A number between 0 and 1, both included. */
export const unitField: Field<number> = plain(
  avro.Type.forSchema('double'),
  (value) => value >= 0 && value <= 1,
);

/** An integer from `min` to `max`, at most 2^31 − 1. Its encoded size depends on its value. */
export function intField(min: number, max: number = maxInt): Field<number> {
  return plain(intType, (value) => Number.isInteger(value) && value >= min && value <= max);
}

/** An integer from 0 to 2^53 − 1, in eight bytes. */
export const countField: Field<number> = plain(
  avro.Type.forSchema('double'),
  (value) => Number.isSafeInteger(value) && value >= 0 && !Object.is(value, -0),
);

/** One of a closed list of words. */
export function enumField<T extends string>(name: string, words: readonly T[]): Field<T> {
  return plain(avro.Type.forSchema({ type: 'enum', name, symbols: [...words] }), (value) =>
    words.includes(value),
  );
}

/** A code of the error catalogue, or `''` for none. */
export const codeField: Field<ErrorCode | ''> = plain(
  stringType,
  (value) => value === '' || Object.hasOwn(catalogue, value),
);

/** A code of the error catalogue: there always is one. */
export const refusalField: Field<ErrorCode> = plain(stringType, (value) =>
  Object.hasOwn(catalogue, value),
);

/** Exactly `size` bytes. */
export function fixedField(size: number): Field<Uint8Array> {
  return binary(fixedType(size), (length) => length === size);
}

/** From `min` to `max` bytes. */
export function bytesField(min: number, max: number): Field<Uint8Array> {
  return binary(bytesType, (length) => length >= min && length <= max);
}

/** An integer from 0 to 2^32 − 1 in four little-endian bytes: its size does not tell its value. */
export const uint32Field: Field<number> = {
  type: fixedType(4),
  accepts: (value) => Number.isInteger(value) && value >= 0 && value < 2 ** 32,
  toAvro: (value) => {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32LE(value);
    return bytes;
  },
  fromAvro: (value) => (value as Buffer).readUInt32LE(),
};

/** A name in 40 bytes, filled up with zero bytes: its size does not tell which name it is. */
export const paddedNameField: Field<string> = {
  type: fixedType(maxNameLength),
  accepts: isName,
  toAvro: (value) => {
    const bytes = Buffer.alloc(maxNameLength);
    bytes.write(value, 'latin1');
    return bytes;
  },
  fromAvro: (value) => {
    const bytes = value as Buffer;
    const end = bytes.indexOf(0);
    return bytes.toString('latin1', 0, end === -1 ? maxNameLength : end);
  },
};

/**
 * At most `max` rows, one after the other, each of which its codec writes in `rowBytes` bytes. This
 * stands in for Avro's array, see record.ts.
 */
export function rowsField<T>(
  codec: RecordCodec<T>,
  rowBytes: number,
  max: number,
): Field<readonly T[]> {
  return {
    type: bytesType,
    accepts: (rows) => rows.length <= max,
    toAvro: (rows) => asBuffer(concatBytes(...rows.map((row) => codec.encode(row)))),
    fromAvro: (value) => {
      const bytes = value as Buffer;
      const count = Math.ceil(bytes.length / rowBytes);
      return Array.from({ length: count }, (_, row) =>
        codec.decode(bytes.subarray(row * rowBytes, (row + 1) * rowBytes)),
      );
    },
  };
}
