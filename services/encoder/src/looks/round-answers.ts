// SPDX-License-Identifier: EUPL-1.2
/**
 * What answers the looks of a round, kept from one request of it to the next: making it takes longer
 * than answering some hundred looks. Holds the secret of all rounds while a pass lasts.
 */
import { LookAnswers } from '@koppel/encoding';
import { wipe } from '@koppel/keys';
import { lookEncoding, type Study } from '@koppel/study';
import { sameBytes } from '../bytes.ts';

export class RoundAnswers {
  readonly #study: Study;
  readonly #roundsKey: Uint8Array;
  #last: { readonly round: Uint8Array; readonly answers: LookAnswers } | undefined;

  /**
   * @param study with a second round
   * @param roundsKey 32 bytes, overwritten with this
   */
  constructor(study: Study, roundsKey: Uint8Array) {
    this.#study = study;
    this.#roundsKey = roundsKey;
  }

  /** @param round 32 bytes; valid until another one is asked for */
  of(round: Uint8Array): LookAnswers {
    if (this.#last !== undefined && sameBytes(this.#last.round, round)) return this.#last.answers;
    this.#last?.answers.dispose();
    const answers = new LookAnswers(lookEncoding(this.#study)!, this.#roundsKey, round);
    this.#last = { round, answers };
    return answers;
  }

  dispose(): void {
    this.#last?.answers.dispose();
    this.#last = undefined;
    wipe(this.#roundsKey);
  }
}
