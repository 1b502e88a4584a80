// SPDX-License-Identifier: EUPL-1.2
/**
 * What is known of values that were seen, so that a common one is worked out once. It holds values,
 * bounded, in the memory of one run. When full it keeps what it has for a while: frequent values come
 * early, and a register that is sorted brings others later.
 */
export class RecentValues<Facts> {
  readonly #known = new Map<string, Facts>();
  readonly #limit: number;
  readonly #patience: number;
  #missed = 0;

  /** @param patience values that are not kept before all are forgotten */
  constructor(limit = 10_000, patience = 100_000) {
    this.#limit = limit;
    this.#patience = patience;
  }

  /** The facts of a value, by `work` when it is not known. */
  of(value: string, work: (value: string) => Facts): Facts {
    const known = this.#known.get(value);
    if (known !== undefined) return known;
    const facts = work(value);
    if (this.#known.size < this.#limit) {
      this.#known.set(value, facts);
    } else {
      this.#missed += 1;
      if (this.#missed > this.#patience) {
        this.#known.clear();
        this.#missed = 0;
      }
    }
    return facts;
  }
}
