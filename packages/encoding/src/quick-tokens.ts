// SPDX-License-Identifier: EUPL-1.2
/**
 * The fast twin of `tokenise`, for plain values of ASCII: most values of most registers. It goes from
 * letters to tokens without a string in between, and leaves to `tokenise` whatever is not simple. What
 * is right is what `tokenise` says: a test holds the two side by side.
 */
import type { EncodingSpec, FieldSpec } from '@koppel/study';
import { placeholders } from './fold-table.ts';
import { lengthMark, rareMark, type TokenList } from './token-list.ts';

/**
 * Takes the tokens of a value into the list, in alphabetical order, and says that it did; or says
 * that it did not: then `tokenise` must. A value that it takes breaks no rule.
 * @param units the value's length, and behind it its UTF-16 units
 */
export type QuickTokens = (units: Uint16Array, tokens: TokenList) => boolean;

/** Longer values are rare. */
const LETTERS_MAX = 64;
/** Repeats of a q-gram that have a number of one digit. */
const REPEATS_MAX = 9;
const PAD = 0x5f;
const REPEAT = 0x23;
const ZERO = 0x30;
const COLON = 0x3a;
const LESS = 0x3c;
const EQUALS = 0x3d;
const [D, M, Y] = [0x44, 0x4d, 0x59];
/** Every month has so many days. */
const SAFE_DAY_MAX = 28;
const DATE_LENGTH = 8;
const SHORT_BYTES_MAX = 15;
/** Positions and lengths of one digit. */
const DIGIT_MAX = 9;

/** For each character of ASCII its lower-case letter or digit, or 0 for what separates words. */
const lettersOfAscii: Uint8Array = Uint8Array.from({ length: 128 }, (_, code) => {
  const character = String.fromCharCode(code).toLowerCase();
  return /[a-z0-9]/.test(character) ? character.charCodeAt(0) : 0;
});

const pack = (a: number, b: number, c: number, d: number): number =>
  (a << 24) | (b << 16) | (c << 8) | d;

const placeholderLetters: readonly Uint8Array[] = placeholders.map((text) =>
  Uint8Array.from(text, (character) => character.charCodeAt(0)),
);
const placeholderMax: number = Math.max(...placeholderLetters.map(({ length }) => length));

function isPlaceholder(codes: Uint8Array, count: number): boolean {
  for (const letters of placeholderLetters) {
    if (letters.length !== count) continue;
    let same = 0;
    while (same < count && letters[same] === codes[same]) same += 1;
    if (same === count) return true;
  }
  return false;
}

/** The letters and digits of a value, lower case, without what separates them. */
class Letters {
  readonly codes = new Uint8Array(LETTERS_MAX);
  count = 0;

  /** False for a value that is not plain ASCII, is long, or may say that nothing is known. */
  read(units: Uint16Array): boolean {
    this.count = 0;
    const length = units[0]!;
    if (length > LETTERS_MAX) return false;
    for (let at = 1; at <= length; at++) {
      const code = units[at]!;
      if (code > 127) return false;
      const letter = lettersOfAscii[code]!;
      if (letter !== 0) this.codes[this.count++] = letter;
    }
    return !(this.count <= placeholderMax && isPlaceholder(this.codes, this.count));
  }
}

function quickText(q: number): QuickTokens {
  const letters = new Letters();
  const qGrams = new Int32Array(LETTERS_MAX + q);
  const end = 32 - 8 * q;
  return (units, tokens) => {
    if (!letters.read(units)) return false;
    tokens.clear();
    const { codes, count: length } = letters;
    if (length === 0) return true;
    const count = length + q - 1;
    // Sorted as they come: the letters are bytes of ASCII, the first highest.
    for (let i = 0; i < count; i++) {
      let qGram = 0;
      for (let at = i - q + 1; at <= i; at++) {
        qGram = (qGram << 8) | (at < 0 || at >= length ? PAD : codes[at]!);
      }
      qGram <<= end;
      let place = i;
      for (; place > 0 && qGrams[place - 1]! > qGram; place--) qGrams[place] = qGrams[place - 1]!;
      qGrams[place] = qGram;
    }
    let nth = 1;
    for (let i = 0; i < count; i++) {
      const qGram = qGrams[i]!;
      nth = i > 0 && qGram === qGrams[i - 1] ? nth + 1 : 1;
      if (nth > REPEATS_MAX) return false;
      if (nth === 1) tokens.add(qGram, 0, 0, lengthMark(q));
      else addRepeat(tokens, qGram, q, nth);
    }
    return true;
  };
}

/** The q-gram, `#` and a digit. */
function addRepeat(tokens: TokenList, qGram: number, q: number, nth: number): void {
  const suffix = pack(REPEAT, ZERO + nth, 0, 0);
  const first = q === 4 ? qGram : qGram | (suffix >>> (8 * q));
  const second = q < 3 ? 0 : suffix << (32 - 8 * q);
  tokens.add(first, q === 4 ? suffix : second, 0, lengthMark(q + 2));
}

function quickCode(prefixes: readonly number[]): QuickTokens {
  const letters = new Letters();
  const { codes } = letters;
  const bytes = new Uint8Array(SHORT_BYTES_MAX + 1);
  const view = new DataView(bytes.buffer);
  const distinct = [...new Set(prefixes)];
  const isSimple = distinct.every((length) => length <= DIGIT_MAX);
  /** Adds the token of which the first `marks` bytes are there, and `count` letters behind them. */
  const addMarked = (
    tokens: TokenList,
    marks: number,
    count: number,
    mark: (length: number) => number,
  ): void => {
    for (let at = marks; at < SHORT_BYTES_MAX; at++) {
      bytes[at] = at < marks + count ? codes[at - marks]! : 0;
    }
    bytes[SHORT_BYTES_MAX] = mark(marks + count);
    tokens.add(view.getInt32(0), view.getInt32(4), view.getInt32(8), view.getInt32(12));
  };
  return (units, tokens) => {
    if (!isSimple || !letters.read(units) || letters.count > DIGIT_MAX + 1) return false;
    tokens.clear();
    const { count } = letters;
    if (count === 0) return true;
    for (let at = 0; at < count; at++) {
      tokens.add(pack(ZERO + at, COLON, codes[at]!, 0), 0, 0, lengthMark(3));
    }
    bytes[0] = EQUALS;
    addMarked(tokens, 1, count, rareMark);
    for (const length of distinct) {
      if (length > count) continue;
      bytes[0] = ZERO + length;
      bytes[1] = LESS;
      addMarked(tokens, 2, length, lengthMark);
    }
    tokens.sort();
    return true;
  };
}

/** Complete dates on a day that every month has: `YYYYMMDD`, `YYYY-MM-DD` and `DD-MM-YYYY`. */
function quickDate(): QuickTokens {
  const digits = new Uint8Array(DATE_LENGTH);
  return (units, tokens) => {
    if (!readDate(units, digits)) return false;
    const y1 = digits[0]!;
    const y2 = digits[1]!;
    const y3 = digits[2]!;
    const y4 = digits[3]!;
    const m1 = digits[4]!;
    const m2 = digits[5]!;
    const d1 = digits[6]!;
    const d2 = digits[7]!;
    tokens.clear();
    for (let at = 0; at < DATE_LENGTH; at++) {
      tokens.add(pack(ZERO + at, COLON, digits[at]!, 0), 0, 0, lengthMark(3));
    }
    tokens.add(pack(D, d1, d2, 0), 0, 0, lengthMark(3));
    tokens.add(pack(M, m1, m2, 0), 0, 0, lengthMark(3));
    tokens.add(pack(M, D, m1, m2), pack(d1, d2, 0, 0), 0, lengthMark(6));
    tokens.add(pack(Y, y1, y2, y3), pack(y4, 0, 0, 0), 0, lengthMark(5));
    tokens.add(pack(Y, D, y1, y2), pack(y3, y4, d1, d2), 0, lengthMark(8));
    tokens.add(pack(Y, M, y1, y2), pack(y3, y4, m1, m2), 0, lengthMark(8));
    return true;
  };
}

/** Where year, month and day stand, from 0. */
const isoOrder = [0, 1, 2, 3, 5, 6, 8, 9];
const dutchOrder = [6, 7, 8, 9, 3, 4, 0, 1];
const plainOrder = [0, 1, 2, 3, 4, 5, 6, 7];
const HYPHEN = 0x2d;

function orderOf(units: Uint16Array): readonly number[] | undefined {
  if (units[0] === DATE_LENGTH) return plainOrder;
  if (units[0] !== DATE_LENGTH + 2) return undefined;
  if (units[1 + 4] === HYPHEN && units[1 + 7] === HYPHEN) return isoOrder;
  return units[1 + 2] === HYPHEN && units[1 + 5] === HYPHEN ? dutchOrder : undefined;
}

const numberAt = (digits: Uint8Array, at: number): number =>
  10 * (digits[at]! - ZERO) + digits[at + 1]! - ZERO;

/** Digits of year, month and day, where these are surely possible. */
function readDate(units: Uint16Array, digits: Uint8Array): boolean {
  const order = orderOf(units);
  if (order === undefined) return false;
  for (let at = 0; at < DATE_LENGTH; at++) {
    const code = units[1 + order[at]!]!;
    if (code < ZERO || code >= ZERO + 10) return false;
    digits[at] = code;
  }
  const century = numberAt(digits, 0);
  const month = numberAt(digits, 4);
  const day = numberAt(digits, 6);
  return (
    (century === 19 || century === 20) &&
    month >= 1 && month <= 12 && day >= 1 && day <= SAFE_DAY_MAX
  ); // prettier-ignore
}

/** The fast twin for a field, where there is one. */
export function quickTokens(field: FieldSpec, spec: EncodingSpec): QuickTokens | undefined {
  if (spec.normalisation !== 'plain-1') return undefined;
  switch (field.type) {
    case 'text':
      return field.positional === true ? undefined : quickText(field.q);
    case 'code':
      return quickCode(field.prefixes);
    case 'date':
      return quickDate();
    default:
      return undefined;
  }
}
