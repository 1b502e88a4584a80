// SPDX-License-Identifier: EUPL-1.2
/** The newest result of the linkage unit, and from it: token → pseudonym. */
import { KoppelError } from '@koppel/errors';
import { open } from '@koppel/keys/open';
import { verify } from '@koppel/keys/sign';
import { decodePublicKey } from '@koppel/study';
import { readAll } from '@koppel/transport';
import {
  decodeLinkBatch,
  decodeLinkBlock,
  decodeLinkResult,
  linkBatchAssociatedData,
  linkBatchSealingInfo,
  linkBatchSigningBytes,
  linkResultSigningBytes,
  topics,
  type LinkBatch,
  type LinkResult,
} from '@koppel/wire';
import { hex, sameBytes } from './bytes.ts';
import type { Session } from './session.ts';

/** What is known of one record of one register. */
export interface LinkedRecord {
  /** 32 hex digits; of this study only. */
  readonly pseudonym: string;
  /** Similarity 0–1 of its link, NaN when it is linked to nothing. */
  readonly quality: number;
  readonly clusterSize: number;
}

/** Per `owner/register`: token in hex → record. */
export type Links = ReadonlyMap<string, ReadonlyMap<string, LinkedRecord>>;

function authenticResult(
  value: Uint8Array,
  session: Session,
  unitKey: Uint8Array,
): LinkResult | undefined {
  try {
    const result = decodeLinkResult(value);
    const ours = result.study === session.study.id && sameBytes(result.specHash, session.specHash);
    if (!ours) return undefined;
    return verify(unitKey, linkResultSigningBytes(result), result.signature) ? result : undefined;
  } catch {
    return undefined; // noise of another program: not from the linkage unit
  }
}

/** The last result of this version of the study, or undefined when there is none yet. */
export async function newestResult(session: Session): Promise<LinkResult | undefined> {
  const unitKey = decodePublicKey(session.study.linkageUnit.signPublicKey);
  let newest: LinkResult | undefined;
  for await (const { value } of readAll(session.port, topics(session.study.id).results, 0)) {
    newest = authenticResult(value, session, unitKey) ?? newest;
  }
  return newest;
}

function authenticBatch(
  value: Uint8Array,
  session: Session,
  result: LinkResult,
): LinkBatch | undefined {
  const unitKey = decodePublicKey(session.study.linkageUnit.signPublicKey);
  try {
    const batch = decodeLinkBatch(value);
    const belongs =
      batch.study === result.study &&
      sameBytes(batch.specHash, result.specHash) &&
      sameBytes(batch.result, result.result) &&
      batch.batches === result.linkBatches &&
      batch.capacity === session.study.batches.capacity;
    if (!belongs) return undefined;
    return verify(unitKey, linkBatchSigningBytes(batch), batch.signature) ? batch : undefined;
  } catch {
    return undefined; // noise of another program: not from the linkage unit
  }
}

async function addBatch(
  batch: LinkBatch,
  session: Session,
  links: ReadonlyMap<string, Map<string, LinkedRecord>>,
): Promise<void> {
  const plain = await open(
    session.mailbox,
    linkBatchSealingInfo(),
    linkBatchAssociatedData(batch),
    batch.sealed,
  );
  const block = decodeLinkBlock(plain, { capacity: batch.capacity });
  const records = links.get(`${block.owner}/${block.register}`);
  if (records === undefined) throw new KoppelError('WIRE_MALFORMED', { rule: 'range' });
  for (let row = 0; row < block.count; row += 1) {
    records.set(hex(block.tokens, row * 16, 16), {
      pseudonym: hex(block.pseudonyms, row * 16, 16),
      quality: block.quality[row]!,
      clusterSize: block.clusterSize[row]!,
    });
  }
}

/**
 * All links of a result, per source that the result names. RESULT_BATCH_MISSING when the log lacks
 * one of its batches, WIRE_MALFORMED when one is about another source.
 */
export async function readLinks(session: Session, result: LinkResult): Promise<Links> {
  const links = new Map(
    result.sources.map(({ owner, register }) => [
      `${owner}/${register}`,
      new Map<string, LinkedRecord>(),
    ]),
  );
  const seen = new Set<number>();
  for await (const { value } of readAll(session.port, topics(session.study.id).links, 0)) {
    const batch = authenticBatch(value, session, result);
    // A crash between publishing and its result can leave a batch twice: the first one counts.
    if (batch === undefined || seen.has(batch.sequence)) continue;
    await addBatch(batch, session, links);
    seen.add(batch.sequence);
  }
  if (seen.size < result.linkBatches) {
    throw new KoppelError('RESULT_BATCH_MISSING', { rule: 'links' });
  }
  return links;
}
