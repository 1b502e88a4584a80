// SPDX-License-Identifier: EUPL-1.2
/**
 * What an encoding scheme is: the step from keyed tokens to bits. A scheme never sees a value or a
 * key, only tokens and the words that a token's stream yields. To add one: a folder beside this file,
 * and a line in `registry.ts`.
 */
import type { EncodingSpec, FieldSpec, FieldWeight, Similarity } from '@koppel/study';
import type { TokenStreams } from '../prf.ts';
import type { TokenList } from '../token-list.ts';
import type { Tokenised } from '../tokens/tokenised.ts';
import type { ParameterRule } from './parameters.ts';

/** The same sentence, or sentences, for both groups of readers. Constant text. */
export type Bilingual = Readonly<Record<'en' | 'nl', string>>;

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
   * @returns false where that does not fit in a part. The coder has then added the tokens to the
   *   record at hand and written a part that adds nothing, which is not to be kept
   */
  part(fieldIndex: number, tokens: TokenList, parts: PartMemory, at: number): boolean;
  /** Adds the same to the record at hand, without a part of its own. */
  addTokens(fieldIndex: number, tokens: TokenList): void;
  /** Adds a part to the record at hand. The order in which they are added does not matter. */
  add(parts: PartMemory, at: number): void;
  /** Writes the encoding that was added up to over `target`, and starts another record. */
  finish(target: Uint8Array, offset: number): void;
  /** Overwrites what is left of the record at hand, and all that the coder keeps of tokens. */
  wipe(): void;
}

/** What is legal but weak or useless, and why. */
export interface SchemeWarning {
  /** From a closed list in the code of the scheme. */
  readonly rule: string;
  readonly text: Bilingual;
  /** A place in the study's file. */
  readonly path: string;
}

/** The kinds of weight that a field can have. */
export type WeightKind = FieldWeight extends infer One
  ? One extends One
    ? keyof One
    : never
  : never;

/**
 * An encoding that is nothing but the bits that tokens set: the first words of a token's stream, each
 * modulo the number of bits.
 */
export interface BitSetting {
  /** Of a part, a power of two. */
  readonly bits: number;
  /** Of a field with `count` tokens each sets `share` bits; the first `rest` of them one more. */
  sharesOf(fieldIndex: number, count: number): { readonly share: number; readonly rest: number };
}

export interface Scheme {
  readonly id: string;
  /**
   * Part of the profile hash. A change to the bits that come out is another version, beside the old
   * one in the registry for as long as studies use that.
   */
  readonly version: number;
  /** What it is known to withstand, and what not, in a sentence each: for reports. */
  readonly withstands: Bilingual;
  readonly doesNotWithstand: Bilingual;
  /** Why no new study should use it; absent where it may. Those that do are told at every run. */
  readonly deprecated?: Bilingual;
  /**
   * Stands before a group's name where its key is derived, so that no two schemes share a stream
   * under one encoding key: `<id>-<version>/`. Only the first, `clk` 1, has nothing there.
   */
  readonly keyDomain: string;
  /** Every parameter: nothing else is accepted. `bits` is the length of the encoding that comes out. */
  readonly parameters: Readonly<Record<string, ParameterRule>> & { readonly bits: ParameterRule };
  /** The kinds of weight that it can follow. */
  readonly weights: readonly WeightKind[];
  /** How its encodings can be compared, under the parameters of a checked specification. */
  similarities(spec: EncodingSpec): readonly Similarity[];
  /**
   * Checks what the table of parameters cannot say.
   * @param spec of which parameters, kinds of weight and similarity are right, and defaults filled in
   * @throws KoppelError ENCODING_PARAMETERS, ENCODING_WEIGHT
   */
  check(spec: EncodingSpec): void;
  /** What is legal in a checked specification, but weak or useless; mostly nothing. */
  warnings(spec: EncodingSpec): readonly SchemeWarning[];
  /**
   * Takes tokens of its own from a value, for a scheme whose tokens others have laid down; absent
   * where the normalisation decides.
   * @param value as registered, the only part of its field
   */
  readonly tokenise?: (value: string, field: FieldSpec, spec: EncodingSpec) => Tokenised;
  /**
   * @param spec checked
   * @param streams for each field of the specification, the stream of its group and type
   * @param own a stream that no field has, for choices that are keyed and the same for all records
   */
  create(spec: EncodingSpec, streams: readonly TokenStreams[], own: TokenStreams): SchemeCoder;
  /** Where its parts are a setting of bits, which the kernel can work out as well. */
  readonly bitSetting?: (spec: EncodingSpec) => BitSetting;
}
