// SPDX-License-Identifier: EUPL-1.2
/** A line whose study has a coordinator and a board that decides: form 2, signed on its log. */
import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sign } from '@koppel/keys/sign';
import { COORDINATOR, encodeControlBody, rulesFor } from '@koppel/study';
import { controlRecordHash, controlSigningBytes, encodeControlRecord, topics } from '@koppel/wire';
import { giveKeyFile } from './key-files.ts';
import { agree, makeParties, writeStudy, type Line } from './line.ts';
import { succeed, type Party } from './program.ts';
import { appendTo, readStudy, secretsOf } from './sealed.ts';
import type { Shape } from './study.ts';

export interface CoordinatedLine extends Line {
  readonly coordinator: Party;
  readonly board: Party;
}

const grounds = ['theoretical', 'practical', 'legal', 'wanted'];
const paper = 'paper.txt';
const paperHash = createHash('sha256').update('invented').digest('hex');

function feasibility({ study }: Line): object {
  const verdicts = Object.fromEntries(
    grounds.map((ground) => [ground, { verdict: 'yes', reason: 'Invented', evidence: [paper] }]),
  );
  const cities = study.cities.map(({ id }) => ({ city: id, verdicts }));
  const part = { id: 'one', measures: 'Who finds work', unlinked: 'dropped', cities };
  return { feasibility: 1, study: study.id, evidence: { [paper]: paperHash }, subStudies: [part] };
}

/**
 * Parties with keys, the study of form 2, and verdicts; nothing is signed yet.
 * @param change members that the study has otherwise
 */
export async function makeCoordinatedLine(
  folder: string,
  shape: Shape,
  change: object = {},
): Promise<CoordinatedLine> {
  const line = await makeParties(folder, shape);
  const signer = (name: string): Party => ({ role: 'study', name, folder: join(folder, name) });
  const [coordinator, board] = [signer('coordinator'), signer('board')];
  const keyOf = async (party: Party): Promise<string> =>
    (await giveKeyFile(party)).trim().split(': ')[1]!;
  const rest = line.study;
  const kinds: Readonly<Record<string, string>> = { population: 'population', benefits: 'benefits' };
  const study = {
    ...rest,
    koppel: 2,
    registers: rest.registers.map((one) => ({ ...one, kind: kinds[one.id] ?? 'trajectories' })),
    coordinator: { name: 'Coordinator', signPublicKey: await keyOf(coordinator) },
    documents: undefined,
    decisions: undefined,
    mandates: [
      { id: 'board', office: 'Board', cities: rest.cities.map(({ id }) => id), signPublicKey: await keyOf(board) },
    ],
    ...change,
  };
  writeStudy(line, study);
  mkdirSync(join(folder, 'evidence'));
  writeFileSync(join(folder, 'evidence', paper), 'invented');
  writeFileSync(join(folder, 'feasibility.yaml'), JSON.stringify(feasibility(line)));
  await agree(line);
  return { ...line, coordinator, board };
} // prettier-ignore

/** Calls a signer's program with its key, the study and the log. */
export function signed(line: CoordinatedLine, party: Party, ...args: string[]): Promise<string> {
  const common = ['--folder', line.folder, '--keys', 'party.key', '--log', line.log];
  return succeed(party, { args: [...args, ...common] });
}

export function signDocument(line: CoordinatedLine, kind: string, perCity: boolean): Promise<string> {
  const names = ['--id', kind.toLowerCase(), '--kind', kind, '--version', '1', '--owner', 'Team'];
  const days = ['--signer', 'Secretary', '--signed', '2026-01-01', '--until', '2099-12-31'];
  const cities = perCity ? ['--cities', line.study.cities.map(({ id }) => id).join(',')] : [];
  const file = ['--file', join(line.folder, 'evidence', paper)];
  return signed(line, line.coordinator, 'document', ...names, ...days, ...file, ...cities);
} // prettier-ignore

/** Every document that a population register needs, signed here: a program for each takes long. */
export async function signDocuments(line: CoordinatedLine): Promise<void> {
  const { sign: secretKey } = await secretsOf(line.coordinator);
  const { specHash } = readStudy(line);
  const values: Uint8Array[] = [];
  let previous = specHash;
  const rules = rulesFor({ registerKind: 'population', owners: line.owners.length });
  for (const { kind, per } of rules) {
    const covers = per === 'city' ? { cities: line.study.cities.map(({ id }) => id) } : {};
    const named = { kind, version: '1', owner: 'Team', signer: 'Secretary', sha256: paperHash };
    const document = { ...named, signedOn: '2026-01-01', validUntil: '2099-12-31' };
    const body = { kind: 'document', id: kind.toLowerCase(), document, covers } as const;
    const record = {
      study: line.study.id,
      specHash,
      sequence: values.length,
      previous,
      signer: COORDINATOR,
      body: encodeControlBody(body),
    };
    const signature = sign(secretKey!, controlSigningBytes(record));
    values.push(encodeControlRecord({ ...record, signature }));
    previous = controlRecordHash(values.at(-1)!);
  }
  await appendTo(line, topics(line.study.id).control, values);
}

/** A go of the board for a city, against what has not been looked into for an invented study. */
export function go(line: CoordinatedLine, city: string, also = ''): Promise<string> {
  const against = `noProfile,notRehearsed,overlapUnknown,voiceNotHeard${also}`;
  const what = ['--sub-study', 'one', '--city', city, '--mandate', 'board', '--until', '2099-12-31'];
  return signed(line, line.board, 'decide', ...what, '--against', against);
} // prettier-ignore
