// SPDX-License-Identifier: EUPL-1.2
/**
 * Work that several processes share over a topic with several partitions: each value goes to one
 * member of a group, and to another one when that is gone before it said that it is done. Whoever runs
 * the log decides who gets what. A value may come twice, so doing it twice must change nothing.
 */
export interface WorkItem {
  readonly value: Uint8Array;
  /** It is done, for good. An item that is never done comes back, to this member or another. */
  readonly done: () => void;
}

export interface WorkGroup {
  /** The next item; undefined when the signal fires. LOG_KAFKA_*. */
  readonly take: (signal: AbortSignal) => Promise<WorkItem | undefined>;
  /** Leaves the group: what is not done goes to others at once. */
  readonly close: () => Promise<void>;
}

export interface WorkPort {
  /** Spreads values over the partitions of a topic; they are durable when this resolves. LOG_KAFKA_*. */
  readonly offer: (topic: string, values: readonly Uint8Array[]) => Promise<void>;
  /**
   * Joins a group. LOG_KAFKA_*.
   * @param onShare hears how many partitions this member has, whenever that changes
   */
  readonly join: (
    topic: string,
    group: string,
    onShare?: (partitions: number) => void,
  ) => Promise<WorkGroup>;
  readonly close: () => Promise<void>;
}
