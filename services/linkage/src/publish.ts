// SPDX-License-Identifier: EUPL-1.2
/**
 * The outcome of a linkage, for the researcher: which pseudonym a record's token has and how sure that
 * is, what became of whom since the result before, and what quality to expect, all sealed; and a signed
 * result in the clear with counts only. Publishing the same outcome again changes nothing.
 */
import { createHash } from 'node:crypto';
import { derivePseudonymKey, pseudonymOf } from '@koppel/keys/pseudonym';
import { sealToEach } from '@koppel/keys/seal';
import { sign, verify } from '@koppel/keys/sign';
import type { SearchStatement, ThresholdEstimate } from '@koppel/linkage';
import {
  canonicalJson,
  decodePublicKey,
  recipientMailboxes,
  similarityOf,
  type Study,
} from '@koppel/study';
import { readAll, type LogPort } from '@koppel/transport';
import {
  decodeLinkResult,
  byLooks,
  encodeEventBlock,
  encodeLinkBlock,
  encodeLinkResult,
  encodeLinkStatement,
  eventBatches,
  hasStatement,
  linkBatches,
  linkResultSigningBytes,
  probabilityGrade,
  qualityGrade,
  reviewStates,
  statementAssociatedData,
  statementSealingInfo,
  topics,
  type BatchForm,
  type LinkBlock,
  type LinkResult,
  type LinkResultHeader,
} from '@koppel/wire';
import { sameBytes } from './bytes.ts';
import { eventBlocks } from './event-rows.ts';
import type { GatheredSource } from './gather.ts';
import { clusterBound, type Outcome } from './outcome.ts';
import { reviewOf, statementOf } from './statement.ts';
import type { UnitSecrets } from './unit-key.ts';

export interface PublishOptions {
  readonly study: Study;
  readonly specHash: Uint8Array;
  readonly secrets: UnitSecrets;
  readonly port: LogPort;
  readonly refusedBatches: number;
}

export interface Published {
  /** Identity of the result, 16 bytes. */
  readonly result: Uint8Array;
  /** False when the newest result was this very outcome. */
  readonly isNew: boolean;
}

const tokenBytes = 16;
const resultBytes = 16;

/** Names one linkage by study, runs, threshold, decisions and looks: the same ones give the same name. */
function resultIdentity(specHash: Uint8Array, outcome: Outcome): Uint8Array {
  const runs = outcome.sources.map(({ source: { owner, register, run } }) => ({
    owner,
    register,
    run: Array.from(run),
  }));
  const { threshold, decisions, looked } = outcome;
  const decided = decisions === undefined ? {} : { decisions };
  const rounds = looked === undefined ? {} : { looked };
  const text = canonicalJson({ label: 'koppel/v2/result', runs, threshold, ...decided, ...rounds });
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

/** 16 bytes per cluster: of its smallest token, so that the order of sources does not matter. */
function pseudonyms({ sources }: Outcome, pseudonymKey: Uint8Array): Uint8Array {
  const most = clusterBound(sources);
  const names = new Uint8Array(most * tokenBytes);
  const isKnown = new Uint8Array(most);
  const nameAt = (cluster: number): Uint8Array =>
    names.subarray(cluster * tokenBytes, (cluster + 1) * tokenBytes);
  for (const { source, rows } of sources) {
    rows.cluster.forEach((cluster, row) => {
      const token = tokenAt(source, row);
      if (isKnown[cluster] === 1 && !isBefore(token, nameAt(cluster))) return;
      isKnown[cluster] = 1;
      nameAt(cluster).set(token);
    });
  }
  isKnown.forEach((known, cluster) => {
    const smallest = nameAt(cluster);
    if (known === 1) smallest.set(pseudonymOf(pseudonymKey, smallest));
  });
  return names;
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
  { source, rows }: Outcome['sources'][number],
  estimate: ThresholdEstimate,
  names: Uint8Array,
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
    quality: new Uint8Array(capacity),
    clusterSize: new Uint16Array(capacity),
    probability: new Uint8Array(capacity),
    personProbability: new Uint8Array(capacity),
    review: new Uint8Array(capacity),
  };
  const gradeOf = (similarity: number): number =>
    probabilityGrade(Number.isNaN(similarity) ? NaN : estimate.probability(similarity));
  for (let at = 0; at < count; at += 1) {
    const row = from + at;
    block.tokens.set(tokenAt(source, row), at * tokenBytes);
    const cluster = rows.cluster[row]!;
    const name = names.subarray(cluster * tokenBytes, (cluster + 1) * tokenBytes);
    block.pseudonyms.set(name, at * tokenBytes);
    block.quality[at] = qualityGrade(rows.quality[row]!);
    block.probability[at] = gradeOf(rows.quality[row]!);
    block.personProbability[at] = gradeOf(rows.weakest[row]!);
    block.review[at] = reviewStates.indexOf(reviewOf(rows, row, estimate));
    block.clusterSize[at] = Math.min(rows.clusterSize[row]!, 0xffff);
  }
  return block;
}

/** Blocks of one kind: how many they are, and each when it is asked for. */
interface Blocks {
  readonly count: number;
  readonly encoded: Iterable<Uint8Array>;
}

function linkBlocks(outcome: Outcome, pseudonymKey: Uint8Array, capacity: number): Blocks {
  const blocksOf = ({ source }: Outcome['sources'][number]): number =>
    Math.ceil(source.encoded.count / capacity);
  function* encoded(): Generator<Uint8Array> {
    const names = pseudonyms(outcome, pseudonymKey);
    for (const one of outcome.sources) {
      for (let at = 0; at < blocksOf(one); at += 1) {
        const block = linkBlock(one, outcome.estimate, names, at * capacity, capacity);
        yield encodeLinkBlock(block, { capacity });
      }
    }
  }
  const count = outcome.sources.reduce((sum, one) => sum + blocksOf(one), 0);
  return { count, encoded: encoded() };
}

/** A result of ours under this version of the study; anything else on the topic is noise. */
function ownResult(
  value: Uint8Array,
  { study, specHash }: PublishOptions,
  publicKey: Uint8Array,
): LinkResult | undefined {
  try {
    const known = decodeLinkResult(value);
    const isOurs =
      hasStatement(known) &&
      known.study === study.id &&
      sameBytes(known.specHash, specHash) &&
      verify(publicKey, linkResultSigningBytes(known), known.signature);
    return isOurs ? known : undefined;
  } catch {
    return undefined;
  }
}

/** Our result with the highest ordinal; undefined before the first one. */
async function newestResult(options: PublishOptions): Promise<LinkResult | undefined> {
  const { study, port } = options;
  const publicKey = decodePublicKey(study.linkageUnit.signPublicKey);
  let newest: LinkResult | undefined;
  for await (const { value } of readAll(port, topics(study.id).results, 0)) {
    const known = ownResult(value, options, publicKey);
    if (known !== undefined && known.ordinal > (newest?.ordinal ?? 0)) newest = known;
  }
  return newest;
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

/** What event batches go by: the results that they lie between. */
function eventsIdentity(result: Uint8Array, since: Uint8Array): Uint8Array {
  const hash = createHash('sha256').update('koppel/v1/events').update(result).update(since);
  return new Uint8Array(hash.digest().subarray(0, resultBytes));
}

type Numbers = Pick<LinkResultHeader, 'result' | 'ordinal' | 'linkBatches' | 'eventBatches'>;

function headerOf(outcome: Outcome, options: PublishOptions, numbers: Numbers): LinkResultHeader {
  const since = outcome.told?.since ?? new Uint8Array(resultBytes);
  return {
    study: options.study.id,
    specHash: options.specHash,
    ...numbers,
    threshold: outcome.threshold,
    similarity: outcome.looked === undefined ? similarityOf(options.study.encoding) : byLooks,
    ...statedSearch(outcome.search),
    refusedBatches: options.refusedBatches,
    sources: outcome.sources.map(({ source: { owner, register, run, encoded } }) => ({
      owner,
      register,
      run,
      records: encoded.count,
    })),
    since,
    events: eventsIdentity(numbers.result, since),
  };
}

/** Appends blocks as sealed and signed batches of one kind, which all go by the same name. */
async function appendBlocks(
  { count: batches, encoded }: Blocks,
  form: BatchForm,
  name: Uint8Array,
  { study, specHash, secrets, port }: PublishOptions,
): Promise<void> {
  const mailboxes = recipientMailboxes(study);
  const { capacity } = study.batches;
  let sequence = 0;
  for (const plain of encoded) {
    const header = { study: study.id, specHash, result: name, sequence, batches, capacity };
    const aad = form.associatedData(header);
    const unsigned = {
      ...header,
      sealed: await sealToEach(mailboxes, form.sealingInfo(), aad, plain),
    };
    const signature = sign(secrets.sign, form.signingBytes(unsigned));
    await port.append(topics(study.id).links, [form.encode({ ...unsigned, signature })]);
    sequence += 1;
  }
}

/**
 * Appends all batches of links and of events, then the result that names them: a reader that sees a
 * result finds its batches.
 */
export async function publish(outcome: Outcome, options: PublishOptions): Promise<Published> {
  const { study, specHash, secrets, port } = options;
  const result = resultIdentity(specHash, outcome);
  const newest = await newestResult(options);
  if (newest !== undefined && sameBytes(newest.result, result)) return { result, isNew: false };
  const pseudonymKey = derivePseudonymKey(secrets.pseudonym, study.id);
  const { capacity } = study.batches;
  const links = linkBlocks(outcome, pseudonymKey, capacity);
  const sources = outcome.sources.map(({ source }) => source);
  const nameOf = (token: Uint8Array): Uint8Array => pseudonymOf(pseudonymKey, token);
  const { told } = outcome;
  const events =
    told === undefined
      ? { count: 0, blocks: [] }
      : eventBlocks(told.events, sources, nameOf, capacity);
  const header = headerOf(outcome, options, {
    result,
    ordinal: (newest?.ordinal ?? 0) + 1,
    linkBatches: links.count,
    eventBatches: events.count,
  });
  await appendBlocks(links, linkBatches, result, options);
  function* encoded(): Generator<Uint8Array> {
    for (const block of events.blocks) yield encodeEventBlock(block, { capacity });
  }
  const plain = { count: events.count, encoded: encoded() };
  await appendBlocks(plain, eventBatches, header.events, options);
  const statement = await sealToEach(
    recipientMailboxes(study),
    statementSealingInfo(),
    statementAssociatedData(header),
    encodeLinkStatement(statementOf(outcome)),
  );
  const unsigned = { ...header, statement };
  const signature = sign(secrets.sign, linkResultSigningBytes(unsigned));
  await port.append(topics(study.id).results, [encodeLinkResult({ ...unsigned, signature })]);
  return { result, isNew: true };
}
