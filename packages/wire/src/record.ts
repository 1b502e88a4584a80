// SPDX-License-Identifier: EUPL-1.2
/**
 * Avro records with checked fields. avsc prints values in its errors and pools its buffers, so it is
 * used only here: its errors are replaced, its buffers are copied, its array type (which allocates
 * what an unchecked count asks for) is not used.
 */
import avro from 'avsc';
import { KoppelError } from '@koppel/errors';
import { asBuffer, equalBytes } from './bytes.ts';
import type { Fields, SchemaCodec } from './codec.ts';

const noBytes = Buffer.alloc(0);

/**
 * A codec of records with these fields, in this order. `conflict` may compare fields: it returns the
 * name of a field that contradicts another one, or undefined.
 */
export function recordCodec<T extends object>(
  name: string,
  fields: Fields<T>,
  conflict: (value: T) => (keyof T & string) | undefined = () => undefined,
): SchemaCodec<T> {
  const names = Object.keys(fields) as (keyof T & string)[];
  const type = avro.Type.forSchema({
    type: 'record',
    name,
    fields: names.map((field) => ({ name: field, type: fields[field].type })),
  });

  function check(value: T): void {
    const field = names.find((each) => !fields[each].accepts(value[each])) ?? conflict(value);
    if (field !== undefined) throw new KoppelError('WIRE_MALFORMED', { field, rule: 'range' });
  }

  function rawOf(value: T): object {
    check(value);
    return Object.fromEntries(names.map((field) => [field, fields[field].toAvro(value[field])]));
  }

  function encodeBehind(front: Uint8Array, value: T): Uint8Array {
    const raw = rawOf(value);
    // Into an empty buffer avsc writes nothing and answers minus the number of bytes it lacks.
    const bytes = new Uint8Array(front.length - type.encode(raw, noBytes, 0));
    bytes.set(front);
    type.encode(raw, asBuffer(bytes), front.length);
    return bytes;
  }

  /** Whether these are the bytes that `encode` gives. */
  function isCanonical(value: T, bytes: Uint8Array): boolean {
    const again = spareOf(bytes.length);
    // Where the room is too small avsc answers a negative number.
    const end = type.encode(rawOf(value), asBuffer(again), 0);
    const equal = end === bytes.length && equalBytes(again, bytes);
    again.fill(0);
    return equal;
  }

  function decode(bytes: Uint8Array): T {
    const raw = readRaw(type, bytes);
    const entries = names.map((field) => [field, fields[field].fromAvro(raw[field])]);
    const value = Object.fromEntries(entries) as T;
    // Avro writes some values in several ways, such as a number with needless leading zeros.
    if (!isCanonical(value, bytes)) {
      throw new KoppelError('WIRE_MALFORMED', { rule: 'canonical' });
    }
    return value;
  }

  const encode = (value: T): Uint8Array => encodeBehind(noBytes, value);
  return { encode, encodeBehind, decode, schema: JSON.stringify(type.schema()) };
}

/** Memory in which what was read is written again, for a moment, at most as long as a message. */
let spare = new Uint8Array(0);

function spareOf(length: number): Uint8Array {
  if (spare.length < length) spare = new Uint8Array(length);
  return spare.subarray(0, length);
}

/** avsc's reading of a record, without its errors, and without bytes left over. */
function readRaw(type: avro.Type, bytes: Uint8Array): Record<string, unknown> {
  let decoded: { value: unknown; offset: number };
  try {
    decoded = type.decode(asBuffer(bytes), 0);
  } catch {
    throw new KoppelError('WIRE_MALFORMED', { rule: 'form' });
  }
  if (decoded.offset === -1) throw new KoppelError('WIRE_MALFORMED', { rule: 'truncated' });
  if (decoded.offset !== bytes.length)
    throw new KoppelError('WIRE_MALFORMED', { rule: 'trailing' });
  return decoded.value as Record<string, unknown>;
}
