// SPDX-License-Identifier: EUPL-1.2
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { armour, readArmour } from './armour.ts';

const messages = fc.uint8Array({ minLength: 1, maxLength: 600 });
const read = (text: string) =>
  readArmour(text).map((block) =>
    'message' in block ? { message: block.message } : { fault: block.fault },
  );

/** What mail programs and people do to a text. */
const mishaps: Readonly<Record<string, (text: string) => string>> = {
  'nothing': (text) => text,
  'line ends of Windows': (text) => text.replaceAll('\n', '\r\n'),
  'a quoted reply': (text) => text.replace(/^/gm, '> '),
  'a reply to a quoted reply': (text) => text.replace(/^/gm, '>> > '),
  'a bar as mark of quotation': (text) => text.replace(/^/gm, '| '),
  'wrapped at 40': (text) => text.replace(/(.{40})/g, '$1\n'),
  'wrapped at 30, quoted': (text) => text.replace(/(.{30})/g, '$1\n').replace(/^/gm, '> '),
  'all on one line': (text) => text.replaceAll('\n', ' '),
  'indented': (text) => text.replace(/^/gm, '\t  '),
  'spaces at the end': (text) => text.replace(/$/gm, '   '),
  'dashes made long': (text) => text.replaceAll('-----', '\u2014\u2014'),
  'hard spaces': (text) => text.replace(/$/gm, '\u00a0'),
  'soft line breaks': (text) => text.replace(/([A-Za-z0-9]{50})/g, '$1=\r\n'),
  'a thread around it': (text) => `Dag,\n\nHierbij.\n\n${text}\n\nGroet\n> On Monday:\n> Dank\n`,
}; // prettier-ignore

test.each(Object.entries(mishaps))('a message survives: %s', (_name, mishap) => {
  fc.assert(
    fc.property(messages, (message) => {
      expect(read(mishap(armour(message)))).toEqual([{ message }]);
    }),
  );
});

test('every line is short ASCII, and the last one a checksum', () => {
  const lines = armour(new Uint8Array(300).fill(255)).trimEnd().split('\n');
  for (const line of lines) expect(line).toMatch(/^[\x20-\x7e]{1,64}$/);
  expect(lines.at(-2)).toMatch(/^#[0-9a-f]{16}$/);
});

test('several messages of one text come in their order, with what stands above each', () => {
  const one = Uint8Array.of(1);
  const two = Uint8Array.of(2);
  const blocks = readArmour(`From: north\n${armour(one)}\nFrom: south\n${armour(two)}`);
  expect(blocks.map((block) => ('message' in block ? block.message : undefined))).toEqual([
    one,
    two,
  ]);
  expect(blocks[0]!.before).toContain('From: north');
  expect(blocks[1]!.before).toContain('From: south');
  expect(blocks[1]!.before).not.toContain('From: north');
});

test('a text without a message has no blocks', () => {
  fc.assert(fc.property(fc.string(), (text) => readArmour(text).length === 0));
  expect(readArmour('')).toEqual([]);
});

describe('a damaged block is found', () => {
  const text = armour(Uint8Array.from({ length: 150 }, (_, at) => at));

  test('cut off anywhere', () => {
    for (let length = text.indexOf('MESSAGE') + 7; length < text.indexOf('-----END'); length += 1) {
      expect(read(text.slice(0, length))).toEqual([{ fault: 'truncated' }]);
    }
  });

  test('with any character changed or lost', () => {
    const from = text.indexOf('\n') + 1;
    const to = text.indexOf('\n-----END');
    for (let at = from; at < to; at += 1) {
      if (text[at] === '\n') continue;
      const other = text[at] === 'A' ? 'B' : 'A';
      for (const changed of [other, '', '~']) {
        const [block] = read(text.slice(0, at) + changed + text.slice(at + 1));
        expect(block).toHaveProperty('fault');
      }
    }
  });

  test('with a line lost, or two exchanged', () => {
    const lines = text.split('\n');
    expect(read(lines.filter((_, at) => at !== 1).join('\n'))).toEqual([{ fault: 'checksum' }]);
    [lines[1], lines[2]] = [lines[2]!, lines[1]!];
    expect(read(lines.join('\n'))).toEqual([{ fault: 'checksum' }]);
    expect(read(text.replace('#', ''))).toEqual([{ fault: 'form' }]);
  });

  test('and does not hide the next one', () => {
    const message = Uint8Array.of(9);
    expect(read(text.slice(0, 80) + armour(message))).toEqual([
      { fault: 'truncated' },
      { message },
    ]);
  });
});
