// SPDX-License-Identifier: EUPL-1.2
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { generateSigningKeyPair } from '@koppel/keys/sign';
import { Ledger } from '../ledger/ledger.ts';
import { makePlace, refusal, type Place } from '../testing/place.ts';
import { Exclusions } from './exclusions.ts';
import { readExclusionList } from './list.ts';
import { compareWithMemory, honouredNow, notHonoured, remember } from './memory.ts';

const registers = ['population', 'benefits'];
const tokenKey = new Uint8Array(32).fill(3);

let place: Place;
beforeEach(async () => {
  place = await makePlace();
});
afterEach(async () => {
  await place.remove();
});

const read = (text: string) => readExclusionList(place.write('list.csv', text), registers);

describe('a list', () => {
  test('is one number per line under a header, or a table', () => {
    expect(read('bsn\n111222333\n12345672\n\n')).toEqual([
      { kind: 'bsn', register: '*', id: '111222333' },
      { kind: 'bsn', register: '*', id: '012345672' },
    ]);
    const table = [
      '\uFEFFrecord;BSN;register;reason;since',
      'B-1;;benefits;bezwaar;2026-02-28',
      ';123456782;;Geheimhouding;',
    ];
    expect(read(table.join('\r\n'))).toEqual([
      { kind: 'record', register: 'benefits', id: 'B-1' },
      { kind: 'bsn', register: '*', id: '123456782' },
    ]);
    expect(read('record\n')).toEqual([]);
  });

  test.each([
    ['123456782\n', 'no header at all'],
    ['reason,since\n', 'nobody is identified'],
    ['bsn,name\n', 'an unknown column'],
    ['bsn,bsn\n', 'a column twice'],
    ['', 'an empty file'],
  ])('with header %j is refused: %s', async (text) => {
    expect(await refusal(place, () => read(text))).toEqual([
      'EXCLUSIONS_HEADER {"file":"list.csv"}',
    ]);
  });

  test('names every row that is not understood, and nothing that stands in it', async () => {
    const rows = [
      'bsn,record,register,reason,since',
      '123456789,,,,', // fails the eleven test
      '111222333,B-1,,,', // both
      ',,,,', // neither
      ',B-2,housing,,', // not in the study
      ',B-2,,dislike,',
      ',B-2,,,2026-02-30',
      `,${'x'.repeat(257)},,,`,
      ',B-3',
      '111222333,,,,2026-01-01', // sound
    ];
    const rules = [
      'bsn', 'identifier', 'identifier', 'register', 'reason', 'since', 'recordIdTooLong', 'width',
    ]; // prettier-ignore
    expect(await refusal(place, () => read(rows.join('\n')))).toEqual(
      rules.map((rule, at) => {
        const where = JSON.stringify({ file: 'list.csv', row: at + 1, rule });
        return `EXCLUSIONS_ROW ${where}`;
      }),
    );
    const open = await refusal(place, () => read('record\n"Jansen\n'));
    expect(open.join()).toMatch(/^EXCLUSIONS_ROW .*"rule":"width"/);
    expect(open.join()).not.toContain('Jansen');
  });
});

describe('a run', () => {
  const row = (recordId: string, bsn = '', indicator = '') => [recordId, bsn, indicator] as const;

  test('leaves out who is listed, by number of person or of record, and counts', () => {
    const entries = read(
      'bsn,record,register\n111222333,,\n123456782,,population\n,B-7,benefits\n,B-9,\n,B-8,population',
    );
    const list = new Exclusions({
      entries,
      tokenKey,
      register: 'benefits',
      indicatorValues: ['7'],
    });
    expect(list.excludes(...row('B-1', '1112.22.333'))).toBe(true);
    expect(list.excludes(...row('B-2', '123456782'))).toBe(false); // only in the other register
    expect(list.excludes(...row('B-7', '012345672'))).toBe(true);
    expect(list.excludes(...row('B-8', ''))).toBe(false);
    expect(list.excludes(...row('B-3', '999', ' 7 '))).toBe(true);
    expect(list.excludes(...row('B-4', '012345672', '0'))).toBe(false);
    expect(list.counts).toEqual({
      listed: 3, matchedNobody: 1, byList: 2, byColumn: 1, withoutBsn: 2,
    }); // prettier-ignore
    expect(list.needsBsn).toBe(true);
  });

  test('holds nothing but keyed tags', () => {
    const entries = read('bsn,record\n111222333,\n,Kwast-1\n111222333,\n');
    const list = new Exclusions({ entries, tokenKey, register: 'benefits' });
    expect(list.tags).toHaveLength(2);
    expect(list.tags).toEqual([...list.tags].sort());
    const other = new Exclusions({
      entries,
      tokenKey: new Uint8Array(32).fill(4),
      register: 'benefits',
    });
    expect(other.tags.some((tag) => list.tags.includes(tag))).toBe(false);
    expect(JSON.stringify(Object.values(list))).not.toMatch(/111222333|Kwast/);
  });

  test('of many rows finds exactly those that are listed', () => {
    const listed = Array.from({ length: 500 }, (_, n) => `R${n * 7}`);
    const entries = read(`record\n${listed.join('\n')}`);
    const list = new Exclusions({ entries, tokenKey, register: 'benefits' });
    const rows = Array.from({ length: 5000 }, (_, n) => `R${n}`);
    expect(rows.filter((id) => list.excludes(...row(id)))).toEqual(listed);
    expect(list.counts).toMatchObject({ matchedNobody: 0, byList: 500, withoutBsn: 0 });
  });
});

describe('memory', () => {
  const { secretKey } = generateSigningKeyPair();
  const state = () => join(place.folder, 'state');
  const ledger = () =>
    new Ledger(state(), { owner: 'north', signSecretKey: secretKey, now: () => 0 });
  const tags = (...ids: string[]) =>
    new Exclusions({
      entries: ids.map((id) => ({ kind: 'record', register: '*', id })),
      tokenKey,
      register: 'benefits',
    }).tags;
  const compare = (now: readonly string[] | undefined, confirmed = false, study = 'sample') =>
    compareWithMemory(state(), ledger(), study, now, confirmed);
  const use = async (now: readonly string[] | undefined, confirmed = false) => {
    const change = compare(now, confirmed);
    if (change !== undefined) await remember(state(), ledger(), change);
    return change;
  };

  test('a list once used cannot be forgotten or lose entries, but for a confirmation', async () => {
    expect(compare(undefined)).toBeUndefined();
    expect(await use(tags('A', 'B'))).toMatchObject({ listed: 2, removed: 0 });
    expect(await use(tags('A', 'B'))).toBeUndefined();
    expect(await use(tags('C', 'A', 'B'))).toMatchObject({ listed: 3, removed: 0 });
    const place0 = '{"file":"state","field":"sample"}';
    expect(await refusal(place, () => compare(undefined))).toEqual([
      `EXCLUSIONS_FORGOTTEN ${place0}`,
    ]);
    expect(await refusal(place, () => compare(tags('A', 'B', 'D')))).toEqual([
      `EXCLUSIONS_SHRUNK ${place0}`,
    ]);
    expect(compare(undefined, false, 'other')).toBeUndefined();
    expect(await use(tags('A', 'D'), true)).toMatchObject({ listed: 2, removed: 2 });
    expect(await use(tags('A', 'D'))).toBeUndefined();
    expect(await use(undefined, true)).toMatchObject({ listed: 0, removed: 2 });
    expect(compare(undefined)).toBeUndefined();
  });

  test('a list rests on every register of which something left, and on each anew when it grows', async () => {
    const left = async (register: string, study = 'sample'): Promise<void> => {
      const digest = '0'.repeat(64);
      await ledger().append({
        kind: 'batch', study, specHash: digest, topic: 'koppel.sample.batches.north', register,
        lane: 'identifiers', run: '0'.repeat(32), runOrdinal: 0, sequence: 0, batches: 1, rows: 5,
        retractions: 0, message: digest, tokens: digest,
      }); // prettier-ignore
    };
    const honour = async (register: string, used = tags('A')): Promise<void> => {
      const body = honouredNow(ledger(), 'sample', register, used);
      if (body !== undefined) await ledger().append(body);
    };
    const waiting = () => notHonoured(ledger(), 'sample');
    expect([waiting(), honouredNow(ledger(), 'sample', 'benefits', [])]).toEqual([[], undefined]);
    await left('population');
    await left('benefits');
    await left('wages', 'other');
    expect(waiting()).toEqual([]);
    await use(tags('A'));
    expect(waiting()).toEqual(['benefits', 'population']);
    await honour('benefits');
    expect(waiting()).toEqual(['population']);
    expect(honouredNow(ledger(), 'sample', 'benefits', tags('A'))).toBeUndefined();
    await honour('population');
    expect(waiting()).toEqual([]);
    await use(tags('A', 'B'));
    expect(waiting()).toEqual(['benefits', 'population']);
    // A run that began before the list grew left out only who was on it then.
    await honour('benefits', tags('A'));
    expect(waiting()).toEqual(['benefits', 'population']);
    await honour('benefits', tags('A', 'B'));
    expect(waiting()).toEqual(['population']);
  });

  test('what is remembered cannot be taken away or changed unseen', async () => {
    await use(tags('A', 'B'));
    const folder = join(state(), 'exclusions');
    const [name] = readdirSync(folder);
    const place0 = '{"file":"state","field":"sample"}';
    writeFileSync(join(folder, name!), new Uint8Array(16));
    expect(await refusal(place, () => compare(tags('A', 'B')))).toEqual([
      `EXCLUSIONS_MEMORY ${place0}`,
    ]);
    rmSync(join(folder, name!));
    expect(await refusal(place, () => compare(tags('A', 'B')))).toEqual([
      `EXCLUSIONS_MEMORY ${place0}`,
    ]);
    expect(await use(tags('A', 'B'), true)).toMatchObject({ listed: 2 });
    expect(await use(tags('A', 'B'))).toBeUndefined();
  });
});
