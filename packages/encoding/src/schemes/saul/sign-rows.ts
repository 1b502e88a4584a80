// SPDX-License-Identifier: EUPL-1.2
/**
 * The signs of tokens: for each token a row of k · bits signs, +1 or −1, that only holders of the
 * group's key can compute. Rows of tokens that come back are kept, in memory that is overwritten.
 */
import { chacha20 } from '@noble/ciphers/chacha.js';
import type { TokenStreams } from '../../prf.ts';
import { TOKEN_WORDS, TokenList } from '../../token-list.ts';

/** Tokens that may take one another's place: the fewer, the sooner found. */
const WAYS = 4;
/** What all kept rows may take, in bytes. */
const TABLE_BYTES_MAX = 64 << 20;
const TABLE_ROWS_MAX = 32_768;
/** Rows of one record that are not kept. */
const UNKEPT_MAX = 64;

const STREAM_KEY_WORDS = 16;
/** Twelve bytes. A key is used for one stream in each part of a code, so the part alone makes it unique. */
const textOfNonce = (part: CodePart | undefined): string =>
  part === undefined ? 'koppel/saul1' : `koppel/sp${String(part.of)}/${String(part.number)}`;

/** Which part of a code in parts, from 0. */
export interface CodePart {
  readonly number: number;
  /** 2–8. */
  readonly of: number;
}

export const nonceOf = (part: CodePart | undefined): Uint8Array =>
  new TextEncoder().encode(textOfNonce(part));

/**
 * Writes the row of token i: the first bytes of the ChaCha20 stream (RFC 8439) under the first digest
 * of the token's own stream, HMAC-SHA256(groupKey, 0 ‖ typeTag ‖ token).
 * @param nonce of the part
 * @param row of zeros
 */
export function expandRow(
  streams: TokenStreams,
  tokens: TokenList,
  i: number,
  nonce: Uint8Array,
  row: Uint8Array,
): void {
  const at = streams.find(tokens, i, STREAM_KEY_WORDS);
  const streamKey = new Uint8Array(2 * STREAM_KEY_WORDS);
  for (let word = 0; word < STREAM_KEY_WORDS; word++) {
    streamKey[2 * word] = streams.words[at + word]! >>> 8;
    streamKey[2 * word + 1] = streams.words[at + word]! & 0xff;
  }
  chacha20(streamKey, nonce, row, row);
  streamKey.fill(0);
}

/** How many rows of so many bytes are worth keeping: 4·2ⁿ. */
export function placesFor(rowBytes: number): number {
  const affordable = 2 ** Math.floor(Math.log2(TABLE_BYTES_MAX / rowBytes));
  return Math.min(TABLE_ROWS_MAX, affordable);
}

/** The rows that a SignRows with so many places needs memory for. */
export const rowsFor = (places: number): number => places + UNKEPT_MAX;

/** Where rows stand. */
export interface RowMemory {
  readonly memory: Uint8Array;
  /** The address of the first of `rowsFor(places)` rows. */
  readonly first: number;
  readonly rowBytes: number;
  /** 4·2ⁿ. */
  readonly places: number;
  readonly nonce: Uint8Array;
}

/** A mixing of no cryptographic worth: only time depends on it. */
function mix(field: number, a: number, b: number, c: number, d: number): number {
  let mixed = Math.imul(a ^ field, 0x9e3779b1) ^ Math.imul(b, 0x85ebca6b);
  mixed ^= Math.imul(c, 0xc2b2ae35) ^ Math.imul(d, 0x27d4eb2f);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x2c1b3c6d);
  return mixed ^ (mixed >>> 13);
}

export class SignRows {
  readonly #rowMemory: RowMemory;
  /** Streams by number; fields of one group and type have the same. */
  readonly #streams: readonly TokenStreams[];
  readonly #buckets: number;
  /** Of the token at each place: its words, then the number of its stream plus one, 0 where none is. */
  readonly #tokens: Int32Array;
  readonly #owners: Uint32Array;
  /** The last record that used the row at each place. */
  readonly #usedBy: Uint32Array;
  #record = 1;
  #turn = 0;
  #unkept = 0;
  readonly #one = new TokenList();

  /** @param streams distinct ones */
  constructor(streams: readonly TokenStreams[], rowMemory: RowMemory) {
    const { places } = rowMemory;
    this.#streams = streams;
    this.#rowMemory = rowMemory;
    this.#buckets = places / WAYS;
    this.#tokens = new Int32Array(TOKEN_WORDS * places);
    this.#owners = new Uint32Array(places);
    this.#usedBy = new Uint32Array(places);
  }

  /** Whether the record at hand has taken all places for rows that are not kept. */
  get isFull(): boolean {
    return this.#unkept === UNKEPT_MAX;
  }

  /** Lets go of the rows of the record at hand. */
  nextRecord(): void {
    // Never 0, and at most 2³² − 1.
    this.#record = (this.#record % 0xffff_ffff) + 1;
    this.#unkept = 0;
  }

  /** The address of the row of a short token, which is kept, and stays while the record is at hand. */
  rowOf(stream: number, a: number, b: number, c: number, d: number): number {
    const bucket = mix(stream, a, b, c, d) & (this.#buckets - 1);
    const kept = this.#tokens;
    for (let place = WAYS * bucket; place < WAYS * (bucket + 1); place++) {
      const k = TOKEN_WORDS * place;
      if (
        kept[k] === a &&
        kept[k + 1] === b &&
        kept[k + 2] === c &&
        kept[k + 3] === d &&
        this.#owners[place] === stream + 1
      ) {
        this.#usedBy[place] = this.#record;
        return this.#addressOf(place);
      }
    }
    this.#one.clear();
    this.#one.add(a, b, c, d);
    for (let way = 0; way < WAYS; way++) {
      this.#turn = (this.#turn + 1) % WAYS;
      const place = WAYS * bucket + this.#turn;
      if (this.#usedBy[place] === this.#record) continue;
      kept.set(this.#one.words.subarray(0, TOKEN_WORDS), TOKEN_WORDS * place);
      this.#owners[place] = stream + 1;
      this.#usedBy[place] = this.#record;
      return this.#expand(stream, this.#one, 0, place);
    }
    return this.rowWithoutKeeping(stream, this.#one, 0);
  }

  /** The address of the row of any token, for the record at hand. Not when `isFull`. */
  rowWithoutKeeping(stream: number, tokens: TokenList, i: number): number {
    const row = WAYS * this.#buckets + this.#unkept;
    this.#unkept += 1;
    return this.#expand(stream, tokens, i, row);
  }

  /** Overwrites every token and every row. */
  wipe(): void {
    this.#tokens.fill(0);
    this.#owners.fill(0);
    this.#usedBy.fill(0);
    this.#rowMemory.memory.fill(0);
    this.#one.wipe();
  }

  #addressOf(row: number): number {
    return this.#rowMemory.first + row * this.#rowMemory.rowBytes;
  }

  #expand(stream: number, tokens: TokenList, i: number, row: number): number {
    const { memory, rowBytes, nonce } = this.#rowMemory;
    const address = this.#addressOf(row);
    const signs = memory.subarray(address, address + rowBytes);
    expandRow(this.#streams[stream]!, tokens, i, nonce, signs.fill(0));
    return address;
  }
}
