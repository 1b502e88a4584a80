// SPDX-License-Identifier: EUPL-1.2
/**
 * `node examples/sketches/example.ts`: makes the overlaps of the worked example anew. Registers of invented
 * persons with a known overlap are drawn for each of the four cities and sketched as their owners would;
 * `koppel-study overlap` makes evidence and figures of the sketches. The same source gives the same bytes.
 * Owners' keys in the example follow from words, as everybody may hold them.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { createEventReporter, runService } from '../../packages/console/src/index.ts';
import { signingPublicKey } from '../../packages/keys/src/sign.ts';
import {
  encodePublicKey,
  parseStudy,
  type CoordinatedStudy,
} from '../../packages/study/src/index.ts';
import { commands } from '../../services/study/src/commands.ts';
import { help } from '../../services/study/src/help.ts';
import { draw, secretOf, sharedBy, sketchOf, type SketchedRequest } from './make.ts';

const example = join(import.meta.dirname, '../re-integratie');
const words = 'koppel example re-integratie';
export const signKeyOf = (owner: string): Uint8Array => secretOf(words, 'sign', owner);

/** The size of a city's benefits register, and which other registers share persons with it. */
const cities = [
  ['rotterdam', 'Rotterdam', 39_000],
  ['denhaag', 'Den Haag', 28_600],
  ['utrecht', 'Utrecht', 13_000],
  ['amsterdam', 'Amsterdam', 41_600],
] as const;

/** Records per record of benefits, and the share of them whose person has benefits too. */
const others = [
  { name: 'trajectories', register: 'trajectories', size: 16_500 / 39_000, overlap: 0.71 },
  { name: 'school', register: 'population', size: 0.5, overlap: 0.5 },
  { name: 'debts', register: 'benefits', size: 6_300 / 39_000, overlap: 0.75 },
] as const;

function requests(city: (typeof cities)[number][1], benefits: number): SketchedRequest[] {
  return [
    { name: 'benefits', register: 'benefits', city, records: benefits },
    ...others.map(({ name, register, size, overlap }) => {
      return { name, register, city, records: Math.round(size * benefits), overlap };
    }),
  ];
}

function readExample(): { study: CoordinatedStudy; specHash: Uint8Array } {
  const parsed = parseStudy(readFileSync(join(example, 'study.yaml'), 'utf8'));
  if (!parsed.ok) throw parsed.problems[0]!;
  const { study, specHash } = parsed.value;
  if (study.koppel !== 2) throw new Error('form');
  return { study, specHash };
}

/** The owners of the study sign with keys that follow from words. */
function writeKeys(): void {
  const file = join(example, 'study.yaml');
  let text = readFileSync(file, 'utf8');
  for (const { id, signPublicKey } of readExample().study.owners) {
    text = text.replace(signPublicKey, encodePublicKey(signingPublicKey(signKeyOf(id))));
  }
  writeFileSync(file, text);
}

/** Writes the sketches of one city; gives their files, and says how many persons are shared in truth. */
async function sketchesOf(
  [id, name, benefits]: (typeof cities)[number],
  folder: string,
): Promise<string[]> {
  const { study, specHash } = readExample();
  const owner = study.owners.findIndex((one) => one.id === id);
  const sender = { study, specHash, owner, signSecretKey: signKeyOf(id) };
  const making = {
    sender,
    encodingKey: secretOf(words, 'key'),
    oneIn: 8 as const,
    month: '2026-01',
  };
  const drawn = draw(`${words} ${id}`, requests(name, benefits));
  try {
    const files: string[] = [];
    for (const register of ['benefits', ...others.map((one) => one.name)]) {
      const file = join(folder, `${id}-${register}.sketch.json`);
      const sketch = await sketchOf(drawn, register, making);
      writeFileSync(file, `${JSON.stringify(sketch, undefined, 1)}\n`);
      files.push(file);
    }
    for (const { name: other } of others) {
      process.stdout.write(
        `${id} benefits ${other}: ${String(sharedBy(drawn, 'benefits', other))}\n`,
      );
    }
    return files;
  } finally {
    drawn.remove();
  }
}

/** The profiles are of the study as it is now. Gives their names. */
function renewProfiles(before: Uint8Array): string[] {
  const evidence = join(example, 'evidence');
  const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
  const names = readdirSync(evidence).filter((name) => name.endsWith('.profile.json'));
  for (const name of names) {
    const text = readFileSync(join(evidence, name), 'utf8');
    writeFileSync(join(evidence, name), text.replace(hex(before), hex(readExample().specHash)));
  }
  return names;
}

const coordinator = { name: 'koppel-study', help, commands };

async function call(...argv: readonly string[]): Promise<void> {
  const code = await runService(coordinator, {
    argv: [...argv, '--folder', example, '--yes'],
    language: 'en',
    reporter: createEventReporter({
      sink: process.stderr,
      language: 'en',
      service: 'example',
      now: () => 0,
    }),
    environment: {},
    print: (text) => process.stdout.write(`${text}\n`),
  });
  if (code !== 0) process.exitCode = code;
}

const { specHash: before } = readExample();
writeKeys();
await call('evidence', ...renewProfiles(before));
for (const name of readdirSync(join(example, 'evidence'))) {
  if (name.startsWith('overlap-')) rmSync(join(example, 'evidence', name));
}
const folder = mkdtempSync(join(tmpdir(), 'koppel-example-'));
try {
  const files: string[] = [];
  for (const city of cities) files.push(...(await sketchesOf(city, folder)));
  await call('overlap', ...files);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
