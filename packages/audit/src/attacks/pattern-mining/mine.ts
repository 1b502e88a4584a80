// SPDX-License-Identifier: EUPL-1.2
/**
 * Pairs the most frequent token with the largest frequent set of positions, splits encodings and
 * register by it, and goes on in both parts for as long as one token stands out.
 */
import { everyone, except, intersect, sharedBy, sizeOf } from '../../decoding/bits.ts';
import type { RegisterClasses } from '../../decoding/classes.ts';
import type { Pace } from '../../pace.ts';
import { findFrequentPositions } from './frequent-positions.ts';

export interface MiningRequest {
  /** Per position the encodings that have it. */
  readonly columns: readonly Uint32Array[];
  readonly encodings: number;
  readonly register: RegisterClasses;
  /** By how much the first token must be more frequent than the second: 2(f₁ − f₂)/(f₁ + f₂). */
  readonly leastGap: number;
  /** Parts with fewer encodings or rows are left alone. */
  readonly leastPart: number;
  /** Fewer positions than this are no trace of a token. */
  readonly leastPositions: number;
  readonly mostTokens: number;
}

interface Part {
  readonly encodings: Uint32Array;
  readonly rows: Uint32Array;
  /** Positions that all encodings of the part have because of how it was split off. */
  readonly settled: ReadonlySet<number>;
}

/** Token t is taken to set `found.get(t)`. */
export type MinedTokens = ReadonlyMap<number, readonly number[]>;

/** For tokens that are frequent enough, the rows that have them. */
function rowsOfTokens(register: RegisterClasses, least: number): Map<number, Uint32Array> {
  const counts = new Uint32Array(register.vocabulary.size);
  register.tokens.forEach((tokens, value) => {
    for (const token of tokens) counts[token]! += register.sizes[value]!;
  });
  const words = Math.ceil(register.of.length / 32);
  const rows = new Map<number, Uint32Array>();
  counts.forEach((count, token) => {
    if (count >= least) rows.set(token, new Uint32Array(words));
  });
  register.of.forEach((value, row) => {
    for (const token of register.tokens[value]!) {
      const set = rows.get(token);
      if (set !== undefined) set[row >>> 5]! |= 1 << (row & 31);
    }
  });
  return rows;
}

/** Tokens whose rows differ by less than this share always come together, as two digits of a century. */
const LEAST_DIFFERENCE = 0.05;

interface Leader {
  /** The most frequent token, and those that always come with it. */
  readonly tokens: readonly number[];
  readonly share: number;
  /** The rows of the whole register that have it. */
  readonly rows: Uint32Array;
  /** The share of the next one. */
  readonly nextShare: number;
}

/** The most frequent token of a part that is not known yet, and how frequent the next one is. */
function findLeader(
  tokenRows: ReadonlyMap<number, Uint32Array>,
  part: Uint32Array,
  known: MinedTokens,
): Leader | undefined {
  const total = Math.max(1, sizeOf(part));
  const ranked = [...tokenRows]
    .filter(([token]) => !known.has(token))
    .map(([token, rows]) => ({ token, rows, share: sharedBy(rows, part) / total }))
    .sort((a, b) => b.share - a.share || a.token - b.token);
  const first = ranked[0];
  if (first === undefined || first.share === 0) return undefined;
  const own = intersect(first.rows, part);
  const tokens = [first.token];
  for (const { token, rows, share } of ranked.slice(1)) {
    const both = sharedBy(rows, own) / total;
    const different = 1 - both / (first.share + share - both);
    if (different >= LEAST_DIFFERENCE) {
      return { tokens, share: first.share, rows: first.rows, nextShare: share };
    }
    tokens.push(token);
  }
  return { tokens, share: first.share, rows: first.rows, nextShare: 0 };
}

/** Parts are asked breadth first: the largest come early, where frequencies are surest. */
export async function mineTokens(request: MiningRequest, pace: Pace): Promise<MinedTokens> {
  const { columns, encodings, register, leastGap, leastPart, mostTokens } = request;
  const tokenRows = rowsOfTokens(register, leastPart);
  const found = new Map<number, readonly number[]>();
  const parts: Part[] = [
    { encodings: everyone(encodings), rows: everyone(register.of.length), settled: new Set() },
  ];
  for (let part = parts.shift(); part !== undefined; part = parts.shift()) {
    if (found.size >= mostTokens) break;
    await pace.at(found.size / mostTokens);
    const size = sizeOf(part.encodings);
    if (size < leastPart || sizeOf(part.rows) < leastPart) continue;
    const leader = findLeader(tokenRows, part.rows, found);
    if (leader === undefined) continue;
    const middle = (leader.share + leader.nextShare) / 2;
    if ((leader.share - leader.nextShare) / middle < leastGap) continue;
    const least = Math.ceil(middle * size);
    const mined = findFrequentPositions(columns, part.encodings, least, part.settled);
    if (mined === undefined || mined.positions.length < request.leastPositions) continue;
    for (const token of leader.tokens) found.set(token, mined.positions);
    parts.push(
      {
        encodings: mined.members,
        rows: intersect(part.rows, leader.rows),
        settled: new Set([...part.settled, ...mined.positions]),
      },
      {
        encodings: except(part.encodings, mined.members),
        rows: except(part.rows, leader.rows),
        settled: part.settled,
      },
    );
  }
  return found;
}
