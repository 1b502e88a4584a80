// SPDX-License-Identifier: EUPL-1.2
/**
 * What an encoding scheme is: the step from keyed tokens to bits. A scheme never sees a value or a
 * key, only tokens and the words that a token's stream yields.
 */
import type { EncodingSpec } from '@koppel/study';
import type { WordsOf } from '../prf.ts';

/** What one field adds to an encoding. Secret: an encoder wipes it. */
export type Part = Uint16Array;

/** A scheme at work for one specification and key. */
export interface SchemeCoder {
  /** What the given distinct tokens (one or more) of field `fieldIndex` add. */
  part(fieldIndex: number, tokens: readonly string[]): Part;
  /** Writes the encoding that the parts add up to over `target` from `offset`. */
  combine(parts: readonly Part[], target: Uint8Array, offset: number): void;
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
  /** @param words for each field of the specification, the stream of its group and type */
  create(spec: EncodingSpec, words: readonly WordsOf[]): SchemeCoder;
}
