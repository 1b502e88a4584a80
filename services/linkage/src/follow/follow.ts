// SPDX-License-Identifier: EUPL-1.2
/**
 * One linkage after another: what the last one was of, beside the registers as they are now, and what
 * people decided at either time. In columns: tokens, digests of encodings, similarities.
 */
import {
  idOf,
  pairsWhere,
  withDecisions,
  type Decision,
  type DecidedPairs,
  type DecisionIndex,
  type EncodedSource,
  type FollowedSource,
  type RecordPairs,
} from '@koppel/linkage';
import { encodingDigest } from '../encoding-digests.ts';
import { tokenAt } from './names.ts';
import type { Snapshot } from './snapshot.ts';

/** More records than this are linked without following them: two gigabytes, at both times together. */
export const FOLLOWED_RECORDS = 10_000_000;

const tokenBytes = 16;
const digestBytes = 16;

/** A source that the study knows. */
export interface KnownSource {
  readonly name: string;
  readonly unique: boolean;
}

function digestsOf(source: EncodedSource): Uint8Array {
  const digests = new Uint8Array(source.count * digestBytes);
  for (let row = 0; row < source.count; row += 1) {
    digests.set(encodingDigest(source, row).subarray(0, digestBytes), row * digestBytes);
  }
  return digests;
}

/** The registers as they are now. */
export function sourcesNow(sources: readonly EncodedSource[]): FollowedSource[] {
  return sources.map((source) => {
    const { name, unique, count, tokens } = source;
    return { name, unique, count, tokens, digests: digestsOf(source) };
  });
}

/** The registers that the last linkage was of; none where there was no linkage. */
export function sourcesIn(
  last: Snapshot | undefined,
  known: readonly KnownSource[],
): FollowedSource[] {
  let first = 0;
  return (last?.sources ?? []).map(({ name, count }) => {
    const column = (bytes: Uint8Array): Uint8Array =>
      bytes.subarray(first * tokenBytes, (first + count) * tokenBytes);
    const [tokens, digests] = [column(last!.tokens), column(last!.digests)];
    first += count;
    const unique = known.some((one) => one.name === name && one.unique);
    return { name, unique, count, tokens, digests };
  });
}

/** What people decided, by name, and by the numbers of the records that are there. */
export interface Decided {
  readonly index: DecisionIndex;
  readonly numbers: DecidedPairs;
}

/** Every pair that was decided about, once. */
function* decidedPairs(index: DecisionIndex): Generator<[string, string, 'same' | 'different']> {
  for (const [one, others] of index) {
    for (const [other, verdict] of others) if (one < other) yield [one, other, verdict];
  }
}

/** The numbers of some records, by name. */
function numbersOf(index: DecisionIndex, sources: readonly FollowedSource[]): Map<string, number> {
  const found = new Map<string, number>();
  if (index.size === 0) return found;
  let number = 0;
  for (const { name: source, count, tokens } of sources) {
    for (let row = 0; row < count; row += 1, number += 1) {
      const id = idOf({ source, token: tokenAt(tokens, row) });
      if (index.has(id)) found.set(id, number);
    }
  }
  return found;
}

/**
 * Decisions made ready for a linkage of these sources.
 * @param known all sources of the study; of those that are unique a person has one record
 * @throws LINKAGE_DECISIONS_CONFLICT, LINKAGE_CHANGES
 */
export function decidedOf(
  decisions: readonly Decision[],
  sources: readonly FollowedSource[],
  known: readonly KnownSource[],
): Decided {
  const unique = new Set(known.filter((one) => one.unique).map(({ name }) => name));
  const index = withDecisions(new Map(), decisions, unique);
  const numbers = numbersOf(index, sources);
  const of = (wanted: 'same' | 'different'): [number, number][] =>
    Array.from(decidedPairs(index)).flatMap(([one, other, verdict]): [number, number][] => {
      const [left, right] = [numbers.get(one), numbers.get(other)];
      return verdict === wanted && left !== undefined && right !== undefined ? [[left, right]] : [];
    });
  return { index, numbers: { joined: of('same'), parted: of('different') } };
}

/** What people had decided at the time of a snapshot. */
export function decisionsIn(last: Snapshot): Decision[] {
  const nameOf = (record: number): Decision['left'] => {
    let [at, first] = [0, 0];
    while (record >= first + last.sources[at]!.count) first += last.sources[at++]!.count;
    return { source: last.sources[at]!.name, token: tokenAt(last.tokens, record) };
  };
  return last.decisions.map(([left, right, verdict]) => ({
    left: nameOf(left),
    right: nameOf(right),
    verdict,
  }));
}

/** Per row of each source what was decided about it; absent where nothing was. */
export function verdictsOf(
  { joined, parted }: DecidedPairs,
  sources: readonly FollowedSource[],
): (readonly ('same' | 'different' | undefined)[] | undefined)[] {
  if (joined.length + parted.length === 0) return sources.map(() => undefined);
  const verdicts = new Map<number, 'same' | 'different'>();
  for (const record of parted.flat()) verdicts.set(record, 'different');
  for (const record of joined.flat()) verdicts.set(record, 'same');
  let first = 0;
  return sources.map(({ count }) => {
    const from = first;
    first += count;
    return Array.from({ length: count }, (_, row) => verdicts.get(from + row));
  });
}

/** The pairs of a snapshot that linked somebody: those below its threshold were kept for a person. */
export const linkedIn = (last: Snapshot, threshold: number): RecordPairs =>
  pairsWhere(last, (at) => last.similarity[at]! >= threshold);

/** The snapshot of a linkage, but for the result that it will be published as. */
export function snapshotOf(
  settings: string,
  sources: readonly FollowedSource[],
  { left, right, similarity }: RecordPairs,
  { reviewFrom, decided }: { readonly reviewFrom: number; readonly decided: DecidedPairs },
): Omit<Snapshot, 'result'> {
  const join = (columns: readonly Uint8Array[]): Uint8Array =>
    new Uint8Array(Buffer.concat(columns));
  const pairs = (
    all: DecidedPairs['joined'],
    verdict: 'same' | 'different',
  ): Snapshot['decisions'] => all.map(([one, other]) => [one, other, verdict] as const);
  return {
    settings,
    sources: sources.map(({ name, count }) => ({ name, count })),
    tokens: join(sources.map(({ tokens, count }) => tokens.subarray(0, tokenBytes * count))),
    digests: join(sources.map(({ digests }) => digests)),
    left,
    right,
    similarity,
    reviewFrom,
    decisions: [...pairs(decided.joined, 'same'), ...pairs(decided.parted, 'different')],
  };
}
