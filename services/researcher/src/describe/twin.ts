// SPDX-License-Identifier: EUPL-1.2
/**
 * A synthetic twin: the files of a data set with rows that are drawn from the study alone, before
 * anyone has seen data. Codes, ranges and the period come from the study, everything else is even
 * chance: it shows how scripts run, and nothing about people.
 */
import { createHash } from 'node:crypto';
import type { Value, Variable } from '@koppel/statistics-files';
import {
  coarsePayload,
  spellDates,
  type PayloadVariable,
  type SpellDates,
  type Study,
} from '@koppel/study';
import { inParts, type DataFile, type Row } from '../formats/data-file.ts';
import { spellRegisters, spellSchema } from '../formats/spell-schema.ts';
import { spellRow } from '../spells/table.ts';
import { SpellWalk } from '../spells/walk.ts';
import { eventSchema, personSchema, registerSchema, type DataVariable } from '../formats/schema.ts';

/** Draws that follow from a seed: sha256 in counter mode. */
class Draws {
  readonly #seed: Uint8Array;
  #counter = 0;
  #block = new DataView(new ArrayBuffer(0));
  #at = 0;

  constructor(seed: Uint8Array, purpose: string) {
    this.#seed = createHash('sha256').update(seed).update(purpose).digest();
  }

  /** A number from 0 up to 1. */
  share(): number {
    if (this.#at >= this.#block.byteLength) {
      const digest = createHash('sha256').update(this.#seed).update(String(this.#counter)).digest();
      this.#block = new DataView(digest.buffer, digest.byteOffset, digest.length);
      this.#counter += 1;
      this.#at = 0;
    }
    const value = this.#block.getUint32(this.#at) / 2 ** 32;
    this.#at += 4;
    return value;
  }

  below(count: number): number {
    return Math.floor(this.share() * count);
  }
}

const msPerDay = 86_400_000;
/** The share of values that are not there, so that scripts meet some. */
const missingShare = 0.05;

const dayOf = (day: string): number => Date.parse(day) / msPerDay;

function dayBetween(
  variable: PayloadVariable & { type: 'date' },
  study: Study,
  draws: Draws,
): Value {
  const { from = study.population.from, to = study.population.to } = variable;
  const [first, last] = [dayOf(from), Math.max(dayOf(from), dayOf(to))];
  return coarsePayload(variable, first + draws.below(last - first + 1));
}

function amountBetween(variable: PayloadVariable & { type: 'number' }, draws: Draws): Value {
  const { min, max, missing = [] } = variable;
  if (missing.length > 0 && draws.share() < missingShare) {
    return missing[draws.below(missing.length)]!.value;
  }
  const low = min ?? Math.min(0, (max ?? 1000) - 1000);
  const high = max ?? low + 1000;
  const cents = Math.floor((low + draws.share() * (high - low)) * 100) / 100;
  return coarsePayload(variable, Math.min(Math.max(cents, low), high));
}

function valueOf(variable: PayloadVariable, study: Study, draws: Draws): Value {
  if (draws.share() < missingShare) return undefined;
  switch (variable.type) {
    case 'code':
      return draws.below(variable.codes.length);
    case 'boolean':
      return draws.below(2);
    case 'date':
      return dayBetween(variable, study, draws);
    case 'number':
      return amountBetween(variable, draws);
  }
}

/** Values of which the first day of a period is not after its last: few are in a register. */
function inOrder(values: readonly Value[], dates: SpellDates | undefined): readonly Value[] {
  if (dates === undefined) return values;
  const [start, end] = [values[dates.from], values[dates.to]];
  if (typeof start !== 'number' || typeof end !== 'number' || start <= end) return values;
  return values.with(dates.from, end).with(dates.to, start);
}

interface TwinRecord {
  readonly owner: string;
  readonly values: readonly Value[];
}

interface TwinPerson {
  readonly pseudonym: string;
  /** Per register, in the order of the study. */
  readonly records: readonly (readonly TwinRecord[])[];
  readonly grades: readonly [probability: Value, quality: Value];
}

/** Grades as a linkage gives them. */
const grades = [
  [0.8, 0.85], [0.92, 0.9], [0.97, 0.95], [0.995, 0.95], [0.999, 0.95],
] as const; // prettier-ignore

function personOf(number: number, study: Study, seed: Uint8Array): TwinPerson {
  const draws = new Draws(seed, `person ${String(number)}`);
  const digest = createHash('sha256').update(seed).update(`pseudonym ${String(number)}`).digest('hex');
  const records = study.registers.map((register) => {
    const owners = study.owners.filter(({ registers }) => registers.includes(register.id));
    const held = owners.length === 0 ? 0 : register.unique ? draws.below(2) : draws.below(4);
    return Array.from({ length: held }, () => ({
      owner: owners[draws.below(owners.length)]!.id,
      values: inOrder(
        register.payload.map((one) => valueOf(one, study, draws)),
        spellDates(register),
      ),
    }));
  });
  const isLinked = records.flat().length > 1;
  const grade = grades[draws.below(grades.length)]!;
  return { pseudonym: digest.slice(0, 32), records, grades: isLinked ? grade : [undefined, undefined] };
} // prettier-ignore

/** The file of periods, by the same rules as that of the data set. */
function twinSpells(study: Study, all: readonly TwinPerson[]): readonly DataFile[] {
  const schema = spellSchema(study, study.language);
  if (schema === undefined) return [];
  const dayAt = (values: readonly Value[], place: number): number | undefined =>
    values[place] as number | undefined;
  const rows = spellRegisters(study).flatMap(({ at, register }, place) => {
    const dates = spellDates(register)!;
    const walk = new SpellWalk(dates);
    return all.flatMap(({ pseudonym, records, grades: [probability] }) => {
      const linked = records.flat().length > 1 ? 1 : 0;
      const known = records[at]!.map(({ owner, values }) => ({
        person: pseudonym, register: place, owner, linked, probability: probability as number | undefined,
        start: dayAt(values, dates.from), end: dayAt(values, dates.to),
      }) as const);
      known.sort((m, n) => byDay(m.start, n.start) || byDay(m.end, n.end));
      return known.map((one) => spellRow(one, walk.next(one)));
    });
  });
  return [{ schema, count: rows.length, rows: inParts(rows) }];
} // prettier-ignore

const byDay = (one = Infinity, other = Infinity): number => (one === other ? 0 : one - other);

const codeAt = (variables: readonly DataVariable[], name: string, value: string): number => {
  const { variable } = variables.find((one) => one.variable.name === name)!;
  return (variable as Variable & { kind: 'code' }).codes.findIndex((code) => code.value === value);
};

/**
 * The files of a twin. `seed`: 32 bytes, the hash of the study, so that everyone who has the study
 * gets the same. `persons`: how many are drawn; those without a record in any register are left out.
 */
export function twinFiles(study: Study, seed: Uint8Array, persons: number): readonly DataFile[] {
  const all = Array.from({ length: persons }, (_, number) => personOf(number, study, seed))
    .filter(({ records }) => records.flat().length > 0)
    .sort((one, other) => (one.pseudonym < other.pseudonym ? -1 : 1));
  const schema = personSchema(study, study.language);
  const none = codeAt(schema.variables, 'review', 'none');
  const personRows = all.map(({ pseudonym, records, grades: own }): Row => {
    const counts = records.map(({ length }) => length);
    return [pseudonym, records.flat().length > 1 ? 1 : 0, ...own, none, ...counts];
  });
  const registers = study.registers.map((register, at): DataFile => {
    const rows = study.owners.flatMap(({ id }) =>
      all.flatMap(({ pseudonym, records, grades: own }) =>
        records[at]!.filter(({ owner }) => owner === id).map(({ values }): Row => [
          pseudonym, id, records.flat().length > 1 ? 1 : 0, ...own, none, ...values,
        ]),
      ),
    ); // prettier-ignore
    const file = registerSchema(study, register, study.language);
    return { schema: file, count: rows.length, rows: inParts(rows) };
  });
  const spells = twinSpells(study, all);
  const events = { schema: eventSchema(study, study.language), count: 0, rows: inParts([]) };
  const first = { schema, count: personRows.length, rows: inParts(personRows) };
  return [first, ...registers, ...spells, events];
}
