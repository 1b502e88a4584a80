// SPDX-License-Identifier: EUPL-1.2
/**
 * System files of SPSS (`.sav`), written from the description of the format that the GNU PSPP manual
 * publishes ("System File Format"): little-endian, UTF-8, compressed by bytecode. The file says no
 * time of making, so that the same content has the same bytes.
 */
import { ByteWriter, utf8 } from './bytes.ts';
import { checkDescription, type FileDescription, type FileParts } from './description.ts';
import { savNames } from './names.ts';
import { savColumn, type SavColumn } from './sav-column.ts';
import { SavRows } from './sav-rows.ts';

const space = 0x20;

/** The number that stands for no value, and the least that is one. */
const systemMissing = -Number.MAX_VALUE;
const lowest = -1.797_693_134_862_315_5e308;

function header(out: ByteWriter, { label, rows }: FileDescription, columns: readonly SavColumn[]) {
  out.plain('$FL2').text('@(#) SPSS DATA FILE - Koppel', 60, space);
  const elements = columns.reduce((sum, { width }) => sum + segmentsOf(width), 0);
  const compressedByBytecode = 1;
  out.i32(2, elements, compressedByBytecode, 0, rows > 0x7fff_ffff ? -1 : rows).f64(100);
  out.plain('01 Jan 70').plain('00:00:00').text(label, 64, space).text('', 3);
}

/** Places of eight bytes that a value takes; numbers have width 0. */
function segmentsOf(width: number): number {
  return Math.max(1, Math.ceil(width / 8));
}

function variableRecords(out: ByteWriter, columns: readonly SavColumn[]): void {
  columns.forEach(({ width, format, label, missing }, at) => {
    const short = width <= 8 ? missing : [];
    out.i32(2, width, label === '' ? 0 : 1, short.length, format, format);
    out.text(`V${String(at + 1)}`, 8, space);
    if (label !== '') {
      const bytes = utf8(label, 255);
      out
        .i32(bytes.length)
        .bytes(bytes)
        .align(4, out.length - bytes.length);
    }
    for (const value of short) element(out, value);
    // Long text takes more places, each with a record that says no more than that.
    for (let segment = 1; segment < segmentsOf(width); segment += 1) {
      out.i32(2, -1, 0, 0, 0, 0).text('', 8, space);
    }
  });
}

function element(out: ByteWriter, value: string | number): void {
  if (typeof value === 'number') out.f64(value);
  else out.text(value, 8, space);
}

function labelRecords(out: ByteWriter, columns: readonly SavColumn[]): void {
  let place = 1;
  for (const { width, labels } of columns) {
    if (labels.length > 0 && width <= 8) {
      out.i32(3, labels.length);
      for (const { value, label } of labels) {
        element(out, value);
        const bytes = utf8(label, 120);
        const start = out.length;
        out.u8(bytes.length).bytes(bytes).align(8, start);
      }
      out.i32(4, 1, place);
    }
    place += segmentsOf(width);
  }
}

function extension(out: ByteWriter, subtype: number, size: number, content: Uint8Array): void {
  if (content.length > 0) out.i32(7, subtype, size, content.length / size).bytes(content);
}

function longLabels(columns: readonly SavColumn[]): Uint8Array {
  const out = new ByteWriter();
  for (const { name, width, labels } of columns) {
    if (width <= 8 || labels.length === 0) continue;
    const named = utf8(name);
    out.i32(named.length).bytes(named).i32(width, labels.length);
    for (const { value, label } of labels) {
      const bytes = utf8(label, 120);
      out.i32(width).text(String(value), width, space).i32(bytes.length).bytes(bytes);
    }
  }
  return out.take();
}

function longMissing(columns: readonly SavColumn[]): Uint8Array {
  const out = new ByteWriter();
  for (const { name, width, missing } of columns) {
    if (width <= 8 || missing.length === 0) continue;
    const named = utf8(name);
    out.i32(named.length).bytes(named).u8(missing.length).i32(8);
    for (const value of missing) out.text(String(value), 8, space);
  }
  return out.take();
}

/** Records of type 7, in the order of their subtypes. */
function extensions(out: ByteWriter, columns: readonly SavColumn[], rows: number): void {
  const part = new ByteWriter();
  const [littleEndian, utf8CodePage] = [2, 65_001];
  extension(out, 3, 4, part.i32(20, 0, 0, -1, 1, 1, littleEndian, utf8CodePage).take());
  extension(out, 4, 8, part.f64(systemMissing).f64(Number.MAX_VALUE).f64(lowest).take());
  for (const { measure, shown, width } of columns) part.i32(measure, shown, width > 0 ? 0 : 1);
  extension(out, 11, 4, part.take());
  const names = columns.map(({ name }, at) => `V${String(at + 1)}=${name}`).join('\t');
  extension(out, 13, 1, utf8(names));
  extension(out, 16, 8, part.u64(1).u64(rows).take());
  extension(out, 20, 1, utf8('UTF-8'));
  extension(out, 21, 1, longLabels(columns));
  extension(out, 22, 1, longMissing(columns));
}

/**
 * A file of SPSS in parts. Values of code lists are numbers where all codes are, else text; dates are
 * dates of SPSS. STATISTICS_VARIABLE, STATISTICS_ROWS.
 */
export function savFile(description: FileDescription): FileParts {
  checkDescription(description);
  const names = savNames(description.variables.map(({ name }) => name));
  const columns = description.variables.map((variable, at) => savColumn(variable, names[at]!));
  const out = new ByteWriter();
  header(out, description, columns);
  variableRecords(out, columns);
  labelRecords(out, columns);
  extensions(out, columns, description.rows);
  out.i32(999, 0);
  const rows = new SavRows(columns, description.rows);
  return { head: out.take(), rows: (all) => rows.encode(all), end: () => rows.end() };
}
