// SPDX-License-Identifier: EUPL-1.2
/**
 * Imported into a program (`--import`), kills it with SIGKILL at one exact moment of its work: at the
 * n-th time that a statement with certain words writes, just before what it wrote is committed, or
 * just after. What is told is in the environment, so that the programs know nothing of it.
 */
import process, { env } from 'node:process';
import { DatabaseSync, StatementSync } from 'node:sqlite';

/** Of `KOPPEL_TEST_KILL_AT`, as JSON. */
export interface KillAt {
  /** Words of the statement. */
  readonly writes: string;
  /** Which time, from 1. */
  readonly time: number;
  readonly when: 'beforeCommit' | 'afterCommit';
}

const told = env['KOPPEL_TEST_KILL_AT'];

type Method = (this: unknown, ...values: unknown[]) => unknown;

const methodOf = ({ prototype }: { readonly prototype: object }, name: string): Method =>
  Reflect.get(prototype, name) as Method;

function arm({ writes, time, when }: KillAt): void {
  const run = methodOf(StatementSync, 'run');
  const exec = methodOf(DatabaseSync, 'exec');
  let left = time;
  StatementSync.prototype.run = function (this: StatementSync, ...values: unknown[]): never {
    if (this.sourceSQL.includes(writes)) left -= 1;
    return Reflect.apply(run, this, values) as never;
  };
  DatabaseSync.prototype.exec = function (this: DatabaseSync, sql: string): void {
    const isIt = left <= 0 && sql === 'COMMIT';
    if (isIt && when === 'beforeCommit') process.kill(process.pid, 'SIGKILL');
    Reflect.apply(exec, this, [sql]);
    if (isIt) process.kill(process.pid, 'SIGKILL');
  };
}

if (told !== undefined) arm(JSON.parse(told) as KillAt);
