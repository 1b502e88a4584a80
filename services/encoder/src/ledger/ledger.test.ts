// SPDX-License-Identifier: EUPL-1.2
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { appendFileSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { generateSigningKeyPair } from '@koppel/keys/sign';
import { makePlace, refusal, type Place } from '../testing/place.ts';
import { readChain } from './chain.ts';
import { checkAgainst, lastCheckpoint } from './checkpoint-file.ts';
import { nextLine, type LedgerBody } from './entry.ts';
import { departed, Ledger } from './ledger.ts';
import { plainLedger } from './plain.ts';

const own = generateSigningKeyPair();
const stranger = generateSigningKeyPair();

let place: Place;
let state: string;
beforeEach(async () => {
  place = await makePlace();
  state = join(place.folder, 'state');
});
afterEach(async () => {
  await place.remove();
});

const open = (signSecretKey = own.secretKey, owner = 'north') =>
  new Ledger(state, { owner, signSecretKey, now: () => Date.UTC(2026, 0, 2) });
const file = () => join(state, 'ledger.jsonl');
const lines = () => readFileSync(file(), 'utf8').split('\n').slice(0, -1);
const write = (all: readonly string[]) => {
  writeFileSync(file(), all.map((line) => `${line}\n`).join(''));
};

function batch(sequence: number): LedgerBody {
  return {
    kind: 'batch', study: 'sample', specHash: 'a'.repeat(64), topic: 'koppel.sample.batches.north',
    register: 'benefits', lane: 'identifiers', run: 'b'.repeat(32), runOrdinal: 0, sequence,
    batches: 9, rows: 5, retractions: 1, message: String(sequence).repeat(64).slice(0, 64),
    tokens: 'd'.repeat(64),
  }; // prettier-ignore
}

/** Begin, batch, sent, batch, sent, checkpoint, batch. */
async function filled(): Promise<void> {
  const ledger = open();
  await ledger.append(batch(1));
  await ledger.append({ kind: 'sent', of: 1, offset: 0 });
  await ledger.append(batch(2));
  await ledger.append({ kind: 'notSent', of: 3 });
  await ledger.checkpoint();
  await ledger.append(batch(3));
}

test('entries follow each other, and are there for the next one who opens it', async () => {
  await filled();
  const chain = readChain(state);
  expect(chain.entries.map(({ kind }) => kind)).toEqual([
    'begin', 'batch', 'sent', 'batch', 'notSent', 'checkpoint', 'batch',
  ]); // prettier-ignore
  expect([...chain.open.keys()]).toEqual([6]);
  expect(departed(chain).map(({ n }) => n)).toEqual([1, 6]);
  await open().append({ kind: 'sent', of: 6, offset: 4 });
  expect(readChain(state).open.size).toBe(0);
});

test('two that write at once make one chain', async () => {
  const both = [open(), open()];
  await Promise.all(Array.from({ length: 12 }, (_, at) => both[at % 2]!.append(batch(at % 9))));
  const { entries } = readChain(state);
  expect(entries).toHaveLength(13);
  expect(entries.map(({ n }) => n)).toEqual(entries.map((_, at) => at));
});

test('nothing is written when nothing is added, also no signature', async () => {
  expect((await open().checkpoint()).next).toBe(0);
  expect(await refusal(place, () => readChain(state))).toEqual(['LEDGER_MISSING {"file":"state"}']);
  await filled();
  const before = readFileSync(file(), 'utf8');
  await open().checkpoint();
  expect(readFileSync(file(), 'utf8')).toBe(before);
});

describe('a line that a crash left half written', () => {
  test('is taken away by the next one who writes, who says so; nothing else is lost', async () => {
    await filled();
    const before = readFileSync(file(), 'utf8');
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 300 }), async (length) => {
        writeFileSync(file(), before);
        const { line } = nextLine(readChain(state).head, 'x', batch(4));
        appendFileSync(file(), line.slice(0, Math.min(length, line.length)));
        expect(readChain(state)).toMatchObject({ torn: Math.min(length, line.length) });
        await open().append({ kind: 'sent', of: 6, offset: 9 });
        const { entries, torn } = readChain(state);
        expect(entries.map(({ kind }) => kind).slice(6)).toEqual(['batch', 'repaired', 'sent']);
        expect(torn).toBe(0);
        expect(readFileSync(file(), 'utf8').startsWith(before)).toBe(true);
      }),
      { numRuns: 25 },
    );
  });

  test('may be the very first', async () => {
    await filled();
    truncateSync(file(), 20);
    await open().append(batch(1));
    expect(readChain(state).entries.map(({ kind }) => kind)).toEqual([
      'begin',
      'repaired',
      'batch',
    ]);
  });
});

describe('tampering is found, and the first bad entry named', () => {
  const broken = async (row: number, rule: string) => {
    const where = JSON.stringify({ file: 'state/ledger.jsonl', row, rule });
    expect(await refusal(place, () => readChain(state))).toEqual([`LEDGER_BROKEN ${where}`]);
    expect(await refusal(place, () => open())).toEqual([`LEDGER_BROKEN ${where}`]);
  };

  test('any changed byte', async () => {
    await filled();
    const all = readFileSync(file());
    for (let at = 0; at < all.length; at += 17) {
      if (all[at] === 0x0a) continue;
      const changed = Buffer.from(all);
      changed[at] = changed[at]! ^ 1;
      writeFileSync(file(), changed);
      expect(() => readChain(state)).toThrow('LEDGER_BROKEN');
    }
  });

  test.each([
    ['removed', (all: string[]) => all.toSpliced(2, 1), 3, 'order'],
    ['moved', (all: string[]) => [all[0]!, all[2]!, all[1]!, ...all.slice(3)], 2, 'order'],
    ['repeated', (all: string[]) => all.toSpliced(2, 0, all[1]!), 3, 'order'],
    ['with white space', (all: string[]) => all.with(1, all[1]!.replace(',', ', ')), 2, 'form'],
    ['empty', (all: string[]) => all.with(1, ''), 2, 'form'],
  ])('an entry %s', async (_title, change, row, rule) => {
    await filled();
    write(change(lines()));
    await broken(row, rule);
  });

  test('a chain computed anew has no valid signature', async () => {
    await filled();
    let head = { next: 0, hash: '0'.repeat(64) };
    const forged = readChain(state).entries.map((entry) => {
      const { n, time, previous, ...body } = entry;
      const changed = n === 1 ? { ...body, rows: 4 } : body;
      expect(previous).toHaveLength(64);
      const next = nextLine(head, time, changed);
      head = next.head;
      return next.line;
    });
    write(forged);
    await broken(6, 'signature');
  });

  test('an end without a batch, and a second beginning', async () => {
    await filled();
    const sound = lines();
    const add = (body: LedgerBody) => {
      write(sound);
      write([...sound, nextLine(readChain(state).head, new Date(0).toISOString(), body).line]);
    };
    add({ kind: 'sent', of: 1, offset: 0 });
    await broken(8, 'reference');
    add({ kind: 'begin', owner: 'north', signPublicKey: 'a'.repeat(64) });
    await broken(8, 'begin');
  });

  test('a shorter one, with a checkpoint that was kept elsewhere', async () => {
    await filled();
    const kept = place.write('kept.json', JSON.stringify(lastCheckpoint(readChain(state))));
    checkAgainst(kept, state, readChain(state));
    write(lines().slice(0, 4));
    const where = JSON.stringify({ file: 'state/ledger.jsonl', row: 5, rule: 'checkpoint' });
    const check = () => {
      checkAgainst(kept, state, readChain(state));
    };
    expect(await refusal(place, check)).toEqual([`LEDGER_BROKEN ${where}`]);
    expect(lastCheckpoint(readChain(state))).toBeUndefined();
    place.write('kept.json', '{"koppelCheckpoint":1}');
    expect(await refusal(place, check)).toEqual([
      'LEDGER_BROKEN {"file":"kept.json","rule":"checkpointForm"}',
    ]);
  });
});

test('another owner, or another key, does not write in it', async () => {
  await filled();
  const refused = ['LEDGER_OTHER_OWNER {"file":"state"}'];
  expect(await refusal(place, () => open(stranger.secretKey))).toEqual(refused);
  expect(await refusal(place, () => open(own.secretKey, 'south'))).toEqual(refused);
});

test('it reads as sentences in both languages', async () => {
  await filled();
  const ledger = open();
  await ledger.append({
    kind: 'exclusions',
    study: 'sample',
    listed: 3,
    removed: 1,
    tags: 'e'.repeat(64),
  });
  await ledger.append({ kind: 'lostState', study: 'sample', batches: 2 });
  await ledger.append({ kind: 'repaired', bytes: 7 });
  const { entries } = readChain(state);
  const [en, nl] = (['en', 'nl'] as const).map((language) => plainLedger(entries, language));
  expect(en!.split('\n')).toHaveLength(entries.length);
  expect(en).toContain('batch 2 of 9 (encodings, for the linkage unit): 5 records, 1 withdrawn');
  expect(nl).toContain('uitsluitingslijst van 3 regels; 1 eerdere zijn weg');
});
