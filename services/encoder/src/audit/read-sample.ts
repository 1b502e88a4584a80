// SPDX-License-Identifier: EUPL-1.2
/**
 * Reads a register once and keeps a sample of its persons. Rows that a run would reject or leave out
 * are not in it. Takes no key of a study and no log, and writes nothing.
 */
import { randomBytes } from 'node:crypto';
import type { Reporter } from '@koppel/console';
import { createRecordEncoder, type CellBatch, type EncodingProfile } from '@koppel/encoding';
import { KoppelError } from '@koppel/errors';
import type { Register, Study } from '@koppel/study';
import { readBsn } from '../bsn.ts';
import { Exclusions } from '../exclusion/exclusions.ts';
import { readExclusionList } from '../exclusion/list.ts';
import { findColumns, type Columns } from '../input/columns.ts';
import { cellsIn } from '../input/row-source.ts';
import { openSource } from '../input/source.ts';
import type { Mapping } from '../mapping.ts';
import { RejectionList, type RowRule } from '../rejections.ts';
import { breathe } from './interrupt.ts';
import { PersonSample } from './person-sample.ts';

export interface SampleOptions {
  readonly study: Study;
  readonly profile: EncodingProfile;
  readonly register: Register;
  readonly mapping: Mapping;
  readonly mappingFile: string;
  readonly file: string;
  readonly exclusionsFile: string | undefined;
  readonly confirmWithoutBsn: boolean;
  /** 32 bytes. To see which rows break a rule: no encoding that it makes is kept. */
  readonly encodingKey: Uint8Array;
  /** Persons wanted at most. */
  readonly persons: number;
  readonly seed: number;
  readonly reporter: Reporter;
  readonly signal: AbortSignal;
}

export interface RegisterSample {
  /** `values[r][i]` belongs to `profile.inputs[i]`; one row per person. */
  readonly values: readonly (readonly string[])[];
  readonly rows: number;
  readonly excluded: number;
  readonly rejections: RejectionList;
}

/** Longest name of a record within its register, as `run` has it, in UTF-16 units. */
const longestId = 256;

/** The list lives no longer than this command, so its tags need no key that lasts. EXCLUSIONS_*. */
function exclusionsOf(options: SampleOptions): Exclusions {
  const { study, register, mapping, mappingFile, exclusionsFile, confirmWithoutBsn } = options;
  const names = study.registers.map(({ id }) => id);
  const exclusions = new Exclusions({
    entries: exclusionsFile === undefined ? [] : readExclusionList(exclusionsFile, names),
    tokenKey: new Uint8Array(randomBytes(32)),
    register: register.id,
    indicatorValues: mapping.excludeWhen?.values ?? [],
  });
  if (exclusions.needsBsn && mapping.bsn === undefined && !confirmWithoutBsn) {
    throw new KoppelError('EXCLUSIONS_BSN', { file: mappingFile, field: register.id });
  }
  return exclusions;
}

/** The rule of the record number or of the row's width that is broken. */
function rowRule(cells: readonly string[], columns: Columns, localId: string): RowRule | undefined {
  if (cells.length !== columns.width) return 'rowWidth';
  if (localId === '') return 'recordIdMissing';
  return localId.length > longestId ? 'recordIdTooLong' : undefined;
}

/** INPUT_* for a file that cannot be read as the mapping says; rows that break a rule are counted. */
export async function readSample(options: SampleOptions): Promise<RegisterSample> {
  const { profile, register, mapping, file, seed, reporter } = options;
  const exclusions = exclusionsOf(options);
  const source = await openSource(file, mapping);
  const encoder = createRecordEncoder(profile, options.encodingKey);
  const progress = reporter.progress('sample', source.total);
  const scratch = new Uint8Array(profile.bytes);
  try {
    const variables = register.payload.map(({ name }) => name);
    const columns = findColumns(file, source.columns, mapping, profile.inputs, variables);
    const sample = new PersonSample(options.persons, seed);
    const rejections = new RejectionList();
    let [rows, excluded] = [0, 0];
    const add = (cells: readonly string[], batch: CellBatch, at: number): void => {
      rows += 1;
      const localId = cells[columns.recordId]?.trim() ?? '';
      const rule = rowRule(cells, columns, localId);
      if (rule !== undefined) {
        rejections.add(rows, { rule });
        return;
      }
      const bsn = cells[columns.bsn] ?? '';
      if (exclusions.excludes(localId, bsn, cells[columns.indicator] ?? '')) {
        excluded += 1;
        return;
      }
      const { presence, problems } = encoder.encodeRow(batch, at, columns.inputs, scratch, 0);
      for (const problem of problems) rejections.add(rows, problem);
      if (problems.length > 0) return;
      if (presence === 0) rejections.add(rows, { rule: 'nothingToLink' });
      else sample.add(columns.inputs.map((column) => cells[column] ?? ''), readBsn(bsn)); // prettier-ignore
    };
    for await (const batch of source.batches()) {
      const all = cellsIn(batch);
      batch.rows.forEach((cells, at) => {
        add(cells, all, at);
      });
      progress.update(batch.done);
      await breathe(options.signal);
    }
    if (rows === 0) throw new KoppelError('INPUT_EMPTY', { file });
    return { values: sample.persons(), rows, excluded, rejections };
  } finally {
    scratch.fill(0);
    encoder.dispose();
    await source.close();
    progress.end();
  }
}
