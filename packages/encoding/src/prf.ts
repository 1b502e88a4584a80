// SPDX-License-Identifier: EUPL-1.2
/**
 * The keyed step: each token becomes a stream of random-looking words that only the holders of the
 * group's key can compute. All secrecy of an encoding rests on it; it trusts HMAC-SHA256 and no more.
 */
import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';

const BLOCK_BYTES = 32;
/** Words of 16 bits in one digest. */
const BLOCK_WORDS = 16;
/** A full cache starts anew: few registers have this many distinct tokens of a type. */
const CACHED_TOKENS_MAX = 131_072;

/**
 * The first words of a token's stream, at least `count` (1–65,536), each uniform in 0–65,535 and
 * independent of the others. A longer answer starts with the shorter one. Valid until the next call;
 * do not write into it.
 */
export type WordsOf = (token: string, count: number) => Uint16Array;

/** The pseudo-random function of one hash group. */
export interface GroupPrf {
  /** The streams of one type of token, 0–255. Tokens of different types never meet. */
  ofType(typeTag: number): WordsOf;
  /** Overwrites the key and every cached word. */
  dispose(): void;
}

/**
 * Word j of a token's stream is the (j mod 16)th big-endian pair of bytes of
 * HMAC-SHA256(groupKey, block ‖ typeTag ‖ token), where block = ⌊j / 16⌋ in two bytes, big-endian,
 * the tag is one byte and the token is UTF-8.
 *
 * Every word is computed on its own. The usual shortcut, `h1 + i·h2` of two hashes, leaves only
 * l² patterns in a filter of l bits and is the handle of the attack by Kroll & Steinmetzer (2015).
 * One digest serves 16 words, and words are cached by token, so the shortcut would gain nothing.
 * @param groupKey 32 bytes; the caller may wipe it afterwards
 * @param cachedTokensMax per type; bounds the memory, to some 200 bytes per token
 */
export function createGroupPrf(
  groupKey: Uint8Array,
  cachedTokensMax: number = CACHED_TOKENS_MAX,
): GroupPrf {
  const keyed = hmac.create(sha256, groupKey);
  const encoder = new TextEncoder();
  const caches = new Map<number, Map<string, Uint16Array>>();
  const digest = new Uint8Array(BLOCK_BYTES);
  const view = new DataView(digest.buffer);

  const compute = (typeTag: number, token: string, blocks: number): Uint16Array => {
    const words = new Uint16Array(blocks * BLOCK_WORDS);
    const tokenBytes = encoder.encode(token);
    for (let block = 0; block < blocks; block++) {
      const header = Uint8Array.of(block >> 8, block & 0xff, typeTag);
      keyed.clone().update(header).update(tokenBytes).digestInto(digest);
      for (let i = 0; i < BLOCK_WORDS; i++) words[block * BLOCK_WORDS + i] = view.getUint16(2 * i);
    }
    return words;
  };

  return {
    ofType(typeTag) {
      const cache = caches.get(typeTag) ?? new Map<string, Uint16Array>();
      caches.set(typeTag, cache);
      return (token, count) => {
        const cached = cache.get(token);
        if (cached !== undefined && cached.length >= count) return cached;
        cached?.fill(0);
        if (cache.size >= cachedTokensMax) forget(cache);
        const words = compute(typeTag, token, Math.ceil(count / BLOCK_WORDS));
        cache.set(token, words);
        return words;
      };
    },
    dispose() {
      for (const cache of caches.values()) forget(cache);
      digest.fill(0);
      keyed.destroy();
    },
  };
}

function forget(cache: Map<string, Uint16Array>): void {
  for (const words of cache.values()) words.fill(0);
  cache.clear();
}
