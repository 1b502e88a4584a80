// SPDX-License-Identifier: EUPL-1.2
/** Reads a register once and profiles it. It takes no key and no log, and writes nothing. */
import type { Reporter } from '@koppel/console';
import { createProfile } from '@koppel/encoding';
import { KoppelError } from '@koppel/errors';
import type { ReadStudy, Register } from '@koppel/study';
import { bytesToHex } from '@noble/hashes/utils.js';
import { findColumns } from '../input/columns.ts';
import { openSource } from '../input/source.ts';
import type { Mapping } from '../mapping.ts';
import type { ProfileReport } from './model.ts';
import { RegisterTally } from './register-tally.ts';

export interface ProfileOptions {
  readonly read: ReadStudy;
  readonly register: Register;
  readonly mapping: Mapping;
  readonly file: string;
  /** `YYYY-MM-DD`. */
  readonly day: string;
  readonly reporter: Reporter;
}

/** INPUT_* for a file that cannot be read as the mapping says; what rows lack is in the profile. */
export async function profileRegister(options: ProfileOptions): Promise<ProfileReport> {
  const { read, register, mapping, file, day, reporter } = options;
  const { study, specHash } = read;
  const profile = createProfile(study.encoding);
  const source = await openSource(file, mapping);
  const progress = reporter.progress('profile', source.total);
  try {
    const variables = register.payload.map(({ name }) => name);
    const columns = findColumns(file, source.columns, mapping, profile.inputs, variables);
    const tally = new RegisterTally(profile, register, columns, day);
    for await (const { rows, done } of source.batches()) {
      for (const cells of rows) tally.add(cells);
      progress.update(done);
    }
    const counted = tally.result();
    if (counted.rows + counted.rowsOfOtherWidth === 0)
      throw new KoppelError('INPUT_EMPTY', { file });
    return {
      format: 'koppel-profile',
      version: 1,
      study: study.id,
      specHash: bytesToHex(specHash),
      register: register.id,
      unique: register.unique,
      synthetic: study.synthetic,
      day,
      absent: mapping.absent,
      ...counted,
    };
  } finally {
    await source.close();
    progress.end();
  }
}
