// SPDX-License-Identifier: EUPL-1.2
/** What no reader shows is noted, and gone when it is overwritten; what is shown stays. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { dtaFile } from '../dta.ts';
import { savFile } from '../sav.ts';
import { cleaned, readWhole, type Format } from '../testing/byte-source.ts';
import { rows, sample, whole } from '../testing/sample.ts';

const files = { sav: whole(savFile, sample, rows), dta: whole(dtaFile, sample, rows) };

const has = (bytes: Uint8Array, text: string): boolean => Buffer.from(bytes).includes(text);

/** With text put over what stands at a place. */
function planted(format: Format, at: number, text: string): Uint8Array {
  const bytes = files[format].slice();
  bytes.set(new TextEncoder().encode(text), at);
  return bytes;
}

function expectGone(format: Format, bytes: Uint8Array, text: string): void {
  const before = readWhole(format, bytes);
  const { clean, places } = cleaned(format, bytes);
  expect(places).toBeGreaterThan(0);
  expect(has(clean, text)).toBe(false);
  expect(readWhole(format, clean)).toEqual(before);
  expect(cleaned(format, clean).places).toBe(0);
}

test.each<Format>(['sav', 'dta'])('a .%s file of ours has nothing of the kind', (format) => {
  expect(cleaned(format, files[format]).places).toBe(0);
});

describe('a file of Stata', () => {
  const at = (tag: string): number => Buffer.from(files.dta).indexOf(`<${tag}>`) + tag.length + 2;

  test.each([
    ['behind a name', at('varnames') + 129 - 6],
    ['behind a format', at('formats') + 57 - 6],
    ['behind the name of labels', at('value_label_names') + 129 - 6],
    ['behind a label', at('variable_labels') + 321 - 6],
    ['in the order of sorting', at('sortlist')],
    ['in the list of places', at('map') + 40],
    ['behind the name of a set of labels', at('lbl') + 4 + 129 - 6],
    ['between the name of a set and its labels', at('lbl') + 4 + 129],
  ])('%s', (_name, place) => {
    // Between the name of a set and its labels there are three bytes.
    const text = place === at('lbl') + 4 + 129 ? 'Jan' : 'Jansen';
    expectGone('dta', planted('dta', place, text), text);
  });

  test('in the moment when it was made', () => {
    const place = at('timestamp');
    const text = 'Jan Jansen heeft!';
    const bytes = Uint8Array.from([
      ...files.dta.subarray(0, place), text.length, ...new TextEncoder().encode(text), ...files.dta.subarray(place + 1),
    ]); // prettier-ignore
    expectGone('dta', bytes, text);
  });

  test('an order of sorting that is one stays', () => {
    const bytes = files.dta.slice();
    new DataView(bytes.buffer).setUint16(at('sortlist'), 2, true);
    expect(cleaned('dta', bytes).places).toBe(0);
  });
});

describe('a file of SPSS', () => {
  const firstMore = Buffer.from(files.sav).indexOf(Buffer.from(Int32Array.of(2, -1, 0, 0, 0, 0).buffer)); // prettier-ignore

  test.each([
    ['in the number of elements', 68, 'Jans'],
    ['in day and time of making', 92, 'Jan Jansen'],
    ['at the end of the header', 173, 'Kas'],
    ['in the form for writing', 176 + 20, 'Jan!'],
    ['in the name of what goes on with a text', firstMore + 24, 'Jansen'],
    ['in the form of what goes on with a text', firstMore + 16, 'Jansen!!'],
  ])('%s', (_name, place, text) => {
    expectGone('sav', planted('sav', place, text), text);
  });

  test('behind the records', () => {
    const end = Buffer.from(files.sav).indexOf(Buffer.from(Int32Array.of(999, 0).buffer));
    expectGone('sav', planted('sav', end + 4, 'Jan!'), 'Jan!');
  });

  test('what goes on with a text and has a label or values that count as none is refused', () => {
    for (const place of [8, 12]) {
      const bytes = planted('sav', firstMore + place, '\u0001');
      expect(() => readWhole('sav', bytes)).toThrow('STATISTICS_READ');
    }
  });

  test('tells the values that count as none', () => {
    const { columns } = readWhole('sav', files.sav);
    const missing = columns.map((one) => [...one.missing, ...one.missingStarts]);
    expect(missing).toEqual([[], [9], ['X'], ['onbekend'], [], [-1], [], []]);
    expect(columns[3]!.missing).toEqual([]);
  });
});

test.each<Format>(['sav', 'dta'])('of a .%s file with a byte changed anywhere', (format) => {
  const bytes = files[format];
  fc.assert(
    fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (at, by) => {
      const changed = bytes.slice();
      changed[at] = changed[at]! ^ by;
      let read;
      try {
        read = readWhole(format, changed);
      } catch {
        return;
      }
      const { clean } = cleaned(format, changed);
      expect(readWhole(format, clean)).toEqual(read);
      expect(cleaned(format, clean).places).toBe(0);
    }),
    { numRuns: 300 },
  );
});
