// SPDX-License-Identifier: EUPL-1.2
/** Messages of a second round as arbitrary values for property tests. For tests only. */
import fc from 'fast-check';
import type { LookAnswer, LookAnswerBlock, LookAnswerShape, LookRefusal } from '../look-answer.ts';
import type { LookRequest, LookRequestBlock } from '../look-request.ts';
import { bytesOf, column, name, place, rows, sealed, type Shaped } from './samples.ts';

const looked = { study: name, specHash: bytesOf(32), owner: name, register: name };

export const lookRequest: fc.Arbitrary<LookRequest> = place.chain(({ batches, sequence }) =>
  fc.record({
    ...looked,
    run: bytesOf(16),
    otherOwner: name,
    otherRegister: name,
    otherRun: bytesOf(16),
    random: bytesOf(16),
    sequence: fc.constant(sequence),
    requests: fc.constant(batches),
    looks: fc.integer({ min: 4, max: 40 }),
    capacity: fc.integer({ min: 1, max: 1_000_000 }),
    sealed,
    signature: bytesOf(64),
  }),
);

const replied = { ...looked, round: bytesOf(32), request: bytesOf(32), sequence: fc.nat(99_999) };

export const lookAnswer: fc.Arbitrary<LookAnswer> = fc.record({
  ...replied,
  capacity: fc.integer({ min: 1, max: 1_000_000 }),
  sealed,
  signature: bytesOf(64),
});

export const lookRefusal: fc.Arbitrary<LookRefusal> = fc.record({
  ...replied,
  code: fc.constantFrom('LOOK_BUDGET' as const, 'GATE_NO_GO' as const),
  signature: bytesOf(64),
});

function numbers(count: number, capacity: number): fc.Arbitrary<Uint32Array> {
  return fc.array(fc.nat(2 ** 32 - 1), { minLength: count, maxLength: count }).map((filled) => {
    const column = new Uint32Array(capacity);
    column.set(filled);
    return column;
  });
}

export const lookRequestBlock: fc.Arbitrary<Shaped<LookRequestBlock, { capacity: number }>> =
  rows.chain(({ capacity, count }) =>
    fc.record({
      block: fc.record({
        count: fc.constant(count),
        numbers: numbers(count, capacity),
        tokens: column(count, capacity, 16),
      }),
      shape: fc.constant({ capacity }),
    }),
  );

export const lookAnswerBlock: fc.Arbitrary<Shaped<LookAnswerBlock, LookAnswerShape>> = fc
  .tuple(rows, fc.integer({ min: 1, max: 6 }), fc.nat(3))
  .chain(([{ capacity, count }, filterBytes, rarityBytes]) =>
    fc.record({
      block: fc.record({
        count: fc.constant(count),
        numbers: numbers(count, capacity),
        filters: column(count, capacity, filterBytes),
        rarity: column(count, capacity, rarityBytes),
      }),
      shape: fc.constant({ capacity, filterBytes, rarityBytes }),
    }),
  );
