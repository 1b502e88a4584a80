// SPDX-License-Identifier: EUPL-1.2
/**
 * Of four persons that are two names crossed with two birthdays, every token occurs twice. Where an
 * encoding is close to linear the XOR of the four is then light, and a search for light tuples finds
 * relatives and namesakes without any register (the handle of attacks on linear hardenings). The test
 * builds such tuples from the owner's own records, under a key made up for it, and tells how well
 * their XOR is told from that of four unrelated persons. It recognises nobody: it is a distinguisher.
 */
import type { FilterSet } from '@koppel/kernel';
import { advance, type Attack } from '../attack.ts';
import { requireEnough } from '../least.ts';
import { encodeRecords, ownKey } from '../own-key.ts';
import { createRandom, type Random } from '../random.ts';
import { createTokenReader } from '../record-tokens.ts';
import { attackResult } from '../result.ts';
import { momentsOf } from '../risk/histogram.ts';
import { onesOf } from '../similarity-table.ts';
import type { AuditSubject } from '../subject.ts';

export interface TupleTestOptions {
  /** Tuples of either kind. Default 400. */
  readonly tuples?: number;
}

const TUPLES = 400;
const SIZE = 4;

type Values = readonly string[];

/**
 * Halves the groups of fields so that both halves have about as many tokens, as then most cancels out:
 * true for the inputs of one half.
 */
function halveInputs({ profile, register }: AuditSubject): boolean[] {
  const read = createTokenReader(profile);
  const load = new Map<string, number>();
  for (const values of register.values.slice(0, 200)) {
    for (const token of read(values)) {
      const group = token.slice(0, token.indexOf('/'));
      load.set(group, (load.get(group) ?? 0) + 1);
    }
  }
  const half = new Set<string>();
  let [taken, left] = [0, 0];
  for (const [group, tokens] of [...load].sort((a, b) => b[1] - a[1])) {
    if (taken <= left) {
      half.add(group);
      taken += tokens;
    } else left += tokens;
  }
  return profile.inputs.map(({ field }) => half.has(profile.spec.fields[field]!.group));
}

/** Two persons and their crosses: four records in which every value occurs twice. */
function crossed(a: Values, b: Values, half: readonly boolean[]): Values[] {
  return [
    a,
    b,
    a.map((value, at) => (half[at]! ? value : b[at]!)),
    b.map((value, at) => (half[at]! ? value : a[at]!)),
  ];
}

/** `count` different rows. */
function drawRows(random: Random, limit: number, count: number): number[] {
  const rows = new Set<number>();
  while (rows.size < count) rows.add(random.below(limit));
  return [...rows];
}

/** Per tuple of four encodings that stand together the bits set in their XOR. */
function weightsOf({ bytes, filters }: FilterSet): Float64Array {
  const words = new Int32Array(filters.buffer);
  const length = bytes / 4;
  const weights = new Float64Array(filters.length / (SIZE * bytes));
  weights.forEach((_, tuple) => {
    const start = tuple * SIZE * length;
    for (let at = start; at < start + length; at++) {
      const xor =
        words[at]! ^ words[at + length]! ^ words[at + 2 * length]! ^ words[at + 3 * length]!;
      weights[tuple]! += onesOf(xor);
    }
  });
  return weights;
}

/** The chance that one of `low` is below one of `high`, ties by half (Mann & Whitney 1947). */
export function areaUnder(low: Float64Array, high: Float64Array): number {
  let below = 0;
  for (const a of low) {
    for (const b of high) below += a < b ? 1 : a === b ? 0.5 : 0;
  }
  return below / (low.length * high.length);
}

/**
 * A3 of the self-audit. `figures.z` is by how many standard deviations of one tuple the crossed are
 * lighter than the unrelated, `figures.auc` the chance that a crossed one is the lighter of the two.
 * @throws KoppelError AUDIT_TOO_FEW
 */
export const tupleTest: Attack<TupleTestOptions> = async (subject, options) => {
  const { tuples = TUPLES, seed } = options;
  const { profile, register, createEncoder } = subject;
  const { values } = register;
  requireEnough('tupleTest', Math.min(tuples, values.length));
  const half = halveInputs(subject);
  const random = createRandom('tuples', seed);
  const related: Values[] = [];
  const unrelated: Values[] = [];
  for (let tuple = 0; tuple < tuples; tuple++) {
    const [a, b] = drawRows(random, values.length, 2);
    related.push(...crossed(values[a!]!, values[b!]!, half));
    unrelated.push(...drawRows(random, values.length, SIZE).map((row) => values[row]!));
  }
  await advance(options, 0);
  const weigh = (records: Values[]): Float64Array =>
    weightsOf(encodeRecords(profile, ownKey(seed), { values: records }, createEncoder));
  const light = weigh(related);
  await advance(options, 0.5);
  const heavy = weigh(unrelated);
  await advance(options, 1);
  const usual = momentsOf(heavy);
  const shift = usual.mean - momentsOf(light).mean;
  return attackResult({
    attack: 'tupleTest',
    given: { tuples, persons: values.length },
    targets: 0,
    recovered: 0,
    chance: 0,
    figures: {
      z: usual.sd > 0 ? shift / usual.sd : 0,
      auc: areaUnder(light, heavy),
      weightCrossed: usual.mean - shift,
      weightUnrelated: usual.mean,
    },
  });
};
