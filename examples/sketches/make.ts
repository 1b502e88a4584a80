// SPDX-License-Identifier: EUPL-1.2
/**
 * Registers of invented persons with a known overlap, sketched by the very code that owners run. For
 * the worked example and for measuring how often stated intervals hold; the same request gives the
 * same bytes.
 */
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createEventReporter } from '../../packages/console/src/index.ts';
import { generateRegisters, toCsv } from '../../packages/evaluation/src/index.ts';
import type { PublishedSketch, Register, Study } from '../../packages/study/src/index.ts';
import type { Sender } from '../../services/encoder/src/egress.ts';
import type { Mapping } from '../../services/encoder/src/mapping.ts';
import { sketchRegister } from '../../services/encoder/src/sketch/sketch-register.ts';

type Request = Parameters<typeof generateRegisters>[0]['registers'][number];

/** A register that is sketched: drawn as one of the generator's kinds, under a name of the study. */
export interface SketchedRequest extends Omit<Request, 'owner'> {
  readonly name: string;
}

export interface Drawn {
  /** Folder with `NAME.csv` per register. */
  readonly folder: string;
  readonly registers: readonly SketchedRequest[];
  /** Per register who is in it. */
  readonly persons: ReadonlyMap<string, ReadonlySet<number>>;
  remove(): void;
}

const columns: Readonly<Record<Request['register'], readonly [record: string, surname: string]>> = {
  population: ['recordnummer', 'geslachtsnaam'],
  benefits: ['clientnummer', 'achternaam'],
  trajectories: ['trajectnummer', 'achternaam'],
};

/** What else a sketch reads. */
const commonColumns = ['voornamen', 'voorvoegsel', 'geboortedatum', 'postcode'];

const silent = createEventReporter({
  sink: { write: () => undefined },
  language: 'en',
  service: 'sketches',
  now: () => 0,
});

/** 32 bytes that follow from words. Invented persons only: whoever has the words has the secret. */
export function secretOf(...words: readonly string[]): Uint8Array {
  return new Uint8Array(createHash('sha256').update(words.join('\n')).digest());
}

/** Draws the registers of one city, and writes them to a folder of their own. */
export function draw(seed: string, registers: readonly SketchedRequest[]): Drawn {
  const folder = mkdtempSync(join(tmpdir(), 'koppel-sketches-'));
  const requests = registers.map(({ name, ...request }) => ({ ...request, owner: name }));
  const { files, truth } = generateRegisters({ seed, registers: requests });
  for (const { owner, header, rows } of files) {
    const { register } = registers.find(({ name }) => name === owner)!;
    const kept = [...columns[register], ...commonColumns].map((name) => header.indexOf(name));
    const only = (row: readonly string[]): string[] => kept.map((at) => row[at]!);
    writeFileSync(
      join(folder, `${owner}.csv`),
      toCsv({ header: only(header), rows: rows.map(only) }),
    );
  }
  return {
    folder,
    registers,
    persons: new Map(truth.map(({ owner, persons }) => [owner, new Set(persons)])),
    remove() {
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** How many persons two registers share. */
export function sharedBy({ persons }: Drawn, one: string, other: string): number {
  return [...persons.get(one)!].filter((person) => persons.get(other)!.has(person)).length;
}

function mappingOf({ register, name }: SketchedRequest, study: Study): Mapping {
  const [recordId, surname] = columns[register];
  const all: Mapping['fields'] = {
    givenNames: 'voornamen',
    surname: { value: surname, prefix: 'voorvoegsel' },
    birthDate: 'geboortedatum',
    postcode: 'postcode',
  };
  const fields = Object.fromEntries(
    study.encoding.fields.map((field) => [field.name, all[field.name]!]),
  );
  return { register: name, recordId, fields, absent: [], payload: {}, ignore: [], charset: 'utf-8', delimiter: ',' };
} // prettier-ignore

export interface Making {
  readonly sender: Sender;
  /** 32 bytes. */
  readonly encodingKey: Uint8Array;
  readonly oneIn: PublishedSketch['oneIn'];
  /** `YYYY-MM` */
  readonly month: string;
}

/** The sketch of one of the registers, as its owner would send it. */
export async function sketchOf(
  drawn: Drawn,
  name: string,
  { sender, encodingKey, oneIn, month }: Making,
): Promise<PublishedSketch> {
  const request = drawn.registers.find((one) => one.name === name)!;
  const known = sender.study.registers.find(({ id }) => id === name)!;
  // Variables are nothing to a sketch, and the generator has others.
  const register: Register = { ...known, payload: [] };
  const { sketch } = await sketchRegister({
    ...{ sender, register, encodingKey, oneIn, month },
    mapping: mappingOf(request, sender.study),
    file: join(drawn.folder, `${name}.csv`),
    excluded: () => false,
    reporter: silent,
  });
  return sketch;
}
