// SPDX-License-Identifier: EUPL-1.2
/** Values of a file of Stata: numbers by size, texts of one length, days and moments. */
import { momentText, numeric, refuse, type ReadCell } from './table.ts';

export interface DtaType {
  readonly kind: 'text' | 'whole' | 'float' | 'double';
  readonly size: number;
  /** What a number counts, from 1960-01-01: days, milliseconds, or nothing of the kind. */
  readonly counts: 'days' | 'ms' | undefined;
}

const msPerDay = 86_400_000;
/** Days from 1960-01-01, from which Stata counts, to 1970-01-01. */
const epochDays = 3653;

/** The kind of a type number, which `strL`, a text without a length, is none of. */
export function dtaType(type: number, format: string): DtaType {
  const counts = /^%-?t?d/.test(format) ? 'days' : /^%-?t[cC]/.test(format) ? 'ms' : undefined;
  if (type >= 1 && type <= 2045) return { kind: 'text', size: type, counts: undefined };
  switch (type) {
    case 65_526:
      return { kind: 'double', size: 8, counts };
    case 65_527:
      return { kind: 'float', size: 4, counts };
    case 65_528:
      return { kind: 'whole', size: 4, counts };
    case 65_529:
      return { kind: 'whole', size: 2, counts };
    case 65_530:
      return { kind: 'whole', size: 1, counts };
    case 32_768:
      return refuse('kind');
    default:
      return refuse('form');
  }
}

/** `.` is 0 steps above the largest value, `.a` is 1, `.z` is 26. */
function missingOf(steps: number): ReadCell {
  if (!Number.isInteger(steps) || steps < 0 || steps > 26) return refuse('form');
  return steps === 0 ? undefined : { letter: steps };
}

/** The number, or which missing value it is. */
function numberAt(view: DataView, at: number, { kind, size }: DtaType, little: boolean): ReadCell {
  if (kind === 'double') {
    const value = view.getFloat64(at, little);
    if (!(value >= 2 ** 1023)) return numeric(value);
    const [high, low] = little
      ? [view.getUint32(at + 4, true), view.getUint32(at, true)]
      : [view.getUint32(at), view.getUint32(at + 4)];
    return low === 0 ? missingOf((high - 0x7fe0_0000) / 0x100) : refuse('form');
  }
  if (kind === 'float') {
    const value = view.getFloat32(at, little);
    if (!(value >= 2 ** 127)) return numeric(value);
    return missingOf((view.getUint32(at, little) - 0x7f00_0000) / 0x800);
  }
  if (size === 1) {
    const value = view.getInt8(at);
    return value > 100 ? missingOf(value - 101) : value;
  }
  if (size === 2) {
    const value = view.getInt16(at, little);
    return value > 32_740 ? missingOf(value - 32_741) : value;
  }
  const value = view.getInt32(at, little);
  return value > 2_147_483_620 ? missingOf(value - 2_147_483_621) : value;
}

export function dtaCell(
  view: DataView,
  at: number,
  type: DtaType,
  little: boolean,
  decode: (bytes: Uint8Array) => string,
): ReadCell {
  if (type.kind === 'text') {
    const bytes = new Uint8Array(view.buffer, view.byteOffset + at, type.size);
    const end = bytes.indexOf(0);
    // Behind its end Stata keeps zeros; anything else would leave unseen.
    if (end >= 0 && bytes.subarray(end).some((byte) => byte !== 0)) refuse('hidden');
    const text = decode(end < 0 ? bytes : bytes.subarray(0, end));
    return text === '' ? undefined : text;
  }
  const value = numberAt(view, at, type, little);
  if (typeof value !== 'number' || type.counts === undefined) return value;
  const size = type.counts === 'days' ? msPerDay : 1;
  const before = epochDays * (msPerDay / size);
  const ms = (value - before) * size;
  // Only what comes back as it was: two values are never one text.
  return (ms / size + before === value ? momentText(ms) : undefined) ?? value;
}
