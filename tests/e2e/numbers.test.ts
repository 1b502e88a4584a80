// SPDX-License-Identifier: EUPL-1.2
/**
 * A study that asks for tokens of citizen service numbers: refused and noted everywhere until there is
 * a ground for it, then linked by them, and closed again when the ground goes.
 */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inventBsns } from '../support/care.ts';
import { go, makeCoordinatedLine, signDocument, signDocuments, signed, type CoordinatedLine } from '../support/coordinated.ts'; // prettier-ignore
import { attempt, encode, encodeArgs, link, linkArgs, ownerOf } from '../support/line.ts';
import { problemsOf, succeed } from '../support/program.ts';
import { seeded } from '../support/random.ts';
import { csvOf, inventPersons, mappingOf, tableOf } from '../support/registers.ts';
import { makeWorkspace } from '../support/workspace.ts';

const workspace = makeWorkspace();
const owners = { rotterdam: ['population'], denhaag: ['benefits'] } as const;
type City = keyof typeof owners;
const count = 24;
/** The last persons are others in the second register, by all that is known of them but the number. */
const renamed = 4;
const bsns = inventBsns(count);
let line: CoordinatedLine;

/** The last one in both registers: it fails the eleven test, and is no number of anybody. */
const wrong = `${bsns.at(-1)!.slice(0, 8)}${String((Number(bsns.at(-1)!.at(-1)) + 1) % 10)}`;
const numbers = bsns.with(-1, wrong);

beforeAll(async () => {
  const shape = { id: 'numbered', owners, capacity: 20 };
  line = await makeCoordinatedLine(join(workspace.folder, 'line'), shape, { bsnTokens: true });
  const persons = inventPersons(count + renamed, seeded(5));
  const inOther = [...persons.slice(0, count - renamed), ...persons.slice(count)];
  for (const city of ['rotterdam', 'denhaag'] as const) {
    const [register] = owners[city];
    const own = city === 'rotterdam' ? persons.slice(0, count) : inOther;
    const ids = own.map((_, at) => `${city}-${String(at)}`);
    const { header, rows } = tableOf(register, own, ids, seeded(6));
    const at = header.indexOf('bsn');
    const numbered = rows.map((row, nth) => row.with(at, numbers[nth]!));
    const { folder } = ownerOf(line, city);
    writeFileSync(join(folder, `${register}.csv`), csvOf({ header, rows: numbered }));
    const mapping = { ...mappingOf(register), bsn: 'bsn', ignore: ['straat'] };
    writeFileSync(join(folder, `${register}.yaml`), JSON.stringify(mapping));
  }
}, 300_000);

afterAll(() => {
  workspace.remove();
});

const run = (city: City) => {
  const owner = ownerOf(line, city);
  return attempt(owner, encodeArgs(line, owner, owners[city][0]), { language: 'nl' });
};

const ledgerOf = (city: City): Promise<string> =>
  succeed(ownerOf(line, city), { args: ['ledger', 'show', '--keys', 'party.key'] });

test('without its ground it is refused and noted, also where a board decided against that', async () => {
  await signDocuments(line);
  for (const city of ['rotterdam', 'denhaag'] as const) await go(line, city, ',documentMissing');
  const [problem] = problemsOf(await run('rotterdam'));
  expect(problem).toMatchObject({ code: 'GATE_DOCUMENT_MISSING', place: { field: 'bsnGround' } });
  expect(problem!.text).toContain('Een wettelijk vereist document ontbreekt');
  expect(await ledgerOf('rotterdam')).toMatch(/GATE_DOCUMENT_MISSING bsnGround/);
}, 120_000);

test('with it, equal numbers are one person whatever their names; a wrong number says nothing', async () => {
  await signDocument(line, 'bsnGround', true);
  for (const city of ['rotterdam', 'denhaag'] as const) {
    expect(await encode(line, ownerOf(line, city), owners[city][0])).toMatchObject({ encoded: count });
  }
  const { sources } = await link(line);
  expect(sources.map(({ linked }) => linked)).toEqual([count - 1, count - 1]);
}, 120_000); // prettier-ignore

test('no number is anywhere but in the files of its owner', () => {
  const found = (folder: string): string[] =>
    readdirSync(folder).flatMap((name) => {
      const file = join(folder, name);
      if (statSync(file).isDirectory()) return found(file);
      if (name.endsWith('.csv') && folder !== line.researcher.folder) return [];
      const bytes = readFileSync(file);
      return bsns.filter((bsn) => bytes.includes(bsn) || bytes.includes(Buffer.from(bsn, 'utf16le')));
    });
  expect(found(line.folder)).toEqual([]);
}); // prettier-ignore

test('when the ground is taken back, encoder and linkage unit stop, and say so in their accounts', async () => {
  await signed(line, line.coordinator, 'revoke', '--id', 'bsnground', '--reason', 'Te ruim');
  const refused = [{ code: 'GATE_DOCUMENT_MISSING', place: { field: 'bsnGround' } }];
  expect(problemsOf(await run('denhaag'))).toMatchObject(refused);
  expect(problemsOf(await attempt(line.linkageUnit, linkArgs(line)))).toMatchObject(refused);
  const args = ['log', 'show', '--study', line.studyFile, '--keys', 'party.key'];
  expect(await succeed(line.linkageUnit, { args })).toMatch(/GATE_DOCUMENT_MISSING.*bsnGround/);
}, 120_000); // prettier-ignore
