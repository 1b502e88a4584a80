// SPDX-License-Identifier: EUPL-1.2
/**
 * A prepared register with all that depends on every row of it: how many records, which rows had the
 * id of an earlier one, the hash of the content, and what changed since a snapshot.
 */
import { setImmediate } from 'node:timers/promises';
import type { Reporter } from '@koppel/console';
import { findChanges, removedEntry, type ChangeCounts } from './changes.ts';
import { ContentHash } from './content-hash.ts';
import { entryBytes, recordEntries } from './record-digest.ts';
import type { RejectionList } from './rejections.ts';
import { BatchFiller, type BatchRows } from './rows/batch-rows.ts';
import { buckets, type RowStore } from './rows/row-store.ts';
import type { EntrySource, SnapshotWriter } from './snapshot.ts';

export interface Settled {
  /** Records: rows of distinct id. */
  readonly records: number;
  /** 32 bytes. */
  readonly content: Uint8Array;
  readonly changes: Readonly<ChangeCounts>;
}

export interface SettleOptions {
  readonly store: RowStore;
  readonly rejections: RejectionList;
  /** 32 bytes each. */
  readonly specHash: Uint8Array;
  readonly digestKey: Uint8Array;
  /** What was delivered before; undefined: nothing, so that every record is new. */
  readonly before: EntrySource | undefined;
  /** Gets the entries of the register. */
  readonly now: SnapshotWriter;
  readonly reporter: Reporter;
}

const nothing = Buffer.alloc(0);

/**
 * Goes through all rows once, by token. Rows with the id of an earlier row are added to
 * `rejections`. DISK_FULL, WRITE_FAILED, STATE_DAMAGED.
 */
export async function settleRegister(options: SettleOptions): Promise<Settled> {
  const { store, rejections, before, now, reporter } = options;
  const content = new ContentHash(options.specHash);
  const entriesOf = recordEntries(options.digestKey, store.layout);
  const changes: ChangeCounts = { added: 0, changed: 0, removed: 0 };
  const progress = reporter.progress('compare', buckets);
  let records = 0;
  for (let bucket = 0; bucket < buckets; bucket += 1) {
    const rows = store.bucket(bucket, (row) => {
      rejections.add(row, { rule: 'recordIdDuplicate' });
    });
    const entries = entriesOf(rows);
    records += rows.order.length;
    content.add(entries);
    now.append(bucket, entries);
    findChanges(before?.entries(bucket) ?? nothing, entries, changes);
    progress.update(bucket + 1);
    await setImmediate(); // a service that waits for this is asked about its health meanwhile
  }
  progress.end();
  return { records, content: content.finish(), changes };
}

/**
 * The rows of each batch of the whole register, in order. One object, filled again for each; at
 * least one, which is empty when there are no rows. STATE_DAMAGED.
 */
export function* wholeRegister(store: RowStore, capacity: number): Generator<BatchRows> {
  const batch = new BatchFiller(store.layout, capacity);
  let yielded = false;
  for (let bucket = 0; bucket < buckets; bucket += 1) {
    const { bytes, order } = store.bucket(bucket);
    for (const row of order) {
      batch.addRecord(bytes, row * store.layout.rowBytes);
      if (!batch.full) continue;
      yield batch;
      yielded = true;
      batch.clear();
    }
  }
  if (batch.count > 0 || !yielded) yield batch;
}

/** The same of what changed from `before` to `now`, where `now` is what `store` holds. */
export function* changedRows(
  store: RowStore,
  capacity: number,
  before: EntrySource,
  now: EntrySource,
): Generator<BatchRows> {
  const batch = new BatchFiller(store.layout, capacity);
  const counts = { added: 0, changed: 0, removed: 0 };
  for (let bucket = 0; bucket < buckets; bucket += 1) {
    const gone = before.entries(bucket);
    const changes = findChanges(gone, now.entries(bucket), counts);
    if (changes.length === 0) continue;
    const { bytes, order } = store.bucket(bucket);
    for (const change of changes) {
      const removed = removedEntry(change);
      if (removed === undefined) batch.addRecord(bytes, order[change]! * store.layout.rowBytes);
      else batch.addRetraction(gone, removed * entryBytes);
      if (!batch.full) continue;
      yield batch;
      batch.clear();
    }
  }
  if (batch.count > 0) yield batch;
}
