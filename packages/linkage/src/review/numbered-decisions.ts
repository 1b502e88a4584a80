// SPDX-License-Identifier: EUPL-1.2
/** Decisions about records by name, put into the numbers of a linkage. Tokens only. */
import { KoppelError } from '@koppel/errors';
import type { Decisions } from '../clusters/component.ts';
import { tokenForm, type Decision, type RecordName } from '../incremental/changes.ts';
import { firstRecords } from '../candidates.ts';
import { TOKEN_BYTES, type OrderedSource } from '../source.ts';

/** A source whose records can be found by token. */
interface Sorted {
  readonly tokens: Uint8Array;
  readonly source: OrderedSource;
  readonly first: number;
}

function compareAt(tokens: Uint8Array, row: number, wanted: Uint8Array): number {
  for (let at = 0; at < TOKEN_BYTES; at++) {
    const difference = tokens[row * TOKEN_BYTES + at]! - wanted[at]!;
    if (difference !== 0) return difference;
  }
  return 0;
}

/** The number of a record over all sources; undefined when it is not there. */
function numberOf({ tokens, source, first }: Sorted, token: string): number | undefined {
  const wanted = Uint8Array.from({ length: TOKEN_BYTES }, (_, at) =>
    Number.parseInt(token.slice(2 * at, 2 * at + 2), 16),
  );
  let [low, high] = [0, source.rows.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    const order = compareAt(tokens, source.rows[middle]!, wanted);
    if (order === 0) return first + middle;
    if (order < 0) low = middle + 1;
    else high = middle;
  }
  return undefined;
}

/**
 * The decisions of which both records are there. Of two about one pair the later counts.
 * @throws LINKAGE_CHANGES for a token of another form
 */
export function numberedDecisions(
  sources: readonly OrderedSource[],
  tokensOf: (source: OrderedSource) => Uint8Array,
  decisions: readonly Decision[],
): Decisions {
  const first = firstRecords(sources);
  const byName = new Map(
    sources.map((source, at): [string, Sorted] => [
      source.name,
      { tokens: tokensOf(source), source, first: first[at]! },
    ]),
  );
  const find = ({ source, token }: RecordName): number | undefined => {
    if (!tokenForm.test(token)) throw new KoppelError('LINKAGE_CHANGES', { rule: 'token' });
    const sorted = byName.get(source);
    return sorted === undefined ? undefined : numberOf(sorted, token);
  };
  const last = new Map<string, [number, number, Decision['verdict']]>();
  for (const { left, right, verdict } of decisions) {
    const [one, other] = [find(left), find(right)];
    if (one === undefined || other === undefined) continue;
    const [a, b] = one < other ? [one, other] : [other, one];
    last.set(`${String(a)} ${String(b)}`, [a, b, verdict]);
  }
  const of = (wanted: Decision['verdict']): [number, number][] =>
    [...last.values()].flatMap(([a, b, verdict]): [number, number][] =>
      verdict === wanted ? [[a, b]] : [],
    );
  return { joined: of('same'), parted: of('different') };
}
