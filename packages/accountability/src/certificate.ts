// SPDX-License-Identifier: EUPL-1.2
/**
 * The certificate of destruction: what a party erased of a study, when, and what remains to be done by
 * people. Signed with the party's key of the study, before that key goes too. It names kinds, numbers
 * and fingerprints; nothing that was erased can be read from it.
 */
import { createHash } from 'node:crypto';
import { KoppelError } from '@koppel/errors';
import { sign, signingPublicKey, verify } from '@koppel/keys/sign';
import {
  canonicalJson,
  decodePublicKey,
  encodePublicKey,
  recipientsOf,
  type Study,
} from '@koppel/study';
import { z } from 'zod';

const count = z.int().min(0);
const digest = z.string().regex(/^[0-9a-f]{64}$/);
const name = z.string().regex(/^[a-z][a-z0-9-]{1,39}$/);
const party = z.string().regex(/^[A-Za-z][A-Za-z0-9-]{1,39}$/);
const word = z.string().regex(/^[A-Za-z][A-Za-z0-9]{0,59}$/);

export const fileKinds = [
  'keyCopies',
  'encodings',
  'state',
  'report',
  'review',
  'snapshots',
  'tokenLists',
  'exclusionTags',
  'dataSets',
  'named',
  'unfinished',
  'other',
] as const;
export type FileKind = (typeof fileKinds)[number];

/** What became of a topic. `notAllowed`: the broker keeps that right to its operator. */
export const topicOutcomes = ['erased', 'notAllowed', 'notAsked'] as const;
export type TopicOutcome = (typeof topicOutcomes)[number];

/** What people still have to do, each in words on the page. */
export const duties = [
  'backups',
  'media',
  'broker',
  'log',
  'keyCopies',
  'passphrase',
  'exports',
  'workers',
  'otherStudies',
] as const;
export type Duty = (typeof duties)[number];

export const roles = ['dataOwner', 'linkageUnit', 'researcher'] as const;
export type CertifiedRole = (typeof roles)[number];

const certificateSchema = z.strictObject({
  koppelCertificate: z.literal(1),
  study: name,
  specHash: digest,
  role: z.enum(roles),
  /** An owner's id, `linkageUnit`, `researcher` or the id of a co-researcher. */
  party,
  begunAt: z.iso.datetime(),
  completedAt: z.iso.datetime(),
  /** Of every key that was erased: its name and a fingerprint, which does not give the key. */
  keys: z.array(z.strictObject({ name: word, fingerprint: digest })).max(100),
  /** The key file is gone as a whole; false where it also serves other studies. */
  wholeKeyFile: z.boolean(),
  files: z.array(z.strictObject({ kind: z.enum(fileKinds), files: count, bytes: count })).max(50),
  topics: z
    .array(
      z.strictObject({
        topic: z.string().regex(/^[a-zA-Z0-9][a-zA-Z0-9._-]{0,248}$/),
        /** Absent where nobody counted them: kept in parts, not shown to this party, or not asked for. */
        entries: count.optional(),
        outcome: z.enum(topicOutcomes),
      }),
    )
    .max(5000),
  /** What stays as evidence: the party's account or ledger, as long as it was and with this hash. */
  account: z.strictObject({ entries: count, hash: digest }),
  remaining: z.array(z.enum(duties)).max(50),
  /** Public half of the key that signed, as the study names it. */
  signPublicKey: z.string().max(64),
});

export type Certificate = z.output<typeof certificateSchema>;

const fileSchema = z.strictObject({
  certificate: certificateSchema,
  signature: z.string().regex(/^[0-9a-f]{128}$/),
});

/** Larger files are no certificates. */
const maxBytes = 2 ** 20;

function signedBytes(certificate: Certificate): Uint8Array {
  return new TextEncoder().encode(
    `koppel/v1/certificate-of-destruction\n${canonicalJson(certificate)}`,
  );
}

/** The text of a certificate file. */
export function signCertificate(
  certificate: Omit<Certificate, 'signPublicKey'>,
  signSecretKey: Uint8Array,
): string {
  const signPublicKey = encodePublicKey(signingPublicKey(signSecretKey));
  const whole: Certificate = { ...certificate, signPublicKey };
  const signature = Buffer.from(sign(signSecretKey, signedBytes(whole))).toString('hex');
  return `${canonicalJson({ certificate: whole, signature })}\n`;
}

/**
 * Reads a certificate and checks that the key which it names signed it: not yet, that this is the
 * party's. CERTIFICATE_FORM, CERTIFICATE_SIGNATURE, with the file.
 */
export function readCertificate(file: string, content: Uint8Array): Certificate {
  let value: unknown;
  try {
    if (content.length > maxBytes) throw new Error();
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(content));
  } catch {
    throw new KoppelError('CERTIFICATE_FORM', { file });
  }
  const parsed = fileSchema.safeParse(value);
  if (!parsed.success) throw new KoppelError('CERTIFICATE_FORM', { file });
  const { certificate, signature } = parsed.data;
  let isSound = false;
  try {
    const publicKey = decodePublicKey(certificate.signPublicKey);
    const bytes = new Uint8Array(Buffer.from(signature, 'hex'));
    isSound = verify(publicKey, signedBytes(certificate), bytes);
  } catch {
    // a key of another form signs nothing
  }
  if (!isSound) throw new KoppelError('CERTIFICATE_SIGNATURE', { file });
  return certificate;
}

/** The parties whose certificates a study needs, and the key that each signs with, if it names one. */
export function certifiedParties(study: Study): {
  readonly role: CertifiedRole;
  readonly party: string;
  readonly signPublicKey: string | undefined;
}[] {
  return [
    ...study.owners.map(({ id, signPublicKey }) => ({
      role: 'dataOwner' as const,
      party: id,
      signPublicKey,
    })),
    {
      role: 'linkageUnit',
      party: 'linkageUnit',
      signPublicKey: study.linkageUnit.signPublicKey,
    },
    ...recipientsOf(study).map(({ id, signPublicKey }) => ({
      role: 'researcher' as const,
      party: id,
      signPublicKey,
    })),
  ];
}

/** Fingerprint of a key: SHA-256 under a label, of the public half where there is one. */
export function keyFingerprint(use: string, material: Uint8Array): string {
  return createHash('sha256').update(`koppel/v1/key-fingerprint ${use}\n`).update(material).digest('hex');
} // prettier-ignore

/** SHA-256 of a certificate file, in hexadecimal. */
export function certificateHash(content: Uint8Array | string): string {
  return createHash('sha256').update(content).digest('hex');
}
