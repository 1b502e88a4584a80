// SPDX-License-Identifier: EUPL-1.2
/** What a field and a record of a message are to the code that writes and reads them. */
import type { Type } from 'avsc';

/** One kind of field: `accepts` is its range, `toAvro` and `fromAvro` are each other's inverse. */
export interface Field<T> {
  readonly type: Type;
  accepts(value: T): boolean;
  toAvro(value: T): unknown;
  fromAvro(value: unknown): T;
}

export type Fields<T> = { readonly [Name in keyof T & string]: Field<T[Name]> };

/** Writes and reads one shape of record. Equal records have equal bytes, and the other way round. */
export interface RecordCodec<T> {
  /** Avro bytes, fields in schema order. Throws WIRE_MALFORMED with the field out of range. */
  encode(value: T): Uint8Array;
  /** The inverse. Refuses, with WIRE_MALFORMED, all bytes that `encode` cannot have made. */
  decode(bytes: Uint8Array): T;
}

/** A codec that tells its schema: Avro's canonical form, as JSON. */
export interface SchemaCodec<T> extends RecordCodec<T> {
  /** As `encode`, with these bytes in front. */
  encodeBehind(front: Uint8Array, value: T): Uint8Array;
  readonly schema: string;
}
