// SPDX-License-Identifier: EUPL-1.2
import { createHmac } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { deriveSketchKey, keyCheckValue, sketchCheckValue, sketchDigests } from './index.ts';

const encodingKey = new Uint8Array(32).fill(3);
const specHash = new Uint8Array(32).fill(4);
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

/** HKDF-Expand by the definition of RFC 5869: one block, as no output is longer. */
function expanded(secret: Uint8Array, info: Buffer, bytes: number): string {
  const block = createHmac('sha256', secret)
    .update(info)
    .update(Buffer.from([1]))
    .digest('hex');
  return block.slice(0, 2 * bytes);
}

test('the sketch key is bound to one version of a study, and its check value to it', () => {
  const sketchKey = deriveSketchKey(encodingKey, specHash);
  const info = Buffer.concat([Buffer.from('koppel/v1/sketch/key/'), specHash]);
  expect(hex(sketchKey)).toBe(expanded(encodingKey, info, 32));
  const check = expanded(sketchKey, Buffer.from('koppel/v1/sketch/check'), 16);
  expect(hex(sketchCheckValue(sketchKey))).toBe(check);
  expect(check).not.toBe(hex(keyCheckValue(encodingKey, specHash)));
});

test.each(['a', 'x'.repeat(20), 'y'.repeat(60), 'z'.repeat(1000)])(
  'a digest is HMAC over label, use and text, for short and long texts',
  (text) => {
    const framed = ['koppel/v1/sketch/digest', 'address', text].flatMap((part) => {
      const length = Buffer.alloc(4);
      length.writeUInt32BE(part.length);
      return [length, Buffer.from(part)];
    });
    const mac = createHmac('sha256', encodingKey).update(Buffer.concat(framed)).digest();
    const digest = sketchDigests(encodingKey, 'address');
    // Twice: nothing of an earlier text is left.
    digest('another');
    expect(digest(text)).toEqual([mac.readUInt32BE(0), mac.readUInt32BE(4)]);
    expect(sketchDigests(encodingKey, 'name')(text)).not.toEqual(digest(text));
  },
);

test('weak keys, wrong lengths and empty texts are refused', () => {
  const weak = expect.objectContaining({ code: 'KEY_WEAK' });
  const length = expect.objectContaining({ code: 'KEY_LENGTH' });
  const zero = new Uint8Array(32);
  expect(() => deriveSketchKey(zero, specHash)).toThrow(weak);
  expect(() => deriveSketchKey(encodingKey, new Uint8Array(31))).toThrow(length);
  expect(() => sketchCheckValue(zero)).toThrow(weak);
  expect(() => sketchDigests(zero, 'name')).toThrow(weak);
  expect(() => sketchDigests(encodingKey, '')).toThrow(
    expect.objectContaining({ code: 'KEY_TEXT', place: { field: 'use' } }),
  );
  expect(() => sketchDigests(encodingKey, 'name')('')).toThrow(
    expect.objectContaining({ code: 'KEY_TEXT', place: { field: 'text' } }),
  );
});
