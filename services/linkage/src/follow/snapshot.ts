// SPDX-License-Identifier: EUPL-1.2
/**
 * What the last linkage was of, so that the next can tell what became of it and need only compare what
 * is new: tokens, digests of encodings, candidate pairs. No encoding. A file that is missing, damaged
 * or of other settings costs time and the events, and nothing else.
 */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFileBytes, writeFileWhole } from '@koppel/console';
import { sameBytes } from '../bytes.ts';

/** The last linkage. Ends of pairs are records numbered over all sources, in their order. */
export interface Snapshot {
  /** What has to be the same for pairs to be of use: version of the study, rule, threshold. */
  readonly settings: string;
  /** The result that it was published as, in hexadecimal: what the events of the next begin with. */
  readonly result: string;
  readonly sources: readonly { readonly name: string; readonly count: number }[];
  /** 16 bytes a record. */
  readonly tokens: Uint8Array;
  /** 16 bytes a record: of its encoding. */
  readonly digests: Uint8Array;
  readonly left: Uint32Array;
  readonly right: Uint32Array;
  readonly similarity: Float64Array;
  /** From here up to the threshold pairs are kept for a person to decide on; they link nobody. */
  readonly reviewFrom: number;
  /** What people had decided, by records. */
  readonly decisions: readonly (readonly [number, number, 'same' | 'different'])[];
}

const form = 'koppel/v2/linkage-snapshot';
const digestBytes = 32;

const bytesOf = (column: Uint32Array | Float64Array): Uint8Array =>
  new Uint8Array(column.buffer, column.byteOffset, column.byteLength);

/** Columns after a line of JSON that says how long they are, and SHA-256 over all of it; in parts. */
export function* encodeSnapshot(snapshot: Snapshot): Generator<Uint8Array> {
  const { settings, result, sources, tokens, digests, left, right, similarity } = snapshot;
  const { reviewFrom, decisions } = snapshot;
  const pairs = left.length;
  const header = JSON.stringify({ form, settings, result, sources, pairs, reviewFrom, decisions });
  const sum = createHash('sha256');
  const columns = [tokens, digests, bytesOf(left), bytesOf(right), bytesOf(similarity)];
  for (const part of [new TextEncoder().encode(`${header}\n`), ...columns]) {
    sum.update(part);
    yield part;
  }
  yield new Uint8Array(sum.digest());
}

/** Undefined when the bytes are not a whole snapshot. */
export function decodeSnapshot(bytes: Uint8Array): Snapshot | undefined {
  const body = bytes.subarray(0, Math.max(0, bytes.length - digestBytes));
  const digest = createHash('sha256').update(body).digest();
  if (!sameBytes(digest, bytes.subarray(body.length))) return undefined;
  const end = body.indexOf(10);
  const header = JSON.parse(new TextDecoder().decode(body.subarray(0, end))) as Pick<
    Snapshot,
    'settings' | 'result' | 'sources' | 'reviewFrom' | 'decisions'
  > & { readonly form: string; readonly pairs: number };
  if (header.form !== form) return undefined;
  const records = header.sources.reduce((sum, { count }) => sum + count, 0);
  let at = end + 1;
  const take = (length: number): Uint8Array => body.subarray(at, (at += length));
  const [tokens, digests] = [take(16 * records), take(16 * records)];
  const words = (): Uint32Array => new Uint32Array(take(4 * header.pairs).slice().buffer);
  const [left, right] = [words(), words()];
  const similarity = new Float64Array(take(8 * header.pairs).slice().buffer);
  const { settings, result, sources, reviewFrom, decisions } = header;
  const columns = { tokens, digests, left, right, similarity };
  return { settings, result, sources, ...columns, reviewFrom, decisions };
}

export function readSnapshot(file: string): Snapshot | undefined {
  return existsSync(file) ? decodeSnapshot(readFileBytes(file)) : undefined;
}

/** DISK_FULL, WRITE_FAILED. */
export function writeSnapshot(file: string, snapshot: Snapshot): void {
  writeFileWhole(file, encodeSnapshot(snapshot), { mode: 0o600, replace: true });
}
