// SPDX-License-Identifier: EUPL-1.2
/**
 * How a key file looks on disk: JSON, bytes in base64url. A file read back is trusted in nothing:
 * every member is checked, and the cost that it asks for is bounded before any work is done.
 */
import { sha256 } from '@noble/hashes/sha2.js';
import { KoppelError } from '@koppel/errors';
import { equalBytes, frame, KEY_BYTES, TAG_BYTES, utf8 } from './bytes.ts';

const roles = ['dataOwner', 'linkageUnit', 'researcher', 'signer'] as const;
/** The role whose keys a file holds; `signer` is a study's coordinator or a mandate of it. */
export type KeyRole = (typeof roles)[number];

/** The cost of scrypt (RFC 7914): 128·n·r bytes of memory, n·r·p of time. */
export interface ScryptCost {
  readonly n: number;
  readonly r: number;
  readonly p: number;
}

/** What stands before the ciphertext, in the order of the file. All of it is authenticated. */
export interface KeyFileHeader {
  readonly format: 'koppel-key-file';
  readonly version: 1;
  readonly role: KeyRole;
  readonly scrypt: ScryptCost;
  /** 32 bytes. */
  readonly salt: Uint8Array;
  /** 16 bytes derived from the passphrase: tells a wrong passphrase from a damaged file. */
  readonly check: Uint8Array;
  /** 12 bytes. */
  readonly nonce: Uint8Array;
}

/** Bytes of the nonce of AES-GCM. */
export const NONCE_BYTES = 12;
const FILE_BYTES_MAX = 65_536;
const COST_N_MIN = 2 ** 10;
const COST_N_MAX = 2 ** 20;
const COST_MEMORY_MAX = 2 ** 22; // n·r: 512 MiB
const COST_PARALLEL_MAX = 2 ** 5; // r·p

/** The bytes that authenticate a header: its JSON, members in the order of the file. */
export function headerBytes(header: KeyFileHeader): Uint8Array {
  return utf8(JSON.stringify(headerMembers(header)));
}

function headerMembers(header: KeyFileHeader) {
  return {
    format: header.format,
    version: header.version,
    role: header.role,
    scrypt: { n: header.scrypt.n, r: header.scrypt.r, p: header.scrypt.p },
    salt: toText(header.salt),
    check: toText(header.check),
    nonce: toText(header.nonce),
  };
}

/** The file's bytes. The checksum finds accidents only; against intent there is the GCM tag. */
export function writeKeyFile(header: KeyFileHeader, ciphertext: Uint8Array): Uint8Array {
  const members = {
    ...headerMembers(header),
    ciphertext: toText(ciphertext),
    checksum: toText(checksum(header, ciphertext)),
  };
  return utf8(`${JSON.stringify(members, undefined, 2)}\n`);
}

/**
 * The header and ciphertext of a file.
 * @throws KoppelError KEY_FILE_DAMAGED, KEY_FILE_VERSION, KEY_FILE_COST
 */
export function readKeyFile(file: Uint8Array): { header: KeyFileHeader; ciphertext: Uint8Array } {
  const members = parseMembers(file);
  if (members['format'] !== 'koppel-key-file') throw new KoppelError('KEY_FILE_DAMAGED');
  if (members['version'] !== 1) throw new KoppelError('KEY_FILE_VERSION');
  const header: KeyFileHeader = {
    format: 'koppel-key-file',
    version: 1,
    role: readRole(members['role']),
    scrypt: readCost(members['scrypt']),
    salt: fromText(members['salt'], KEY_BYTES),
    check: fromText(members['check'], TAG_BYTES),
    nonce: fromText(members['nonce'], NONCE_BYTES),
  };
  const ciphertext = fromText(members['ciphertext']);
  const expected = fromText(members['checksum'], KEY_BYTES);
  if (!equalBytes(expected, checksum(header, ciphertext))) {
    throw new KoppelError('KEY_FILE_DAMAGED');
  }
  requireCost(header.scrypt);
  return { header, ciphertext };
}

function checksum(header: KeyFileHeader, ciphertext: Uint8Array): Uint8Array {
  return sha256(frame(utf8('koppel/v1/key-file/checksum'), headerBytes(header), ciphertext));
}

type Members = Readonly<Record<string, unknown>>;

function parseMembers(file: Uint8Array): Members {
  if (file.length > FILE_BYTES_MAX) throw new KoppelError('KEY_FILE_DAMAGED');
  try {
    return requireMembers(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(file)));
  } catch {
    throw new KoppelError('KEY_FILE_DAMAGED');
  }
}

function requireMembers(value: unknown): Members {
  if (typeof value !== 'object' || value === null) throw new KoppelError('KEY_FILE_DAMAGED');
  return value as Members;
}

function readRole(value: unknown): KeyRole {
  const role = roles.find((known) => known === value);
  if (role === undefined) throw new KoppelError('KEY_FILE_DAMAGED');
  return role;
}

function readCost(value: unknown): ScryptCost {
  const { n, r, p } = requireMembers(value);
  return { n: readCount(n), r: readCount(r), p: readCount(p) };
}

function readCount(value: unknown): number {
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 1) {
    throw new KoppelError('KEY_FILE_DAMAGED');
  }
  return value;
}

function requireCost({ n, r, p }: ScryptCost): void {
  const powerOfTwo = Number.isInteger(Math.log2(n));
  const bounded =
    n >= COST_N_MIN && n <= COST_N_MAX && n * r <= COST_MEMORY_MAX && r * p <= COST_PARALLEL_MAX;
  if (!powerOfTwo || !bounded) throw new KoppelError('KEY_FILE_COST');
}

function toText(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64url');
}

/** Only the one spelling that `toText` gives: no padding, no stray bits, no other alphabet. */
function fromText(value: unknown, length?: number): Uint8Array {
  if (typeof value !== 'string') throw new KoppelError('KEY_FILE_DAMAGED');
  const bytes = new Uint8Array(Buffer.from(value, 'base64url'));
  if (toText(bytes) !== value || bytes.length !== (length ?? bytes.length)) {
    throw new KoppelError('KEY_FILE_DAMAGED');
  }
  return bytes;
}
