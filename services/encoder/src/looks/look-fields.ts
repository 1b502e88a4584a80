// SPDX-License-Identifier: EUPL-1.2
/** What a register has of the fields of a second round, told before anybody looks. */
import type { Reporter } from '@koppel/console';
import { KoppelError } from '@koppel/errors';
import { lookEncoding, type Study } from '@koppel/study';
import type { Mapping } from '../mapping.ts';

/** MAPPING_LOOKS where a register has none of the fields that looks show. */
export function checkLookFields(file: string, study: Study, { absent }: Mapping): void {
  const fields = lookEncoding(study)?.fields ?? [];
  if (fields.length === 0 || fields.some(({ name }) => !absent.includes(name))) return;
  throw new KoppelError('MAPPING_LOOKS', { file });
}

/** Tells of each field of the second round how many records have no value, where there are such. */
export function reportLookFields(
  study: Study,
  register: string,
  { lookMissing }: { readonly lookMissing: Uint32Array },
  reporter: Reporter,
): void {
  lookEncoding(study)?.fields.forEach(({ name }, field) => {
    const rows = lookMissing[field]!;
    if (rows > 0) reporter.event('lookFieldEmpty', { register, stage: name }, { rows });
  });
}
