// SPDX-License-Identifier: EUPL-1.2
/** Runs with care, and what can be asked afterwards, within one process. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { prune as pruneLists } from '../ledger/prune.ts';
import { checkProof, makeProof, parseProof } from '../prove/proof.ts';
import { readChain } from '../ledger/chain.ts';
import { bsns, makeCarePlace, registerOf, type CarePlace } from '../testing/care-place.ts';
import { refusal } from '../testing/place.ts';
import { ledger } from './ledger.ts';
import { prove } from './prove.ts';
import { run, runOnce } from './run.ts';

let care: CarePlace;
const today = new Date().toISOString().slice(0, 10);

beforeAll(async () => {
  care = await makeCarePlace();
  await run(care.context(...care.runArguments('--log', care.at('log'))));
  care.place.write('in.csv', registerOf(40, [20]));
  care.place.write('list.csv', `bsn;record\n${bsns[0]};\n;R-none\n;5\n`);
  const more = ['--log', care.at('log'), '--exclusions', care.at('list.csv'), '--json'];
  await run(care.context(...care.runArguments(...more)));
});
afterAll(async () => {
  await care.place.remove();
});

const keys = () => ['--keys', care.at('owner.key')];
const refused = (action: () => unknown) => refusal(care.place, action);
const last = () => care.printed.at(-1)!;

test('a run tells what it left out, and where the ledger stands', () => {
  const [first, second] = care.printed;
  expect(first).toMatch(/Passed over \(excluded\) +1\n/);
  expect(first).toMatch(/Ledger: entries, last hash +\d+ [0-9a-f]{64}$/);
  expect(JSON.parse(second!)).toMatchObject({
    send: 'changes', excluded: 3, exclusionsListed: 3, exclusionsMatchedNobody: 1,
    added: 15, removed: 2, ledgerHead: readChain(care.at('owner.key.state')).head.hash,
  }); // prettier-ignore
  const events = care.told.lines.filter(({ event }) => event === 'exclusions');
  expect(events.at(-1)).toMatchObject({ listed: 3, byList: 2, byColumn: 1 });
  expect(care.told.lines).toContainEqual(
    expect.objectContaining({ event: 'rowsWithoutBsn', rows: 37 }),
  );
});

test('a run that is asked to stop says so, and sends nothing', async () => {
  const stopped = AbortSignal.abort();
  const more = ['--log', care.at('log'), '--exclusions', care.at('list.csv'), '--full'];
  const head = readChain(care.at('owner.key.state')).head;
  const stop = () => runOnce(care.context(...care.runArguments(...more)), stopped);
  expect(await refused(stop)).toEqual(['RUN_STOPPED {}']);
  expect(readChain(care.at('owner.key.state')).head).toEqual(head);
});

test('a dry run writes the first batch, opened up, and needs no log', async () => {
  const list = ['--exclusions', care.at('list.csv')];
  const args = care.runArguments('--dry-run', '--out-batch', care.at('batch'), ...list);
  await run(care.context(...args));
  expect(last()).toMatch(/^Dry run: nothing was sent\n.*the whole register\n/);
  expect(last()).toMatch(/Batches that would leave +8\nWay of encoding +clk$/);
  const text = readFileSync(care.at('batch.txt'), 'utf8');
  expect(text).toContain('batch 1 / 4');
  expect(text).toContain(
    'research variables that have a value (on the other lane; values not shown): scheme',
  );
  const again = () => run(care.context(...args));
  expect(await refused(again)).toEqual(['FILE_EXISTS {"file":"batch.payload"}']);
  await run(
    care.context(...care.runArguments('--dry-run', '--json', '--log', care.at('log'), ...list)),
  );
  expect(JSON.parse(last())).toMatchObject({ dryRun: true, send: 'nothing', batches: 0 });
});

test('options that do not go together are refused before anything is read', async () => {
  const wrong: [string[], string][] = [
    [['--out-batch', care.at('b')], '--out-batch'],
    [['--exclusions', care.at('list.csv'), '--no-exclusions'], '--no-exclusions'],
    [['--dry-run', '--out-batch', care.at('b'), '--exclusions', care.at('b.txt')], '--out-batch'],
    [['--report', care.at('in.csv')], '--report'],
  ];
  for (const [more, path] of wrong) {
    const action = () => run(care.context(...care.runArguments('--log', care.at('log'), ...more)));
    expect(await refused(action)).toEqual([`USAGE {"path":"${path}"}`]);
  }
});

test('the ledger is shown, checked, and signed', async () => {
  await ledger(care.context('show', ...keys()));
  expect(last()).toContain('study sample: exclusion list of 3 entries');
  await ledger(care.context('show', ...keys(), '--json', '--since', '2999-01-01'));
  expect(JSON.parse(last())).toEqual([]);
  await ledger(care.context('checkpoint', ...keys()));
  const kept = care.place.write('kept.json', last());
  const owner = ['--study', care.at('study.yaml'), '--owner', 'north'];
  await ledger(care.context('verify', ...keys(), ...owner, '--checkpoint', kept));
  expect(last()).toMatch(/^Entries, all sound +\d+\n/);
  await ledger(care.context('verify', '--state', care.at('owner.key.state'), '--json'));
  expect(JSON.parse(last())).toMatchObject({ unsettled: 0, tornBytes: 0 });
  const other = () => ledger(care.context('verify', ...keys(), ...owner.with(3, 'south')));
  expect(await refused(other)).toEqual(['LEDGER_OTHER_OWNER {"file":"owner.key.state"}']);
  expect(await refused(() => ledger(care.context('burn')))).toEqual(['USAGE {"path":"ledger"}']);
  const day = () => ledger(care.context('show', ...keys(), '--since', 'soon'));
  expect(await refused(day)).toEqual(['USAGE {"path":"--since"}']);
});

test('a proof tells both ways, and is checked step by step', async () => {
  const state = care.at('owner.key.state');
  const record = (id: string) => [
    '--record-file',
    care.place.write('person', id),
    '--register',
    'benefits',
  ];
  const asked = [...keys(), '--since', today, '--log', care.at('log')];
  expect(
    await prove(care.context(...record('no-such'), ...asked, '--out', care.at('p.json'))),
  ).toBe(undefined);
  expect(last()).toContain('No batch of register benefits that left north');
  const csv = ['--mapping', care.at('mapping.yaml'), '--input', care.at('in.csv')];
  const bsn = ['--bsn-file', care.place.write('bsn', bsns[0]), ...csv];
  expect(await prove(care.context(...bsn, ...asked, '--json'))).toBe(4);
  expect(JSON.parse(last())).toMatchObject({ absent: false, named: 'bsn', records: 1 });
  await prove({ ...care.context(...bsn, ...asked), language: 'nl' });
  expect(last()).toMatch(/^\d+ pakketten van register benefits .* bevatten deze persoon: regels/);
  expect(last()).toMatch(/opgezocht op burgerservicenummer en had daar 1 recordnummer/);

  await prove(care.context('--verify', care.at('p.json'), ...keys()));
  expect(last()).toMatch(/^The proof holds for this ledger\./);
  await prove(care.context('--verify', care.at('p.json'), ...keys(), ...record('no-such')));
  expect(last()).toMatch(/^The proof holds, for this ledger and this person\./);
  const file = care.at('p.json');
  const proof = parseProof(file, readFileSync(file, 'utf8'));
  const chain = readChain(state);
  const rule = (changed: object) => {
    try {
      checkProof(file, { ...proof, ...changed }, state, chain);
    } catch (thrown) {
      return (thrown as { place: { rule: string } }).place.rule;
    }
    return 'holds';
  };
  expect([rule({}), rule({ owner: 'south' }), rule({ absent: false })]).toEqual([
    'holds', 'owner', 'signature',
  ]); // prettier-ignore
  const short = { ...chain, hashes: chain.hashes.slice(1) };
  expect(() => {
    checkProof(file, proof, state, short);
  }).toThrow('PROOF_INVALID');
});

test('a proof needs a day and one person, who is in the file alone', async () => {
  const asked = [...keys(), '--since', today];
  const register = ['--register', 'benefits'];
  const write = (text: string) => care.place.write('who', text);
  const csv = ['--mapping', care.at('mapping.yaml'), '--input', care.at('in.csv')];
  const cases: [() => unknown, string][] = [
    [() => prove(care.context(...keys())), 'USAGE {"path":"--since"}'],
    [() => prove(care.context(...asked)), 'USAGE {"path":"--record-file"}'],
    [
      () => prove(care.context(...asked, '--record-file', write('1'), '--bsn-file', write('1'))),
      'USAGE {"path":"--bsn-file"}',
    ],
    [
      () => prove(care.context(...asked, '--record-file', write('1\n2\n'), ...register)),
      'PROOF_SUBJECT {"file":"who"}',
    ],
    [
      () => prove(care.context(...asked, '--bsn-file', write('123'), ...csv)),
      'PROOF_SUBJECT {"file":"who","rule":"bsn"}',
    ],
    [
      () => prove(care.context(...asked, '--bsn-file', write('111111110'), ...csv)),
      'PROOF_NO_RECORD {"file":"in.csv","field":"benefits"}',
    ],
    [
      () => prove(care.context(...asked, '--record-file', join(care.at('none'), 'x'), ...register)),
      'FILE_MISSING {"file":"none/x"}',
    ],
  ];
  for (const [action, expected] of cases) expect(await refused(action)).toEqual([expected]);
  const text = () => parseProof('p', '{}');
  expect(text).toThrow('PROOF_INVALID');
});

test('old lists are removed, which the ledger says and no later proof passes over', async () => {
  const state = care.at('owner.key.state');
  const tomorrow = new Date(Date.now() + 2 * 86_400_000).toISOString().slice(0, 10);
  const prune = (day: string) =>
    ledger(care.context('prune', ...keys(), '--before', day, '--json'));
  expect(await refused(() => ledger(care.context('prune', ...keys())))).toEqual([
    'USAGE {"path":"--before"}',
  ]);
  expect(await refused(() => prune(tomorrow))).toEqual(['USAGE {"path":"--before"}']);
  await prune(today);
  expect(JSON.parse(last())).toEqual({ files: 0 });

  const before = readChain(state);
  const owner = {
    owner: 'north',
    signSecretKey: care.world.owners[0]!.secrets['sign']!,
    now: Date.now,
  };
  const later = before.entries.find(({ kind, n }) => kind === 'batch' && n > 8)!;
  const files = await pruneLists(state, owner, later.time, care.told.reporter);
  expect(files).toBeGreaterThan(0);
  expect(readChain(state).entries.slice(0, before.entries.length)).toEqual(before.entries);
  expect(await pruneLists(state, owner, later.time, care.told.reporter)).toBe(0);
  await ledger(care.context('verify', ...keys(), '--json'));
  const told = JSON.parse(last()) as { pruned: number; batches: number };
  expect(told.pruned).toBeGreaterThan(0);
  expect(told.pruned).toBeLessThan(told.batches);
  await ledger(care.context('show', ...keys()));
  expect(last()).toMatch(
    new RegExp(`${files} lists of what batches before ${later.time} contained`),
  );

  const record = ['--record-file', care.place.write('person', 'no-such'), '--register', 'benefits'];
  const asked = () => prove(care.context(...record, ...keys(), '--since', today));
  expect(await refused(asked)).toEqual([
    expect.stringMatching(/^PROOF_PRUNED {"file":"owner.key.state","row":\d+}$/),
  ]);
  const verified = () => prove(care.context('--verify', care.at('p.json'), ...keys()));
  expect(await refused(verified)).toEqual([expect.stringMatching(/^PROOF_PRUNED /)]);

  // What was not removed is still proven, and a run goes on as before.
  const chain = readChain(state);
  const secrets = care.world.owners[0]!.secrets;
  const question = { register: 'benefits', named: 'record', id: 'x', records: ['x'] } as const;
  const made = { since: later.time, made: later.time, comparedWithLog: false };
  const proofKeys = { tokenKey: secrets['token']!, signSecretKey: secrets['sign']! };
  expect(makeProof(state, chain, question, proofKeys, made).batches.length).toBeGreaterThan(0);
  const list = ['--exclusions', care.at('list.csv'), '--full', '--json'];
  await run(care.context(...care.runArguments('--log', care.at('log'), ...list)));
  expect(JSON.parse(last())).toMatchObject({ send: 'whole' });
  await ledger(care.context('verify', ...keys(), '--json'));
  expect(JSON.parse(last())).toMatchObject({ pruned: told.pruned });
});
