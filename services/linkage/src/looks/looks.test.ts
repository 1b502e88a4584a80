// SPDX-License-Identifier: EUPL-1.2
/** A second round at the linkage unit, from batches over requests and answers to a published result. */
import { afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { CommandContext } from '@koppel/console';
import { sealKeyFile } from '@koppel/keys';
import { open } from '@koppel/keys/open';
import type { QualityReport } from '@koppel/quality-report';
import { decodeLinkBlock, decodeLinkResult, linkBatches, topics } from '@koppel/wire';
import { run } from '../commands/run.ts';
import { status as statusCommand } from '../commands/status.ts';
import { withState } from '../locked-state.ts';
import { configureUnit } from '../serve/config.ts';
import { LinkageService } from '../serve/service.ts';
import { LinkageState } from '../state.ts';
import {
  answerTo,
  fieldBytes,
  lookedStudy,
  refusalOf,
  registerOf,
  requestsTo,
  sendRegister,
  type AnswerPlan,
  type LookedRegister,
} from '../testing/looked-study.ts';
import { listen, makePlace, refusal, valuesOf, type Place, type Told } from '../testing/place.ts';
import { confirmKey, runName, type TestStudy } from '../testing/study.ts';

const quick = { n: 2 ** 10, r: 8, p: 1 } as const;
const passphrase = new TextEncoder().encode('correct horse battery');
const capacity = 200;
const north = registerOf('north', 'population', 1, [0, 150]);
const south = registerOf('south', 'population', 2, [50, 160]);

let place: Place;
let world: TestStudy;
let told: Told;
let printed: string[];
let keyFile: Uint8Array;

beforeAll(async () => {
  world = await lookedStudy(capacity);
  keyFile = await sealKeyFile(passphrase, 'linkageUnit', { ...world.unit }, quick);
});
beforeEach(async () => {
  place = await makePlace();
  told = listen();
  printed = [];
  place.write('study.yaml', JSON.stringify(world.input));
  place.write('passphrase', passphrase);
  place.write('unit.key', keyFile);
  await confirmKey(world, place.port);
  await sendRegister(world, place.port, north);
  await sendRegister(world, place.port, south);
});
afterEach(async () => {
  await place.remove();
});

const at = (name: string): string => join(place.folder, name);

function link(...flags: string[]): Promise<undefined> {
  const options = { study: 'study.yaml', keys: 'unit.key', log: 'log', state: 'state' };
  const context: CommandContext = {
    argv: [
      ...Object.entries(options).flatMap(([name, value]) => [`--${name}`, at(value)]),
      '--workers', '1', '--json', ...flags,
    ], // prettier-ignore
    language: 'en',
    reporter: told.reporter,
    environment: { KOPPEL_PASSPHRASE_FILE: at('passphrase') },
    print: (text) => printed.push(text),
  };
  return run(context);
}

async function status(): Promise<object> {
  const argv = ['--study', at('study.yaml'), '--keys', at('unit.key'), '--state', at('state'), '--json']; // prettier-ignore
  const said: string[] = [];
  const print = (text: string): number => said.push(text);
  // As a service that is at work in it.
  const busy = new DatabaseSync(join(at('state'), 'linkage.sqlite'));
  try {
    busy.exec('BEGIN IMMEDIATE');
    await statusCommand({ argv, language: 'en', reporter: told.reporter, environment: {}, print });
  } finally {
    busy.close();
  }
  return JSON.parse(said[0]!) as object;
}

const answersTopic = (owner: string): string => topics(world.study.id).lookAnswers(owner);
const append = (owner: string, values: readonly Uint8Array[]) =>
  place.port.append(answersTopic(owner), values);

/** Answers of an owner to all it was asked, in their order. */
async function answersOf(of: LookedRegister, plan: AnswerPlan = {}): Promise<Uint8Array[]> {
  const asked = await requestsTo(world, place.port, of.owner);
  return Promise.all(asked.map((one) => answerTo(world, one, of, plan)));
}

async function answerAll(): Promise<void> {
  await append('north', await answersOf(north));
  await append('south', await answersOf(south));
}

/** All links, opened, without what sealing makes different each time. */
async function links(): Promise<unknown[]> {
  const values = await valuesOf(place.port, topics(world.study.id).links);
  return Promise.all(
    values.map(async (value) => {
      const batch = linkBatches.decode(value);
      const plain = await open(
        world.researcherMailbox,
        linkBatches.sealingInfo(),
        linkBatches.associatedData(batch),
        batch.sealed,
      );
      return decodeLinkBlock(plain, { capacity });
    }),
  );
}

const report = (): QualityReport =>
  JSON.parse(readFileSync(join(at('state'), 'report', 'quality.json'), 'utf8')) as QualityReport;

const faults = (): string[] => {
  const state = new LinkageState(at('state'), world.specHash);
  const codes = state.looks.faults().map(({ owner, code }) => `${owner} ${code}`);
  state.close();
  return codes;
};

test('the service asks, waits without failing, and links when owners have answered', async () => {
  const settings = {
    koppelServe: 1, study: 'study.yaml', keys: 'unit.key', passphraseFile: 'passphrase', log: 'log',
    state: 'state', http: { port: 0 }, link: { quietSeconds: 0, workers: 1 },
  }; // prettier-ignore
  const { config } = configureUnit(place.write('serve.yaml', JSON.stringify(settings)), {});
  const { signal } = new AbortController();
  const { reporter } = told;
  const context = { argv: [], language: 'en', reporter, environment: {}, print: () => undefined } as const; // prettier-ignore
  await withState(config.state, world.specHash, async (state) => {
    const parts = { config, context, read: world, secrets: world.unit, state, signal };
    const service = new LinkageService(parts);
    const events = (): unknown[] =>
      told.lines.map(({ event }) => event).filter((name) => /^(?:looks|result)/.test(String(name)));
    try {
      const stages = (): unknown[] => told.lines.filter(({ event }) => event === 'stageDone');
      await service.round(signal);
      const done = stages();
      await service.round(signal);
      expect(stages()).toEqual(done);
      expect(await service.readiness()).toMatchObject({ ready: true, linkage: 'LOOKS_OPEN' });
      expect(service.metrics()).toContain('koppel_linkage_look_rounds_open 3\n');
      expect(events()).toEqual(['looksAsked', 'looksOpen']);
      await answerAll();
      await service.round(signal);
      expect(await service.readiness()).toMatchObject({ ready: true, linkage: 'ok' });
      const one = ['looksAsked', 'looksOpen', 'resultPublished'];
      expect(events()).toEqual(one);
      // As many answers are missing as the first time, of other rounds.
      for (const [register, seed] of [[north, 3], [south, 4]] as const) {
        await sendRegister(world, place.port, { ...register, seed }, { runOrdinal: 1 });
      } // prettier-ignore
      await service.round(signal);
      expect(events()).toEqual([...one, 'looksAsked', 'looksOpen']);
    } finally {
      await service.close();
    }
  });
});

describe('a second round', () => {
  test('asks every record equally often, waits, and links when all has been answered', async () => {
    const first = await refusal(place, () => link());
    expect(first).toEqual([
      expect.stringMatching(/^LOOKS_OPEN .*"field":"north\/population"/),
      expect.stringMatching(/^LOOKS_OPEN .*"field":"south\/population"/),
    ]);
    expect(JSON.parse(printed[0]!)).toMatchObject({ secondRound: { rounds: 3, answers: 0 } });
    for (const { owner, records } of [
      { owner: 'north', records: 150 },
      { owner: 'south', records: 160 },
    ]) {
      const asked = await requestsTo(world, place.port, owner);
      const rounds = new Map<string, Map<string, number>>();
      for (const { block, round } of asked) {
        const name = Buffer.from(round).toString('hex');
        const looks = rounds.get(name) ?? new Map<string, number>();
        rounds.set(name, looks);
        for (let row = 0; row < block.count; row += 1) {
          const token = Buffer.from(block.tokens.subarray(16 * row, 16 * row + 16)).toString('hex');
          looks.set(token, (looks.get(token) ?? 0) + 1);
        }
      }
      expect([...rounds.values()].map((looks) => [looks.size, ...new Set(looks.values())])).toEqual(
        [[records, 6], [records, 6]],
      ); // prettier-ignore
    }
    await append('north', await answersOf(north));
    expect(await refusal(place, () => link())).toEqual([
      expect.stringMatching(/^LOOKS_OPEN .*"field":"south\/population"/),
    ]);
    expect(await status()).toMatchObject({
      secondRound: { rounds: 3, open: [
        { registers: ['north/population', 'south/population'], missing: [{ owner: 'south', refused: 0 }] },
        { registers: ['south/population', 'south/population'], missing: [{ owner: 'south' }] },
      ] },
    }); // prettier-ignore
    await append('south', await answersOf(south));
    await link();
    expect(await status()).toMatchObject({ secondRound: { rounds: 3, open: [] } });
    const summary = JSON.parse(printed.at(-1)!) as { sources: { linked: number }[] };
    expect(summary).toMatchObject({
      published: true,
      decidedBy: 'secondRound',
      looked: { rounds: 3 },
    });
    // 100 persons are in both; the encodings of the first round alone cannot tell all of them.
    for (const { linked } of summary.sources) {
      expect(linked).toBeGreaterThan(90);
      expect(linked).toBeLessThan(106);
    }
    await link();
    expect(JSON.parse(printed.at(-1)!)).toMatchObject({ published: false });
    const results = await valuesOf(place.port, topics(world.study.id).results);
    expect(results.map(decodeLinkResult)).toMatchObject([{ similarity: 'looks' }]);
    const fields = ['given', 'surname', 'birth', 'postcode'];
    const looked = report();
    expect(looked.method).toMatchObject({ similarity: 'looks', fields });
    expect(looked.history).toHaveLength(1);
    // Of the same runs, but another linkage: neither goes on from the other.
    await link('--first-round');
    expect(JSON.parse(printed.at(-1)!)).toMatchObject({ published: true, followed: 'first' });
    const { linkage, method, history } = report();
    expect(method.similarity).toBe('dice');
    expect(history.map((entry) => entry.linkage)).toEqual([looked.linkage, linkage]);
  });

  test('gives the same links when answers come doubled and in any order, and a state is lost', async () => {
    await refusal(place, () => link());
    const asked = await requestsTo(world, place.port, 'north');
    await answerAll();
    await link();
    const before = await links();
    rmSync(at('state'), { recursive: true });
    await link();
    // The same rounds were planned, nothing was asked again, and the result is the one before.
    expect(JSON.parse(printed.at(-1)!)).toMatchObject({ published: false });
    expect(await requestsTo(world, place.port, 'north')).toHaveLength(asked.length);

    const other = await makePlace();
    try {
      await confirmKey(world, other.port);
      for (const one of [south, north]) await sendRegister(world, other.port, one);
      for (const owner of ['north', 'south']) {
        const values = await valuesOf(place.port, answersTopic(owner));
        await other.port.append(answersTopic(owner), [...values, ...values].reverse());
      }
      const own = place;
      place = other;
      for (const name of ['study.yaml', 'passphrase', 'unit.key']) {
        other.write(name, readFileSync(join(own.folder, name)));
      }
      await link();
      expect(await links()).toEqual(before);
      expect(faults()).toEqual([]);
      place = own;
    } finally {
      await other.remove();
    }
  });

  test('refuses what is forged, foreign or changed, in its account, and links all the same', async () => {
    await refusal(place, () => link());
    const [asked] = await requestsTo(world, place.port, 'north');
    const forged = (plan: AnswerPlan) => answerTo(world, asked!, north, plan);
    const [toSouth] = (await requestsTo(world, place.port, 'south')).filter(
      ({ request }) => request.otherOwner === 'south',
    );
    await append('north', [
      new Uint8Array(9),
      await forged({ signKey: world.signKeys['south']! }),
      await forged({ header: { specHash: new Uint8Array(32) } }),
      refusalOf(world, asked!, { specHash: new Uint8Array(32) }),
      await forged({ header: { owner: 'south' } }),
      await forged({ header: { round: new Uint8Array(32) } }),
      await forged({ header: { round: toSouth!.round } }),
      await forged({ header: { sequence: 99 } }),
      await forged({ header: { capacity: 100 } }),
      await forged({ block: (truth) => ({ ...truth, numbers: truth.numbers.map((n) => n + 1) }) }),
      await forged({ block: (truth) => ({ ...truth, count: truth.count - 1 }) }),
    ]);
    await answerAll();
    const changed: AnswerPlan = {
      block: (truth) => ({ ...truth, filters: truth.filters.with(0, truth.filters[0]! ^ 1) }),
    };
    await append('north', [await forged(changed)]);
    await link();
    expect(faults()).toEqual([
      'north WIRE_VERSION', 'north CONTRACT_SIGNATURE', 'north CONTRACT_OWNER',
      'north LOOKS_NOT_ASKED', 'north LOOKS_NOT_ASKED',
      'north LOOKS_NOT_ASKED', 'north CONTRACT_LENGTH', 'north LINKAGE_ANSWERS',
      'north LINKAGE_ANSWERS', 'north LOOKS_ANSWERED_OTHERWISE',
    ]); // prettier-ignore
    expect(told.lines.filter(({ event }) => event === 'lookAnswerRefused')).toHaveLength(10);
    // What is genuine under another version of the study is nobody's fault.
    const others = told.lines.filter(({ event }) => event === 'looksOfOtherVersion');
    expect(others).toMatchObject([{ owner: 'north', otherVersion: 2 }]);
    const account = readdirSync(place.folder).find((name) => name.includes('account'))!;
    expect(readFileSync(at(account), 'utf8')).toContain('LOOKS_ANSWERED_OTHERWISE');
    expect(JSON.parse(printed.at(-1)!)).toMatchObject({ published: true });
  });

  test('tells what an owner refuses, does not wait for it, and takes a later answer', async () => {
    await refusal(place, () => link());
    await append('north', await answersOf(north));
    const asked = await requestsTo(world, place.port, 'south');
    await append(
      'south',
      asked.map((one) => refusalOf(world, one)),
    );
    const refused = await refusal(place, () => link('--wait', '600'));
    expect(refused).toEqual([
      'LOOKS_REFUSED {"field":"south/population","rule":"LOOK_BUDGET"}',
      expect.stringContaining('LOOKS_OPEN'),
    ]);
    expect(told.lines.filter(({ event }) => event === 'looksRefused')).toHaveLength(asked.length);
    await append('south', await answersOf(south));
    await link();
    expect(JSON.parse(printed.at(-1)!)).toMatchObject({ published: true });
  });

  test('does without only where that is asked for, and says so', async () => {
    await link('--first-round');
    expect(JSON.parse(printed.at(-1)!)).toMatchObject({ published: true, decidedBy: 'firstRound' });
    expect(await requestsTo(world, place.port, 'north')).toEqual([]);
    const account = readdirSync(place.folder).find((name) => name.includes('account'))!;
    expect(readFileSync(at(account), 'utf8')).toContain('first-round');
  });

  test('ends the rounds of a run when a newer one arrives, and begins others', async () => {
    await refusal(place, () => link());
    await append('north', await answersOf(north));
    const before = await requestsTo(world, place.port, 'south');
    const newer = { ...south, seed: 3 };
    await sendRegister(world, place.port, newer, { runOrdinal: 1 });
    await refusal(place, () => link());
    const after = await requestsTo(world, place.port, 'south');
    expect(after).toHaveLength(2 * before.length);
    expect(after.at(-1)!.request.run).toEqual(runName(3));
    // North's own round stays as it was; what south answers of its first run is late, and no fault.
    const toNorth = await requestsTo(world, place.port, 'north');
    const fresh = toNorth.filter(({ request }) => request.otherRun.every((byte) => byte === 3));
    await append('north', await Promise.all(fresh.map((one) => answerTo(world, one, north))));
    await append('south', await answersOf(south));
    await link();
    expect(faults()).toEqual([]);
    expect(JSON.parse(printed.at(-1)!)).toMatchObject({ published: true, looked: { rounds: 3 } });
  });

  test('holds no field filter, while a round is open or when it is over', async () => {
    // Fields that the encodings of the first round do not hold in this form.
    await refusal(place, () => link());
    const answers = await answersOf(north);
    await append('north', answers);
    await refusal(place, () => link());
    const filters: Buffer[] = [];
    const asked = await requestsTo(world, place.port, 'north');
    await answerTo(world, asked[0]!, north, {
      block: (truth) => {
        for (let from = 0; from < truth.count * 4 * fieldBytes; from += fieldBytes) {
          filters.push(Buffer.from(truth.filters.subarray(from, from + fieldBytes)));
        }
        return truth;
      },
    });
    const holds = (): boolean => {
      const files = readdirSync(at('state')).filter((name) => name.startsWith('linkage.sqlite'));
      const bytes = files.map((name) => readFileSync(join(at('state'), name)));
      return filters.some((filter) => bytes.some((one) => one.includes(filter)));
    };
    expect(filters.length).toBeGreaterThan(100);
    expect(holds()).toBe(false);
    await append('south', await answersOf(south));
    await link();
    expect(holds()).toBe(false);
  });
});
