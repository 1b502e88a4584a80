// SPDX-License-Identifier: EUPL-1.2
/**
 * A random sample of persons out of rows of any number, in memory for twice the sample. Who is in it
 * depends on seed and persons alone, not on the order of the rows: those with the lowest rank, which
 * is a digest of who they are (bottom-k sampling, Cohen & Kaplan 2007). It holds values of a register,
 * and stays in the process.
 */
import { hash } from 'node:crypto';

interface Held {
  readonly values: readonly string[];
  readonly text: string;
}

/** Between values that are read as one text; no register has it. */
const separator = '\u001f';

/** A copy that keeps nothing else alive: what a parser cuts out can hold on to the whole block. */
function copyOf(text: string): string {
  return Buffer.from(text, 'utf8').toString('utf8');
}

export class PersonSample {
  readonly #size: number;
  readonly #label: string;
  readonly #held = new Map<string, Held>();
  /** Ranks above it are of no use any more. */
  #highest: string | undefined;

  /** @param size persons at most, ≥ 1 */
  constructor(size: number, seed: number) {
    this.#size = size;
    this.#label = `koppel/v1/audit/sample/${seed}`;
  }

  /**
   * Takes a row into account. Rows of one person are one: of those the first in alphabetical order
   * counts, so that the order of the rows does not matter.
   * @param person what names the person, where the register has it; otherwise all values together do
   */
  add(values: readonly string[], person: string | undefined): void {
    const text = values.join(separator);
    const who = person === undefined ? `values ${text}` : `person ${person}`;
    const rank = hash('sha256', `${this.#label} ${who}`, 'hex');
    if (this.#highest !== undefined && rank > this.#highest) return;
    const held = this.#held.get(rank);
    if (held !== undefined && held.text <= text) return;
    const copies = values.map(copyOf);
    this.#held.set(rank, { values: copies, text: copies.join(separator) });
    if (this.#held.size >= 2 * this.#size) this.#prune();
  }

  #lowest(): string[] {
    return [...this.#held.keys()].sort().slice(0, this.#size);
  }

  #prune(): void {
    const kept = this.#lowest();
    const lowest = new Set(kept);
    for (const rank of this.#held.keys()) if (!lowest.has(rank)) this.#held.delete(rank);
    this.#highest = kept.at(-1);
  }

  /** The persons, in an order that tells nothing. */
  persons(): (readonly string[])[] {
    return this.#lowest().map((rank) => this.#held.get(rank)!.values);
  }
}
