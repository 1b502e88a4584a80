// SPDX-License-Identifier: EUPL-1.2
/**
 * What the fields of this register should weigh. It counts, over the rows that would be encoded, what
 * an average record brings, and lets `deriveWeights` of the encoding do the rest.
 */
import { deriveWeights, expectedFill, usualFill, type FieldLoad } from '@koppel/encoding';
import type { EncodingSpec, FieldSpec } from '@koppel/study';
import type { ValueFacts } from './field-tally.ts';
import type { FieldProfile, WeightLine, WeightProposal } from './model.ts';
import { shareOf } from './verdicts.ts';
import { weightText } from './weight-text.ts';

/** Where the fill should be: inside 0.3–0.5, and low, as a fuller filter takes longer to compare. */
export const fillTarget = 0.35;

export class WeightTally {
  readonly #encoding: EncodingSpec;
  /** Those that the register has. */
  readonly #fields: readonly FieldSpec[];
  readonly #rejects: readonly boolean[];
  readonly #filled: number[];
  readonly #tokens: number[];
  #rows = 0;

  /** @param names fields that the register has, in the order of the study */
  constructor(encoding: EncodingSpec, names: readonly string[]) {
    this.#encoding = encoding;
    this.#fields = encoding.fields.filter(({ name }) => names.includes(name));
    this.#rejects = this.#fields.map(({ onInvalid }) => onInvalid === 'reject');
    this.#filled = names.map(() => 0);
    this.#tokens = names.map(() => 0);
  }

  /** Counts a row; one that `run` would reject for its linkage fields is left out. */
  add(facts: readonly ValueFacts[]): void {
    if (facts.some(({ rule }, at) => rule !== undefined && this.#rejects[at])) return;
    if (facts.every(({ tokens }) => tokens === 0)) return;
    this.#rows += 1;
    facts.forEach(({ tokens }, at) => {
      if (tokens === 0) return;
      this.#filled[at]! += 1;
      this.#tokens[at]! += tokens;
    });
  }

  /**
   * @param profiles of the fields, in the same order
   * @returns undefined where nothing was counted, and where tokens vote: they best weigh the same
   */
  result(profiles: readonly Pick<FieldProfile, 'spread'>[]): WeightProposal | undefined {
    const present = this.#fields.flatMap(({ weight }) =>
      'votesPerToken' in weight ? [] : [weight],
    );
    if (this.#rows === 0 || present.length < this.#fields.length) return undefined;
    const measured = this.#fields.map((field, at) => ({
      name: field.name,
      type: field.type,
      completeness: shareOf(this.#filled[at]!, this.#rows),
      entropyBits: Math.log2(Math.max(1, profiles[at]!.spread.effective)),
      expectedTokens: shareOf(this.#tokens[at]!, this.#filled[at]!),
      now: present[at]!,
    }));
    const { bits } = this.#encoding.parameters;
    const known = measured.filter(({ completeness }) => completeness > 0);
    const derived = deriveWeights(known, bits, fillTarget);
    const lines = measured.map(
      ({ name, completeness, entropyBits, expectedTokens, now }): WeightLine => {
        const proposed = derived.find((one) => one.name === name)?.weight;
        return { name, completeness, entropyBits, expectedTokens, now, proposed };
      },
    );
    const filled = lines.filter(({ proposed }) => proposed !== undefined);
    const fillOf = (load: (line: WeightLine) => FieldLoad): number =>
      expectedFill(filled.map(load), bits);
    const fillNow = fillOf((line) => ({ ...line, weight: line.now }));
    return {
      bits,
      rows: this.#rows,
      fillTarget,
      fillNow,
      fillProposed: fillOf((line) => ({ ...line, weight: line.proposed! })),
      isUsual: fillNow >= usualFill.least && fillNow <= usualFill.most,
      fields: lines,
      yaml: weightText(
        this.#encoding.fields,
        new Map(derived.map(({ name, weight }) => [name, weight])),
      ),
    };
  }
}
