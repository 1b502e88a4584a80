// SPDX-License-Identifier: EUPL-1.2
/** The dictionary of a file of SPSS: variables, labels and what else stands before the data. */
import {
  checkExtensions,
  knownExtensions,
  leastNumber,
  longLabels,
  longMissing,
  longNames,
  veryLongTexts,
  viewOf,
} from './sav-extensions.ts';
import {
  ascii,
  decoderOf,
  numeric,
  refuse,
  trimmed,
  type Cursor,
  type ReadColumn,
  type ReadLabel,
} from './table.ts';

export interface SavVariable {
  /** Bytes of text; 0 of a number. */
  readonly width: number;
  /** Widths of the segments in which text stands in a row. */
  readonly segments: readonly number[];
  /** A number that is a moment: seconds since 14 October 1582. */
  readonly isMoment: boolean;
}

export interface SavDictionary {
  readonly variables: readonly SavVariable[];
  readonly columns: readonly ReadColumn[];
  /** Undefined where the file does not say. */
  readonly rows: number | undefined;
  readonly bias: number;
  readonly isCompressed: boolean;
  readonly systemMissing: number;
  readonly decode: (bytes: Uint8Array) => string;
}

/** A record of a variable as it stands; -1 continues the text before. */
interface RawVariable {
  readonly width: number;
  readonly name: Uint8Array;
  readonly format: number;
  /** Values that count as none, or the ends of their range. */
  readonly missing: readonly Uint8Array[];
}

interface RawLabels {
  readonly values: readonly { readonly bytes: Uint8Array; readonly label: Uint8Array }[];
  /** Places of the variables, from 1, continuations counted. */
  readonly places: readonly number[];
}

interface Raw {
  readonly variables: RawVariable[];
  readonly labels: RawLabels[];
  readonly extensions: Map<number, Uint8Array>;
}

/** DATE, DATETIME, ADATE, JDATE, MOYR, QYR, WKYR, EDATE, SDATE, YMDHMS. */
const momentFormats = new Set([20, 22, 23, 24, 28, 29, 30, 38, 39, 41]);
/** The form of eight letters, as what goes on with a text may have it. */
const textForm = 0x0001_0801;
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
/** What is added to a number that is written as a command. */
const usualBias = 100;
const creation = /^[ \d]\d [A-Za-z]{3} \d\d[ \d]\d:\d\d:\d\d$/;
/** The most bytes of the label of a variable. */
const maxLabel = 256;

function readVariable(cursor: Cursor): RawVariable {
  const width = cursor.i32();
  const hasLabel = cursor.i32();
  const missing = cursor.i32();
  const format = cursor.i32();
  cursor.i32();
  const name = trimmed(cursor.bytes(8)).slice();
  const isMore = width === -1;
  // A form for writing is in no window; what goes on with a text has a name and forms of nobody.
  const forms = isMore && format !== 0 ? [textForm, textForm] : [format, format];
  cursor.should(cursor.at - 16, cursor.written(forms, 4));
  if (isMore) {
    cursor.unread(8, [0x20, 0]);
    if (hasLabel !== 0 || missing !== 0) refuse('hidden');
  }
  if (width < -1 || width > 255 || missing < -3 || missing > 3) refuse('form');
  if (hasLabel === 1) {
    const length = cursor.count(cursor.i32(), 1);
    if (length > maxLabel) refuse('hidden');
    const filling = Math.ceil(length / 4) * 4 - length;
    cursor.bytes(length + filling);
    cursor.unread(filling, [0x20, 0]);
  }
  const none = Array.from({ length: Math.abs(missing) }, () => cursor.bytes(8).slice());
  return { width, name, format, missing: none };
}

function readLabels(cursor: Cursor): RawLabels {
  const count = cursor.count(cursor.i32(), 9);
  const values = Array.from({ length: count }, () => {
    const bytes = cursor.bytes(8).slice();
    const length = cursor.u8();
    const filling = Math.ceil((length + 1) / 8) * 8 - 1 - length;
    const label = cursor.bytes(length + filling).slice(0, length);
    cursor.unread(filling, [0x20, 0]);
    return { bytes, label };
  });
  if (cursor.i32() !== 4) refuse('form');
  const places = cursor.count(cursor.i32(), 4);
  return { values, places: Array.from({ length: places }, () => cursor.i32()) };
}

function readExtension(cursor: Cursor, extensions: Raw['extensions']): void {
  const [subtype, size] = [cursor.i32(), cursor.i32()];
  const count = cursor.count(cursor.i32(), Math.max(size, 1));
  const content = cursor.bytes(size * count).slice();
  // A second one would hide the first.
  if (!knownExtensions.has(subtype) || extensions.has(subtype)) refuse('hidden');
  extensions.set(subtype, content);
}

function readRecords(cursor: Cursor): Raw {
  const raw: Raw = { variables: [], labels: [], extensions: new Map() };
  for (;;) {
    const kind = cursor.i32();
    if (kind === 999) break;
    if (kind === 2) raw.variables.push(readVariable(cursor));
    else if (kind === 3) raw.labels.push(readLabels(cursor));
    else if (kind === 7) readExtension(cursor, raw.extensions);
    // Documents: text of any length that no table shows.
    else refuse(kind === 6 ? 'hidden' : 'form');
  }
  cursor.bytes(4);
  cursor.unread(4);
  return raw;
}

/** The name of the letters of the file, or of its code page where it has no name for them. */
function encodingOf({ extensions }: Raw): string {
  const named = extensions.get(20);
  if (named !== undefined) return ascii(named).trim();
  const numbers = extensions.get(3);
  const page = numbers !== undefined && numbers.length >= 32 ? viewOf(numbers).getInt32(28, true) : 1252; // prettier-ignore
  if (page === 65_001) return 'utf-8';
  return page === 2 || page === 1252 ? 'windows-1252' : `windows-${String(page)}`;
}

/** Variables with their segments, and by the place of each record the variable that it begins. */
function variablesOf(
  { variables }: Raw,
  veryLong: ReadonlyMap<string, number>,
  decode: (bytes: Uint8Array) => string,
) {
  const made: (SavVariable & { readonly short: string })[] = [];
  const beginsAt = new Map<number, number>();
  for (let at = 0; at < variables.length;) {
    const { width, format } = variables[at]!;
    const name = decode(variables[at]!.name);
    if (width < 0) refuse('form');
    beginsAt.set(at + 1, made.length);
    const whole = veryLong.get(name) ?? width;
    // Without a width it would have no place in a row.
    if (width === 0 && veryLong.has(name)) refuse('form');
    if (whole < width || whole > 32_767) refuse('form');
    const segments: number[] = [];
    const count = veryLong.has(name) ? Math.ceil(whole / 252) : 1;
    for (let segment = 0; segment < count; segment += 1) {
      const own = variables[at]?.width ?? -1;
      if (own < 0 || (own === 0) !== (width === 0)) refuse('form');
      segments.push(own);
      const next = at + Math.max(1, Math.ceil(own / 8));
      while (++at < next) if (variables[at]?.width !== -1) refuse('form');
    }
    const isMoment = width === 0 && momentFormats.has((format >> 16) & 0xff);
    made.push({ width: whole, segments: width === 0 ? [] : segments, isMoment, short: name });
  }
  if (made.length === 0) refuse('form');
  return { made, beginsAt };
} // prettier-ignore

function header(cursor: Cursor) {
  const magic = ascii(cursor.bytes(4));
  if (magic === '$FL3') refuse('kind');
  if (magic !== '$FL2') refuse('form');
  cursor.bytes(60);
  const layout = cursor.i32();
  // The other order of bytes.
  if (layout !== 2 && layout !== 3) refuse(layout >>> 24 === 2 || layout >>> 24 === 3 ? 'kind' : 'form'); // prettier-ignore
  const elements = cursor.at;
  cursor.i32();
  const compression = cursor.i32();
  if (compression !== 0 && compression !== 1) refuse('kind');
  const weight = cursor.i32();
  const rows = cursor.i32();
  const bias = cursor.f64();
  if (rows < -1 || (compression === 1 && bias !== usualBias)) refuse('form');
  if (compression === 0) cursor.should(cursor.at - 8, new Uint8Array(Float64Array.of(usualBias).buffer));
  if (!creation.test(ascii(cursor.bytes(9 + 8)))) cursor.should(cursor.at - 17, utf8('01 Jan 7000:00:00'));
  cursor.bytes(64 + 3);
  cursor.unread(3, [0, 0x20]);
  return { rows: rows < 0 ? undefined : rows, bias, isCompressed: compression === 1, elements, weight };
} // prettier-ignore

/** Of eight bytes in a row, which readers do not rely on: the number, or that it is not said. */
function checkCount(cursor: Cursor, at: number, records: number): void {
  const here = cursor.at;
  cursor.at = at;
  if (cursor.i32() !== records) cursor.should(at, cursor.written([-1], 4));
  cursor.at = here;
}

type Missing = ReadColumn['missing'][number];

function noValues(
  { missing, width }: RawVariable,
  decode: (bytes: Uint8Array) => string,
): Missing[] {
  const values = missing.map((bytes) =>
    width > 0 ? decode(trimmed(bytes)) : numeric(viewOf(bytes).getFloat64(0, true)),
  );
  // The lowest and highest number there are: a range without an end.
  const ends = new Set<unknown>([-Number.MAX_VALUE, leastNumber, Number.MAX_VALUE]);
  return values.filter((value) => !ends.has(value));
}

/** Reads up to the first row. */
export function savDictionary(cursor: Cursor): SavDictionary {
  const { rows, bias, isCompressed, elements, weight } = header(cursor);
  const raw = readRecords(cursor);
  const records = raw.variables.length;
  if (weight < 0 || weight > records) refuse('form');
  checkCount(cursor, elements, records);
  const decode = decoderOf(encodingOf(raw));
  const floats = raw.extensions.get(4);
  const systemMissing = floats?.length === 24 ? viewOf(floats).getFloat64(0, true) : -Number.MAX_VALUE; // prettier-ignore
  const { made, beginsAt } = variablesOf(raw, veryLongTexts(raw.extensions, decode), decode);
  const names = longNames(raw.extensions, decode);
  const long = longLabels(raw.extensions, decode);
  const longNone = longMissing(raw.extensions, decode);
  const labels = made.map((): ReadLabel[] => []);
  const missing = made.map((): Missing[] => []);
  for (const [at, variable] of raw.variables.entries()) {
    const begun = beginsAt.get(at + 1);
    if (begun !== undefined) missing[begun] = noValues(variable, decode);
    else if (variable.missing.length > 0) refuse('hidden');
  }
  for (const { values, places } of raw.labels) {
    for (const place of places) {
      const at = beginsAt.get(place) ?? refuse('form');
      for (const { bytes, label } of values) {
        const isText = made[at]!.width > 0;
        const value = isText ? decode(trimmed(bytes)) : numeric(viewOf(bytes).getFloat64(0, true));
        labels[at]!.push({ value, label: decode(trimmed(label)) });
      }
    }
  }
  const columns = made.map(({ short }, at) => {
    const name = names.get(short) ?? short;
    return {
      name,
      labels: [...labels[at]!, ...(long.get(name) ?? [])],
      missing: missing[at]!,
      missingStarts: longNone.get(name) ?? [],
    };
  });
  const segments = raw.variables.filter(({ width }) => width >= 0).length;
  checkExtensions(raw.extensions, decode, {
    rows,
    segments,
    shortNames: new Set(made.map(({ short }) => short)),
    names: new Set(columns.map(({ name }) => name)),
  });
  return { variables: made, columns, rows, bias, isCompressed, systemMissing, decode };
}
