// SPDX-License-Identifier: EUPL-1.2
/** What a row of the table consists of: parts that can be worked out, and kept, one by one. */
import { findAttack } from '@koppel/audit';
import { createProfile } from '@koppel/encoding';
import { sha256Canonical, type EncodingSpec } from '@koppel/study';
import { bytesToHex } from '@noble/hashes/utils.js';
import { attackOn, attackTasks, type AttackTask } from './attack.ts';
import type { EncodingCase } from './cases.ts';
import type { Identity } from './kept.ts';
import { MEASURE_VERSION, qualityOn, speedOn, timedSpec } from './measure.ts';
import type { ValueSet } from './value-set.ts';

/** Before the name of the data set, the name of a part. */
export const QUALITY = 'F1 ';

export interface PartOfRow {
  /** `F1 <data set>`, `speed`, or an attack and its level. */
  readonly name: string;
  readonly identity: Identity;
  /** Whether this run may work it out. */
  readonly isWanted: boolean;
  readonly run: () => Promise<unknown>;
}

export interface RowData {
  readonly sets: readonly ValueSet[];
  /** A set of two sides: they are matched, and the persons of the first are attacked. */
  readonly generated: ValueSet;
  /** The same with another number of persons on each side, for attacks that need more. */
  readonly generatedOf: (persons: number) => ValueSet;
  /** A file whose encoding is timed, under the columns of the encoder's benchmark. */
  readonly file: string;
  readonly seed: number;
  /** Attacks that may be run, by id; all of them where absent. */
  readonly attacks?: ReadonlySet<string>;
}

const digests = new WeakMap<ValueSet, string>();

/** SHA-256 in hex over all values of a set and what is true of them. */
function digestOf(set: ValueSet): string {
  const known = digests.get(set);
  if (known !== undefined) return known;
  const { sides, truth } = set;
  const content = { sides, truth: [Array.from(truth.a), Array.from(truth.b)] };
  const digest = bytesToHex(sha256Canonical(content));
  digests.set(set, digest);
  return digest;
}

function profileOf(spec: EncodingSpec): string {
  return bytesToHex(createProfile(spec).hash);
}

function qualityPart({ specOf }: EncodingCase, set: ValueSet): PartOfRow {
  return {
    name: `${QUALITY}${set.name}`,
    identity: {
      version: MEASURE_VERSION,
      profile: profileOf(specOf(set.base)),
      data: digestOf(set),
    },
    isWanted: true,
    run: () => qualityOn(specOf, set),
  };
}

function speedPart({ specOf }: EncodingCase, { file, generated }: RowData): PartOfRow {
  return {
    name: 'speed',
    identity: {
      version: MEASURE_VERSION,
      profile: profileOf(specOf(generated.base)),
      timed: profileOf(timedSpec(specOf)),
    },
    isWanted: true,
    run: () => speedOn(specOf, { file, set: generated }),
  };
}

function attackPart({ specOf }: EncodingCase, task: AttackTask, data: RowData): PartOfRow {
  const { planned, persons } = task;
  const { attack, knownPairs, overlap } = planned;
  const spec = specOf(data.generated.base);
  const level = knownPairs === undefined ? { overlap } : { knownPairs };
  const set = data.generatedOf(persons);
  return {
    name: [attack, ...Object.entries(level).map(([of, value]) => `${of} ${value}`)].join(', '),
    identity: {
      version: findAttack(attack).version,
      profile: profileOf(spec),
      data: digestOf(set),
      seed: data.seed,
      encoded: planned.encoded,
      population: planned.population,
      both: planned.both,
      ...level,
    },
    isWanted: data.attacks?.has(attack) ?? true,
    run: () => attackOn(spec, task, { persons: set.sides[0]!, seed: data.seed }),
  };
}

/** Every part of an encoding's row, in the order of the table. */
export function partsOf(one: EncodingCase, data: RowData): PartOfRow[] {
  const persons = data.generated.sides[0]!.length;
  return [
    ...[...data.sets, data.generated].map((set) => qualityPart(one, set)),
    speedPart(one, data),
    ...attackTasks(persons).map((task) => attackPart(one, task, data)),
  ];
}
