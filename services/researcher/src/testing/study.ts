// SPDX-License-Identifier: EUPL-1.2
/** A small study with real keys, and the messages of its other parties. For tests only. */
import { generateMailbox } from '@koppel/keys';
import { generateSigningKeyPair, sign, signingPublicKey } from '@koppel/keys/sign';
import {
  checkStudy,
  decodePublicKey,
  encodePublicKey,
  mandatoryDocuments,
  type Study,
} from '@koppel/study';
import type { LogPort } from '@koppel/transport';
import {
  batchAssociatedData,
  batchSealingInfo,
  batchSigningBytes,
  ceremonySigningBytes,
  encodeBatch,
  encodeCeremony,
  encodeLinkBatch,
  encodeLinkBlock,
  encodeLinkResult,
  encodePayloadBlock,
  linkBatchAssociatedData,
  linkBatchSealingInfo,
  linkBatchSigningBytes,
  linkResultSigningBytes,
  rowKinds,
  topics,
  type BatchHeader,
  type LinkBatchHeader,
  type LinkResult,
  type UnsignedLinkResult,
} from '@koppel/wire';
import { hpkeSeal } from './hpke-seal.ts';

export interface TestStudy {
  readonly study: Study;
  readonly specHash: Uint8Array;
  /** The study as plain data, to write into a file. */
  readonly input: object;
  /** X25519 secret key of the researcher. */
  readonly mailbox: Uint8Array;
  /** Ed25519 secret keys, by owner, and of `unit`. */
  readonly signKeys: Readonly<Record<string, Uint8Array>>;
}

const capacity = 10;
const names = ['north', 'south'];
const confirmed = { keyCheck: new Uint8Array(16).fill(4), profileHash: new Uint8Array(32).fill(3) };
const labelled = (value: string) => ({ value, label: `Label ${value}` });

const payload = [
  { name: 'scheme', label: 'Scheme', type: 'code', codes: ['A', 'B'].map(labelled) },
  { name: 'start', label: 'Start', type: 'date' },
  { name: 'amount', label: 'Amount', type: 'number', unit: 'euro', min: 0, max: 5000 },
  { name: 'works', label: 'Works', type: 'boolean' },
];

function plainStudy(owners: readonly object[], linkageUnit: object, researcher: object) {
  return {
    koppel: 1,
    synthetic: true,
    id: 'sample',
    title: 'A sample',
    language: 'en',
    questions: [{ id: 'work', text: 'Who finds work?' }],
    subStudies: [
      {
        id: 'one',
        question: 'work',
        design: 'descriptive',
        cities: names,
        registers: ['population', 'benefits'],
      },
    ],
    population: { description: 'Residents', from: '2024-01-01', to: '2025-12-31' },
    cities: names.map((id) => ({ id, name: id })),
    registers: [
      { id: 'population', label: 'Population', unique: true },
      { id: 'benefits', label: 'Benefits', unique: true, payload },
    ],
    owners,
    linkageUnit: { name: 'Third party', ...linkageUnit },
    researcher: { name: 'University', ...researcher },
    encoding: {
      scheme: 'clk',
      parameters: { bits: 512 },
      normalisation: 'plain-1',
      fields: [{ name: 'surname', type: 'text', weight: { bitsPerField: 100 } }],
    },
    linkage: { threshold: 0.8 },
    batches: { capacity },
    documents: mandatoryDocuments.map((kind) => ({
      kind,
      version: '1.0',
      owner: 'Board',
      signer: 'Secretary',
      signedOn: '2025-01-01',
      validUntil: '2099-12-31',
      sha256: '0'.repeat(64),
    })),
    decisions: [],
    retention: { encodingsDays: 90, dataSetYears: 10 },
  };
}

/** Study and hash from plain data; an error when the study is not valid. */
export function readStudy(input: object): { study: Study; specHash: Uint8Array } {
  const checked = checkStudy(input);
  if (!checked.ok) throw new Error(checked.problems.map(({ code }) => code).join());
  return checked.value;
}

/** Owners `north` and `south`, both with both registers, each with at most 40 records. */
export async function makeStudy(): Promise<TestStudy> {
  const researcher = await generateMailbox();
  const other = encodePublicKey((await generateMailbox()).publicKey);
  const signKeys: Record<string, Uint8Array> = {};
  for (const id of [...names, 'unit']) signKeys[id] = generateSigningKeyPair().secretKey;
  const publicKey = (id: string): string => encodePublicKey(signingPublicKey(signKeys[id]!));
  const input = plainStudy(
    names.map((id) => ({
      id,
      city: id,
      registers: ['population', 'benefits'],
      maxRecords: 40,
      signPublicKey: publicKey(id),
      mailboxPublicKey: other,
    })),
    { signPublicKey: publicKey('unit'), mailboxPublicKey: other },
    { mailboxPublicKey: encodePublicKey(researcher.publicKey) },
  );
  return { ...readStudy(input), input, mailbox: researcher.secretKey, signKeys };
}

const mailboxOf = (world: TestStudy): Uint8Array =>
  decodePublicKey(world.study.researcher.mailboxPublicKey);

/** 16 bytes that a number stands for. */
export function token(number: number): Uint8Array {
  const bytes = new Uint8Array(16);
  new DataView(bytes.buffer).setUint32(12, number);
  return bytes;
}

function column(rows: readonly Uint8Array[]): Uint8Array {
  const full = new Uint8Array(capacity * 16);
  rows.forEach((bytes, row) => {
    full.set(bytes, row * 16);
  });
  return full;
}

/** One row of research variables, undefined where there is no value. */
export interface PayloadRow {
  readonly token: Uint8Array;
  readonly values: readonly (number | undefined)[];
  /** The register holds this record no more. */
  readonly retracted?: true;
}

/** What a payload batch of register `benefits` holds, and what it says about itself if not the truth. */
export interface PayloadPlan {
  readonly owner?: string;
  readonly run?: Uint8Array;
  readonly rows: readonly PayloadRow[];
  readonly sequence?: number;
  readonly batches?: number;
  readonly header?: Partial<BatchHeader>;
  readonly signKey?: Uint8Array;
}

export function buildPayload(world: TestStudy, plan: PayloadPlan): Uint8Array {
  const { owner = 'north', run = token(1), rows, sequence = 0, batches = 1 } = plan;
  const header: BatchHeader = {
    lane: 'payload', study: 'sample', specHash: world.specHash, ...confirmed, owner, run,
    register: 'benefits', runOrdinal: 0, base: new Uint8Array(16), sequence, batches, capacity,
    ...plan.header,
  }; // prettier-ignore
  const kinds = new Uint8Array(capacity);
  const present = new Uint8Array(capacity * payload.length);
  const values = new Float64Array(capacity * payload.length);
  rows.forEach((row, at) => {
    kinds[at] = row.retracted ? rowKinds.retraction : rowKinds.record;
    row.values.forEach((value, variable) => {
      if (value === undefined) return;
      present[at * payload.length + variable] = 1;
      values[at * payload.length + variable] = value;
    });
  });
  const block = encodePayloadBlock(
    { count: rows.length, tokens: column(rows.map((row) => row.token)), kinds, present, values },
    { capacity, variables: payload.length },
  );
  const aad = batchAssociatedData(header);
  const sealed = hpkeSeal(mailboxOf(world), batchSealingInfo('payload'), aad, block);
  const signKey = plan.signKey ?? world.signKeys[owner]!;
  const signature = sign(signKey, batchSigningBytes({ ...header, sealed }));
  return encodeBatch({ ...header, sealed, signature });
}

/** One link: which pseudonym a token has. */
export interface LinkRow {
  readonly token: Uint8Array;
  readonly pseudonym: Uint8Array;
  readonly quality: number;
  readonly clusterSize: number;
}

export interface LinkPlan {
  readonly owner?: string;
  readonly register?: string;
  readonly rows: readonly LinkRow[];
  readonly sequence?: number;
  readonly header?: Partial<LinkBatchHeader>;
  readonly signKey?: Uint8Array;
}

/** One link batch of a result. */
export function buildLinks(world: TestStudy, result: LinkResult, plan: LinkPlan): Uint8Array {
  const { owner = 'north', register = 'benefits', rows, sequence = 0 } = plan;
  const header: LinkBatchHeader = {
    study: 'sample', specHash: world.specHash, result: result.result, sequence,
    batches: result.linkBatches, capacity, ...plan.header,
  }; // prettier-ignore
  const quality = new Float32Array(capacity);
  const clusterSize = new Uint16Array(capacity);
  rows.forEach((row, at) => {
    quality[at] = row.quality;
    clusterSize[at] = row.clusterSize;
  });
  const tokens = column(rows.map((row) => row.token));
  const pseudonyms = column(rows.map((row) => row.pseudonym));
  const block = encodeLinkBlock(
    { count: rows.length, owner, register, tokens, pseudonyms, quality, clusterSize },
    { capacity },
  );
  const aad = linkBatchAssociatedData(header);
  const sealed = hpkeSeal(mailboxOf(world), linkBatchSealingInfo(), aad, block);
  const signKey = plan.signKey ?? world.signKeys['unit']!;
  const signature = sign(signKey, linkBatchSigningBytes({ ...header, sealed }));
  return encodeLinkBatch({ ...header, sealed, signature });
}

/** A signed result; by default about three records of register `benefits` of `north`. */
export function makeResult(
  world: TestStudy,
  changed: Partial<UnsignedLinkResult> = {},
  signKey: Uint8Array = world.signKeys['unit']!,
): LinkResult {
  const unsigned: UnsignedLinkResult = {
    study: 'sample', specHash: world.specHash, result: token(7), threshold: 0.8,
    similarity: 'dice', recallWanted: 1, recallMeasured: 1, recallLow: 1, recallHigh: 1, linkBatches: 1, refusedBatches: 2,
    sources: [{ owner: 'north', register: 'benefits', run: token(1), records: 3 }], ...changed,
  }; // prettier-ignore
  return { ...unsigned, signature: sign(signKey, linkResultSigningBytes(unsigned)) };
}

export async function sendResult(port: LogPort, result: LinkResult): Promise<void> {
  await port.append(topics('sample').results, [encodeLinkResult(result)]);
}

/** Every owner, or those named, confirms key and profile. */
export async function confirmKey(
  world: TestStudy,
  port: LogPort,
  owners: readonly string[] = names,
): Promise<void> {
  for (const owner of owners) {
    const message = {
      step: 'confirm', study: 'sample', specHash: world.specHash, owner, ...confirmed,
    } as const; // prettier-ignore
    const signature = sign(world.signKeys[owner]!, ceremonySigningBytes(message));
    await port.append(topics('sample').ceremony, [encodeCeremony({ ...message, signature })]);
  }
}
