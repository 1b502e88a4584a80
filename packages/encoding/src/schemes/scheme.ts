// SPDX-License-Identifier: EUPL-1.2
/**
 * What an encoding scheme is: the step from keyed tokens to bits. A scheme never sees a value or a
 * key, only tokens and the words that a token's stream yields.
 */
import type { EncodingSpec } from '@koppel/study';
import type { TokenStreams } from '../prf.ts';
import type { TokenList } from '../token-list.ts';

/** Memory for parts: the same bytes, one by one and by four. */
export interface PartMemory {
  readonly bytes: Uint8Array;
  readonly words: Uint32Array;
}

export function makePartMemory(words: number): PartMemory {
  const memory = new Uint32Array(words);
  return { bytes: new Uint8Array(memory.buffer), words: memory };
}

/**
 * A scheme at work for one specification and key. What one value adds to an encoding is its part: as
 * many bytes as `partBytes`, a multiple of 8, in memory that the encoder keeps, and wipes, as it is
 * secret.
 */
export interface SchemeCoder {
  readonly partBytes: number;
  /**
   * Writes what tokens (one or more, distinct, in alphabetical order) of a field add.
   * @param at where the part begins, in bytes, a multiple of 4
   */
  part(fieldIndex: number, tokens: TokenList, parts: PartMemory, at: number): void;
  /** Adds the same to the record at hand, without a part of its own. */
  addTokens(fieldIndex: number, tokens: TokenList): void;
  /** Adds a part to the record at hand. The order in which they are added does not matter. */
  add(parts: PartMemory, at: number): void;
  /** Writes the encoding that was added up to over `target`, and starts another record. */
  finish(target: Uint8Array, offset: number): void;
  /** Overwrites what is left of the record at hand. */
  wipe(): void;
}

export interface Scheme {
  readonly id: string;
  /** Part of the profile hash. Raise it with every change to the bits that come out. */
  readonly version: number;
  /** What it is known to withstand, and what not, in a sentence each: for reports. */
  readonly withstands: Readonly<Record<'en' | 'nl', string>>;
  readonly doesNotWithstand: Readonly<Record<'en' | 'nl', string>>;
  /** Why new studies should not use it; absent where they may. */
  readonly deprecated?: Readonly<Record<'en' | 'nl', string>>;
  /**
   * Checks parameters and weights.
   * @returns bytes per encoding, a multiple of 8
   * @throws KoppelError ENCODING_PARAMETERS, ENCODING_WEIGHT
   */
  validate(spec: EncodingSpec): number;
  /** @param streams for each field of the specification, the stream of its group and type */
  create(spec: EncodingSpec, streams: readonly TokenStreams[]): SchemeCoder;
}
