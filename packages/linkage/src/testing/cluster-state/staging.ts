// SPDX-License-Identifier: EUPL-1.2
/** A batch made ready: checked against what is there, before anything is changed. */
import { KoppelError } from '@koppel/errors';
import {
  tokenForm,
  type Changes,
  type NamedPair,
  type RecordName,
} from '../../incremental/changes.ts';
import type { Entry } from './entry.ts';

/** What a batch is checked against. */
export interface Present {
  /** The record there is; undefined when it is not. LINKAGE_CHANGES for an unknown source. */
  readonly find: (record: RecordName) => Entry | undefined;
  /** Whether records of this source were compared with each other. */
  readonly comparedWithin: (source: string) => boolean;
  readonly threshold: number;
}

export interface Staged {
  readonly added: readonly Entry[];
  readonly changed: readonly Entry[];
  readonly reconsidered: readonly Entry[];
  readonly retracted: readonly Entry[];
  /** Per added, changed or reconsidered record all its pairs from now on. */
  readonly pairs: ReadonlyMap<Entry, Map<Entry, number>>;
}

export const refuse = (rule: string): KoppelError => new KoppelError('LINKAGE_CHANGES', { rule });

/** Records by source and token, for as long as a batch is made ready. */
class Newcomers {
  readonly #known = new Map<string, Map<string, Entry>>();

  find({ source, token }: RecordName): Entry | undefined {
    return this.#known.get(source)?.get(token);
  }

  add(entry: Entry): void {
    const tokens = this.#known.get(entry.source) ?? new Map<string, Entry>();
    this.#known.set(entry.source, tokens.set(entry.token, entry));
  }
}

function stageAdded(added: Changes['added'] = [], present: Present): [Entry[], Newcomers] {
  const newcomers = new Newcomers();
  const entries = added.map(({ source, token, since }): Entry => {
    const entry: Entry = { source, token, since, pairs: undefined, cluster: undefined };
    if (!tokenForm.test(token)) throw refuse('token');
    if (!Number.isSafeInteger(since)) throw refuse('since');
    if (present.find(entry) !== undefined) throw refuse('present');
    if (newcomers.find(entry) !== undefined) throw refuse('twice');
    newcomers.add(entry);
    return entry;
  });
  return [entries, newcomers];
}

function stagePair(
  [left, right]: readonly [Entry, Entry],
  similarity: number,
  pairs: ReadonlyMap<Entry, Map<Entry, number>>,
): void {
  const own = pairs.get(left) ?? pairs.get(right);
  if (own === undefined || left === right) throw refuse('pair');
  if (own.has(left) || own.has(right)) throw refuse('pair');
  pairs.get(left)?.set(right, similarity);
  pairs.get(right)?.set(left, similarity);
}

/** @throws LINKAGE_CHANGES with the rule that the batch breaks */
export function stage(changes: Changes, present: Present): Staged {
  const [added, newcomers] = stageAdded(changes.added, present);
  const spoken = new Set<Entry>();
  const speak = (record: RecordName): Entry => {
    const entry = present.find(record);
    if (entry === undefined) throw refuse('missing');
    if (spoken.has(entry)) throw refuse('twice');
    spoken.add(entry);
    return entry;
  };
  const changed = (changes.changed ?? []).map(speak);
  const reconsidered = (changes.reconsidered ?? []).map(speak);
  const retracted = (changes.retracted ?? []).map(speak);
  const gone = new Set(retracted);
  const pairs = new Map<Entry, Map<Entry, number>>();
  for (const entry of [...added, ...changed, ...reconsidered]) pairs.set(entry, new Map());
  const end = (record: RecordName): Entry => {
    const entry = newcomers.find(record) ?? present.find(record);
    if (entry === undefined || gone.has(entry)) throw refuse('missing');
    return entry;
  };
  const isCompared = ({ left, right }: NamedPair): boolean =>
    left.source !== right.source || present.comparedWithin(left.source);
  for (const pair of changes.pairs ?? []) {
    const { similarity } = pair;
    if (!isCompared(pair)) throw refuse('pair');
    if (!(similarity >= present.threshold && similarity <= 1)) throw refuse('similarity');
    stagePair([end(pair.left), end(pair.right)], similarity, pairs);
  }
  return { added, changed, reconsidered, retracted, pairs };
}
