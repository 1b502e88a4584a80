// SPDX-License-Identifier: EUPL-1.2
/** What a program would keep in a file of statistics and no table shows is refused, wherever it stands. */
import { describe, expect, test } from '@jest/globals';
import type { FileDescription } from '../description.ts';
import { dtaFile } from '../dta.ts';
import { savFile } from '../sav.ts';
import { readWhole, type Format } from '../testing/byte-source.ts';
import { rows, sample, whole } from '../testing/sample.ts';

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

/** Bytes with some of them replaced by others. */
function spliced(bytes: Uint8Array, at: number, gone: number, put: Uint8Array): Uint8Array {
  return Uint8Array.from([...bytes.subarray(0, at), ...put, ...bytes.subarray(at + gone)]);
}

function placeOf(bytes: Uint8Array, content: Uint8Array | string): number {
  const at = Buffer.from(bytes).indexOf(content);
  if (at < 0) throw new Error('not there');
  return at;
}

function numbers(...values: number[]): Uint8Array {
  return new Uint8Array(Int32Array.from(values).buffer);
}

/** Why it is refused; its rows where it is not. */
function told(format: Format, bytes: Uint8Array): unknown {
  try {
    return readWhole(format, bytes).rows;
  } catch (thrown) {
    return (thrown as { place: { rule: string } }).place.rule;
  }
}

const plain = [{ kind: 'number', name: 'plain', label: '', decimals: 0 }] as const;
const one: FileDescription = { label: '', rows: 1, variables: plain };
const sav = whole(savFile, one, [[5]]);
const rich = whole(savFile, sample, rows);

/** A record of type 7. */
const record = (subtype: number, size: number, content: Uint8Array): Uint8Array =>
  Uint8Array.from([...numbers(7, subtype, size, content.length / size), ...content]);

/** A file with one more record before its data. */
const withRecord = (bytes: Uint8Array, subtype: number, text: string): Uint8Array =>
  spliced(bytes, placeOf(bytes, numbers(999, 0)), 0, record(subtype, 1, utf8(text)));

/** A file whose record of a subtype holds something else. */
function replaced(bytes: Uint8Array, subtype: number, size: number, content: Uint8Array): Uint8Array {
  const at = placeOf(bytes, numbers(7, subtype, size));
  const length = size * new DataView(bytes.buffer).getInt32(at + 12, true);
  return spliced(bytes, at, 16 + length, record(subtype, size, content));
} // prettier-ignore

/** The content of the record of a subtype. */
function contentOf(bytes: Uint8Array, subtype: number, size: number): Uint8Array {
  const at = placeOf(bytes, numbers(7, subtype, size));
  const length = size * new DataView(bytes.buffer).getInt32(at + 12, true);
  return bytes.slice(at + 16, at + 16 + length);
}

const more = (bytes: Uint8Array, text: string): Uint8Array => Uint8Array.from([...bytes, ...utf8(text)]); // prettier-ignore
const note = 'Jan Jansen heeft gebeld.';

describe('a file of SPSS', () => {
  test('with roles of its variables is read', () => {
    expect(told('sav', withRecord(sav, 18, "plain:$@Role('0'\n)"))).toEqual([[5]]);
  });

  test.each<[string, Uint8Array]>([
    ['a product', withRecord(sav, 10, note)],
    ['a second list of names', withRecord(sav, 13, 'V1=plain')],
    ['a role of what is no variable', withRecord(sav, 18, "Jan Jansen:$@Role('0'\n)")],
    ['words behind a role', withRecord(sav, 18, `plain:$@Role('0'\n)/${note}`)],
    ['a name of what is no variable', replaced(sav, 13, 1, utf8('V1=plain\tJAN=Jansen'))],
    ['a name that stands twice', replaced(sav, 13, 1, utf8('V1=Jansen\tV1=plain'))],
    ['a name that is no pair', replaced(sav, 13, 1, utf8(`V1=plain\t${note}`))],
    ['a very long text of what is no variable', withRecord(sav, 14, 'JAN=00300\0\t')],
    ['more behind its numbers of machines', replaced(sav, 3, 4, more(contentOf(sav, 3, 4), note))],
    ['words for numbers of machines', replaced(sav, 3, 4, utf8('Jan Jansen heeft ons gebeld. Ja.'))],
    ['more behind its limits', replaced(sav, 4, 8, more(contentOf(sav, 4, 8), note))],
    ['words for limits', replaced(sav, 4, 8, utf8(note))],
    ['more behind what is for the screen', replaced(sav, 11, 4, more(contentOf(sav, 11, 4), note))],
    ['words for the screen', replaced(sav, 11, 4, utf8('Jan Jansen!!'))],
    ['more behind the number of rows', replaced(sav, 16, 8, more(contentOf(sav, 16, 8), note))],
    ['another number of rows', replaced(sav, 16, 8, numbers(1, 0, 2, 0))],
    ['missing values of what is no variable', withRecord(sav, 22, `\u0003\0\0\0Jan\u0001\b\0\0\0Jansen  `)],
    ['words for missing values', replaced(rich, 22, 1, more(contentOf(rich, 22, 1), '\u0009\0\0\0longCodes\u0009'))],
    ['labels of a variable twice', replaced(rich, 21, 1, Uint8Array.from([...contentOf(rich, 21, 1), ...contentOf(rich, 21, 1)]))],
  ])('with %s is refused', (_name, bytes) => {
    expect(told('sav', bytes)).toBe('hidden');
  }); // prettier-ignore

  test('with a variable label of more than SPSS has is refused', () => {
    const labelled = whole(savFile, { ...one, variables: [{ ...plain[0], label: 'abcd' }] }, [[5]]);
    const at = placeOf(labelled, 'abcd');
    const label = (text: string): Uint8Array =>
      spliced(labelled, at - 4, 8, Uint8Array.from([...numbers(text.length), ...utf8(text)]));
    expect(told('sav', label('x'.repeat(256)))).toEqual([[5]]);
    expect(told('sav', label('x'.repeat(260)))).toBe('hidden');
  });

  test('of rows without a place is refused, however many it says it has', () => {
    expect(told('sav', withRecord(sav, 14, 'V1=00300\0\t'))).toBe('form');
    expect(told('sav', withRecord(sav, 14, 'V1=Jan\0\t'))).toBe('form');
    const [first, end] = [176, placeOf(sav, numbers(999, 0))];
    expect(told('sav', spliced(sav, first, end - first, new Uint8Array(0)))).toBe('form');
  });

  test('keeps moments apart that differ by less than a text tells, and has no number that is none', () => {
    const days = whole(savFile, { ...one, variables: [{ kind: 'date', name: 'day', label: '' }] }, [[19_782]]);
    const stored = (value: number, bits?: bigint): unknown => {
      const bytes = days.slice();
      const view = new DataView(bytes.buffer);
      const at = placeOf(bytes, numbers(999, 0)) + 16;
      if (bits === undefined) view.setFloat64(at, value, true);
      else view.setBigUint64(at, bits, true);
      return told('sav', bytes);
    };
    const seconds = (19_782 + 141_428) * 86_400;
    expect(stored(seconds)).toEqual([['2024-02-29']]);
    expect(stored(seconds + 0.25)).toEqual([['2024-02-29T00:00:00.250Z']]);
    expect(stored(seconds + 0.0001)).toEqual([[seconds + 0.0001]]);
    expect(stored(0, 0x7ff8_0000_004a_616en)).toBe('form');
  }); // prettier-ignore
});

describe('a file of Stata', () => {
  const dta = whole(dtaFile, { ...one, label: 'abc' }, [[5.5]]);
  const label = placeOf(dta, '<label>') + 7;
  const labelled = (length: number): Uint8Array =>
    spliced(dta, label, 5, Uint8Array.from([length & 255, length >> 8, ...new Uint8Array(length).fill(0x61)])); // prettier-ignore
  const stamp = placeOf(dta, '<timestamp>') + 11;
  const stamped = (text: string): Uint8Array =>
    spliced(dta, stamp, 1, Uint8Array.from([text.length, ...utf8(text)]));
  const yesNo = { kind: 'boolean', name: 'works', label: '', no: 'no', yes: 'yes' } as const;
  const yes = whole(dtaFile, { ...one, variables: [yesNo] }, [[1]]);

  test('says when it was made and what it is in as many bytes as Stata has', () => {
    expect(told('dta', labelled(320))).toEqual([[5.5]]);
    expect(told('dta', labelled(321))).toBe('hidden');
    expect(told('dta', stamped('29 Feb 2024 12:00'))).toEqual([[5.5]]);
    expect(told('dta', stamped('Jan Jansen'))).toBe('hidden');
  });

  test('has labels that begin where no other goes on, and all of their text', () => {
    const places = placeOf(yes, 'no\0yes\0') - 16;
    const at = (...all: number[]): unknown => told('dta', spliced(yes, places, 8, numbers(...all)));
    expect(at(0, 3)).toEqual([[1]]);
    // Twice the same text leaves the other unseen.
    expect([at(3, 3), at(0, 0)]).toEqual(['hidden', 'hidden']);
    expect([at(0, 4), at(0, 7), at(0, -1)]).toEqual(['form', 'form', 'form']);
  });

  test('has one set of labels of a name', () => {
    const [from, to] = [placeOf(yes, '<lbl>'), placeOf(yes, '</value_labels>')];
    expect(told('dta', spliced(yes, from, 0, yes.subarray(from, to)))).toBe('hidden');
  });

  test('keeps moments apart that differ by less than a text tells, and has no number that is none', () => {
    const at = placeOf(dta, '<data>') + 6;
    const moment = (format: string, value: number): unknown => {
      const bytes = dta.slice();
      bytes.set(utf8(format.padEnd(8, '\0')), placeOf(bytes, '<formats>') + 9);
      new DataView(bytes.buffer).setFloat64(at, value, true);
      return told('dta', bytes);
    };
    const days = 19_782 + 3653;
    expect(moment('%td', days)).toEqual([['2024-02-29']]);
    expect(moment('%td', days + 0.5)).toEqual([['2024-02-29T12:00:00.000Z']]);
    expect(moment('%td', days + 2e-9)).toEqual([[days + 2e-9]]);
    expect(moment('%tc', days * 86_400_000)).toEqual([['2024-02-29']]);
    expect(moment('%tc', days * 86_400_000 + 0.125)).toEqual([[days * 86_400_000 + 0.125]]);
    const none = dta.slice();
    new DataView(none.buffer).setBigUint64(at, 0x7ff8_0000_004a_616en, true);
    expect(told('dta', none)).toBe('form');
  });
});
