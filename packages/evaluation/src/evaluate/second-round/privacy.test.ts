// SPDX-License-Identifier: EUPL-1.2
/**
 * What a linkage unit with a register of the same people gets out of all answers of a run. It attacks
 * them as the field filters that they are, as it would those of a first round; and it attacks filters
 * that were drawn at random with the same numbers of bits, which is all that an answer by itself shows.
 * It must get no more out of the one than out of the other; and nearly everything where the bits are
 * not permuted, or the test would show nothing.
 */
import { beforeAll, describe, expect, test } from '@jest/globals';
import {
  createRandom,
  frequencyAttack,
  knownPairDecoding,
  sampleBelow,
  type AuditSubject,
} from '@koppel/audit';
import { createProfile, type EncodingProfile } from '@koppel/encoding';
import { bestMatches } from '@koppel/kernel';
import { orderSources, planRounds, requestsOf, type EncodedSource } from '@koppel/linkage';
import { fieldFiltersOf } from '@koppel/study';
import { generatePair } from '../../generator/index.ts';
import { dataFile } from '../../bench/encodings/data-sets.ts';
import { encodeFile, evaluationKey, profileFor } from '../encode.ts';
import type { EvaluateField } from '../fields.ts';
import { LookOwner, type LookAnswerColumns } from './owner.ts';
import { lookFieldsKey, lookProfile } from './second-round.ts';

const fields: readonly EvaluateField[] = [
  { column: 'voornamen', type: 'text', weight: 1 },
  { column: 'geslachtsnaam', type: 'text', weight: 1 },
  { column: 'geboortedatum', type: 'date', weight: 1 },
];
const SURNAME = 1;
const PERSONS = 700;
const LOOKS = 4;
const KNOWN = 250;
const specHash = new Uint8Array(32).fill(8);

/** Whose an answer is, and what was answered. */
interface Run {
  readonly profile: EncodingProfile;
  /** Clear values of the register that the attacker holds: that of the very same people. */
  readonly values: readonly (readonly string[])[];
  readonly answers: LookAnswerColumns;
  /** The same looks answered with the filters as they are. */
  readonly plain: Uint8Array;
  readonly truth: Int32Array;
}

async function answeredRun(): Promise<Run> {
  const pair = generatePair({ seed: 'privacy', perSide: PERSONS, overlap: 0.6 });
  const files = [dataFile('a', pair.a), dataFile('b', pair.b)];
  const first = profileFor(fields, files, { scheme: 'saul', bits: 2048, k: 3 });
  const profile = lookProfile(first.spec);
  const encode = (own: EncodingProfile, encodingKey?: Uint8Array): EncodedSource[] =>
    files.map((file, at) => {
      return encodeFile(['a', 'b'][at]!, file, fields, own, { unique: true }, encodingKey).source;
    });
  const sources = encode(first);
  const [filters] = encode(profile, lookFieldsKey());
  const ordered = orderSources(sources);
  const plan = { looks: LOOKS, similarity: 'hamming', seed: specHash } as const;
  const [round] = await planRounds(ordered, plan, {});
  const requests = requestsOf(round!, 'a', ordered[0]!, sources[0]!.tokens);
  const keys = { encodingKey: evaluationKey(), specHash };
  const owner = new LookOwner(filters!, profile.spec, keys);
  const answers = owner.answerer(new Uint8Array(32).fill(9))(requests);
  const truth = Int32Array.from(
    requests.numbers,
    (number) => ordered[0]!.rows[round!.rowsA[number]!]!,
  );
  const columns = fields.map((field) => files[0]!.column('column' in field ? field.column : ''));
  const plain = new Uint8Array(answers.filters.length);
  truth.forEach((row, at) => {
    const from = row * profile.bytes;
    plain.set(filters!.filters.subarray(from, from + profile.bytes), at * profile.bytes);
  });
  const values = Array.from({ length: PERSONS }, (_, row) => columns.map((column) => column[row]!));
  return { profile, values, answers, plain, truth };
}

const onesIn = (bytes: Uint8Array): number =>
  bytes.reduce((sum, byte) => sum + byte.toString(2).replaceAll('0', '').length, 0);

/** Filters at random with as many bits in every field as the answers have. */
function fromCounts({ profile, answers }: Run): Uint8Array {
  const random = createRandom('counts alone', 1);
  const drawn = new Uint8Array(answers.filters.length);
  const places = fieldFiltersOf(profile.spec)!;
  for (let from = 0; from < drawn.length; from += profile.bytes) {
    for (const { from: field, bytes } of places) {
      const start = from + field;
      const ones = onesIn(answers.filters.subarray(start, start + bytes));
      for (const bit of sampleBelow(random, 8 * bytes, ones)) {
        drawn[start + (bit >> 3)]! |= 1 << (bit & 7);
      }
    }
  }
  return drawn;
}

let run: Run;
let counts: Uint8Array;
beforeAll(async () => {
  run = await answeredRun();
  counts = fromCounts(run);
}, 120_000);

describe('an attacker who knows whose some answers are', () => {
  /** One answer of each record, as the attacker leaves out persons whom he knows already. */
  const decode = async (filters: Uint8Array): Promise<number> => {
    const { profile, values, truth } = run;
    const first = Array.from(values.keys(), (row) => truth.indexOf(row));
    const own = new Uint8Array(values.length * profile.bytes);
    first.forEach((answer, row) => {
      const from = answer * profile.bytes;
      own.set(filters.subarray(from, from + profile.bytes), row * profile.bytes);
    });
    const encodings = { count: values.length, bytes: profile.bytes, filters: own };
    const rows = Int32Array.from(values.keys());
    const subject: AuditSubject = { profile, encodings, register: { values }, truth: rows };
    const options = { pairs: KNOWN, lambdas: [1000], seed: 1 };
    return (await knownPairDecoding(subject, options)).recovered;
  };

  test('finds others where bits are not permuted, and no more than counts alone give where they are', async () => {
    expect(await decode(run.plain)).toBeGreaterThan(0.7 * (PERSONS - KNOWN));
    const [answered, alone] = [await decode(run.answers.filters), await decode(counts)];
    // Guessing finds one: these are what chance allows.
    expect(Math.max(answered, alone)).toBeLessThan(8);
  });
});

describe('an attacker who lays all answers side by side', () => {
  /** Answers whose most similar other answer is of the same record. */
  const aligned = async (filters: Uint8Array): Promise<number> => {
    const { profile, truth } = run;
    const set = { count: truth.length, bytes: profile.bytes, filters };
    const self = Uint32Array.from(truth.keys());
    const hits = await bestMatches(set, set, { floor: 0.01, self, workers: 1 });
    return hits.query.filter((query, at) => truth[query] === truth[hits.candidate[at]!]).length;
  };

  test('sees which are of one record where bits are not permuted, and chance where they are', async () => {
    expect(await aligned(run.plain)).toBeGreaterThan(0.97 * run.truth.length);
    // Of 2,799 others three are of the same record: by chance that is three of all answers.
    const [answered, alone] = [await aligned(run.answers.filters), await aligned(counts)];
    expect(Math.max(answered, alone)).toBeLessThan(20);
  });
});

describe('an attacker who counts how often a surname occurs', () => {
  /** The surname's part of every record, under a profile of that field alone. */
  function surnames(filters: Uint8Array): AuditSubject {
    const { profile, values, truth } = run;
    const place = fieldFiltersOf(profile.spec)![SURNAME]!;
    const of = new Uint8Array(truth.length * place.bytes);
    truth.forEach((_, at) => {
      const from = at * profile.bytes + place.from;
      of.set(filters.subarray(from, from + place.bytes), at * place.bytes);
    });
    const own = createProfile({
      scheme: 'clk',
      parameters: { bits: 8 * place.bytes },
      normalisation: profile.spec.normalisation,
      fields: [profile.spec.fields[SURNAME]!],
    });
    const names = values.map((row) => row[SURNAME]!);
    return {
      profile: own,
      encodings: { count: truth.length, bytes: place.bytes, filters: of },
      register: { values: names.map((name) => [name]) },
      truth: truth.map((row) => names.indexOf(names[row]!)),
    };
  }

  test('reads them where bits are not permuted, and finds no two answers alike where they are', async () => {
    const attack = (filters: Uint8Array) =>
      frequencyAttack(surnames(filters), { seed: 1, rounds: 3 });
    const [plain, answered] = [await attack(run.plain), await attack(run.answers.filters)];
    expect(plain.recovered).toBeGreaterThan(100);
    expect(answered.figures).toMatchObject({ largestClass: 1, aligned: 0 });
    expect(answered.recovered).toBe((await attack(counts)).recovered);
  });
});
