// SPDX-License-Identifier: EUPL-1.2
/** What batches of a result hold: token → pseudonym, and what happened to tokens since another result. */
import { KoppelError } from '@koppel/errors';
import { verify } from '@koppel/keys/sign';
import { decodePublicKey } from '@koppel/study';
import { readAll } from '@koppel/transport';
import {
  decodeEventBlock,
  decodeLinkBlock,
  eventBatches,
  linkBatches,
  topics,
  type BatchForm,
  type EventBlock,
  type LinkBatch,
  type LinkBlock,
  type LinkResult,
} from '@koppel/wire';
import { sameBytes } from './bytes.ts';
import type { AnyResult } from './results.ts';
import { openFromSeat } from './seat.ts';
import type { Session } from './session.ts';
import { sourceNumber } from './store/tables.ts';

/** Takes the blocks of batches one by one, with the number of the source that each is about. */
export type TakeBlock<Block> = (source: number, block: Block) => Promise<void>;

/** Batches of one kind that go by one name. */
interface Wanted {
  readonly form: BatchForm;
  readonly name: Uint8Array;
  readonly batches: number;
}

function authenticBatch(
  value: Uint8Array,
  session: Session,
  { form, name, batches }: Wanted,
): LinkBatch | undefined {
  const { study, specHash } = session;
  const unitKey = decodePublicKey(study.linkageUnit.signPublicKey);
  try {
    const batch = form.decode(value);
    const belongs =
      batch.study === study.id &&
      sameBytes(batch.specHash, specHash) &&
      sameBytes(batch.result, name) &&
      batch.batches === batches &&
      batch.capacity === study.batches.capacity;
    if (!belongs) return undefined;
    return verify(unitKey, form.signingBytes(batch), batch.signature) ? batch : undefined;
  } catch {
    return undefined; // of another kind, or noise of another program: not from the linkage unit
  }
}

/**
 * Opens all batches that go by one name, each once. RESULT_BATCH_MISSING (rule) when one is not on the
 * log.
 */
async function* openBatches(
  session: Session,
  wanted: Wanted,
  rule: string,
): AsyncGenerator<Uint8Array> {
  const seen = new Set<number>();
  const { form } = wanted;
  for await (const { value } of readAll(session.port, topics(session.study.id).links, 0)) {
    const batch = authenticBatch(value, session, wanted);
    // A crash between publishing and its result can leave a batch twice: the first one counts.
    if (batch === undefined || seen.has(batch.sequence)) continue;
    const aad = form.associatedData(batch);
    yield await openFromSeat(session, form.sealingInfo(), aad, batch.sealed);
    seen.add(batch.sequence);
  }
  if (seen.size < wanted.batches) throw new KoppelError('RESULT_BATCH_MISSING', { rule });
}

/**
 * All links of a result, block by block. RESULT_BATCH_MISSING when the log lacks one of its batches,
 * WIRE_MALFORMED when one is about a source that the result does not name.
 */
export async function readLinks(
  session: Session,
  result: AnyResult,
  take: TakeBlock<LinkBlock>,
): Promise<void> {
  const { capacity } = session.study.batches;
  const named = new Set(result.sources.map(({ owner, register }) => `${owner}/${register}`));
  const wanted = { form: linkBatches, name: result.result, batches: result.linkBatches };
  for await (const plain of openBatches(session, wanted, 'links')) {
    const block = decodeLinkBlock(plain, { capacity });
    if (!named.has(`${block.owner}/${block.register}`)) {
      throw new KoppelError('WIRE_MALFORMED', { rule: 'range' });
    }
    await take(sourceNumber(session.study, block.owner, block.register), block);
  }
}

/** What happened in some results to whom: the order in which they are read is none. */
export async function readReasons(
  session: Session,
  results: readonly LinkResult[],
  take: TakeBlock<EventBlock>,
): Promise<void> {
  const { capacity } = session.study.batches;
  for (const { events: name, eventBatches: batches } of results) {
    const wanted = { form: eventBatches, name, batches };
    for await (const plain of openBatches(session, wanted, 'events')) {
      const block = decodeEventBlock(plain, { capacity });
      await take(sourceNumber(session.study, block.owner, block.register), block);
    }
  }
}
