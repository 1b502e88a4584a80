// SPDX-License-Identifier: EUPL-1.2
/**
 * Which records a batch contained, as their tokens: a file beside the ledger, named by its own hash,
 * which is what the ledger states. It stays with the owner. A salt that follows from the owner's
 * token key keeps the hash from telling anything to someone who knows tokens.
 */
import { hash } from 'node:crypto';
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { readFileBytes, writeError, writeFileBeside } from '@koppel/console';
import { KoppelError } from '@koppel/errors';
import { sameBytes } from '../bytes.ts';
import { tokenBytes } from '../rows/layout.ts';

const saltBytes = 16;
const countBytes = 4;
const headerBytes = saltBytes + 2 * countBytes;

export interface BatchTokens {
  /** 16 bytes each, ascending, of records that the batch brings. */
  readonly records: Uint8Array;
  /** 16 bytes each, ascending, of records that it withdraws. */
  readonly retractions: Uint8Array;
}

/** Salt ‖ number of records ‖ number of retractions (u32, big-endian) ‖ tokens of both. */
function encode(salt: Uint8Array, { records, retractions }: BatchTokens): Uint8Array {
  const bytes = new Uint8Array(headerBytes + records.length + retractions.length);
  const view = new DataView(bytes.buffer);
  bytes.set(salt);
  view.setUint32(saltBytes, records.length / tokenBytes);
  view.setUint32(saltBytes + countBytes, retractions.length / tokenBytes);
  bytes.set(records, headerBytes);
  bytes.set(retractions, headerBytes + records.length);
  return bytes;
}

export function tokenFile(stateFolder: string, name: string): string {
  return join(stateFolder, 'tokens', name.slice(0, 2), name);
}

/**
 * Writes the tokens of a batch and gives the hash (64 hex digits) that the ledger states. Both lanes
 * of a batch have the same file. DISK_FULL, WRITE_FAILED.
 * @param salt 16 bytes
 */
export async function writeTokens(
  stateFolder: string,
  salt: Uint8Array,
  tokens: BatchTokens,
): Promise<string> {
  const bytes = encode(salt, tokens);
  const name = nameOf(bytes);
  const file = tokenFile(stateFolder, name);
  if (!existsSync(file)) await writeFileBeside(file, bytes, { mode: 0o600 });
  return name;
}

/** SHA-256 as 64 hex digits. */
function nameOf(bytes: Uint8Array): string {
  return hash('sha256', bytes, 'hex');
}

export function hasTokens(stateFolder: string, name: string): boolean {
  return existsSync(tokenFile(stateFolder, name));
}

/** Removes the list of that name. WRITE_FAILED. */
export function removeTokens(stateFolder: string, name: string): void {
  const file = tokenFile(stateFolder, name);
  try {
    rmSync(file, { force: true });
  } catch (thrown) {
    throw writeError(thrown, file);
  }
}

/** PROOF_TOKENS with the number of the ledger's entry as `row` when the file is not that one. */
export function readTokens(stateFolder: string, name: string, row: number): BatchTokens {
  const file = tokenFile(stateFolder, name);
  const wrong = (rule: string) => new KoppelError('PROOF_TOKENS', { file: stateFolder, row, rule });
  if (!existsSync(file)) throw wrong('missing');
  const bytes = readFileBytes(file);
  if (nameOf(bytes) !== name || bytes.length < headerBytes) throw wrong('hash');
  const view = new DataView(bytes.buffer);
  const records = view.getUint32(saltBytes) * tokenBytes;
  return {
    records: bytes.subarray(headerBytes, headerBytes + records),
    retractions: bytes.subarray(headerBytes + records),
  };
}

/** Whether a token of 16 bytes is among tokens in ascending order. */
export function holdsToken(tokens: Uint8Array, token: Uint8Array): boolean {
  let [low, high] = [0, tokens.length / tokenBytes];
  while (low < high) {
    const middle = (low + high) >>> 1;
    const at = tokens.subarray(middle * tokenBytes, (middle + 1) * tokenBytes);
    if (sameBytes(at, token)) return true;
    if (isBefore(at, token)) low = middle + 1;
    else high = middle;
  }
  return false;
}

function isBefore(left: Uint8Array, right: Uint8Array): boolean {
  const at = left.findIndex((byte, place) => byte !== right[place]);
  return left[at]! < right[at]!;
}
