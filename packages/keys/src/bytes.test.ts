// SPDX-License-Identifier: EUPL-1.2
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { concat, frame, randomBytes32, requireSecret, textBytes, unframe, wipe } from './bytes.ts';

const lists = fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 6 });

test('a frame gives back its parts', () => {
  fc.assert(
    fc.property(lists, (parts) => {
      expect(unframe(frame(...parts))).toEqual(parts);
    }),
  );
});

test('two lists of parts never share a frame, even if they share their bytes', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 1, maxLength: 40 }), fc.nat(), (bytes, n) => {
      const at = n % bytes.length;
      const whole = frame(bytes, new Uint8Array());
      const cut = frame(bytes.subarray(0, at), bytes.subarray(at));
      expect(concat(bytes.subarray(0, at), bytes.subarray(at))).toEqual(bytes);
      expect(Buffer.from(whole).equals(cut)).toBe(false);
    }),
  );
});

test('a frame cut off inside a part is refused', () => {
  const framed = frame(Uint8Array.of(1, 2), Uint8Array.of(3));
  const whole = [0, 6, framed.length];
  for (let length = 0; length <= framed.length; length += 1) {
    expect(unframe(framed.subarray(0, length)) !== undefined).toBe(whole.includes(length));
  }
});

test('text has 1 to 1,024 bytes and no half surrogate pairs', () => {
  expect(textBytes('é'.repeat(512), 'study')).toHaveLength(1024);
  for (const text of ['', 'é'.repeat(512) + 'x', '\ud83d', '\ude00\ud83d']) {
    expect(() => textBytes(text, 'study')).toThrow(
      expect.objectContaining({ code: 'KEY_TEXT', place: { field: 'study' } }),
    );
  }
});

test('random bytes pass as a secret, differ each time, and are gone after a wipe', () => {
  const first = randomBytes32();
  const second = randomBytes32();
  requireSecret(first, 'share');
  expect(first).toHaveLength(32);
  expect(first).not.toEqual(second);
  wipe(first, second);
  for (const secret of [first, second]) {
    expect(() => {
      requireSecret(secret, 'share');
    }).toThrow(expect.objectContaining({ code: 'KEY_WEAK', place: { field: 'share' } }));
  }
});
