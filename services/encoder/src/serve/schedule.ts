// SPDX-License-Identifier: EUPL-1.2
/** When a register is run: at fixed times, so that the moment of a delivery says nothing. */
import { Cron } from 'croner';

export interface Schedule {
  /** The first time after a moment, in milliseconds since 1970; undefined when there is none. */
  next(after: number): number | undefined;
}

const daily = /^daily ([01]\d|2[0-3]):([0-5]\d)$/;

/**
 * `daily HH:MM`, or the five fields of cron (minute, hour, day, month, weekday), in the time zone of
 * the machine. Undefined for anything else. A time that a change of the clock skips or repeats comes
 * once, as croner decides.
 */
export function parseSchedule(text: string): Schedule | undefined {
  const time = daily.exec(text);
  const pattern = time === null ? text : `${Number(time[2])} ${Number(time[1])} * * *`;
  try {
    const cron = new Cron(pattern, { mode: '5-part', paused: true });
    return { next: (after) => cron.nextRun(new Date(after))?.getTime() };
  } catch {
    return undefined; // the library's error quotes the text
  }
}

const firstPauseMs = 60_000;
const longestPauseMs = 3_600_000;

/** How long to wait after so many failures in a row, doubling from a minute to an hour. */
export function backOffMs(failures: number): number {
  return Math.min(firstPauseMs * 2 ** Math.max(0, failures - 1), longestPauseMs);
}
