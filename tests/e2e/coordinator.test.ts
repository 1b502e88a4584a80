// SPDX-License-Identifier: EUPL-1.2
/** A study runs because a board signed that it may, and stops when a document is revoked. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { join } from 'node:path';
import {
  go,
  makeCoordinatedLine,
  signDocument,
  signDocuments,
  signed,
  type CoordinatedLine,
} from '../support/coordinated.ts';
import { attempt, encode, encodeArgs, link, linkArgs, ownerOf } from '../support/line.ts';
import { problemsOf, succeed } from '../support/program.ts';
import { seeded } from '../support/random.ts';
import { deliver, inventPersons, tableOf } from '../support/registers.ts';
import { makeWorkspace } from '../support/workspace.ts';

const workspace = makeWorkspace();
const owners = { rotterdam: ['population'], denhaag: ['benefits'] } as const;
let line: CoordinatedLine;

beforeAll(async () => {
  const shape = { id: 'signed', owners, capacity: 20 };
  line = await makeCoordinatedLine(join(workspace.folder, 'line'), shape);
  const persons = inventPersons(40, seeded(3));
  for (const [city, [register]] of Object.entries(owners)) {
    const ids = persons.map((_, at) => `${city}-${String(at)}`);
    deliver(ownerOf(line, city), register, tableOf(register, persons, ids, seeded(4)));
  }
}, 300_000);

afterAll(() => {
  workspace.remove();
});

async function refusal(city: 'rotterdam' | 'denhaag', language: 'en' | 'nl' = 'en') {
  const [register] = owners[city];
  const owner = ownerOf(line, city);
  return problemsOf(await attempt(owner, encodeArgs(line, owner, register), { language }));
}

test('nothing runs until documents and decisions are signed, each for its own', async () => {
  expect(await refusal('rotterdam')).toMatchObject([
    { code: 'GATE_DOCUMENT_MISSING', place: { field: 'researchProtocol' } },
  ]);
  await signDocuments(line);
  expect(await refusal('rotterdam')).toMatchObject([{ code: 'GATE_NOT_DECIDED' }]);
  await go(line, 'rotterdam');
  await encode(line, ownerOf(line, 'rotterdam'), 'population');
  expect(await refusal('denhaag')).toMatchObject([{ code: 'GATE_NOT_DECIDED' }]);
  await go(line, 'denhaag');
  await encode(line, ownerOf(line, 'denhaag'), 'benefits');
  const { sources } = await link(line);
  expect(sources.map(({ linked }) => linked)).toEqual([40, 40]);
}, 120_000);

test('a revoked document stops it, in the user’s language, until there is another', async () => {
  await signed(line, line.coordinator, 'revoke', '--id', 'dpia', '--reason', 'Flawed');
  const [problem] = await refusal('denhaag', 'nl');
  expect(problem).toMatchObject({ code: 'GATE_DOCUMENT_MISSING', place: { field: 'dpia' } });
  expect(problem!.text).toContain('Een wettelijk vereist document ontbreekt');
  expect(problemsOf(await attempt(line.linkageUnit, linkArgs(line)))).toMatchObject([
    { code: 'GATE_DOCUMENT_MISSING', place: { field: 'dpia' } },
  ]);
  const args = ['status', '--folder', line.folder, '--log', line.log, '--json'];
  const status = JSON.parse(await succeed(line.coordinator, { args })) as object;
  expect(status).toMatchObject({
    deliveries: [
      { owner: 'rotterdam', register: 'population', gate: 'GATE_DOCUMENT_MISSING', records: 40 },
      { owner: 'denhaag', register: 'benefits', gate: 'GATE_DOCUMENT_MISSING', about: 'dpia' },
    ],
    linked: { sources: 2 },
  });
  await signDocument(line, 'dpia', false);
  await encode(line, ownerOf(line, 'denhaag'), 'benefits');
}, 120_000);

test('after its end the study takes nothing in', async () => {
  await signed(line, line.coordinator, 'end', '--reason', 'Done');
  expect(await refusal('rotterdam')).toMatchObject([{ code: 'GATE_STUDY_ENDED' }]);
  const linked = await attempt(line.linkageUnit, linkArgs(line));
  expect(problemsOf(linked)).toMatchObject([{ code: 'GATE_STUDY_ENDED' }]);
}, 120_000);
