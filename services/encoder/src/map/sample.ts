// SPDX-License-Identifier: EUPL-1.2
/** The first rows of a register, by column. */
import { KoppelError } from '@koppel/errors';
import { openSourceOf, type Environment } from '../input/source.ts';
import type { SourceSpec } from '../input/source-spec.ts';
import { isRowOfValues, sampleOf, type ColumnSample } from './evidence.ts';

/**
 * Reads at most `count` rows. Rows of another width than the header are left to the run, which
 * refuses them. INPUT_EMPTY without rows; MAP_NOTHING_FOUND when the header is a row of values.
 */
export async function readSamples(
  file: string,
  spec: SourceSpec,
  count: number,
  environment: Environment,
): Promise<ColumnSample[]> {
  const source = await openSourceOf(file, spec, { environment });
  try {
    const { columns } = source;
    if (isRowOfValues(columns)) throw new KoppelError('MAP_NOTHING_FOUND', { file });
    const rows: (readonly string[])[] = [];
    for await (const batch of source.batches()) {
      rows.push(...batch.rows.filter((row) => row.length === columns.length));
      if (rows.length >= count) break;
    }
    if (rows.length === 0) throw new KoppelError('INPUT_EMPTY', { file });
    const looked = rows.slice(0, count);
    return columns.map((name, at) =>
      sampleOf(
        name.trim(),
        looked.map((row) => row[at]!),
      ),
    );
  } finally {
    await source.close();
  }
}
