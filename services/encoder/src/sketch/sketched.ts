// SPDX-License-Identifier: EUPL-1.2
/** What sketching a register yields: the file that may leave by hand, and counts for its owner. */
import type { PublishedSketch } from '@koppel/study';

export interface Sketched {
  readonly sketch: PublishedSketch;
  readonly rows: number;
  /** Rows of persons who are left out. */
  readonly excluded: number;
  /** Rows that tell too little, or have another width than the header. */
  readonly unusable: number;
}
