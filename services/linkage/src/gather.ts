// SPDX-License-Identifier: EUPL-1.2
/**
 * The records of every register that are to be linked: of each chain of runs the newest row of each
 * token, in flat columns. Filters are copied once, to their place, while batches pass by.
 */
import type { EncodedSource } from '@koppel/linkage';
import type { Study } from '@koppel/study';
import { filterBytes } from './expectation.ts';
import {
  batchesOfChain,
  composeChain,
  type Choice,
  type ChosenRun,
  type ExpectedSource,
} from './runs.ts';
import type { LinkageState } from './state.ts';

export interface GatheredSource extends ExpectedSource {
  /** Identity of the newest run in it. */
  readonly run: Uint8Array;
  readonly encoded: EncodedSource;
}

const tokenBytes = 16;

function gatherRun(study: Study, state: LinkageState, chosen: ChosenRun): GatheredSource {
  const { owner, register, run, chain } = chosen;
  const rows = composeChain(state, chain).liveRows();
  const bytes = filterBytes(study);
  const count = rows.length;
  const tokens = new Uint8Array(count * tokenBytes);
  const filters = new Uint8Array(count * bytes);
  let at = 0;
  for (const { batch, firstRow } of batchesOfChain(state, chain)) {
    for (; at < count && rows[at]! < firstRow + batch.count; at += 1) {
      const row = rows[at]! - firstRow;
      tokens.set(batch.tokens.subarray(row * tokenBytes, (row + 1) * tokenBytes), at * tokenBytes);
      filters.set(batch.filters.subarray(row * bytes, (row + 1) * bytes), at * bytes);
    }
  }
  const { unique } = study.registers.find(({ id }) => id === register)!;
  const name = `${owner}/${register}`;
  const encoded = { name, unique, count, tokens, filters, filterBytes: bytes };
  return { owner, register, run, encoded };
}

/** The records of each source of which a run counts. STATE_DAMAGED. */
export function gather(study: Study, state: LinkageState, { chosen }: Choice): GatheredSource[] {
  return chosen.map((one) => gatherRun(study, state, one));
}
