// SPDX-License-Identifier: EUPL-1.2
/** The newest complete run of every register, ready to be linked. */
import type { EncodedSource } from '@koppel/linkage';
import type { Study } from '@koppel/study';
import { filterBytes } from './expectation.ts';
import type { LinkageState, RunState } from './state.ts';

/** A register of an owner that the study expects. */
export interface ExpectedSource {
  readonly owner: string;
  readonly register: string;
}

export interface GatheredSource extends ExpectedSource {
  readonly run: Uint8Array;
  readonly encoded: EncodedSource;
}

const tokenBytes = 16;

/** Owner × register as the study lists them, in its order. */
export function expectedSources(study: Study): ExpectedSource[] {
  return study.owners.flatMap(({ id, registers }) =>
    registers.map((register) => ({ owner: id, register })),
  );
}

/** Sources without a complete run yet. */
export function missingSources(study: Study, state: LinkageState): ExpectedSource[] {
  const complete = state.runs().filter(isComplete);
  return expectedSources(study).filter(
    ({ owner, register }) =>
      !complete.some((run) => run.owner === owner && run.register === register),
  );
}

function isComplete({ arrived, batches }: RunState): boolean {
  return arrived === batches;
}

function gatherRun(study: Study, state: LinkageState, run: RunState): GatheredSource {
  const batches = state.batchesOf(run);
  const count = batches.reduce((total, batch) => total + batch.count, 0);
  const bytes = filterBytes(study);
  const tokens = new Uint8Array(count * tokenBytes);
  const filters = new Uint8Array(count * bytes);
  let row = 0;
  for (const batch of batches) {
    tokens.set(batch.tokens, row * tokenBytes);
    filters.set(batch.filters, row * bytes);
    row += batch.count;
  }
  const { owner, register } = run;
  const { unique } = study.registers.find(({ id }) => id === register)!;
  const name = `${owner}/${register}`;
  return {
    owner,
    register,
    run: run.run,
    encoded: { name, unique, count, tokens, filters, filterBytes: bytes },
  };
}

/** Of each expected source that has one, the complete run with the highest ordinal. */
export function gather(study: Study, state: LinkageState): GatheredSource[] {
  const complete = state.runs().filter(isComplete);
  return expectedSources(study).flatMap(({ owner, register }) => {
    const newest = complete.find((run) => run.owner === owner && run.register === register);
    return newest === undefined ? [] : [gatherRun(study, state, newest)];
  });
}
