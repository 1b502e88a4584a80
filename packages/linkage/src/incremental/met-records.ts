// SPDX-License-Identifier: EUPL-1.2
/**
 * The records of a linkage and of the one before, in one order: by source name, then by token. In
 * columns, some 40 bytes a record. Tokens and digests of encodings only. Pure.
 */
import { numberRecords, type NamedSource } from '../quality/records.ts';
import { compareTokens, TOKEN_BYTES } from '../source.ts';
import type { RecordName } from './changes.ts';
import { nameIn } from './decisions.ts';
import { tokenText } from './pairs.ts';

/** A source as a linkage had it. */
export interface FollowedSource extends NamedSource {
  /** 16 bytes per record, equal where its encoding is. */
  readonly digests: Uint8Array;
}

/** In the place of a record that is not there. */
export const ABSENT = 0xffff_ffff;

/** What became of a record: its encoding is another one where it changed. */
export const fates = { same: 0, changed: 1, added: 2, retracted: 3 } as const;

/** The records of some sources, numbered over all of them as they are given. */
interface Listed {
  readonly sources: ReadonlyMap<string, FollowedSource>;
  readonly first: ReadonlyMap<string, number>;
  /** Records by source name and token. */
  readonly sorted: Uint32Array;
  readonly start: ReadonlyMap<string, number>;
}

function listed(sources: readonly FollowedSource[]): Listed {
  const { rank, sources: order } = numberRecords(sources, false);
  const sorted = new Uint32Array(rank.length);
  rank.forEach((place, record) => {
    sorted[place] = record;
  });
  const first = new Map<string, number>();
  let records = 0;
  for (const { name, count } of sources) {
    first.set(name, records);
    records += count;
  }
  const start = new Map<string, number>();
  let place = 0;
  for (const at of order) {
    start.set(sources[at]!.name, place);
    place += sources[at]!.count;
  }
  return { sources: new Map(sources.map((one) => [one.name, one])), first, sorted, start };
}

const sameDigest = (
  { digests }: FollowedSource,
  row: number,
  { digests: others }: FollowedSource,
  other: number,
): boolean => compareTokens(digests, row, other, others) === 0;

export class MetRecords {
  /** Records that are there, or were. */
  readonly count: number;
  /** All sources, by name. */
  readonly names: readonly string[];
  /** Per record the place of its source among the names. */
  readonly sourceOf: Uint32Array;
  readonly tokens: Uint8Array;
  /** One of `fates`. */
  readonly fate: Uint8Array;
  /** The places here of the records before and now, numbered over their sources as they were given. */
  readonly before: Uint32Array;
  readonly now: Uint32Array;
  /** Where the records of each name begin, and the end of the last. */
  readonly #starts: number[] = [0];

  /** @param before none where there was no linkage */
  constructor(before: readonly FollowedSource[], now: readonly FollowedSource[]) {
    const [old, current] = [listed(before), listed(now)];
    this.names = [...new Set([...before, ...now].map(({ name }) => name))].sort();
    this.before = new Uint32Array(old.sorted.length);
    this.now = new Uint32Array(current.sorted.length);
    const most = this.before.length + this.now.length;
    const [sourceOf, fate] = [new Uint32Array(most), new Uint8Array(most)];
    const tokens = new Uint8Array(most * TOKEN_BYTES);
    let count = 0;
    for (const [place, name] of this.names.entries()) {
      const from = count;
      count = this.#meet([old, current], name, { tokens, fate, count });
      sourceOf.fill(place, from, count);
      this.#starts.push(count);
    }
    this.count = count;
    this.sourceOf = sourceOf.subarray(0, count);
    this.fate = fate.subarray(0, count);
    this.tokens = tokens.subarray(0, count * TOKEN_BYTES);
  }

  /** Puts the records of one source in their order. Gives the number of records after it. */
  #meet(
    [old, current]: readonly [Listed, Listed],
    name: string,
    { tokens, fate, count: begun }: { tokens: Uint8Array; fate: Uint8Array; count: number },
  ): number {
    const [was, is] = [old.sources.get(name), current.sources.get(name)];
    const rows = (list: Listed, source: FollowedSource | undefined): Uint32Array => {
      const start = list.start.get(name) ?? 0;
      return list.sorted.subarray(start, start + (source?.count ?? 0));
    };
    const [rowsWas, rowsIs] = [rows(old, was), rows(current, is)];
    const [firstWas, firstIs] = [old.first.get(name) ?? 0, current.first.get(name) ?? 0];
    let [m, n, count] = [0, 0, begun];
    const take = (source: FollowedSource, row: number): void => {
      const token = source.tokens.subarray(row * TOKEN_BYTES, (row + 1) * TOKEN_BYTES);
      tokens.set(token, count * TOKEN_BYTES);
    };
    while (m < rowsWas.length || n < rowsIs.length) {
      const [rowWas, rowIs] = [rowsWas[m]! - firstWas, rowsIs[n]! - firstIs];
      const order =
        m === rowsWas.length
          ? 1
          : n === rowsIs.length
            ? -1
            : compareTokens(was!.tokens, rowWas, rowIs, is!.tokens);
      if (order <= 0) this.before[rowsWas[m++]!] = count;
      if (order >= 0) this.now[rowsIs[n++]!] = count;
      if (order < 0) {
        take(was!, rowWas);
        fate[count] = fates.retracted;
      } else {
        take(is!, rowIs);
        if (order > 0) fate[count] = fates.added;
        else if (!sameDigest(was!, rowWas, is!, rowIs)) fate[count] = fates.changed;
      }
      count++;
    }
    return count;
  }

  /** A record by its source and token. */
  nameOf(record: number): RecordName {
    const token = tokenText(this.tokens, record);
    return { source: this.names[this.sourceOf[record]!]!, token };
  }

  /** The place of a record; ABSENT where it neither is nor was there. @param id as `idOf` */
  find(id: string): number {
    const { source, token } = nameIn(id);
    const name = this.names.indexOf(source);
    if (name < 0) return ABSENT;
    const wanted = bytesOf(token);
    let [low, high] = [this.#starts[name]!, this.#starts[name + 1]!];
    while (low < high) {
      const middle = (low + high) >>> 1;
      const order = compareTokens(this.tokens, middle, 0, wanted);
      if (order === 0) return middle;
      if (order < 0) low = middle + 1;
      else high = middle;
    }
    return ABSENT;
  }
}

const bytesOf = (token: string): Uint8Array =>
  Uint8Array.from({ length: TOKEN_BYTES }, (_, at) =>
    Number.parseInt(token.slice(2 * at, 2 * at + 2), 16),
  );
