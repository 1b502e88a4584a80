// SPDX-License-Identifier: EUPL-1.2
/** A small study with pairs between its thresholds, linked by the commands. For tests only. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CommandContext } from '@koppel/console';
import { sealKeyFile } from '@koppel/keys';
import { rowKinds } from '@koppel/wire';
import { review } from '../commands/review.ts';
import { run } from '../commands/run.ts';
import { listen, makePlace, type Place, type Told } from './place.ts';
import {
  confirmKey,
  filterBytes,
  makeStudy,
  readStudy,
  runName,
  sendRun,
  type TestRows,
  type TestStudy,
} from './study.ts';

/** Scrypt at its cheapest: what it costs is tested with the key file itself. */
const quick = { n: 2 ** 10, r: 8, p: 1 } as const;

const passphrase = new TextEncoder().encode('correct horse battery');

/** A record: its number in the register, its person, and how many of 16 bits it lacks. */
export type ZoneRecord = readonly [number: number, person: number, lacking?: number];

/** Records of persons that share no bits; one that lacks d bits has Dice 2(16 − d) / (32 − d) with a whole one. */
export function recordsOf(seed: number, records: readonly ZoneRecord[]): TestRows {
  const tokens = new Uint8Array(records.length * 16);
  const filters = new Uint8Array(records.length * filterBytes);
  records.forEach(([number, person, lacking = 0], row) => {
    tokens.set([seed, (number * 37) % 256, number], row * 16);
    const filter = filters.subarray(row * filterBytes, (row + 1) * filterBytes);
    filter[person] = 0xff;
    filter[person + 32] = 0xff;
    for (let bit = 0; bit < lacking; bit += 1)
      filter[person + (bit < 8 ? 32 : 0)]! &= ~(1 << (bit % 8));
  });
  return { tokens, filters };
}

export interface ZoneStudy {
  readonly world: TestStudy;
  readonly place: Place;
  readonly told: Told;
  at(name: string): string;
  /** Runs `koppel-linkage run --json`, and gives what it printed. */
  link(...more: readonly string[]): Promise<Record<string, unknown>>;
  /** Runs `koppel-linkage review …`, and gives what it printed. */
  review(step: string, ...more: readonly string[]): Promise<string>;
  send(
    owner: string,
    register: string,
    run: number,
    rows: TestRows,
    changes?: { readonly base: number; readonly gone?: readonly number[] },
  ): Promise<void>;
  remove(): Promise<void>;
}

/** @param linkage what the study says of linkage */
export async function makeZoneStudy(
  linkage: object = { threshold: 0.8, review: { from: 0.6, to: 0.9 } },
): Promise<ZoneStudy> {
  const made = await makeStudy();
  const input = { ...made.input, linkage };
  const world = { ...made, ...readStudy(input), input };
  const place = await makePlace();
  place.write('study.yaml', JSON.stringify(input));
  place.write('passphrase', passphrase);
  const keyFile = await sealKeyFile(passphrase, 'linkageUnit', { ...world.unit }, quick);
  place.write('unit.key', keyFile);
  await confirmKey(world, place.port);
  const told = listen();
  const at = (name: string): string => join(place.folder, name);
  let printed = '';
  const context = (...argv: readonly string[]): CommandContext => ({
    argv,
    language: argv.includes('nl') ? 'nl' : 'en',
    reporter: told.reporter,
    environment: { KOPPEL_PASSPHRASE_FILE: at('passphrase') },
    print: (text) => {
      printed = text;
    },
  });
  const files = ['--study', at('study.yaml'), '--keys', at('unit.key'), '--state', at('state')];
  return {
    world,
    place,
    told,
    at,
    async link(...more) {
      await run(context(...files, '--log', at('log'), '--workers', '1', '--json', ...more));
      return JSON.parse(printed) as Record<string, unknown>;
    },
    async review(step, ...more) {
      printed = '';
      await review(context(step, ...files, ...more));
      return printed;
    },
    send(owner, register, number, rows, changes) {
      const kinds = new Uint8Array(rows.tokens.length / 16).fill(rowKinds.record);
      for (const row of changes?.gone ?? []) kinds[row] = rowKinds.retraction;
      const base = changes === undefined ? {} : { base: runName(changes.base) };
      const header = { runOrdinal: number, ...base };
      const plan = { owner, register, rows: { ...rows, kinds }, run: runName(number), header };
      return sendRun(world, place.port, plan);
    },
    remove: () => place.remove(),
  };
}

/** A list as rows by column; the first line names them. */
export function readList(file: string, separator = ','): Record<string, string>[] {
  const text = readFileSync(file, 'utf8')
    .replace(/^\ufeff/, '')
    .trimEnd();
  const [head, ...lines] = text.split('\r\n').map((line) => line.split(separator));
  return lines.map((cells) => Object.fromEntries(head!.map((name, at) => [name, cells[at]!])));
}

/** Rows as a list again. */
export function writeList(
  rows: readonly Readonly<Record<string, string>>[],
  separator = ',',
): string {
  const head = Object.keys(rows[0]!);
  const lines = rows.map((row) => head.map((name) => row[name]!).join(separator));
  return [head.join(separator), ...lines].join('\r\n');
}
