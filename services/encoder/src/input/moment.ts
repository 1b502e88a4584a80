// SPDX-License-Identifier: EUPL-1.2
/** Days and moments as text, in one defined way: a moment at midnight is the day that it begins. */

const msPerDay = 86_400_000;

/** `YYYY-MM-DD` of a number of days since 1970-01-01; undefined outside the years 0000–9999. */
export function dayText(days: number): string | undefined {
  const time = days * msPerDay;
  // The first and last moments that are written with a year of four digits.
  return time >= -62_167_219_200_000 && time <= 253_402_300_799_999
    ? new Date(time).toISOString().slice(0, 10)
    : undefined;
}

/**
 * `YYYY-MM-DD`, or `YYYY-MM-DD HH:MM:SS` where the clock is not at midnight; a part of a second is
 * left out. `ms` are milliseconds since 1970-01-01 on the clock that is meant.
 */
export function clockText(ms: number): string | undefined {
  const days = Math.floor(ms / msPerDay);
  const day = dayText(days);
  const rest = ms - days * msPerDay;
  if (day === undefined || rest === 0) return day;
  return `${day} ${new Date(rest).toISOString().slice(11, 19)}`;
}

/** Turns a moment (ms since 1970-01-01 UTC) into what a clock in this zone then shows, in ms. */
export function clockIn(timeZone: string): (ms: number) => number {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    calendar: 'iso8601',
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  });
  return (ms) => {
    const parts = Object.fromEntries(
      format.formatToParts(ms).map((part) => [part.type, part.value]),
    );
    const of = (name: string): number => Number(parts[name]);
    const shown = new Date(0);
    shown.setUTCFullYear(of('year'), of('month') - 1, of('day'));
    shown.setUTCHours(of('hour'), of('minute'), of('second'));
    return shown.getTime();
  };
}
