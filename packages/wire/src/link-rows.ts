// SPDX-License-Identifier: EUPL-1.2
/** What a link block tells of each row, in the newest form; a reader of older forms fills it too. */

/** Whether a person looked at a record's link; the number of a state is its place here. */
export const reviewStates = ['none', 'open', 'same', 'different'] as const;

/**
 * - `none`: the model was sure enough.
 * - `open`: linked by the model, but so unsure that a person should decide.
 * - `same`: a person decided that it is of one person with another record of its cluster.
 * - `different`: a person decided that it is of somebody else than another record.
 */
export type ReviewState = (typeof reviewStates)[number];

export interface LinkColumns<ClusterSize> {
  /** Rows filled, 0 to the capacity. Rows beyond it are zero when read, and ignored when written. */
  readonly count: number;
  readonly owner: string;
  readonly register: string;
  /** 16 bytes a row. */
  readonly tokens: Uint8Array;
  /** 16 bytes a row. */
  readonly pseudonyms: Uint8Array;
  /** `qualityGrade` of the row's best candidate pair within its cluster; none: there is no such pair. */
  readonly quality: Uint8Array;
  /** Rows in its cluster, itself included, 1–65,535. */
  readonly clusterSize: ClusterSize;
  /** `probabilityGrade` of that pair: that the record and the one it resembles most are one person. */
  readonly probability: Uint8Array;
  /**
   * `probabilityGrade` of the weakest of the pairs that hold the cluster together when the strongest
   * ones are chosen for that: the same in all rows of a cluster.
   */
  readonly personProbability: Uint8Array;
  /** A number of `reviewStates`. */
  readonly review: Uint8Array;
}

export type LinkBlock = LinkColumns<Uint16Array>;
