// SPDX-License-Identifier: EUPL-1.2
/** A register of persons with citizen service numbers, and the commands that take care of them. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ownerOf, type Line } from './line.ts';
import type { Party } from './program.ts';
import { seeded } from './random.ts';
import { csvOf, inventPersons, mappingOf, tableOf, type Table } from './registers.ts';

const weights = [9, 8, 7, 6, 5, 4, 3, 2];

/** Numbers that pass the eleven test, written by this rule alone: the code under test has its own. */
export function inventBsns(count: number): string[] {
  const found: string[] = [];
  for (let front = 20_000_001; found.length < count; front += 137) {
    const digits = String(front).padStart(8, '0');
    const last = weights.reduce((sum, weight, at) => sum + weight * Number(digits[at]), 0) % 11;
    if (last < 10) found.push(`${digits}${last}`);
  }
  return found;
}

export interface CareRegister {
  readonly owner: Party;
  readonly bsns: readonly string[];
  readonly records: readonly string[];
  /** Writes the register with only these rows. */
  write(rows?: (row: number) => boolean): void;
}

/** Benefits of one owner; the first two rows are secret by the indicator of the register. */
export function careRegister(line: Line, name: string, count: number): CareRegister {
  const owner = ownerOf(line, name);
  const bsns = inventBsns(count);
  const records = bsns.map((_, at) => `REC/Qx77-${1000 + at}`);
  const random = seeded(31);
  const table = tableOf('benefits', inventPersons(count, random), records, random);
  const bsn = table.header.indexOf('bsn');
  const full: Table = {
    header: [...table.header, 'geheim'],
    rows: table.rows.map((row, at) => [...row.with(bsn, bsns[at]!), at < 2 ? '7' : '0']),
  };
  const mapping = {
    ...mappingOf('benefits'),
    bsn: 'bsn',
    ignore: ['straat'],
    excludeWhen: { column: 'geheim', values: ['1', '2', '3', '4', '5', '6', '7'] },
  };
  writeFileSync(join(owner.folder, 'benefits.yaml'), JSON.stringify(mapping));
  return {
    owner,
    bsns,
    records,
    write(keep = () => true) {
      const rows = full.rows.filter((_, at) => keep(at));
      writeFileSync(join(owner.folder, 'benefits.csv'), csvOf({ header: full.header, rows }));
    },
  };
}
