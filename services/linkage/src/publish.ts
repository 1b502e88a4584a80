// SPDX-License-Identifier: EUPL-1.2
/**
 * The outcome of a linkage, for the researcher: which pseudonym a record's token has, sealed; and a
 * signed result in the clear with counts only. Publishing the same outcome again changes nothing.
 */
import { createHash } from 'node:crypto';
import { derivePseudonymKey, pseudonymOf } from '@koppel/keys/pseudonym';
import { seal } from '@koppel/keys/seal';
import { sign, verify } from '@koppel/keys/sign';
import type { SearchStatement } from '@koppel/linkage';
import { canonicalJson, decodePublicKey, similarityOf, type Study } from '@koppel/study';
import { readAll, type LogPort } from '@koppel/transport';
import {
  decodeLinkResult,
  encodeLinkBatch,
  encodeLinkBlock,
  encodeLinkResult,
  linkBatchAssociatedData,
  linkBatchSealingInfo,
  linkBatchSigningBytes,
  linkResultSigningBytes,
  topics,
  type LinkBlock,
  type UnsignedLinkResult,
} from '@koppel/wire';
import { sameBytes } from './bytes.ts';
import type { GatheredSource } from './gather.ts';
import type { UnitSecrets } from './unit-key.ts';

/** What the linkage found out about one source, row by row in the order of its tokens. */
export interface LinkedRows {
  /** Cluster number per row. */
  readonly cluster: Uint32Array;
  /** Rows in that cluster. */
  readonly clusterSize: Uint32Array;
  /** Similarity 0–1 of the row's link; NaN for a row that is alone. */
  readonly quality: Float64Array;
}

export interface Outcome {
  readonly threshold: number;
  readonly search: SearchStatement;
  readonly sources: readonly { readonly source: GatheredSource; readonly rows: LinkedRows }[];
}

export interface PublishOptions {
  readonly study: Study;
  readonly specHash: Uint8Array;
  readonly secrets: UnitSecrets;
  readonly port: LogPort;
  readonly refusedBatches: number;
}

const tokenBytes = 16;
const resultBytes = 16;

/** Names one linkage: the same runs under the same study and threshold give the same name. */
function resultIdentity(specHash: Uint8Array, outcome: Outcome): Uint8Array {
  const runs = outcome.sources.map(({ source: { owner, register, run } }) => ({
    owner,
    register,
    run: Array.from(run),
  }));
  const text = canonicalJson({ label: 'koppel/v1/result', runs, threshold: outcome.threshold });
  const digest = createHash('sha256').update(specHash).update(text).digest();
  return new Uint8Array(digest.subarray(0, resultBytes));
}

function tokenAt(source: GatheredSource, row: number): Uint8Array {
  return source.encoded.tokens.subarray(row * tokenBytes, (row + 1) * tokenBytes);
}

function isBefore(left: Uint8Array, right: Uint8Array): boolean {
  const at = left.findIndex((byte, index) => byte !== right[index]);
  return at >= 0 && left[at]! < right[at]!;
}

/** Pseudonym per cluster: of its smallest token, so that the order of sources does not matter. */
function pseudonyms(outcome: Outcome, pseudonymKey: Uint8Array): Map<number, Uint8Array> {
  const smallest = new Map<number, Uint8Array>();
  for (const { source, rows } of outcome.sources) {
    rows.cluster.forEach((cluster, row) => {
      const token = tokenAt(source, row);
      const known = smallest.get(cluster);
      if (known === undefined || isBefore(token, known)) smallest.set(cluster, token);
    });
  }
  return new Map(
    [...smallest].map(([cluster, token]) => [cluster, pseudonymOf(pseudonymKey, token)]),
  );
}

/** The pseudonym that a cluster has in a result, by the token that it comes from. */
export function pseudonymsOf(
  study: Study,
  secrets: UnitSecrets,
): (token: Uint8Array) => Uint8Array {
  const pseudonymKey = derivePseudonymKey(secrets.pseudonym, study.id);
  return (token) => pseudonymOf(pseudonymKey, token);
}

/** Rows `[from, to)` of a source as a block of the study's capacity. */
function linkBlock(
  source: GatheredSource,
  rows: LinkedRows,
  names: ReadonlyMap<number, Uint8Array>,
  from: number,
  capacity: number,
): LinkBlock {
  const count = Math.min(capacity, source.encoded.count - from);
  const block = {
    count,
    owner: source.owner,
    register: source.register,
    tokens: new Uint8Array(capacity * tokenBytes),
    pseudonyms: new Uint8Array(capacity * tokenBytes),
    quality: new Float32Array(capacity),
    clusterSize: new Uint16Array(capacity),
  };
  for (let at = 0; at < count; at += 1) {
    const row = from + at;
    block.tokens.set(tokenAt(source, row), at * tokenBytes);
    block.pseudonyms.set(names.get(rows.cluster[row]!)!, at * tokenBytes);
    block.quality[at] = rows.quality[row]!;
    block.clusterSize[at] = Math.min(rows.clusterSize[row]!, 0xffff);
  }
  return block;
}

function linkBlocks(outcome: Outcome, pseudonymKey: Uint8Array, capacity: number): LinkBlock[] {
  const names = pseudonyms(outcome, pseudonymKey);
  return outcome.sources.flatMap(({ source, rows }) => {
    const number = Math.ceil(source.encoded.count / capacity);
    return Array.from({ length: number }, (_, at) =>
      linkBlock(source, rows, names, at * capacity, capacity),
    );
  });
}

/** True for a message of ours that names this result; anything else on the topic is noise. */
function isOwnResult(value: Uint8Array, result: Uint8Array, publicKey: Uint8Array): boolean {
  try {
    const known = decodeLinkResult(value);
    return (
      sameBytes(known.result, result) &&
      verify(publicKey, linkResultSigningBytes(known), known.signature)
    );
  } catch {
    return false;
  }
}

async function isPublished(study: Study, port: LogPort, result: Uint8Array): Promise<boolean> {
  const publicKey = decodePublicKey(study.linkageUnit.signPublicKey);
  for await (const { value } of readAll(port, topics(study.id).results, 0)) {
    if (isOwnResult(value, result, publicKey)) return true;
  }
  return false;
}

/** Shares to four decimals, so that they tell of no single pair. */
function statedSearch({ wanted, measured, low, high }: SearchStatement) {
  const rounded = (share: number): number => Math.round(share * 10_000) / 10_000;
  return {
    recallWanted: wanted,
    recallMeasured: rounded(measured),
    recallLow: rounded(low),
    recallHigh: rounded(high),
  };
}

function unsignedResult(
  outcome: Outcome,
  options: PublishOptions,
  result: Uint8Array,
  linkBatches: number,
): UnsignedLinkResult {
  return {
    study: options.study.id,
    specHash: options.specHash,
    result,
    threshold: outcome.threshold,
    similarity: similarityOf(options.study.encoding),
    ...statedSearch(outcome.search),
    linkBatches,
    refusedBatches: options.refusedBatches,
    sources: outcome.sources.map(({ source: { owner, register, run, encoded } }) => ({
      owner,
      register,
      run,
      records: encoded.count,
    })),
  };
}

/**
 * Appends all link batches, then the result that names them: a reader that sees a result finds its
 * batches. False when this very outcome had been published before.
 */
export async function publish(outcome: Outcome, options: PublishOptions): Promise<boolean> {
  const { study, specHash, secrets, port } = options;
  const result = resultIdentity(specHash, outcome);
  if (await isPublished(study, port, result)) return false;
  const pseudonymKey = derivePseudonymKey(secrets.pseudonym, study.id);
  const { capacity } = study.batches;
  const blocks = linkBlocks(outcome, pseudonymKey, capacity);
  const mailbox = decodePublicKey(study.researcher.mailboxPublicKey);
  for (const [sequence, block] of blocks.entries()) {
    const header = {
      study: study.id,
      specHash,
      result,
      sequence,
      batches: blocks.length,
      capacity,
    };
    const plain = encodeLinkBlock(block, { capacity });
    const sealed = await seal(
      mailbox,
      linkBatchSealingInfo(),
      linkBatchAssociatedData(header),
      plain,
    );
    const unsigned = { ...header, sealed };
    const signature = sign(secrets.sign, linkBatchSigningBytes(unsigned));
    await port.append(topics(study.id).links, [encodeLinkBatch({ ...unsigned, signature })]);
  }
  const unsigned = unsignedResult(outcome, options, result, blocks.length);
  const signature = sign(secrets.sign, linkResultSigningBytes(unsigned));
  await port.append(topics(study.id).results, [encodeLinkResult({ ...unsigned, signature })]);
  return true;
}
