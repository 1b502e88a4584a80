// SPDX-License-Identifier: EUPL-1.2
/** The rounds of a linkage with all that was seen in them, put together from their parts. */
import { LookSimilarities, type LookedRound } from '@koppel/linkage';
import type { AnswerFields } from './compare-answers.ts';
import { numbersIn, requestsIn, sourceName, type LookRound } from './look-round.ts';
import type { LookStore } from './look-store.ts';

/**
 * One round as the model takes it. STATE_DAMAGED.
 * @param names of all sources that are linked, in their order
 */
function lookedRound(
  round: LookRound,
  names: readonly string[],
  { groups, rarityBytes }: AnswerFields,
  store: LookStore,
): LookedRound {
  const { numbers, looks, runs } = round;
  const similarities = new LookSimilarities(groups, numbers, rarityBytes > 0);
  const columns = {
    rowsA: new Uint32Array(numbers),
    rowsB: new Uint32Array(numbers),
    reason: new Uint8Array(numbers),
  };
  for (let sequence = 0; sequence < requestsIn(round); sequence += 1) {
    const { from } = numbersIn(round, sequence);
    const part = store.part(round.round, sequence);
    for (const name of ['rowsA', 'rowsB', 'reason'] as const) columns[name].set(part[name], from);
    similarities.restore(from, store.similarities(round.round, sequence));
  }
  const [a, b] = runs.map((run) => names.indexOf(sourceName(run))) as [number, number];
  return { a, b, looks, ...columns, similarities };
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
