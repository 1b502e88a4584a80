// SPDX-License-Identifier: EUPL-1.2
/**
 * A code in parts, for finding candidates: each part is a code of all fields but some, so that a pair
 * whose faults lie in fields that one part leaves out stands out there (ADR 0069). Fields are divided
 * in their order into as many stretches as there are parts; part n leaves stretch n out. Names come
 * first in a study, both in the first stretch, and addresses last, in the longest: these change
 * together. The signs of a token are others in every part, so that parts have nothing in common but
 * what their fields have.
 */
import { TOKEN_WORDS, type TokenList } from '../../token-list.ts';
import type { PartMemory, SchemeCoder } from '../scheme.ts';

/** A value of more tokens is worked out anew each time: longer than all but a few names. */
const PART_TOKENS = 30;
/** Field and number of tokens, and then the tokens. */
export const PART_HEAD = 2;
export const PART_BYTES: number = 4 * (PART_HEAD + TOKEN_WORDS * PART_TOKENS);

/** Writes a value's tokens where a part of an encoding is kept; false, and none, where they do not fit. */
export function keepTokens(
  fieldIndex: number,
  tokens: TokenList,
  { words }: PartMemory,
  at: number,
): boolean {
  const first = at >>> 2;
  words[first] = fieldIndex;
  words[first + 1] = 0;
  const { count } = tokens;
  let fits = count <= PART_TOKENS;
  for (let i = 0; i < count && fits; i++) fits = tokens.shortLength(i) !== undefined;
  if (!fits) return false;
  words[first + 1] = count;
  const from = first + PART_HEAD;
  for (let i = 0; i < TOKEN_WORDS * count; i++) words[from + i] = tokens.words[i]!;
  return true;
}

/** Fields of the first stretch, at least, where there are enough: both names. */
const NAMES = 2;

/** The part that leaves a field out, from 0. @param parts at least 2, at most as many as fields */
export function partWithout(fieldIndex: number, fields: number, parts: number): number {
  const first = Math.min(Math.max(NAMES, Math.floor(fields / parts)), fields - parts + 1);
  if (fieldIndex < first) return 0;
  // The others as even as can be, the longer ones later.
  const [rest, behind] = [fields - first, fields - 1 - fieldIndex];
  return parts - 1 - Math.floor((behind * (parts - 1)) / rest);
}

/** Fields that the part which leaves most out still has. */
export function fewestKept(fields: number, parts: number): number {
  const left = new Array<number>(parts).fill(0);
  for (let field = 0; field < fields; field++) left[partWithout(field, fields, parts)]! += 1;
  return fields - Math.max(...left);
}

/** Hands each value to the coders of all parts but one. */
export class PartedCoder implements SchemeCoder {
  readonly partBytes = PART_BYTES;
  readonly #coders: readonly SchemeCoder[];
  /** By field: the coders of the parts that have it. */
  readonly #having: readonly (readonly SchemeCoder[])[];
  readonly #bytes: number;

  /** @param bytes of a part of the code */
  constructor(coders: readonly SchemeCoder[], fields: number, bytes: number) {
    this.#coders = coders;
    this.#having = Array.from({ length: fields }, (_, field) => {
      const without = partWithout(field, fields, coders.length);
      return coders.filter((_, part) => part !== without);
    });
    this.#bytes = bytes;
  }

  part(fieldIndex: number, tokens: TokenList, memory: PartMemory, at: number): boolean {
    const fits = keepTokens(fieldIndex, tokens, memory, at);
    if (!fits) this.addTokens(fieldIndex, tokens);
    return fits;
  }

  addTokens(fieldIndex: number, tokens: TokenList): void {
    for (const coder of this.#having[fieldIndex]!) coder.addTokens(fieldIndex, tokens);
  }

  add(memory: PartMemory, at: number): void {
    for (const coder of this.#having[memory.words[at >>> 2]!]!) coder.add(memory, at);
  }

  finish(target: Uint8Array, offset: number): void {
    this.#coders.forEach((coder, part) => {
      coder.finish(target, offset + part * this.#bytes);
    });
  }

  wipe(): void {
    for (const coder of this.#coders) coder.wipe();
  }
}
