// SPDX-License-Identifier: EUPL-1.2
/** What the linkage unit and its workers say to each other: round trips, ranges, sizes. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { refusalOf } from '../testing/examples.ts';
import { bytesOf, name } from '../testing/samples.ts';
import { decodeWorkAnswer, encodeWorkAnswer, maxPiecePairs, type WorkAnswer } from './answer.ts';
import {
  decodeWorkMessage,
  encodeWorkMessage,
  workAssociatedData,
  workSealingInfo,
  workSigningBytes,
  type WorkMessage,
} from './envelope.ts';
import {
  decodeWorkJob,
  decodeWorkPart,
  encodeWorkJob,
  encodeWorkPart,
  type WorkJob,
} from './job.ts';

const filled = (length: number, value = 7): Uint8Array => new Uint8Array(length).fill(value);
const source = { owner: 'north', register: 'population', run: filled(16), position: 12 };
const job: WorkJob = {
  identity: filled(32), from: 3, to: 9, answersFrom: 2 ** 40, left: source,
  right: { ...source, owner: 'south' }, method: 'tables', similarity: 'dice', threshold: 0.8,
  within: false, miss: 0.01, seed: 2 ** 32 - 1, pool: Uint8Array.of(1, 0, 5, 2), keyBits: 20,
  radius: 1, sketch: Uint8Array.of(3, 0), sketchHalf: 10, sketchWhole: 30,
  top: 0, code: 0, codes: 1, turned: false,
}; // prettier-ignore

const pairsOf = (count: number): WorkAnswer['pairs'] => ({
  query: Uint32Array.from({ length: count }, (_, row) => row * 3),
  candidate: Uint32Array.from({ length: count }, (_, row) => 2 ** 32 - 1 - row),
  similarity: Float64Array.from({ length: count }, (_, row) => 1 / (row + 1)),
});
const answer: WorkAnswer = {
  kind: 'found', job: 4, identity: filled(32), part: 5, worker: filled(8), piece: 0, pieces: 2,
  code: '', met: 2 ** 41, skipped: 3, pairs: pairsOf(5),
}; // prettier-ignore
const empty = pairsOf(0);

const message: WorkMessage = {
  study: 'jeugd', specHash: filled(32), lane: 'parts', sealed: filled(40), signature: filled(64),
}; // prettier-ignore

describe('a search that is shared out', () => {
  test('is read as it was written', () => {
    expect(decodeWorkJob(encodeWorkJob(job))).toEqual(job);
    const run = fc.record({ owner: name, register: name, run: bytesOf(16), position: fc.nat() });
    fc.assert(
      fc.property(run, run, fc.nat(99), fc.nat(99), (left, right, from, more) => {
        const one = { ...job, left, right, from, to: from + more };
        expect(decodeWorkJob(encodeWorkJob(one))).toEqual(one);
      }),
    );
    const best = { ...job, method: 'best', top: 4, code: 2, codes: 3, turned: true } as const;
    expect(decodeWorkJob(encodeWorkJob(best))).toEqual(best);
    const part = { job: 3, identity: filled(32), part: 7 };
    expect(decodeWorkPart(encodeWorkPart(part))).toEqual(part);
  });

  test.each<[Partial<WorkJob>, string]>([
    [{ from: 10 }, 'to'],
    [{ pool: filled(3) }, 'pool'],
    [{ sketch: filled(1) }, 'sketch'],
    [{ threshold: 1.1 }, 'threshold'],
    [{ answersFrom: -1 }, 'answersFrom'],
    [{ answersFrom: -0 }, 'answersFrom'],
    [{ answersFrom: 2 ** 53 }, 'answersFrom'],
    [{ keyBits: 33 }, 'keyBits'],
    [{ code: 1 }, 'code'],
    [{ top: 3 }, 'top'],
    [{ method: 'best' }, 'top'],
    [{ codes: 0 }, 'codes'],
    [{ method: 'guess' as 'exact' }, 'method'],
    [{ left: { ...source, owner: 'North' } }, 'leftOwner'],
  ])('is not written with %p', (change, field) => {
    expect(refusalOf(() => encodeWorkJob({ ...job, ...change }))).toContain(field);
  });
});

describe('an answer', () => {
  test('is read as it was written, whatever the number of pairs', () => {
    for (const count of [0, 1, 1024, 1025, maxPiecePairs]) {
      const one = { ...answer, pairs: pairsOf(count) };
      expect(decodeWorkAnswer(encodeWorkAnswer(one))).toEqual(one);
    }
    const began = { ...answer, kind: 'began', piece: 0, pieces: 1, pairs: empty } as const;
    expect(decodeWorkAnswer(encodeWorkAnswer(began))).toEqual(began);
    const failed = { ...began, kind: 'failed', code: 'KERNEL_WORKER_LOST' } as const;
    expect(decodeWorkAnswer(encodeWorkAnswer(failed))).toEqual(failed);
  });

  test('has a size that tells no more than a power of two', () => {
    const sizeOf = (count: number): number =>
      encodeWorkAnswer({ ...answer, pairs: pairsOf(count) }).length;
    expect(sizeOf(0)).toBe(sizeOf(1024));
    expect(sizeOf(1025)).toBe(sizeOf(2048));
    expect(sizeOf(2048)).toBeLessThan(sizeOf(2049));
  });

  test.each<[Partial<WorkAnswer>, string]>([
    [{ piece: 2 }, 'piece'],
    [{ code: 'KERNEL_WORKER_LOST' }, 'code'],
    [{ kind: 'failed', pairs: empty }, 'code'],
    [{ kind: 'began' }, 'columns'],
    [{ pairs: { ...pairsOf(5), similarity: new Float64Array(1025) } }, 'similarity'],
    [{ pairs: { ...pairsOf(5), candidate: new Uint32Array(3) } }, 'candidate'],
    [{ pairs: pairsOf(maxPiecePairs + 1) }, 'columns'],
    [{ worker: filled(7) }, 'worker'],
  ])('is not written with %p', (change, field) => {
    const written = (): unknown => {
      const bytes = encodeWorkAnswer({ ...answer, ...change });
      return decodeWorkAnswer(bytes);
    };
    expect(refusalOf(written)).toContain(field);
  });

  test('with something behind its pairs is refused', () => {
    const bytes = encodeWorkAnswer(answer);
    bytes[bytes.length - 1] = 1;
    expect(refusalOf(() => decodeWorkAnswer(bytes))).toContain('candidate');
  });
});

describe('a message between the programs of a linkage unit', () => {
  test('is read as it was written, and signs and seals its header', () => {
    expect(decodeWorkMessage(encodeWorkMessage(message))).toEqual(message);
    const other = { ...message, lane: 'jobs' } as const;
    expect(workAssociatedData(other)).not.toEqual(workAssociatedData(message));
    expect(workSigningBytes(other)).not.toEqual(workSigningBytes(message));
    const altered = { ...message, sealed: filled(40, 8) };
    expect(workAssociatedData(altered)).toEqual(workAssociatedData(message));
    expect(workSigningBytes(altered)).not.toEqual(workSigningBytes(message));
    expect(new TextDecoder().decode(workSealingInfo())).toContain('koppel/v1/work/sealing');
  });

  test.each<Partial<WorkMessage>>([
    { study: 'A' },
    { lane: 'links' as 'jobs' },
    { sealed: new Uint8Array(0) },
    { signature: filled(63) },
  ])('is not written with %p', (change) => {
    expect(refusalOf(() => encodeWorkMessage({ ...message, ...change }))).toMatch(/WIRE_MALFORMED/);
  });
});
