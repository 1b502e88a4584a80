// SPDX-License-Identifier: EUPL-1.2
/** Runs of a register one after the other: what receivers are left with is the register as it is. */
import { afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { createProfile } from '@koppel/encoding';
import { keyCheckValue, recordToken } from '@koppel/keys';
import type { LogPort } from '@koppel/transport';
import {
  batchAssociatedData,
  batchSealingInfo,
  decodeBatch,
  decodeIdentifierBlock,
  decodePayloadBlock,
  isFullRun,
  rowKinds,
  topics,
  type BatchEnvelope,
  type Lane,
} from '@koppel/wire';
import { hex } from './bytes.ts';
import { encodingKeyName } from './ceremony.ts';
import type { OwnerSession } from './context.ts';
import { buildConfirmation } from './egress.ts';
import { runRegister, type RegisterRunOptions, type RunHooks } from './register-run.ts';
import { hpkeOpen } from './testing/hpke-open.ts';
import { crashingAt, listen, makePlace, refusal, valuesOf, type Place } from './testing/place.ts';
import { makeStudy, readStudy, type TestStudy } from './testing/study.ts';

const header = 'nr,naam,geboren,inkomen,regeling,begin,bedrag,werkt';
const mapping = `
register: benefits
recordId: nr
fields: { surname: naam, birthDate: geboren, income: inkomen }
payload: { scheme: regeling, start: begin, amount: bedrag, works: werkt }
`;

/** A register: per record id what stands in it. */
type Content = ReadonlyMap<number, { readonly name: number; readonly amount: number }>;

let place: Place;
let world: TestStudy;
let session: OwnerSession;
const encodingKey = new Uint8Array(32).fill(5);

beforeAll(async () => {
  const made = await makeStudy(['north']);
  const batches = { capacity: 10, minimumChanges: 3 };
  const input = { ...made.input, batches };
  world = { ...made, ...readStudy(input), input };
  const { secrets, sender } = made.owners[0]!;
  session = {
    sender: { ...sender, study: world.study, specHash: world.specHash },
    secrets: { ...secrets, [encodingKeyName(world.specHash)]: encodingKey },
    save: () => Promise.reject(new Error('no run changes a key file')),
    close: () => undefined,
  };
});

beforeEach(async () => {
  place = await makePlace();
  place.write('mapping.yaml', mapping);
  await confirm(place.port);
});

afterEach(async () => {
  await place.remove();
});

/** What the owners' ceremony leaves on the log. */
async function confirm(port: LogPort): Promise<void> {
  const { specHash, study } = world;
  const keyCheck = keyCheckValue(encodingKey, specHash);
  const confirmed = { keyCheck, profileHash: createProfile(study.encoding).hash };
  const topic = topics('sample').ceremony;
  await port.append(topic, [buildConfirmation(session.sender, confirmed)]);
}

function write(content: Content): string {
  const rows = [...content].map(
    ([id, { name, amount }]) => `${id},Naam${name},1980-01-02,,A,,${amount},ja`,
  );
  return place.write('in.csv', [header, ...rows, ''].join('\n'));
}

/** `count` records from number `from` on, all with this amount. */
const people = (count: number, amount = 1, from = 0): Content =>
  new Map(Array.from({ length: count }, (_, at) => [from + at, { name: from + at, amount }]));

const merged = (...all: readonly Content[]): Content => new Map(all.flatMap((one) => [...one]));

interface Call {
  readonly options?: Partial<RegisterRunOptions>;
  readonly hooks?: RunHooks;
  readonly port?: LogPort;
}

async function runWith(content: Content, { options = {}, hooks, port = place.port }: Call = {}) {
  const told = listen();
  const result = await runRegister(
    { session, port, reporter: told.reporter },
    {
      register: 'benefits',
      mappingFile: join(place.folder, 'mapping.yaml'),
      inputFile: write(content),
      stateFolder: join(place.folder, 'state'),
      ...options,
    },
    hooks,
  );
  return { ...result, told: told.lines.filter(({ event }) => event !== 'stageDone') };
}

async function batchesOn(lane: Lane): Promise<BatchEnvelope[]> {
  const { batches, payload } = topics('sample');
  const topic = lane === 'identifiers' ? batches('north') : payload('north');
  return (await valuesOf(place.port, topic)).map(decodeBatch);
}

/** Token → what is known of it, on one lane. */
type State = Map<string, string>;

function applyBatch(state: State, batch: BatchEnvelope): number {
  const { lane, capacity } = batch;
  const mailbox = lane === 'identifiers' ? world.linkageMailbox : world.researcherMailbox;
  const aad = batchAssociatedData(batch);
  const plain = hpkeOpen(mailbox, batchSealingInfo(lane), aad, batch.sealed);
  const block =
    lane === 'identifiers'
      ? decodeIdentifierBlock(plain, { capacity, filterBytes: 64 })
      : decodePayloadBlock(plain, { capacity, variables: 4 });
  for (let row = 0; row < block.count; row += 1) {
    const token = hex(block.tokens.subarray(row * 16, row * 16 + 16));
    if (block.kinds[row] === rowKinds.retraction) {
      expect(isFullRun(batch)).toBe(false);
      expect(state.delete(token)).toBe(true);
    } else if ('filters' in block) {
      const presence = hex(block.presence.subarray(row * 4, row * 4 + 4));
      state.set(token, `${presence} ${hex(block.filters.subarray(row * 64, row * 64 + 64))}`);
    } else {
      state.set(token, block.values.subarray(row * 4, row * 4 + 4).join());
    }
  }
  return block.count;
}

/**
 * What a receiver makes of a lane, as docs/adr/0014 has it: the newest run that stands on complete
 * runs down to a full one.
 */
async function received(lane: Lane): Promise<State> {
  const batches = await batchesOn(lane);
  const runs = Map.groupBy(batches, ({ run }) => hex(run));
  const stateOf = (name: string): State | undefined => {
    const parts = runs.get(name);
    if (parts?.length !== parts?.[0]?.batches || parts === undefined) return undefined;
    const state: State | undefined = isFullRun(parts[0]!)
      ? new Map<string, string>()
      : stateOf(hex(parts[0]!.base));
    for (const part of parts) if (state !== undefined) applyBatch(state, part);
    return state;
  };
  const newest = [...runs].sort(([, a], [, b]) => b[0]!.runOrdinal - a[0]!.runOrdinal);
  for (const [name] of newest) {
    const state = stateOf(name);
    if (state !== undefined) return new Map([...state].sort());
  }
  return new Map();
}

const bothLanes = async () => [await received('identifiers'), await received('payload')];

/** What receivers are left with when this content is sent to a new log, whole. */
async function fresh(content: Content): Promise<State[]> {
  const there = place;
  place = await makePlace();
  try {
    place.write('mapping.yaml', mapping);
    await confirm(place.port);
    await runWith(content);
    return await bothLanes();
  } finally {
    await place.remove();
    place = there;
  }
}

test('a chain of changes leaves receivers with the whole register', async () => {
  const record = fc.record({ name: fc.nat(5), amount: fc.nat(2) });
  const content: fc.Arbitrary<Content> = fc
    .uniqueArray(fc.nat(14), { minLength: 1, maxLength: 15 })
    .chain((ids) =>
      fc
        .array(record, { minLength: ids.length, maxLength: ids.length })
        .map((all) => new Map(ids.map((id, at) => [id, all[at]!]))),
    );
  const step = fc.record({
    content,
    crash: fc.option(fc.integer({ min: 1, max: 4 })),
    lost: fc.nat(9).map((chance) => chance === 0),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 4 }), async (steps) => {
      place = await makePlace();
      place.write('mapping.yaml', mapping);
      await confirm(place.port);
      const options = { releaseNow: true };
      for (const { content: wanted, crash, lost } of steps) {
        if (lost) rmSync(join(place.folder, 'state'), { recursive: true, force: true });
        const port = crash === null ? place.port : crashingAt(place.port, crash);
        await runWith(wanted, { port, options }).catch((thrown: unknown) => {
          if ((thrown as Error).message !== 'killed') throw thrown;
        });
      }
      const last = steps.at(-1)!.content;
      await runWith(last, { options });
      expect(await bothLanes()).toEqual(await fresh(last));
      expect((await runWith(last, { options })).delivered.sent).toBe(0);
      await place.remove();
    }),
    { numRuns: 25 },
  );
}, 120_000);

describe('a second run', () => {
  test('sends new, changed and removed records, on both lanes', async () => {
    await runWith(people(30));
    const next = merged(people(26), people(2, 9), people(3, 1, 100));
    const { plan, changes, delivered } = await runWith(next);
    expect(plan.send).toBe('changes');
    expect(changes).toEqual({ added: 3, changed: 2, removed: 4 });
    expect(delivered).toEqual({ sent: 2, alreadyThere: 0 });
    for (const lane of ['identifiers', 'payload'] as const) {
      const batches = await batchesOn(lane);
      expect(batches.map(({ runOrdinal }) => runOrdinal)).toEqual([0, 0, 0, 1]);
      expect(batches[3]!.base).toEqual(batches[0]!.run);
      expect(applyBatch(new Map(await received(lane)), { ...batches[0]! })).toBe(10);
    }
    expect(await bothLanes()).toEqual(await fresh(next));
  });

  test('of the same register sends nothing and changes no file', async () => {
    await runWith(people(30));
    const state = join(place.folder, 'state');
    const files = () =>
      readdirSync(state).map((name) => [name, readFileSync(join(state, name), 'hex')]);
    const before = files();
    const { plan, delivered, told } = await runWith(people(30));
    expect([plan.send, delivered]).toEqual(['nothing', { sent: 0, alreadyThere: 6 }]);
    expect(told).toMatchObject([{ event: 'nothingChanged', register: 'benefits' }]);
    expect(files()).toEqual(before);
    expect(before).toHaveLength(1);
  });

  test('holds few changes back, and lets them go with others or when told to', async () => {
    await runWith(people(30));
    const held = await runWith(people(32));
    expect([held.plan.send, held.delivered.sent]).toEqual(['later', 0]);
    expect(held.told).toMatchObject([{ event: 'changesHeldBack', changes: 2 }]);
    expect(await received('identifiers')).toHaveProperty('size', 30);
    expect((await runWith(people(33))).plan.send).toBe('changes');
    expect(await received('identifiers')).toHaveProperty('size', 33);
    const released = await runWith(people(32), { options: { releaseNow: true } });
    expect([released.plan.send, released.delivered.sent]).toEqual(['changes', 2]);
    expect(await received('payload')).toHaveProperty('size', 32);
  });

  test.each(['gone', 'damaged'])('sends all when its snapshot is %s, and says so', async (how) => {
    await runWith(people(30));
    const state = join(place.folder, 'state');
    const snapshot = join(state, readdirSync(state)[0]!);
    if (how === 'gone') rmSync(snapshot);
    else writeFileSync(snapshot, readFileSync(snapshot).fill(0, 40, 50));
    const { plan, told } = await runWith(people(33));
    const reason = how === 'gone' ? 'snapshotMissing' : 'snapshotDamaged';
    expect(plan).toMatchObject({ send: 'whole', reason });
    expect(told).toMatchObject([{ event: 'wholeRegister', stage: reason }]);
    expect((await runWith(people(36))).plan.send).toBe('changes');
    expect(await bothLanes()).toEqual(await fresh(people(36)));
  });

  test('whose snapshot was not written yet remembers without sending', async () => {
    await runWith(people(30));
    rmSync(join(place.folder, 'state'), { recursive: true });
    expect((await runWith(people(30))).delivered).toEqual({ sent: 0, alreadyThere: 6 });
    expect((await runWith(people(33))).plan.send).toBe('changes');
  });

  test('sends all when asked', async () => {
    await runWith(people(30));
    const { plan, delivered } = await runWith(people(30), { options: { full: true } });
    expect(plan).toMatchObject({ send: 'whole', reason: 'asked', run: { ordinal: 1 } });
    expect(delivered.sent).toBe(6);
  });

  test('retracts who is excluded since', async () => {
    await runWith(people(30));
    const hooks = { excluded: (localId: string) => ['3', '4', '5', '99'].includes(localId) };
    const { rows, changes } = await runWith(people(30), { hooks });
    expect([rows.excluded, rows.encoded, changes.removed]).toEqual([3, 27, 3]);
    const tokens = ['3', '4', '5', '6'].map((localId) =>
      hex(recordToken(session.secrets['token']!, 'sample', 'benefits', localId)),
    );
    for (const state of await bothLanes()) {
      expect(tokens.map((token) => state.has(token))).toEqual([false, false, false, true]);
    }
  });
});

describe('a dry run', () => {
  test('shows what would leave, and sends and remembers nothing', async () => {
    await runWith(people(30));
    const state = join(place.folder, 'state');
    const before = readFileSync(join(state, readdirSync(state)[0]!));
    const { plan, changes, sample, delivered } = await runWith(people(45), {
      options: { dryRun: true },
      hooks: { onLeaving: () => Promise.reject(new Error('nothing leaves')) },
    });
    expect([plan.send, changes.added, delivered.sent]).toEqual(['changes', 15, 0]);
    const [payload, identifiers] = sample!.messages.map(({ message }) => decodeBatch(message));
    expect(payload).toMatchObject({ lane: 'payload', sequence: 0, batches: 2 });
    expect(applyBatch(new Map(), identifiers!)).toBe(10);
    expect((await batchesOn('identifiers')).length).toBe(3);
    expect(readFileSync(join(state, readdirSync(state)[0]!)).equals(before)).toBe(true);
    const { sample: none } = await runWith(people(30), { options: { dryRun: true } });
    expect(none).toBeUndefined();
  });
});

describe('beside a run', () => {
  test('another one of the register waits, and then finds it done', async () => {
    const both = await Promise.all([runWith(people(30)), runWith(people(30))]);
    expect(both.map(({ delivered }) => delivered.sent).sort()).toEqual([0, 6]);
    const waiting = both
      .flatMap(({ told }) => told)
      .filter(({ event }) => event === 'waitingForRun');
    expect(waiting).toMatchObject([{ register: 'benefits', study: 'sample' }]);
  });

  test('what a crash left is removed', async () => {
    const state = join(place.folder, 'state');
    await runWith(people(30));
    const [snapshot] = readdirSync(state);
    const name = snapshot!.replace('.snapshot', '');
    for (const left of ['.spill', '.snapshot.tmp']) writeFileSync(join(state, name + left), 'x');
    writeFileSync(join(state, 'sample.other.spill'), 'x');
    await runWith(people(30));
    expect(readdirSync(state).sort()).toEqual(['sample.other.spill', snapshot].sort());
  });
});

test('a state folder that cannot be made is a closed code, and nothing leaves', async () => {
  place.write('file', 'x');
  const stateFolder = join(place.folder, 'file', 'state');
  expect(await refusal(place, () => runWith(people(30), { options: { stateFolder } }))).toEqual([
    'WRITE_FAILED {"file":"file/state"}',
  ]);
  expect(await batchesOn('payload')).toEqual([]);
  expect(existsSync(stateFolder)).toBe(false);
});
