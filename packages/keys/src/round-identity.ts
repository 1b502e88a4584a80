// SPDX-License-Identifier: EUPL-1.2
/** The identity of a round of looks. No secret: the owners and the linkage unit all work it out. */
import { sha256 } from '@noble/hashes/sha2.js';
import { frame, KEY_BYTES, requireLength, TAG_BYTES, textBytes, utf8 } from './bytes.ts';

/** A run of one register. */
export interface RunName {
  readonly owner: string;
  readonly register: string;
  /** 16 bytes. */
  readonly run: Uint8Array;
}

function compareBytes(left: Uint8Array, right: Uint8Array): number {
  return Buffer.compare(left, right);
}

/**
 * SHA-256 of specification hash, the linkage unit's random bytes, and the names of both runs in the
 * order of their bytes: whoever asks, of whichever side, means the same round.
 * @param specHash 32 bytes
 * @param random 16 bytes, new for every round
 * @param runs the two that are compared; twice the same for a run with itself
 * @returns 32 bytes
 * @throws KoppelError KEY_LENGTH, KEY_TEXT
 */
export function roundIdentity(
  specHash: Uint8Array,
  random: Uint8Array,
  runs: readonly [RunName, RunName],
): Uint8Array {
  requireLength(specHash, KEY_BYTES, 'specHash');
  requireLength(random, TAG_BYTES, 'random');
  const names = runs.map(({ owner, register, run }) => {
    requireLength(run, TAG_BYTES, 'run');
    return frame(textBytes(owner, 'owner'), textBytes(register, 'register'), run);
  });
  return sha256(frame(utf8('koppel/v1/look/round'), specHash, random, ...names.sort(compareBytes)));
}
