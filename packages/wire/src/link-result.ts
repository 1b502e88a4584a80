// SPDX-License-Identifier: EUPL-1.2
/**
 * What the linkage unit says about one linkage: in the clear how it compared and the size of each
 * source, and sealed to the researcher what quality it expects. It is signed, and it tells the
 * researcher how many batches of links and of events belong to it.
 */
import { maxBatches } from './batch.ts';
import { labelled } from './bytes.ts';
import {
  bytesField,
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

/** The name of what pairs were decided by, where that was a second round. */
export const byLooks = 'looks';

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

/** What a link result of every form says. */
interface Common {
  readonly study: string;
  /** SHA-256 of the study, 32 bytes. */
  readonly specHash: Uint8Array;
  /** Identity of this result, 16 bytes: of what was linked and decided, so that a repetition has it too. */
  readonly result: Uint8Array;
  /** The similarity from which a pair was a link, 0–1. */
  readonly threshold: number;
  /**
   * What pairs were decided by: a measure of the similarity of their encodings, such as `dice`, or
   * `byLooks`. The same for every pair of registers of a result: none is decided by less than others.
   */
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

/** What the seal of the statement covers beside it: everything but the statement and the signature. */
export interface LinkResultHeader extends Common {
  /**
   * How many results of this version of the study the linkage unit had published, this one included,
   * from 1. The highest is the newest, in whatever order results arrive.
   */
  readonly ordinal: number;
  /** The result with which the events of this one begin, 16 bytes; zeros: no events are told. */
  readonly since: Uint8Array;
  /** What the event batches of this result go by, 16 bytes: of the two results that they lie between. */
  readonly events: Uint8Array;
  /** Event batches that belong to this result, 0–100,000. */
  readonly eventBatches: number;
}

export interface UnsignedLinkResult extends LinkResultHeader {
  /** The sealed `LinkStatement`. */
  readonly statement: Uint8Array;
}

export interface LinkResult extends UnsignedLinkResult {
  /** Ed25519 by the linkage unit over `linkResultSigningBytes`, 64 bytes. */
  readonly signature: Uint8Array;
}

/** The form before this one, which is read and no longer written: without events and statement. */
export interface OlderLinkResult extends Common {
  readonly signature: Uint8Array;
}

const source = recordCodec<LinkSource>('LinkSource', {
  owner: paddedNameField,
  register: paddedNameField,
  run: fixedField(16),
  records: uint32Field,
});

const sourceBytes = 2 * maxNameLength + 16 + 4;

const commonFields: Fields<Common> = {
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

const headerFields: Fields<LinkResultHeader> = {
  ...commonFields,
  ordinal: intField(1),
  since: fixedField(16),
  events: fixedField(16),
  eventBatches: intField(0, maxBatches),
};

const fields: Fields<UnsignedLinkResult> = { ...headerFields, statement: bytesField(1, 2048) };
const signature = fixedField(64);

/** Where no events are told, there are no batches of them. */
function conflictOf({ since, eventBatches }: LinkResultHeader): 'eventBatches' | undefined {
  return eventBatches > 0 && since.every((byte) => byte === 0) ? 'eventBatches' : undefined;
}

const common = recordCodec<Common>('UnsignedOlderLinkResult', commonFields);
const header = recordCodec<LinkResultHeader>('LinkResultHeader', headerFields, conflictOf);
const unsigned = recordCodec<UnsignedLinkResult>('UnsignedLinkResult', fields, conflictOf);

const maxBytes = 2 ** 18;
const olderForm = 2;
const older = framed(
  'linkResult',
  maxBytes,
  recordCodec<OlderLinkResult>('OlderLinkResult', { ...commonFields, signature }),
  olderForm,
);
const signed = framed(
  'linkResult',
  maxBytes,
  recordCodec<LinkResult>('LinkResult', { ...fields, signature }, conflictOf),
);

/** Message bytes of a link result. Throws WIRE_MALFORMED with the field that is out of range. */
export function encodeLinkResult(result: LinkResult): Uint8Array {
  return signed.encode(result);
}

/**
 * The inverse of `encodeLinkResult`; also reads the form before it. Throws WIRE_MALFORMED,
 * WIRE_TOO_LARGE or WIRE_VERSION.
 */
export function decodeLinkResult(bytes: Uint8Array): LinkResult | OlderLinkResult {
  return bytes[1] === olderForm ? older.decode(bytes) : signed.decode(bytes);
}

/** True for a result of the newest form. */
export function hasStatement(result: LinkResult | OlderLinkResult): result is LinkResult {
  return 'statement' in result;
}

/** What the linkage unit signs: all other fields. */
export function linkResultSigningBytes(
  result: UnsignedLinkResult | Omit<OlderLinkResult, 'signature'>,
): Uint8Array {
  return 'statement' in result
    ? labelled('koppel/v3/link-result/signature', unsigned.encode(result))
    : labelled('koppel/v1/link-result/signature', common.encode(result));
}

/** The context (HPKE `info`) of the sealing of the statement. */
export function statementSealingInfo(): Uint8Array {
  return labelled('koppel/v1/link-statement/sealing');
}

/** Its associated data: all of the result that is in the clear, so that it cannot change place. */
export function statementAssociatedData(result: LinkResultHeader): Uint8Array {
  return labelled('koppel/v1/link-statement/associated-data', header.encode(result));
}
