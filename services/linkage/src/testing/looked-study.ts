// SPDX-License-Identifier: EUPL-1.2
/**
 * A study with a second round, and owners that answer as encoders would: with field filters that are
 * permuted by the number of the pair. What the keys are is of no matter to the linkage unit. For tests.
 */
import { createHash } from 'node:crypto';
import { open } from '@koppel/keys/open';
import { roundIdentity } from '@koppel/keys';
import { seal } from '@koppel/keys/seal';
import { sign } from '@koppel/keys/sign';
import { decodePublicKey, lookShape } from '@koppel/study';
import type { LogPort } from '@koppel/transport';
import {
  decodeLookRequest,
  decodeLookRequestBlock,
  encodeLookAnswer,
  encodeLookAnswerBlock,
  encodeLookRefusal,
  lookAnswerAssociatedData,
  lookAnswerSealingInfo,
  lookAnswerSigningBytes,
  lookRefusalSigningBytes,
  lookRequestAssociatedData,
  lookRequestSealingInfo,
  topics,
  type BatchHeader,
  type LookAnswerBlock,
  type LookAnswerHeader,
  type LookRequest,
  type LookRequestBlock,
} from '@koppel/wire';
import { valuesOf } from './place.ts';
import {
  filterBytes,
  makeStudy,
  readStudy,
  runName,
  sendRun,
  type TestRows,
  type TestStudy,
} from './study.ts';

export const fieldBytes = 16;
/** Values of each field, and how often a record has another one than its person. */
const fields = [
  { name: 'given', values: 60, fault: 0.1 },
  { name: 'surname', values: 300, fault: 0.08 },
  { name: 'birth', values: 5000, fault: 0.04 },
  { name: 'postcode', values: 150, fault: 0.1 },
];
export const lookBytes: number = fields.length * fieldBytes;

/** A small generator of numbers (xorshift32). */
export function numbersOf(seed: number): () => number {
  let state = Math.imul(seed + 1, 0x9e3779b1) | 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}

/** A register: what is sent of it, and the field filters that its owner keeps to itself. */
export interface LookedRegister {
  readonly owner: string;
  readonly register: string;
  readonly seed: number;
  readonly rows: TestRows;
  /** By token in hexadecimal. */
  readonly filters: ReadonlyMap<string, Uint8Array>;
}

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

/** Records of the persons from `first` on; the encodings of the first round hold the same bits. */
export function registerOf(
  owner: string,
  register: string,
  seed: number,
  [first, count]: readonly [number, number],
): LookedRegister {
  const random = numbersOf(seed);
  const rows = { tokens: new Uint8Array(count * 16), filters: new Uint8Array(count * filterBytes) };
  const filters = new Map<string, Uint8Array>();
  for (let row = 0; row < count; row += 1) {
    rows.tokens.set([seed, (row * 37) % 256, row & 255, row >> 8], row * 16);
    const own = new Uint8Array(lookBytes);
    fields.forEach(({ values, fault }, field) => {
      const person = numbersOf((first + row) * 8 + field);
      person();
      const value = Math.floor((random() < fault ? random() : person()) * values);
      const bits = numbersOf(field * 10_000 + value);
      for (let n = 0; n < 14; n += 1) {
        const bit = Math.floor(bits() * fieldBytes * 8);
        own[field * fieldBytes + (bit >> 3)]! |= 1 << (bit & 7);
      }
    });
    filters.set(hex(rows.tokens.subarray(row * 16, (row + 1) * 16)), own);
    rows.filters.set(own, row * filterBytes);
  }
  return { owner, register, seed, rows, filters };
}

/** Owners `north` and `south`, each with a population that looks are allowed at. */
export async function lookedStudy(capacity: number, more: object = {}): Promise<TestStudy> {
  const world = await makeStudy();
  const plain = world.input as {
    owners: { id: string }[];
    registers: object[];
    subStudies: object[];
  };
  const one = { bitsPerField: 64 };
  const input = {
    ...plain,
    registers: [plain.registers[0]],
    subStudies: [{ ...plain.subStudies[0], registers: ['population'] }],
    owners: plain.owners.map((owner) => ({ ...owner, registers: ['population'], maxRecords: 1000 })),
    encoding: {
      scheme: 'clk', parameters: { bits: filterBytes * 8 }, normalisation: 'plain-1',
      fields: fields.map(({ name }) => ({ name, type: 'text', weight: one })),
    },
    secondRound: { looks: 6, budget: 1000, rarityClasses: false, fieldBits: fieldBytes * 8 },
    linkage: { threshold: 'auto', assignment: 'optimal' },
    batches: { capacity },
    ...more,
  }; // prettier-ignore
  return { ...world, ...readStudy(input), input };
}

export function sendRegister(
  world: TestStudy,
  port: LogPort,
  { owner, register, rows, seed }: LookedRegister,
  header: Partial<BatchHeader> = {},
): Promise<void> {
  return sendRun(world, port, { owner, register, rows, run: runName(seed), header });
}

/** Bits of each field moved by a step and an offset that both owners draw from the round and the number. */
function permuted(own: Uint8Array, round: Uint8Array, number: number): Uint8Array {
  const made = new Uint8Array(own.length);
  const bits = fieldBytes * 8;
  fields.forEach((_, field) => {
    const random = numbersOf(round[0]! + 256 * round[1]! + 65_537 * number + field);
    const [step, offset] = [2 * Math.floor((random() * bits) / 2) + 1, Math.floor(random() * bits)];
    for (let bit = 0; bit < bits; bit += 1) {
      if (((own[field * fieldBytes + (bit >> 3)]! >> (bit & 7)) & 1) === 0) continue;
      const to = (bit * step + offset) % bits;
      made[field * fieldBytes + (to >> 3)]! |= 1 << (to & 7);
    }
  });
  return made;
}

/** A request as its owner opens it. */
export interface OpenedRequest {
  readonly message: Uint8Array;
  readonly request: LookRequest;
  readonly block: LookRequestBlock;
  readonly round: Uint8Array;
}

/** Every request on an owner's topic. The test study has one mailbox for all but the linkage unit. */
export async function requestsTo(
  world: TestStudy,
  port: LogPort,
  owner: string,
): Promise<OpenedRequest[]> {
  const { capacity } = lookShape(world.study)!;
  const values = await valuesOf(port, topics(world.study.id).lookRequests(owner));
  return Promise.all(
    values.map(async (message) => {
      const request = decodeLookRequest(message);
      const aad = lookRequestAssociatedData(request);
      const plain = await open(
        world.researcherMailbox,
        lookRequestSealingInfo(),
        aad,
        request.sealed,
      );
      const { register, run, otherOwner, otherRegister, otherRun, random } = request;
      const other = { owner: otherOwner, register: otherRegister, run: otherRun };
      const round = roundIdentity(world.specHash, random, [{ owner, register, run }, other]);
      return { message, request, block: decodeLookRequestBlock(plain, { capacity }), round };
    }),
  );
}

/** What an answer says if not the truth. */
export interface AnswerPlan {
  readonly header?: Partial<LookAnswerHeader>;
  readonly block?: (truth: LookAnswerBlock) => LookAnswerBlock;
  readonly signKey?: Uint8Array;
}

function headerOf({ request, round, message }: OpenedRequest): LookAnswerHeader {
  const { study, specHash, owner, register, sequence, capacity } = request;
  const digest = new Uint8Array(createHash('sha256').update(message).digest());
  return { study, specHash, owner, register, round, request: digest, sequence, capacity };
}

export async function answerTo(
  world: TestStudy,
  asked: OpenedRequest,
  { filters }: Pick<LookedRegister, 'filters'>,
  plan: AnswerPlan = {},
): Promise<Uint8Array> {
  const shape = lookShape(world.study)!;
  const { block, round, request } = asked;
  const truth = {
    count: block.count,
    numbers: block.numbers,
    filters: new Uint8Array(shape.capacity * shape.filterBytes),
    rarity: new Uint8Array(0),
  };
  for (let row = 0; row < block.count; row += 1) {
    const own = filters.get(hex(block.tokens.subarray(row * 16, (row + 1) * 16)))!;
    truth.filters.set(permuted(own, round, block.numbers[row]!), row * shape.filterBytes);
  }
  const header = { ...headerOf(asked), ...plan.header };
  const plain = encodeLookAnswerBlock(plan.block?.(truth) ?? truth, shape);
  const mailbox = decodePublicKey(world.study.linkageUnit.mailboxPublicKey);
  const sealed = await seal(
    mailbox,
    lookAnswerSealingInfo(),
    lookAnswerAssociatedData(header),
    plain,
  );
  const signKey = plan.signKey ?? world.signKeys[request.owner]!;
  const signature = sign(signKey, lookAnswerSigningBytes({ ...header, sealed }));
  return encodeLookAnswer({ ...header, sealed, signature });
}

export function refusalOf(
  world: TestStudy,
  asked: OpenedRequest,
  header: Partial<LookAnswerHeader> = {},
): Uint8Array {
  const made = { ...headerOf(asked), ...header };
  const { study, specHash, owner, register, round, request, sequence } = made;
  const code = 'LOOK_BUDGET' as const;
  const refusal = { study, specHash, owner, register, round, request, sequence, code };
  const signature = sign(world.signKeys[owner]!, lookRefusalSigningBytes(refusal));
  return encodeLookRefusal({ ...refusal, signature });
}
