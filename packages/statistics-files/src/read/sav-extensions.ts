// SPDX-License-Identifier: EUPL-1.2
/**
 * The records of type 7 before the data of a file of SPSS. Who has the file can read each of them, and
 * no table shows them: one that holds anything besides what its kind is for is refused.
 */
import { refuse, trimmed, type ReadLabel } from './table.ts';

type Decode = (bytes: Uint8Array) => string;
type Extensions = ReadonlyMap<number, Uint8Array>;

const subtypes = {
  integers: 3,
  floats: 4,
  display: 11,
  longNames: 13,
  veryLongTexts: 14,
  rows: 16,
  attributes: 18,
  encoding: 20,
  longLabels: 21,
  longMissing: 22,
} as const;

/** Those that are read or looked through. The product (10) is free text. */
export const knownExtensions: ReadonlySet<number> = new Set(Object.values(subtypes));

/** The least number that is one: the next above the one that stands for no value. */
export const leastNumber = -1.797_693_134_862_315_5e308;
/** What SPSS itself notes of every variable. */
const role = /([^:\n/]{1,200}):\$@Role\('[0-9]'\n\)(?:\/|$)/y;

export const viewOf = (bytes: Uint8Array): DataView =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.length);

/** `SHORT=value` by short name; the last may end with the sign that divides them. */
function pairs(content: Uint8Array | undefined, decode: Decode): Map<string, string> {
  const found = new Map<string, string>();
  const all = content === undefined ? [] : decode(content).replaceAll('\0', '').split('\t');
  for (const [at, pair] of all.entries()) {
    if (pair === '' && at === all.length - 1) break;
    const middle = pair.indexOf('=');
    const name = pair.slice(0, Math.max(0, middle));
    if (middle < 0 || found.has(name)) refuse('hidden');
    found.set(name, pair.slice(middle + 1));
  }
  return found;
}

/** Takes numbers and texts behind their length from a record. */
class Walk {
  readonly #content: Uint8Array;
  readonly #decode: Decode;
  #at = 0;

  constructor(content: Uint8Array, decode: Decode) {
    this.#content = content;
    this.#decode = decode;
  }

  get hasMore(): boolean {
    return this.#at < this.#content.length;
  }

  bytes(length: number): Uint8Array {
    if (length < 0 || this.#at + length > this.#content.length) refuse('form');
    this.#at += length;
    return this.#content.subarray(this.#at - length, this.#at);
  }

  number(): number {
    return viewOf(this.bytes(4)).getInt32(0, true);
  }

  text(): string {
    return this.#decode(trimmed(this.bytes(this.number())));
  }
}

/** Labels of text that is longer than eight bytes, by the name of the variable. */
export function longLabels(extensions: Extensions, decode: Decode): Map<string, ReadLabel[]> {
  const found = new Map<string, ReadLabel[]>();
  const walk = new Walk(extensions.get(subtypes.longLabels) ?? new Uint8Array(0), decode);
  while (walk.hasMore) {
    const name = walk.text();
    const width = walk.number();
    const count = walk.number();
    if (width < 0 || width > 32_767 || count < 0) refuse('form');
    const labels: ReadLabel[] = [];
    for (let one = 0; one < count; one += 1) labels.push({ value: walk.text(), label: walk.text() });
    if (found.has(name)) refuse('hidden');
    found.set(name, labels);
  }
  return found;
} // prettier-ignore

/** `SHORT=long name` by short name. */
export function longNames(extensions: Extensions, decode: Decode): Map<string, string> {
  return pairs(extensions.get(subtypes.longNames), decode);
}

/** Bytes of texts that take several segments, by short name. */
export function veryLongTexts(extensions: Extensions, decode: Decode): Map<string, number> {
  const all = [...pairs(extensions.get(subtypes.veryLongTexts), decode)];
  return new Map(
    all.map(([name, width]) => [name, /^\d{1,5}$/.test(width) ? Number(width) : refuse('form')]),
  );
}

/** Long text that counts as missing, by the name of the variable. */
export function longMissing(extensions: Extensions, decode: Decode): Map<string, string[]> {
  const found = new Map<string, string[]>();
  const walk = new Walk(extensions.get(subtypes.longMissing) ?? new Uint8Array(0), decode);
  while (walk.hasMore) {
    const name = walk.text();
    const [count] = walk.bytes(1) as unknown as [number];
    // SPSS compares the first eight bytes of at most three.
    if (count < 1 || count > 3 || walk.number() !== 8 || found.has(name)) refuse('hidden');
    const texts = Array.from({ length: count }, () => decode(trimmed(walk.bytes(8))));
    found.set(name, texts);
  }
  return found;
}

/** The variables that have a role. */
function roles(extensions: Extensions, decode: Decode): string[] {
  const text = decode(extensions.get(subtypes.attributes) ?? new Uint8Array(0));
  const names: string[] = [];
  role.lastIndex = 0;
  for (let at = 0; at < text.length; at = role.lastIndex) {
    names.push(role.exec(text)?.[1] ?? refuse('hidden'));
  }
  return names;
}

/** Numbers of programs, machines, letters and forms, which are small. */
function checkIntegers(content: Uint8Array): void {
  if (content.length !== 4 * 8) refuse('hidden');
  const view = viewOf(content);
  for (let at = 0; at < content.length; at += 4) {
    const value = view.getInt32(at, true);
    if (value < -1 || value > 99_999) refuse('hidden');
  }
}

/** No value, the highest and the lowest: the least number that is one, or in later versions no value. */
function checkFloats(content: Uint8Array): void {
  if (content.length !== 8 * 3) refuse('hidden');
  const [none, highest, lowest] = [0, 8, 16].map((at) => viewOf(content).getFloat64(at, true));
  const isLowest = lowest === -Number.MAX_VALUE || lowest === leastNumber;
  if (none !== -Number.MAX_VALUE || highest !== Number.MAX_VALUE || !isLowest) refuse('hidden');
}

/** Of each variable its measure, its width on the screen, which may be left out, and its side. */
function checkDisplay(content: Uint8Array, segments: number, variables: number): void {
  const per = [3, 2].find((one) => [segments, variables].some((count) => content.length === 4 * one * count)); // prettier-ignore
  if (per === undefined) return refuse('hidden');
  const view = viewOf(content);
  const most = per === 3 ? [3, 255, 2] : [3, 2];
  for (let at = 0; at < content.length / 4; at += 1) {
    const value = view.getInt32(4 * at, true);
    if (value < 0 || value > most[at % per]!) refuse('hidden');
  }
}

/** One, and the rows where the file says them. */
function checkRows(content: Uint8Array, rows: number | undefined): void {
  if (content.length !== 8 * 2) refuse('hidden');
  const view = viewOf(content);
  const [one, count] = [view.getBigInt64(0, true), view.getBigInt64(8, true)];
  if (one !== 1n || (rows === undefined ? count !== -1n && count >> 48n !== 0n : count !== BigInt(rows))) refuse('hidden');
} // prettier-ignore

/** What the records must be about. */
export interface Dictionary {
  readonly rows: number | undefined;
  /** Variables as rows have them: several for one text that is very long. */
  readonly segments: number;
  readonly shortNames: ReadonlySet<string>;
  readonly names: ReadonlySet<string>;
}

/** STATISTICS_READ, rule `hidden`, where a record holds what is of no variable, or more than it is for. */
export function checkExtensions(extensions: Extensions, decode: Decode, of: Dictionary): void {
  const about = (subtype: number, check: (content: Uint8Array) => void): void => {
    const content = extensions.get(subtype);
    if (content !== undefined) check(content);
  };
  about(subtypes.integers, checkIntegers);
  about(subtypes.floats, checkFloats);
  about(subtypes.display, (content) => {
    checkDisplay(content, of.segments, of.names.size);
  });
  about(subtypes.rows, (content) => {
    checkRows(content, of.rows);
  });
  const short = [...longNames(extensions, decode), ...veryLongTexts(extensions, decode)];
  if (short.some(([name]) => !of.shortNames.has(name))) refuse('hidden');
  const named = [
    ...longLabels(extensions, decode).keys(),
    ...longMissing(extensions, decode).keys(),
    ...roles(extensions, decode),
  ];
  if (named.some((name) => !of.names.has(name))) refuse('hidden');
}
