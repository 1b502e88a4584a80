// SPDX-License-Identifier: EUPL-1.2
/**
 * What each fault of Dutch registers costs, alone and with all others, and what the Dutch
 * normalisation wins back: a population and a benefits register are generated with that fault only,
 * encoded with either normalisation, and every pair of the truth is looked up. Generated persons, a
 * key that protects nothing, and thresholds that have seen the truth: for comparing rules, no more.
 */
import { createProfile, createRecordEncoder } from '@koppel/encoding';
import { diceReference } from '@koppel/kernel';
import type { EncodedSource } from '@koppel/linkage';
import type { EncodingSpec } from '@koppel/study';
import { evaluationKey } from '../evaluate/encode.ts';
import { bestThreshold } from '../evaluate/score.ts';
import {
  faultNames,
  faultsIn,
  generateRegisters,
  noFaults,
  type FaultName,
  type FaultRates,
  type Generated,
  type RegisterFile,
} from '../generator/index.ts';
import type { PairColumns } from '../metrics/index.ts';

/** An encoding, and which parts of fields it does without, for what they are worth. */
export interface FaultVariant {
  readonly name: string;
  readonly spec: EncodingSpec;
  readonly without?: readonly string[];
}

export interface FaultFigures {
  /** Highest F1 at any threshold, one-to-one, mean of the seeds. */
  readonly bestF1: number;
  /** Mean Dice similarity of the true pairs in which a record has the fault; of all, for `all`. */
  readonly similarity: number;
}

export interface FaultRow {
  readonly fault: FaultName | 'none' | 'all';
  /** Share of the true pairs in which at least one record has a fault of this class. */
  readonly affected: number;
  readonly variants: Readonly<Record<string, FaultFigures>>;
}

export interface FaultOptions {
  /** Records per register. */
  readonly records: number;
  readonly seeds: readonly string[];
  readonly variants: readonly FaultVariant[];
  readonly onRow?: (done: number, total: number) => void;
}

/** Left out: they touch no field that is linked on here, or make rows that cannot be encoded. */
const elsewhere: readonly FaultName[] = [
  'brokenDate',
  'truncated',
  'bsnMissing',
  'bsnWrong',
  'bsnShort',
];

export const faultClasses: readonly FaultRow['fault'][] = [
  'none',
  ...faultNames.filter((name) => !elsewhere.includes(name)),
  'all',
];

/** The columns of each field's parts, in either register; a register may lack some. */
const columns: Readonly<Record<string, readonly string[]>> = {
  'givenNames value': ['voornamen'],
  'surname value': ['geslachtsnaam', 'achternaam'],
  'surname prefix': ['voorvoegsel'],
  'surname partner': ['geslachtsnaam_partner'],
  'surname partnerPrefix': ['voorvoegsel_partner'],
  'surname usage': ['naamgebruik'],
  'birthDate value': ['geboortedatum'],
  'sex value': ['geslacht'],
  'postcode value': ['postcode'],
  'houseNumber value': ['huisnummer'],
  'houseNumber addition': ['toevoeging'],
};

/** A file as an owner would encode it, columns found by their usual names. */
export function encodeRegister(
  { spec, without = [] }: FaultVariant,
  { header, rows, owner }: RegisterFile,
): EncodedSource {
  const encoder = createRecordEncoder(createProfile(spec), evaluationKey());
  const { inputs, bytes } = encoder.profile;
  const places = inputs.map(({ name, part }) => {
    const input = `${name} ${part}`;
    if (without.includes(input)) return -1;
    return header.findIndex((column) => columns[input]?.includes(column));
  });
  const filters = new Uint8Array(rows.length * bytes);
  rows.forEach((row, at) => {
    const values = places.map((place) => row[place]);
    encoder.encodeInto(values, filters, at * bytes);
  });
  encoder.dispose();
  const tokens = new Uint8Array(16 * rows.length);
  return { name: owner, unique: true, count: rows.length, tokens, filters, filterBytes: bytes };
}

/** The rows of either file that are one person. */
export function truePairs({ truth }: Generated): PairColumns {
  const rowInB = new Map(Array.from(truth[1]!.persons, (person, row) => [person, row]));
  const known = Array.from(truth[0]!.persons, (person, row) => [row, rowInB.get(person)] as const);
  const pairs = known.filter((pair): pair is readonly [number, number] => pair[1] !== undefined);
  return {
    a: Uint32Array.from(pairs, ([row]) => row),
    b: Uint32Array.from(pairs, ([, row]) => row),
  };
}

/** Departures from the usual rates that leave one fault, none, or all. */
function ratesOf(fault: FaultRow['fault']): Partial<FaultRates> {
  if (fault === 'all') return {};
  const silenced = Object.entries(noFaults).filter(([name]) => name !== fault);
  return Object.fromEntries(silenced);
}

function generate(fault: FaultRow['fault'], seed: string, records: number): Generated {
  const faults = ratesOf(fault);
  const city = 'Rotterdam';
  return generateRegisters({
    seed,
    registers: [
      { owner: 'a', city, register: 'population', records, faults },
      { owner: 'b', city, register: 'benefits', records, overlap: 0.5, faults },
    ],
  });
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Places in `pairs` where a record has the fault; all places for `none` and `all`. */
function placesOf(fault: FaultRow['fault'], { truth }: Generated, pairs: PairColumns): number[] {
  const places = Array.from(pairs.a.keys());
  if (fault === 'none' || fault === 'all') return places;
  const [a, b] = truth as [Generated['truth'][0], Generated['truth'][0]];
  return places.filter((at) => {
    const masks = [a.faults[pairs.a[at]!]!, b.faults[pairs.b[at]!]!];
    return masks.some((mask) => faultsIn(mask).includes(fault));
  });
}

function similarityAt(
  [a, b]: readonly [EncodedSource, EncodedSource],
  pairs: PairColumns,
  places: readonly number[],
): number {
  const row = ({ filters, filterBytes }: EncodedSource, at: number): Uint8Array =>
    filters.subarray(at * filterBytes, (at + 1) * filterBytes);
  return mean(places.map((at) => diceReference(row(a, pairs.a[at]!), row(b, pairs.b[at]!))));
}

async function rowOf(fault: FaultRow['fault'], options: FaultOptions): Promise<FaultRow> {
  const shares: number[] = [];
  const figures = options.variants.map(() => ({ f1: [] as number[], similarity: [] as number[] }));
  for (const seed of options.seeds) {
    const generated = generate(fault, seed, options.records);
    const pairs = truePairs(generated);
    const places = placesOf(fault, generated, pairs);
    shares.push(fault === 'none' ? 0 : places.length / pairs.a.length);
    for (const [at, variant] of options.variants.entries()) {
      const [a, b] = generated.files.map((file) => encodeRegister(variant, file));
      figures[at]!.f1.push((await bestThreshold([a!, b!], pairs)).f1);
      if (places.length > 0) figures[at]!.similarity.push(similarityAt([a!, b!], pairs, places));
    }
  }
  const variants = options.variants.map(({ name }, at) => {
    const { f1, similarity } = figures[at]!;
    return [name, { bestF1: mean(f1), similarity: mean(similarity) }] as const;
  });
  return { fault, affected: mean(shares), variants: Object.fromEntries(variants) };
}

/** One row per fault class, in a fixed order. The same options give the same figures. */
export async function benchFaults(options: FaultOptions): Promise<FaultRow[]> {
  const rows: FaultRow[] = [];
  for (const fault of faultClasses) {
    rows.push(await rowOf(fault, options));
    options.onRow?.(rows.length, faultClasses.length);
  }
  return rows;
}

export interface RuleRow {
  readonly name: string;
  /** Highest F1 at any threshold, one-to-one, mean of the seeds. */
  readonly bestF1: number;
}

/** The variants against each other on registers with all faults at their usual rates. */
export async function benchRules({
  records,
  seeds,
  variants,
  onRow,
}: FaultOptions): Promise<RuleRow[]> {
  const f1 = variants.map(() => [] as number[]);
  for (const [done, seed] of seeds.entries()) {
    const generated = generate('all', seed, records);
    const pairs = truePairs(generated);
    for (const [at, variant] of variants.entries()) {
      const [a, b] = generated.files.map((file) => encodeRegister(variant, file));
      f1[at]!.push((await bestThreshold([a!, b!], pairs)).f1);
    }
    onRow?.(done + 1, seeds.length);
  }
  return variants.map(({ name }, at) => ({ name, bestF1: mean(f1[at]!) }));
}
