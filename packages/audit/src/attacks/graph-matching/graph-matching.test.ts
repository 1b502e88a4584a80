// SPDX-License-Identifier: EUPL-1.2
import { describe, expect, test } from '@jest/globals';
import { chanceBound } from '../../gates.ts';
import { makeSubject } from '../../make-subject.ts';
import type { AuditSubject } from '../../subject.ts';
import {
  makePopulation,
  populationProfile,
  saulProfile,
  testKey,
} from '../../testing/population.ts';
import { graphMatching } from './graph-matching.ts';

const quick = { axes: 64, sizes: [40], seed: 1 };

function subjectOf(profile: AuditSubject['profile'], size: number, both: number): AuditSubject {
  return makeSubject({
    profile,
    encodingKey: testKey(5),
    records: makePopulation(2 * size - both, 1),
    encoded: size,
    population: size,
    both,
    seed: 1,
  });
}

describe('graph matching', () => {
  test('recognises nearly all in plain filters whose persons he holds, and says so itself', async () => {
    const subject = subjectOf(populationProfile(), 500, 500);
    const told: number[] = [];
    const result = await graphMatching(subject, {
      ...quick,
      onProgress: (done) => void told.push(done),
    });
    expect(result.share).toBeGreaterThan(0.95);
    expect(result).toMatchObject({ targets: 500, chance: 1 / 500 });
    expect(result.given).toEqual({ encodings: 500, population: 500, overlap: 1 });
    expect(result.figures['mutualRight']).toBeGreaterThan(0.95 * result.figures['mutual']!);
    expect(result.figures['directions']).toBeGreaterThan(10);
    expect([told[0], told.at(-1)]).toEqual([0, 1]);
    expect(told).toEqual([...told].sort((a, b) => a - b));
  });

  test('recognises all whom he holds where that is a third of either side', async () => {
    const subject = subjectOf(populationProfile(), 1290, 430);
    const result = await graphMatching(subject, { axes: 110, sizes: [40, 55], seed: 1 });
    expect(result.share).toBeGreaterThan(0.95);
    expect(result).toMatchObject({ targets: 430, given: { overlap: 1 / 3 } });
  });

  test('gets nothing out of sums of three votes, and the same nothing every time', async () => {
    const subject = subjectOf(saulProfile(3, 1024), 420, 420);
    const options = { axes: 48, sizes: [30], seed: 1 };
    const result = await graphMatching(subject, options);
    expect(result.share).toBeLessThanOrEqual(Math.max(0.01, chanceBound(420, 1 / 420)));
    expect(result.figures['directions']).toBeLessThan(3);
    const yielding = { onProgress: () => new Promise<void>((resume) => setImmediate(resume)) };
    expect(await graphMatching(subject, { ...options, ...yielding })).toEqual(result);
  });

  test('refuses registers that are too small, and ends when told to', async () => {
    const code = (expected: string): unknown => expect.objectContaining({ code: expected });
    const small = subjectOf(populationProfile(), 450, 300);
    await expect(graphMatching(small, quick)).rejects.toEqual(code('AUDIT_TOO_FEW'));
    const subject = subjectOf(populationProfile(), 400, 400);
    const stop = new AbortController();
    const options = {
      ...quick,
      signal: stop.signal,
      onProgress: () => {
        stop.abort();
      },
    };
    await expect(graphMatching(subject, options)).rejects.toEqual(code('AUDIT_CANCELLED'));
  });
});
