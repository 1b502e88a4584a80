// SPDX-License-Identifier: EUPL-1.2
/** Everything that a data set is made of, from the log into a store: links, variables, what changed. */
import type { Reporter } from '@koppel/console';
import { KoppelError, type ErrorCode } from '@koppel/errors';
import type { LinkStatement } from '@koppel/wire';
import { hex } from './bytes.ts';
import { readLinks, readReasons } from './links.ts';
import { payloadExpectation, readPayload } from './payload.ts';
import { personEvents, type PersonEvent } from './person-events.ts';
import { eventsOnTheWay, readStatement, type AnyResult } from './results.ts';
import type { Session } from './session.ts';
import { countSources, type SourceCounts } from './store/counts.ts';
import { differences, type SourceDifference } from './store/difference.ts';
import { changedEdges } from './store/edges.ts';
import type { Store } from './store/store.ts';
import {
  addLinks,
  addReasons,
  joinRegisters,
  makeTables,
  payloadRowsIn,
  settleBefore,
  sourceNumber,
  type PayloadOf,
} from './store/tables.ts';

/** What became of persons since an earlier data set. */
export interface Told {
  /** The earlier data set's result, in hex. */
  readonly result: string;
  readonly events: readonly PersonEvent[];
  readonly differences: readonly SourceDifference[];
}

export interface Gathered {
  readonly store: Store;
  readonly result: AnyResult;
  readonly statement: LinkStatement | undefined;
  readonly told: Told | undefined;
  /** By the number of the source. */
  readonly counts: ReadonlyMap<number, SourceCounts>;
  /** Refused payload batches per code. */
  readonly refused: ReadonlyMap<ErrorCode, number>;
}

interface AllPayload {
  /** How many runs each source was put together from, by its number. */
  readonly runs: ReadonlyMap<number, number>;
  readonly refused: ReadonlyMap<ErrorCode, number>;
}

/** Payload of every linked source that has research variables. */
async function readAllPayload(
  store: Store,
  session: Session,
  result: AnyResult,
  reporter: Reporter,
  of: PayloadOf = '',
): Promise<AllPayload> {
  const { study } = session;
  const expectation = await payloadExpectation(session);
  const runs = new Map<number, number>();
  const refused = new Map<ErrorCode, number>();
  const progress = reporter.progress('open payload', result.sources.length);
  for (const [at, source] of result.sources.entries()) {
    const registerAt = study.registers.findIndex(({ id }) => id === source.register);
    const register = study.registers[registerAt];
    if (register === undefined) {
      throw new KoppelError('STUDY_REFERENCE', { field: source.register });
    }
    if (register.payload.length > 0) {
      const number = sourceNumber(study, source.owner, source.register);
      const into = payloadRowsIn(store, number, registerAt, of);
      const read = await readPayload(session, expectation, source, register, into);
      runs.set(number, read.runs);
      for (const [code, count] of read.refused) refused.set(code, (refused.get(code) ?? 0) + count);
    }
    progress.update(at + 1);
  }
  progress.end();
  return { runs, refused };
}

/** Links of this result and variables of both must be in the store: what differs is told as well. */
async function toldSince(
  store: Store,
  previous: AnyResult,
  session: Session,
  results: readonly AnyResult[],
): Promise<Told> {
  const onTheWay = eventsOnTheWay(results, previous, results.at(-1)!);
  await readLinks(session, previous, (source, block) =>
    addLinks(store, 'links_before', source, block),
  );
  await readReasons(session, onTheWay ?? [], (source, block) => addReasons(store, source, block));
  const events = personEvents(await changedEdges(store));
  return {
    result: hex(previous.result),
    events,
    differences: await differences(store, session.study),
  };
}

/** Fills an empty store. `results`: up to the one that is wanted; `previous`: an earlier one. */
export async function gather(
  store: Store,
  session: Session,
  results: readonly AnyResult[],
  previous: AnyResult | undefined,
  reporter: Reporter,
): Promise<Gathered> {
  const { study } = session;
  const result = results.at(-1)!;
  await makeTables(store, study);
  const statement = await readStatement(session, result);
  await readLinks(session, result, (source, block) => addLinks(store, 'links', source, block));
  const { runs, refused } = await readAllPayload(store, session, result, reporter);
  await joinRegisters(store, study, runs);
  let told: Told | undefined;
  if (previous !== undefined) {
    const before = await readAllPayload(store, session, previous, reporter, 'before_');
    await settleBefore(store, study, before.runs);
    told = await toldSince(store, previous, session, results);
  }
  const counts = await countSources(store, study, (source) => runs.has(source));
  return { store, result, statement, told, counts, refused };
}
