// SPDX-License-Identifier: EUPL-1.2
/**
 * Content in one line of JSON, signed by the linkage unit. One content has one spelling, so nothing can
 * hide in white space, order or repeated members; and whoever lacks the key file can change nothing.
 */
import { createHash } from 'node:crypto';
import { sign, verify } from '@koppel/keys/sign';

const signedBytes = (label: string, text: string): Uint8Array =>
  new TextEncoder().encode(`${label}\n${text}`);

/** SHA-256 of a content, 64 hexadecimal digits. */
export function contentHash(content: unknown): string {
  return createHash('sha256').update(JSON.stringify(content)).digest('hex');
}

/** `{"signature":…,"content":…}`, without its line end. */
export function signedLine(label: string, content: unknown, secretKey: Uint8Array): string {
  const signature = sign(secretKey, signedBytes(label, JSON.stringify(content)));
  return JSON.stringify({ signature: Buffer.from(signature).toString('hex'), content });
}

export type LineFault = 'form' | 'signature';

/** The content of a line; its type is that of what was signed under the label. */
export function readSigned(
  label: string,
  line: string,
  publicKey: Uint8Array,
): { readonly content: unknown } | LineFault {
  let read: { signature?: unknown; content?: unknown } | null;
  try {
    read = JSON.parse(line) as typeof read;
  } catch {
    return 'form';
  }
  if (read === null || typeof read !== 'object' || JSON.stringify(read) !== line) return 'form';
  const { signature, content } = read;
  if (typeof signature !== 'string' || !/^[0-9a-f]{128}$/.test(signature)) return 'form';
  const bytes = new Uint8Array(Buffer.from(signature, 'hex'));
  const isSound = verify(publicKey, signedBytes(label, JSON.stringify(content)), bytes);
  return isSound ? { content } : 'signature';
}
