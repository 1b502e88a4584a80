// SPDX-License-Identifier: EUPL-1.2
/** Records and clusters as the state holds them. */
import type { RecordName } from '../../incremental/changes.ts';

/** A record that is there. */
export interface Entry extends RecordName {
  readonly since: number;
  /** Similarity by record; undefined while there is none: most records of a register are alone. */
  pairs: Map<Entry, number> | undefined;
  /** Undefined until it is first put into one. */
  cluster: Cluster | undefined;
}

/** Records of one person. Never changed: another content is another cluster. */
export interface Cluster {
  readonly members: readonly Entry[];
}
