// SPDX-License-Identifier: EUPL-1.2
/** Rejected rows, counted per rule and listed by ordinal. */
import type { Reporter } from '@koppel/console';
import { KoppelError } from '@koppel/errors';
import type { PreparedInput, Rejection } from './prepare.ts';

/** Rows named on the terminal per rule; the report file has them all. */
const namedPerRule = 5;

/** Rows that were not encoded; one row can break several rules. */
export function rejectedRows({ rejections }: PreparedInput): number {
  return new Set(rejections.map(({ row }) => row)).size;
}

function byRule(rejections: readonly Rejection[]): Map<string, Rejection[]> {
  const groups = new Map<string, Rejection[]>();
  for (const one of rejections) {
    const name = `${one.rule} ${one.field ?? ''}`;
    const group = groups.get(name);
    if (group === undefined) groups.set(name, [one]);
    else group.push(one);
  }
  return groups;
}

/** Tells how many values were left out of encoded rows, per field and rule. */
export function reportTolerated(prepared: PreparedInput, reporter: Reporter): void {
  for (const { field, rule, rows } of prepared.tolerated) {
    reporter.event('valuesLeftOut', { stage: `${field} ${rule}` }, { rows });
  }
}

/** Reports the first rows of every rule and the count of each. */
export function reportRejections(prepared: PreparedInput, file: string, reporter: Reporter): void {
  for (const group of byRule(prepared.rejections).values()) {
    for (const { row, field, rule } of group.slice(0, namedPerRule)) {
      const place = field === undefined ? { file, row, rule } : { file, row, field, rule };
      reporter.problem(new KoppelError('ROW_REJECTED', place));
    }
    reporter.event('rowsRejected', { stage: group[0]!.rule }, { rows: group.length });
  }
}

/**
 * JSON: rows read, encoded and rejected, every rejected row with field and rule, and how many values
 * were left out of encoded rows.
 */
export function rejectionReport(prepared: PreparedInput): string {
  const { rows, register, rejections, tolerated } = prepared;
  const rejected = rejectedRows(prepared);
  const report = { rows, encoded: register.count, rejected, rejections, tolerated };
  return `${JSON.stringify(report, null, 1)}\n`;
}
