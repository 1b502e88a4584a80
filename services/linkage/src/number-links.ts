// SPDX-License-Identifier: EUPL-1.2
/**
 * Records of one citizen service number, in a study that asks for tokens of these and has a ground for
 * it (docs/adr/0066): they are one person before any encoding is compared, as when a person had said
 * so. What a person did say comes first. Tokens only; they are personal data.
 */
import { decisionConflicts, type Decision, type EncodedSource } from '@koppel/linkage';
import { BSN_TOKEN_BYTES } from '@koppel/study';
import { tokenAt } from './follow/names.ts';

export interface NumberLinks {
  /** For the linkage, beside the decisions of people. */
  readonly named: readonly Decision[];
  /** The same pairs by record number over all sources, in their order. */
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
  let open = [...membersByToken(sources, tokens).values()].map((one) => onePerson(one, sources));
  // Who was parted from the first of a number may still be one with another who was: these begin anew.
  while (open.length > 0) {
    const pairs = open.flatMap(([first, ...others]) =>
      others.map((other): Pair => [first!, other]),
    );
    // By record and not by token, so that the order says nothing of the key.
    pairs.sort(([a, b], [c, d]) => a.number - c.number || b.number - d.number);
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
  found.sort(({ pair: [a, b] }, { pair: [c, d] }) => a.number - c.number || b.number - d.number);
  return {
    named: found.map(({ decision }) => decision),
    joined: found.map(({ pair: [one, other] }) => [one.number, other.number]),
  };
}
