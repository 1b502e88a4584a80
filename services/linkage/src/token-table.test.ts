// SPDX-License-Identifier: EUPL-1.2
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { TokenTable } from './token-table.ts';

/** Few different tokens, alike but in one place. */
function tokenOf(number: number): Uint8Array {
  const token = new Uint8Array(16).fill(9);
  token[number % 16] = number;
  return token;
}

const note = fc.record({ token: fc.nat(120), run: fc.nat(4), retracts: fc.boolean() });

test('keeps what a map keeps, at any size', () => {
  fc.assert(
    fc.property(fc.array(note, { maxLength: 300 }), fc.nat(40), (notes, room) => {
      const table = new TokenTable(room);
      const model = new Map<string, { run: number; row: number | undefined }>();
      const inOrder = notes.toSorted((one, other) => one.run - other.run);
      for (const [at, { token, run, retracts }] of inOrder.entries()) {
        const bytes = new Uint8Array(48);
        bytes.set(tokenOf(token), 16);
        const row = retracts ? undefined : at;
        const name = tokenOf(token).join();
        const once = model.get(name)?.run !== run;
        expect(table.note(bytes, 16, run, row)).toBe(once);
        if (once) model.set(name, { run, row });
      }
      const live = [...model.values()].flatMap(({ row }) => row ?? []).sort((a, b) => a - b);
      expect([...table.liveRows()]).toEqual(live);
      expect(table.live).toBe(live.length);
    }),
  );
});

test('a row number may lie beyond 32 bits', () => {
  const table = new TokenTable(1);
  table.note(tokenOf(1), 0, 0, 2 ** 40);
  expect([...table.liveRows()]).toEqual([2 ** 40]);
});
