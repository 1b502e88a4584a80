// SPDX-License-Identifier: EUPL-1.2
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import {
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { findChanges, removedEntry } from './changes.ts';
import { entryBytes } from './record-digest.ts';
import { openSnapshot, SnapshotWriter, type Snapshot } from './snapshot.ts';
import { makePlace, refusal, type Place } from './testing/place.ts';

let place: Place;
let file: string;

beforeAll(async () => {
  place = await makePlace();
  file = join(place.folder, 'a.snapshot');
});

afterAll(async () => {
  await place.remove();
});

const of = {
  run: new Uint8Array(16).fill(1),
  ordinal: 70_000,
  specHash: new Uint8Array(32).fill(2),
};

/** Entries whose bytes are their bucket and place. */
function entries(bucket: number, count: number): Buffer {
  return Buffer.concat(
    Array.from({ length: count }, (_, at) => Buffer.alloc(entryBytes, at).fill(bucket, 0, 1)),
  );
}

function write(counts: readonly number[], publish = true): void {
  const writer = new SnapshotWriter(file);
  counts.forEach((count, bucket) => {
    writer.append(bucket, entries(bucket, count));
  });
  counts.forEach((count, bucket) => {
    expect(writer.entries(bucket)).toEqual(entries(bucket, count));
  });
  if (publish) writer.publish(of);
  writer.close();
}

const counts = Array.from({ length: 256 }, (_, bucket) => bucket % 7);

test('what was published is read again, bucket by bucket', () => {
  write(counts);
  const snapshot = openSnapshot(file) as Snapshot;
  expect(snapshot.of).toEqual({
    ...of,
    run: Buffer.from(of.run),
    specHash: Buffer.from(of.specHash),
  });
  for (const bucket of [255, 0, 6, 7, 100]) {
    expect(snapshot.entries(bucket)).toEqual(entries(bucket, counts[bucket]!));
  }
  snapshot.close();
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

test('the same content is the same file', () => {
  const before = readFileSync(file);
  write(counts);
  expect(readFileSync(file).equals(before)).toBe(true);
});

test('one that was not published leaves the last one, and no file of its own', () => {
  const before = readFileSync(file);
  write([1], false);
  expect(readFileSync(file).equals(before)).toBe(true);
  expect(readdirSync(place.folder).filter((name) => name.endsWith('.tmp'))).toEqual([]);
});

test('none at all is missing, and a folder in its place is damaged', () => {
  expect(openSnapshot(join(place.folder, 'none'))).toBe('missing');
  mkdirSync(join(place.folder, 'folder'));
  expect(openSnapshot(join(place.folder, 'folder'))).toBe('damaged');
  expect(openSnapshot(join(file, 'below'))).toBe('damaged');
});

test('a snapshot in which any byte changed, or any is missing, is damaged', () => {
  const sound = readFileSync(file);
  const other = join(place.folder, 'b.snapshot');
  fc.assert(
    fc.property(fc.nat(sound.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
      const changed = Buffer.from(sound);
      changed[at]! ^= change;
      writeFileSync(other, changed);
      expect(openSnapshot(other)).toBe('damaged');
      writeFileSync(other, sound.subarray(0, at));
      expect(openSnapshot(other)).toBe('damaged');
    }),
    { numRuns: 60 },
  );
  writeFileSync(other, Buffer.concat([sound, Buffer.alloc(1)]));
  expect(openSnapshot(other)).toBe('damaged');
});

test('entries that are gone from under a reader are noticed', async () => {
  const copy = join(place.folder, 'c.snapshot');
  writeFileSync(copy, readFileSync(file));
  const snapshot = openSnapshot(copy) as Snapshot;
  writeFileSync(copy, '');
  expect(await refusal(place, () => snapshot.entries(6))).toEqual([
    'STATE_DAMAGED {"file":"c.snapshot"}',
  ]);
  snapshot.close();
});

// A device on which every write finds the disk full.
const fullDevice = '/dev/full';
const withFullDevice = existsSync(fullDevice) ? test : test.skip;

withFullDevice('a full disk is a closed code, and leaves no file', async () => {
  const full = join(place.folder, 'full.snapshot');
  symlinkSync(fullDevice, `${full}.tmp`);
  const writer = new SnapshotWriter(full);
  const adding = (): void => {
    writer.append(0, entries(0, 1));
  };
  expect(await refusal(place, adding)).toEqual(['DISK_FULL {"file":"full.snapshot"}']);
  writer.close();
  expect(readdirSync(place.folder).filter((name) => name.startsWith('full'))).toEqual([]);
});

test('a folder that is not there is a closed code', async () => {
  const nowhere = join(place.folder, 'nowhere', 'd.snapshot');
  expect(await refusal(place, () => new SnapshotWriter(nowhere))).toEqual([
    'WRITE_FAILED {"file":"nowhere/d.snapshot"}',
  ]);
  expect(existsSync(nowhere)).toBe(false);
});

test('changes turn one list into the other, and are as few as can be', () => {
  const list = fc.dictionary(fc.stringMatching(/^[a-f]{1,2}$/), fc.nat(3)).map((record) => {
    const names = Object.keys(record).sort();
    return names.map((name) => {
      const entry = Buffer.alloc(entryBytes);
      entry.write(name);
      entry[entryBytes - 1] = record[name]!;
      return entry;
    });
  });
  const token = (entry: Buffer): string => entry.subarray(0, 16).toString('latin1');
  fc.assert(
    fc.property(list, list, (before, now) => {
      const counts = { added: 0, changed: 0, removed: 0 };
      const changes = findChanges(Buffer.concat(before), Buffer.concat(now), counts);
      const state = new Map(before.map((entry) => [token(entry), entry]));
      const touched: string[] = [];
      for (const change of changes) {
        const removed = removedEntry(change);
        const entry = removed === undefined ? now[change]! : before[removed]!;
        touched.push(token(entry));
        if (removed === undefined) state.set(token(entry), entry);
        else state.delete(token(entry));
      }
      expect([...state.values()].sort((a, b) => Buffer.compare(a, b))).toEqual(now);
      expect(touched).toEqual([...new Set(touched)].sort());
      const same = now.filter((entry) => before.some((other) => other.equals(entry))).length;
      const kept = now.filter((entry) => before.some((other) => token(other) === token(entry)));
      expect(counts).toEqual({
        added: now.length - kept.length,
        changed: kept.length - same,
        removed: before.length - kept.length,
      });
      expect(changes).toHaveLength(counts.added + counts.changed + counts.removed);
    }),
  );
});
