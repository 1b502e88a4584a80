// SPDX-License-Identifier: EUPL-1.2
/** Objections, the ledger, proofs and dry runs, as an administrator meets them: as programs. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { cpSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { decodeBatch, topics } from '@koppel/wire';
import { textNeedles } from '../separation/search/forms.ts';
import { Searcher } from '../separation/search/searcher.ts';
import { careRegister, type CareRegister } from '../support/care.ts';
import {
  attempt,
  copyLine,
  encodeArgs,
  makeLine,
  type Line,
  type Options,
} from '../support/line.ts';
import { problemsOf, runAndKill, type Finished } from '../support/program.ts';
import { seeded } from '../support/random.ts';
import { messagesOn } from '../support/sealed.ts';
import { snapshot } from '../support/snapshot.ts';
import { makeWorkspace } from '../support/workspace.ts';
import { expectFault } from './expect-fault.ts';

const clock = join(import.meta.dirname, 'clock.ts');
const workspace = makeWorkspace();
const count = 65;
const excluded = 12;
let ready: Line;
let line: Line;
let register: CareRegister;
let heard: Finished[] = [];
let copies = 0;

const onDay = (day: string) => ({
  nodeOptions: ['--import', clock],
  environment: { KOPPEL_TEST_DAY: day },
  listen: (finished: Finished) => heard.push(finished),
});
const first = onDay('2026-03-01');
const later = onDay('2026-03-09');

const own = (name: string): string => join(register.owner.folder, name);
const runArgs = (options: Options = {}) => encodeArgs(line, register.owner, 'benefits', options);
const list = { exclusions: 'exclusions.csv' };

async function said(args: readonly string[], call = later): Promise<Finished> {
  return attempt(register.owner, args, call);
}

async function done(args: readonly string[], call = later): Promise<string> {
  const finished = await said(args, call);
  expect([finished.code, problemsOf(finished)]).toEqual([0, []]);
  return finished.stdout.toString();
}

const runOn = async (call: typeof first, options: Options = {}) =>
  JSON.parse(await done(runArgs(options), call)) as Record<string, unknown>;

function writeList(entries: readonly string[]): void {
  writeFileSync(own('exclusions.csv'), `bsn,reason\n${entries.join('\n')}\n`);
}

const objections = () => register.bsns.slice(10, 10 + excluded).map((bsn) => `${bsn},bezwaar`);
const state = ['--keys', 'party.key'];
const codeOf = (finished: Finished) => problemsOf(finished).map(({ code }) => code);

/** The line with everything up to and including a first run without a list. */
beforeAll(async () => {
  const owners = { rotterdam: ['benefits'] } as const;
  line = await makeLine(join(workspace.folder, 'ready'), { id: 'care', owners, capacity: 20 });
  register = careRegister(line, 'rotterdam', count);
  register.write();
  ready = copyLine(line, join(workspace.folder, 'unsent'));
  expect(await runOn(first)).toMatchObject({ encoded: count - 2, excluded: 2, batchesSent: 8 });
  [line, ready] = [ready, line];
}, 120_000);

beforeEach(() => {
  copies += 1;
  line = copyLine(ready, join(workspace.folder, `copy-${copies}`));
  register = careRegister(line, 'rotterdam', count);
  register.write();
});

afterAll(() => {
  workspace.remove();
});

/** Puts the number of one person in a file and asks for a proof. */
async function prove(row: number, options: readonly string[] = [], since = '2026-03-05') {
  writeFileSync(own('person'), `${register.bsns[row]!}\n`);
  const source = ['--mapping', 'benefits.yaml', '--input', 'benefits.csv'];
  const args = ['prove', '--bsn-file', 'person', ...source, ...state, '--since', since];
  return said([...args, '--log', line.log, ...options]);
}

describe('an exclusion list', () => {
  test('takes persons out, retracts what was sent of them, and a proof shows it', async () => {
    writeList([...objections(), '123456782,objection']);
    expect(await runOn(later, list)).toMatchObject({
      send: 'changes', excluded: 2 + excluded, exclusionsListed: excluded + 1,
      exclusionsMatchedNobody: 1, removed: excluded, batchesSent: 2,
    }); // prettier-ignore
    const absent = await prove(12, ['--out', 'proof.json', '--lang', 'nl']);
    expect([absent.code, codeOf(absent)]).toEqual([0, []]);
    expect(absent.stdout.toString()).toContain('Geen pakket van register benefits');
    expect(absent.stdout.toString()).toContain('Ook het log is vergeleken');
    const proof = JSON.parse(readFileSync(own('proof.json'), 'utf8')) as {
      absent: boolean;
      batches: { withdraws: boolean }[];
    };
    expect(proof.absent).toBe(true);
    expect(proof.batches.map(({ withdraws }) => withdraws)).toEqual([true, true]);

    const before = await prove(12, [], '2026-03-01');
    expect([before.code, codeOf(before)]).toEqual([4, ['PROOF_CONTAINS']]);
    expect(before.stdout.toString()).toContain('contain this person: entries');

    const whole = await said(['prove', '--verify', 'proof.json', ...state]);
    expect(whole.code).toBe(0);
    const person = [
      '--bsn-file',
      'person',
      '--mapping',
      'benefits.yaml',
      '--input',
      'benefits.csv',
    ];
    expect((await said(['prove', '--verify', 'proof.json', ...state, ...person])).code).toBe(0);
    writeFileSync(own('person'), register.bsns[13]!);
    const other = await said(['prove', '--verify', 'proof.json', ...state, ...person]);
    expect(codeOf(other)).toEqual(['PROOF_INVALID']);
    const text = readFileSync(own('proof.json'), 'utf8');
    writeFileSync(own('proof.json'), text.replace('2026-03-05', '2026-03-06'));
    const changed = await said(['prove', '--verify', 'proof.json', ...state]);
    expect(problemsOf(changed)).toMatchObject([
      { code: 'PROOF_INVALID', place: { rule: 'signature' } },
    ]);
  });

  test('is not forgotten, and loses no entry unseen', async () => {
    writeList(objections());
    await runOn(later, list);
    const fault = { exit: 4 } as const;
    await expectFault(line, { party: register.owner, args: runArgs() }, {
      ...fault, code: 'EXCLUSIONS_FORGOTTEN',
    }); // prettier-ignore
    writeList(objections().slice(1));
    await expectFault(line, { party: register.owner, args: runArgs(list) }, {
      ...fault, code: 'EXCLUSIONS_SHRUNK',
    }); // prettier-ignore
    const again = await runOn(later, { ...list, 'confirm-removed': true, 'release-now': true });
    expect(again).toMatchObject({ added: 1, excluded: 1 + excluded });
    const told = await done(['ledger', 'show', ...state, '--lang', 'nl']);
    expect(told).toContain('uitsluitingslijst van 11 regels; 1 eerdere zijn weg');
  });

  test('with an entry that is not understood, or that cannot be looked up, stops the run', async () => {
    const row = { code: 'EXCLUSIONS_ROW', exit: 3, place: { row: 2, rule: 'bsn' } } as const;
    writeList([objections()[0]!, '123456789,bezwaar']);
    await expectFault(line, { party: register.owner, args: runArgs(list) }, row);
    writeList(objections());
    const mapping = JSON.parse(readFileSync(own('benefits.yaml'), 'utf8')) as { ignore: string[] };
    const ignore = [...mapping.ignore, 'bsn'];
    writeFileSync(own('benefits.yaml'), JSON.stringify({ ...mapping, bsn: undefined, ignore }));
    const fault = { code: 'EXCLUSIONS_BSN', exit: 4, place: { field: 'benefits' } } as const;
    await expectFault(line, { party: register.owner, args: runArgs(list) }, fault);
  });
});

describe('the ledger', () => {
  const file = () => own('party.key.state/ledger.jsonl');

  test('accounts for every batch on the log, and is read in both languages', async () => {
    const verified = JSON.parse(await done(['ledger', 'verify', ...state, '--json'])) as object;
    expect(verified).toMatchObject({ batches: 8, records: 2 * (count - 2), unsettled: 0 });
    const owner = ['--study', line.studyFile, '--owner', 'rotterdam'];
    await done(['ledger', 'verify', ...state, ...owner, '--lang', 'nl']);
    const entries = JSON.parse(await done(['ledger', 'show', ...state, '--json'])) as {
      kind: string;
    }[];
    expect(entries.filter(({ kind }) => kind === 'sent')).toHaveLength(8);
    const { batches, payload } = topics('care');
    const there = await Promise.all(
      [batches('rotterdam'), payload('rotterdam')].map((topic) => messagesOn(line, topic)),
    );
    expect(there.flat()).toHaveLength(8);
  });

  test('that was changed or shortened is found, and no run goes on with it', async () => {
    writeFileSync(own('kept.json'), await done(['ledger', 'checkpoint', ...state]));
    const sound = readFileSync(file(), 'utf8');
    writeFileSync(file(), sound.replace('"rows":20', '"rows":19'));
    const args = ['ledger', 'verify', ...state];
    const fault = { code: 'LEDGER_BROKEN', exit: 4, place: { row: 2, rule: 'hash' } } as const;
    await expectFault(line, { party: register.owner, args }, fault);
    await expectFault(line, { party: register.owner, args: runArgs() }, fault);
    writeFileSync(file(), sound.split('\n').slice(0, 5).join('\n') + '\n');
    await done(['ledger', 'verify', ...state]);
    const kept = [...args, '--checkpoint', 'kept.json'];
    const cut = { ...fault, place: { rule: 'checkpoint' } } as const;
    await expectFault(line, { party: register.owner, args: kept }, cut);
    // The log has batches that a shortened ledger does not know.
    register.write((row) => row > 20);
    const incomplete = { code: 'LEDGER_INCOMPLETE', exit: 4 } as const;
    await expectFault(line, { party: register.owner, args: runArgs() }, incomplete);
  });

  test('that is lost is missed, and begun anew on a confirmation alone', async () => {
    renameSync(own('party.key.state'), own('elsewhere'));
    register.write((row) => row > 20);
    const incomplete = { code: 'LEDGER_INCOMPLETE', exit: 4 } as const;
    await expectFault(line, { party: register.owner, args: runArgs() }, incomplete);
    expect(await runOn(later, { 'confirm-lost-state': true })).toMatchObject({ send: 'whole' });
    register.write();
    await runOn(later);
    expect(await done(['ledger', 'show', ...state])).toContain('an earlier state folder is lost');
  });

  test('whose lists of records are gone proves nothing', async () => {
    rmSync(own('party.key.state/tokens'), { recursive: true });
    const verify = await said(['ledger', 'verify', ...state]);
    expect(problemsOf(verify)).toMatchObject([
      { code: 'PROOF_TOKENS', place: { rule: 'missing' } },
    ]);
    expect(codeOf(await prove(12, [], '2026-03-01'))).toEqual(['PROOF_TOKENS']);
  });

  test('is whole after kills at any moment: each batch on the log stands in it once', async () => {
    rmSync(line.folder, { recursive: true });
    cpSync(join(workspace.folder, 'unsent'), line.folder, { recursive: true });
    register.write();
    const random = seeded(5);
    for (let kill = 0; kill < 10; kill += 1) {
      const lines = 1 + random.below(18);
      const moment = async (signal: AbortSignal): Promise<void> => {
        while (!signal.aborted) {
          try {
            if (readFileSync(file(), 'utf8').split('\n').length > lines) return;
          } catch {
            // not there yet
          }
          await new Promise((again) => setTimeout(again, 1));
        }
      };
      await runAndKill(register.owner, { ...later, args: runArgs() }, moment);
      const verify = await said(['ledger', 'verify', ...state]);
      expect([[], ['LEDGER_MISSING']]).toContainEqual(codeOf(verify));
    }
    await runOn(later);
    const verified = JSON.parse(await done(['ledger', 'verify', ...state, '--json'])) as object;
    expect(verified).toMatchObject({
      batches: 8,
      records: 2 * (count - 2),
      unsettled: 0,
      tornBytes: 0,
    });
    const { batches, payload } = topics('care');
    expect(await messagesOn(line, batches('rotterdam'))).toHaveLength(4);
    expect(await messagesOn(line, payload('rotterdam'))).toHaveLength(4);
  }, 240_000);
});

describe('a dry run', () => {
  test('shows what would leave, and changes neither log nor state', async () => {
    writeList(objections());
    const files = ['batch.txt', 'batch.payload', 'batch.identifiers'].map((name) =>
      join('rotterdam', name),
    );
    const before = snapshot(line.folder, files);
    const options = { ...list, 'dry-run': true, 'out-batch': 'batch' } as const;
    expect(await runOn(later, options)).toMatchObject({
      dryRun: true, send: 'changes', removed: excluded, excluded: 2 + excluded, batches: 2,
      batchesSent: 0,
    }); // prettier-ignore
    expect(snapshot(line.folder, files)).toEqual(before);
    const batch = decodeBatch(new Uint8Array(readFileSync(own('batch.identifiers'))));
    expect(batch).toMatchObject({ owner: 'rotterdam', lane: 'identifiers', runOrdinal: 1 });
    const text = readFileSync(own('batch.txt'), 'utf8');
    expect(text).toContain(`0 records, ${excluded} retractions`);
    expect(codeOf(await said(runArgs(options)))).toEqual(['FILE_EXISTS']);
  });

  test('needs no log, and draws an encoding', async () => {
    const options = { 'dry-run': true, 'out-batch': 'batch', log: undefined, lang: 'nl' };
    const told = await runOn(later, options as Options);
    expect(told).toMatchObject({ send: 'whole', encoded: count - 2, batches: 8 });
    const text = readFileSync(own('batch.txt'), 'utf8');
    expect(text).toMatch(/codering: bits aan \d{3} van 1024\n( {4}[█·]{64}\n){16}/);
    expect(text).toContain('20 rijen gevuld, van 20');
    expect(text).toContain('koppelvelden met een waarde: givenNames, surname, birthDate');
    const plain = await said([...runArgs({ 'dry-run': true, json: undefined })], later);
    expect(plain.stdout.toString()).toContain('Dry run: nothing was sent');
  });
});

test('nothing that was said or remembered holds a number of a person or record', async () => {
  writeList(objections());
  await runOn(later, list);
  await prove(12, ['--out', 'proof.json']);
  await done(runArgs({ ...list, 'dry-run': true, full: true, 'out-batch': 'batch' }));
  const needles = [10, 12, 30].flatMap((row) => [
    ...textNeedles('bsn', register.bsns[row]!),
    ...textNeedles('record', register.records[row]!),
  ]);
  const searcher = new Searcher(needles);
  const found = (bytes: Uint8Array) => searcher.find(bytes);
  expect(heard.length).toBeGreaterThan(10);
  expect(heard.flatMap(({ stdout, stderr }) => [...found(stdout), ...found(stderr)])).toEqual([]);
  heard = [];
  const inputs = ['benefits.csv', 'exclusions.csv', 'person'];
  const written = readdirSync(register.owner.folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !inputs.includes(entry.name))
    .map((entry) => join(entry.parentPath, entry.name));
  expect(written.length).toBeGreaterThan(8);
  for (const path of written) expect([path, found(readFileSync(path))]).toEqual([path, []]);
  expect(found(readFileSync(own('benefits.csv')))).not.toEqual([]);
});
