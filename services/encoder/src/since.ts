// SPDX-License-Identifier: EUPL-1.2
/** A day on the command line as a moment: its first, in the calendar of the machine. */
import type { Arguments } from '@koppel/console';
import { KoppelError } from '@koppel/errors';

/** ISO 8601 in UTC; undefined without the option. USAGE for what is no day. */
export function sinceOf(args: Arguments, name: 'since' | 'before' = 'since'): string | undefined {
  const day = args.text(name);
  if (day === undefined) return undefined;
  const moment = new Date(`${day}T00:00:00`);
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day) || Number.isNaN(moment.getTime())) {
    throw new KoppelError('USAGE', { path: `--${name}` });
  }
  return moment.toISOString();
}
