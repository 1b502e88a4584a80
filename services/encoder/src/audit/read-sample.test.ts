// SPDX-License-Identifier: EUPL-1.2
/** What of a register comes into a sample, and what must not. */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createProfile } from '@koppel/encoding';
import type { ReadStudy } from '@koppel/study';
import { readMapping } from '../mapping.ts';
import { listen, makePlace, refusal, type Place } from '../testing/place.ts';
import { cleanRows, profiledStudy, writeRegister, type Row } from '../testing/profiled.ts';
import { readSample, type RegisterSample, type SampleOptions } from './read-sample.ts';

let place: Place;
let read: ReadStudy;

beforeEach(async () => {
  place = await makePlace();
  read = await profiledStudy();
});

afterEach(async () => {
  await place.remove();
});

function sampleOf(rows: readonly Row[], change: Partial<SampleOptions> = {}): Promise<RegisterSample> {
  const files = writeRegister(place.folder, rows);
  const register = read.study.registers.find(({ id }) => id === 'benefits')!;
  return readSample({
    study: read.study,
    profile: createProfile(read.study.encoding),
    register,
    mapping: readMapping(files.mapping, register, read.study.encoding),
    mappingFile: files.mapping,
    file: files.input,
    exclusionsFile: undefined,
    confirmWithoutBsn: false,
    encodingKey: new Uint8Array(32).fill(7),
    persons: 1000,
    seed: 1,
    reporter: listen().reporter,
    signal: new AbortController().signal,
    ...change,
  });
} // prettier-ignore

const namesIn = ({ values }: RegisterSample): string[] => values.map(([name]) => name!).sort();

describe('a sample of a register', () => {
  test('has the values of the linkage fields as registered, and no other column', async () => {
    const [row] = cleanRows(1);
    const { values, rows, excluded, rejections } = await sampleOf([row!]);
    expect(values).toEqual([
      [row!['voornamen'], row!['achternaam'], row!['geboren'], row!['geslacht'], row!['postcode'], row!['huisnummer']],
    ]);
    expect([rows, excluded, rejections.rows]).toEqual([1, 0, 0]);
  }); // prettier-ignore

  test('leaves out who objected, by number and by record', async () => {
    const rows = cleanRows(10);
    const list = `bsn,record\n${rows[2]!['bsn']!},\n,${rows[5]!['nr']!}\n`;
    const sample = await sampleOf(rows, { exclusionsFile: place.write('list.csv', list) });
    expect(sample.excluded).toBe(2);
    const others = rows.filter((_, n) => n !== 2 && n !== 5).map((row) => row['voornamen']!);
    expect(namesIn(sample)).toEqual(others.sort());
  });

  test('leaves out rows that a run would reject, and says which and why', async () => {
    const rows = cleanRows(6).map((row, n) => ({
      ...row,
      ...(n === 1 ? { geboren: '2020-02-31' } : {}),
      ...(n === 3 ? { nr: ' ' } : {}),
      ...(n === 4 ? { nr: 'x'.repeat(257) } : {}),
      ...(n === 5
        ? { voornamen: '', achternaam: '', geboren: '', geslacht: '', postcode: '', huisnummer: '' }
        : {}),
    }));
    const { rejections, values } = await sampleOf(rows);
    expect([...rejections].map(({ row, rule }) => [row, rule])).toEqual([
      [2, 'dateImpossible'],
      [4, 'recordIdMissing'],
      [5, 'recordIdTooLong'],
      [6, 'nothingToLink'],
    ]);
    expect(values).toHaveLength(2);
  });

  test('has a person with several rows once, as the number says', async () => {
    const rows = cleanRows(4);
    const moved = { ...rows[0]!, nr: 'R99', postcode: '9999ZZ' };
    expect((await sampleOf([...rows, moved])).values).toHaveLength(4);
    const unnumbered = [...rows, moved].map((row) => ({ ...row, bsn: '' }));
    expect((await sampleOf(unnumbered)).values).toHaveLength(5);
  });

  test('refuses a list of numbers for a register without, and an empty register', async () => {
    const files = { exclusionsFile: place.write('list.csv', 'bsn\n111222333\n') };
    const register = read.study.registers.find(({ id }) => id === 'benefits')!;
    const { mapping: file } = writeRegister(place.folder, cleanRows(1));
    const { bsn, ...rest } = readMapping(file, register, read.study.encoding);
    const mapping = { ...rest, ignore: [bsn!] };
    const without = await refusal(place, () => sampleOf(cleanRows(3), { ...files, mapping }));
    expect(without).toEqual(['EXCLUSIONS_BSN {"file":"mapping.yaml","field":"benefits"}']);
    const confirmed = await sampleOf(cleanRows(3), { ...files, mapping, confirmWithoutBsn: true });
    expect(confirmed.values).toHaveLength(3);
    expect(await refusal(place, () => sampleOf([]))).toEqual(['INPUT_EMPTY {"file":"in.csv"}']);
  });

  test('stops when asked', async () => {
    const signal = AbortSignal.abort();
    expect(await refusal(place, () => sampleOf(cleanRows(3), { signal }))).toEqual([
      'AUDIT_CANCELLED {}',
    ]);
  });
});
