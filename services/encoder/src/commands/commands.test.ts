// SPDX-License-Identifier: EUPL-1.2
import { today } from '@koppel/console';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { copyFileSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CommandContext } from '@koppel/console';
import { topics } from '@koppel/wire';
import { help } from '../help.ts';
import { newOwnerSecrets, saveOwnerKey } from '../owner-key.ts';
import { listen, makePlace, refusal, valuesOf, type Place, type Told } from '../testing/place.ts';
import { quicken } from '../testing/quick-key.ts';
import { makeStudy, type TestStudy } from '../testing/study.ts';
import { key } from './key.ts';
import { run } from './run.ts';

const passphrase = 'correct horse battery';
const header = 'nr,naam,geboren,inkomen,regeling,begin,bedrag,werkt';
const rows = Array.from({ length: 25 }, (_, n) => `${n},Naam${n},1980-01-02,,A,,${n},ja`);
const mapping = `
register: benefits
recordId: nr
fields: { surname: naam, birthDate: geboren, income: inkomen }
payload: { scheme: regeling, start: begin, amount: bedrag, works: werkt }
`;

let place: Place;
let world: TestStudy;
let told: Told;
let printed: string[];

/** The options of every command, with files of the place. */
function contextOf(...argv: readonly string[]): CommandContext {
  return {
    argv,
    language: 'en',
    reporter: told.reporter,
    environment: { KOPPEL_PASSPHRASE_FILE: join(place.folder, 'passphrase') },
    print: (text) => printed.push(text),
  };
}

const at = (name: string): string => join(place.folder, name);
const party = () => ['--study', at('study.yaml'), '--owner', 'north', '--keys', at('owner.key')];
const log = () => ['--log', at('log')];

function runArguments(changed: Readonly<Record<string, string>> = {}): string[] {
  const options = {
    study: at('study.yaml'), owner: 'north', keys: at('owner.key'), log: at('log'),
    register: 'benefits', mapping: at('mapping.yaml'), input: at('in.csv'), ...changed,
  }; // prettier-ignore
  return Object.entries(options).flatMap(([name, value]) => [`--${name}`, value]);
}

const runWith = (changed: Readonly<Record<string, string>> = {}, ...flags: string[]) =>
  run(contextOf(...runArguments(changed), ...flags));

/** Batches on both lanes of the owner. */
async function batches(): Promise<number> {
  const { batches: identifiers, payload } = topics('sample');
  const all = [identifiers('north'), payload('north')].map((topic) => valuesOf(place.port, topic));
  return (await Promise.all(all)).flat().length;
}

const write = (...lines: readonly string[]): string =>
  place.write('in.csv', [header, ...lines, ''].join('\n'));

beforeAll(async () => {
  place = await makePlace();
  world = await makeStudy(['north'], { maxRecords: 100 });
  place.write('study.yaml', JSON.stringify(world.input));
  place.write('mapping.yaml', mapping);
  place.write(
    'population.yaml',
    mapping.replace('benefits', 'population').replace(/payload.*/, ''),
  );
  place.write('passphrase', `${passphrase}\n`);
  const bytes = new TextEncoder().encode(passphrase);
  await saveOwnerKey(at('owner.key'), bytes, world.owners[0]!.secrets, { replace: false });
  copyFileSync(at('owner.key'), at('early.key'));
  await saveOwnerKey(at('stranger.key'), bytes, await newOwnerSecrets(), { replace: false });
  told = listen();
  await key(contextOf('agree', ...party(), ...log()));
  await quicken(at('owner.key'), passphrase);
});

afterAll(async () => {
  await place.remove();
});

beforeEach(() => {
  told = listen();
  printed = [];
});

describe('key', () => {
  test('init makes a key file once, and show prints its public keys again', async () => {
    await key(contextOf('init', '--keys', at('new.key')));
    await key(contextOf('show', '--keys', at('new.key')));
    expect(printed[0]).toMatch(/^signPublicKey: .{43}\nmailboxPublicKey: .{43}\n$/);
    expect(printed[1]).toBe(printed[0]);
    const again = () => key(contextOf('init', '--keys', at('new.key')));
    expect(await refusal(place, again)).toEqual(['FILE_EXISTS {"file":"new.key"}']);
  });

  test('refuses other words', async () => {
    for (const argv of [[], ['steal'], ['constructor']]) {
      expect(await refusal(place, () => key(contextOf(...argv)))).toEqual(['USAGE {"path":"key"}']);
    }
  });

  test('agree is alone on its key file: a second one at once is refused, not in conflict', async () => {
    const agree = () => key(contextOf('agree', ...party(), ...log()));
    const ended = await Promise.allSettled([agree(), agree()]);
    const refused = ended.filter(({ status }) => status === 'rejected');
    expect(refused).toMatchObject([{ reason: { code: 'FILE_IN_USE' } }]);
    await agree();
  });

  test('agree ends when all owners agree, or the waiting time is over', async () => {
    await key(contextOf('agree', ...party(), ...log()));
    expect(told.lines).toMatchObject([{ event: 'keyAgreed', study: 'sample', owner: 'north' }]);

    const two = await makeStudy(['north', 'south']);
    place.write('two.yaml', JSON.stringify({ ...two.input, id: 'two' }));
    const bytes = new TextEncoder().encode(passphrase);
    await saveOwnerKey(at('two.key'), bytes, two.owners[0]!.secrets, { replace: false });
    const options = ['--study', at('two.yaml'), '--owner', 'north', '--keys', at('two.key')];
    const agree = () => key(contextOf('agree', ...options, ...log(), '--wait', '1'));
    expect(await refusal(place, agree)).toEqual(['WAIT_EXPIRED {"field":"south"}']);
    const waited = told.lines.filter(({ event }) => event === 'waitingFor');
    expect(waited).toMatchObject([{ owner: 'south', stage: 'commit' }]);
  });
});

describe('run', () => {
  test('sends a register, and nothing the second time', async () => {
    write(...rows);
    await runWith({}, '--json');
    expect(await batches()).toBe(6);
    await runWith();
    expect(await batches()).toBe(6);
    const [first, second] = printed;
    expect(JSON.parse(first!)).toMatchObject({
      rows: 25, encoded: 25, rejected: 0, batchesSent: 6, batchesAlreadyThere: 0,
    }); // prettier-ignore
    expect(second).toMatch(/Batches sent +0\nBatches already there +6\n/);
  });

  test('sends only identifiers of a register without payload', async () => {
    const before = await batches();
    place.write('population.csv', 'nr,naam,geboren,inkomen\n1,Jansen,1980-01-02,\n');
    const files = { mapping: at('population.yaml'), input: at('population.csv') };
    await runWith({ register: 'population', ...files });
    expect(await batches()).toBe(before + 1);
  });

  test('sends nothing while rows are rejected, unless that is accepted', async () => {
    const before = await batches();
    write(...rows.slice(0, 5), '99,Geheim,1980-02-30,,,,,');
    const report = at('report.json');
    expect(await refusal(place, () => runWith({ report }))).toEqual([
      'ROWS_REJECTED {"file":"in.csv"}',
    ]);
    expect(await batches()).toBe(before);
    expect(JSON.parse(readFileSync(report, 'utf8'))).toMatchObject({
      rows: 6, encoded: 5, rejections: [{ row: 6, field: 'birthDate', rule: 'dateImpossible' }],
    }); // prettier-ignore
    expect(JSON.stringify(told.lines)).not.toMatch(/Geheim|1980/);
    await runWith({ report }, '--accept-rejected');
    expect(await batches()).toBe(before + 2);
  });

  test('sends nothing when every row is rejected, accepted or not', async () => {
    const before = await batches();
    write('1,Geheim,1980-02-30,,,,,');
    expect(await refusal(place, () => runWith({}, '--accept-rejected'))).toEqual([
      'ROWS_ALL_REJECTED {"file":"in.csv"}',
    ]);
    expect(await batches()).toBe(before);
  });

  test('sends nothing beyond the quota', async () => {
    const before = await batches();
    write(...Array.from({ length: 101 }, (_, n) => `${n},Naam${n},1980-01-02,,,,,`));
    expect(await refusal(place, () => runWith())).toEqual(['QUOTA_EXCEEDED {"file":"in.csv"}']);
    expect(await batches()).toBe(before);
  });

  test('never writes its report over a file that it reads', async () => {
    const file = write(...rows);
    const before = readFileSync(file);
    for (const report of [file, at('log/../in.csv'), at('owner.key'), at('mapping.yaml')]) {
      expect(await refusal(place, () => runWith({ report }))).toEqual([
        'USAGE {"path":"--report"}',
      ]);
    }
    expect(readFileSync(file).equals(before)).toBe(true);
  });

  test.each<[string, Record<string, string>, string]>([
    ['an unknown owner', { owner: 'east' }, 'GATE_OWNER_NOT_COVERED {"file":"study.yaml","path":"--owner"}'],
    ['an unknown register', { register: 'x' }, 'GATE_OWNER_NOT_COVERED {"path":"--register"}'],
    ['no input', { input: 'none.csv' }, 'FILE_MISSING {"file":"none.csv"}'],
    ['no log', { log: 'nowhere' }, 'LOG_MISSING {"file":"nowhere"}'],
    ['no study', { study: 'none.yaml' }, 'FILE_MISSING {"file":"none.yaml"}'],
    ['another mapping', { mapping: 'population.yaml' }, 'MAPPING_REGISTER {"file":"population.yaml","field":"benefits"}'],
    ['the key file of another', { keys: 'stranger.key' }, 'KEY_NOT_THIS_OWNER {"file":"stranger.key","field":"north"}'],
    ['a key file from before the agreement', { keys: 'early.key' }, 'KEY_NOT_AGREED {"field":"sample"}'],
  ])('refuses %s', async (_name, changed, expected) => {
    write(...rows);
    const before = await batches();
    const files = ['input', 'log', 'study', 'mapping', 'keys'];
    const paths = Object.fromEntries(
      Object.entries(changed).map(([name, value]) => [name, files.includes(name) ? at(value) : value]),
    );
    const problems = await refusal(place, () => runWith(paths));
    expect(problems[0]).toBe(expected);
    expect(await batches()).toBe(before);
  }); // prettier-ignore

  test('refuses a study that changed after the agreement, and one without a go', async () => {
    const refused = async (changed: object): Promise<string[]> => {
      const study = place.write('changed.yaml', JSON.stringify({ ...world.input, ...changed }));
      return refusal(place, () => runWith({ study }));
    };
    expect(await refused({ title: 'Changed' })).toEqual(['KEY_NOT_AGREED {"field":"sample"}']);
    expect(await refused({ decisions: [] })).toEqual(['GATE_NOT_DECIDED {"field":"city"}']);
    expect(await refused({ documents: [] })).toEqual([
      'GATE_DOCUMENT_MISSING {"field":"researchProtocol"}',
    ]);
  });

  test('names every problem of a study', async () => {
    const study = place.write('bad.yaml', JSON.stringify({ ...world.input, id: 7, extra: 1 }));
    expect(await refusal(place, () => runWith({ study }))).toEqual([
      'STUDY_TYPE {"file":"bad.yaml","path":"id"}',
      'STUDY_UNKNOWN_MEMBER {"file":"bad.yaml","path":"extra"}',
    ]);
  });

  test('refuses a mailbox that is not the one of the study', async () => {
    const { owners } = world.input as { owners: { mailboxPublicKey: string }[] };
    const changed = owners.map((one) => ({ ...one, mailboxPublicKey: 'A'.repeat(43) }));
    const study = place.write('box.yaml', JSON.stringify({ ...world.input, owners: changed }));
    expect(await refusal(place, () => runWith({ study }))).toEqual([
      'KEY_NOT_THIS_OWNER {"file":"owner.key","field":"north"}',
    ]);
  });
});

test('today is a day of the calendar', () => {
  expect(today()).toMatch(/^20\d\d-[01]\d-[0-3]\d$/);
});

test('the help names every command and option, in both languages', () => {
  for (const text of Object.values(help)) {
    for (const word of [
      'key init',
      'key show',
      'key agree',
      'key share',
      'key combine',
      'key check',
      'key seal',
      'key forget',
      ' run ',
      '--accept-rejected',
      '--report',
      '--state',
      '--full',
      '--release-now',
    ]) {
      expect(text).toContain(word);
    }
  }
});

test('no temporary file is left', () => {
  expect(readdirSync(place.folder).filter((name) => name.includes('.tmp'))).toEqual([]);
});
