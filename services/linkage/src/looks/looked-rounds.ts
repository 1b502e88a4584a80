// SPDX-License-Identifier: EUPL-1.2
/** The rounds of a linkage with all that was seen in them, from the parts that are kept. */
import { LookSimilarities, type LookedRound, type SeenPairs, type SeenPart } from '@koppel/linkage';
import type { AnswerFields } from './compare-answers.ts';
import { numbersIn, requestsIn, sourceName, type LookRound } from './look-round.ts';
import type { LookStore } from './look-store.ts';

/** Similarities of a round as the state keeps them: a request's at a time, read anew each time. */
class KeptSimilarities implements SeenPairs {
  readonly count: number;
  readonly hasRarity: boolean;
  readonly #round: LookRound;
  readonly #fields: AnswerFields;
  readonly #store: LookStore;

  constructor(round: LookRound, fields: AnswerFields, store: LookStore) {
    this.count = round.numbers;
    this.hasRarity = fields.rarityBytes > 0;
    this.#round = round;
    this.#fields = fields;
    this.#store = store;
  }

  /** STATE_DAMAGED. */
  *parts(): Generator<SeenPart> {
    for (let sequence = 0; sequence < requestsIn(this.#round); sequence += 1) {
      const { from, to } = numbersIn(this.#round, sequence);
      const similarities = new LookSimilarities(this.#fields.groups, to - from, this.hasRarity);
      similarities.restore(0, this.#store.similarities(this.#round.round, sequence));
      yield { from, similarities };
    }
  }
}

/**
 * One round as the model takes it. STATE_DAMAGED.
 * @param names of all sources that are linked, in their order
 */
function lookedRound(
  round: LookRound,
  names: readonly string[],
  fields: AnswerFields,
  store: LookStore,
): LookedRound {
  const { numbers, looks, runs } = round;
  const columns = {
    rowsA: new Uint32Array(numbers),
    rowsB: new Uint32Array(numbers),
    reason: new Uint8Array(numbers),
  };
  for (let sequence = 0; sequence < requestsIn(round); sequence += 1) {
    const { from } = numbersIn(round, sequence);
    const part = store.part(round.round, sequence);
    for (const name of ['rowsA', 'rowsB', 'reason'] as const) columns[name].set(part[name], from);
  }
  const [a, b] = runs.map((run) => names.indexOf(sourceName(run))) as [number, number];
  return { a, b, looks, ...columns, similarities: new KeptSimilarities(round, fields, store) };
}

/** All rounds of a linkage; those of the state must be the ones that it needs, and complete. */
export function lookedRounds(
  store: LookStore,
  sources: readonly { readonly name: string }[],
  fields: AnswerFields,
): LookedRound[] {
  const names = sources.map(({ name }) => name).sort((m, n) => (m < n ? -1 : 1));
  return store.rounds().map((round) => lookedRound(round, names, fields, store));
}
