// SPDX-License-Identifier: EUPL-1.2
/** What every format has in common: it takes rows in parts, and gives bytes to a file. */
import type { Row } from './data-file.ts';

/** Takes the next bytes of a file; they may be overwritten when it returns. */
export type Sink = (bytes: Uint8Array) => void;

export interface RowWriter {
  write(rows: readonly Row[]): void;
  end(): void;
}
