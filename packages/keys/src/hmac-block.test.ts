// SPDX-License-Identifier: EUPL-1.2
import { createHmac } from 'node:crypto';
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { HmacBlock } from './hmac-block.ts';

const secret = new Uint8Array(32).fill(9);

/** The message is `start` bytes of the prefix and then the given ones. */
function macOf(block: HmacBlock, message: Uint8Array): string {
  block.bytes.fill(0, block.start);
  block.bytes.set(message, block.start);
  block.pad(block.start + message.length);
  block.compute();
  return Array.from(block.digest, (word) => (word >>> 0).toString(16).padStart(8, '0')).join('');
}

test('is HMAC-SHA256 for any prefix, and any messages that fit, one after the other', () => {
  const message = fc.uint8Array({ maxLength: HmacBlock.lengthMax - 63 });
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), fc.array(message), (prefix, messages) => {
      const block = new HmacBlock(secret, prefix);
      for (const one of messages) {
        const expected = createHmac('sha256', secret).update(prefix).update(one).digest('hex');
        expect(macOf(block, one)).toBe(expected);
      }
    }),
  );
});

test('the longest message that fits is right', () => {
  const block = new HmacBlock(secret);
  const message = new Uint8Array(HmacBlock.lengthMax).fill(1);
  expect(macOf(block, message)).toBe(createHmac('sha256', secret).update(message).digest('hex'));
});

test('states are copies of what a key alone decides', () => {
  const [one, other] = [new HmacBlock(secret), new HmacBlock(secret)];
  macOf(other, Uint8Array.of(1, 2, 3));
  expect(one.states()).toEqual(other.states());
  expect(one.states()).not.toEqual(new HmacBlock(new Uint8Array(32).fill(8)).states());
  one.states().inner.fill(0);
  expect(one.states()).toEqual(other.states());
});

test('nothing is left after disposal', () => {
  const block = new HmacBlock(secret, Uint8Array.of(5));
  macOf(block, Uint8Array.of(1, 2, 3));
  block.dispose();
  const zeros = new Int32Array(8);
  expect(block.states()).toEqual({ inner: zeros, outer: zeros });
  expect(block.digest).toEqual(zeros);
  expect(block.bytes.every((byte) => byte === 0)).toBe(true);
});
