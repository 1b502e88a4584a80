// SPDX-License-Identifier: EUPL-1.2
/** Messages of a second round: their ranges, their sizes, and what each is bound to. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import * as lookSamples from './testing/look-samples.ts';
import {
  decodeLookAnswerBlock,
  decodeLookRequestBlock,
  encodeLookAnswer,
  encodeLookAnswerBlock,
  encodeLookRefusal,
  encodeLookRequest,
  encodeLookRequestBlock,
  isWithinRound,
  lookAnswerAssociatedData,
  lookAnswerBlockBytes,
  lookAnswerSealingInfo,
  lookAnswerSigningBytes,
  lookRefusalSigningBytes,
  lookRequestAssociatedData,
  lookRequestBlockBytes,
  lookRequestDigest,
  lookRequestSealingInfo,
  lookRequestSigningBytes,
  rarityClassOf,
  topics,
  type LookAnswer,
  type LookRefusal,
  type LookRequest,
  type LookRequestHeader,
} from './index.ts';
import {
  countUp,
  lookAnswerBlockExample,
  lookAnswerExample,
  lookRefusalExample,
  lookRequestBlockExample,
  lookRequestExample,
  patched,
  refusalOf,
} from './testing/examples.ts';

const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
const answerShape = { capacity: 3, filterBytes: 4, rarityBytes: 1 };

describe('what is out of range is not written', () => {
  test.each<Partial<LookRequest>>([
    { study: 'A' },
    { owner: '' },
    { otherRegister: 'a.b' },
    { specHash: countUp(31, 0) },
    { run: countUp(15, 0) },
    { otherRun: countUp(17, 0) },
    { random: countUp(15, 0) },
    { sequence: 3 },
    { sequence: -1 },
    { requests: 0, sequence: 0 },
    { requests: 100_001 },
    { looks: 3 },
    { looks: 41 },
    { capacity: 0 },
    { sealed: new Uint8Array() },
    { signature: countUp(63, 0) },
  ])('a request with %p', (change) => {
    const field = Object.keys(change)[0]!;
    expect(refusalOf(() => encodeLookRequest({ ...lookRequestExample, ...change }))).toBe(
      `WIRE_MALFORMED ${field} range`,
    );
  });

  test.each<Partial<LookAnswer>>([
    { round: countUp(31, 0) },
    { request: countUp(33, 0) },
    { sequence: 100_000 },
    { capacity: 0 },
    { sealed: new Uint8Array() },
  ])('an answer with %p', (change) => {
    const field = Object.keys(change)[0]!;
    expect(refusalOf(() => encodeLookAnswer({ ...lookAnswerExample, ...change }))).toBe(
      `WIRE_MALFORMED ${field} range`,
    );
  });

  test.each(['', 'Jansen', 'LOOK_WHATEVER'])('a refusal with code %p', (code) => {
    const wrong = { ...lookRefusalExample, code } as unknown as LookRefusal;
    expect(refusalOf(() => encodeLookRefusal(wrong))).toBe('WIRE_MALFORMED code range');
  });
});

describe('a block', () => {
  test('has one size whatever it holds', () => {
    fc.assert(
      fc.property(lookSamples.lookRequestBlock, ({ block, shape }) => {
        expect(encodeLookRequestBlock(block, shape)).toHaveLength(lookRequestBlockBytes(shape));
      }),
    );
    fc.assert(
      fc.property(lookSamples.lookAnswerBlock, ({ block, shape }) => {
        expect(encodeLookAnswerBlock(block, shape)).toHaveLength(lookAnswerBlockBytes(shape));
      }),
    );
  });

  test('writes nothing of what an earlier one left beyond its rows', () => {
    const numbers = Uint32Array.of(7, 70_000, 5);
    const looks = { ...lookRequestBlockExample, numbers, tokens: new Uint8Array(48).fill(1) };
    const read = decodeLookRequestBlock(encodeLookRequestBlock(looks, answerShape), answerShape);
    expect(read.numbers).toEqual(Uint32Array.of(7, 70_000, 0));
    expect(read.tokens.subarray(32)).toEqual(new Uint8Array(16));
    const answers = { ...lookAnswerBlockExample, numbers, filters: new Uint8Array(12).fill(1), rarity: Uint8Array.of(1, 2, 3) };
    const answered = decodeLookAnswerBlock(encodeLookAnswerBlock(answers, answerShape), answerShape);
    expect(answered.numbers[2]).toBe(0);
    expect(answered.filters.subarray(8)).toEqual(new Uint8Array(4));
    expect(answered.rarity[2]).toBe(0);
  }); // prettier-ignore

  test('of another shape is refused, by the column that does not fit', () => {
    const looks = encodeLookRequestBlock(lookRequestBlockExample, answerShape);
    const answers = encodeLookAnswerBlock(lookAnswerBlockExample, answerShape);
    const refusals = [
      () => decodeLookRequestBlock(looks, { capacity: 4 }),
      () => encodeLookRequestBlock(lookRequestBlockExample, { capacity: 4 }),
      () => encodeLookRequestBlock({ ...lookRequestBlockExample, tokens: countUp(3, 0) }, answerShape),
      () => encodeLookRequestBlock({ ...lookRequestBlockExample, count: 4 }, answerShape),
      () => decodeLookRequestBlock(patched(looks, 2, 1), answerShape),
      () => lookRequestBlockBytes({ capacity: 0 }),
      () => decodeLookAnswerBlock(answers, { ...answerShape, filterBytes: 5 }),
      () => decodeLookAnswerBlock(answers, { ...answerShape, rarityBytes: 0 }),
      () => encodeLookAnswerBlock(lookAnswerBlockExample, { ...answerShape, rarityBytes: 2 }),
      () => encodeLookAnswerBlock(lookAnswerBlockExample, { ...answerShape, rarityBytes: 9 }),
      () => encodeLookAnswerBlock(lookAnswerBlockExample, { ...answerShape, filterBytes: 0 }),
      () => decodeLookAnswerBlock(patched(answers, 2, 1), answerShape),
      () => decodeLookAnswerBlock(patched(answers, 2, 4), answerShape),
    ];
    expect(refusals.map(refusalOf)).toEqual([
      'WIRE_LENGTH numbers', 'WIRE_LENGTH numbers', 'WIRE_LENGTH tokens',
      'WIRE_MALFORMED count range', 'WIRE_MALFORMED numbers padding', 'WIRE_LENGTH capacity',
      'WIRE_LENGTH filters', 'WIRE_LENGTH rarity', 'WIRE_LENGTH rarity', 'WIRE_LENGTH rarityBytes',
      'WIRE_LENGTH filterBytes', 'WIRE_MALFORMED numbers padding', 'WIRE_MALFORMED count range',
    ]);
  }); // prettier-ignore

  test('tells the class of each field', () => {
    const rarity = Uint8Array.of(0, 0b11_10_01_00, 0b00_00_00_10);
    expect([0, 1, 2, 3, 4].map((field) => rarityClassOf(rarity.subarray(1), 0, field, 2))).toEqual([
      0, 1, 2, 3, 2,
    ]);
    expect(rarityClassOf(rarity, 1, 3, 1)).toBe(3);
    expect(rarityClassOf(new Uint8Array(), 4, 3, 0)).toBe(0);
  });
});

describe('what is signed and sealed', () => {
  const header: LookRequestHeader = lookRequestExample;
  const other: Partial<LookRequest>[] = [
    { study: 'ander' },
    { specHash: countUp(32, 1) },
    { owner: 'gemeente-oost' },
    { register: 'werk' },
    { run: countUp(16, 1) },
    { otherOwner: 'gemeente-oost' },
    { otherRegister: 'wonen' },
    { otherRun: countUp(16, 1) },
    { random: countUp(16, 1) },
    { sequence: 1 },
    { requests: 4 },
    { looks: 11 },
    { capacity: 999 },
  ];

  test('is another for every member of a request', () => {
    const base = { ...header, sealed: countUp(48, 100) };
    const signed = [base, ...other.map((one) => ({ ...base, ...one })), { ...base, sealed: countUp(48, 1) }];
    expect(new Set(signed.map((one) => text(lookRequestSigningBytes(one)))).size).toBe(15);
    expect(new Set(signed.map((one) => text(lookRequestAssociatedData(one)))).size).toBe(14);
    const block = countUp(10, 0);
    const digests = [...signed.map((one) => lookRequestDigest(one, block)), lookRequestDigest(base, countUp(10, 1))];
    // The sealing is another each time, and what is asked is not.
    expect(new Set(digests.map(text)).size).toBe(15);
  }); // prettier-ignore

  test('is no answer where it is a request, and no refusal where it is an answer', () => {
    expect(text(lookRequestSealingInfo())).not.toBe(text(lookAnswerSealingInfo()));
    const all = [
      lookAnswerSigningBytes(lookAnswerExample),
      lookAnswerAssociatedData(lookAnswerExample),
      lookAnswerSigningBytes({ ...lookAnswerExample, round: countUp(32, 1) }),
      lookAnswerSigningBytes({ ...lookAnswerExample, sealed: countUp(48, 1) }),
      lookRefusalSigningBytes({ ...lookAnswerExample, code: 'LOOK_BUDGET' }),
      lookRefusalSigningBytes({ ...lookAnswerExample, code: 'LOOK_TOKEN' }),
    ].map(text);
    expect(new Set(all).size).toBe(all.length);
  });

  test('a round is within a run only where all of its name is the same', () => {
    const { owner, register, run } = header;
    const same = { ...header, otherOwner: owner, otherRegister: register, otherRun: run };
    expect(isWithinRound(same)).toBe(true);
    expect(isWithinRound({ ...same, otherOwner: 'gemeente-zuid' })).toBe(false);
    expect(isWithinRound({ ...same, otherRegister: 'werk' })).toBe(false);
    expect(isWithinRound({ ...same, otherRun: countUp(16, 1) })).toBe(false);
  });
});

test('each owner has topics of its own for looks', () => {
  const names = topics('jeugd');
  expect([names.lookRequests('noord'), names.lookAnswers('noord')]).toEqual([
    'koppel.jeugd.look-requests.noord',
    'koppel.jeugd.look-answers.noord',
  ]);
});
