// SPDX-License-Identifier: EUPL-1.2
/**
 * An evaluation of both rounds: the first finds candidates, each look is really derived, permuted and
 * answered by the owners' side, and the linkage unit's side decides on what it sees.
 */
import { createProfile, type EncodingProfile } from '@koppel/encoding';
import { isKoppelError } from '@koppel/errors';
import { deriveFieldsKey } from '@koppel/keys/look';
import {
  linkByLooks,
  orderSources,
  type EncodedSource,
  type LinkOutcome,
  type Target,
} from '@koppel/linkage';
import { codePartsOf, fieldFiltersOf, similarityOf, type EncodingSpec } from '@koppel/study';
import { sha256 } from '@noble/hashes/sha2.js';
import type { PairColumns } from '../../metrics/index.ts';
import { FIELD_BITS, evaluationKey, fieldFilterSpec } from '../encode.ts';
import { refusals, type Linked } from '../score.ts';
import { askAllRounds, type SecondRound } from './linkage-unit.ts';
import { LookOwner } from './owner.ts';

/** Answers of more fields than this have filters of half the size: a look takes 700 bytes at most. */
const WHOLE_FILTERS = 10;

/** The field filters of the second round, for the fields of the first. */
export function lookProfile(spec: EncodingSpec): EncodingProfile {
  const { normalisation, fields } = spec;
  const bits = fields.length > WHOLE_FILTERS ? FIELD_BITS / 2 : FIELD_BITS;
  return createProfile(fieldFilterSpec({ normalisation, fields }, bits));
}

const bytesOf = (text: string): Uint8Array => sha256(new TextEncoder().encode(text));
const specHash = bytesOf('koppel/v1/evaluation/second round, specification');
/** Not a secret here: the same data give the same figures. */
const seed = bytesOf('koppel/v1/evaluation/second round, seed');

/** The key of the owners' field filters. */
export const lookFieldsKey = (): Uint8Array => deriveFieldsKey(evaluationKey(), specHash);

export interface EncodedTwice {
  readonly profile: EncodingProfile;
  /** Encodings of the first round. */
  readonly sources: readonly EncodedSource[];
  /** Field filters, at the owners. */
  readonly fieldSources: readonly EncodedSource[];
  readonly lookProfile: EncodingProfile;
}

export interface LookAim {
  readonly looks: number;
  /** Whether owners tell the rarity classes of values. */
  readonly rarity: boolean;
  readonly threshold: number | 'auto';
  readonly target?: Target;
}

/** Plans, asks and answers all looks. */
export function lookAtAll(
  { profile, sources, fieldSources, lookProfile: { spec } }: EncodedTwice,
  { looks, rarity }: Pick<LookAim, 'looks' | 'rarity'>,
  onProgress: (share: number) => void,
): Promise<SecondRound> {
  const keys = { encodingKey: evaluationKey(), specHash };
  const owners = fieldSources.map((source) => new LookOwner(source, spec, keys, rarity));
  const groups = fieldFiltersOf(spec)!;
  const similarity = similarityOf(profile.spec);
  const parts = codePartsOf(profile.spec);
  const plan = { looks, rarity, similarity, parts, groups, specHash, seed };
  return askAllRounds(sources, owners, plan, onProgress);
}

/** The same outcome as the linkage unit would have at this threshold. */
export function decideLooks(
  { sources, lookProfile: { spec } }: EncodedTwice,
  { rounds }: SecondRound,
  { threshold, target }: Omit<LookAim, 'looks' | 'rarity'>,
): LinkOutcome {
  const groups = fieldFiltersOf(spec)!;
  const options = { threshold, groups, oneToOne: true, assignment: 'greedy', target } as const;
  return linkByLooks(sources, rounds, options);
}

export interface LinkedByLooks extends Linked {
  readonly encoded: EncodedTwice;
  readonly second: SecondRound;
}

/**
 * Both rounds. Sources that turn out to hold persons more than once are looked at anew as such, as the
 * first round does it.
 * @throws what the data are refused for: there is no falling back to one round
 */
export async function linkTwice(
  encoded: EncodedTwice,
  aim: LookAim,
  onProgress: (share: number) => void,
): Promise<LinkedByLooks> {
  const second = await lookAtAll(encoded, aim, onProgress);
  try {
    const outcome = decideLooks(encoded, second, aim);
    return { encoded, second, outcome, method: outcome.threshold.method, refusal: undefined };
  } catch (thrown) {
    const refusal = refusals.find((code) => isKoppelError(thrown, code));
    const repeated = encoded.sources.every(({ unique }) => !unique);
    if (refusal !== 'LINKAGE_NOT_UNIQUE' || repeated || aim.threshold !== 'auto') throw thrown;
    const sources = encoded.sources.map((source) => ({ ...source, unique: false }));
    const again = await linkTwice({ ...encoded, sources }, aim, onProgress);
    return { ...again, refusal };
  }
}

/** Pairs that were looked at by both owners, as rows of the first and the last source. */
function lookedPairs({ sources }: EncodedTwice, { rounds }: SecondRound): Set<number> {
  const ordered = orderSources(sources);
  const last = sources.length - 1;
  const width = sources[last]!.count;
  const looked = new Set<number>();
  for (const { a, b, rowsA, rowsB, similarities } of rounds) {
    if (last > 0 && a === b) continue;
    const [left, right] = [ordered[a]!, ordered[b]!];
    rowsA.forEach((rowA, number) => {
      if (!similarities.has(number)) return;
      const ends = [left.rows[rowA]!, right.rows[rowsB[number]!]!] as const;
      const turned = last === 0 ? ends[0] > ends[1] : left.index > right.index;
      looked.add(turned ? ends[1] * width + ends[0] : ends[0] * width + ends[1]);
    });
  }
  return looked;
}

/** The share of true pairs that were looked at. */
export function candidateRecall(
  encoded: EncodedTwice,
  second: SecondRound,
  truth: PairColumns,
): number {
  const looked = lookedPairs(encoded, second);
  const last = encoded.sources.length - 1;
  const width = encoded.sources[last]!.count;
  let found = 0;
  truth.a.forEach((rowA, at) => {
    const rowB = truth.b[at]!;
    const turned = last === 0 && rowA > rowB;
    found += Number(looked.has(turned ? rowB * width + rowA : rowA * width + rowB));
  });
  return found / Math.max(1, truth.a.length);
}
