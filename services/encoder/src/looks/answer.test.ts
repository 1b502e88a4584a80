// SPDX-License-Identifier: EUPL-1.2
/** An owner that is asked looks: what it answers, and everything that it must not answer. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { LookAnswers, createProfile, createRecordEncoder } from '@koppel/encoding';
import { roundIdentity } from '@koppel/keys';
import { deriveFieldsKey, deriveRoundsKey } from '@koppel/keys/look';
import { generateSigningKeyPair } from '@koppel/keys/sign';
import { lookEncoding } from '@koppel/study';
import { rarityClassOf } from '@koppel/wire';
import { sha256 } from '@noble/hashes/sha2.js';
import { hex } from '../bytes.ts';
import { encodingKeyName } from '../ceremony.ts';
import { readChain } from '../ledger/chain.ts';
import { holdsToken, readTokens } from '../ledger/token-file.ts';
import { refusal } from '../testing/place.ts';
import {
  evenRound,
  makeLooksPlace,
  roundOf,
  roundRequests,
  type LooksPlace,
  type Person,
} from '../testing/looks-place.ts';

/** Tests that neither change the run nor spend the budget share one place, and each has a round. */
let shared: LooksPlace;
let own: LooksPlace | undefined;
// Not the round that a request has where a test names none.
let rounds = 9;
const random = (): Uint8Array => new Uint8Array(16).fill((rounds += 1));
const ids = ['a', 'b', 'c', 'd', 'e'];
const people: Person[] = ids.map((id, at) => ({ id, name: `Naam${String(at)}` }));

async function delivered(budget: number): Promise<LooksPlace> {
  const made = await makeLooksPlace({ looks: 4, budget, rarityClasses: true });
  await made.deliver(0, people);
  await made.deliver(1, people);
  return made;
}

/** A place for one test alone. */
async function alone(): Promise<LooksPlace> {
  own = await delivered(16);
  return own;
}

beforeAll(async () => {
  shared = await delivered(1000);
});
afterEach(async () => {
  await own?.place.remove();
  own = undefined;
});
afterAll(() => shared.place.remove());

/** What came of a pass: the replies that it added. */
async function repliesOf(place: LooksPlace, owner = 0) {
  const before = (await place.replies(owner)).length;
  const counts = await place.pass(owner);
  const replies = (await place.replies(owner)).slice(before);
  const verdicts = (await place.verdicts(owner)).slice(before);
  return { counts, replies, verdicts };
}

/** The answer that these values have, made from the values themselves. */
function expected(round: Uint8Array, number: number, name: string): Uint8Array {
  const { study, specHash } = shared.world;
  const encodingKey = shared.sessions[0]!.secrets[encodingKeyName(specHash)]!;
  const spec = lookEncoding(study)!;
  const encoder = createRecordEncoder(createProfile(spec), deriveFieldsKey(encodingKey, specHash));
  const filters = new Uint8Array(encoder.profile.bytes);
  encoder.encodeInto([name, '1980-01-02', undefined], filters, 0);
  const target = new Uint8Array(filters.length);
  const answers = new LookAnswers(spec, deriveRoundsKey(encodingKey, specHash), round);
  answers.answerInto(number, filters, 0, target, 0);
  return target;
}

describe('a round', () => {
  test('is answered row by row, and each answer is what its pair key makes of the values', async () => {
    const looks = evenRound(ids, 4);
    const header = { random: random() };
    await shared.put(0, ...(await roundRequests(shared, looks, { header })));
    const { counts, replies } = await repliesOf(shared);
    expect(counts).toEqual({
      answered: 2,
      refused: 0,
      looks: 20,
      noise: 0,
      otherVersion: 0,
      more: false,
    });
    const run = { register: 'population' };
    const round = roundIdentity(shared.world.specHash, header.random, [
      { ...run, owner: 'north', run: await shared.runOf(0) },
      { ...run, owner: 'south', run: await shared.runOf(1) },
    ]);
    expect(replies.map(roundOf)).toEqual([round, round]);
    const blocks = replies.map((reply) => shared.opened(reply));
    blocks.forEach(({ count, numbers, filters, rarity }, sequence) => {
      expect(count).toBe(10);
      for (let row = 0; row < count; row += 1) {
        const [number, id] = looks[sequence * 10 + row]!;
        expect(numbers[row]).toBe(number);
        const name = `Naam${String(ids.indexOf(id))}`;
        const bytes = expected(round, number, name);
        expect(filters.subarray(row * bytes.length, (row + 1) * bytes.length)).toEqual(bytes);
        // Five bearers in all: fewer than make a class.
        expect(rarityClassOf(rarity, row, 0, 1)).toBe(3);
      }
    });
    // The other owner's answers to the same numbers are the same where the values are.
    await shared.put(1, ...(await roundRequests(shared, looks, { owner: 1, header })));
    const theirs = await repliesOf(shared, 1);
    expect(shared.opened(theirs.replies[0]!).filters).toEqual(blocks[0]!.filters);
  });

  test('of a run with itself asks both records of a pair in one request', async () => {
    const pairs = ['a b', 'b c', 'c d', 'd e', 'e a', 'a c', 'b d', 'c e', 'd a', 'e b'];
    const looks = pairs.flatMap((pair, number) =>
      pair.split(' ').map((id) => [number, id] as const),
    );
    const asked = { other: 0, header: { random: random() } };
    await shared.put(0, ...(await roundRequests(shared, looks, asked)));
    const { verdicts, counts } = await repliesOf(shared);
    expect([verdicts, counts.looks]).toEqual([['answered', 'answered'], 20]);
  });

  test('stands in the ledger before it leaves, with whom it is about', async () => {
    const { n } = readChain(shared.stateFolder(0)).entries.at(-1)!;
    const header = { random: random() };
    await shared.put(0, ...(await roundRequests(shared, evenRound(ids, 4), { header })));
    await shared.pass();
    const { entries, open } = readChain(shared.stateFolder(0));
    const fresh = entries.slice(n + 1);
    expect(fresh).toMatchObject([
      { kind: 'batch', lane: 'looks', sequence: 0, batches: 2, rows: 10, retractions: 0 },
      { kind: 'sent', of: n + 1 },
      { kind: 'batch', lane: 'looks', sequence: 1, batches: 2, rows: 10, retractions: 0 },
      { kind: 'sent', of: n + 3 },
      { kind: 'checkpoint' },
    ]);
    expect(open.size).toBe(0);
    const [batch] = fresh;
    if (batch?.kind !== 'batch') throw new Error('no batch');
    const { records } = readTokens(shared.stateFolder(0), batch.tokens, batch.n);
    expect(holdsToken(records, shared.tokenOf(0, 'c'))).toBe(true);
  });

  test('that is asked again is answered again with the same content, and charged once', async () => {
    const place = await alone();
    const again = async () => roundRequests(place, evenRound(ids, 4));
    await place.put(0, ...(await again()), ...(await again()), ...(await again()));
    const { counts, replies } = await repliesOf(place);
    expect(counts).toMatchObject({ answered: 6 });
    const contents = replies.map((reply) => place.opened(reply));
    expect(contents[2]).toEqual(contents[0]);
    expect(contents[5]).toEqual(contents[1]);
    // A budget of 16 leaves room for three more rounds, not for a fourth.
    for (let round = 0; round < 4; round += 1) {
      const header = { random: random() };
      await place.put(0, ...(await roundRequests(place, evenRound(ids, 4), { header })));
    }
    expect((await repliesOf(place)).verdicts).toEqual([
      ...Array.from({ length: 6 }, () => 'answered'),
      'LOOK_BUDGET',
      'LOOK_BUDGET',
    ]);
  });

  test('replayed by who runs the log is not answered again', async () => {
    const header = { random: random() };
    const requests = await roundRequests(shared, evenRound(ids, 4), { header });
    await shared.put(0, ...requests);
    expect((await repliesOf(shared)).verdicts).toHaveLength(2);
    await shared.put(0, ...requests, ...requests);
    const { counts, replies } = await repliesOf(shared);
    expect(counts).toMatchObject({ answered: 0, refused: 0, noise: 0 });
    expect(replies).toEqual([]);
  });
});

describe('what is not answered', () => {
  const even = evenRound(ids, 4);
  const first = even.slice(0, 10);
  const header = { requests: 2 };
  type Attack = [string, string, () => Promise<Uint8Array>];
  const attacks: Attack[] = [
    ['a record twice as often as others', 'LOOK_UNEQUAL', () =>
      shared.request({ looks: Array.from({ length: 5 }, (_, number) => [number, 'a'] as const), header: { ...header, random: random() } })],
    ['a token that is not of the run', 'LOOK_TOKEN', () =>
      shared.request({ looks: first, header: { ...header, random: random() }, tokenOf: () => new Uint8Array(16).fill(9) })],
    ['a run that this owner never made', 'LOOK_RUN', () =>
      shared.request({ looks: first, header: { ...header, random: random(), run: new Uint8Array(16).fill(7) } })],
    ['a run of an owner that is not of the study', 'LOOK_RUN', () =>
      shared.request({ looks: first, header: { ...header, random: random(), otherOwner: 'west' } })],
    ['a register that the other owner does not have', 'LOOK_RUN', () =>
      shared.request({ looks: first, header: { ...header, random: random(), otherRegister: 'wages' } })],
    ['its own register in another run', 'LOOK_RUN', () =>
      shared.request({ looks: first, header: { ...header, random: random(), otherOwner: 'north', otherRun: new Uint8Array(16).fill(7) } })],
    ['its own other register, which it never delivered', 'LOOK_RUN', () =>
      shared.request({ looks: first, header: { ...header, random: random(), otherOwner: 'north', otherRegister: 'benefits' } })],
    ['more looks than the study says', 'LOOK_REQUEST', () =>
      shared.request({ looks: first, header: { ...header, random: random(), looks: 5 } })],
    ['another size than the study has', 'LOOK_REQUEST', () =>
      shared.request({ looks: first, header: { ...header, random: random(), capacity: 11 } })],
    ['a number twice', 'LOOK_REQUEST', () => shared.request({ looks: [[0, 'a'], [0, 'b']], header: { ...header, random: random() } })],
    ['numbers that fall', 'LOOK_REQUEST', () => shared.request({ looks: [[1, 'a'], [0, 'b']], header: { ...header, random: random() } })],
    ['numbers of another request', 'LOOK_REQUEST', () => shared.request({ looks: [[10, 'a']], header: { ...header, random: random() } })],
    ['numbers beyond four bytes', 'LOOK_REQUEST', () =>
      shared.request({ looks: [], header: { random: random(), sequence: 99_999, requests: 100_000, looks: 40 } })],
    ['what is sealed to another', 'LOOK_REQUEST', () =>
      shared.request({ looks: first, header: { ...header, random: random() }, mailbox: new Uint8Array(32).fill(9) })],
  ]; // prettier-ignore

  test.each(attacks)('%s: %s', async (_, code, make) => {
    await shared.put(0, await make());
    const { counts, verdicts } = await repliesOf(shared);
    expect(counts).toMatchObject({ answered: 0, refused: 1 });
    expect(verdicts).toEqual([code]);
    const { entries } = readChain(shared.stateFolder(0));
    expect(entries.slice(-2)).toMatchObject([
      { kind: 'looksRefused', code },
      { kind: 'checkpoint' },
    ]);
  });

  test('anything, once the decision is no longer valid', async () => {
    const [session] = shared.sessions;
    const { sender } = session!;
    if (sender.study.koppel !== 1) throw new Error('another form');
    const decisions = sender.study.decisions.map((one) => ({ ...one, validUntil: '2025-02-01' }));
    const expired = { ...session!, sender: { ...sender, study: { ...sender.study, decisions } } };
    await shared.put(
      0,
      await shared.request({ looks: first, header: { ...header, random: random() } }),
    );
    await shared.pass(0, { session: expired });
    expect((await shared.verdicts()).at(-1)).toBe('GATE_DECISION_EXPIRED');
  });

  test('within a run, three times one number or one record with itself', async () => {
    const within = () => ({ other: 0, header: { requests: 2, random: random() } });
    await shared.put(
      0,
      await shared.request({
        ...within(),
        looks: [
          [0, 'a'],
          [0, 'b'],
          [0, 'c'],
        ],
      }),
      await shared.request({
        ...within(),
        looks: [
          [0, 'a'],
          [0, 'a'],
        ],
      }),
    );
    expect((await repliesOf(shared)).verdicts).toEqual(['LOOK_REQUEST', 'LOOK_REQUEST']);
  });

  test('one place of a round with other content: reuse', async () => {
    const round = { requests: 2, random: random() };
    await shared.put(0, await shared.request({ looks: first, header: round }));
    await shared.put(0, await shared.request({ looks: first.slice(1), header: round }));
    await shared.put(0, await shared.request({ looks: first, header: { ...round, requests: 3 } }));
    expect((await repliesOf(shared)).verdicts).toEqual(['answered', 'LOOK_REUSED', 'LOOK_REQUEST']);
  });

  test('a round of which the last request leaves a record short is told as unequal', async () => {
    const round = { ...header, random: random() };
    const [one, two] = await roundRequests(shared, even.slice(0, -1), { header: round });
    await shared.put(0, one!, two!);
    const last = { looks: even.slice(10), header: { ...round, sequence: 1 } };
    await shared.put(0, await shared.request(last));
    expect((await repliesOf(shared)).verdicts).toEqual([
      'answered',
      'LOOK_UNEQUAL',
      'LOOK_UNEQUAL',
    ]);
  });

  test('noise, forged signatures and what is for others: no reply at all', async () => {
    const { secretKey } = generateSigningKeyPair();
    await shared.put(
      0,
      Uint8Array.of(1, 2, 3),
      await shared.request({ looks: first, header, signSecretKey: secretKey }),
      await shared.request({ looks: first, header, owner: 1 }),
      await shared.request({ looks: first, header: { ...header, study: 'another' } }),
      await shared.request({ looks: first, header: { ...header, register: 'wages' } }),
    );
    const { counts, replies } = await repliesOf(shared);
    expect(counts).toMatchObject({ answered: 0, refused: 0, noise: 5 });
    expect(replies).toEqual([]);
  });

  test('a run before the newest one, and its budget is spent for the newer one too', async () => {
    const place = await alone();
    const old = await place.runOf(0);
    await place.put(0, ...(await roundRequests(place, even)));
    await place.pass();
    await place.deliver(0, people.map((one) => ({ ...one, name: `${one.name}x` })));
    await place.put(0, await place.request({ looks: first, header: { ...header, run: old } }));
    for (const random of [2, 3, 4, 5]) {
      const fresh = { random: new Uint8Array(16).fill(random) };
      await place.put(0, ...(await roundRequests(place, even, { header: fresh })));
    }
    await place.pass();
    const verdicts = (await place.verdicts()).slice(2);
    expect(verdicts[0]).toBe('LOOK_RUN');
    expect(verdicts.slice(1)).toEqual([
      ...Array.from({ length: 6 }, () => 'answered'),
      'LOOK_BUDGET',
      'LOOK_BUDGET',
    ]);
  }); // prettier-ignore

  test('a run that the linkage unit has not taken: the one before is the newest', async () => {
    const place = await alone();
    const old = await place.runOf(0);
    const changed = people.map((one) => ({ ...one, name: `${one.name}x` }));
    expect(await place.deliver(0, changed, { accept: false })).toEqual(old);
    await place.put(0, ...(await roundRequests(place, even)));
    await place.pass();
    expect(await place.verdicts()).toEqual(['answered', 'answered']);
  });

  test('any look, once somebody in the run objected, whoever it is at', async () => {
    const place = await alone();
    const named = { id: 'f', name: 'Kwast', bsn: '111222333' };
    await place.deliver(0, [...people, named]);
    const round = async (random: number) =>
      roundRequests(place, even, { header: { random: new Uint8Array(16).fill(random) } });
    const byNumber = place.place.write('by-number.csv', 'bsn\n111222333\n');
    await place.put(0, ...(await round(1)));
    await place.pass(0, { exclusionsFile: byNumber });
    const byRecord = place.place.write('by-record.csv', 'bsn,record\n111222333,\n,b\n');
    await place.put(0, ...(await round(2)));
    await place.pass(0, { exclusionsFile: byRecord });
    const outdated = Array.from({ length: 4 }, () => 'LOOK_RUN_OUTDATED');
    expect(await place.verdicts()).toEqual(outdated);
    // The list cannot be left out or shrink afterwards, for answers as for runs.
    expect(await refusal(place.place, () => place.pass())).toEqual([
      'EXCLUSIONS_FORGOTTEN {"file":"state-north","field":"sample"}',
    ]);
    // A list that names nobody in the run, in another register, is no reason.
    const others = place.place.write('others.csv', 'bsn,record,register\n111222333,,\n,b,\n,a,benefits\n123456782,,\n');
    await place.deliver(0, [...people, named], { exclusions: others });
    const left = ids.filter((id) => id !== 'b');
    await place.put(0, ...(await roundRequests(place, evenRound(left, 4), { header: { random: new Uint8Array(16).fill(3) } })));
    await place.pass(0, { exclusionsFile: others });
    expect((await place.verdicts()).slice(4)).toEqual(['answered', 'answered']);
  }); // prettier-ignore

  test('where nothing was kept of the run requests wait, and nothing is lost', async () => {
    const place = await alone();
    await place.put(0, ...(await roundRequests(place, even)));
    const { specHash } = place.world;
    const [name] = Buffer.from(specHash.subarray(0, 8)).toString('hex').match(/.*/)!;
    const { renameSync } = await import('node:fs');
    const run = Buffer.from(await place.runOf(0)).toString('hex');
    const file = `${place.stateFolder(0)}/sample.population.${name}.looks.${run}`;
    renameSync(file, `${file}.away`);
    expect(await refusal(place.place, () => place.pass())).toEqual([
      'LOOK_STORE {"field":"population"}',
    ]);
    expect(await place.replies()).toEqual([]);
    await place.deliver(0, people);
    expect(await place.pass()).toMatchObject({ answered: 2 });
  });

  test('without a second round in the study, or a key', async () => {
    const [session] = shared.sessions;
    const study = { ...session!.sender.study, secondRound: undefined };
    const once = { ...session!, sender: { ...session!.sender, study } } as typeof session;
    expect(await refusal(shared.place, () => shared.pass(0, { session: once! }))).toEqual(['LOOK_NO_ROUND {}']);
    const keyless = { ...session!, secrets: shared.world.owners[0]!.secrets };
    expect(await refusal(shared.place, () => shared.pass(0, { session: keyless }))).toEqual([
      'KEY_NOT_AGREED {"field":"sample"}',
    ]);
  }); // prettier-ignore
});

test('a reply names the very bytes that it is to', async () => {
  const header = { random: random(), requests: 2 };
  const message = await shared.request({ looks: evenRound(ids, 4).slice(0, 10), header });
  await shared.put(0, message);
  const { replies } = await repliesOf(shared);
  if (replies[0]?.kind !== 'answer') throw new Error('no answer');
  expect(hex(replies[0].answer.request)).toBe(hex(sha256(message)));
  expect(replies[0].answer.sequence).toBe(0);
});
