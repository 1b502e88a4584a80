// SPDX-License-Identifier: EUPL-1.2
/**
 * The receiver's answer to one batch, in the clear and signed: taken, or refused with a code of the
 * error catalogue. There is no room for an explanation in words, so a receipt cannot quote a record.
 */
import type { ErrorCode } from '@koppel/errors';
import { lanes, type Lane } from './batch.ts';
import { labelled } from './bytes.ts';
import { booleanField, codeField, enumField, fixedField, intField, nameField } from './field.ts';
import { framed } from './frame.ts';
import type { Fields } from './codec.ts';
import { recordCodec } from './record.ts';

export interface UnsignedReceipt {
  readonly study: string;
  readonly owner: string;
  readonly register: string;
  readonly lane: Lane;
  /** Identity of the run, 16 bytes. */
  readonly run: Uint8Array;
  readonly sequence: number;
  readonly accepted: boolean;
  /** Why it was refused; `''` if and only if it was accepted. */
  readonly code: ErrorCode | '';
}

export interface Receipt extends UnsignedReceipt {
  /** Ed25519 by the receiver over `receiptSigningBytes`, 64 bytes. */
  readonly signature: Uint8Array;
}

const fields: Fields<UnsignedReceipt> = {
  study: nameField,
  owner: nameField,
  register: nameField,
  lane: enumField('Lane', lanes),
  run: fixedField(16),
  sequence: intField(0),
  accepted: booleanField,
  code: codeField,
};

const codeWhenRefused = (receipt: UnsignedReceipt): 'code' | undefined =>
  receipt.accepted === (receipt.code === '') ? undefined : 'code';

const unsigned = recordCodec<UnsignedReceipt>('UnsignedReceipt', fields, codeWhenRefused);

const signed = framed(
  'receipt',
  4096,
  recordCodec<Receipt>('Receipt', { ...fields, signature: fixedField(64) }, codeWhenRefused),
);

/** Message bytes of a receipt. Throws WIRE_MALFORMED with the field that is out of range. */
export function encodeReceipt(receipt: Receipt): Uint8Array {
  return signed.encode(receipt);
}

/** The inverse of `encodeReceipt`. Throws WIRE_MALFORMED, WIRE_TOO_LARGE or WIRE_VERSION. */
export function decodeReceipt(bytes: Uint8Array): Receipt {
  return signed.decode(bytes);
}

/** What the receiver signs: all other fields. */
export function receiptSigningBytes(receipt: UnsignedReceipt): Uint8Array {
  return labelled('koppel/v1/receipt/signature', unsigned.encode(receipt));
}
