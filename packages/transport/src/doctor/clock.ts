// SPDX-License-Identifier: EUPL-1.2
/**
 * How far this clock is from the others. A broker tells its own clock only to who may see the cluster;
 * other parties can see that theirs is behind the day of the newest message, and no more.
 */
import { KoppelError } from '@koppel/errors';
import type { AdminConnection } from '../kafka/admin/connection.ts';
import { brokerClock, newestMessage } from '../kafka/admin/state.ts';
import { untold, type Finding } from './finding.ts';

/** Above the first it is a warning, above the second something is wrong. Seconds. */
const warnSeconds = 60;
const failSeconds = 600;

export async function clockFinding(
  admin: AdminConnection,
  readable: readonly string[],
  clock: () => number,
): Promise<Finding> {
  const before = clock();
  const broker = await brokerClock(admin);
  const problem = new KoppelError('LINE_CLOCK');
  if (broker !== undefined) {
    const between = (before + clock()) / 2;
    const seconds = Math.round((between - broker) / 1000);
    const off = Math.abs(seconds);
    if (off <= warnSeconds) return { check: 'clock', subject: '', outcome: 'ok', seconds };
    const outcome = off > failSeconds ? 'failed' : 'warning';
    return { check: 'clock', subject: '', outcome, seconds, problem };
  }
  const newest = await newestMessage(admin, readable);
  if (newest === undefined) return untold('clock');
  return newest > clock()
    ? { check: 'clock', subject: '', outcome: 'failed', problem }
    : { check: 'clock', subject: '', outcome: 'ok' };
}
