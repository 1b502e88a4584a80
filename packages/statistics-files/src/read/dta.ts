// SPDX-License-Identifier: EUPL-1.2
/**
 * Reads files of Stata 13 and later (`.dta`, formats 117 to 119), from the description that Stata
 * publishes ("help dta"). Characteristics, in which notes are kept, and texts without a length are
 * refused.
 */
import { dtaCell, dtaType, type DtaType } from './dta-cell.ts';
import {
  ascii,
  Cursor,
  decoderOf,
  refuse,
  rowsPerPart,
  type ByteSource,
  type ReadCell,
  type ReadLabel,
  type ReadTable,
} from './table.ts';

/** How wide things are in a format. */
interface Widths {
  readonly name: number;
  readonly format: number;
  readonly label: number;
  /** Bytes of the number of variables, and of places in the order of sorting. */
  readonly count: 2 | 4;
  /** The most bytes of the label of the data. */
  readonly title: number;
  readonly isOld: boolean;
}

const widths: Readonly<Record<string, Widths>> = {
  117: { name: 33, format: 49, label: 81, title: 80, count: 2, isOld: true },
  118: { name: 129, format: 57, label: 321, title: 320, count: 2, isOld: false },
  119: { name: 129, format: 57, label: 321, title: 320, count: 4, isOld: false },
};

/** Of `dd Mon yyyy hh:mm`. */
const stampBytes = 17;
const stamp = /^[ \d]\d [A-Z][a-z]{2} \d{4} [ \d]\d:\d\d$/;

function expectTag(cursor: Cursor, tag: string): void {
  if (ascii(cursor.bytes(tag.length)) !== tag) refuse('form');
}

function upToZero(bytes: Uint8Array): Uint8Array {
  const end = bytes.indexOf(0);
  return end < 0 ? bytes : bytes.subarray(0, end);
}

/** Text in its place of the dictionary, up to its zero; what stands behind it is nobody's. */
function placed(cursor: Cursor, length: number): Uint8Array {
  const text = upToZero(cursor.bytes(length)).slice();
  if (text.length < length) cursor.unread(length - text.length);
  return text;
}

/** The order of bytes is said after the format, in letters. */
function start(source: ByteSource): { cursor: Cursor; width: Widths } {
  const plain = new Cursor(source);
  const first = '<stata_dta><header><release>';
  // Files of before have a number there.
  if (source.size < first.length || ascii(plain.bytes(first.length)) !== first) {
    return refuse([113, 114, 115].includes(source.read(0, 1)[0] ?? 0) ? 'kind' : 'form');
  }
  const width = widths[ascii(plain.bytes(3))] ?? refuse('kind');
  expectTag(plain, '</release><byteorder>');
  const order = ascii(plain.bytes(3));
  if (order !== 'LSF' && order !== 'MSF') refuse('form');
  const cursor = new Cursor(source, order === 'LSF');
  cursor.at = plain.at;
  expectTag(cursor, '</byteorder>');
  return { cursor, width };
}

interface Counts {
  readonly variables: number;
  readonly rows: number;
  /** Where the list of places begins. */
  readonly map: number;
}

function header(cursor: Cursor, { count, isOld, title }: Widths): Counts {
  expectTag(cursor, '<K>');
  const variables = cursor.count(count === 2 ? cursor.u16() : cursor.i32(), 1);
  expectTag(cursor, '</K><N>');
  const rows = isOld ? cursor.i32() >>> 0 : cursor.u64();
  expectTag(cursor, '</N><label>');
  const label = isOld ? cursor.u8() : cursor.u16();
  if (label > title) refuse('hidden');
  cursor.bytes(label);
  expectTag(cursor, '</label><timestamp>');
  const length = cursor.u8();
  if (length !== 0 && length !== stampBytes) refuse('hidden');
  if (length > 0 && !stamp.test(ascii(cursor.bytes(length)))) {
    cursor.should(cursor.at - length, new TextEncoder().encode('01 Jan 1960 00:00'));
  }
  expectTag(cursor, '</timestamp></header>');
  const map = cursor.at;
  expectTag(cursor, '<map>');
  cursor.bytes(14 * 8);
  expectTag(cursor, '</map>');
  return { variables, rows, map };
}

interface Described {
  readonly name: string;
  readonly type: DtaType;
  readonly labelSet: string;
}

type Decode = (bytes: Uint8Array) => string;

/** Variables by which the rows are sorted, and zeros; anything else says that they are not. */
function sortList(cursor: Cursor, count: number, size: 2 | 4): void {
  const from = cursor.at;
  const all = Array.from({ length: count + 1 }, () => (size === 2 ? cursor.u16() : cursor.i32()));
  const named = all.slice(0, all.indexOf(0));
  const isOne = new Set(named).size === named.length && named.every((one) => one > 0 && one <= count);
  const end = isOne && all.includes(0) ? named.length : 0;
  cursor.should(from, cursor.written(all.fill(0, end), size));
} // prettier-ignore

/** @param places to which the beginning of each section is added */
function dictionary(cursor: Cursor, width: Widths, count: number, decode: Decode, places: number[]): Described[] {
  const section = <T>(tag: string, each: () => T): T[] => {
    places.push(cursor.at);
    expectTag(cursor, `<${tag}>`);
    const all = Array.from({ length: count }, each);
    expectTag(cursor, `</${tag}>`);
    return all;
  };
  const texts = (tag: string, bytes: number): string[] =>
    section(tag, () => decode(placed(cursor, bytes)));
  const types = section('variable_types', () => cursor.u16());
  const names = texts('varnames', width.name);
  places.push(cursor.at);
  expectTag(cursor, '<sortlist>');
  sortList(cursor, count, width.count);
  expectTag(cursor, '</sortlist>');
  const formats = texts('formats', width.format);
  const labelSets = texts('value_label_names', width.name);
  section('variable_labels', () => placed(cursor, width.label));
  places.push(cursor.at);
  expectTag(cursor, '<characteristics>');
  const end = '</characteristics>';
  if (ascii(cursor.bytes(end.length)) !== end) refuse('hidden');
  return names.map((name, at) => ({
    name,
    type: dtaType(types[at]!, formats[at]!),
    labelSet: labelSets[at]!,
  }));
} // prettier-ignore

function labelSet(cursor: Cursor, width: Widths, decode: Decode): readonly [string, ReadLabel[]] {
  const from = cursor.at;
  cursor.i32();
  const name = decode(placed(cursor, width.name));
  cursor.bytes(3);
  cursor.unread(3);
  const count = cursor.count(cursor.i32(), 8);
  const length = cursor.count(cursor.i32(), 1);
  cursor.should(from, cursor.written([8 + 8 * count + length], 4));
  const places = Array.from({ length: count }, () => cursor.i32());
  const values = Array.from({ length: count }, () => cursor.i32());
  const texts = cursor.bytes(length).slice();
  const labels = places.map((place, at): ReadLabel => {
    // A text begins where another ended: none is a part of another.
    if (place < 0 || place >= length || (place > 0 && texts[place - 1] !== 0)) refuse('form');
    const letter = values[at]! - 2_147_483_621;
    const value = letter > 0 ? { letter } : values[at]!;
    return { value, label: decode(upToZero(texts.subarray(place))) };
  });
  // Text between labels is of none of them; several values may have one text.
  const told = [...new Set(places)].reduce((sum, place) => sum + upToZero(texts.subarray(place)).length + 1, 0);
  if (told < length) refuse('hidden');
  return [name, labels];
} // prettier-ignore

function labelSets(cursor: Cursor, width: Widths, decode: Decode): Map<string, ReadLabel[]> {
  const found = new Map<string, ReadLabel[]>();
  expectTag(cursor, '<value_labels>');
  for (;;) {
    const tag = ascii(cursor.bytes(5));
    if (tag === '</val') break;
    if (tag !== '<lbl>') refuse('form');
    const [name, labels] = labelSet(cursor, width, decode);
    if (found.has(name)) refuse('hidden');
    found.set(name, labels);
    expectTag(cursor, '</lbl>');
  }
  expectTag(cursor, 'ue_labels></stata_dta>');
  if (cursor.left > 0) refuse('hidden');
  return found;
}

/** Stata 13 has the letters of its machine, and other programs write UTF-8 into its files. */
function oldLetters(): Decode {
  const [modern, old] = [decoderOf('utf-8'), decoderOf('windows-1252')];
  return (bytes) => {
    try {
      return modern(bytes);
    } catch {
      return old(bytes);
    }
  };
}

/** STATISTICS_READ (rule). */
export function readDta(source: ByteSource): ReadTable {
  const { cursor, width } = start(source);
  const counts = header(cursor, width);
  const places = [0, counts.map];
  const decode = width.isOld ? oldLetters() : decoderOf('utf-8');
  const described = dictionary(cursor, width, counts.variables, decode, places);
  places.push(cursor.at);
  expectTag(cursor, '<data>');
  const data = cursor.at;
  const rowBytes = described.reduce((sum, { type }) => sum + type.size, 0);
  const rows = cursor.count(counts.rows, Math.max(rowBytes, 1));
  if (rows > 0 && described.length === 0) refuse('form');
  cursor.at = data + rows * rowBytes;
  expectTag(cursor, '</data>');
  places.push(cursor.at);
  expectTag(cursor, '<strls></strls>');
  places.push(cursor.at);
  const sets = labelSets(cursor, width, decode);
  places.push(source.size - '</stata_dta>'.length, source.size);
  cursor.should(counts.map + '<map>'.length, cursor.written(places, 8));
  const used = new Set(described.map(({ labelSet: name }) => name));
  if ([...sets.keys()].some((name) => !used.has(name))) refuse('hidden');
  const columns = described.map(({ name, labelSet: set }) => ({
    name,
    labels: sets.get(set) ?? [],
    missing: [],
    missingStarts: [],
  }));
  const parts = function* (): Generator<readonly (readonly ReadCell[])[]> {
    cursor.at = data;
    for (let row = 0; row < rows; row += rowsPerPart) {
      const part: ReadCell[][] = [];
      for (let one = row; one < Math.min(rows, row + rowsPerPart); one += 1) {
        const bytes = cursor.bytes(rowBytes);
        const view = new DataView(bytes.buffer, bytes.byteOffset, rowBytes);
        let at = 0;
        part.push(
          described.map(({ type }) => {
            at += type.size;
            return dtaCell(view, at - type.size, type, cursor.little, decode);
          }),
        );
      }
      yield part;
    }
  };
  return { columns, idle: cursor.idle, parts };
}
