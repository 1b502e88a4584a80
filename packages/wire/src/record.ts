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

  function encode(value: T): Uint8Array {
    check(value);
    const raw = Object.fromEntries(
      names.map((field) => [field, fields[field].toAvro(value[field])]),
    );
    // Into an empty buffer avsc writes nothing and answers minus the number of bytes it lacks.
    const bytes = new Uint8Array(-type.encode(raw, noBytes, 0));
    type.encode(raw, asBuffer(bytes), 0);
    return bytes;
  }

  function decode(bytes: Uint8Array): T {
    const raw = readRaw(type, bytes);
    const entries = names.map((field) => [field, fields[field].fromAvro(raw[field])]);
    const value = Object.fromEntries(entries) as T;
    check(value);
    // Avro writes some values in several ways, such as a number with needless leading zeros.
    if (!equalBytes(encode(value), bytes)) {
      throw new KoppelError('WIRE_MALFORMED', { rule: 'canonical' });
    }
    return value;
  }

  return { encode, decode, schema: JSON.stringify(type.schema()) };
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
