// SPDX-License-Identifier: EUPL-1.2
/**
 * Messages of the key ceremony between data owners: each commits to its share, then reveals it sealed
 * to each other owner, then confirms the key that they combined. Everyone on the log sees them; the
 * share itself is sealed, so only its recipient learns it.
 */
import { labelled } from './bytes.ts';
import { bytesField, fixedField, nameField } from './field.ts';
import { framed } from './frame.ts';
import { messageKinds } from './schemas.ts';
import type { Fields } from './codec.ts';
import { recordCodec } from './record.ts';

interface Header {
  readonly study: string;
  /** SHA-256 of the study, 32 bytes: a changed study needs a ceremony of its own. */
  readonly specHash: Uint8Array;
  readonly owner: string;
}

interface Commit extends Header {
  /** Commitment to the owner's share, 32 bytes. */
  readonly commitment: Uint8Array;
}

interface Reveal extends Header {
  /** The other owner to whom the share is sealed. */
  readonly recipient: string;
  /** The sealed share, 1–1,024 bytes. */
  readonly sealed: Uint8Array;
}

interface Confirm extends Header {
  /** SHA-256 of the encoding profile that the owner will use, 32 bytes. */
  readonly profileHash: Uint8Array;
  /** Keyed check value of the combined encoding key, 16 bytes. */
  readonly keyCheck: Uint8Array;
}

/** A message of the ceremony before the owner has signed it. */
export type UnsignedCeremonyMessage =
  | ({ readonly step: 'commit' } & Commit)
  | ({ readonly step: 'reveal' } & Reveal)
  | ({ readonly step: 'confirm' } & Confirm);

interface Signed {
  /** Ed25519 by the owner over `ceremonySigningBytes`, 64 bytes. */
  readonly signature: Uint8Array;
}

export type CeremonyMessage = UnsignedCeremonyMessage & Signed;

const headerFields: Fields<Header> = {
  study: nameField,
  specHash: fixedField(32),
  owner: nameField,
};

const commitFields: Fields<Commit> = { ...headerFields, commitment: fixedField(32) };

const revealFields: Fields<Reveal> = {
  ...headerFields,
  recipient: nameField,
  sealed: bytesField(1, 1024),
};

const confirmFields: Fields<Confirm> = {
  ...headerFields,
  profileHash: fixedField(32),
  keyCheck: fixedField(16),
};

const limit = 4096;
const signature = { signature: fixedField(64) };

const toAnotherOwner = (reveal: Reveal): 'recipient' | undefined =>
  reveal.recipient === reveal.owner ? 'recipient' : undefined;

const unsigned = {
  commit: recordCodec<Commit>('Commit', commitFields),
  reveal: recordCodec<Reveal>('Reveal', revealFields, toAnotherOwner),
  confirm: recordCodec<Confirm>('Confirm', confirmFields),
};

const signed = {
  commit: framed(
    'ceremonyCommit',
    limit,
    recordCodec<Commit & Signed>('SignedCommit', { ...commitFields, ...signature }),
  ),
  reveal: framed(
    'ceremonyReveal',
    limit,
    recordCodec<Reveal & Signed>('SignedReveal', { ...revealFields, ...signature }, toAnotherOwner),
  ),
  confirm: framed(
    'ceremonyConfirm',
    limit,
    recordCodec<Confirm & Signed>('SignedConfirm', { ...confirmFields, ...signature }),
  ),
};

/** Message bytes of one step. Throws WIRE_MALFORMED with the field that is out of range. */
export function encodeCeremony(message: CeremonyMessage): Uint8Array {
  switch (message.step) {
    case 'commit':
      return signed.commit.encode(message);
    case 'reveal':
      return signed.reveal.encode(message);
    case 'confirm':
      return signed.confirm.encode(message);
  }
}

/** The inverse of `encodeCeremony`. Throws WIRE_MALFORMED, WIRE_TOO_LARGE or WIRE_VERSION. */
export function decodeCeremony(bytes: Uint8Array): CeremonyMessage {
  if (bytes[0] === messageKinds.ceremonyCommit) {
    return { step: 'commit', ...signed.commit.decode(bytes) };
  }
  if (bytes[0] === messageKinds.ceremonyReveal) {
    return { step: 'reveal', ...signed.reveal.decode(bytes) };
  }
  return { step: 'confirm', ...signed.confirm.decode(bytes) };
}

/** What the owner signs: the step and all its fields. */
export function ceremonySigningBytes(message: UnsignedCeremonyMessage): Uint8Array {
  switch (message.step) {
    case 'commit':
      return labelled('koppel/v1/ceremony/commit/signature', unsigned.commit.encode(message));
    case 'reveal':
      return labelled('koppel/v1/ceremony/reveal/signature', unsigned.reveal.encode(message));
    case 'confirm':
      return labelled('koppel/v1/ceremony/confirm/signature', unsigned.confirm.encode(message));
  }
}
