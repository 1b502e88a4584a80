// SPDX-License-Identifier: EUPL-1.2
/**
 * Decisions of people about pairs. They are kept by name, also while a record is not there, and judged
 * by names alone: so it does not matter which came first, a decision or its records.
 */
import { KoppelError } from '@koppel/errors';
import { idOf, tokenForm, type Decision, type RecordName } from './changes.ts';

type Verdict = 'same' | 'different';

/** Per record the records it was decided upon with. */
export type DecisionIndex = Map<string, Map<string, Verdict>>;

function set(index: DecisionIndex, one: string, other: string, verdict: Decision['verdict']): void {
  const known = index.get(one) ?? new Map<string, Verdict>();
  if (verdict === 'withdrawn') known.delete(other);
  else known.set(other, verdict);
  if (known.size > 0) index.set(one, known);
  else index.delete(one);
}

/** All that are `same` as a record, directly or through others, itself included. */
function groupOf(index: DecisionIndex, first: string): Set<string> {
  const group = new Set([first]);
  for (const one of group) {
    for (const [other, verdict] of index.get(one) ?? []) if (verdict === 'same') group.add(other);
  }
  return group;
}

/** Whether a group can be one person: none of it was parted, and no one-to-one source has two. */
function isSound(
  group: ReadonlySet<string>,
  index: DecisionIndex,
  sourceOf: ReadonlyMap<string, string>,
  oneToOne: ReadonlySet<string>,
): boolean {
  const sources = new Set<string>();
  for (const one of group) {
    const source = sourceOf.get(one)!;
    if (oneToOne.has(source) && sources.has(source)) return false;
    sources.add(source);
    for (const [other, verdict] of index.get(one) ?? []) {
      if (verdict === 'different' && group.has(other)) return false;
    }
  }
  return true;
}

/**
 * The index after more decisions; of two about one pair the later counts. The old one stays as it was.
 * @param oneToOne names of the sources of which a cluster has at most one record
 * @throws LINKAGE_DECISIONS_CONFLICT when not all of them can hold; LINKAGE_CHANGES
 */
export function withDecisions(
  index: DecisionIndex,
  decisions: readonly Decision[],
  oneToOne: ReadonlySet<string>,
): DecisionIndex {
  if (decisions.length === 0) return index;
  const next: DecisionIndex = new Map([...index].map(([one, others]) => [one, new Map(others)]));
  for (const { left, right, verdict } of decisions) {
    if (![left, right].every(({ token }) => tokenForm.test(token))) {
      throw new KoppelError('LINKAGE_CHANGES', { rule: 'token' });
    }
    const [a, b] = [idOf(left), idOf(right)];
    if (a === b) throw new KoppelError('LINKAGE_CHANGES', { rule: 'pair' });
    set(next, a, b, verdict);
    set(next, b, a, verdict);
  }
  const sourceOf = new Map([...next.keys()].map((id) => [id, nameIn(id).source]));
  const judged = new Set<string>();
  for (const one of next.keys()) {
    if (judged.has(one)) continue;
    const group = groupOf(next, one);
    if (!isSound(group, next, sourceOf, oneToOne)) {
      throw new KoppelError('LINKAGE_DECISIONS_CONFLICT');
    }
    for (const member of group) judged.add(member);
  }
  return next;
}

/** The record of an `idOf`. */
export function nameIn(id: string): RecordName {
  const end = id.indexOf(' ');
  return { token: id.slice(0, end), source: id.slice(end + 1) };
}

/** Both records of every decision. */
export function decidedRecords(decisions: readonly Decision[]): RecordName[] {
  return decisions.flatMap(({ left, right }) => [left, right]);
}
