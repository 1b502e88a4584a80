// SPDX-License-Identifier: EUPL-1.2
/**
 * Decisions meet the records of a linkage. One about a record that its register no longer holds, or
 * holds with another encoding, is over: it was about something else. A register that is not linked
 * this time says nothing about its records.
 */
import { createHash } from 'node:crypto';
import type { Decision, EncodedSource } from '@koppel/linkage';
import { tokenAt } from '../follow/names.ts';
import type { LinkedRows } from '../outcome.ts';
import type { Held } from './in-force.ts';
import { recordTag } from './names.ts';

/** A decision whose two records are there: numbers over all sources, in their order. */
export interface AppliedDecision {
  readonly held: Held;
  readonly left: number;
  readonly right: number;
}

export interface Applied {
  readonly decisions: readonly AppliedDecision[];
  /** The same by source and token, for the linkage. */
  readonly named: readonly Decision[];
  /** Pairs of records that are one by their number, without a decision. */
  readonly byNumber: readonly (readonly [number, number])[];
  /** Pairs whose decisions are over. */
  readonly over: readonly string[];
  /** Pairs of which a register is not linked this time. */
  readonly waiting: number;
  /** SHA-256 of what holds; undefined when nothing does. */
  readonly name: string | undefined;
}

const noneAt = -1;

/** The numbers of records by source and tag, of those that are asked for. */
function findTags(
  held: readonly Held[],
  sources: readonly EncodedSource[],
  reviewKey: Uint8Array,
): ReadonlyMap<string, ReadonlyMap<string, number>> {
  const wanted = new Set(held.flatMap(({ left, right }) => [left.source, right.source]));
  const found = new Map<string, Map<string, number>>();
  let first = 0;
  for (const source of sources) {
    if (wanted.has(source.name)) {
      const tags = new Set(
        held.flatMap(({ left, right }) =>
          [left, right].filter((one) => one.source === source.name).map(({ tag }) => tag),
        ),
      );
      const numbers = new Map<string, number>();
      for (let row = 0; row < source.count; row += 1) {
        const tag = recordTag(reviewKey, source, row);
        if (tags.has(tag)) numbers.set(tag, first + row);
      }
      found.set(source.name, numbers);
    }
    first += source.count;
  }
  return found;
}

/** A record by its number over all sources. */
export function recordAt(
  sources: readonly EncodedSource[],
  number: number,
): { readonly source: EncodedSource; readonly row: number; readonly at: number } {
  let row = number;
  for (const [at, source] of sources.entries()) {
    if (row < source.count) return { source, row, at };
    row -= source.count;
  }
  throw new RangeError('no such record');
}

/** Which decisions hold for these sources. */
export function applyDecisions(
  held: readonly Held[],
  sources: readonly EncodedSource[],
  reviewKey: Uint8Array,
): Applied {
  const numbers = held.length === 0 ? new Map() : findTags(held, sources, reviewKey);
  const decisions: AppliedDecision[] = [];
  const over: string[] = [];
  let waiting = 0;
  for (const one of held) {
    const ends = [one.left, one.right].map(({ source, tag }): number | undefined => {
      const known = numbers.get(source) as ReadonlyMap<string, number> | undefined;
      return known === undefined ? undefined : (known.get(tag) ?? noneAt);
    });
    const [left, right] = ends;
    if (left === noneAt || right === noneAt) over.push(one.pair);
    else if (left === undefined || right === undefined) waiting += 1;
    else decisions.push({ held: one, left, right });
  }
  decisions.sort((m, n) => (m.held.pair < n.held.pair ? -1 : 1));
  const nameOf = (number: number): Decision['left'] => {
    const { source, row } = recordAt(sources, number);
    return { source: source.name, token: tokenAt(source.tokens, row) };
  };
  const named = decisions.map(({ held: { verdict }, left, right }) => {
    return { left: nameOf(left), right: nameOf(right), verdict };
  });
  const text = decisions.map(({ held: { pair, verdict } }) => `${pair} ${verdict}`).join('\n');
  const name = text === '' ? undefined : createHash('sha256').update(text).digest('hex');
  return { decisions, named, byNumber: [], over, waiting, name };
}

/**
 * The quality of records that only a decision links: the similarity on which it was taken; of those
 * that only their number links: 1. Changes the rows that are given.
 */
export function addDecidedQuality(
  rows: readonly LinkedRows[],
  sources: readonly EncodedSource[],
  { decisions, byNumber }: Pick<Applied, 'decisions' | 'byNumber'>,
): void {
  const best = new Map(byNumber.flat().map((record) => [record, 1]));
  for (const { held, left, right } of decisions) {
    if (held.verdict !== 'same') continue;
    for (const record of [left, right]) {
      best.set(record, Math.max(best.get(record) ?? 0, held.similarity));
    }
  }
  for (const [record, similarity] of best) {
    const { at, row } = recordAt(sources, record);
    if (Number.isNaN(rows[at]!.quality[row]!)) rows[at]!.quality[row] = similarity;
  }
}
