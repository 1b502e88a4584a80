// SPDX-License-Identifier: EUPL-1.2
/**
 * The key ceremony of the data owners: commit, reveal, combine. As all commit before the first
 * reveals, nobody can choose a share that steers the key; as shares travel sealed, nobody but the
 * owners learns it. An owner opens shares addressed to it and, through this file, nothing else.
 */
import { sha256 } from '@noble/hashes/sha2.js';
import { KoppelError } from '@koppel/errors';
import {
  equalBytes,
  frame,
  KEY_BYTES,
  requireLength,
  requireSecret,
  textBytes,
  utf8,
} from './bytes.ts';
import { deriveEncodingKey } from './derivation.ts';
import { open } from './open.ts';
import { seal } from './seal.ts';

/**
 * A promise of a share that does not show it: SHA-256 over label, study, owner and share. It names
 * the owner, so that nobody can pass off another's commitment as its own.
 * @param share 32 random bytes, which is why a plain hash hides it
 * @returns 32 bytes
 * @throws KoppelError KEY_LENGTH, KEY_WEAK, KEY_TEXT
 */
export function commitShare(study: string, owner: string, share: Uint8Array): Uint8Array {
  requireSecret(share, 'share');
  const label = utf8('koppel/v1/ceremony/commit');
  return sha256(frame(label, textBytes(study, 'study'), textBytes(owner, 'owner'), share));
}

/**
 * A share, sealed by one owner to another for one study.
 * @param recipientPublicKey the mailbox of owner `to`, 32 bytes
 * @throws KoppelError KEY_LENGTH, KEY_WEAK, KEY_TEXT
 */
export async function sealShare(
  recipientPublicKey: Uint8Array,
  study: string,
  from: string,
  to: string,
  share: Uint8Array,
): Promise<Uint8Array> {
  requireSecret(share, 'share');
  return await seal(recipientPublicKey, shareContext(study), sharePath(from, to), share);
}

/**
 * The share that owner `from` sealed to owner `to`, 32 bytes.
 * @param mailboxSecretKey of owner `to`, 32 bytes
 * @throws KoppelError KEY_SEAL_BROKEN, KEY_LENGTH, KEY_WEAK, KEY_TEXT
 */
export async function openShare(
  mailboxSecretKey: Uint8Array,
  study: string,
  from: string,
  to: string,
  sealed: Uint8Array,
): Promise<Uint8Array> {
  const share = await open(mailboxSecretKey, shareContext(study), sharePath(from, to), sealed);
  requireSecret(share, 'share');
  return share;
}

function shareContext(study: string): Uint8Array {
  return frame(utf8('koppel/v1/ceremony/share'), textBytes(study, 'study'));
}

function sharePath(from: string, to: string): Uint8Array {
  return frame(textBytes(from, 'from'), textBytes(to, 'to'));
}

/** What an owner holds when all have revealed: all shares and commitments, its own included. */
export interface RevealedShares {
  readonly study: string;
  /** 32 bytes. */
  readonly specHash: Uint8Array;
  /** By owner, 32 bytes each. */
  readonly shares: ReadonlyMap<string, Uint8Array>;
  /** By owner, 32 bytes each. */
  readonly commitments: ReadonlyMap<string, Uint8Array>;
}

/**
 * The encoding key, once every commitment has its share and every share keeps its commitment.
 * @returns 32 bytes
 * @throws KoppelError with the owner as field: KEY_SHARE_MISSING, KEY_COMMITMENT_MISSING,
 *   KEY_COMMITMENT_BROKEN; and what `deriveEncodingKey` throws
 */
export function combineShares(revealed: RevealedShares): Uint8Array {
  const { study, specHash, shares, commitments } = revealed;
  const owners = [...new Set([...commitments.keys(), ...shares.keys()])].sort();
  for (const owner of owners) {
    const share = shares.get(owner);
    const commitment = commitments.get(owner);
    if (share === undefined) throw new KoppelError('KEY_SHARE_MISSING', { field: owner });
    if (commitment === undefined) throw new KoppelError('KEY_COMMITMENT_MISSING', { field: owner });
    requireLength(commitment, KEY_BYTES, 'commitment');
    if (!equalBytes(commitment, commitShare(study, owner, share))) {
      throw new KoppelError('KEY_COMMITMENT_BROKEN', { field: owner });
    }
  }
  return deriveEncodingKey([...shares.values()], specHash);
}
