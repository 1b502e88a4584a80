// SPDX-License-Identifier: EUPL-1.2
/**
 * The bytes of a segment, and nothing of files. A segment is a header of 64 bytes and then batches,
 * one after the other. A batch is two flat parts: its *rows* (tokens of 16 bytes, then one kind byte
 * a row, which tells a record from a retraction) and its *filters*, each part padded with zeros to 8
 * bytes. So a filter is where arithmetic says it is, aligned for any typed array, and a part can be
 * read, or mapped, without touching the rest.
 *
 * Where a batch lies and the checksum of each of its parts stand in the database of the state, which
 * alone says how far a segment is valid. A segment holds encodings unsealed: personal data.
 */
import { createHash } from 'node:crypto';

export const headerBytes = 64;
export const tokenBytes = 16;

/** As this is stored on disk, a change is a new form: raise it, and the form of the state. */
const magic = 'koppel/segment/1';
const alignment = 8;
const specHashAt = 24;

/** The parts of a batch, as an error names them. */
export type PartName = 'rows' | 'filters';

/** What a batch holds, row by row. */
export interface BatchContent {
  readonly count: number;
  /** 16 bytes a row. */
  readonly tokens: Uint8Array;
  /** One of `rowKinds` a row. */
  readonly kinds: Uint8Array;
  /** The filter of each row, all of one length; zero where it retracts. */
  readonly filters: Uint8Array;
}

/** Where the parts of a batch begin within it, and where it ends. In bytes. */
export interface BatchLayout {
  readonly kinds: number;
  /** Bytes of the rows, without padding. */
  readonly rows: number;
  readonly filters: number;
  readonly end: number;
}

/** SHA-256 of each part, 32 bytes. */
export type PartSums = Readonly<Record<PartName, Uint8Array>>;

function aligned(bytes: number): number {
  return Math.ceil(bytes / alignment) * alignment;
}

/** @param filterBytes bytes of all its filters together */
export function layoutOf(count: number, filterBytes: number): BatchLayout {
  const kinds = count * tokenBytes;
  const rows = kinds + count;
  const filters = aligned(rows);
  return { kinds, rows, filters, end: filters + aligned(filterBytes) };
}

/** A batch as it stands in a segment. */
export function encodeContent({ count, tokens, kinds, filters }: BatchContent): Uint8Array {
  const layout = layoutOf(count, filters.length);
  const bytes = new Uint8Array(layout.end);
  bytes.set(tokens);
  bytes.set(kinds, layout.kinds);
  bytes.set(filters, layout.filters);
  return bytes;
}

function sumOf(...pieces: readonly Uint8Array[]): Uint8Array {
  const hash = createHash('sha256');
  for (const piece of pieces) hash.update(piece);
  return new Uint8Array(hash.digest());
}

export function sumsOf({ tokens, kinds, filters }: BatchContent): PartSums {
  return { rows: sumOf(tokens, kinds), filters: sumOf(filters) };
}

/** The checksum of a part as it was read. */
export function sumOfPart(part: Uint8Array): Uint8Array {
  return sumOf(part);
}

/** The header of segment `number` of one version of a study: no other segment has it. */
export function segmentHeader(number: number, specHash: Uint8Array): Uint8Array {
  const header = new Uint8Array(headerBytes);
  header.set(new TextEncoder().encode(magic));
  new DataView(header.buffer).setUint32(magic.length, number, true);
  header.set(specHash.subarray(0, headerBytes - specHashAt), specHashAt);
  return header;
}
