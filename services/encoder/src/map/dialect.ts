// SPDX-License-Identifier: EUPL-1.2
/**
 * What kind of file a register is, seen from its first rows. It is shown to a person, who confirms
 * it: a run believes the mapping and never looks for itself.
 */
import { closeSync, openSync, readSync } from 'node:fs';
import { KoppelError } from '@koppel/errors';
import { elementOf } from '../input/brp-columns.ts';
import { openCsv } from '../input/csv-source.ts';
import { detectDialect } from '../input/detect.ts';
import { charsets, delimiters, sourceSchema, type SourceSpec } from '../input/source-spec.ts';

const parquetMark = 'PAR1';
/** Columns of the Logisch Ontwerp that are no accident. */
const brpColumns = 3;

function startsAs(file: string, mark: string): boolean {
  let descriptor: number | undefined;
  try {
    descriptor = openSync(file, 'r');
    const head = new Uint8Array(mark.length);
    readSync(descriptor, head);
    return new TextDecoder('latin1').decode(head) === mark;
  } catch {
    throw new KoppelError('FILE_MISSING', { file });
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

/** The `source` section that a file seems to ask for. FILE_MISSING, INPUT_*. */
export async function seemsLike(file: string): Promise<SourceSpec> {
  if (startsAs(file, parquetMark)) return sourceSchema.parse({ kind: 'parquet' });
  const { charset, delimiter } = detectDialect(file);
  const source = await openCsv(file, { charset, delimiter });
  await source.close();
  const known = source.columns.filter((name) => elementOf(name) !== undefined).length;
  return sourceSchema.parse({ kind: known >= brpColumns ? 'brp' : 'csv', charset, delimiter });
}

/** Another dialect in a person's words: `windows-1252 ;`. Undefined where it is none. */
export function dialectOf(answer: string, spec: SourceSpec): SourceSpec | undefined {
  const [charset, delimiter = ''] = answer.trim().split(/\s+/);
  const sign = delimiter === 'tab' ? '\t' : delimiter;
  if (!charsets.some((each) => each === charset)) return undefined;
  if (!delimiters.some((each) => each === sign)) return undefined;
  return sourceSchema.parse({ kind: spec.kind, charset, delimiter: sign });
}
