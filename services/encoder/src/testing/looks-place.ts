// SPDX-License-Identifier: EUPL-1.2
/**
 * Two owners that delivered a register each, and a linkage unit that asks looks at it, rightly or not.
 * For tests only.
 */
import { join } from 'node:path';
import { createProfile } from '@koppel/encoding';
import { keyCheckValue, recordToken } from '@koppel/keys';
import { seal } from '@koppel/keys/seal';
import { sign } from '@koppel/keys/sign';
import { decodePublicKey, lookShape, numbersPerRequest } from '@koppel/study';
import {
  decodeLookAnswerBlock,
  decodeLookReply,
  encodeLookRequest,
  encodeLookRequestBlock,
  encodeReceipt,
  isWithinRound,
  lookAnswerAssociatedData,
  lookAnswerSealingInfo,
  lookRequestAssociatedData,
  lookRequestSealingInfo,
  lookRequestSigningBytes,
  receiptSigningBytes,
  topics,
  type LookAnswerBlock,
  type LookReply,
  type LookRequestHeader,
} from '@koppel/wire';
import { encodingKeyName } from '../ceremony.ts';
import type { OwnerSession } from '../context.ts';
import { buildConfirmation } from '../egress.ts';
import { guardedRun } from '../guarded-run.ts';
import { acceptedRun, AcceptedRuns } from '../looks/accepted-runs.ts';
import { answerPass, type PassOptions } from '../looks/answer-pass.ts';
import { Answers } from '../answers.ts';
import { readRuns } from '../run-log.ts';
import { hpkeOpen } from './hpke-open.ts';
import { listen, makePlace, valuesOf, type Place, type Told } from './place.ts';
import { makeStudy, readStudy, type TestStudy } from './study.ts';

const encodingKey = new Uint8Array(32).fill(5);
const mapping = `
register: population
recordId: nr
bsn: bsn
fields: { surname: naam, birthDate: geboren }
absent: [income]
`;

/** One row of a register. */
export interface Person {
  readonly id: string;
  readonly name: string;
  readonly born?: string;
  readonly bsn?: string;
}

/** One look: the number of a pair, and whose record. */
export type Look = readonly [number: number, id: string];

export interface Asked {
  readonly looks: readonly Look[];
  /** Whose register is asked, 0 or 1, and which it is compared with. */
  readonly owner?: number;
  readonly other?: number;
  /** What the header says otherwise than it should. */
  readonly header?: Partial<LookRequestHeader>;
  /** Another linkage unit's, Ed25519. */
  readonly signSecretKey?: Uint8Array;
  /** Tokens instead of those of the ids. */
  readonly tokenOf?: (id: string) => Uint8Array;
  /** To whom it is sealed, instead of the owner. */
  readonly mailbox?: Uint8Array;
}

export interface DeliverOptions {
  readonly exclusions?: string;
  readonly accept?: boolean;
}

/** The rows of a round in which each record has `looks` looks: pair k·n + i is record i with i + k. */
export function evenRound(ids: readonly string[], looks: number): Look[] {
  return Array.from({ length: looks * ids.length }, (_, number): Look => {
    const [shift, row] = [Math.floor(number / ids.length), number % ids.length];
    return [number, ids[(row + shift) % ids.length]!];
  });
}

const register = 'population';

/** A folder with a log, two owners with their sessions, and a linkage unit that can be told anything. */
export class LooksPlace {
  readonly place: Place;
  readonly world: TestStudy;
  readonly sessions: readonly OwnerSession[];
  readonly told: Told = listen();
  /** As of one program that answers. */
  readonly #noted = new Set<string>();

  constructor(place: Place, world: TestStudy) {
    this.place = place;
    this.world = world;
    const { study, specHash } = world;
    this.sessions = world.owners.map(({ sender, secrets }) => ({
      sender: { ...sender, study, specHash },
      secrets: { ...secrets, [encodingKeyName(specHash)]: encodingKey },
      save: () => Promise.reject(new Error('no answer changes a key file')),
      close: () => undefined,
    }));
  }

  #nameOf(owner: number): string {
    return this.world.study.owners[owner]!.id;
  }

  get #topics() {
    return topics(this.world.study.id);
  }

  stateFolder(owner: number): string {
    return join(this.place.folder, `state-${this.#nameOf(owner)}`);
  }

  tokenOf(owner: number, id: string): Uint8Array {
    return recordToken(this.sessions[owner]!.secrets['token']!, this.world.study.id, register, id);
  }

  /** What the owners' ceremony leaves on the log. */
  async confirm(): Promise<void> {
    const { study, specHash } = this.world;
    const keyCheck = keyCheckValue(encodingKey, specHash);
    const confirmed = { keyCheck, profileHash: createProfile(study.encoding).hash };
    const messages = this.sessions.map(({ sender }) => buildConfirmation(sender, confirmed));
    await this.place.port.append(this.#topics.ceremony, messages);
  }

  /** Delivers these rows as the register of an owner; the linkage unit takes them, unless told not to. */
  async deliver(
    owner: number,
    people: readonly Person[],
    { exclusions, accept = true }: DeliverOptions = {},
  ): Promise<Uint8Array> {
    const rows = people.map(
      ({ id, name, born = '1980-01-02', bsn = '' }) => `${id},${name},${born},${bsn}`,
    );
    const { place, told } = this;
    await guardedRun(
      { session: this.sessions[owner]!, port: place.port, reporter: told.reporter },
      {
        register,
        mappingFile: join(place.folder, 'mapping.yaml'),
        inputFile: place.write('in.csv', ['nr,naam,geboren,bsn', ...rows, ''].join('\n')),
        stateFolder: this.stateFolder(owner),
        releaseNow: true,
      },
      {
        exclusionsFile: exclusions,
        confirmRemoved: false,
        confirmWithoutBsn: false,
        confirmLostState: false,
      },
    );
    if (accept) await this.accept(owner);
    return this.runOf(owner);
  }

  #runs(owner: number) {
    return readRuns(this.sessions[owner]!.sender, this.place.port, register, ['identifiers']);
  }

  /** The linkage unit takes the runs of an owner, or only the first of them. */
  async accept(owner: number, count = Infinity): Promise<void> {
    const values = (await this.#runs(owner)).slice(0, count).flatMap(({ identity, batches }) =>
      Array.from({ length: batches }, (_, sequence) => {
        const receipt = {
          study: this.world.study.id, owner: this.#nameOf(owner), register, lane: 'identifiers',
          run: identity, sequence, accepted: true, code: '',
        } as const; // prettier-ignore
        const signature = sign(this.world.linkageSignKey, receiptSigningBytes(receipt));
        return encodeReceipt({ ...receipt, signature });
      }),
    );
    await this.place.port.append(this.#topics.receipts(this.#nameOf(owner)), values);
  }

  /** Identity of the newest accepted run. */
  async runOf(owner: number): Promise<Uint8Array> {
    const answers = new Answers(this.sessions[owner]!.sender);
    await answers.read(this.place.port);
    return acceptedRun(register, await this.#runs(owner), answers)!.identity;
  }

  async #header({ owner = 0, other = 1 - owner, header }: Asked): Promise<LookRequestHeader> {
    const { study, specHash } = this.world;
    return {
      study: study.id,
      specHash,
      owner: this.#nameOf(owner),
      register,
      run: await this.runOf(owner),
      otherOwner: this.#nameOf(other),
      otherRegister: register,
      otherRun: await this.runOf(other),
      random: new Uint8Array(16).fill(1),
      sequence: 0,
      requests: 1,
      looks: study.secondRound!.looks,
      capacity: study.batches.capacity,
      ...header,
    };
  }

  /** The message of a request, not yet on the log. */
  async request(asked: Asked): Promise<Uint8Array> {
    const { looks, owner = 0, signSecretKey, mailbox } = asked;
    const header = await this.#header(asked);
    const tokenOf = asked.tokenOf ?? ((id: string) => this.tokenOf(owner, id));
    const made = looks.map(([number, id]) => [number, tokenOf(id)] as const);
    const rows = isWithinRound(header)
      ? [...made].sort(([m, one], [n, two]) => m - n || Buffer.compare(one, two))
      : made;
    const numbers = new Uint32Array(header.capacity);
    const tokens = new Uint8Array(16 * header.capacity);
    rows.forEach(([number, token], row) => {
      numbers[row] = number;
      tokens.set(token, 16 * row);
    });
    const block = encodeLookRequestBlock({ count: rows.length, numbers, tokens }, header);
    const to = mailbox ?? decodePublicKey(this.world.study.owners[owner]!.mailboxPublicKey);
    const bound = lookRequestAssociatedData(header);
    const sealed = await seal(to, lookRequestSealingInfo(), bound, block);
    const unsigned = { ...header, sealed };
    const signer = signSecretKey ?? this.world.linkageSignKey;
    const signature = sign(signer, lookRequestSigningBytes(unsigned));
    return encodeLookRequest({ ...unsigned, signature });
  }

  /** Puts messages on the topic of requests of an owner. */
  async put(owner: number, ...messages: readonly Uint8Array[]): Promise<void> {
    await this.place.port.append(this.#topics.lookRequests(this.#nameOf(owner)), messages);
  }

  pass(owner = 0, options: Partial<PassOptions> = {}): ReturnType<typeof answerPass> {
    const session = this.sessions[owner]!;
    const { port } = this.place;
    return answerPass({
      session,
      port,
      reporter: this.told.reporter,
      register,
      stateFolder: this.stateFolder(owner),
      exclusionsFile: undefined,
      confirmLostState: false,
      confirmWithoutBsn: false,
      accepted: new AcceptedRuns(session.sender, port),
      noted: this.#noted,
      ...options,
    });
  }

  async replies(owner = 0): Promise<LookReply[]> {
    const topic = this.#topics.lookAnswers(this.#nameOf(owner));
    return (await valuesOf(this.place.port, topic)).map(decodeLookReply);
  }

  /** `answered`, or the code, of every reply in its order. */
  async verdicts(owner = 0): Promise<string[]> {
    return (await this.replies(owner)).map((reply) =>
      reply.kind === 'answer' ? 'answered' : reply.refusal.code,
    );
  }

  /** What the linkage unit reads of an answer. */
  opened(reply: LookReply): LookAnswerBlock {
    if (reply.kind !== 'answer') throw new Error('a refusal has nothing to open');
    const { answer } = reply;
    const info = lookAnswerSealingInfo();
    const { linkageMailbox, study } = this.world;
    const plain = hpkeOpen(linkageMailbox, info, lookAnswerAssociatedData(answer), answer.sealed);
    return decodeLookAnswerBlock(plain, lookShape(study)!);
  }
}

/** The same folder, log and owners under another version of the study. Its ceremony is done. */
export async function nextVersion(before: LooksPlace, secondRound: object): Promise<LooksPlace> {
  const input = { ...before.world.input, secondRound };
  const next = new LooksPlace(before.place, { ...before.world, ...readStudy(input), input });
  await next.confirm();
  return next;
}

/** A place in which nothing is delivered yet. */
export async function makeLooksPlace(
  secondRound: object = { looks: 4, budget: 16, rarityClasses: true },
): Promise<LooksPlace> {
  const place = await makePlace();
  place.write('mapping.yaml', mapping);
  const made = await makeStudy(['north', 'south']);
  const batches = { capacity: 10, minimumChanges: 2 };
  const input = { ...made.input, batches, secondRound };
  const looks = new LooksPlace(place, { ...made, ...readStudy(input), input });
  await looks.confirm();
  return looks;
}

/** Requests of all numbers of a round, split as the study has it. */
export async function roundRequests(
  place: LooksPlace,
  looks: readonly Look[],
  asked: Omit<Asked, 'looks'> = {},
): Promise<Uint8Array[]> {
  const within = asked.other !== undefined && asked.other === (asked.owner ?? 0);
  const size = numbersPerRequest(lookShape(place.world.study)!, within);
  const most = looks.reduce((least, [number]) => Math.max(least, number), 0);
  const requests = Math.floor(most / size) + 1;
  return Promise.all(
    Array.from({ length: requests }, (_, sequence) =>
      place.request({
        ...asked,
        looks: looks.filter(([number]) => Math.floor(number / size) === sequence),
        header: { sequence, requests, ...asked.header },
      }),
    ),
  );
}

/** The round that a reply names. */
export function roundOf(reply: LookReply): Uint8Array {
  return reply.kind === 'answer' ? reply.answer.round : reply.refusal.round;
}
