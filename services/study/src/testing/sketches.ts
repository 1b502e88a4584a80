// SPDX-License-Identifier: EUPL-1.2
/** Sketches of invented registers, made by hand: the coordinator has no program that makes one. For tests only. */
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { generateSigningKeyPair, sign } from '@koppel/keys/sign';
import {
  encodePublicKey,
  sketchMessage,
  type PublishedSketch,
  type SketchContent,
  type SketchSet,
} from '@koppel/study';
import { readStudyFolder } from '../study-folder.ts';
import type { World } from './world.ts';

export interface SketchMaker {
  /** Writes the sketch of persons by number, with what is to be different, and gives its path. */
  write(register: string, persons: readonly number[], change?: Partial<SketchContent>): string;
}

const digest = (...parts: readonly (string | number)[]): Buffer =>
  createHash('sha256').update(parts.join(' ')).digest();

export const numbers = (from: number, to: number): number[] =>
  Array.from({ length: to - from }, (_, at) => from + at);

/** One in eight by a digest of the number; every tenth has another name in each register. */
function setsOf(register: string, persons: readonly number[]): PublishedSketch['sets'] {
  const drawn = persons.filter((person) => digest('date', person)[0]! < 32);
  const second = persons.filter((person) => digest('place', person)[0]! < 8);
  const texts = (set: SketchSet, of: readonly number[], byName: boolean): string => {
    const digests = of.map((person) => {
      const name = byName && person % 10 === 0 ? register : '';
      return digest(set, person, name).toString('base64', 0, 6);
    });
    return digests.sort().join('');
  };
  return {
    nameDate: texts('nameDate', drawn, true),
    addressDate: texts('addressDate', drawn, false),
    nameAddressDate: texts('nameAddressDate', drawn, true),
    nameAddress: texts('nameAddress', second, true),
    nameAddressAndDate: texts('nameAddressAndDate', second, true),
  };
}

/** Gives the owner of Rotterdam a key of the test, before any document is signed. */
export function sketchMaker(world: World): SketchMaker {
  const { publicKey, secretKey } = generateSigningKeyPair();
  const owner = readStudyFolder(world.folder).study.owners.find(({ city }) => city === 'rotterdam')!;
  world.change('study.yaml', owner.signPublicKey, encodePublicKey(publicKey));
  const { study, specHash } = readStudyFolder(world.folder);
  const content: SketchContent = {
    format: 'koppel-sketch', version: 1, about: { en: 'A sketch.', nl: 'Een schets.' },
    study: study.id, specHash: Buffer.from(specHash).toString('hex'),
    rules: 'a'.repeat(64), keyCheck: 'b'.repeat(32),
    owner: owner.id, register: '', synthetic: true, month: '2026-01', oneIn: 8,
    rows: 0, persons: 0, effective: { date: 20_000, name: 50_000, address: 10_000 }, sets: {},
  };
  return {
    write(register, persons, change = {}) {
      const count = 10 * Math.round(persons.length / 10);
      const own = { ...content, register, rows: count, persons: count, sets: setsOf(register, persons), ...change };
      const signature = Buffer.from(sign(secretKey, sketchMessage(own))).toString('hex');
      const file = join(world.folder, `${register}.sketch.json`);
      writeFileSync(file, JSON.stringify({ ...own, signature }));
      return file;
    },
  };
} // prettier-ignore
