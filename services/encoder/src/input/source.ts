// SPDX-License-Identifier: EUPL-1.2
/** Opens a register, of whatever kind its mapping says it is. */
import { env } from 'node:process';
import { KoppelError } from '@koppel/errors';
import { mappedColumns, sourceOf, type Mapping } from '../mapping.ts';
import { openBrp } from './brp.ts';
import { openCsv } from './csv-source.ts';
import type { Environment, OpenOptions, RowSource } from './row-source.ts';
import type { SourceSpec } from './source-spec.ts';

export type { Environment, RowBatch, RowSource } from './row-source.ts';

/** Opens a register by a `source` section. `file` is the register itself, or names it in errors. */
export async function openSourceOf(
  file: string,
  spec: SourceSpec,
  options: OpenOptions,
): Promise<RowSource> {
  switch (spec.kind) {
    case 'csv':
      return openCsv(file, spec);
    case 'brp':
      return openBrp(file, spec, options);
    case 'parquet':
      // Loaded where they are needed: a program that reads a CSV file starts without them.
      return (await import('./parquet.ts')).openParquet(file, spec, options);
    case 'postgres':
      return (await import('./postgres.ts')).openPostgres(file, spec, options);
  }
}

/**
 * Opens a register as its mapping describes it, and of a source that can tell columns apart reads
 * those alone that the mapping takes something from. INPUT_*, FILE_MISSING, POSTGRES_*.
 */
export function openSource(
  file: string,
  mapping: Mapping,
  environment: Environment = env,
): Promise<RowSource> {
  const wanted = new Set(mappedColumns(mapping));
  return openSourceOf(file, sourceOf(mapping), { wanted, environment });
}

/**
 * What is opened, and named in errors: the file of the register, or of a database the mapping.
 * USAGE when there should be a file and none was given.
 */
export function registerFile(
  mapping: Mapping,
  mappingFile: string,
  inputFile: string | undefined,
): string {
  const file = sourceOf(mapping).kind === 'postgres' ? mappingFile : inputFile;
  if (file === undefined) throw new KoppelError('USAGE', { path: '--input' });
  return file;
}
