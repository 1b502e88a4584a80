// SPDX-License-Identifier: EUPL-1.2
/** What batches of a result hold: token → pseudonym, and what happened to tokens since another result. */
import { KoppelError } from '@koppel/errors';
import { open } from '@koppel/keys/open';
import { verify } from '@koppel/keys/sign';
import { decodePublicKey } from '@koppel/study';
import { readAll } from '@koppel/transport';
import {
  decodeEventBlock,
  decodeLinkBlock,
  eventBatches,
  linkBatches,
  probabilityOf,
  qualityOf,
  reviewStates,
  topics,
  type BatchForm,
  type LinkBatch,
  type LinkResult,
  type LinkSource,
  type ReviewState,
} from '@koppel/wire';
import { hex, sameBytes } from './bytes.ts';
import type { AnyResult } from './results.ts';
import type { Session } from './session.ts';

/** What is known of one record of one register. */
export interface LinkedRecord {
  /** 32 hex digits; of this study only. */
  readonly pseudonym: string;
  /** Similarity of its link in steps of 0.05, 0–0.95; NaN when it is linked to nothing. */
  readonly quality: number;
  readonly clusterSize: number;
  /** Graded probability that it and the record it resembles most are one person; NaN when unknown. */
  readonly probability: number;
  /** Graded probability of the weakest link that holds its person together; NaN when unknown. */
  readonly personProbability: number;
  readonly review: ReviewState;
}

/** Per `owner/register`: token in hex → record. */
export type Links = ReadonlyMap<string, ReadonlyMap<string, LinkedRecord>>;

/** Per `owner/register`: token in hex → what happened to its person, as `reasonBits`. */
export type Reasons = ReadonlyMap<string, ReadonlyMap<string, number>>;

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
    yield await open(session.mailbox, form.sealingInfo(), aad, batch.sealed);
    seen.add(batch.sequence);
  }
  if (seen.size < wanted.batches) throw new KoppelError('RESULT_BATCH_MISSING', { rule });
}

const sourceOf = ({ owner, register }: Pick<LinkSource, 'owner' | 'register'>): string =>
  `${owner}/${register}`;

/**
 * All links of a result, per source that the result names. RESULT_BATCH_MISSING when the log lacks
 * one of its batches, WIRE_MALFORMED when one is about another source.
 */
export async function readLinks(session: Session, result: AnyResult): Promise<Links> {
  const links = new Map(
    result.sources.map((source) => [sourceOf(source), new Map<string, LinkedRecord>()]),
  );
  const { capacity } = session.study.batches;
  const wanted = { form: linkBatches, name: result.result, batches: result.linkBatches };
  for await (const plain of openBatches(session, wanted, 'links')) {
    const block = decodeLinkBlock(plain, { capacity });
    const records = links.get(sourceOf(block));
    if (records === undefined) throw new KoppelError('WIRE_MALFORMED', { rule: 'range' });
    for (let row = 0; row < block.count; row += 1) {
      records.set(hex(block.tokens, row * 16, 16), {
        pseudonym: hex(block.pseudonyms, row * 16, 16),
        quality: qualityOf(block.quality[row]!),
        clusterSize: block.clusterSize[row]!,
        probability: probabilityOf(block.probability[row]!),
        personProbability: probabilityOf(block.personProbability[row]!),
        review: reviewStates[block.review[row]!]!,
      });
    }
  }
  return links;
}

/** What happened in some results to whom, taken together: the order in which they are read is none. */
export async function readReasons(
  session: Session,
  results: readonly LinkResult[],
): Promise<Reasons> {
  const reasons = new Map<string, Map<string, number>>();
  const { capacity } = session.study.batches;
  for (const { events: name, eventBatches: batches } of results) {
    const wanted = { form: eventBatches, name, batches };
    for await (const plain of openBatches(session, wanted, 'events')) {
      const block = decodeEventBlock(plain, { capacity });
      const records = reasons.get(sourceOf(block)) ?? new Map<string, number>();
      reasons.set(sourceOf(block), records);
      for (let row = 0; row < block.count; row += 1) {
        const token = hex(block.tokens, row * 16, 16);
        records.set(token, (records.get(token) ?? 0) | block.reasons[row]!);
      }
    }
  }
  return reasons;
}
