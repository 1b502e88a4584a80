// SPDX-License-Identifier: EUPL-1.2
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { topics } from '@koppel/wire';
import { Answers } from './answers.ts';
import { newestRunOf } from './newest-run.ts';
import type { LoggedRun } from './run-log.ts';
import { noBase } from './run-plan.ts';
import { makePlace, type Place } from './testing/place.ts';
import { answer, type Answer } from './testing/receipts.ts';
import { makeStudy, type TestStudy } from './testing/study.ts';

let place: Place;
let world: TestStudy;
let answers: Answers;

beforeEach(async () => {
  place = await makePlace();
  world = await makeStudy(['north', 'south']);
  answers = new Answers(world.owners[0]!.sender);
});
afterEach(() => place.remove());

const name = (first: number): Uint8Array => new Uint8Array(16).fill(first);

/** A run of three batches, of which so many are on the log. */
function runOf(first: number, ordinal: number, base = noBase, there = 3): LoggedRun {
  const sequences = new Map([
    ['identifiers' as const, new Set(Array.from({ length: there }, (_, at) => at))],
  ]);
  const complete = there === 3;
  return { identity: name(first), ordinal, base, batches: 3, sequences, complete };
}

const all = (first: number, codes: Readonly<Record<number, Answer['code']>> = {}): Answer[] =>
  [0, 1, 2].map((sequence) => {
    const code = codes[sequence];
    return { run: name(first), sequence, ...(code === undefined ? {} : { code }) };
  });

async function given(...list: readonly Answer[]): Promise<void> {
  await answer(world, place.port, list);
  await answers.read(place.port);
}

const first = runOf(1, 0);
const fate = (...runs: readonly LoggedRun[]) => newestRunOf('benefits', runs, answers);

describe('the newest run', () => {
  test('is none, waits, and is accepted when every batch is', async () => {
    expect(fate()).toMatchObject({ verdict: 'none', accepted: 0 });
    expect(fate(first)).toMatchObject({ verdict: 'waiting', unanswered: 3, refusals: [] });
    await given(...all(1));
    expect(fate(first)).toMatchObject({ verdict: 'accepted', accepted: 3, unanswered: 0 });
    const cut = runOf(1, 0, noBase, 2);
    expect(fate(cut)).toMatchObject({ verdict: 'waiting', accepted: 2, notSent: 1 });
  });

  test('is refused when one batch is, with the codes, most first', async () => {
    await given(...all(1, { 0: 'CONTRACT_LENGTH', 1: 'CONTRACT_QUOTA', 2: 'CONTRACT_QUOTA' }));
    expect(fate(first)).toMatchObject({
      verdict: 'refused', accepted: 0, refused: 3, unanswered: 0,
      refusals: [{ code: 'CONTRACT_QUOTA', batches: 2 }, { code: 'CONTRACT_LENGTH', batches: 1 }],
    }); // prettier-ignore
  });

  test('is refused as a whole by a second answer to its first batch', async () => {
    await given(...all(1), { run: name(1), sequence: 0, code: 'CONTRACT_TOKEN_TWICE' });
    expect(fate(first)).toMatchObject({
      verdict: 'refused', accepted: 3, refused: 0,
      refusals: [{ code: 'CONTRACT_TOKEN_TWICE', batches: 0 }],
    }); // prettier-ignore
  });

  test('is refused when a run that it rests on was', async () => {
    const [second, third] = [runOf(2, 1, name(1)), runOf(3, 2, name(2))];
    await given(...all(1, { 1: 'GATE_DOCUMENT_EXPIRED' }), ...all(2), ...all(3));
    expect(fate(first, second, third)).toMatchObject({
      verdict: 'refused', accepted: 3, refusals: [{ code: 'GATE_DOCUMENT_EXPIRED', batches: 1 }],
    }); // prettier-ignore
    expect(fate(third, second)).toMatchObject({ verdict: 'accepted' }); // its base is not known
    const anew = runOf(4, 3);
    await given(...all(4));
    expect(fate(first, second, third, anew)).toMatchObject({ verdict: 'accepted' });
  });
});

describe('an answer does not count', () => {
  test('with the signature of somebody else', async () => {
    const forged = all(1, { 0: 'CONTRACT_QUOTA' });
    await answer(world, place.port, forged, world.owners[1]!.secrets['sign']);
    expect(await answers.read(place.port)).toBe(3);
    expect(fate(first)).toMatchObject({ verdict: 'waiting', accepted: 0, unanswered: 3 });
  });

  test('when it is of another owner, another register, or noise', async () => {
    const topic = topics(world.study.id).receipts('north');
    await place.port.append(topic, [Uint8Array.of(1, 2, 3)]);
    await given(
      { run: name(1), sequence: 0, code: 'CONTRACT_QUOTA', owner: 'south' },
      { run: name(1), sequence: 0, code: 'CONTRACT_QUOTA', register: 'population' },
    );
    expect(fate(first).verdict).toBe('waiting');
  });

  /** Anybody can put a batch under an owner's name on the log, and have that refused. */
  test('against a batch that was taken all the same', async () => {
    await given({ run: name(1), sequence: 0, code: 'CONTRACT_SIGNATURE' }, ...all(1));
    await given({ run: name(1), sequence: 2, code: 'CONTRACT_QUOTA' });
    expect(fate(first)).toMatchObject({ verdict: 'accepted', refusals: [] });
  });
});

test('only what is new is read, and a repeat changes nothing', async () => {
  await given(...all(1, { 0: 'CONTRACT_QUOTA' }));
  const before = fate(first);
  expect(await answers.read(place.port)).toBe(0);
  await given(...all(1, { 0: 'CONTRACT_QUOTA' }));
  expect(fate(first)).toEqual(before);
});
