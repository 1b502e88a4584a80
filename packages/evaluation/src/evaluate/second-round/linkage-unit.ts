// SPDX-License-Identifier: EUPL-1.2
/**
 * The linkage unit of an evaluated second round: has encodings of the first round, plans looks, asks
 * the owners through functions, and compares what they answer. Has no key and no field filter of its
 * own. The owners' keys are not in this file's reach.
 */
import { roundIdentity, type RunName } from '@koppel/keys';
import {
  LookSimilarities,
  orderSources,
  planRounds,
  requestsOf,
  type EncodedSource,
  type FieldGroup,
  type LookedRound,
  type LookRequests,
  type PlannedRound,
} from '@koppel/linkage';
import type { LinkSimilarity } from '@koppel/linkage';
import type { LookAnswerColumns } from './owner.ts';

/** An owner, as seen from here. */
export interface AskedOwner {
  answerer(round: Uint8Array): (requests: LookRequests) => LookAnswerColumns;
}

export interface LookPlan {
  readonly looks: number;
  /** Whether answers have rarity classes. */
  readonly rarity: boolean;
  readonly similarity: LinkSimilarity;
  /** Of each code of the first round. */
  readonly parts: number;
  readonly groups: readonly FieldGroup[];
  readonly specHash: Uint8Array;
  /** 32 bytes. */
  readonly seed: Uint8Array;
}

/** A round of which all that was seen is at hand. */
type SeenRound = LookedRound & { readonly similarities: LookSimilarities };

export interface SecondRound {
  readonly rounds: readonly SeenRound[];
  /** Answers that were given. */
  readonly looks: number;
  readonly answerBytes: number;
  /** Processor time of the owners, in seconds. */
  readonly ownerSeconds: number;
}

/** Looks that are asked for at a time. */
const CAPACITY = 4096;

const runOf = ({ name }: EncodedSource): RunName => ({
  owner: name,
  register: name,
  run: new Uint8Array(16),
});

/** Requests of numbers from … to − 1. */
function slice({ numbers, tokens }: LookRequests, from: number, to: number): LookRequests {
  return { numbers: numbers.subarray(from, to), tokens: tokens.subarray(16 * from, 16 * to) };
}

/** Asks one side for all its looks, and keeps answers by number. */
class AnsweredSide {
  readonly #requests: LookRequests;
  readonly #answer: (requests: LookRequests) => LookAnswerColumns;
  #next = 0;
  cpuSeconds = 0;

  constructor(requests: LookRequests, answer: (requests: LookRequests) => LookAnswerColumns) {
    this.#requests = requests;
    this.#answer = answer;
  }

  get looks(): number {
    return this.#requests.numbers.length;
  }

  /** Answers to all numbers below `end` that were not asked yet. */
  upTo(end: number): LookAnswerColumns {
    const { numbers } = this.#requests;
    const from = this.#next;
    while (this.#next < numbers.length && numbers[this.#next]! < end) this.#next++;
    const started = process.cpuUsage();
    const answers = this.#answer(slice(this.#requests, from, this.#next));
    const { user, system } = process.cpuUsage(started);
    this.cpuSeconds += (user + system) / 1e6;
    return answers;
  }
}

/** The answers to numbers that both sides gave. */
function inBoth(left: LookAnswerColumns, right: LookAnswerColumns, bytes: number, fields: number) {
  const places = new Map(Array.from(right.numbers, (number, at) => [number, at]));
  const shared = [...left.numbers.keys()].filter((at) => places.has(left.numbers[at]!));
  const pick = (from: Uint8Array, width: number, rows: readonly number[]): Uint8Array => {
    const picked = new Uint8Array(rows.length * width);
    rows.forEach((row, at) => {
      picked.set(from.subarray(row * width, (row + 1) * width), at * width);
    });
    return picked;
  };
  const sideOf = ({ filters }: LookAnswerColumns, rows: readonly number[]) => ({
    count: rows.length,
    bytes,
    filters: pick(filters, bytes, rows),
  });
  const others = shared.map((at) => places.get(left.numbers[at]!)!);
  return {
    numbers: Uint32Array.from(shared, (at) => left.numbers[at]!),
    left: sideOf(left, shared),
    right: sideOf(right, others),
    rarity:
      left.rarity && right.rarity
        ? {
            left: pick(left.rarity, fields, shared),
            right: pick(right.rarity, fields, others),
          }
        : undefined,
  };
}

/** Plans, asks and compares all rounds of these sources. */
export async function askAllRounds(
  sources: readonly EncodedSource[],
  owners: readonly AskedOwner[],
  { looks, rarity, similarity, parts, groups, specHash, seed }: LookPlan,
  onProgress: (share: number) => void,
): Promise<SecondRound> {
  const ordered = orderSources(sources);
  const bytes = groups.reduce((sum, group) => sum + group.bytes, 0);
  const plan = await planRounds(ordered, { looks, similarity, parts, seed }, {});
  const total = plan.reduce((sum, { reason }) => sum + reason.length, 0);
  let [done, answered, ownerSeconds] = [0, 0, 0];
  const rounds = plan.map((round: PlannedRound, at): SeenRound => {
    const ends = [round.a, round.b].map((place) => ordered[place]!);
    const random = seed.slice(0, 16);
    random[0]! ^= at;
    const [one, other] = ends.map(({ index }) => runOf(sources[index]!)) as [RunName, RunName];
    const identity = roundIdentity(specHash, random, [one, other]);
    const [a, b] = (['a', 'b'] as const).map((side, end) => {
      const { index } = ends[end]!;
      const requests = requestsOf(round, side, ends[end]!, sources[index]!.tokens);
      return new AnsweredSide(requests, owners[index]!.answerer(identity));
    }) as [AnsweredSide, AnsweredSide];
    const similarities = new LookSimilarities(groups, round.reason.length, rarity);
    for (let from = 0; from < round.reason.length; from += CAPACITY) {
      similarities.add(
        inBoth(a.upTo(from + CAPACITY), b.upTo(from + CAPACITY), bytes, groups.length),
      );
      onProgress((done + from) / total);
    }
    done += round.reason.length;
    answered += a.looks + b.looks;
    ownerSeconds += a.cpuSeconds + b.cpuSeconds;
    return { ...round, similarities };
  });
  return {
    rounds,
    looks: answered,
    answerBytes: 4 + bytes + (rarity ? Math.ceil(groups.length / 4) : 0),
    ownerSeconds,
  };
}
