// SPDX-License-Identifier: EUPL-1.2
/** From a row of text to an encoded row. Identifiers come in here and do not come out. */
import type { CellBatch, FieldRule, RecordEncoder } from '@koppel/encoding';
import { recordTokens } from '@koppel/keys';
import type { Register, Study } from '@koppel/study';
import { BsnTokens } from './bsn-tokens.ts';
import { FillWatch } from './fill-watch.ts';
import type { Columns } from './input/columns.ts';
import { payloadNumber } from './payload.ts';
import { RejectionList, type RowRule, type Tolerated } from './rejections.ts';
import type { RowStore } from './rows/row-store.ts';

/**
 * Whether a row must be passed over: an objection, for instance.
 * @param localId the record's id in its register
 * @param bsn the cell of the citizen service number, `''` where there is none
 * @param indicator the cell of the mapping's `excludeWhen`, likewise
 */
export type Excluded = (localId: string, bsn: string, indicator: string) => boolean;

/** What every row of a register is encoded with. */
export interface RowContext {
  readonly study: Study;
  readonly register: Register;
  readonly tokenKey: Uint8Array;
  readonly bsnKey?: Uint8Array | undefined;
  readonly excluded?: Excluded | undefined;
}

type RowRecordEncoder = Pick<RecordEncoder, 'profile' | 'encodeRow'>;

/** Longest name of a record within its register, in UTF-16 units. */
const longestId = 256;

/** The work on one row. Whatever it needs of memory, all rows share. */
export class RowEncoder {
  readonly rejections = new RejectionList();
  readonly fill = new FillWatch();
  excluded = 0;
  readonly bsnTokens: BsnTokens;
  readonly #context: RowContext;
  readonly #encoder: RowRecordEncoder;
  readonly #columns: Columns;
  readonly #store: RowStore;
  readonly #tokenOf: (localId: string) => Uint8Array;
  readonly #tolerated = new Map<string, Map<FieldRule, number>>();

  constructor(context: RowContext, encoder: RowRecordEncoder, columns: Columns, store: RowStore) {
    this.#context = context;
    this.#encoder = encoder;
    this.#columns = columns;
    this.#store = store;
    const { tokenKey, bsnKey, study, register } = context;
    this.#tokenOf = recordTokens(tokenKey, study.id, register.id);
    this.bsnTokens = new BsnTokens(bsnKey, encoder.profile.bytes);
  }

  get tolerated(): Tolerated[] {
    return [...this.#tolerated].flatMap(([field, rules]) =>
      [...rules].map(([rule, rows]) => ({ field, rule, rows })),
    );
  }

  /**
   * Encodes a row into the store, or notes every rule that it breaks, or passes it over.
   * @param row its ordinal in the register, from 1
   * @param at its place in the batch
   */
  add(row: number, cells: CellBatch, at: number): void {
    const localId = this.#localId(row, cells, at);
    if (localId === undefined) return;
    if (this.#isExcluded(localId, cells, at)) {
      this.excluded += 1;
      return;
    }
    const { target, offset, layout } = this.#store;
    const from = offset + layout.filter;
    const encoded = this.#encoder.encodeRow(cells, at, this.#columns.inputs, target, from);
    const { presence, problems, tolerated } = encoded;
    for (const problem of problems) this.rejections.add(row, problem);
    const sound = this.#addPayload(row, cells, at, target, offset);
    if (problems.length > 0) return;
    if (presence === 0) this.rejections.add(row, { rule: 'nothingToLink' });
    if (presence === 0 || !sound) return;
    target.set(this.#tokenOf(localId), offset);
    target.writeUInt32LE(row, offset + layout.ordinal);
    target.writeUInt32LE(presence, offset + layout.presence);
    this.fill.add(target.subarray(from, from + this.#encoder.profile.bytes));
    this.bsnTokens.write(cells.cell(at, this.#columns.bsn), target, from);
    this.#store.commit();
    for (const { field, rule } of tolerated) this.#tolerate(field, rule);
  }

  #localId(row: number, cells: CellBatch, at: number): string | undefined {
    const localId = cells.cell(at, this.#columns.recordId).trim();
    let rule: RowRule | undefined;
    const width = cells.firsts[at + 1]! - cells.firsts[at]!;
    if (width !== this.#columns.width) rule = 'rowWidth';
    else if (localId === '') rule = 'recordIdMissing';
    else if (localId.length > longestId) rule = 'recordIdTooLong';
    if (rule === undefined) return localId;
    this.rejections.add(row, { rule });
    return undefined;
  }

  #isExcluded(localId: string, cells: CellBatch, at: number): boolean {
    const { excluded } = this.#context;
    const { bsn, indicator } = this.#columns;
    return excluded?.(localId, cells.cell(at, bsn), cells.cell(at, indicator)) === true;
  }

  /** Writes the variables of a row; false when one breaks a rule. */
  #addPayload(row: number, cells: CellBatch, at: number, target: Buffer, offset: number): boolean {
    const { payload } = this.#context.register;
    const { payloadPresent, payloadValues } = this.#store.layout;
    let sound = true;
    for (let nth = 0; nth < payload.length; nth += 1) {
      const variable = payload[nth]!;
      const number = payloadNumber(variable, cells.cell(at, this.#columns.payload[nth]!));
      if (!number.ok) {
        this.rejections.add(row, { field: variable.name, rule: number.rule });
        sound = false;
        continue;
      }
      target[offset + payloadPresent + nth] = number.value === undefined ? 0 : 1;
      target.writeDoubleLE(number.value ?? 0, offset + payloadValues + 8 * nth);
    }
    return sound;
  }

  #tolerate(field: string, rule: FieldRule): void {
    let rules = this.#tolerated.get(field);
    if (rules === undefined) this.#tolerated.set(field, (rules = new Map<FieldRule, number>()));
    rules.set(rule, (rules.get(rule) ?? 0) + 1);
  }
}
