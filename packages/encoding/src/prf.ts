// SPDX-License-Identifier: EUPL-1.2
/**
 * The keyed step, of which what comes back is kept: the words of common tokens, in arrays that can be
 * overwritten. What the words are, `token-mac.ts` says.
 */
import type { KeyStates } from '@koppel/keys';
import { TOKEN_WORDS, type TokenList } from './token-list.ts';
import { BLOCK_WORDS, TokenMac } from './token-mac.ts';

/** Most tokens set fewer bits than this; the words of others are not kept. */
const KEPT_BLOCKS = 4;
const ROW_WORDS = KEPT_BLOCKS * BLOCK_WORDS;
/** Tokens that may take one another's place: the fewer, the sooner found. */
const WAYS = 4;
/** Kept per type: few registers have more tokens that come back. */
const KEPT_TOKENS = 8192;
const ANSWER_WORDS_MAX = 65_536;

/** The streams of the tokens of one type. */
export interface TokenStreams {
  /** Holds the last answer. Valid until the next call; do not write into it. */
  readonly words: Uint16Array;
  /**
   * The first words of a token's stream, at least `count` (1–65,536), each uniform in 0–65,535 and
   * independent of the others. A longer answer starts with the shorter one.
   * @returns where in `words` they start
   */
  find(tokens: TokenList, i: number, count: number): number;
}

/** The pseudo-random function of one hash group. */
export interface GroupPrf {
  /** The streams of one type of token, 0–255. Tokens of different types never meet. */
  ofType(typeTag: number): TokenStreams;
  /** The group's key as its states, for the kernel. The caller wipes them. */
  states(): KeyStates;
  /** Overwrites the key, every token and every word. */
  dispose(): void;
}

/**
 * Keeps the words of tokens that come back. Each token has four places where it can be; when all are
 * taken, they make place in turn; the one that goes is overwritten.
 */
class KeptStreams implements TokenStreams {
  words: Uint16Array;
  readonly #mac: TokenMac;
  readonly #typeTag: number;
  readonly #buckets: number;
  readonly #tokens: Int32Array;
  /** Blocks that are known of each token's stream. */
  readonly #known: Uint8Array;
  #turn = 0;
  /** Where in `words` answers lie that are not kept. */
  readonly #unkept: number;

  constructor(mac: TokenMac, typeTag: number, keptTokens: number) {
    this.#mac = mac;
    this.#typeTag = typeTag;
    this.#buckets = Math.max(1, keptTokens / WAYS);
    const places = WAYS * this.#buckets;
    this.#tokens = new Int32Array(TOKEN_WORDS * places);
    this.#known = new Uint8Array(places);
    this.#unkept = ROW_WORDS * places;
    this.words = new Uint16Array(this.#unkept + ROW_WORDS);
  }

  find(tokens: TokenList, i: number, count: number): number {
    const blocks = (count + BLOCK_WORDS - 1) >>> 4;
    if (blocks > KEPT_BLOCKS || !tokens.mayReturn(i)) {
      return this.#withoutKeeping(tokens, i, blocks);
    }
    const place = this.#placeOf(tokens.words, TOKEN_WORDS * i);
    const at = ROW_WORDS * place;
    for (let block = this.#known[place]!; block < blocks; block++) {
      this.#mac.write(tokens, i, this.#typeTag, block, this.words, at + BLOCK_WORDS * block);
      this.#known[place] = block + 1;
    }
    return at;
  }

  wipe(): void {
    this.#tokens.fill(0);
    this.words.fill(0);
    this.#known.fill(0);
  }

  /** Where a token is, or from now on will be. */
  #placeOf(words: Int32Array, at: number): number {
    const a = words[at]!;
    const b = words[at + 1]!;
    const c = words[at + 2]!;
    const d = words[at + 3]!;
    const kept = this.#tokens;
    const bucket = bucketOf(a, b, c, d, this.#buckets);
    for (let way = 0; way < WAYS; way++) {
      const k = TOKEN_WORDS * (WAYS * bucket + way);
      if (kept[k] === a && kept[k + 1] === b && kept[k + 2] === c && kept[k + 3] === d) {
        return WAYS * bucket + way;
      }
    }
    this.#turn = (this.#turn + 1) % WAYS;
    const place = WAYS * bucket + this.#turn;
    const k = TOKEN_WORDS * place;
    kept[k] = a;
    kept[k + 1] = b;
    kept[k + 2] = c;
    kept[k + 3] = d;
    this.#known[place] = 0;
    return place;
  }

  #withoutKeeping(tokens: TokenList, i: number, blocks: number): number {
    const needed = this.#unkept + BLOCK_WORDS * blocks;
    if (needed > this.words.length) {
      const grown = new Uint16Array(this.#unkept + ANSWER_WORDS_MAX);
      grown.set(this.words);
      this.words.fill(0);
      this.words = grown;
    }
    for (let block = 0; block < blocks; block++) {
      const at = this.#unkept + BLOCK_WORDS * block;
      this.#mac.write(tokens, i, this.#typeTag, block, this.words, at);
    }
    return this.#unkept;
  }
}

/** A mixing of no cryptographic worth: only time depends on it. */
function bucketOf(a: number, b: number, c: number, d: number, buckets: number): number {
  let mixed = Math.imul(a, 0x9e3779b1) ^ Math.imul(b, 0x85ebca6b);
  mixed ^= Math.imul(c, 0xc2b2ae35) ^ Math.imul(d, 0x27d4eb2f);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x2c1b3c6d);
  return (mixed ^ (mixed >>> 13)) & (buckets - 1);
}

/**
 * @param groupKey 32 bytes; the caller may wipe it afterwards
 * @param keptTokens per type, 4·2ⁿ; bounds the memory, to some 150 bytes per token
 */
export function createGroupPrf(groupKey: Uint8Array, keptTokens: number = KEPT_TOKENS): GroupPrf {
  const mac = new TokenMac(groupKey);
  const byType = new Map<number, KeptStreams>();
  return {
    ofType(typeTag) {
      const streams = byType.get(typeTag) ?? new KeptStreams(mac, typeTag, keptTokens);
      byType.set(typeTag, streams);
      return streams;
    },
    states: () => mac.states(),
    dispose() {
      for (const streams of byType.values()) streams.wipe();
      mac.dispose();
    },
  };
}
