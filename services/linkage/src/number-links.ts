// SPDX-License-Identifier: EUPL-1.2
/**
 * Records of one citizen service number, in a study that asks for tokens of these and has a ground for
 * it (docs/adr/0066): they are one person before any encoding is compared, as when a person had said
 * so. What a person did say comes first. Tokens only; they are personal data.
 */
import { decisionConflicts, type Decision, type EncodedSource } from '@koppel/linkage';
import { BSN_TOKEN_BYTES } from '@koppel/study';
import { tokenAt } from './follow/names.ts';
import { tokenBytes } from './segments/format.ts';

export interface NumberLinks {
  /** For the linkage, beside the decisions of people. */
  readonly named: readonly Decision[];
  /** The same pairs in the same order, by record number over all sources. */
  readonly joined: readonly (readonly [number, number])[];
}

interface Member {
  /** Position of the source. */
  readonly source: number;
  readonly row: number;
  /** Over all sources. */
  readonly number: number;
}

/** Two records of one number, the one that comes first before the other. */
type Pair = readonly [Member, Member];

type Order<T> = (one: T, other: T) => number;

/**
 * By the name of the source, then by record token: never by row, as rows lie in the order in which
 * batches arrived, nor by number token, so that the order says nothing of the key.
 */
function memberOrder(sources: readonly EncodedSource[]): Order<Member> {
  const views = sources.map(({ tokens: { buffer, byteOffset, byteLength } }) =>
    Buffer.from(buffer, byteOffset, byteLength),
  );
  // Nothing is made for a comparison: a million records of two registers take twenty million.
  return (one, other) => {
    const a = sources[one.source]!.name;
    const b = sources[other.source]!.name;
    if (a !== b) return a < b ? -1 : 1;
    const from = one.row * tokenBytes;
    const to = other.row * tokenBytes;
    return views[one.source]!.compare(
      views[other.source]!, to, to + tokenBytes, from, from + tokenBytes,
    ); // prettier-ignore
  };
}

/** Records by token; a record without has zeros and is nowhere. */
function membersByToken(
  sources: readonly EncodedSource[],
  tokens: readonly (Uint8Array | undefined)[],
): Map<string, Member[]> {
  const none = Buffer.alloc(BSN_TOKEN_BYTES).toString('latin1');
  const members = new Map<string, Member[]>();
  let first = 0;
  for (const [at, { count }] of sources.entries()) {
    const own = tokens[at] ?? new Uint8Array();
    const bytes = Buffer.from(own.buffer, own.byteOffset, own.byteLength);
    for (let row = 0; row < count && bytes.length > 0; row += 1) {
      const from = row * BSN_TOKEN_BYTES;
      const token = bytes.toString('latin1', from, from + BSN_TOKEN_BYTES);
      if (token === none) continue;
      const member = { source: at, row, number: first + row };
      const known = members.get(token);
      if (known === undefined) members.set(token, [member]);
      else known.push(member);
    }
    first += count;
  }
  return members;
}

/**
 * Those of a token who can be one person. Where a register in which each person has one record has
 * the number twice, one of the two is wrong and nobody knows which: neither is linked by it.
 */
function onePerson(
  members: readonly Member[],
  sources: readonly EncodedSource[],
): readonly Member[] {
  const inSource = new Map<number, number>();
  for (const { source } of members) inSource.set(source, (inSource.get(source) ?? 0) + 1);
  return members.filter(({ source }) => !sources[source]!.unique || inSource.get(source) === 1);
}

/**
 * Which records are one by their number.
 * @param tokens per source 16 bytes for each record, or undefined where the study has none
 * @param decided decisions of people that hold; what goes against them is left out
 */
export function linksByNumber(
  sources: readonly EncodedSource[],
  tokens: readonly (Uint8Array | undefined)[],
  decided: readonly Decision[],
): NumberLinks {
  if (tokens.every((one) => one === undefined)) return { named: [], joined: [] };
  const nameOf = ({ source, row }: Member): Decision['left'] => ({
    source: sources[source]!.name,
    token: tokenAt(sources[source]!.tokens, row),
  });
  const unique = new Set(sources.filter((one) => one.unique).map(({ name }) => name));
  const found: { readonly pair: Pair; readonly decision: Decision }[] = [];
  const order = memberOrder(sources);
  const byFirst: Order<Pair> = ([a, b], [c, d]) => order(a, c) || order(b, d);
  let open = [...membersByToken(sources, tokens).values()].map((one) =>
    onePerson(one, sources).toSorted(order),
  );
  // Who was parted from the first of a number may still be one with another who was: these begin anew.
  while (open.length > 0) {
    const pairs = open.flatMap(([first, ...others]) =>
      others.map((other): Pair => [first!, other]),
    );
    pairs.sort(byFirst);
    const asked = pairs.map((pair) => {
      const [left, right] = [nameOf(pair[0]), nameOf(pair[1])];
      return { pair, decision: { left, right, verdict: 'same' } as const };
    });
    const before = [...decided, ...found.map(({ decision }) => decision)];
    const all = [...before, ...asked.map(({ decision }) => decision)];
    const against = new Set(decisionConflicts(all, unique).map(({ at }) => at - before.length));
    const refused = new Map<Member, Member[]>();
    for (const [at, one] of asked.entries()) {
      if (!against.has(at)) found.push(one);
      else {
        const [first, other] = one.pair;
        refused.set(first, [...(refused.get(first) ?? []), other]);
      }
    }
    open = [...refused.values()];
  }
  found.sort((one, other) => byFirst(one.pair, other.pair));
  return {
    named: found.map(({ decision }) => decision),
    joined: found.map(({ pair: [one, other] }) => [one.number, other.number]),
  };
}
