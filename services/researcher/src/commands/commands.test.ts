// SPDX-License-Identifier: EUPL-1.2
import { afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CommandContext } from '@koppel/console';
import { sealKeyFile } from '@koppel/keys';
import { topics } from '@koppel/wire';
import { help } from '../help.ts';
import { newSecrets, openMailbox, saveSecrets } from '../researcher-key.ts';
import { listen, makePlace, refusal, type Place, type Told } from '../testing/place.ts';
import {
  buildEvents,
  buildLinks,
  buildPayload,
  confirmKey,
  makeResult,
  makeStudy,
  sendResult,
  token,
  type TestStudy,
} from '../testing/study.ts';
import { assemble } from './assemble.ts';
import { key } from './key.ts';
import { twin } from './twin.ts';

/** The least that the programs accept: its usual cost is not what is tested here. */
const quick = { n: 2 ** 10, r: 8, p: 1 } as const;
const passphrase = new TextEncoder().encode('correct horse battery');

let place: Place;
let world: TestStudy;
let told: Told;
let printed: string[];
let keyFile: Uint8Array;

beforeAll(async () => {
  world = await makeStudy();
  keyFile = await sealKeyFile(passphrase, 'researcher', { mailbox: world.mailbox }, quick);
});

beforeEach(async () => {
  place = await makePlace();
  told = listen();
  printed = [];
  place.write('study.yaml', JSON.stringify(world.input));
  place.write('passphrase', passphrase);
  place.write('researcher.key', keyFile);
});

afterEach(async () => {
  await place.remove();
});

const at = (name: string): string => join(place.folder, name);

function contextOf(...argv: readonly string[]): CommandContext {
  return {
    argv,
    language: 'en',
    reporter: told.reporter,
    environment: { KOPPEL_PASSPHRASE_FILE: at('passphrase') },
    print: (text) => printed.push(text),
  };
}

function assembleWith(changed: Readonly<Record<string, string>> = {}, ...flags: string[]) {
  const options = {
    study: at('study.yaml'), keys: at('researcher.key'), log: at('log'), out: at('out'), ...changed,
  }; // prettier-ignore
  const argv = Object.entries(options).flatMap(([name, value]) => [`--${name}`, value]);
  return assemble(contextOf(...argv, ...flags));
}

/** Two records of `benefits` and one of `population`, of whom two are one person. */
async function sendAll(): Promise<void> {
  await confirmKey(world, place.port);
  const sources = [
    { owner: 'north', register: 'population', run: token(5), records: 1 },
    { owner: 'north', register: 'benefits', run: token(1), records: 2 },
  ];
  const result = makeResult(world, { linkBatches: 2, sources });
  const pair = { pseudonym: token(70), quality: 0.9, clusterSize: 2 };
  const alone = { token: token(2), pseudonym: token(71), quality: NaN, clusterSize: 1 };
  await place.port.append(topics('sample').links, [
    buildLinks(world, result, { rows: [{ token: token(1), ...pair }, alone] }),
    buildLinks(world, result, {
      register: 'population',
      sequence: 1,
      rows: [{ token: token(9), ...pair }],
    }),
  ]);
  const values = [0, 19_782, 1200, 1];
  await place.port.append(topics('sample').payload('north'), [
    buildPayload(world, { rows: [{ token: token(1), values }] }),
  ]);
  await sendResult(place.port, result);
}

const lines = (name: string): string[] =>
  readFileSync(at(`out/${name}`), 'utf8')
    .trimEnd()
    .split('\n');

describe('assemble', () => {
  test('writes persons, registers, codebook and quality', async () => {
    await sendAll();
    await assembleWith();
    const every = (stem: string): string[] =>
      ['csv', 'dta', 'parquet', 'sav'].map((format) => `${stem}.${format}`);
    expect(readdirSync(at('out')).sort()).toEqual([
      ...every('benefits'), 'codebook.csv', 'codebook.en.html', 'codebook.nl.html', 'datapackage.json',
      'ddi.xml', 'groups.html', ...every('persons'), ...every('population'), 'quality.json', 'release.json',
    ]); // prettier-ignore
    const pseudonym = (number: number): string => Buffer.from(token(number)).toString('hex');
    expect(lines('benefits.csv')).toEqual([
      'pseudonym,owner,linked,matchProbability,matchQuality,review,scheme,start,amount,works',
      `${pseudonym(70)},north,1,,0.9,none,A,2024-02-29,1200,1`,
      `${pseudonym(71)},north,0,,,none,,,,`,
    ]);
    expect(lines('persons.csv')).toEqual([
      'pseudonym,linked,weakestMatchProbability,weakestMatchQuality,review,population,benefits',
      `${pseudonym(70)},1,,0.9,none,1,1`,
      `${pseudonym(71)},0,,,none,0,1`,
    ]);
    expect(printed[0]).toMatch(/north\/benefits +2 +1 +1\n/);
  });

  test('prints its quality as JSON, the same as in the data set', async () => {
    await sendAll();
    await assembleWith({}, '--json');
    expect(JSON.parse(printed[0]!)).toEqual(
      JSON.parse(readFileSync(at('out/quality.json'), 'utf8')),
    );
    expect(JSON.parse(printed[0]!)).toMatchObject({ refusedByLinkageUnit: 2, threshold: 0.8 });
  });

  /** A second result in which a record left and two persons became one, told or not. */
  async function sendNext(isTold: boolean): Promise<void> {
    const sources = [{ owner: 'north', register: 'benefits', run: token(1), records: 2 }];
    const result = makeResult(world, {
      result: token(8), ordinal: 2, linkBatches: 1, sources,
      ...(isTold ? { since: token(7), eventBatches: 1 } : {}),
    }); // prettier-ignore
    const one = { pseudonym: token(70), quality: 0.9, clusterSize: 2, probability: 0.9 };
    const rows = [token(1), token(2)].map((name) => ({ token: name, ...one }));
    const events = [
      { token: token(1), before: token(70), after: token(70) },
      { token: token(2), before: token(71), after: token(70) },
    ].map((row) => ({ ...row, kind: 'merged', reasons: ['retracted', 'threshold'] }) as const);
    await place.port.append(topics('sample').links, [
      ...(isTold ? [buildEvents(world, result, events)] : []),
      buildLinks(world, result, { rows }),
    ]);
    await sendResult(place.port, result);
  }

  const pseudonymOf = (number: number): string => Buffer.from(token(number)).toString('hex');
  const moves = (why: string): string[] => [
    'event,kind,reasons,before,after,records',
    `1,merged,${why},${pseudonymOf(70)},,1`,
    `1,merged,${why},${pseudonymOf(70)},${pseudonymOf(70)},1`,
    `1,merged,${why},${pseudonymOf(71)},${pseudonymOf(70)},1`,
  ];

  test('tells what changed since an earlier data set, and why', async () => {
    await sendAll();
    await assembleWith({ out: at('first') });
    await sendNext(true);
    await assembleWith({ previous: at('first') });
    expect(lines('events.csv')).toEqual(moves('retracted threshold'));
    const stated = JSON.parse(readFileSync(at('out/quality.json'), 'utf8')) as object;
    expect(stated).toMatchObject({ since: { result: pseudonymOf(7), events: { merged: 1 } } });
    expect(printed[1]).toMatch(/Changes since the earlier data set:\n {2}merged +1\n/);
    expect(printed[1]).toMatch(/^Expected precision +0\.980 \(0\.950–1\.000\)$/m);
    expect(lines('codebook.csv').filter((line) => line.startsWith('events,'))).not.toEqual([]);
  });

  test('tells what changed also where the linkage unit does not tell why', async () => {
    await sendAll();
    await sendNext(false);
    const specHash = Buffer.from(world.specHash).toString('hex');
    place.write(
      'quality.json',
      JSON.stringify({ study: 'sample', specHash, result: pseudonymOf(7) }),
    );
    await assembleWith({ previous: place.folder });
    expect(lines('events.csv')).toEqual(moves('unknown'));
  });

  test('gives the same bytes every time', async () => {
    await sendAll();
    await assembleWith();
    await assembleWith({ out: at('again') });
    for (const name of readdirSync(at('out'))) {
      expect(readFileSync(at(`again/${name}`)).equals(readFileSync(at(`out/${name}`)))).toBe(true);
    }
  });

  test('writes the formats that are asked for, and refuses others', async () => {
    await sendAll();
    await assembleWith({ formats: 'parquet, csv' });
    const extensions = readdirSync(at('out')).map((name) => name.split('.').at(-1));
    expect(new Set(extensions)).toEqual(new Set(['csv', 'html', 'json', 'parquet', 'xml']));
    await assembleWith({ formats: 'sav', out: at('other') });
    expect(existsSync(at('other/datapackage.json'))).toBe(false);
    const refused = await refusal(place, () => assembleWith({ formats: 'csv,xls' }));
    expect(refused).toEqual(['USAGE {"path":"--formats"}']);
  });

  test('numbers releases, tells what differs, and makes an older one again', async () => {
    const releases = (...more: string[]) => {
      const options = { study: at('study.yaml'), keys: at('researcher.key'), log: at('log'), releases: at('all') };
      const argv = Object.entries(options).flatMap(([name, value]) => [`--${name}`, value]);
      return assemble(contextOf(...argv, '--formats', 'csv', ...more));
    };
    const read = (file: string) => JSON.parse(readFileSync(at(file), 'utf8')) as unknown;
    await sendAll();
    await releases();
    expect(read('all/release-0001/release.json')).toMatchObject({ release: 1, result: pseudonymOf(7), since: null });
    expect(existsSync(at('all/release-0001/events.csv'))).toBe(false);
    await releases();
    expect(printed[1]).toMatch(/^Nothing new/);
    expect(readdirSync(at('all'))).toEqual(['release-0001']);
    await sendNext(true);
    await releases();
    const second = read('all/release-0002/release.json') as { files: { name: string; sha256: string }[] };
    expect(second).toMatchObject({ release: 2, result: pseudonymOf(8), since: pseudonymOf(7) });
    expect(read('all/release-0002/quality.json')).toMatchObject({
      since: { records: [{ owner: 'north', register: 'population', added: 0, removed: 1, changed: 0, variables: {} }] },
    });
    expect(printed[2]).toMatch(/north\/population +0 +1 +0\n/);
    for (const { name, sha256 } of second.files) {
      const bytes = readFileSync(at(`all/release-0002/${name}`));
      expect(createHash('sha256').update(bytes).digest('hex')).toBe(sha256);
    }
    // The first one again, now that there is a second result.
    await assembleWith({ formats: 'csv', result: pseudonymOf(7) });
    for (const name of ['persons.csv', 'benefits.csv', 'population.csv']) {
      expect(readFileSync(at(`out/${name}`)).equals(readFileSync(at(`all/release-0001/${name}`)))).toBe(true);
    }
    expect(await refusal(place, () => assembleWith({ result: 'ff', out: at('none') }))).toEqual([
      'RESULT_MISSING {"path":"--result"}',
    ]);
    expect(await refusal(place, () => releases('--out', at('x')))).toEqual(['USAGE {"path":"--out"}']);
    expect(readdirSync(place.folder).filter((name) => name.includes('.koppel-'))).toEqual([]);
  }); // prettier-ignore

  test('begins anew, without changes, when the study is another version', async () => {
    await sendAll();
    const earlier = { study: 'sample', specHash: '00', result: pseudonymOf(1) };
    mkdirSync(at('all/release-0041'), { recursive: true });
    place.write('all/release-0041/quality.json', JSON.stringify(earlier));
    const argv = ['--study', at('study.yaml'), '--keys', at('researcher.key'), '--log', at('log')];
    await assemble(contextOf(...argv, '--releases', at('all'), '--formats', 'csv'));
    expect(readdirSync(at('all'))).toEqual(['release-0041', 'release-0042']);
    expect(existsSync(at('all/release-0042/events.csv'))).toBe(false);
  });

  test('never overwrites a data set', async () => {
    await sendAll();
    await assembleWith();
    const before = readFileSync(at('out/persons.csv'));
    expect(await refusal(place, () => assembleWith())).toEqual(['FILE_EXISTS {"file":"out"}']);
    expect(readFileSync(at('out/persons.csv')).equals(before)).toBe(true);
  });

  test('waits for a result, then says that there is none', async () => {
    expect(await refusal(place, () => assembleWith({ wait: '1' }))).toEqual([
      'RESULT_MISSING {"field":"sample"}',
    ]);
    const assembling = assembleWith({ wait: '60' });
    await sendAll();
    await assembling;
    expect(existsSync(at('out/persons.csv'))).toBe(true);
  });

  test('leaves nothing when payload is missing', async () => {
    await sendAll();
    const sources = [{ owner: 'north', register: 'benefits', run: token(33), records: 2 }];
    const result = makeResult(world, { result: token(34), ordinal: 2, linkBatches: 0, sources });
    await sendResult(place.port, result);
    expect(await refusal(place, () => assembleWith())).toEqual([
      'PAYLOAD_BATCH_MISSING {"field":"north/benefits"}',
    ]);
    expect(readdirSync(place.folder).filter((name) => name.startsWith('out'))).toEqual([]);
  });

  test('refuses a result about a register that the study does not have', async () => {
    await confirmKey(world, place.port);
    const sources = [{ owner: 'north', register: 'unknown', run: token(1), records: 0 }];
    await sendResult(place.port, makeResult(world, { linkBatches: 0, sources }));
    expect(await refusal(place, () => assembleWith())).toEqual([
      'STUDY_REFERENCE {"field":"unknown"}',
    ]);
  });

  test('refuses the key file of another, and a study that is not valid', async () => {
    await saveSecrets(at('stranger.key'), passphrase, await newSecrets());
    expect(await refusal(place, () => assembleWith({ keys: at('stranger.key') }))).toEqual([
      'KEY_NOT_THIS_PARTY {"file":"stranger.key"}',
    ]);
    place.write('study.yaml', JSON.stringify({ ...world.input, id: 7 }));
    expect(await refusal(place, () => assembleWith())).toEqual([
      'STUDY_TYPE {"file":"study.yaml","path":"id"}',
    ]);
  });
});

describe('key', () => {
  test('init makes a key file once, and show prints its public key again', async () => {
    await key(contextOf('init', '--keys', at('new.key')));
    await key(contextOf('show', '--keys', at('new.key')));
    expect(printed[0]).toMatch(/^mailboxPublicKey: .{43}\nsignPublicKey: .{43}\n$/);
    expect(printed[1]).toBe(printed[0]);
    const again = () => key(contextOf('init', '--keys', at('new.key')));
    expect(await refusal(place, again)).toEqual(['FILE_EXISTS {"file":"new.key"}']);
  });

  test('refuses other words', async () => {
    for (const argv of [[], ['agree']]) {
      expect(await refusal(place, () => key(contextOf(...argv)))).toEqual(['USAGE {"path":"key"}']);
    }
  });

  test('a file without a mailbox is damaged', async () => {
    place.write('half.key', await sealKeyFile(passphrase, 'researcher', { other: token(1) }));
    expect(await refusal(place, () => openMailbox(at('half.key'), passphrase))).toEqual([
      'KEY_FILE_DAMAGED {"file":"half.key"}',
    ]);
  });
});

describe('twin', () => {
  const twinWith = (out: string, ...flags: string[]) =>
    twin(contextOf('--study', at('study.yaml'), '--out', at(out), '--formats', 'csv', ...flags));

  test('has the files of the data set, and is the same for everyone with the study', async () => {
    await sendAll();
    await assembleWith({ formats: 'csv' });
    await twinWith('twin');
    await twinWith('again');
    const heads = (folder: string): string[] =>
      ['persons', 'population', 'benefits'].map(
        (stem) => readFileSync(at(`${folder}/${stem}.csv`), 'utf8').split('\n')[0]!,
      );
    expect(heads('twin')).toEqual(heads('out'));
    for (const name of readdirSync(at('twin'))) {
      expect(readFileSync(at(`twin/${name}`)).equals(readFileSync(at(`again/${name}`)))).toBe(true);
    }
    expect(printed[1]).toContain('no row is of a real person');
  });

  test('draws as many persons as are asked for, whose values the study allows', async () => {
    await twinWith('twin', '--persons', '200', '--json');
    const told = JSON.parse(printed[0]!) as { rows: Record<string, number> };
    expect(told.rows['persons']).toBeGreaterThan(100);
    expect(told.rows['persons']).toBeLessThanOrEqual(200);
    const rows = lines('../twin/benefits.csv')
      .slice(1)
      .map((line) => line.split(','));
    expect(rows).toHaveLength(told.rows['benefits']!);
    for (const [, owner, , , , , scheme, start, amount, works] of rows) {
      expect(['north', 'south']).toContain(owner);
      expect(['', 'A', 'B']).toContain(scheme);
      expect(start === '' || (start! >= '2024-01-01' && start! <= '2025-12-31')).toBe(true);
      expect(Number(amount)).toBeLessThanOrEqual(5000);
      expect(['', '0', '1']).toContain(works);
    }
    // Every value occurs, and so does none.
    expect(new Set(rows.map((row) => row[6]))).toEqual(new Set(['', 'A', 'B']));
  });
});

test('the help names every command and option, in both languages', () => {
  for (const text of Object.values(help)) {
    for (const word of [
      'key init',
      'key show',
      'assemble',
      'twin',
      '--out',
      '--wait',
      '--previous',
      '--releases',
      '--result',
      '--formats',
      '--persons',
    ]) {
      expect(text).toContain(word);
    }
  }
});
