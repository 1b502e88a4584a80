// SPDX-License-Identifier: EUPL-1.2
/** What an outcome fails on, as closed codes with counts. Pure. */
import { KoppelError, type ErrorCode } from '@koppel/errors';
import type { CellRule } from './cells.ts';
import type { TableCheck } from './evaluate.ts';
import type { CheckedDataSet, Outcome } from './run.ts';

const codeOfRule: Readonly<Record<CellRule, ErrorCode>> = {
  smallCell: 'CHECK_SMALL_CELL',
  dominance: 'CHECK_DOMINANCE',
  group: 'CHECK_GROUP',
};

function dataSetFailures(one: CheckedDataSet): KoppelError[] {
  const { file, undeclared, kAnonymity, lDiversity, apart, joined } = one;
  const found = undeclared.map((field) => new KoppelError('CHECK_UNDECLARED', { file, field }));
  if (kAnonymity.records > 0) {
    found.push(new KoppelError('CHECK_K_ANONYMITY', { file, found: kAnonymity.records }));
  }
  for (const { variable, uniform, grouped } of lDiversity) {
    if (uniform + grouped === 0) continue;
    const rule = uniform > 0 ? 'lDiversity' : 'group';
    found.push(
      new KoppelError('CHECK_L_DIVERSITY', { file, field: variable, rule, found: uniform + grouped }),
    );
  }
  if (joined > 0) {
    found.push(new KoppelError('CHECK_K_ANONYMITY', { file, rule: 'joined', found: joined }));
  }
  if (apart > 0) found.push(new KoppelError('CHECK_DIFFERENCE', { file, found: apart }));
  return found;
} // prettier-ignore

function tableFailures(check: TableCheck, suppress: boolean): KoppelError[] {
  const { given, table, unsafe, pattern, exposed, differences } = check;
  const path = given.id;
  const found: KoppelError[] = [];
  if (table === given) {
    for (const rule of ['smallCell', 'dominance', 'group'] as const) {
      const cells = unsafe.filter((one) => one.rule === rule).length;
      if (cells > 0) found.push(new KoppelError(codeOfRule[rule], { path, found: cells }));
    }
    if (suppress && pattern === null) found.push(new KoppelError('CHECK_NO_PATTERN', { path }));
  }
  const isOwn = given.isSuppressed.some((one) => one === 1) || table !== given;
  if (exposed.length > 0 && isOwn) {
    found.push(new KoppelError('CHECK_PATTERN', { path, found: exposed.length }));
  }
  if (differences.length > 0) {
    found.push(new KoppelError('CHECK_DIFFERENCE', { path, found: differences.length }));
  }
  // Whatever the reason, what is not safe does not leave.
  if (found.length === 0 && !check.isSafe) found.push(new KoppelError('CHECK_PATTERN', { path }));
  return found;
}

/** Empty when everything may leave. */
export function failuresOf({ dataSets, tables }: Outcome, suppress: boolean): KoppelError[] {
  return [
    ...dataSets.flatMap(dataSetFailures),
    ...tables.flatMap((one) => tableFailures(one, suppress)),
  ];
}
