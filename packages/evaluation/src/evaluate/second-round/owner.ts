// SPDX-License-Identifier: EUPL-1.2
/**
 * An owner of an evaluated second round: has the field filters of its own records and the keys, is
 * asked for numbers and tokens, and answers. Knows nothing of the linkage unit's plan.
 */
import { LookAnswers } from '@koppel/encoding';
import { KoppelError } from '@koppel/errors';
import { deriveRoundsKey } from '@koppel/keys/look';
import type { EncodedSource, LookRequests } from '@koppel/linkage';
import type { EncodingSpec } from '@koppel/study';

/** Answers in the order of their requests, one after the other, all of one size. */
export interface LookAnswerColumns {
  readonly numbers: Uint32Array;
  readonly filters: Uint8Array;
}

const TOKEN_BYTES = 16;
const hexOf = (tokens: Uint8Array, row: number): string =>
  Array.from(tokens.subarray(row * TOKEN_BYTES, (row + 1) * TOKEN_BYTES), (byte) =>
    byte.toString(16).padStart(2, '0'),
  ).join('');

export class LookOwner {
  readonly #source: EncodedSource;
  readonly #spec: EncodingSpec;
  readonly #roundsKey: Uint8Array;
  readonly #rowOf: ReadonlyMap<string, number>;

  /** @param source field filters under the fields key */
  constructor(
    source: EncodedSource,
    spec: EncodingSpec,
    { encodingKey, specHash }: Readonly<Record<'encodingKey' | 'specHash', Uint8Array>>,
  ) {
    this.#source = source;
    this.#spec = spec;
    this.#roundsKey = deriveRoundsKey(encodingKey, specHash);
    this.#rowOf = new Map(
      Array.from({ length: source.count }, (_, row) => [hexOf(source.tokens, row), row]),
    );
  }

  /** What answers to requests of this round; it can be asked again and again. */
  answerer(round: Uint8Array): (requests: LookRequests) => LookAnswerColumns {
    const answers = new LookAnswers(this.#spec, this.#roundsKey, round);
    const { bytes } = answers;
    return ({ numbers, tokens }) => {
      const filters = new Uint8Array(numbers.length * bytes);
      numbers.forEach((number, at) => {
        const row = this.#rowOf.get(hexOf(tokens, at));
        if (row === undefined) throw new KoppelError('LINKAGE_ANSWERS');
        answers.answerInto(number, this.#source.filters, row * bytes, filters, at * bytes);
      });
      return { numbers, filters };
    };
  }
}
