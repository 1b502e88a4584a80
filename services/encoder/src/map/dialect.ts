// SPDX-License-Identifier: EUPL-1.2
/**
 * What kind of file a register is, seen from its first rows. It is shown to a person, who confirms
 * it: a run believes the mapping and never looks for itself.
 */
import { closeSync, openSync, readSync } from 'node:fs';
import { isKoppelError, KoppelError } from '@koppel/errors';
import { elementOf } from '../input/brp-columns.ts';
import { openCsv } from '../input/csv-source.ts';
import {
  charsets,
  delimiters,
  sourceSchema,
  type Charset,
  type Delimiter,
  type SourceSpec,
} from '../input/source-spec.ts';

const looksRows = 2000;
const parquetMark = 'PAR1';
/** Columns of the Logisch Ontwerp that are no accident. */
const brpColumns = 3;

function startsAs(file: string, mark: string): boolean {
  let descriptor: number;
  try {
    descriptor = openSync(file, 'r');
  } catch {
    throw new KoppelError('FILE_MISSING', { file });
  }
  try {
    const head = new Uint8Array(mark.length);
    readSync(descriptor, head);
    return new TextDecoder('latin1').decode(head) === mark;
  } catch {
    throw new KoppelError('FILE_MISSING', { file });
  } finally {
    closeSync(descriptor);
  }
}

interface Seen {
  readonly charset: Charset;
  readonly delimiter: Delimiter;
  readonly columns: readonly string[];
  /** Rows, of those that were looked at, with as many cells as the header. */
  readonly share: number;
}

async function look(file: string, charset: Charset, delimiter: Delimiter): Promise<Seen> {
  const source = await openCsv(file, { charset, delimiter });
  try {
    const width = source.columns.length;
    let rows = 0;
    let even = 0;
    for await (const batch of source.batches()) {
      rows += batch.rows.length;
      even += batch.rows.filter((row) => row.length === width).length;
      if (rows >= looksRows) break;
    }
    return { charset, delimiter, columns: source.columns, share: rows === 0 ? 1 : even / rows };
  } finally {
    await source.close();
  }
}

/** The first delimiter of those that make the most columns in rows of one width. */
async function withCharset(file: string, charset: Charset): Promise<Seen> {
  let best: Seen | undefined;
  let failed: unknown;
  for (const delimiter of delimiters) {
    try {
      const seen = await look(file, charset, delimiter);
      const score = (one: Seen): number => (one.share < 0.9 ? 0 : one.columns.length);
      if (best === undefined || score(seen) > score(best)) best = seen;
    } catch (thrown) {
      // With another delimiter quotes may stand inside values; other faults do not depend on it.
      if (!isKoppelError(thrown, 'INPUT_QUOTE') && !isKoppelError(thrown, 'INPUT_ROW'))
        throw thrown;
      failed = thrown;
    }
  }
  if (best === undefined) throw failed;
  return best;
}

/** Sets in the order in which they rule themselves out; in the last any bytes are text. */
const order: readonly Charset[] = ['utf-8-bom', 'utf-8', 'utf-16le', 'utf-16be', 'windows-1252'];

async function readable(file: string): Promise<Seen> {
  const marked = startsAs(file, '\u00EF\u00BB\u00BF');
  for (const charset of order.filter((each) => each !== 'utf-8-bom' || marked)) {
    try {
      return await withCharset(file, charset);
    } catch (thrown) {
      const next = ['INPUT_NOT_UTF8', 'INPUT_UTF16', 'INPUT_CHARSET', 'INPUT_BOM'] as const;
      if (!next.some((code) => isKoppelError(thrown, code))) throw thrown;
    }
  }
  throw new KoppelError('INPUT_CHARSET', { file });
}

/** The `source` section that a file seems to ask for. FILE_MISSING, INPUT_*. */
export async function seemsLike(file: string): Promise<SourceSpec> {
  if (startsAs(file, parquetMark)) return sourceSchema.parse({ kind: 'parquet' });
  const { charset, delimiter, columns } = await readable(file);
  const known = columns.filter((name) => elementOf(name) !== undefined).length;
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
