// SPDX-License-Identifier: EUPL-1.2
/**
 * One cell of a Parquet column as text. Whole numbers and decimals keep every digit; nothing goes
 * through a floating point number that was not one.
 */
import type { SchemaElement } from 'hyparquet';
import { clockIn, clockText, dayText } from './moment.ts';

/** What the reader gives of a column whose annotation was taken away: the physical value. */
export type CellText = (value: unknown) => string;

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** Text of bytes; throws where they are not UTF-8. */
export function strictText(bytes: Uint8Array): string {
  return utf8.decode(bytes);
}

/** The shortest text that reads back as the same single-precision number. */
function singleText(value: number): string {
  for (let digits = 6; digits < 9; digits += 1) {
    const text = Number(value.toPrecision(digits));
    if (Math.fround(text) === value) return String(text);
  }
  return String(value);
}

function floatText(single: boolean): CellText {
  return (value) => {
    const number = value as number;
    // Where a column of whole numbers has gaps, some programs write it as floating point.
    if (Number.isNaN(number)) return '';
    return single ? singleText(number) : String(number);
  };
}

function signedOf(bytes: Uint8Array): bigint {
  let value = 0n;
  for (const byte of bytes) value = value * 256n + BigInt(byte);
  return BigInt.asIntN(bytes.length * 8, value);
}

function decimalText(scale: number): CellText {
  return (value) => {
    const unscaled = value instanceof Uint8Array ? signedOf(value) : BigInt(value as number);
    if (scale === 0) return String(unscaled);
    const digits = String(unscaled < 0n ? -unscaled : unscaled).padStart(scale + 1, '0');
    const sign = unscaled < 0n ? '-' : '';
    return `${sign}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
  };
}

function unsignedText(bits: number): CellText {
  return (value) => String(BigInt.asUintN(bits, BigInt(value as number | bigint)));
}

function uuidText(value: unknown): string {
  const hex = [...(value as Uint8Array)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** Days repeat, as people share birthdays; each becomes text once. */
function dateText(): CellText {
  const known = new Map<number, string>();
  return (value) => {
    const days = value as number;
    const text = known.get(days) ?? dayText(days) ?? String(days);
    known.set(days, text);
    return text;
  };
}

const unitsPerMs = { MILLIS: 1n, MICROS: 1000n, NANOS: 1_000_000n } as const;

/** Milliseconds from 1970 to the last moment that a Date can hold. */
const lastMoment = 8.64e15;

/** A column that is adjusted to UTC holds moments: they are shown as a clock in the zone shows them. */
function momentText(unit: keyof typeof unitsPerMs, zone: string | undefined): CellText {
  const shown = zone === undefined ? (ms: number): number => ms : clockIn(zone);
  const per = unitsPerMs[unit];
  return (value) => {
    const units = value as bigint;
    const ms = Number(units / per - (units % per < 0n ? 1n : 0n));
    // What no calendar has stays a number, which the rule on dates then refuses.
    return (Math.abs(ms) <= lastMoment ? clockText(shown(ms)) : undefined) ?? String(units);
  };
}

function logicalText(element: SchemaElement, timeZone: string): CellText | undefined {
  const logical = element.logical_type!;
  if (logical.type === 'DATE') return dateText();
  if (logical.type === 'DECIMAL') return decimalText(logical.scale);
  if (logical.type === 'UUID') return uuidText;
  if (logical.type === 'INTEGER') return logical.isSigned ? String : unsignedText(logical.bitWidth);
  if (logical.type !== 'TIMESTAMP') return undefined;
  return momentText(logical.unit, logical.isAdjustedToUTC ? timeZone : undefined);
}

/** The annotations of older programs. Theirs of a moment means one of UTC. */
function convertedText(element: SchemaElement, timeZone: string): CellText | undefined {
  const { converted_type: converted = '', scale = 0 } = element;
  if (converted === 'DATE') return dateText();
  if (converted === 'DECIMAL') return decimalText(scale);
  if (converted === 'TIMESTAMP_MILLIS') return momentText('MILLIS', timeZone);
  if (converted === 'TIMESTAMP_MICROS') return momentText('MICROS', timeZone);
  const unsigned = /^UINT_(\d+)$/.exec(converted)?.[1];
  if (unsigned !== undefined) return unsignedText(Number(unsigned));
  return converted === '' || converted.startsWith('INT_') ? physicalText(element) : undefined;
}

/** INT96 is a moment of unknown zone, and bytes of a fixed length are no text. */
function physicalText({ type }: SchemaElement): CellText | undefined {
  if (type === 'BOOLEAN') return (value) => (value === true ? '1' : '0');
  if (type === 'INT32' || type === 'INT64') return String;
  return type === 'FLOAT' || type === 'DOUBLE' ? floatText(type === 'FLOAT') : undefined;
}

/** A column of text, as most are; also one that says nothing of its bytes, as older programs do. */
export function isText({ type, logical_type: logical, converted_type: converted }: SchemaElement) {
  if (type !== 'BYTE_ARRAY') return false;
  if (logical !== undefined) return ['STRING', 'ENUM', 'JSON'].includes(logical.type);
  return converted === undefined || ['UTF8', 'ENUM', 'JSON'].includes(converted);
}

/**
 * How a column that is not text becomes text: dates as `YYYY-MM-DD`, booleans as 1 and 0, decimals
 * with all their digits. Undefined for a type that has no plain text.
 */
export function cellText(element: SchemaElement, timeZone: string): CellText | undefined {
  return element.logical_type === undefined
    ? convertedText(element, timeZone)
    : logicalText(element, timeZone);
}
