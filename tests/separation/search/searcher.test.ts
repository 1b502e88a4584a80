// SPDX-License-Identifier: EUPL-1.2
/** A search that finds nothing is worth what it would have found: every form is planted and found. */
import { createHash, randomBytes } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { byteForms, dateNeedles, numberNeedles, textNeedles, type Needle } from './forms.ts';
import { Searcher } from './searcher.ts';

const name = 'van der Kwästhøven-Žygmuntowicz';

/** Planted between other bytes, at an odd place. */
function planted(bytes: Uint8Array | string): Uint8Array {
  return Buffer.concat([Buffer.alloc(1001, 0x20), Buffer.from(bytes), Buffer.alloc(77, 0xff)]);
}

function finds(needles: readonly Needle[], bytes: Uint8Array | string): boolean {
  return new Searcher(needles).find(planted(bytes)).length > 0;
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

describe('what is planted is found', () => {
  const needles = textNeedles('name', name);
  const utf16 = Buffer.from(name, 'utf16le');
  // Written out here, not taken from the code under test.
  test.each<[string, Uint8Array | string]>([
    ['the value', name],
    ['a word of it', 'mw. Kwästhøven!'],
    ['upper case', 'VAN DER KWÄSTHØVEN-ŽYGMUNTOWICZ'],
    ['lower case', 'žygmuntowicz'],
    ['without diacritics', 'Kwasthoven'],
    ['decomposed', 'Kwästhøven'.normalize('NFD')],
    ['normalised as an encoder does', 'van der kwasthoven zygmuntowicz'],
    ['joined', 'vanderkwasthovenzygmuntowicz'],
    ['reversed', 'nevohtsawk'],
    ['Latin-1', Buffer.from('Kwästhøven', 'latin1')],
    ['UTF-16 LE', utf16],
    ['UTF-16 BE', Buffer.from(utf16).swap16()],
    ['hex', Buffer.from(name).toString('hex')],
    ['hex in upper case', Buffer.from(name).toString('hex').toUpperCase()],
    ['hex with spaces', Buffer.from('Kwasthoven').toString('hex').replace(/../g, '$& ')],
    ['base64, first alignment', Buffer.from(`abc${name}xyz`).toString('base64')],
    ['base64, second alignment', Buffer.from(`a${name}xyz`).toString('base64')],
    ['base64, third alignment', Buffer.from(`ab${name}xyz`).toString('base64')],
    ['base64url', Buffer.from(`ab${name}?>~`).toString('base64url')],
    ['a URL', encodeURIComponent(name)],
    ['a URL in lower case', encodeURIComponent(name).toLowerCase()],
    ['form data', new URLSearchParams({ name }).toString()],
    ['JSON escapes', '"Kw\\u00e4sth\\u00f8ven"'],
    ['SHA-256 in hex', sha256(name).toString('hex')],
    ['SHA-256 in base64', sha256('kwasthoven').toString('base64')],
    ['SHA-256 as bytes', sha256(name.toUpperCase())],
    ['SHA-256 cut to 16 bytes', sha256(name).subarray(0, 16)],
    ['SHA-1', createHash('sha1').update(name).digest('hex')],
    ['MD5', createHash('md5').update(name).digest('hex').toUpperCase()],
  ])('%s', (_title, bytes) => {
    expect(finds(needles, bytes)).toBe(true);
  });

  test.each([
    ['ISO', 'b=1937-08-24;'],
    ['compact', '19370824'],
    ['Dutch', '24-08-1937'],
    ['with slashes', '24/08/1937'],
    ['its hash', createHash('md5').update('19370824').digest('hex')],
  ])('a date: %s', (_title, text) => {
    expect(finds(dateNeedles('date', '1937-08-24'), text)).toBe(true);
  });

  test('a number as text and as bytes', () => {
    const float = Buffer.alloc(8);
    float.writeDoubleLE(71234.56);
    const amount = numberNeedles('amount', 71234.56);
    const number = numberNeedles('number', 739164025);
    const whole = Buffer.alloc(8);
    whole.writeBigInt64BE(739164025n);
    expect(finds(amount, '€ 71234,56')).toBe(true);
    expect(finds(amount, float)).toBe(true);
    expect(finds(amount, Buffer.from(float).swap64())).toBe(true);
    expect(finds(number, whole)).toBe(true);
  });

  test('a secret of random bytes', () => {
    const secret = randomBytes(32);
    const needles = byteForms('secret', secret);
    for (const bytes of [
      secret,
      secret.toString('hex'),
      secret.toString('base64url'),
      Buffer.concat([Buffer.alloc(4), secret]).toString('base64'),
      JSON.stringify([...secret]),
    ]) {
      expect(finds(needles, bytes)).toBe(true);
    }
  });
});

test('every single form is found where it stands, with its place', () => {
  const needles = [...textNeedles('name', name), ...byteForms('secret', randomBytes(32))];
  const searcher = new Searcher(needles);
  for (const { label, bytes } of needles) {
    expect(searcher.find(planted(bytes)).map((one) => [one.label, one.at])).toContainEqual([
      label,
      1001,
    ]);
  }
  expect(needles.length).toBeGreaterThan(500);
});

test('at the first and the last byte', () => {
  const searcher = new Searcher(textNeedles('name', 'Kwasthoven'));
  expect(searcher.find(Buffer.from('Kwasthoven'))).toHaveLength(1);
  expect(searcher.find(Buffer.from('Kwasthove'))).toHaveLength(0);
});

test('nothing is found in chance bytes', () => {
  const needles = [
    ...textNeedles('name', name),
    ...dateNeedles('date', '1937-08-24'),
    ...numberNeedles('amount', 71234.56),
  ];
  expect(new Searcher(needles).find(randomBytes(1 << 20))).toEqual([]);
});

test('a few digits are found between other text, not in the middle of a hash', () => {
  const hex = createHash('sha256').update('anything').digest('hex');
  const inHash = `${hex.slice(0, 20)}820573${hex.slice(26)}`;
  const needles = textNeedles('house number', '820573');
  for (const text of [`{"number":820573}`, `Kade820573`, `${hex} 820573`, '00820573ab']) {
    expect(finds(needles, text)).toBe(true);
  }
  expect(new Searcher(needles).find(Buffer.from(`{"hash":"${inHash}"}`))).toEqual([]);
  // What is long enough not to be chance is found there too, and digits alone are no hash.
  expect(finds(textNeedles('number', '739164028'), `739164028${hex}`)).toBe(true);
  expect(finds(textNeedles('day', '19370824'), `${hex}19370824`)).toBe(true);
  expect(finds(needles, '820573'.repeat(8))).toBe(true);
});

test('a needle that chance would find is refused', () => {
  const bytes = Buffer.from('abcde');
  expect(() => new Searcher([{ label: 'short', form: 'raw', bytes }])).toThrow('too short');
});
