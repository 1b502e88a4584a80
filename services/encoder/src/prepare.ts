// SPDX-License-Identifier: EUPL-1.2
/** From rows of text to encoded columns. Identifiers come in here and do not come out. */
import type { Reporter } from '@koppel/console';
import {
  createProfile,
  createRecordEncoder,
  type FieldRule,
  type RecordEncoder,
} from '@koppel/encoding';
import { KoppelError } from '@koppel/errors';
import { recordTokens } from '@koppel/keys';
import type { Register, Study } from '@koppel/study';
import { findColumns, type Columns } from './input/columns.ts';
import { openSource } from './input/source.ts';
import type { Mapping } from './mapping.ts';
import { payloadNumber, type PayloadRule } from './payload.ts';
import { RegisterBuilder, type PreparedRegister } from './prepared.ts';

export type RowRule =
  | FieldRule
  | PayloadRule
  | 'rowWidth'
  | 'recordIdMissing'
  | 'recordIdTooLong'
  | 'recordIdDuplicate'
  | 'nothingToLink';

/** A row that was not encoded: its ordinal and why. Holds no value of it. */
export interface Rejection {
  readonly row: number;
  readonly field?: string;
  readonly rule: RowRule;
}

/** Values that were left out of rows that were encoded, as the study allows for their field. */
export interface Tolerated {
  readonly field: string;
  readonly rule: FieldRule;
  readonly rows: number;
}

export interface PreparedInput {
  readonly register: PreparedRegister;
  readonly rows: number;
  readonly rejections: readonly Rejection[];
  readonly tolerated: readonly Tolerated[];
}

export interface PrepareOptions {
  readonly study: Study;
  readonly register: Register;
  readonly mapping: Mapping;
  readonly file: string;
  readonly encodingKey: Uint8Array;
  readonly tokenKey: Uint8Array;
  readonly reporter: Reporter;
}

/** Longest name of a record within its register, in UTF-16 units. */
const longestId = 256;

/** The work on one row, with the buffers that all rows share. */
class RowEncoder {
  readonly rejections: Rejection[] = [];
  readonly builder: RegisterBuilder;
  readonly #options: PrepareOptions;
  readonly #encoder: RecordEncoder;
  readonly #columns: Columns;
  readonly #filter: Uint8Array;
  readonly #seen = new Set<string>();
  readonly #tokenOf: (localId: string) => Uint8Array;
  readonly #tolerated = new Map<string, Tolerated>();

  constructor(options: PrepareOptions, encoder: RecordEncoder, columns: Columns) {
    this.#options = options;
    this.#encoder = encoder;
    this.#columns = columns;
    this.#filter = new Uint8Array(encoder.profile.bytes);
    const { tokenKey, study, register } = options;
    this.#tokenOf = recordTokens(tokenKey, study.id, register.id);
    this.builder = new RegisterBuilder(encoder.profile.bytes, options.register.payload.length);
  }

  get tolerated(): Tolerated[] {
    return [...this.#tolerated.values()];
  }

  /** Encodes a row, or notes every rule that it breaks. */
  add(row: number, cells: readonly string[]): void {
    const broken = this.#rules(cells);
    if (broken.length === 0) return;
    this.rejections.push(...broken.map((one) => ({ row, ...one })));
  }

  #rules(cells: readonly string[]): Omit<Rejection, 'row'>[] {
    if (cells.length !== this.#columns.width) return [{ rule: 'rowWidth' }];
    const localId = cells[this.#columns.recordId]?.trim() ?? '';
    if (localId === '') return [{ rule: 'recordIdMissing' }];
    if (localId.length > longestId) return [{ rule: 'recordIdTooLong' }];
    if (this.#seen.has(localId)) return [{ rule: 'recordIdDuplicate' }];
    this.#seen.add(localId);
    const values = this.#columns.inputs.map((at) => (at < 0 ? undefined : cells[at]));
    const { presence, problems, tolerated } = this.#encoder.encodeInto(values, this.#filter, 0);
    const broken: Omit<Rejection, 'row'>[] = [...problems];
    const payload = this.#options.register.payload.map((variable, at) => {
      const number = payloadNumber(variable, cells[this.#columns.payload[at] ?? -1] ?? '');
      if (number.ok) return number.value;
      broken.push({ field: variable.name, rule: number.rule });
      return undefined;
    });
    if (presence === 0 && problems.length === 0) broken.push({ rule: 'nothingToLink' });
    if (broken.length > 0) return broken;
    this.builder.add(this.#tokenOf(localId), this.#filter, presence, payload);
    for (const { field, rule } of tolerated) this.#tolerate(field, rule);
    return [];
  }

  #tolerate(field: string, rule: FieldRule): void {
    const name = `${field} ${rule}`;
    const rows = (this.#tolerated.get(name)?.rows ?? 0) + 1;
    this.#tolerated.set(name, { field, rule, rows });
  }
}

/**
 * Reads and encodes a whole register. INPUT_* for a file that cannot be read as the mapping says;
 * rows that break a rule are in `rejections`, all of them.
 */
export async function prepareRegister(options: PrepareOptions): Promise<PreparedInput> {
  const { study, register, mapping, file, reporter } = options;
  const profile = createProfile(study.encoding);
  const encoder = createRecordEncoder(profile, options.encodingKey);
  const source = await openSource(file, mapping);
  const progress = reporter.progress('encode', source.total);
  try {
    const variables = register.payload.map(({ name }) => name);
    const columns = findColumns(file, source.columns, mapping, profile.inputs, variables);
    const rowEncoder = new RowEncoder(options, encoder, columns);
    let rows = 0;
    for await (const batch of source.batches()) {
      for (const cells of batch.rows) {
        rows += 1;
        rowEncoder.add(rows, cells);
      }
      progress.update(batch.done);
    }
    if (rows === 0) throw new KoppelError('INPUT_EMPTY', { file });
    const { builder, rejections, tolerated } = rowEncoder;
    return { register: builder.finish(), rows, rejections, tolerated };
  } finally {
    await source.close();
    encoder.dispose();
    progress.end();
  }
}
