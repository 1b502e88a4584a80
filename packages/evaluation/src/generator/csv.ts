// SPDX-License-Identifier: EUPL-1.2
/** A table as CSV text (RFC 4180, but lines end in LF). Pure. */

export interface Table {
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** One line. A value with comma, quote or line break is quoted. */
function line(values: readonly string[]): string {
  return values
    .map((value) => (/[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value))
    .join(',');
}

/** The whole table with header, ready to write as UTF-8. Up to about 500 MB of text. */
export function toCsv({ header, rows }: Table): string {
  return [header, ...rows].map(line).join('\n') + '\n';
}
