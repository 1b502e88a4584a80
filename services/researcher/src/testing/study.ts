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
  eventBatches,
  eventKinds,
  linkBatches,
  encodeEventBlock,
  encodeLinkBlock,
  encodeLinkResult,
  encodeLinkStatement,
  encodePayloadBlock,
  linkResultSigningBytes,
  probabilityGrade,
  qualityGrade,
  reasonBits,
  reviewStates,
  rowKinds,
  statementAssociatedData,
  statementSealingInfo,
  topics,
  type BatchHeader,
  type EventKind,
  type EventReason,
  type LinkBatchHeader,
  type LinkResult,
  type LinkResultHeader,
  type LinkStatement,
  type ReviewState,
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
  const [owners, unit] = await Promise.all([generateMailbox(), generateMailbox()]);
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
      mailboxPublicKey: encodePublicKey(owners.publicKey),
    })),
    { signPublicKey: publicKey('unit'), mailboxPublicKey: encodePublicKey(unit.publicKey) },
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
  /** By default unknown. */
  readonly probability?: number;
  readonly personProbability?: number;
  readonly review?: ReviewState;
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
  const column1 = (): Uint8Array => new Uint8Array(capacity);
  const quality = column1();
  const clusterSize = new Uint16Array(capacity);
  const [probability, personProbability, review] = [column1(), column1(), column1()];
  rows.forEach((row, at) => {
    quality[at] = qualityGrade(row.quality);
    clusterSize[at] = row.clusterSize;
    probability[at] = probabilityGrade(row.probability ?? NaN);
    personProbability[at] = probabilityGrade(row.personProbability ?? NaN);
    review[at] = reviewStates.indexOf(row.review ?? 'none');
  });
  const tokens = column(rows.map((row) => row.token));
  const pseudonyms = column(rows.map((row) => row.pseudonym));
  const block = encodeLinkBlock(
    {
      count: rows.length, owner, register, tokens, pseudonyms, quality, clusterSize, probability,
      personProbability, review,
    }, // prettier-ignore
    { capacity },
  );
  const aad = linkBatches.associatedData(header);
  const sealed = hpkeSeal(mailboxOf(world), linkBatches.sealingInfo(), aad, block);
  const signKey = plan.signKey ?? world.signKeys['unit']!;
  const signature = sign(signKey, linkBatches.signingBytes({ ...header, sealed }));
  return linkBatches.encode({ ...header, sealed, signature });
}

/** What happened to a record, by the number of a token and of pseudonyms. */
export interface EventRow {
  readonly token: Uint8Array;
  readonly before?: Uint8Array;
  readonly after?: Uint8Array;
  readonly kind: EventKind;
  readonly reasons: readonly EventReason[];
}

/** One event batch of a result that has one. */
export function buildEvents(
  world: TestStudy,
  result: LinkResult,
  rows: readonly EventRow[],
  { owner = 'north', register = 'benefits' } = {},
): Uint8Array {
  const header: LinkBatchHeader = {
    study: 'sample', specHash: world.specHash, result: result.events, sequence: 0,
    batches: result.eventBatches, capacity,
  }; // prettier-ignore
  const [kinds, reasons] = [new Uint8Array(capacity), new Uint8Array(capacity)];
  rows.forEach((row, at) => {
    kinds[at] = eventKinds.indexOf(row.kind);
    reasons[at] = reasonBits(row.reasons);
  });
  const none = new Uint8Array(16);
  const block = encodeEventBlock(
    {
      count: rows.length, owner, register, kinds, reasons,
      tokens: column(rows.map((row) => row.token)),
      before: column(rows.map((row) => row.before ?? none)),
      after: column(rows.map((row) => row.after ?? none)),
    }, // prettier-ignore
    { capacity },
  );
  const aad = eventBatches.associatedData(header);
  const sealed = hpkeSeal(mailboxOf(world), eventBatches.sealingInfo(), aad, block);
  const signature = sign(world.signKeys['unit']!, eventBatches.signingBytes({ ...header, sealed }));
  return eventBatches.encode({ ...header, sealed, signature });
}

/** A statement of a linkage whose threshold was estimated. */
export const statedQuality: LinkStatement = {
  method: 'selfNull', thresholdUpper: 0.9, thresholdLower: 0.7,
  precision: 0.98, precisionLow: 0.95, precisionHigh: 1,
  recall: 0.9, recallLow: 0.8, recallHigh: 1, f1: 0.94, f1Low: 0.87, f1High: 1,
  candidatePairs: 12, persons: 8, linkedRecords: 9, openRecords: 2, decidedRecords: 1, warnings: 2,
}; // prettier-ignore

/** A signed result; by default about three records of register `benefits` of `north`. */
export function makeResult(
  world: TestStudy,
  {
    stated = statedQuality,
    ...changed
  }: Partial<LinkResultHeader> & { stated?: LinkStatement } = {},
  signKey: Uint8Array = world.signKeys['unit']!,
): LinkResult {
  const header: LinkResultHeader = {
    study: 'sample', specHash: world.specHash, result: token(7), threshold: 0.8,
    similarity: 'dice', recallWanted: 1, recallMeasured: 1, recallLow: 1, recallHigh: 1, linkBatches: 1, refusedBatches: 2,
    sources: [{ owner: 'north', register: 'benefits', run: token(1), records: 3 }],
    ordinal: 1, since: new Uint8Array(16), events: token(99), eventBatches: 0, ...changed,
  }; // prettier-ignore
  const statement = hpkeSeal(
    mailboxOf(world),
    statementSealingInfo(),
    statementAssociatedData(header),
    encodeLinkStatement(stated),
  );
  const unsigned = { ...header, statement };
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
