// SPDX-License-Identifier: EUPL-1.2
/** The rows of a list that came back, from delimited text or JSON. Nothing of them is judged here. */
import { Problems } from '@koppel/console';
import { KoppelError } from '@koppel/errors';
import { cellsOf, decodeText } from './csv.ts';
import { columnOf, columns, type Column, type Row } from './table.ts';

/** What has to be there for a decision to be read; the figures are compared where they are. */
const needed = ['pair', 'decision', 'reviewer', 'reason', 'study', 'list'] as const;

const emptyRow = Object.fromEntries(columns.map((name) => [name, ''])) as Record<Column, string>;

/** More rows than a list can have. */
const ROWS_MAX = 100_000;

function columnsOf(head: readonly string[], file: string): Column[] {
  const problems: KoppelError[] = [];
  const seen = new Set<Column>();
  const found = head.map((text, at) => {
    const name = columnOf(text);
    // A column of one's own could hold what must not come in here.
    if (name === undefined || seen.has(name)) {
      problems.push(new KoppelError('REVIEW_COLUMN_UNKNOWN', { file, column: at + 1 }));
      return 'pair';
    }
    seen.add(name);
    return name;
  });
  for (const name of needed) {
    if (!seen.has(name)) problems.push(new KoppelError('REVIEW_COLUMN', { file, field: name }));
  }
  if (problems.length > 0) throw new Problems(problems);
  return found;
}

function fromText(text: string, file: string): Row[] {
  const [head, ...lines] = cellsOf(text, file);
  if (head === undefined) throw new KoppelError('REVIEW_FILE', { file });
  const names = columnsOf(head, file);
  const problems: KoppelError[] = [];
  const rows = lines.map((cells, at): Row => {
    if (cells.length !== names.length) {
      problems.push(new KoppelError('REVIEW_ROW_WIDTH', { file, row: at + 1 }));
    }
    const filled = names.map((name, n): [Column, string] => [name, (cells[n] ?? '').trim()]);
    return { ...emptyRow, ...Object.fromEntries(filled) };
  });
  if (problems.length > 0) throw new Problems(problems);
  return rows;
}

/** `{…, "pairs": [{"pair": …, "decision": …}]}`; numbers may stand as numbers. */
function fromJson(text: string, file: string): Row[] {
  const refused = (): KoppelError => new KoppelError('REVIEW_FILE', { file });
  let read: unknown;
  try {
    read = JSON.parse(text);
  } catch {
    throw refused();
  }
  const { pairs, study, list } = read as Record<string, unknown>;
  if (!Array.isArray(pairs)) throw refused();
  return pairs.map((one: unknown, at): Row => {
    if (typeof one !== 'object' || one === null) throw refused();
    const row: Record<string, string> = { ...emptyRow };
    for (const [name, value] of Object.entries({ study, list, ...one })) {
      if (!(columns as readonly string[]).includes(name)) {
        throw new KoppelError('REVIEW_COLUMN_UNKNOWN', { file, row: at + 1 });
      }
      const isText = typeof value === 'string' || typeof value === 'number';
      if (isText) row[name] = String(value).trim();
      else if (value !== null && value !== undefined) {
        throw new KoppelError('REVIEW_FILE', { file, row: at + 1 });
      }
    }
    return row as Record<Column, string>;
  });
}

/**
 * The rows of a file.
 * @throws KoppelError REVIEW_FILE, REVIEW_QUOTES; Problems with REVIEW_COLUMN, REVIEW_COLUMN_UNKNOWN,
 *   REVIEW_ROW_WIDTH
 */
export function readRows(bytes: Uint8Array, file: string): Row[] {
  const text = decodeText(bytes).replace(/^\ufeff/, '');
  const rows = text.trimStart().startsWith('{') ? fromJson(text, file) : fromText(text, file);
  if (rows.length > ROWS_MAX) throw new KoppelError('REVIEW_FILE', { file });
  return rows;
}
