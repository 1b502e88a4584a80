// SPDX-License-Identifier: EUPL-1.2
/**
 * What the linkage unit says in the clear about one linkage: how it compared, and the size of each source.
 * It is signed, and it tells the researcher how many link batches to wait for.
 */
import { maxBatches } from './batch.ts';
import { labelled } from './bytes.ts';
import {
  fixedField,
  intField,
  nameField,
  paddedNameField,
  rowsField,
  uint32Field,
  unitField,
} from './field.ts';
import { framed } from './frame.ts';
import { maxNameLength } from './names.ts';
import type { Fields } from './codec.ts';
import { recordCodec } from './record.ts';

/** One run of one register that was linked. */
export interface LinkSource {
  readonly owner: string;
  readonly register: string;
  /** Identity of the run, 16 bytes. */
  readonly run: Uint8Array;
  /**
   * Records in it. How many of them are linked is not said in the clear: of a register with one
   * person it would tell that owner whether the others know that person.
   */
  readonly records: number;
}

export interface UnsignedLinkResult {
  readonly study: string;
  /** SHA-256 of the study, 32 bytes. */
  readonly specHash: Uint8Array;
  /** Identity of this result, 16 bytes. */
  readonly result: Uint8Array;
  /** The similarity from which a pair was a link, 0–1. */
  readonly threshold: number;
  /** The measure of similarity, a name such as `dice`. */
  readonly similarity: string;
  /** The share of pairs at or above the threshold that the search was asked for; 1: all, exactly. */
  readonly recallWanted: number;
  /** The share that it found, as measured on a sample, and the interval of that; 0–1. */
  readonly recallMeasured: number;
  readonly recallLow: number;
  readonly recallHigh: number;
  /** Link batches that belong to this result, 0–100,000. */
  readonly linkBatches: number;
  /** At most 1,000. */
  readonly sources: readonly LinkSource[];
  /** Batches that were refused, each with a receipt. */
  readonly refusedBatches: number;
}

export interface LinkResult extends UnsignedLinkResult {
  /** Ed25519 by the linkage unit over `linkResultSigningBytes`, 64 bytes. */
  readonly signature: Uint8Array;
}

const source = recordCodec<LinkSource>('LinkSource', {
  owner: paddedNameField,
  register: paddedNameField,
  run: fixedField(16),
  records: uint32Field,
});

const sourceBytes = 2 * maxNameLength + 16 + 4;

const fields: Fields<UnsignedLinkResult> = {
  study: nameField,
  specHash: fixedField(32),
  result: fixedField(16),
  threshold: unitField,
  similarity: nameField,
  recallWanted: unitField,
  recallMeasured: unitField,
  recallLow: unitField,
  recallHigh: unitField,
  linkBatches: intField(0, maxBatches),
  sources: rowsField(source, sourceBytes, 1000),
  refusedBatches: intField(0),
};

const unsigned = recordCodec<UnsignedLinkResult>('UnsignedLinkResult', fields);

const signed = framed(
  'linkResult',
  2 ** 18,
  recordCodec<LinkResult>('LinkResult', { ...fields, signature: fixedField(64) }),
);

/** Message bytes of a link result. Throws WIRE_MALFORMED with the field that is out of range. */
export function encodeLinkResult(result: LinkResult): Uint8Array {
  return signed.encode(result);
}

/** The inverse of `encodeLinkResult`. Throws WIRE_MALFORMED, WIRE_TOO_LARGE or WIRE_VERSION. */
export function decodeLinkResult(bytes: Uint8Array): LinkResult {
  return signed.decode(bytes);
}

/** What the linkage unit signs: all other fields. */
export function linkResultSigningBytes(result: UnsignedLinkResult): Uint8Array {
  return labelled('koppel/v1/link-result/signature', unsigned.encode(result));
}
