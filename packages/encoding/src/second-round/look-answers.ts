// SPDX-License-Identifier: EUPL-1.2
/**
 * An owner's answers to looks (docs/second-round.md): the field filters of a record, their bits
 * permuted under the key of one pair. Beside the other owner's answer to the same number they show
 * how alike the fields are; beside any other answer they show nothing. Whoever asks must have been
 * checked before: this answers every number.
 */
import { KoppelError } from '@koppel/errors';
import { PairKeys } from '@koppel/keys/look';
import { fieldFiltersOf, type EncodingSpec } from '@koppel/study';
import { LookKernel } from './look-kernel.ts';

export class LookAnswers {
  /** Bytes of the filters of a record, and of an answer. */
  readonly bytes: number;
  readonly #keys: PairKeys;
  readonly #kernel: LookKernel;

  /**
   * @param spec of the second round's field filters
   * @param roundsKey 32 bytes; the caller may wipe it afterwards
   * @param round 32 bytes: one pair of runs
   * @throws KoppelError ENCODING_SCHEME for a specification without several field filters;
   *   ENCODING_SHAPE for filters or fields beyond what a study can ask for; KEY_LENGTH, KEY_WEAK
   */
  constructor(spec: EncodingSpec, roundsKey: Uint8Array, round: Uint8Array) {
    const places = fieldFiltersOf(spec);
    if (places === undefined) throw new KoppelError('ENCODING_SCHEME', { path: 'encoding.scheme' });
    const groups = [...new Set(places.map(({ alike }) => alike))];
    const { bytes } = places[0]!;
    this.bytes = bytes * places.length;
    this.#keys = new PairKeys(roundsKey, round);
    const groupOf = places.map(({ alike }) => groups.indexOf(alike));
    this.#kernel = new LookKernel(8 * bytes, groupOf);
  }

  /**
   * Writes the answer to a look over `bytes` bytes of `target` from `at`. A field without a value has
   * an empty filter, and still has in the answer.
   * @param number of the pair in its round, 0 … 2³² − 1
   * @param filters holds the record's field filters from `from` on
   * @throws KoppelError ENCODING_SHAPE, KEY_LENGTH
   */
  answerInto(
    number: number,
    filters: Uint8Array,
    from: number,
    target: Uint8Array,
    at: number,
  ): void {
    const fits = (of: Uint8Array, place: number): boolean =>
      Number.isInteger(place) && place >= 0 && place + this.bytes <= of.length;
    if (!fits(filters, from)) throw new KoppelError('ENCODING_SHAPE', { rule: 'values' });
    if (!fits(target, at)) throw new KoppelError('ENCODING_SHAPE', { rule: 'target' });
    this.#kernel.answerInto(this.#keys.of(number), filters, from, target, at);
  }

  /** Overwrites the key; further answers are worth nothing. */
  dispose(): void {
    this.#keys.dispose();
    this.#kernel.wipe();
  }
}
