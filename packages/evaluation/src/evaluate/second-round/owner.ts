// SPDX-License-Identifier: EUPL-1.2
/**
 * An owner of an evaluated second round: has the field filters of its own records and the keys, is
 * asked for numbers and tokens, and answers. Knows nothing of the linkage unit's plan.
 */
import { LookAnswers, mergedClasses, RarityCounts, rarityClasses } from '@koppel/encoding';
import { KoppelError } from '@koppel/errors';
import { deriveRoundsKey } from '@koppel/keys/look';
import type { EncodedSource, LookRequests } from '@koppel/linkage';
import type { EncodingSpec } from '@koppel/study';

/** Answers in the order of their requests, one after the other, all of one size. */
export interface LookAnswerColumns {
  readonly numbers: Uint32Array;
  readonly filters: Uint8Array;
  /** Of each field of each answer, 0 (rarest) to 3; absent where they are not told. */
  readonly rarity: Uint8Array | undefined;
}

/** Rarity classes of all values, record by record, as an owner tells them. */
function classesOf({ filters, count }: EncodedSource, fields: number): Uint8Array {
  const bytes = filters.length / count;
  const counts = new RarityCounts(fields, bytes / fields);
  for (let row = 0; row < count; row++) counts.add(filters, row * bytes);
  const found = Int8Array.from({ length: count * fields }, (_, at) =>
    counts.classOf(filters, Math.floor(at / fields) * bytes, at % fields),
  );
  const bearers = Array.from({ length: fields }, () => new Array<number>(rarityClasses).fill(0));
  found.forEach((one, at) => {
    if (one >= 0) bearers[at % fields]![one]! += 1;
  });
  const called = bearers.map((held) => mergedClasses(held));
  return Uint8Array.from(found, (one, at) => called[at % fields]![Math.max(0, one)]!);
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
  readonly #classes: Uint8Array | undefined;

  /**
   * @param source field filters under the fields key
   * @param rarity whether answers tell the rarity classes of values
   */
  constructor(
    source: EncodedSource,
    spec: EncodingSpec,
    { encodingKey, specHash }: Readonly<Record<'encodingKey' | 'specHash', Uint8Array>>,
    rarity = false,
  ) {
    this.#source = source;
    this.#spec = spec;
    this.#roundsKey = deriveRoundsKey(encodingKey, specHash);
    this.#classes = rarity ? classesOf(source, spec.fields.length) : undefined;
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
      const fields = this.#spec.fields.length;
      const classes = this.#classes;
      const rarity = classes && new Uint8Array(numbers.length * fields);
      numbers.forEach((number, at) => {
        const row = this.#rowOf.get(hexOf(tokens, at));
        if (row === undefined) throw new KoppelError('LINKAGE_ANSWERS');
        answers.answerInto(number, this.#source.filters, row * bytes, filters, at * bytes);
        rarity?.set(classes!.subarray(row * fields, (row + 1) * fields), at * fields);
      });
      return { numbers, filters, rarity };
    };
  }
}
