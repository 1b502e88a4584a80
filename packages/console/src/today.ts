// SPDX-License-Identifier: EUPL-1.2
/** The day of the machine: what a gate and a report go by. */

/** Today in the calendar of the machine, `YYYY-MM-DD`. */
export function today(): string {
  const now = new Date();
  const two = (part: number): string => String(part).padStart(2, '0');
  return `${String(now.getFullYear())}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}
