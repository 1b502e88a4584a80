// SPDX-License-Identifier: EUPL-1.2
import { beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { generateMailbox } from '@koppel/keys';
import { openShare } from '@koppel/keys/ceremony';
import { signingPublicKey, verify } from '@koppel/keys/sign';
import { encodePublicKey } from '@koppel/study';
import {
  batchAssociatedData,
  batchSealingInfo,
  batchSigningBytes,
  ceremonySigningBytes,
  decodeBatch,
  decodeCeremony,
  decodeIdentifierBlock,
  decodeLookAnswerBlock,
  decodeLookReply,
  decodePayloadBlock,
  lookAnswerAssociatedData,
  lookAnswerSealingInfo,
  lookAnswerSigningBytes,
  lookRefusalSigningBytes,
  rowKinds,
  type Lane,
} from '@koppel/wire';
import {
  batchCount,
  buildBatch,
  buildCommitment,
  buildConfirmation,
  buildLookAnswer,
  buildLookRefusal,
  buildReveal,
  type Run,
} from './egress.ts';
import { instanceName } from './instance.ts';
import { BatchFiller, type BatchRows } from './rows/batch-rows.ts';
import { rowLayout } from './rows/layout.ts';
import { hpkeOpen } from './testing/hpke-open.ts';
import { batchesOf, rowBytes, type TestRow } from './testing/rows.ts';
import { makeStudy, type TestStudy } from './testing/study.ts';

const filterBytes = 64;

/** `count` rows whose bytes tell their number; every third row lacks a payload value. */
function rowsOf(count: number, variables: number): TestRow[] {
  return Array.from({ length: count }, (_unused, row) => ({
    token: new Uint8Array(16).fill(row + 1),
    filter: new Uint8Array(filterBytes).fill(row + 2),
    presence: 2 ** 31 + row,
    payload: Array.from({ length: variables }, (_, at) =>
      (row + at) % 3 === 0 ? undefined : row * 10 + at,
    ),
  }));
}

function runOf(register: number, batches = 1): Run {
  return {
    register,
    profileHash: new Uint8Array(32).fill(3),
    keyCheck: new Uint8Array(16).fill(4),
    identity: new Uint8Array(16).fill(5),
    ordinal: 6,
    base: new Uint8Array(16).fill(7),
    batches,
  };
}

let world: TestStudy;

beforeAll(async () => {
  world = await makeStudy(['north', 'south']);
});

/** A batch as its receiver gets it, and opened. */
async function open(register: number, lane: Lane, rows: BatchRows, sequence = 0, batches = 1) {
  const { sender } = world.owners[0]!;
  const mailbox = lane === 'identifiers' ? world.linkageMailbox : world.researcherMailbox;
  const bytes = await buildBatch(sender, runOf(register, batches), lane, sequence, rows);
  const batch = decodeBatch(bytes);
  const info = batchSealingInfo(lane);
  return { bytes, batch, plain: hpkeOpen(mailbox, info, batchAssociatedData(batch), batch.sealed) };
}

/** All batches of these rows on a lane, opened by their receiver. */
function opened(rows: readonly TestRow[], register: number, lane: Lane) {
  const all = batchesOf(rows, 10);
  return Promise.all(
    all.map((batch, sequence) => open(register, lane, batch, sequence, all.length)),
  );
}

describe('a batch', () => {
  const shape = { capacity: 10, filterBytes };

  test('of identifiers holds token, filter and presence of its rows, and nothing else', async () => {
    const rows = rowsOf(23, 0);
    const batches = await opened(rows, 0, 'identifiers');
    const blocks = batches.map(({ plain }) => decodeIdentifierBlock(plain, shape));
    expect(blocks.map(({ count }) => count)).toEqual([10, 10, 3]);
    const filled = (column: 'tokens' | 'kinds' | 'filters' | 'presence', width: number) =>
      Buffer.concat(blocks.map((block) => block[column].subarray(0, block.count * width)));
    expect(filled('tokens', 16).equals(Buffer.concat(rows.map(({ token }) => token)))).toBe(true);
    expect(filled('filters', filterBytes).equals(Buffer.concat(rows.map((r) => r.filter)))).toBe(
      true,
    );
    expect(filled('kinds', 1).every((kind) => kind === rowKinds.record)).toBe(true);
    const presence = filled('presence', 4);
    expect(rows.map((_, row) => presence.readUInt32LE(row * 4))).toEqual(
      rows.map((row) => row.presence),
    );
  });

  test('of payload opens for each researcher that the study names, and for nobody else', async () => {
    const second = await generateMailbox();
    const { sender } = world.owners[0]!;
    const coResearchers = [
      { id: 'second', name: 'Institute', mailboxPublicKey: encodePublicKey(second.publicKey) },
    ];
    const shared = { ...sender, study: { ...sender.study, coResearchers } };
    const [rows] = batchesOf(rowsOf(3, 4), 10);
    const bytes = await buildBatch(shared, runOf(1), 'payload', 0, rows!);
    const batch = decodeBatch(bytes);
    const [info, aad] = [batchSealingInfo('payload'), batchAssociatedData(batch)];
    // By the form as it is written down, without the code that sealed it.
    const publicKey = batch.sealed.subarray(0, 32);
    const label = Buffer.from('koppel/v1/shared-seal/slot');
    const length = (part: Uint8Array) => Buffer.from([0, 0, 0, part.length]);
    const context = Buffer.concat([length(label), label, length(info), info]);
    const from = (mailbox: Uint8Array, place: number): Uint8Array => {
      const slot = batch.sealed.subarray(32 + 80 * place, 112 + 80 * place);
      const secret = hpkeOpen(mailbox, context, Buffer.concat([publicKey, aad]), slot);
      return hpkeOpen(secret, info, aad, batch.sealed.subarray(192));
    };
    const first = from(world.researcherMailbox, 0);
    expect(from(second.secretKey, 1)).toEqual(first);
    expect(decodePayloadBlock(first, { capacity: 10, variables: 4 }).count).toBe(3);
    expect(() => from(world.linkageMailbox, 0)).toThrow();
    expect(() => from(world.linkageMailbox, 1)).toThrow();
    // Identifiers are the linkage unit's alone, whoever else the study names.
    const own = decodeBatch(await buildBatch(shared, runOf(1), 'identifiers', 0, rows!));
    const opened = hpkeOpen(
      world.linkageMailbox,
      batchSealingInfo('identifiers'),
      batchAssociatedData(own),
      own.sealed,
    );
    expect(decodeIdentifierBlock(opened, shape).count).toBe(3);
  });

  test('of payload holds token and numbers of its rows, and nothing else', async () => {
    const rows = rowsOf(12, 4);
    const batches = await opened(rows, 1, 'payload');
    const blocks = batches.map(({ plain }) =>
      decodePayloadBlock(plain, { capacity: 10, variables: 4 }),
    );
    const tokens = blocks.map(({ tokens: all, count }) => all.subarray(0, count * 16));
    expect(Buffer.concat(tokens).equals(Buffer.concat(rows.map(({ token }) => token)))).toBe(true);
    const cells = blocks.flatMap((block) =>
      Array.from(block.values.subarray(0, block.count * 4), (value, cell) =>
        block.present[cell] === 1 ? value : undefined,
      ),
    );
    expect(cells).toEqual(rows.flatMap(({ payload }) => payload));
  });

  test('that was filled before shows nothing of it, and nothing of what is retracted', async () => {
    for (const lane of ['identifiers', 'payload'] as const) {
      const layout = rowLayout(filterBytes, 4);
      const batch = new BatchFiller(layout, 10);
      for (const row of rowsOf(9, 4)) batch.addRecord(rowBytes(row, layout), 0);
      batch.clear();
      const [first, second] = rowsOf(2, 4);
      batch.addRetraction(rowBytes(first!, layout), 0);
      batch.addRecord(rowBytes(second!, layout), 0);
      const fresh = new BatchFiller(layout, 10);
      fresh.addRetraction(Buffer.from(first!.token), 0);
      fresh.addRecord(rowBytes(second!, layout), 0);
      const [used, clean] = [await open(1, lane, batch), await open(1, lane, fresh)];
      expect(used.plain).toEqual(clean.plain);
      expect(used.bytes).toHaveLength(clean.bytes.length);
    }
  });

  test.each([
    ['identifiers', 0, 0],
    ['payload', 1, 4],
  ] as const)('on the %s lane has one size, however full', async (lane, register, variables) => {
    const sizes = new Set<number>();
    for (const count of [1, 9, 10, 25]) {
      for (const { bytes } of await opened(rowsOf(count, variables), register, lane)) {
        sizes.add(bytes.length);
      }
    }
    expect(sizes.size).toBe(1);
  });

  test('says who sent it and where it belongs, under the signature of the owner', async () => {
    const { batch } = await open(0, 'identifiers', batchesOf(rowsOf(1, 0), 10)[0]!);
    const { study, specHash } = world;
    expect(batch).toMatchObject({
      lane: 'identifiers', study: 'sample', owner: 'north', register: 'population',
      runOrdinal: 6, base: new Uint8Array(16).fill(7), sequence: 0, batches: 1, capacity: 10, specHash,
      profileHash: new Uint8Array(32).fill(3), keyCheck: new Uint8Array(16).fill(4),
      run: new Uint8Array(16).fill(5),
    }); // prettier-ignore
    const signKey = signingPublicKey(world.owners[0]!.secrets['sign']!);
    expect(verify(signKey, batchSigningBytes(batch), batch.signature)).toBe(true);
    expect(study.owners.map(({ id }) => id)).toEqual(['north', 'south']);
  });

  test('opens only for the party of its lane', async () => {
    const { batch } = await open(0, 'identifiers', batchesOf(rowsOf(1, 0), 10)[0]!);
    const aad = batchAssociatedData(batch);
    for (const mailbox of [world.researcherMailbox, world.owners[1]!.secrets['mailbox']!]) {
      const info = batchSealingInfo('identifiers');
      expect(() => hpkeOpen(mailbox, info, aad, batch.sealed)).toThrow();
    }
  });

  test('without rows is a batch like any other', async () => {
    const [only, ...others] = await opened([], 0, 'identifiers');
    expect(others).toEqual([]);
    expect(decodeIdentifierBlock(only!.plain, shape).count).toBe(0);
  });

  test('has room for a token of a number under a study that asks for it, and under no other', async () => {
    const rows = rowsOf(3, 0);
    const tokened = rows.map((row) => ({ ...row, filter: Uint8Array.from([...row.filter, ...row.token]) }));
    const refused = expect.objectContaining({ code: 'INTERNAL' });
    await expect(opened(tokened, 0, 'identifiers')).rejects.toThrow(refused);
    const { sender } = world.owners[0]!;
    const asking = { ...sender, study: { ...sender.study, bsnTokens: true as const } };
    const build = (of: readonly TestRow[]) => buildBatch(asking, runOf(0), 'identifiers', 0, batchesOf(of, 10)[0]!);
    await expect(build(rows)).rejects.toThrow(refused);
    const batch = decodeBatch(await build(tokened));
    const plain = hpkeOpen(world.linkageMailbox, batchSealingInfo('identifiers'), batchAssociatedData(batch), batch.sealed);
    const block = decodeIdentifierBlock(plain, { capacity: 10, filterBytes: filterBytes + 16 });
    expect([...block.filters.subarray(filterBytes, filterBytes + 16)]).toEqual([...rows[0]!.token]);
  }); // prettier-ignore

  test('count covers every row once', () => {
    const { sender } = world.owners[0]!;
    fc.assert(
      fc.property(fc.nat(200), (count) => {
        expect(batchCount(sender, count)).toBe(Math.max(1, Math.ceil(count / 10)));
      }),
      { numRuns: 30 },
    );
  });
});

describe('a message of the ceremony', () => {
  const share = new Uint8Array(32).fill(7);

  test('is signed for this very version of the study', async () => {
    const { sender, secrets } = world.owners[0]!;
    const confirmed = { keyCheck: new Uint8Array(16), profileHash: new Uint8Array(32) };
    const messages = [
      buildCommitment(sender, share),
      await buildReveal(sender, share, 1),
      buildConfirmation(sender, confirmed),
    ].map(decodeCeremony);
    expect(messages.map(({ step }) => step)).toEqual(['commit', 'reveal', 'confirm']);
    for (const message of messages) {
      expect(message).toMatchObject({ study: 'sample', owner: 'north', specHash: world.specHash });
      const signed = ceremonySigningBytes(message);
      expect(verify(signingPublicKey(secrets['sign']!), signed, message.signature)).toBe(true);
    }
  });

  test('shows a share to its recipient alone', async () => {
    const { sender } = world.owners[0]!;
    const bytes = await buildReveal(sender, share, 1);
    expect(Buffer.from(bytes).includes(Buffer.from(share))).toBe(false);
    const message = decodeCeremony(bytes);
    if (message.step !== 'reveal') throw new Error('not a reveal');
    const instance = instanceName('sample', world.specHash);
    const [north, south] = world.owners.map(({ secrets }) => secrets['mailbox']!);
    expect(await openShare(south!, instance, 'north', 'south', message.sealed)).toEqual(share);
    await expect(openShare(north!, instance, 'north', 'south', message.sealed)).rejects.toThrow();
  });
});

describe('an answer to looks', () => {
  const where = {
    register: 0,
    round: new Uint8Array(32).fill(8),
    request: new Uint8Array(32).fill(9),
    sequence: 3,
  };
  const secondRound = { looks: 4, budget: 16, rarityClasses: false };
  const rows = (marked: number) => ({
    count: marked,
    numbers: new Uint32Array(10).fill(7, 0, marked),
    filters: new Uint8Array(10 * 192).fill(5),
    rarity: new Uint8Array(),
  });

  test('has one size, is sealed to the linkage unit, signed, and names what it answers', async () => {
    const { sender } = world.owners[0]!;
    const asked = { ...sender, study: { ...sender.study, secondRound } };
    const messages = await Promise.all([0, 10].map((n) => buildLookAnswer(asked, where, rows(n))));
    expect(messages[0]).toHaveLength(messages[1]!.length);
    const reply = decodeLookReply(messages[1]!);
    if (reply.kind !== 'answer') throw new Error('no answer');
    const { answer } = reply;
    expect(answer).toMatchObject({
      study: 'sample',
      owner: 'north',
      register: 'population',
      sequence: 3,
    });
    expect([answer.round, answer.request]).toEqual([where.round, where.request]);
    const publicKey = signingPublicKey(sender.signSecretKey);
    expect(verify(publicKey, lookAnswerSigningBytes(answer), answer.signature)).toBe(true);
    const info = lookAnswerSealingInfo();
    const aad = lookAnswerAssociatedData(answer);
    const plain = hpkeOpen(world.linkageMailbox, info, aad, answer.sealed);
    const shape = { capacity: 10, filterBytes: 192, rarityBytes: 0 };
    expect(decodeLookAnswerBlock(plain, shape)).toEqual(rows(10));
    expect(() => hpkeOpen(world.researcherMailbox, info, aad, answer.sealed)).toThrow();
  });

  test('or a refusal says of a request no more than a code', () => {
    const { sender } = world.owners[0]!;
    const reply = decodeLookReply(buildLookRefusal(sender, where, 'LOOK_BUDGET'));
    if (reply.kind !== 'refusal') throw new Error('no refusal');
    const { refusal } = reply;
    expect(refusal.code).toBe('LOOK_BUDGET');
    const publicKey = signingPublicKey(sender.signSecretKey);
    expect(verify(publicKey, lookRefusalSigningBytes(refusal), refusal.signature)).toBe(true);
  });

  test('is never built for a study with one round', async () => {
    const { sender } = world.owners[0]!;
    await expect(buildLookAnswer(sender, where, rows(1))).rejects.toThrow('LOOK_NO_ROUND');
  });
});
