// SPDX-License-Identifier: EUPL-1.2
/**
 * An owner's word that objections of a round are on its exclusion list, and that every register of which
 * something left was run since under that list: a signed file for the coordinator. It says neither who
 * objected nor how many; that they are on the list rests on the owner alone.
 */
import { KoppelError } from '@koppel/errors';
import { sign, verify } from '@koppel/keys/sign';
import { canonicalJson, day, decodePublicKey, fileHash, slug } from '@koppel/study';
import { z } from 'zod';

const content = z.strictObject({
  koppelAcknowledgement: z.literal(1),
  study: slug,
  specHash: fileHash,
  owner: slug,
  /** The round, by its id, and the record that announced it. */
  round: slug,
  sequence: z.int().min(0),
  on: day,
});

export type Acknowledgement = z.output<typeof content>;

const schema = z.strictObject({
  acknowledgement: content,
  signature: z.string().regex(/^[0-9a-f]{128}$/),
});

function signedBytes(acknowledgement: Acknowledgement): Uint8Array {
  const text = `koppel/v1/acknowledgement-of-objections\n${canonicalJson(acknowledgement)}`;
  return new TextEncoder().encode(text);
}

/** The text of its file. */
export function signAcknowledgement(
  acknowledgement: Acknowledgement,
  signSecretKey: Uint8Array,
): string {
  const signature = Buffer.from(sign(signSecretKey, signedBytes(acknowledgement))).toString('hex');
  return `${canonicalJson({ acknowledgement, signature })}\n`;
}

/**
 * Reads one and checks that its owner signed it.
 * @param keyOf the owner's signing key in the study; undefined for an owner that it does not have
 * @throws KoppelError CERTIFICATE_FORM, CERTIFICATE_OTHER, CERTIFICATE_SIGNATURE
 */
export function readAcknowledgement(
  file: string,
  text: string,
  keyOf: (owner: string) => string | undefined,
): Acknowledgement {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new KoppelError('CERTIFICATE_FORM', { file });
  }
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw new KoppelError('CERTIFICATE_FORM', { file });
  const { acknowledgement, signature } = parsed.data;
  const key = keyOf(acknowledgement.owner);
  if (key === undefined) throw new KoppelError('CERTIFICATE_OTHER', { file });
  const bytes = new Uint8Array(Buffer.from(signature, 'hex'));
  if (verify(decodePublicKey(key), signedBytes(acknowledgement), bytes)) return acknowledgement;
  throw new KoppelError('CERTIFICATE_SIGNATURE', { file, field: acknowledgement.owner });
}
