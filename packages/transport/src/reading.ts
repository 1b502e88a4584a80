// SPDX-License-Identifier: EUPL-1.2
/** Reading a topic from one end to the other, whatever the adapter. */
import { setTimeout } from 'node:timers/promises';
import type { LogEntry, LogPort } from './log-port.ts';

/** Entries asked for at a time. */
const pageLimit = 256;

/** Every entry from `from` to the end, the end as it is when it is reached. Errors of `read`. */
export async function* readAll(
  port: LogPort,
  topic: string,
  from: number,
): AsyncGenerator<LogEntry, void, void> {
  let next = from;
  for (;;) {
    const page = await port.read(topic, next, pageLimit);
    if (page.length === 0) return;
    yield* page;
    next += page.length;
  }
}

export interface FollowOptions {
  /** Ends the stream, at once when it is waiting. */
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds between two looks at the end, default 250. */
  readonly pollMs?: number | undefined;
}

/**
 * Every entry from `from`, then each new one as it arrives, until the signal aborts. Once it has
 * aborted no further entry is handed out. Errors of `read`.
 */
export async function* follow(
  port: LogPort,
  topic: string,
  from: number,
  options: FollowOptions = {},
): AsyncGenerator<LogEntry, void, void> {
  const { signal, pollMs = 250 } = options;
  const aborted = (): boolean => signal?.aborted === true;
  let next = from;
  while (!aborted()) {
    for await (const entry of readAll(port, topic, next)) {
      if (aborted()) return;
      yield entry;
      next = entry.offset + 1;
    }
    // The only reason for the pause to reject is the abort, which the loop then sees.
    await setTimeout(pollMs, undefined, { signal }).catch(() => undefined);
  }
}
