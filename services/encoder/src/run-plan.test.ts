// SPDX-License-Identifier: EUPL-1.2
import { describe, expect, test } from '@jest/globals';
import type { LoggedRun } from './run-log.ts';
import { isRefusedAgain, noBase, planRun, type PlanInput } from './run-plan.ts';

const bytes = (first: number): Uint8Array => new Uint8Array(16).fill(first);

/** The identity of a content (its number) at a place. */
const identity = (content: number, ordinal: number, base: Uint8Array): Uint8Array =>
  Uint8Array.of(content, ordinal, ...base.subarray(0, 14));

function logged(content: number, ordinal: number, complete = true, base = noBase): LoggedRun {
  const sequences = new Map();
  return {
    identity: identity(content, ordinal, base),
    ordinal,
    base,
    batches: 2,
    sequences,
    complete,
  };
}

const first = logged(1, 0);
const changes = { added: 20, changed: 3, removed: 2 };

/** Content 2 of 100 records, where content 1 was delivered. */
function inputOf(content = 2): PlanInput {
  return {
    runs: [first],
    records: 100,
    identityOf: (ordinal, base) => identity(content, ordinal, base),
    snapshot: { run: first.identity, changes },
    refused: () => false,
    minimumChanges: 10,
    full: false,
    releaseNow: false,
  };
}

/** The plan for it with these changes. */
function plan(changed: Partial<PlanInput> = {}, content = 2) {
  return planRun({ ...inputOf(content), ...changed });
}

const onFirst = (ordinal: number) => ({
  identity: identity(2, ordinal, first.identity),
  ordinal,
  base: first.identity,
});
const whole = (ordinal: number) => ({
  identity: identity(2, ordinal, noBase),
  ordinal,
  base: noBase,
});

describe('a run', () => {
  test('is whole when it is the first', () => {
    expect(plan({ runs: [], snapshot: 'missing' })).toEqual({
      send: 'whole', run: whole(0), reason: 'first',
    }); // prettier-ignore
  });

  test('is what changed since the last complete one', () => {
    expect(plan()).toEqual({ send: 'changes', run: onFirst(1) });
  });

  test.each<[string, Partial<PlanInput>, string]>([
    ['there is no snapshot', { snapshot: 'missing' }, 'snapshotMissing'],
    ['the snapshot is damaged', { snapshot: 'damaged' }, 'snapshotDamaged'],
    ['the snapshot is of another run', { snapshot: { run: bytes(9), changes } }, 'snapshotMissing'],
    ['that was asked', { full: true }, 'asked'],
    ['not fewer rows changed than there are', { records: 25 }, 'manyChanges'],
  ])('is whole when %s', (_, changed, reason) => {
    expect(plan(changed)).toEqual({ send: 'whole', run: whole(1), reason });
  });

  test('of one row fewer than there are is still what changed', () => {
    expect(plan({ records: 26 }).send).toBe('changes');
  });

  test('that has the content of the last complete one sends nothing', () => {
    expect(plan({}, 1)).toEqual({ send: 'nothing', run: first });
    expect(plan({ snapshot: 'missing' }, 1)).toEqual({ send: 'nothing', run: first });
    expect(plan({ full: true }, 1)).toMatchObject({ send: 'whole', reason: 'asked' });
  });

  test('builds on the newest complete run, whatever came after it', () => {
    const broken = logged(3, 1, false, first.identity);
    expect(plan({ runs: [broken, first] })).toEqual({ send: 'changes', run: onFirst(2) });
    const none = { added: 0, changed: 0, removed: 0 };
    const unchanged = { runs: [first, broken], snapshot: { run: first.identity, changes: none } };
    expect(plan(unchanged, 1)).toEqual({ send: 'nothing', run: first });
  });
});

describe('a run that was broken off', () => {
  const changing = logged(2, 1, false, first.identity);

  test('is gone on with when the content is the same', () => {
    expect(plan({ runs: [first, changing] })).toEqual({ send: 'changes', run: changing });
    const begun = logged(2, 0, false);
    expect(plan({ runs: [begun], snapshot: 'missing' })).toMatchObject({
      send: 'whole',
      run: begun,
    });
  });

  test('is gone on with although it has fewer changes than may leave', () => {
    const snapshot = { run: first.identity, changes: { added: 1, changed: 0, removed: 0 } };
    expect(plan({ runs: [first, changing], snapshot })).toEqual({ send: 'changes', run: changing });
    expect(plan({ snapshot })).toEqual({ send: 'later' });
  });

  test('gives way to a whole one when its snapshot is gone, or that is asked', () => {
    for (const changed of [{ snapshot: 'missing' as const }, { full: true }]) {
      expect(plan({ runs: [first, changing], ...changed })).toMatchObject({
        send: 'whole', run: whole(2),
      }); // prettier-ignore
    }
  });
});

describe('what the linkage unit refused', () => {
  const refused = ({ ordinal }: LoggedRun): boolean => ordinal === 0;

  test('is no base for changes: the whole register goes, few changes or not', () => {
    expect(plan({ refused })).toEqual({ send: 'whole', run: whole(1), reason: 'baseRefused' });
    const snapshot = { run: first.identity, changes: { added: 1, changed: 0, removed: 0 } };
    expect(plan({ refused, snapshot }).send).toBe('whole');
    expect(plan({ refused, full: true })).toMatchObject({ reason: 'asked' });
  });

  test('goes again when the content is the same, and is not gone on with', () => {
    expect(plan({ refused }, 1)).toMatchObject({ send: 'whole', reason: 'baseRefused' });
    const begun = logged(2, 0, false);
    expect(plan({ runs: [begun], refused })).toEqual({
      send: 'whole', run: whole(1), reason: 'first',
    }); // prettier-ignore
  });

  test('is no matter once another run came after it', () => {
    const second = logged(3, 1);
    const snapshot = { run: second.identity, changes };
    expect(plan({ runs: [first, second], refused, snapshot }).send).toBe('changes');
  });

  test('is not sent a third time by itself', () => {
    const again = { runs: [logged(2, 0), logged(2, 1)], refused: () => true };
    expect(isRefusedAgain({ ...inputOf(), ...again })).toBe(true);
    expect(isRefusedAgain({ ...inputOf(), ...again, full: true })).toBe(false);
    expect(isRefusedAgain({ ...inputOf(), ...again, refused })).toBe(false);
    expect(isRefusedAgain({ ...inputOf(3), ...again })).toBe(false);
    expect(isRefusedAgain({ ...inputOf(), runs: [] })).toBe(false);
  });
});

describe('few changes', () => {
  const few = (count: number) => ({
    snapshot: { run: first.identity, changes: { added: count, changed: 0, removed: 0 } },
  });

  test('wait until there are enough, or until they must leave', () => {
    expect(plan(few(9))).toEqual({ send: 'later' });
    expect(plan(few(10)).send).toBe('changes');
    expect(plan({ ...few(1), releaseNow: true })).toEqual({ send: 'changes', run: onFirst(1) });
    expect(plan({ ...few(1), minimumChanges: 1 }).send).toBe('changes');
  });
});
