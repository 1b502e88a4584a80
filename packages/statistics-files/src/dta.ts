// SPDX-License-Identifier: EUPL-1.2
/**
 * Files of Stata 14 and later (`.dta`, format 118), written from the description that Stata publishes
 * ("help dta"): little-endian, UTF-8. The file says no time of making, so that the same content has
 * the same bytes.
 */
import { ByteWriter, utf8 } from './bytes.ts';
import {
  checkDescription,
  RowCount,
  refuseValue,
  type FileDescription,
  type FileParts,
  type Value,
} from './description.ts';
import { dtaColumn, type DtaColumn } from './dta-column.ts';
import { dtaNames } from './names.ts';

/** Bytes of a place for a name, a format and a label: four per character, and a zero. */
const [nameBytes, formatBytes, labelBytes] = [129, 57, 321];

/** The first characters, counted as Stata does: by code points. */
function firstOf(text: string, count: number): string {
  return Array.from(text).slice(0, count).join('');
}

/** Text of at most so many characters; a place of `size` bytes then holds it with a zero after it. */
function place(out: ByteWriter, text: string, size: number): void {
  const characters = firstOf(text, (size - 1) / 4);
  out.text(characters, size);
}

function header(out: ByteWriter, { label, rows, variables }: FileDescription): void {
  const text = utf8(firstOf(label, 80));
  out.plain('<stata_dta><header><release>118</release><byteorder>LSF</byteorder><K>');
  out.u16(variables.length).plain('</K><N>').u64(rows).plain('</N><label>');
  out.u16(text.length).bytes(text).plain('</label><timestamp>').u8(0);
  out.plain('</timestamp></header>');
}

/** The sections before the data, each in a part of its own. */
function descriptions(columns: readonly DtaColumn[]): Uint8Array[] {
  const section = (tag: string, fill: (out: ByteWriter) => void): Uint8Array => {
    const out = new ByteWriter();
    out.plain(`<${tag}>`);
    fill(out);
    return out.plain(`</${tag}>`).take();
  };
  const each = (fill: (out: ByteWriter, column: DtaColumn) => void) => (out: ByteWriter) => {
    for (const column of columns) fill(out, column);
  };
  return [
    section('variable_types', each((out, { type }) => out.u16(type))),
    section('varnames', each((out, { name }) => { place(out, name, nameBytes); })),
    section('sortlist', (out) => { for (let at = 0; at <= columns.length; at += 1) out.u16(0); }),
    section('formats', each((out, { format }) => out.text(format, formatBytes))),
    section('value_label_names', each((out, { name, labels }) => { place(out, labels.length > 0 ? name : '', nameBytes); })),
    section('variable_labels', each((out, { label }) => { place(out, label, labelBytes); })),
    section('characteristics', () => undefined),
  ]; // prettier-ignore
}

/** One table of labels: places of the texts, values in their order, texts. */
function labelTable(out: ByteWriter, { name, labels }: DtaColumn): void {
  const ordered = [...labels].sort((m, n) => m.value - n.value);
  const texts = ordered.map(({ label }) => utf8(label, 32_000));
  const length = texts.reduce((sum, text) => sum + text.length + 1, 0);
  out.plain('<lbl>').i32(8 + 8 * labels.length + length);
  place(out, name, nameBytes);
  out.text('', 3).i32(labels.length, length);
  let at = 0;
  for (const text of texts) {
    out.i32(at);
    at += text.length + 1;
  }
  out.i32(...ordered.map(({ value }) => value));
  for (const text of texts) out.bytes(text).u8(0);
  out.plain('</lbl>');
}

function labelTables(columns: readonly DtaColumn[]): Uint8Array {
  const out = new ByteWriter();
  out.plain('<value_labels>');
  for (const column of columns) if (column.labels.length > 0) labelTable(out, column);
  return out.plain('</value_labels>').take();
}

const mapBytes = '<map></map>'.length + 14 * 8;

/** Everything before the first row, with the places of all sections. */
function headOf(
  description: FileDescription,
  columns: readonly DtaColumn[],
  dataBytes: number,
  tail: Uint8Array,
): Uint8Array {
  const out = new ByteWriter();
  header(out, description);
  const sections = descriptions(columns);
  const places = [0, out.length];
  let at = out.length + mapBytes;
  for (const { length } of sections) {
    places.push(at);
    at += length;
  }
  places.push(at); // <data>
  at += '<data></data>'.length + dataBytes;
  places.push(at); // <strls>
  at += '<strls></strls>'.length;
  places.push(at, at + tail.length, at + tail.length + '</stata_dta>'.length);
  out.plain('<map>');
  for (const one of places) out.u64(one);
  out.plain('</map>');
  for (const section of sections) out.bytes(section);
  return out.plain('<data>').take();
}

function rowBytes(
  rows: Iterable<readonly Value[]>,
  columns: readonly DtaColumn[],
  size: number,
  count: RowCount,
): Uint8Array {
  const all = [...rows];
  const bytes = new Uint8Array(all.length * size);
  const view = new DataView(bytes.buffer);
  let at = 0;
  for (const row of all) {
    const number = count.next();
    columns.forEach((column, index) => {
      if (!column.write(view, at, row[index])) refuseValue(column.name, number);
      at += column.size;
    });
  }
  return bytes;
}

/**
 * A file of Stata in parts. Codes are whole numbers: their own where all are, else their places in the
 * list, from 1. Codes that say why there is no value are `.a`, `.b` and `.c`. STATISTICS_VARIABLE,
 * STATISTICS_ROWS.
 */
export function dtaFile(description: FileDescription): FileParts {
  checkDescription(description);
  const names = dtaNames(description.variables.map(({ name }) => name));
  const columns = description.variables.map((variable, at) => dtaColumn(variable, names[at]!));
  const size = columns.reduce((sum, column) => sum + column.size, 0);
  const tail = labelTables(columns);
  const count = new RowCount(description.rows);
  return {
    head: headOf(description, columns, size * description.rows, tail),
    rows: (rows) => rowBytes(rows, columns, size, count),
    end() {
      count.end();
      const out = new ByteWriter();
      return out.plain('</data><strls></strls>').bytes(tail).plain('</stata_dta>').take();
    },
  };
}
