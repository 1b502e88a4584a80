// SPDX-License-Identifier: EUPL-1.2
/**
 * The records of every register that are to be linked: of each chain of runs the newest row of each
 * token, in flat columns. Filters are read once, from the segments to their place.
 */
import type { EncodedSource } from '@koppel/linkage';
import {
  DIGEST_BYTES,
  digestOfNoBits,
  heldDigest,
  type DigestedSource,
} from './encoding-digests.ts';
import { BSN_TOKEN_BYTES, codeBytes, encodingBytes, type Study } from '@koppel/study';
import {
  batchesOfChain,
  composeChain,
  type Choice,
  type ChosenRun,
  type ExpectedSource,
} from './runs.ts';
import type { BatchEntry, LinkageState } from './state.ts';

export interface GatheredSource extends ExpectedSource {
  /** Identity of the newest run in it. */
  readonly run: Uint8Array;
  readonly encoded: EncodedSource;
  /** 16 bytes per record, zeros for none: tokens of numbers, in a study that asks for them. */
  readonly bsnTokens?: Uint8Array;
}

const tokenBytes = 16;

/** Memory that worker threads read without a copy of their own. */
const shared = (bytes: number): Uint8Array => new Uint8Array(new SharedArrayBuffer(bytes));

/** Where rows of a batch go. */
interface Columns {
  readonly tokens: Uint8Array;
  readonly filters: Uint8Array;
}

function takeWhole(state: LinkageState, batch: BatchEntry, { tokens, filters }: Columns): void {
  tokens.set(state.rowsOf(batch).tokens);
  state.readFilters(batch, filters);
}

/** Takes some rows of a batch, in their order. */
function takeRows(
  state: LinkageState,
  batch: BatchEntry,
  rows: Float64Array,
  { tokens, filters }: Columns,
): void {
  const whole = new Uint8Array(batch.filterBytes);
  const bytes = batch.filterBytes / batch.count;
  const { tokens: own } = state.rowsOf(batch);
  state.readFilters(batch, whole);
  rows.forEach((row, at) => {
    tokens.set(own.subarray(row * tokenBytes, (row + 1) * tokenBytes), at * tokenBytes);
    filters.set(whole.subarray(row * bytes, (row + 1) * bytes), at * bytes);
  });
}

/** Codes as encodings, and the tokens of numbers behind them. */
function parted(
  codes: Uint8Array,
  count: number,
  filterBytes: number,
): { readonly filters: Uint8Array; readonly bsnTokens: Uint8Array } {
  const bytes = filterBytes + BSN_TOKEN_BYTES;
  const filters = shared(count * filterBytes);
  const bsnTokens = new Uint8Array(count * BSN_TOKEN_BYTES);
  for (let row = 0; row < count; row += 1) {
    const middle = row * bytes + filterBytes;
    filters.set(codes.subarray(row * bytes, middle), row * filterBytes);
    bsnTokens.set(codes.subarray(middle, middle + BSN_TOKEN_BYTES), row * BSN_TOKEN_BYTES);
  }
  return { filters, bsnTokens };
}

/** Rows of a batch that count, and the place of the first of them among all of the run. */
type Take = (batch: BatchEntry, rows: Float64Array, from: number) => void;

/** Goes through the rows of a chain that count, batch by batch. */
function eachBatch(
  state: LinkageState,
  chain: ChosenRun['chain'],
  live: Float64Array,
  take: Take,
): void {
  let at = 0;
  for (const { batch, firstRow } of batchesOfChain(state, chain)) {
    const from = at;
    while (at < live.length && live[at]! < firstRow + batch.count) at += 1;
    if (at > from) {
      take(
        batch,
        live.subarray(from, at).map((row) => row - firstRow),
        from,
      );
    }
  }
}

function namesOf(
  study: Study,
  { owner, register }: ChosenRun,
): Pick<EncodedSource, 'name' | 'unique'> {
  const { unique } = study.registers.find(({ id }) => id === register)!;
  return { name: `${owner}/${register}`, unique };
}

/**
 * The tokens alone of a run's records, as a source without encodings: for what only names records.
 * STATE_DAMAGED, STATE_SEGMENT_*.
 */
export function gatherTokens(study: Study, state: LinkageState, chosen: ChosenRun): EncodedSource {
  const live = composeChain(state, chosen.chain).liveRows();
  const tokens = new Uint8Array(live.length * tokenBytes);
  eachBatch(state, chosen.chain, live, (batch, rows, from) => {
    const { tokens: own } = state.rowsOf(batch);
    rows.forEach((row, at) => {
      const token = own.subarray(row * tokenBytes, (row + 1) * tokenBytes);
      tokens.set(token, (from + at) * tokenBytes);
    });
  });
  const nothing = { filters: new Uint8Array(0), filterBytes: 0 };
  return { ...namesOf(study, chosen), count: live.length, tokens, ...nothing };
}

/** The records of a run with all that it rests on. STATE_DAMAGED, STATE_SEGMENT_*. */
export function gatherRun(study: Study, state: LinkageState, chosen: ChosenRun): GatheredSource {
  const { owner, register, run, chain } = chosen;
  const live = composeChain(state, chain).liveRows();
  const bytes = codeBytes(study);
  const count = live.length;
  const tokens = new Uint8Array(count * tokenBytes);
  const codes = shared(count * bytes);
  eachBatch(state, chain, live, (batch, rows, from) => {
    const places = {
      tokens: tokens.subarray(from * tokenBytes),
      filters: codes.subarray(from * bytes, (from + rows.length) * bytes),
    };
    if (rows.length === batch.count) takeWhole(state, batch, places);
    else takeRows(state, batch, rows, places);
  });
  const { name, unique } = namesOf(study, chosen);
  const filterBytes = encodingBytes(study);
  const found = { owner, register, run };
  if (bytes === filterBytes) {
    return { ...found, encoded: { name, unique, count, tokens, filters: codes, filterBytes } };
  }
  const { filters, bsnTokens } = parted(codes, count, filterBytes);
  return { ...found, bsnTokens, encoded: { name, unique, count, tokens, filters, filterBytes } };
}

/** As `gatherRun`, with encodings by their digests: a batch of them is held at a time. */
function gatherDigests(study: Study, state: LinkageState, chosen: ChosenRun): GatheredSource {
  const { owner, register, run, chain } = chosen;
  const live = composeChain(state, chain).liveRows();
  const [bytes, filterBytes] = [codeBytes(study), encodingBytes(study)];
  const count = live.length;
  const tokens = new Uint8Array(count * tokenBytes);
  const digests = new Uint8Array(count * DIGEST_BYTES);
  const bsnTokens = new Uint8Array(bytes === filterBytes ? 0 : count * BSN_TOKEN_BYTES);
  eachBatch(state, chain, live, (batch, rows, from) => {
    const own = {
      tokens: tokens.subarray(from * tokenBytes),
      filters: new Uint8Array(rows.length * bytes),
    };
    takeRows(state, batch, rows, own);
    for (let row = 0; row < rows.length; row += 1) {
      const [start, end] = [row * bytes, (row + 1) * bytes];
      const filter = own.filters.subarray(start, start + filterBytes);
      digests.set(heldDigest(filter), (from + row) * DIGEST_BYTES);
      const token = own.filters.subarray(start + filterBytes, end);
      if (token.length > 0) bsnTokens.set(token, (from + row) * BSN_TOKEN_BYTES);
    }
  });
  const encoded: DigestedSource = {
    ...namesOf(study, chosen),
    ...{ count, tokens, filters: digests, filterBytes: DIGEST_BYTES },
    noBits: digestOfNoBits(filterBytes),
  };
  const found = { owner, register, run, encoded };
  return bytes === filterBytes ? found : { ...found, bsnTokens };
}

/** As `gather`, for a linkage that a second round decides. STATE_DAMAGED, STATE_SEGMENT_*. */
export function gatherDigested(
  study: Study,
  state: LinkageState,
  { chosen }: Choice,
): GatheredSource[] {
  return chosen.map((one) => gatherDigests(study, state, one));
}

/** The records of each source of which a run counts. STATE_DAMAGED, STATE_SEGMENT_*. */
export function gather(study: Study, state: LinkageState, { chosen }: Choice): GatheredSource[] {
  return chosen.map((one) => gatherRun(study, state, one));
}
