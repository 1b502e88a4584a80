// SPDX-License-Identifier: EUPL-1.2
import { describe, expect, test } from '@jest/globals';
import { FillWatch, reportFill } from './fill-watch.ts';
import { listen } from './testing/place.ts';

function told(fill: number | undefined): object[] {
  const { lines, reporter } = listen();
  reportFill(reporter, 'benefits', fill);
  return lines;
}

describe('the fill of a register’s encodings', () => {
  test('is the mean of every sixteenth', () => {
    const watch = new FillWatch();
    expect(watch.mean).toBeUndefined();
    for (let at = 0; at < 32; at++) {
      watch.add(Uint8Array.of(at === 0 ? 0xff : 0x00, at === 1 ? 0xff : 0x00));
    }
    expect(watch.mean).toBe(0.25);
  });

  test('is told where it is unusual, and only then', () => {
    expect(told(0.194)).toEqual([
      expect.objectContaining({
        event: 'fillUnusual',
        register: 'benefits',
        stage: 'low',
        percent: 19,
      }),
    ]);
    expect(told(0.61)).toEqual([
      expect.objectContaining({ event: 'fillUnusual', stage: 'high', percent: 61 }),
    ]);
    for (const fill of [0.2, 0.35, 0.6, undefined]) expect(told(fill)).toEqual([]);
  });
});
