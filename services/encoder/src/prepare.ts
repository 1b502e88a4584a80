// SPDX-License-Identifier: EUPL-1.2
/** A whole register from its source to encoded rows, row by row. */
import type { Reporter } from '@koppel/console';
import { createProfile, createRecordEncoder } from '@koppel/encoding';
import { KoppelError } from '@koppel/errors';
import { BSN_TOKEN_BYTES } from '@koppel/study';
import { findColumns } from './input/columns.ts';
import { cellsIn } from './input/row-source.ts';
import { openSource } from './input/source.ts';
import { BothRoundsEncoder, lookEncoder } from './looks/both-rounds.ts';
import { personTagBytes } from './looks/person-tag.ts';
import type { Mapping } from './mapping.ts';
import type { RejectionList, Tolerated } from './rejections.ts';
import { RowEncoder, type RowContext } from './row-encoder.ts';
import { rowLayout } from './rows/layout.ts';
import { RowStore } from './rows/row-store.ts';

export interface PreparedInput {
  /** Every row that was encoded; rows of one id all of them. The caller closes it. */
  readonly store: RowStore;
  readonly rows: number;
  readonly excluded: number;
  /** Encoded rows with a token of a citizen service number. */
  readonly numbered: number;
  readonly rejections: RejectionList;
  /** Of rows that turn out to have the id of an earlier one, too. */
  readonly tolerated: readonly Tolerated[];
  /** Average share of bits set, 0–1; undefined where nothing was encoded. */
  readonly fill: number | undefined;
  /** Encoded rows without a value, by field of the second round; empty where there is none. */
  readonly lookMissing: Uint32Array;
}

export interface PrepareOptions extends RowContext {
  readonly mapping: Mapping;
  readonly file: string;
  readonly encodingKey: Uint8Array;
  /** Where rows go that do not fit in memory. */
  readonly spillFile: string;
  readonly reporter: Reporter;
}

/**
 * Reads and encodes a whole register, in memory that does not grow with it. INPUT_* for a file that
 * cannot be read as the mapping says, DISK_FULL, WRITE_FAILED; rows that break a rule are in
 * `rejections`. A row that breaks a rule does not count as the first one of its id.
 */
export async function prepareRegister(options: PrepareOptions): Promise<PreparedInput> {
  const { study, register, mapping, file, reporter } = options;
  const profile = createProfile(study.encoding);
  const encoder = createRecordEncoder(profile, options.encodingKey);
  const look = lookEncoder(study, options.encodingKey);
  const source = await openSource(file, mapping);
  const progress = reporter.progress('encode', source.total);
  const numberBytes = options.bsnKey === undefined ? 0 : BSN_TOKEN_BYTES;
  const layout = rowLayout(profile.bytes + numberBytes, register.payload.length, {
    lookBytes: look?.profile.bytes ?? 0,
    tagBytes: look === undefined || mapping.bsn === undefined ? 0 : personTagBytes,
  });
  const store = new RowStore(layout, options.spillFile);
  let prepared: PreparedInput | undefined;
  try {
    const variables = register.payload.map(({ name }) => name);
    const looked = look?.profile.inputs ?? [];
    const columns = findColumns(file, source.columns, mapping, profile.inputs, variables, looked);
    const { tokenKey } = options;
    const both = look && new BothRoundsEncoder({ first: encoder, look, columns, layout, tokenKey });
    const rowEncoder = new RowEncoder(options, both ?? encoder, columns, store);
    let rows = 0;
    for await (const batch of source.batches()) {
      const cells = cellsIn(batch);
      for (let at = 0; at < cells.count; at += 1) {
        rows += 1;
        rowEncoder.add(rows, cells, at);
      }
      progress.update(batch.done);
    }
    if (rows === 0) throw new KoppelError('INPUT_EMPTY', { file });
    store.finish();
    const { excluded, rejections, tolerated, fill } = rowEncoder;
    const numbered = rowEncoder.bsnTokens.written;
    const lookMissing = both?.missing ?? new Uint32Array();
    prepared = {
      store, rows, excluded, numbered, rejections, tolerated, fill: fill.mean, lookMissing,
    }; // prettier-ignore
    return prepared;
  } finally {
    if (prepared === undefined) store.close();
    await source.close();
    encoder.dispose();
    look?.dispose();
    progress.end();
  }
}
