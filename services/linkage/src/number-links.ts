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
  const pairs = [...membersByToken(sources, tokens).values()].flatMap((members) => {
    const [first, ...others] = onePerson(members, sources);
    return others.map((other) => [first!, other] as const);
  });
  // By record and not by token, so that the order says nothing of the key.
  pairs.sort(([a, b], [c, d]) => a.number - c.number || b.number - d.number);
  const named = pairs.map(([one, other]): Decision => ({
    left: nameOf(one),
    right: nameOf(other),
    verdict: 'same',
  }));
  const unique = new Set(sources.filter((one) => one.unique).map(({ name }) => name));
  const conflicts = decisionConflicts([...decided, ...named], unique);
  const against = new Set(conflicts.map(({ at }) => at - decided.length));
  const holds = (_: unknown, at: number): boolean => !against.has(at);
  return {
    named: named.filter(holds),
    joined: pairs.filter(holds).map(([one, other]) => [one.number, other.number]),
  };
}
