// SPDX-License-Identifier: EUPL-1.2
/** What every owner's topic brought per register, as the state has it. */
import type { Received } from '@koppel/quality-report';
import type { Choice, ExpectedSource } from '../runs.ts';
import type { LinkageState } from '../state.ts';

/** A refused batch may claim a register that its owner does not have: it is told with the first. */
export function receivedOf(
  state: LinkageState,
  { passedOver }: Choice,
  expected: readonly ExpectedSource[],
): Received[] {
  const runs = state.runs();
  const refusals = state.refusals();
  const known = new Set(expected.map(({ owner, register }) => `${owner}/${register}`));
  const firstOf = new Map<string, string>();
  for (const { owner, register } of expected) {
    if (!firstOf.has(owner)) firstOf.set(owner, register);
  }
  return expected.map(({ owner, register }) => {
    const isOurs = (one: ExpectedSource): boolean => {
      if (one.owner !== owner) return false;
      const stray = !known.has(`${owner}/${one.register}`);
      return stray ? firstOf.get(owner) === register : one.register === register;
    };
    const own = runs.filter(isOurs);
    const codes = new Map<string, number>();
    for (const { code } of refusals.filter(isOurs)) codes.set(code, (codes.get(code) ?? 0) + 1);
    const total = (of: 'arrived' | 'rows'): number => own.reduce((sum, one) => sum + one[of], 0);
    return {
      runs: own.length,
      batches: total('arrived'),
      rows: total('rows'),
      refusedBatches: [...codes]
        .map(([code, batches]) => ({ code, batches }))
        .sort((m, n) => (m.code < n.code ? -1 : 1)),
      passedOver: passedOver.filter(isOurs).length,
    };
  });
}
