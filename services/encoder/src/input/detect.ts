// SPDX-License-Identifier: EUPL-1.2
/**
 * What a delimited file seems to be: a proposal for a mapping, with reasons. Nothing is read by it: a
 * person confirms it in the mapping, and the reader holds the file against what the mapping says.
 * It counts bytes and characters, and gives nothing of what it saw.
 */
import { closeSync, openSync, readSync } from 'node:fs';
import { KoppelError } from '@koppel/errors';
import type { Charset, Mapping } from '../mapping.ts';
import { charsetEvidence, decoderLabel } from './charset.ts';
import { fileSize } from './file-size.ts';
import { RowParser } from './row-parser.ts';

/** Why a dialect is proposed, or what speaks against it. Safe to print. */
export type DialectReason =
  | 'byteOrderMark'
  | 'zeroBytes'
  | 'onlyAscii'
  | 'validUtf8'
  | 'notUtf8'
  | 'sameWidthInEveryRow'
  | 'otherWidthInSomeRows'
  | 'brokenQuote'
  | 'oneColumn'
  | 'otherDelimiterFitsAsWell';

export interface Dialect {
  readonly charset: Charset;
  readonly delimiter: Mapping['delimiter'];
  /** Cells of the header. */
  readonly columns: number;
  /** Rows that were looked at, header not counted. */
  readonly rows: number;
  /** Whether some cell stands in quotes. */
  readonly isQuoted: boolean;
  /** `high`: nothing speaks against it; `low`: look at it well, for something does. */
  readonly confidence: 'high' | 'low';
  readonly reasons: readonly DialectReason[];
}

/** As much as is looked at. */
const sampleBytes = 1 << 20;
const delimiters: readonly Mapping['delimiter'][] = [',', ';', '\t', '|'];
const doubts: readonly DialectReason[] = [
  'otherWidthInSomeRows',
  'brokenQuote',
  'oneColumn',
  'otherDelimiterFitsAsWell',
];

interface Sample {
  readonly bytes: Uint8Array;
  /** The sample is the whole file. */
  readonly isWhole: boolean;
}

function readSample(file: string): Sample {
  fileSize(file);
  let descriptor: number | undefined;
  try {
    descriptor = openSync(file, 'r');
    const bytes = new Uint8Array(sampleBytes);
    const size = readSync(descriptor, bytes);
    return { bytes: bytes.subarray(0, size), isWhole: size < sampleBytes };
  } catch {
    throw new KoppelError('FILE_MISSING', { file });
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

function isUtf8({ bytes, isWhole }: Sample): boolean {
  try {
    // A sample may end within a character.
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: !isWhole });
    return true;
  } catch {
    return false;
  }
}

/** A set of bytes that is no UTF-8 is taken for the one that Dutch registers use besides. */
function charsetOf(sample: Sample): { charset: Charset; reason: DialectReason } {
  const found = charsetEvidence(sample.bytes);
  if (found !== undefined) {
    const { charset, isMark } = found;
    return { charset, reason: isMark ? 'byteOrderMark' : 'zeroBytes' };
  }
  if (sample.bytes.every((byte) => byte < 0x80)) return { charset: 'utf-8', reason: 'onlyAscii' };
  return isUtf8(sample)
    ? { charset: 'utf-8', reason: 'validUtf8' }
    : { charset: 'windows-1252', reason: 'notUtf8' };
}

interface Reading {
  readonly delimiter: Mapping['delimiter'];
  readonly columns: number;
  readonly rows: number;
  /** Rows as wide as the header. */
  readonly fitting: number;
  readonly isBroken: boolean;
}

function readWith(delimiter: Mapping['delimiter'], text: string, isWhole: boolean): Reading {
  const parser = new RowParser(delimiter);
  const { rows } = parser.feed(text, isWhole);
  const [header, ...others] = rows;
  const columns = header?.length ?? 0;
  const fitting = others.filter(({ length }) => length === columns).length;
  return { delimiter, columns, rows: others.length, fitting, isBroken: parser.isBroken };
}

/** How well a reading fits: first whole and of more than one column, then even, then wide. */
function scoresOf({ columns, rows, fitting, isBroken }: Reading): number[] {
  return [isBroken ? 0 : 1, columns > 1 ? 1 : 0, rows === 0 ? 1 : fitting / rows, columns];
}

function byFit(left: Reading, right: Reading): number {
  const [a, b] = [scoresOf(left), scoresOf(right)];
  const at = a.findIndex((score, i) => score !== b[i]);
  return at === -1 ? 0 : b[at]! - a[at]!;
}

function reasonsOf(best: Reading, second: Reading): DialectReason[] {
  const reasons: DialectReason[] = [];
  if (best.isBroken) reasons.push('brokenQuote');
  if (best.columns < 2) return [...reasons, 'oneColumn'];
  reasons.push(best.fitting === best.rows ? 'sameWidthInEveryRow' : 'otherWidthInSomeRows');
  const rivals = !second.isBroken && second.columns > 1 && second.fitting === second.rows;
  if (rivals && second.rows > 0) reasons.push('otherDelimiterFitsAsWell');
  return reasons;
}

/**
 * Looks at the first megabyte of a file.
 * @throws KoppelError FILE_MISSING; INPUT_EMPTY where there is no text at all
 */
export function detectDialect(file: string): Dialect {
  const sample = readSample(file);
  const { charset, reason } = charsetOf(sample);
  const decoder = new TextDecoder(decoderLabel(charset));
  const text = decoder.decode(sample.bytes, { stream: !sample.isWhole });
  const readings = delimiters.map((delimiter) => readWith(delimiter, text, sample.isWhole));
  const [best, second] = readings.sort(byFit) as [Reading, Reading, ...Reading[]];
  if (best.columns === 0 && !best.isBroken) throw new KoppelError('INPUT_EMPTY', { file });
  const reasons = [reason, ...reasonsOf(best, second)];
  return {
    charset,
    delimiter: best.delimiter,
    columns: best.columns,
    rows: best.rows,
    isQuoted: new RegExp(`(?:^|[\\r\\n${best.delimiter === '|' ? '\\|' : best.delimiter}])"`).test(
      text,
    ),
    confidence: reasons.some((one) => doubts.includes(one)) ? 'low' : 'high',
    reasons,
  };
}
