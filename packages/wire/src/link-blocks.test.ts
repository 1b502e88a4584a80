// SPDX-License-Identifier: EUPL-1.2
/** What is sealed to the researcher: links and events, and how finely they tell how sure a link is. */
import { describe, expect, test } from '@jest/globals';
import {
  decodeEventBlock,
  encodeEventBlock,
  eventBlockBytes,
  type EventBlock,
} from './event-block.ts';
import { reasonBits, reasonsIn } from './events.ts';
import {
  noGrade,
  probabilityGrade,
  probabilityLevels,
  probabilityOf,
  qualityGrade,
  qualityOf,
} from './grades.ts';
import { decodeLinkBlock, encodeLinkBlock } from './link-block.ts';
import type { LinkBlock } from './link-rows.ts';
import { linkWarnings, warningBits, warningsIn } from './link-statement.ts';
import { eventBlockExample, linkBlockExample, patched, refusalOf } from './testing/examples.ts';
import { older } from './testing/vectors.ts';

describe('a link block', () => {
  const shape = { capacity: 3 };
  const bytes = encodeLinkBlock(linkBlockExample, shape);

  function encoded(changes: Partial<LinkBlock>): string {
    return refusalOf(() => encodeLinkBlock({ ...linkBlockExample, ...changes }, shape));
  }

  test('has columns of one length, as written and as read', () => {
    expect(encoded({ tokens: new Uint8Array(47) })).toBe('WIRE_LENGTH tokens');
    expect(encoded({ pseudonyms: new Uint8Array(49) })).toBe('WIRE_LENGTH pseudonyms');
    expect(encoded({ quality: new Uint8Array(4) })).toBe('WIRE_LENGTH quality');
    expect(encoded({ probability: new Uint8Array(2) })).toBe('WIRE_LENGTH probability');
    expect(encoded({ personProbability: new Uint8Array(4) })).toBe('WIRE_LENGTH personProbability');
    expect(encoded({ review: new Uint8Array(4) })).toBe('WIRE_LENGTH review');
    expect(encoded({ clusterSize: new Uint16Array(2) })).toBe('WIRE_LENGTH clusterSize');
    expect(refusalOf(() => decodeLinkBlock(bytes, { capacity: 2 }))).toBe('WIRE_LENGTH tokens');
  });

  test('has a count within its capacity', () => {
    expect(encoded({ count: 4 })).toBe('WIRE_MALFORMED count range');
    expect(refusalOf(() => decodeLinkBlock(patched(bytes, 2, 4), shape))).toBe(
      'WIRE_MALFORMED count range',
    );
  });

  test.each<Partial<LinkBlock>>([
    { quality: Uint8Array.of(20, 255, 0) },
    { probability: Uint8Array.of(24, 26, 0) },
    { personProbability: Uint8Array.of(254, 255, 0) },
    { review: Uint8Array.of(0, 4, 0) },
  ])('has no grade or state that does not exist: %p', (change) => {
    expect(encoded(change)).toBe(`WIRE_MALFORMED ${Object.keys(change)[0]!} range`);
  });

  test('has no cluster without the row itself', () => {
    expect(encoded({ clusterSize: Uint16Array.of(1, 0, 0) })).toBe(
      'WIRE_MALFORMED clusterSize range',
    );
  });

  test.each(['', 'X', 'Jansen', 'a'.repeat(41)])('has no owner %p', (owner) => {
    expect(encoded({ owner })).toBe('WIRE_MALFORMED owner range');
    expect(encoded({ register: owner })).toBe('WIRE_MALFORMED register range');
  });

  test('has room for the longest names', () => {
    const block = { ...linkBlockExample, owner: 'a'.repeat(40), register: `b${'-9'.repeat(19)}z` };
    expect(decodeLinkBlock(encodeLinkBlock(block, shape), shape)).toEqual(block);
  });

  test('is written without what the columns hold beyond the count', () => {
    const reused = {
      ...linkBlockExample,
      quality: Uint8Array.of(15, 255, 99),
      review: Uint8Array.of(2, 0, 9),
      clusterSize: Uint16Array.of(2, 1, 9),
    };
    expect(encodeLinkBlock(reused, shape)).toEqual(bytes);
  });

  test('with anything behind a name, or beyond its count, is refused', () => {
    const lastOfOwner = 2 + 4 + 39;
    expect(refusalOf(() => decodeLinkBlock(patched(bytes, lastOfOwner, 65), shape))).toBe(
      'WIRE_MALFORMED canonical',
    );
    expect(refusalOf(() => decodeLinkBlock(patched(bytes, -1, 1), shape))).toBe(
      'WIRE_MALFORMED review padding',
    );
  });
});

describe('a link block of the first form', () => {
  const shape = { capacity: 3 };
  // As it was written: 0.75, one row alone, and room for a third.
  const bytes = older.find(({ kind }) => kind === 'linkBlock')!.bytes;

  test('has its similarity graded, and tells no more than it knew', () => {
    const { quality, probability, personProbability, review } = decodeLinkBlock(bytes, shape);
    expect([...quality]).toEqual([15, 255, 0]);
    expect([...probability, ...personProbability]).toEqual([255, 255, 0, 255, 255, 0]);
    expect([...review]).toEqual([0, 0, 0]);
  });

  // The sizes are the last 6 bytes, before them the length of that column and three similarities.
  test.each([
    ['quality range', -19, [0, 0, 0xc0, 0x3f]],
    ['quality range', -19, [0, 0, 0x80, 0xbf]],
    ['quality range', -19, [0, 0, 0, 0x80]],
    ['quality canonical', -15, [1]],
    ['quality padding', -9, [1]],
    ['clusterSize range', -6, [0]],
    ['clusterSize padding', -1, [1]],
    ['count range', 2, [4]],
  ] as const)('is refused for %s', (refusal, at, change) => {
    expect(refusalOf(() => decodeLinkBlock(patched(bytes, at, ...change), shape))).toBe(
      `WIRE_MALFORMED ${refusal}`,
    );
  });

  test('has columns of one length', () => {
    expect(refusalOf(() => decodeLinkBlock(bytes, { capacity: 2 }))).toBe('WIRE_LENGTH tokens');
  });
});

describe('an event block', () => {
  const shape = { capacity: 3 };
  const bytes = encodeEventBlock(eventBlockExample, shape);

  function encoded(changes: Partial<EventBlock>): string {
    return refusalOf(() => encodeEventBlock({ ...eventBlockExample, ...changes }, shape));
  }

  test('has columns of one length, as written and as read, and one size', () => {
    expect(encoded({ tokens: new Uint8Array(47) })).toBe('WIRE_LENGTH tokens');
    expect(encoded({ kinds: new Uint8Array(4) })).toBe('WIRE_LENGTH kinds');
    expect(refusalOf(() => decodeEventBlock(bytes, { capacity: 2 }))).toBe('WIRE_LENGTH tokens');
    expect(bytes).toHaveLength(eventBlockBytes(shape));
    expect(encodeEventBlock({ ...eventBlockExample, count: 0 }, shape)).toHaveLength(bytes.length);
    expect(refusalOf(() => eventBlockBytes({ capacity: 0 }))).toBe('WIRE_LENGTH capacity');
  });

  test('has a count within its capacity', () => {
    expect(encoded({ count: 4 })).toBe('WIRE_MALFORMED count range');
    expect(refusalOf(() => decodeEventBlock(patched(bytes, 2, 4), shape))).toBe(
      'WIRE_MALFORMED count range',
    );
  });

  test.each<Partial<EventBlock>>([
    { kinds: Uint8Array.of(7, 2, 0) },
    { reasons: Uint8Array.of(1, 0, 0) },
    { reasons: Uint8Array.of(32, 1, 0) },
    { after: new Uint8Array(48) },
    { owner: 'Jansen' },
  ])('is not written with %p', (change) => {
    const before = 'after' in change ? { before: new Uint8Array(48) } : {};
    expect(encoded({ ...change, ...before })).toBe(
      `WIRE_MALFORMED ${Object.keys(change)[0]!} range`,
    );
  });

  test('tells that somebody appeared who was not there, and that somebody left who is not', () => {
    const [appeared, retracted] = [Uint8Array.of(0, 2, 0), Uint8Array.of(6, 2, 0)];
    expect(encoded({ kinds: appeared })).toBe('WIRE_MALFORMED before range');
    expect(encoded({ kinds: retracted })).toBe('WIRE_MALFORMED after range');
    const [first, second] = [eventBlockExample.before.slice(), eventBlockExample.after.slice()];
    first.fill(0, 0, 16);
    second.fill(0, 0, 16);
    expect(encoded({ kinds: appeared, before: first })).toBe('accepted');
    expect(encoded({ kinds: retracted, after: second })).toBe('accepted');
  });
});

describe('grades', () => {
  test('of probabilities are the nearest level, of two equally near the lower', () => {
    probabilityLevels.forEach((level, grade) => {
      expect([probabilityGrade(level), probabilityOf(grade)]).toEqual([grade, level]);
    });
    expect(probabilityOf(probabilityGrade(0))).toBe(0.01);
    expect(probabilityOf(probabilityGrade(1))).toBe(0.999);
    expect(probabilityOf(probabilityGrade(0.9974))).toBe(0.999);
    expect(probabilityOf(probabilityGrade(0.875))).toBe(0.85);
    expect([probabilityGrade(NaN), probabilityOf(noGrade)]).toEqual([noGrade, NaN]);
  });

  test('of similarities are the step that they lie in; the same and nearly so are one step', () => {
    const steps = Array.from({ length: 20 }, (_, step) => step);
    expect(steps.map((step) => qualityGrade(step * 0.05))).toEqual(steps);
    expect([0.8499, 0.95, 1].map((one) => qualityOf(qualityGrade(one)))).toEqual([0.8, 0.95, 0.95]);
    expect([qualityGrade(NaN), qualityOf(noGrade)]).toEqual([noGrade, NaN]);
  });

  test('reasons and warnings are read from their number as they were put into it', () => {
    expect(reasonsIn(reasonBits(['threshold', 'added']))).toEqual(['added', 'threshold']);
    expect(reasonsIn(0)).toEqual([]);
    expect(warningsIn(warningBits([...linkWarnings]))).toEqual([...linkWarnings]);
    expect(warningsIn(warningBits(['fewLinks']))).toEqual(['fewLinks']);
  });
});
