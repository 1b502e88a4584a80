// SPDX-License-Identifier: EUPL-1.2
/** A small study with real keys, and owners that send what an encoder would. For tests only. */
import { generateMailbox, mailboxPublicKey } from '@koppel/keys';
import { seal } from '@koppel/keys/seal';
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
  encodeIdentifierBlock,
  rowKinds,
  topics,
  type BatchHeader,
} from '@koppel/wire';
import { newUnitSecrets, type UnitSecrets } from '../unit-key.ts';

export interface TestStudy {
  readonly study: Study;
  readonly specHash: Uint8Array;
  /** The study as plain data, to write into a file. */
  readonly input: object;
  readonly unit: UnitSecrets;
  readonly researcherMailbox: Uint8Array;
  /** Ed25519 secret keys, by owner. */
  readonly signKeys: Readonly<Record<string, Uint8Array>>;
}

export const capacity = 10;
export const filterBytes = 64;
export const profileHash: Uint8Array = new Uint8Array(32).fill(3);
export const keyCheck: Uint8Array = new Uint8Array(16).fill(4);

const names = ['north', 'south'];
const valid = { decidedBy: 'Board', decidedOn: '2025-01-01', validUntil: '2099-12-31' };
const yes = { theoretical: 'yes', practical: 'yes', legal: 'yes', wanted: 'yes' };

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
      { id: 'benefits', label: 'Benefits', unique: false },
    ],
    owners,
    linkageUnit: { name: 'Third party', ...linkageUnit },
    researcher: { name: 'University', ...researcher },
    encoding: {
      scheme: 'clk',
      parameters: { bits: filterBytes * 8 },
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
    decisions: names.map((city) => ({ subStudy: 'one', city, ...yes, ...valid })),
    retention: { encodingsDays: 90, dataSetYears: 10 },
  };
}

/** Study and hash from plain data; an error when the study is not valid. */
export function readStudy(input: object): { study: Study; specHash: Uint8Array } {
  const checked = checkStudy(input);
  if (!checked.ok) throw new Error(checked.problems.map(({ code }) => code).join());
  return checked.value;
}

/** Owners `north` (both registers) and `south` (the population), each with at most 40 records. */
export async function makeStudy(): Promise<TestStudy> {
  const unit = await newUnitSecrets();
  const researcher = await generateMailbox();
  const signKeys: Record<string, Uint8Array> = {};
  for (const id of names) signKeys[id] = generateSigningKeyPair().secretKey;
  const input = plainStudy(
    names.map((id) => ({
      id,
      city: id,
      registers: id === 'north' ? ['population', 'benefits'] : ['population'],
      maxRecords: 40,
      signPublicKey: encodePublicKey(signingPublicKey(signKeys[id]!)),
      mailboxPublicKey: encodePublicKey(researcher.publicKey),
    })),
    {
      signPublicKey: encodePublicKey(signingPublicKey(unit.sign)),
      mailboxPublicKey: encodePublicKey(mailboxPublicKey(unit.mailbox)),
    },
    { mailboxPublicKey: encodePublicKey(researcher.publicKey) },
  );
  const researcherMailbox = researcher.secretKey;
  return { ...readStudy(input), input, unit, researcherMailbox, signKeys };
}

/** Rows of a register: 16 and 64 bytes a row. */
export interface TestRows {
  readonly tokens: Uint8Array;
  /** One of `rowKinds` a row; records if left out. */
  readonly kinds?: Uint8Array;
  readonly filters: Uint8Array;
}

/** `count` rows; their tokens are distinct for a `seed`, and row n has the filter of person n. */
export function rowsOf(count: number, seed: number): TestRows {
  const tokens = new Uint8Array(count * 16);
  const filters = new Uint8Array(count * filterBytes);
  for (let row = 0; row < count; row += 1) {
    tokens.set([seed, (row * 37) % 256, row], row * 16);
    // Persons share no bits: each has a byte of the filter to itself, and a second one.
    filters.set([0xff], row * filterBytes + row);
    filters.set([0xff], row * filterBytes + ((row + 32) % filterBytes));
  }
  return { tokens, filters };
}

export function runName(seed: number): Uint8Array {
  return new Uint8Array(16).fill(seed);
}

/** What a batch holds, and what it says about itself if not the truth. */
export interface BatchPlan {
  readonly owner: string;
  readonly register: string;
  readonly rows: TestRows;
  readonly run: Uint8Array;
  readonly sequence?: number;
  readonly header?: Partial<BatchHeader>;
  readonly signKey?: Uint8Array;
  readonly mailbox?: Uint8Array;
}

/** The bytes of one batch of a run. */
export async function buildBatch(world: TestStudy, plan: BatchPlan): Promise<Uint8Array> {
  const { owner, register, rows, run, sequence = 0 } = plan;
  const { id, batches: { capacity } } = world.study; // prettier-ignore
  const count = rows.tokens.length / 16;
  const header: BatchHeader = {
    lane: 'identifiers', study: id, specHash: world.specHash, profileHash, keyCheck, owner,
    register, run, runOrdinal: 0, base: new Uint8Array(16), sequence, batches: Math.ceil(count / capacity), capacity,
    ...plan.header,
  }; // prettier-ignore
  const from = sequence * capacity;
  const here = Math.min(capacity, count - from);
  const column = (source: Uint8Array, width: number): Uint8Array => {
    const full = new Uint8Array(header.capacity * width);
    full.set(source.subarray(from * width, (from + here) * width));
    return full;
  };
  const block = encodeIdentifierBlock(
    {
      count: here,
      tokens: column(rows.tokens, 16),
      kinds: column(rows.kinds ?? new Uint8Array(count).fill(rowKinds.record), 1),
      filters: column(rows.filters, filterBytes),
      presence: new Uint8Array(header.capacity * 4),
    },
    { capacity: header.capacity, filterBytes },
  );
  const mailbox = plan.mailbox ?? decodePublicKey(world.study.linkageUnit.mailboxPublicKey);
  const aad = batchAssociatedData(header);
  const unsigned = {
    ...header,
    sealed: await seal(mailbox, batchSealingInfo('identifiers'), aad, block),
  };
  const signKey = plan.signKey ?? world.signKeys[owner]!;
  return encodeBatch({ ...unsigned, signature: sign(signKey, batchSigningBytes(unsigned)) });
}

/** Appends all batches of a run, or those of the sequences named. */
export async function sendRun(
  world: TestStudy,
  port: LogPort,
  plan: Omit<BatchPlan, 'sequence'>,
  sequences?: readonly number[],
): Promise<void> {
  const { id, batches: { capacity } } = world.study; // prettier-ignore
  const batches = Math.ceil(plan.rows.tokens.length / 16 / capacity);
  for (const sequence of sequences ?? Array.from({ length: batches }, (_, at) => at)) {
    const batch = await buildBatch(world, { ...plan, sequence });
    await port.append(topics(id).batches(plan.owner), [batch]);
  }
}

/** Every owner, or those named, confirms the key and the profile. */
export async function confirmKey(
  world: TestStudy,
  port: LogPort,
  owners: readonly string[] = names,
  confirmed: { keyCheck: Uint8Array; profileHash: Uint8Array } = { keyCheck, profileHash },
): Promise<void> {
  for (const owner of owners) {
    const message = {
      step: 'confirm', study: world.study.id, specHash: world.specHash, owner, ...confirmed,
    } as const; // prettier-ignore
    const signature = sign(world.signKeys[owner]!, ceremonySigningBytes(message));
    await port.append(topics(world.study.id).ceremony, [encodeCeremony({ ...message, signature })]);
  }
}
