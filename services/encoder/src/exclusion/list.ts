// SPDX-License-Identifier: EUPL-1.2
/**
 * The exclusion list: persons whose data may not be used, by objection or secrecy
 * (geheimhouding). The owner keeps it as a file. An entry that cannot be understood may be somebody
 * who objected, so one wrong row refuses the whole list. Nothing of an entry is in any error.
 */
import { Problems, readFileText } from '@koppel/console';
import { KoppelError } from '@koppel/errors';
import { CsvError, parse } from 'csv-parse/sync';
import { readBsn } from '../bsn.ts';

/** One entry: a citizen service number, or the number of a record in one register or in all. */
export interface ExclusionEntry {
  readonly kind: 'bsn' | 'record';
  /** A register of the study, or `everyRegister`. */
  readonly register: string;
  readonly id: string;
}

/** No register of a study has this name. */
export const everyRegister = '*';

const columns = ['bsn', 'record', 'register', 'reason', 'since'] as const;
type Column = (typeof columns)[number];

/** Why somebody is on the list, in English or Dutch. For the owner's own account; all are alike. */
const reasons = new Set([
  ...['objection', 'secrecy', 'court', 'other'],
  ...['bezwaar', 'geheimhouding', 'rechter', 'overig'],
]);

export type ExclusionRule =
  'width' | 'identifier' | 'bsn' | 'recordIdTooLong' | 'register' | 'reason' | 'since';

/** As in a register. */
const longestId = 256;

function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

/** Rows of cells. The library's errors quote the text that they stumbled on: only the row is kept. */
function rowsOf(file: string, text: string): string[][] {
  const [first = ''] = text.split(/\r?\n/, 1);
  try {
    return parse(text, {
      delimiter: first.includes(';') ? ';' : ',',
      relax_column_count: true,
      skip_empty_lines: true,
      trim: true,
    });
  } catch (thrown) {
    // The library counts the header as well, and not the row at hand.
    const row = thrown instanceof CsvError ? Number(thrown['records']) : 0;
    throw new KoppelError('EXCLUSIONS_ROW', { file, rule: 'width', ...(row > 0 ? { row } : {}) });
  }
}

/** The header names each column at most once, and at least one that identifies. */
function headerOf(file: string, cells: readonly string[]): Column[] {
  const names = cells.map((cell) => cell.toLowerCase());
  const known = names.filter((name): name is Column => columns.some((one) => one === name));
  const identifies = known.includes('bsn') || known.includes('record');
  if (known.length !== names.length || new Set(names).size !== names.length || !identifies) {
    throw new KoppelError('EXCLUSIONS_HEADER', { file });
  }
  return known;
}

/** The entry of a row, or the rule that it breaks. */
function entryOf(
  cells: Readonly<Partial<Record<Column, string>>>,
  registers: readonly string[],
): ExclusionEntry | ExclusionRule {
  const { bsn = '', record = '', register = '', reason = '', since = '' } = cells;
  if ((bsn === '') === (record === '')) return 'identifier';
  if (record.length > longestId) return 'recordIdTooLong';
  if (register !== '' && !registers.includes(register)) return 'register';
  if (reason !== '' && !reasons.has(reason.toLowerCase())) return 'reason';
  if (since !== '' && !isDay(since)) return 'since';
  const where = register === '' ? everyRegister : register;
  if (record !== '') return { kind: 'record', register: where, id: record };
  const number = readBsn(bsn);
  return number === undefined ? 'bsn' : { kind: 'bsn', register: where, id: number };
}

/**
 * Reads a list. `registers` are the names that entries may be limited to.
 * @throws KoppelError FILE_MISSING, FILE_NOT_UTF8, EXCLUSIONS_HEADER; every EXCLUSIONS_ROW at once
 */
export function readExclusionList(file: string, registers: readonly string[]): ExclusionEntry[] {
  const [header = [], ...rows] = rowsOf(file, readFileText(file));
  const names = headerOf(file, header);
  const problems: KoppelError[] = [];
  const entries: ExclusionEntry[] = [];
  rows.forEach((cells, at) => {
    const read =
      cells.length === names.length
        ? entryOf(Object.fromEntries(names.map((name, n) => [name, cells[n]])), registers)
        : 'width';
    if (typeof read === 'string') {
      problems.push(new KoppelError('EXCLUSIONS_ROW', { file, row: at + 1, rule: read }));
    } else entries.push(read);
  });
  if (problems.length > 0) throw new Problems(problems);
  return entries;
}
