// SPDX-License-Identifier: EUPL-1.2
/**
 * What one field's values became, so that a common name is worked out once. It holds values and what
 * they encode to: secret, kept inside one encoder, bounded, and emptied with it.
 */
import type { Part } from './schemes/scheme.ts';
import type { FieldRule } from './tokens/tokenised.ts';

/** The outcome for one value: what it adds to an encoding, and the rule that it breaks, if any. */
export interface EncodedValue {
  readonly part: Part;
  readonly rule: FieldRule | undefined;
}

/** A full cache starts anew. Every date of birth of a century fits in it. */
const CACHED_VALUES_MAX = 65_536;

export class ValueCache {
  readonly #entries = new Map<string, EncodedValue>();
  readonly #entriesMax: number;

  constructor(entriesMax: number = CACHED_VALUES_MAX) {
    this.#entriesMax = entriesMax;
  }

  get(value: string): EncodedValue | undefined {
    return this.#entries.get(value);
  }

  add(value: string, encoded: EncodedValue): void {
    if (this.#entries.size >= this.#entriesMax) this.wipe();
    this.#entries.set(value, encoded);
  }

  /** Overwrites the parts and forgets the values (the engine may keep copies of strings a while). */
  wipe(): void {
    for (const { part } of this.#entries.values()) part.fill(0);
    this.#entries.clear();
  }
}
