// SPDX-License-Identifier: EUPL-1.2
/** Encoded rows without a register, in stores and in batches. For tests only. */
import { BatchFiller, type BatchRows } from '../rows/batch-rows.ts';
import { rowLayout, tokenBytes, type RowLayout } from '../rows/layout.ts';
import type { RowStore } from '../rows/row-store.ts';
import { buckets } from '../rows/row-store.ts';

export interface TestRow {
  /** 16 bytes. */
  readonly token: Uint8Array;
  readonly filter: Uint8Array;
  readonly presence: number;
  /** One entry per variable. */
  readonly payload: readonly (number | undefined)[];
}

/** The bytes of a row, as `prepare.ts` writes them. */
export function rowBytes(row: TestRow, layout: RowLayout, ordinal = 0): Buffer {
  const bytes = Buffer.alloc(layout.rowBytes);
  bytes.set(row.token);
  bytes.writeUInt32LE(ordinal, layout.ordinal);
  bytes.writeUInt32LE(row.presence, layout.presence);
  bytes.set(row.filter, layout.filter);
  row.payload.forEach((value, at) => {
    bytes[layout.payloadPresent + at] = value === undefined ? 0 : 1;
    bytes.writeDoubleLE(value ?? 0, layout.payloadValues + 8 * at);
  });
  return bytes;
}

/** Fills a store and finishes it; ordinals count from 1. */
export function fill(store: RowStore, rows: readonly TestRow[]): RowStore {
  rows.forEach((row, at) => {
    store.target.set(rowBytes(row, store.layout, at + 1), store.offset);
    store.commit();
  });
  store.finish();
  return store;
}

/** The rows as batches of a run, each an object of its own. */
export function batchesOf(rows: readonly TestRow[], capacity: number): BatchRows[] {
  const filterBytes = rows[0]?.filter.length ?? 64;
  const layout = rowLayout(filterBytes, rows[0]?.payload.length ?? 0);
  const batches = [new BatchFiller(layout, capacity)];
  for (const row of rows) {
    if (batches.at(-1)!.full) batches.push(new BatchFiller(layout, capacity));
    batches.at(-1)!.addRecord(rowBytes(row, layout), 0);
  }
  return batches;
}

/** Every row of a store that is sent, in its order. */
export function rowsIn(store: RowStore, onDuplicate?: (ordinal: number) => void): TestRow[] {
  const { layout } = store;
  return Array.from({ length: buckets }, (_, bucket) => {
    const { bytes, order } = store.bucket(bucket, onDuplicate);
    return Array.from(order, (row) => {
      const at = row * layout.rowBytes;
      const { filter, filterBytes, payloadPresent, payloadValues, variables } = layout;
      return {
        token: Uint8Array.from(bytes.subarray(at, at + tokenBytes)),
        filter: Uint8Array.from(bytes.subarray(at + filter, at + filter + filterBytes)),
        presence: bytes.readUInt32LE(at + layout.presence),
        payload: Array.from({ length: variables }, (_unused, variable) =>
          bytes[at + payloadPresent + variable] === 1
            ? bytes.readDoubleLE(at + payloadValues + 8 * variable)
            : undefined,
        ),
      };
    });
  }).flat();
}
