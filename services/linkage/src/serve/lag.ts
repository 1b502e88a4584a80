// SPDX-License-Identifier: EUPL-1.2
/** How far a state is behind the log, of every owner: asked beside the work, which may be waiting. */
import { codeOf, type Condition, type ServiceLog } from '@koppel/serve';
import type { Study } from '@koppel/study';
import { topics } from '@koppel/wire';
import type { LinkageState } from '../state.ts';

export interface Lag {
  /** Whether the log answered. */
  readonly log: Condition;
  /** Messages that were not taken in yet, by owner; null where the log did not answer. */
  readonly lag: Readonly<Record<string, number>> | null;
}

/** @param note hears of each owner, for the figures */
export async function lagOf(
  log: Pick<ServiceLog, 'ends'>,
  study: Study,
  state: LinkageState,
  note: (owner: string, lag: number) => void,
): Promise<Lag> {
  const names = study.owners.map(({ id }) => [id, topics(study.id).batches(id)] as const);
  try {
    const ends = await log.ends(names.map(([, topic]) => topic));
    const lag: Record<string, number> = {};
    for (const [owner, topic] of names) {
      lag[owner] = Math.max(0, ends.get(topic)! - state.position(topic));
      note(owner, lag[owner]);
    }
    return { log: 'ok', lag };
  } catch (thrown) {
    return { log: codeOf(thrown), lag: null };
  }
}
