// SPDX-License-Identifier: EUPL-1.2
/**
 * In how many ways a secret value can stand in bytes: spelt otherwise, in parts, encoded, or under a
 * hash that has no key, which anyone can compute for every name and number there is.
 */
import { createHash } from 'node:crypto';

export interface Needle {
  /** Which canary it is of. */
  readonly label: string;
  /** How it is written. */
  readonly form: string;
  readonly bytes: Uint8Array;
}

/** Shorter byte strings turn up in sealed messages by chance. */
export const shortestNeedle = 6;

type Named<T> = readonly (readonly [form: string, value: T])[];

const letters: Readonly<Record<string, string>> = {
  ø: 'o', Ø: 'O', ł: 'l', Ł: 'L', đ: 'd', Đ: 'D', ß: 'ss', æ: 'ae', Æ: 'AE', ı: 'i', ð: 'd', þ: 'th',
}; // prettier-ignore

/** Without diacritics. */
export function bareLetters(text: string): string {
  const plain = text.replace(/[øØłŁđĐßæÆıðþ]/gu, (letter) => letters[letter]!);
  return plain.normalize('NFKD').replace(/\p{M}/gu, '');
}

function reversed(text: string): string {
  return Array.from(text).reverse().join('');
}

/** The same value as people and programs spell it. */
function spellings(value: string): Named<string> {
  const bare = bareLetters(value);
  const words = bare.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, ' ');
  const straight = [
    ['as it is', value],
    ['decomposed', value.normalize('NFD')],
    ['upper case', value.toUpperCase()],
    ['lower case', value.toLowerCase()],
    ['without diacritics', bare],
    ['without diacritics, upper case', bare.toUpperCase()],
    ['without diacritics, lower case', bare.toLowerCase()],
    ['words', words],
    ['joined', words.replaceAll(' ', '')],
    ['joined, upper case', words.replaceAll(' ', '').toUpperCase()],
  ] as const;
  return [
    ...straight,
    ...straight.map(([form, text]) => [`${form}, reversed`, reversed(text)] as const),
  ];
}

const ascii = (text: string): Uint8Array => Buffer.from(text, 'latin1');

/** The characters of base64 that depend on these bytes only, at each of the three alignments. */
export function base64Forms(bytes: Uint8Array): string[] {
  return [0, 1, 2].map((shift) => {
    const text = Buffer.concat([Buffer.alloc(shift), bytes]).toString('base64');
    const from = Math.ceil((shift * 8) / 6);
    return text.slice(from, Math.floor(((shift + bytes.length) * 8) / 6));
  });
}

/** Bytes as text of other bytes: hex and base64, in every dress. */
function textForms(bytes: Uint8Array): Named<Uint8Array> {
  const hex = Buffer.from(bytes).toString('hex');
  return [
    ['hex', ascii(hex)],
    ['hex, upper case', ascii(hex.toUpperCase())],
    ['hex, spaced', ascii(hex.replace(/..(?!$)/g, '$& '))],
    ...base64Forms(bytes).flatMap((text, shift) => [
      [`base64, alignment ${shift}`, ascii(text)] as const,
      [
        `base64url, alignment ${shift}`,
        ascii(text.replaceAll('+', '-').replaceAll('/', '_')),
      ] as const,
    ]),
  ];
}

/** Secret bytes, such as keys: raw, turned round, and as text. */
export function byteForms(label: string, bytes: Uint8Array): Needle[] {
  const all: Named<Uint8Array> = [
    ['raw', bytes],
    ['raw, reversed', Uint8Array.from(bytes).reverse()],
    ...textForms(bytes),
    ['list of numbers', ascii(bytes.join(','))],
  ];
  return all.map(([form, each]) => ({ label, form, bytes: each }));
}

function characterForms(text: string): Named<Uint8Array> {
  const wide = Buffer.from(text, 'utf16le');
  const percent = encodeURIComponent(text);
  const escaped = JSON.stringify(text)
    .slice(1, -1)
    .replace(/[^\x20-\x7e]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
  const narrow = Array.from(text).every((letter) => letter.codePointAt(0)! < 256);
  return [
    ['UTF-8', Buffer.from(text, 'utf8')],
    ...(narrow ? [['Latin-1', ascii(text)] as const] : []),
    ['UTF-16 LE', wide],
    ['UTF-16 BE', Buffer.from(wide).swap16()],
    ['URL', ascii(percent)],
    ['URL, lower case', ascii(percent.replace(/%../g, (code) => code.toLowerCase()))],
    ['form data', ascii(percent.replaceAll('%20', '+'))],
    ['JSON escapes', ascii(escaped)],
    ...textForms(Buffer.from(text, 'utf8')),
  ];
}

/** Enough of a hash to know it by, so that a shortened one is found too. */
function hashForms(text: string): Named<Uint8Array> {
  return ['md5', 'sha1', 'sha256', 'sha512'].flatMap((name) => {
    const hash = createHash(name).update(text, 'utf8').digest();
    const hex = hash.toString('hex').slice(0, 16);
    return [
      [`${name}, raw`, hash.subarray(0, 8)],
      [`${name}, hex`, ascii(hex)],
      [`${name}, hex, upper case`, ascii(hex.toUpperCase())],
      [`${name}, base64`, ascii(hash.toString('base64').slice(0, 10))],
      [`${name}, base64url`, ascii(hash.toString('base64url').slice(0, 10))],
    ] as const;
  });
}

/** A text in every form, and each of its words that is long enough to be distinctive. */
export function textNeedles(label: string, value: string): Needle[] {
  const words = value.split(/[^\p{L}\p{N}]+/u);
  const parts = new Set([value, ...words].filter((part) => part.length >= shortestNeedle));
  const needles = [...parts].flatMap((part) =>
    spellings(part).flatMap(([spelling, text]) =>
      [...characterForms(text), ...hashForms(text)].map(([form, bytes]) => ({
        label,
        form: `${part === value ? '' : 'a word, '}${spelling}, ${form}`,
        bytes,
      })),
    ),
  );
  return needles.filter(({ bytes }) => bytes.length >= shortestNeedle);
}

/** A number as text and as eight bytes, in both byte orders. */
export function numberNeedles(label: string, value: number): Needle[] {
  const float = Buffer.alloc(8);
  float.writeDoubleLE(value);
  const whole = Buffer.alloc(8);
  whole.writeBigInt64LE(BigInt(Math.round(value)));
  const text = String(value);
  return [
    ...[text, text.replace('.', ','), text.replace('.', '')].flatMap((written) =>
      textNeedles(label, written),
    ),
    { label, form: 'float64 LE', bytes: float },
    { label, form: 'float64 BE', bytes: Buffer.from(float).swap64() },
    ...(Number.isInteger(value)
      ? [
          { label, form: 'int64 LE', bytes: whole },
          { label, form: 'int64 BE', bytes: Buffer.from(whole).swap64() },
        ]
      : []),
  ];
}

/** A day, given as `YYYY-MM-DD`, as registers and programs note it. */
export function dateNeedles(label: string, iso: string): Needle[] {
  const [year, month, day] = iso.split('-') as [string, string, string];
  const notations = [
    iso,
    `${year}${month}${day}`,
    `${day}-${month}-${year}`,
    `${day}/${month}/${year}`,
    `${day}${month}${year}`,
    `${Number(day)}-${Number(month)}-${year}`,
  ];
  return notations.flatMap((text) => textNeedles(label, text));
}
