// SPDX-License-Identifier: EUPL-1.2
/** Who searches the pairs of a run's sources: the workers, where the run shares out its work. */
import type { Reporter } from '@koppel/console';
import type { Study } from '@koppel/study';
import type { LogPort, WorkPort } from '@koppel/transport';
import { topics } from '@koppel/wire';
import { sourceName } from '../follow/names.ts';
import type { GatheredSource } from '../gather.ts';
import type { LinkageState } from '../state.ts';
import type { UnitSecrets } from '../unit-key.ts';
import { SharedWork } from './share.ts';

export interface SharingRun {
  readonly study: Study;
  readonly specHash: Uint8Array;
  readonly secrets: UnitSecrets;
  readonly port: LogPort;
  readonly state: LinkageState;
  /** Undefined where the run searches by itself. */
  readonly work?: WorkPort | undefined;
}

export function sharedOver(
  { study, specHash, secrets, port, state, work }: SharingRun,
  sources: readonly GatheredSource[],
  reporter: Reporter,
): SharedWork['of'] | undefined {
  if (work === undefined) return undefined;
  const named = sources.map(({ owner, register, run }) => {
    const position = state.position(topics(study.id).batches(owner));
    return [sourceName({ owner, register }), { owner, register, run, position }] as const;
  });
  const options = { study: study.id, specHash, secrets, port, work, reporter };
  const shared = new SharedWork({ ...options, sources: new Map(named) });
  return (names, codes) => shared.of(names, codes);
}
