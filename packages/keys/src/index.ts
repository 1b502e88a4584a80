// SPDX-License-Identifier: EUPL-1.2
/**
 * Derivation, tokens, mailboxes and key files: what any role may need of its own keys. What lets a
 * role read, write or name for another stands apart, in the subpaths `seal`, `open`, `sign`,
 * `ceremony` and `pseudonym`, so that an import shows who can do what.
 */
export { randomBytes32, wipe } from './bytes.ts';
export { bsnTokens, deriveBsnKey } from './bsn-token.ts';
export { deriveEncodingKey, deriveGroupKey, deriveSaltedKey, keyCheckValue } from './derivation.ts';
export { recordDigestKey } from './digest-key.ts';
export { HmacBlock, type KeyStates } from './hmac-block.ts';
export { openKeyFile, sealKeyFile, type KeyRole } from './key-file.ts';
export { lookStoreKey } from './look-store-key.ts';
export { generateMailbox, mailboxPublicKey } from './mailbox.ts';
export { deriveSketchKey, sketchCheckValue, sketchDigests } from './sketch-key.ts';
export { drawPermutation, wordBelow, type WordStream } from './permutation.ts';
export { roundIdentity, type RunName } from './round-identity.ts';
export { recordToken, recordTokens, runIdentity } from './token.ts';
export { ownerTags, type TagUse } from './owner-tag.ts';
