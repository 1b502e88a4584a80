// SPDX-License-Identifier: EUPL-1.2
/** Rejected rows, counted per rule and listed by ordinal. */
import type { Reporter } from '@koppel/console';
import { KoppelError } from '@koppel/errors';
import type { PreparedInput, Rejection } from './prepare.ts';

/** Rows named on the terminal per rule; the report file has them all. */
const namedPerRule = 5;

function byRule(rejections: readonly Rejection[]): Map<string, Rejection[]> {
  const groups = new Map<string, Rejection[]>();
  for (const one of rejections) {
    const name = `${one.rule} ${one.field ?? ''}`;
    groups.set(name, [...(groups.get(name) ?? []), one]);
  }
  return groups;
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

/** JSON: rows read, encoded and rejected, and every rejected row with field and rule. */
export function rejectionReport(prepared: PreparedInput): string {
  const { rows, register, rejections } = prepared;
  const rejected = new Set(rejections.map(({ row }) => row)).size;
  return `${JSON.stringify({ rows, encoded: register.count, rejected, rejections }, null, 1)}\n`;
}
