// SPDX-License-Identifier: EUPL-1.2
/**
 * Reads system files of SPSS (`.sav`), from the description of the format in the GNU PSPP manual:
 * little-endian, plain or compressed by bytecode. What holds something for nobody's eyes (documents,
 * attributes, unknown records) is refused.
 */
import { savDictionary, type SavVariable } from './sav-dictionary.ts';
import { SavElements } from './sav-elements.ts';
import {
  Cursor,
  momentText,
  numeric,
  refuse,
  rowsPerPart,
  trimmed,
  type ByteSource,
  type ReadCell,
  type ReadTable,
} from './table.ts';

/** Milliseconds from 14 October 1582, from which SPSS counts seconds, to 1970-01-01. */
const epochMs = 12_219_379_200_000;
/** Bytes of a segment of long text that hold some of it. */
const segmentBytes = 255;

const isBlank = (bytes: Uint8Array): boolean => bytes.every((byte) => byte === 0x20 || byte === 0);

/** Text of one variable, which takes one or more segments of the row. */
function textOf(elements: SavElements, variable: SavVariable, decode: (bytes: Uint8Array) => string) {
  const whole = new Uint8Array(variable.segments.reduce((sum, width) => sum + Math.min(width, segmentBytes), 0));
  let at = 0;
  for (const width of variable.segments) {
    const bytes = elements.text(width);
    const used = Math.min(width, segmentBytes);
    if (!isBlank(bytes.subarray(used))) refuse('hidden');
    whole.set(bytes.subarray(0, used), at);
    at += used;
  }
  if (!isBlank(whole.subarray(variable.width))) refuse('hidden');
  const text = decode(trimmed(whole.subarray(0, variable.width)));
  return text === '' ? undefined : text;
} // prettier-ignore

function numberOf(value: number, { isMoment }: SavVariable, systemMissing: number): ReadCell {
  if (value === systemMissing) return undefined;
  if (!isMoment) return numeric(value);
  const ms = Math.round(value * 1000) - epochMs;
  // Only what comes back as it was: two values are never one text.
  return ((ms + epochMs) / 1000 === value ? momentText(ms) : undefined) ?? numeric(value);
}

/** STATISTICS_READ (rule). */
export function readSav(source: ByteSource): ReadTable {
  const cursor = new Cursor(source);
  const { variables, columns, rows, bias, isCompressed, systemMissing, decode } = savDictionary(cursor); // prettier-ignore
  const data = cursor.at;
  const parts = function* (): Generator<readonly (readonly ReadCell[])[]> {
    cursor.at = data;
    const elements = new SavElements(cursor, isCompressed, bias, systemMissing);
    let part: ReadCell[][] = [];
    for (let row = 0; rows === undefined || row < rows; row += 1) {
      if (rows === undefined && elements.isAtEnd()) break;
      part.push(
        variables.map((variable) =>
          variable.width > 0
            ? textOf(elements, variable, decode)
            : numberOf(elements.number(), variable, systemMissing),
        ),
      );
      if (part.length === rowsPerPart) {
        yield part;
        part = [];
      }
    }
    elements.end();
    if (part.length > 0) yield part;
  };
  return { columns, idle: cursor.idle, parts };
}
