// SPDX-License-Identifier: EUPL-1.2
/**
 * Keeps of a run what looks at it will be answered from, and lets go of what no look can be asked at
 * any more. Called by the run itself, alone on its register.
 */
import { existsSync, rmSync } from 'node:fs';
import { writeError, type Reporter } from '@koppel/console';
import { mergedClasses, RarityCounts, rarityClasses } from '@koppel/encoding';
import { lookStoreKey } from '@koppel/keys';
import { lookShape, type Study } from '@koppel/study';
import { hex } from '../bytes.ts';
import { tokenBytes } from '../rows/layout.ts';
import { buckets, type RowStore } from '../rows/row-store.ts';
import type { RegisterState } from '../state-folder.ts';
import { StoreWriter, type StoreKey, type StoreOf } from './store-file.ts';

export interface KeptRegister {
  readonly study: Study;
  readonly specHash: Uint8Array;
  readonly register: string;
  /** 32 bytes, the owner's alone. */
  readonly tokenKey: Uint8Array;
}

/** The key of a store with a salt. */
export function storeKeyOf({ tokenKey, register, specHash }: KeptRegister): StoreKey {
  return (salt) => lookStoreKey(tokenKey, register, specHash, salt);
}

/** What each class of each field is called, from how many records are of each. */
function namesOf(bearers: readonly Uint32Array[]): Uint8Array {
  return Uint8Array.from(bearers.flatMap((counts) => mergedClasses([...counts])));
}

function countValues(store: RowStore, fields: number, fieldBytes: number): RarityCounts {
  const counts = new RarityCounts(fields, fieldBytes);
  const { rowBytes, lookFilter } = store.layout;
  for (let bucket = 0; bucket < buckets; bucket += 1) {
    const { bytes, order } = store.bucket(bucket);
    for (const row of order) counts.add(bytes, row * rowBytes + lookFilter);
  }
  return counts;
}

/**
 * Writes the store of a run: every record of the register by token. Nothing for a study with one round.
 * A store that is there is written anew where rows have numbers of persons: these are not part of a
 * record, so that the run can be the same although a number is new.
 * @throws KoppelError DISK_FULL, WRITE_FAILED, STATE_DAMAGED
 */
export function keepRun(
  kept: KeptRegister,
  rows: RowStore,
  state: RegisterState,
  of: StoreOf,
  reporter: Reporter,
): void {
  const shape = lookShape(kept.study);
  const file = state.storeFile(of.run);
  const { rowBytes, lookFilter, tagBytes, personTag } = rows.layout;
  if (shape === undefined || (tagBytes === 0 && existsSync(file))) return;
  const { filterBytes, fields, rarityBytes } = shape;
  const fieldBytes = filterBytes / fields;
  const counts = rarityBytes > 0 ? countValues(rows, fields, fieldBytes) : undefined;
  const classes = new Uint8Array(counts === undefined ? 0 : fields);
  const bearers = Array.from(classes, () => new Uint32Array(rarityClasses));
  const writer = new StoreWriter(
    { file, keyOf: storeKeyOf(kept) },
    { filterBytes, classBytes: classes.length, tags: tagBytes > 0 },
  );
  const progress = reporter.progress('keepForLooks', buckets);
  try {
    for (let bucket = 0; bucket < buckets; bucket += 1) {
      const { bytes, order } = rows.bucket(bucket);
      for (const row of order) {
        const from = row * rowBytes;
        for (const field of classes.keys()) {
          const found = counts!.classOf(bytes, from + lookFilter, field);
          classes[field] = Math.max(0, found);
          if (found >= 0) bearers[field]![found]! += 1;
        }
        const filters = bytes.subarray(from + lookFilter, from + lookFilter + filterBytes);
        const tag = bytes.subarray(from + personTag, from + personTag + tagBytes);
        writer.add(bytes.subarray(from, from + tokenBytes), filters, classes, tag);
      }
      progress.update(bucket + 1);
    }
    writer.publish(of, namesOf(bearers));
  } finally {
    writer.close();
    progress.end();
  }
}

/** Removes the stores of all runs but these. WRITE_FAILED. */
export function forgetOthers(state: RegisterState, kept: readonly Uint8Array[]): void {
  const names = new Set(kept.map(hex));
  for (const run of state.storedRuns()) {
    if (names.has(run)) continue;
    const file = state.storeFile(Uint8Array.from(Buffer.from(run, 'hex')));
    try {
      rmSync(file, { force: true });
    } catch (thrown) {
      throw writeError(thrown, file);
    }
  }
}
