// SPDX-License-Identifier: EUPL-1.2
/**
 * Whom a proof is about. The number comes in through a file or standard input, never through the
 * command line, where other users and the history would keep it.
 */
import { readFileSync } from 'node:fs';
import { KoppelError } from '@koppel/errors';
import { readBsn } from '../bsn.ts';
import { openSource } from '../input/source.ts';
import type { Mapping } from '../mapping.ts';

const standardInput = '-';
const longestId = 256;

/** The first line of a file, `-` for standard input, without space around it. PROOF_SUBJECT. */
function firstLine(file: string): string {
  let text: string;
  try {
    text = readFileSync(file === standardInput ? 0 : file, 'utf8');
  } catch {
    throw new KoppelError('FILE_MISSING', { file });
  }
  const [first = '', ...others] = text.split(/\r?\n/);
  const line = first.replace('\uFEFF', '').trim();
  const alone = others.every((other) => other.trim() === '');
  if (line === '' || line.length > longestId || !alone) {
    throw new KoppelError('PROOF_SUBJECT', { file });
  }
  return line;
}

/** A record number as the register writes it. */
export function recordFromFile(file: string): string {
  return firstLine(file);
}

/** A citizen service number of nine digits that passes the eleven test. */
export function bsnFromFile(file: string): string {
  const bsn = readBsn(firstLine(file));
  if (bsn === undefined) throw new KoppelError('PROOF_SUBJECT', { file, rule: 'bsn' });
  return bsn;
}

/**
 * The record numbers of all rows with this citizen service number, ascending.
 * @throws KoppelError INPUT_*; PROOF_NO_RECORD when there is none
 */
export async function recordsOfBsn(bsn: string, file: string, mapping: Mapping): Promise<string[]> {
  const source = await openSource(file, mapping);
  const found = new Set<string>();
  try {
    const names = source.columns.map((name) => name.trim());
    const position = (field: string | undefined): number => {
      const at = field === undefined ? -1 : names.indexOf(field);
      if (at >= 0) return at;
      throw new KoppelError('INPUT_COLUMN_MISSING', { file, field: field ?? 'bsn' });
    };
    const [recordId, column] = [position(mapping.recordId), position(mapping.bsn)];
    for await (const { rows } of source.batches()) {
      for (const cells of rows) {
        if (readBsn(cells[column] ?? '') === bsn) found.add((cells[recordId] ?? '').trim());
      }
    }
  } finally {
    await source.close();
  }
  found.delete('');
  if (found.size === 0) throw new KoppelError('PROOF_NO_RECORD', { file, field: mapping.register });
  return [...found].sort();
}
