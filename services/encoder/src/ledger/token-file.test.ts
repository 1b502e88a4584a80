// SPDX-License-Identifier: EUPL-1.2
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { makePlace, refusal, type Place } from '../testing/place.ts';
import { holdsToken, readTokens, writeTokens } from './token-file.ts';

let place: Place;
beforeAll(async () => {
  place = await makePlace();
});
afterAll(async () => {
  await place.remove();
});

const token = fc.uint8Array({ minLength: 16, maxLength: 16 });
const tokens = fc
  .uniqueArray(token, { maxLength: 40, selector: (one) => Buffer.from(one).toString('hex') })
  .map((all) => new Uint8Array(Buffer.concat(all.sort((a, b) => Buffer.compare(a, b)))));

test('a token is found where it is and nowhere else', () => {
  fc.assert(
    fc.property(tokens, token, (all, other) => {
      const each = Array.from({ length: all.length / 16 }, (_, at) =>
        all.subarray(16 * at, 16 * at + 16),
      );
      expect(each.every((one) => holdsToken(all, one))).toBe(true);
      const there = each.some((one) => Buffer.compare(one, other) === 0);
      expect(holdsToken(all, other)).toBe(there);
    }),
  );
});

test('what is written is read back, under a name that another salt changes', async () => {
  const salt = new Uint8Array(16).fill(1);
  await fc.assert(
    fc.asyncProperty(tokens, tokens, async (records, retractions) => {
      const write = (salted: Uint8Array) =>
        writeTokens(place.folder, salted, { records, retractions });
      const name = await write(salt);
      expect(await write(salt)).toBe(name);
      expect(await write(salt.with(0, 2))).not.toBe(name);
      expect(readTokens(place.folder, name, 1)).toEqual({ records, retractions });
    }),
    { numRuns: 20 },
  );
});

test('a file that is gone, changed or open to others is not taken', async () => {
  const none = new Uint8Array(0);
  const folder = join(place.folder, 'state');
  const name = await writeTokens(folder, new Uint8Array(16), { records: none, retractions: none });
  const inside = join(folder, 'tokens', name.slice(0, 2));
  const [file] = readdirSync(inside);
  expect(statSync(join(inside, file!)).mode & 0o077).toBe(0);
  writeFileSync(join(inside, file!), 'x');
  const refused = (rule: string) => [`PROOF_TOKENS {"file":"state","row":7,"rule":"${rule}"}`];
  expect(await refusal(place, () => readTokens(folder, name, 7))).toEqual(refused('hash'));
  const missing = 'a'.repeat(64);
  expect(await refusal(place, () => readTokens(folder, missing, 7))).toEqual(refused('missing'));
});
