// SPDX-License-Identifier: EUPL-1.2
/**
 * Names for records and runs that mean something to their owner only: HMAC-SHA256 (RFC 2104) under
 * a key that never leaves that owner, cut to 16 bytes. Random to everyone else, and different in
 * every study and register.
 */
import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import {
  frame,
  KEY_BYTES,
  requireLength,
  requireSecret,
  TAG_BYTES,
  textBytes,
  utf8,
} from './bytes.ts';
import { HmacBlock } from './hmac-block.ts';

/**
 * Makes the tokens of one register's records; what all of them share is prepared once.
 * @param tokenKey 32 bytes, the owner's alone; the caller may wipe it afterwards
 * @returns a function from a record's id in its register to its token, 16 bytes
 * @throws KoppelError KEY_LENGTH, KEY_WEAK, KEY_TEXT; the function KEY_TEXT
 */
export function recordTokens(
  tokenKey: Uint8Array,
  study: string,
  register: string,
): (localId: string) => Uint8Array {
  requireSecret(tokenKey, 'tokenKey');
  const label = utf8('koppel/v1/token/record');
  const prefix = frame(label, textBytes(study, 'study'), textBytes(register, 'register'));
  // All that the tokens share is worked out once. Node's own HMAC takes longer to start than to end.
  const begun = hmac.create(sha256, tokenKey).update(prefix);
  const short = new HmacBlock(tokenKey, prefix);
  return (localId) => {
    const id = frame(textBytes(localId, 'localId'));
    const length = short.start + id.length;
    if (length > HmacBlock.lengthMax) return begun.clone().update(id).digest().slice(0, TAG_BYTES);
    short.bytes.fill(0, short.start);
    short.bytes.set(id, short.start);
    short.pad(length);
    short.compute();
    const token = new DataView(new ArrayBuffer(TAG_BYTES));
    for (let at = 0; at < TAG_BYTES; at += 4) token.setInt32(at, short.digest[at / 4]!);
    return new Uint8Array(token.buffer);
  };
}

/** The token of one record; see `recordTokens`. */
export function recordToken(
  tokenKey: Uint8Array,
  study: string,
  register: string,
  localId: string,
): Uint8Array {
  return recordTokens(tokenKey, study, register)(localId);
}

/**
 * The identity of a run over one register. The same content gives the same run, so that sending it
 * twice changes nothing; keyed, so that nobody can test a guess at the content.
 * @param tokenKey 32 bytes, the owner's alone
 * @param content a 32-byte hash of all that the run will send
 * @returns 16 bytes
 * @throws KoppelError KEY_LENGTH, KEY_WEAK, KEY_TEXT
 */
export function runIdentity(
  tokenKey: Uint8Array,
  study: string,
  register: string,
  content: Uint8Array,
): Uint8Array {
  requireSecret(tokenKey, 'tokenKey');
  requireLength(content, KEY_BYTES, 'content');
  const message = frame(
    utf8('koppel/v1/token/run'),
    textBytes(study, 'study'),
    textBytes(register, 'register'),
    content,
  );
  return hmac(sha256, tokenKey, message).slice(0, TAG_BYTES);
}
