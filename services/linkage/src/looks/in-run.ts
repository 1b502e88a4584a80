// SPDX-License-Identifier: EUPL-1.2
/** The second round within a linkage: what it waits for, what it is refused for, what it decides on. */
import { createHash } from 'node:crypto';
import { Problems } from '@koppel/console';
import { KoppelError } from '@koppel/errors';
import type { EncodedSource } from '@koppel/linkage';
import type { Study } from '@koppel/study';
import type { Looked } from '../follow/link-now.ts';
import type { Choice } from '../runs.ts';
import type { LinkageState } from '../state.ts';
import { sourceName } from './look-round.ts';
import { lookedRounds } from './looked-rounds.ts';
import { missingRounds, neededRounds } from './plan-rounds.ts';
import { lookStanding, type LookStanding } from './standing.ts';
import { answerFields } from './take-answers.ts';

/** Whether waiting can help: somebody has not answered, and did not refuse. */
export function canGrow({ open }: LookStanding): boolean {
  return open.some(({ missing }) => missing.some(({ missing: all, refused }) => refused < all));
}

/** Why nothing is linked: for each owner's register what is missing, or was refused. */
export function openProblems({ open }: LookStanding): Problems {
  const sides = new Map<string, { missing: number; requests: number; codes: Set<string> }>();
  for (const { missing } of open) {
    for (const side of missing) {
      const name = sourceName(side);
      const sum = sides.get(name) ?? { missing: 0, requests: 0, codes: new Set<string>() };
      sum.missing += side.missing;
      sum.requests += side.requests;
      side.codes.forEach((code) => sum.codes.add(code));
      sides.set(name, sum);
    }
  }
  return new Problems(
    [...sides].flatMap(([field, { missing: found, requests: expected, codes }]) => [
      ...[...codes].map((rule) => new KoppelError('LOOKS_REFUSED', { field, rule })),
      new KoppelError('LOOKS_OPEN', { field, found, expected }),
    ]),
  );
}

/**
 * What the second round of these sources showed; undefined for a study without one.
 * @throws Problems LOOKS_OPEN, LOOKS_REFUSED while it is not complete: nothing is decided by less
 */
export function lookedOf(
  study: Study,
  state: LinkageState,
  { chosen }: Choice,
  sources: readonly EncodedSource[],
): Looked | undefined {
  if (study.secondRound === undefined) return undefined;
  const store = state.looks;
  const standing = lookStanding(store);
  if (standing.open.length > 0) throw openProblems(standing);
  if (missingRounds(store, neededRounds(chosen)).length > 0) throw new KoppelError('LOOKS_OPEN');
  const fields = answerFields(study);
  const hash = createHash('sha256').update('koppel/v1/rounds');
  for (const { round } of store.rounds()) hash.update(round);
  return {
    groups: fields.groups,
    rounds: lookedRounds(store, sources, fields),
    name: hash.digest('hex'),
  };
}
