// SPDX-License-Identifier: EUPL-1.2
/**
 * Which run of a register counts: the newest that is complete, rests on complete runs down to a full
 * one, and leaves the register within the owner's quota with each record once. A pure function of
 * the batches that were taken in, so the order in which they came does not matter.
 */
import { isKoppelError, KoppelError, type ErrorCode } from '@koppel/errors';
import type { Study } from '@koppel/study';
import { followChain, rowKinds } from '@koppel/wire';
import type { BatchEntry, LinkageState, RunState } from './state.ts';
import { TokenTable } from './token-table.ts';

/** A register of an owner that the study expects. */
export interface ExpectedSource {
  readonly owner: string;
  readonly register: string;
}

/** The run that counts, and the runs that it consists of: a full one, then changes, in order. */
export interface ChosenRun extends ExpectedSource {
  readonly run: Uint8Array;
  readonly chain: readonly RunState[];
}

/** A run that is newer than the one that counts, and why it does not count. */
export interface PassedOver extends ExpectedSource {
  readonly run: Uint8Array;
  /** `''` when a run that it rests on has not arrived in full: that may still come. */
  readonly code: ErrorCode | '';
}

export interface Choice {
  readonly chosen: readonly ChosenRun[];
  /** Complete runs only: one that is still arriving is not worth a word. */
  readonly passedOver: readonly PassedOver[];
}

const tokenBytes = 16;

/** Owner × register as the study lists them, in its order. */
export function expectedSources(study: Study): ExpectedSource[] {
  return study.owners.flatMap(({ id, registers }) =>
    registers.map((register) => ({ owner: id, register })),
  );
}

/** Sources of which no run counts yet. */
export function missingSources(study: Study, { chosen }: Choice): ExpectedSource[] {
  return expectedSources(study).filter(
    ({ owner, register }) =>
      !chosen.some((run) => run.owner === owner && run.register === register),
  );
}

/** Batches of a chain with the number of their run in it, and of their first row in the chain. */
export function* batchesOfChain(
  state: LinkageState,
  chain: readonly RunState[],
): Generator<{ batch: BatchEntry; run: number; firstRow: number }> {
  let firstRow = 0;
  for (const [run, one] of chain.entries()) {
    for (const batch of state.batchesOf(one)) {
      yield { batch, run, firstRow };
      firstRow += batch.count;
    }
  }
}

/** What a register holds after the last run of a chain. CONTRACT_TOKEN_TWICE within one run. */
export function composeChain(state: LinkageState, chain: readonly RunState[]): TokenTable {
  const table = new TokenTable(chain[0]!.rows);
  for (const { batch, run, firstRow } of batchesOfChain(state, chain)) {
    const { tokens, kinds } = state.rowsOf(batch);
    for (let at = 0; at < batch.count; at += 1) {
      const row = kinds[at] === rowKinds.record ? firstRow + at : undefined;
      if (!table.note(tokens, at * tokenBytes, run, row)) {
        throw new KoppelError('CONTRACT_TOKEN_TWICE', { field: batch.owner });
      }
    }
  }
  return table;
}

/** The verdict on a whole chain, which never changes; it is reached once and remembered. */
function verdictOn(
  { maxRecords }: Study['owners'][number],
  state: LinkageState,
  chain: readonly RunState[],
): ErrorCode | '' {
  const head = chain.at(-1)!;
  const known = state.verdictOf(head);
  if (known !== undefined) return known;
  let code: ErrorCode | '';
  try {
    code = composeChain(state, chain).live > maxRecords ? 'CONTRACT_QUOTA' : '';
  } catch (thrown) {
    if (!isKoppelError(thrown) || thrown.code !== 'CONTRACT_TOKEN_TWICE') throw thrown;
    ({ code } = thrown);
  }
  state.judge({ ...head, code });
  return code;
}

function isComplete({ arrived, batches }: RunState): boolean {
  return arrived === batches;
}

/** Runs by their register and identity. */
type RunIndex = ReadonlyMap<string, RunState>;

function nameOf(owner: string, register: string, run: Uint8Array): string {
  return `${owner} ${register} ${run.join('.')}`;
}

/** The chain of a complete run, or why it has none. Runs of another register are no base. */
function chainOf(
  { registers }: Study['owners'][number],
  head: RunState,
  index: RunIndex,
): { readonly chain: readonly RunState[] } | { readonly code: 'CONTRACT_BASE' | '' } {
  const { owner, register } = head;
  const found = followChain(head, (base) => {
    const run = index.get(nameOf(owner, register, base));
    return run !== undefined && isComplete(run) ? run : undefined;
  });
  if (found.state === 'whole') return { chain: found.runs };
  if (found.state === 'impossible') return { code: 'CONTRACT_BASE' };
  const isRunOf = (one: string): boolean => index.has(nameOf(owner, one, found.base));
  return { code: !isRunOf(register) && registers.some(isRunOf) ? 'CONTRACT_BASE' : '' };
}

/** A run by its name, with all that it rests on; undefined when that is not there as a whole. */
export function chosenRun(
  study: Study,
  state: LinkageState,
  { owner, register, run }: ExpectedSource & { readonly run: Uint8Array },
): ChosenRun | undefined {
  const runs = state.runs();
  const index = new Map(runs.map((one) => [nameOf(one.owner, one.register, one.run), one]));
  const head = index.get(nameOf(owner, register, run));
  const ownerOfRun = study.owners.find(({ id }) => id === owner);
  if (head === undefined || ownerOfRun === undefined || !isComplete(head)) return undefined;
  const found = chainOf(ownerOfRun, head, index);
  return 'chain' in found ? { owner, register, run, chain: found.chain } : undefined;
}

/** Of each expected source the run that counts, and the newer ones that do not. */
export function chooseRuns(study: Study, state: LinkageState): Choice {
  const runs = state.runs();
  const index = new Map(runs.map((one) => [nameOf(one.owner, one.register, one.run), one]));
  const chosen: ChosenRun[] = [];
  const passedOver: PassedOver[] = [];
  for (const { owner, register } of expectedSources(study)) {
    const ownerOfRun = study.owners.find(({ id }) => id === owner)!;
    const heads = runs.filter(
      (run) => run.owner === owner && run.register === register && isComplete(run),
    );
    for (const head of heads) {
      const { run } = head;
      const found = chainOf(ownerOfRun, head, index);
      const code = 'code' in found ? found.code : verdictOn(ownerOfRun, state, found.chain);
      if ('chain' in found && code === '') {
        chosen.push({ owner, register, run, chain: found.chain });
        break;
      }
      if (code === 'CONTRACT_BASE') state.judge({ owner, register, run, code });
      passedOver.push({ owner, register, run, code });
    }
  }
  return { chosen, passedOver };
}
