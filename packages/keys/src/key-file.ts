// SPDX-License-Identifier: EUPL-1.2
/**
 * Secrets at rest: one file per role, sealed under a passphrase. scrypt (RFC 7914) makes guessing
 * slow and costly in memory; AES-256-GCM keeps the secrets, and the header as written. Safe against
 * whoever finds the file, as far as the passphrase is; not against whoever sees it typed.
 */
import { createCipheriv, createDecipheriv, randomBytes, scrypt } from 'node:crypto';
import { expand } from '@noble/hashes/hkdf.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { KoppelError } from '@koppel/errors';
import {
  concat,
  equalBytes,
  frame,
  KEY_BYTES,
  randomBytes32,
  TAG_BYTES,
  unframe,
  utf8,
  wipe,
} from './bytes.ts';
import {
  headerBytes,
  NONCE_BYTES,
  readKeyFile,
  writeKeyFile,
  type KeyFileHeader,
  type KeyRole,
  type ScryptCost,
} from './key-file-format.ts';

export type { KeyRole } from './key-file-format.ts';

const PASSPHRASE_BYTES_MIN = 12;
const PASSPHRASE_BYTES_MAX = 1024;
const COST: ScryptCost = { n: 2 ** 17, r: 8, p: 1 }; // 128 MiB, well under a second
const SECRETS_MAX = 32;
const SECRET_BYTES_MAX = 1024;
const SECRET_NAME = /^[a-z][A-Za-z0-9]{0,39}$/;
const CIPHER = 'aes-256-gcm';
const GCM_TAG_BYTES = 16;

/**
 * A new key file. Salt and nonce are fresh, so the same secrets never give the same file.
 * @param passphrase 12–1,024 bytes, UTF-8
 * @param secrets 1–32 of them, named `^[a-z][A-Za-z0-9]{0,39}$`, 1–1,024 bytes each
 * @param cost less than the usual makes guessing cheap: for tests only
 * @returns the file's bytes: UTF-8 JSON, at most 64 KiB
 * @throws KoppelError KEY_PASSPHRASE_SHORT, KEY_LENGTH, KEY_TEXT, KEY_FILE_FULL
 */
export async function sealKeyFile(
  passphrase: Uint8Array,
  role: KeyRole,
  secrets: Readonly<Record<string, Uint8Array>>,
  cost: ScryptCost = COST,
): Promise<Uint8Array> {
  if (passphrase.length < PASSPHRASE_BYTES_MIN) throw new KoppelError('KEY_PASSPHRASE_SHORT');
  requirePassphraseMax(passphrase);
  const plaintext = frameSecrets(secrets);
  const salt = randomBytes32();
  const { fileKey, check } = await deriveFileKey(passphrase, salt, cost);
  const header: KeyFileHeader = {
    format: 'koppel-key-file',
    version: 1,
    role,
    scrypt: cost,
    salt,
    check,
    nonce: new Uint8Array(randomBytes(NONCE_BYTES)),
  };
  const cipher = createCipheriv(CIPHER, fileKey, header.nonce).setAAD(headerBytes(header));
  const ciphertext = concat(cipher.update(plaintext), cipher.final(), cipher.getAuthTag());
  wipe(plaintext, fileKey);
  return writeKeyFile(header, ciphertext);
}

/**
 * The secrets of a key file, by name.
 * @param passphrase as given to `sealKeyFile`
 * @param role the role that is asking
 * @param file the file's bytes
 * @throws KoppelError KEY_FILE_ROLE, KEY_FILE_PASSPHRASE, KEY_FILE_VERSION, KEY_FILE_COST,
 *   KEY_LENGTH, and KEY_FILE_DAMAGED for anything else
 */
export async function openKeyFile(
  passphrase: Uint8Array,
  role: KeyRole,
  file: Uint8Array,
): Promise<Record<string, Uint8Array>> {
  requirePassphraseMax(passphrase);
  const { header, ciphertext } = readKeyFile(file);
  if (header.role !== role) throw new KoppelError('KEY_FILE_ROLE');
  const { fileKey, check } = await deriveFileKey(passphrase, header.salt, header.scrypt);
  try {
    if (!equalBytes(check, header.check)) throw new KoppelError('KEY_FILE_PASSPHRASE');
    const plaintext = decrypt(fileKey, header, ciphertext);
    const secrets = unframeSecrets(plaintext);
    wipe(plaintext);
    return secrets;
  } finally {
    wipe(fileKey);
  }
}

function requirePassphraseMax(passphrase: Uint8Array): void {
  if (passphrase.length > PASSPHRASE_BYTES_MAX) {
    throw new KoppelError('KEY_LENGTH', { field: 'passphrase' });
  }
}

/** One slow derivation, then two labels: the check value says nothing of the file key. */
async function deriveFileKey(
  passphrase: Uint8Array,
  salt: Uint8Array,
  { n, r, p }: ScryptCost,
): Promise<{ fileKey: Uint8Array; check: Uint8Array }> {
  const options = { N: n, r, p, maxmem: 256 * n * r }; // twice what it needs
  const stretched = await new Promise<Uint8Array>((resolve) => {
    // What it refuses it throws at once, so that the first member of the answer is never set.
    scrypt(passphrase, salt, KEY_BYTES, options, (_, derived) => {
      resolve(derived);
    });
  });
  const fileKey = expand(sha256, stretched, utf8('koppel/v1/key-file/key'), KEY_BYTES);
  const check = expand(sha256, stretched, utf8('koppel/v1/key-file/check'), TAG_BYTES);
  wipe(stretched);
  return { fileKey, check };
}

function decrypt(fileKey: Uint8Array, header: KeyFileHeader, ciphertext: Uint8Array): Uint8Array {
  const end = ciphertext.length - GCM_TAG_BYTES;
  try {
    const decipher = createDecipheriv(CIPHER, fileKey, header.nonce, {
      authTagLength: GCM_TAG_BYTES,
    });
    decipher.setAAD(headerBytes(header)).setAuthTag(ciphertext.subarray(end));
    return concat(decipher.update(ciphertext.subarray(0, end)), decipher.final());
  } catch {
    throw new KoppelError('KEY_FILE_DAMAGED');
  }
}

/** Name and value in turn, sorted by name; bytes throughout, as strings cannot be wiped. */
function frameSecrets(secrets: Readonly<Record<string, Uint8Array>>): Uint8Array {
  const names = Object.keys(secrets).sort();
  if (names.length === 0) throw new KoppelError('KEY_LENGTH', { field: 'secrets' });
  if (names.length > SECRETS_MAX) throw new KoppelError('KEY_FILE_FULL', { field: 'secrets' });
  const parts: Uint8Array[] = [];
  for (const name of names) {
    if (!SECRET_NAME.test(name)) throw new KoppelError('KEY_TEXT', { field: 'secrets' });
    const secret = secrets[name]!;
    if (secret.length === 0 || secret.length > SECRET_BYTES_MAX) {
      throw new KoppelError('KEY_LENGTH', { field: name });
    }
    parts.push(utf8(name), secret);
  }
  return frame(...parts);
}

function unframeSecrets(plaintext: Uint8Array): Record<string, Uint8Array> {
  const parts = unframe(plaintext);
  if (parts === undefined || parts.length === 0 || parts.length % 2 !== 0) {
    throw new KoppelError('KEY_FILE_DAMAGED');
  }
  const secrets: Record<string, Uint8Array> = {};
  for (let i = 0; i < parts.length; i += 2) {
    const name = new TextDecoder().decode(parts[i]);
    if (!SECRET_NAME.test(name)) throw new KoppelError('KEY_FILE_DAMAGED');
    secrets[name] = parts[i + 1]!;
  }
  return secrets;
}
