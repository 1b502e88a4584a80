// SPDX-License-Identifier: EUPL-1.2
/** What answers rest on besides the request: versions of the study, kept runs, the exclusion list. */
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { hex } from '../bytes.ts';
import { readChain } from '../ledger/chain.ts';
import { registerFiles, registerName } from '../state-folder.ts';
import { refusal } from '../testing/place.ts';
import {
  evenRound,
  makeLooksPlace,
  nextVersion,
  roundRequests,
  type LooksPlace,
  type Person,
} from '../testing/looks-place.ts';

const ids = ['a', 'b', 'c', 'd', 'e'];
const people: Person[] = ids.map((id, at) => ({ id, name: `Naam${String(at)}` }));
const renamed = (suffix: string): Person[] =>
  people.map((one) => ({ ...one, name: `${one.name}${suffix}` }));

let place: LooksPlace;
beforeEach(async () => {
  place = await makeLooksPlace({ looks: 4, budget: 16, rarityClasses: true });
  await place.deliver(0, people);
  await place.deliver(1, people);
});
afterEach(() => place.place.remove());

async function round(of: LooksPlace, looks: number, random: number): Promise<void> {
  const header = { random: new Uint8Array(16).fill(random) };
  await of.put(0, ...(await roundRequests(of, evenRound(ids, looks), { header })));
}

function storeFile(run: Uint8Array): string {
  const { study, specHash } = place.world;
  const name = registerName({ study: study.id, specHash, register: 'population' });
  return registerFiles(place.stateFolder(0), name).storeFile(run);
}

/** A mapping that names no column of numbers. */
function withoutNumbers(): void {
  const lines = [
    'register: population',
    'recordId: nr',
    'fields: { surname: naam, birthDate: geboren }',
    'absent: [income]',
    'ignore: [bsn]',
  ];
  place.place.write('mapping.yaml', lines.join('\n'));
}

test('two versions of a study on one log: neither blocks, charges or answers for the other', async () => {
  await round(place, 4, 1);
  expect(await place.pass()).toMatchObject({ answered: 2 });
  // A budget for four rounds: together with looks of the version before, one would exceed it.
  const next = await nextVersion(place, { looks: 5, budget: 20, rarityClasses: true });
  await next.deliver(0, people);
  await next.deliver(1, people);
  for (const random of [2, 3, 4, 5]) await round(next, 5, random);
  // A process of the version before is still at work.
  expect(await place.pass()).toMatchObject({ answered: 0, refused: 0, otherVersion: 12 });
  expect(await next.pass()).toMatchObject({ answered: 12, otherVersion: 2 });
  await round(place, 4, 6);
  expect(await next.pass()).toMatchObject({ answered: 0, refused: 0, otherVersion: 2 });
  expect(await place.pass()).toMatchObject({ answered: 2, refused: 0 });
  expect(await place.verdicts()).toEqual(Array<string>(16).fill('answered'));
  for (const version of [place, next]) {
    expect(await version.pass()).toMatchObject({ answered: 0, refused: 0 });
  }
});

test('a run in between is kept until its receipt comes, and then answered', async () => {
  await place.deliver(0, renamed('x'), { accept: false });
  await place.deliver(0, renamed('y'), { accept: false });
  await place.accept(0, 2);
  await round(place, 4, 1);
  expect(await place.pass()).toMatchObject({ answered: 2, refused: 0 });
});

test('a store under the name of another run is not answered from', async () => {
  const first = await place.runOf(0);
  const second = await place.deliver(0, renamed('x'));
  copyFileSync(storeFile(first), storeFile(second));
  await round(place, 4, 1);
  const file = `state-north/${storeFile(second).slice(place.stateFolder(0).length + 1)}`;
  expect(hex(first)).not.toBe(hex(second));
  expect(await refusal(place.place, () => place.pass())).toEqual([
    `STATE_DAMAGED {"file":"${file}"}`,
  ]);
  expect(await place.replies()).toEqual([]);
});

test('numbers on the list: not passed over where a run was kept without, found once it has them', async () => {
  const mapping = join(place.place.folder, 'mapping.yaml');
  const kept = join(place.place.folder, 'mapping-with.yaml');
  copyFileSync(mapping, kept);
  withoutNumbers();
  const numbered = renamed('x').with(1, { id: 'b', name: 'Kwast', bsn: '111222333' });
  const run = await place.deliver(0, numbered);
  const exclusionsFile = place.place.write('list.csv', 'bsn\n123456782\n');
  await round(place, 4, 1);
  expect(await refusal(place.place, () => place.pass(0, { exclusionsFile }))).toEqual([
    'EXCLUSIONS_BSN {"field":"population"}',
  ]);
  expect(await place.replies()).toEqual([]);
  // Nothing of a record changes with the column: the run is the same, and is kept with numbers now.
  copyFileSync(kept, mapping);
  expect(await place.deliver(0, numbered, { exclusions: exclusionsFile })).toEqual(run);
  place.place.write('list.csv', 'bsn\n123456782\n111222333\n');
  expect(await place.pass(0, { exclusionsFile })).toMatchObject({ answered: 0, refused: 2 });
  expect(await place.verdicts()).toEqual(['LOOK_RUN_OUTDATED', 'LOOK_RUN_OUTDATED']);
});

test('that a register has no numbers can be confirmed', async () => {
  withoutNumbers();
  await place.deliver(0, renamed('x'));
  const exclusionsFile = place.place.write('list.csv', 'bsn\n111222333\n');
  await round(place, 4, 1);
  const confirmed = { exclusionsFile, confirmWithoutBsn: true, confirmLostState: true };
  expect(await place.pass(0, confirmed)).toMatchObject({ answered: 2, refused: 0 });
  // In the ledger once of each program that was told so, not at every pass.
  await round(place, 4, 2);
  expect(await place.pass(0, confirmed)).toMatchObject({ answered: 2 });
  const options = () =>
    readChain(place.stateFolder(0)).entries.flatMap((entry) =>
      entry.kind === 'override' && entry.option !== 'release-now' ? [entry.option] : [],
    );
  const both = ['confirm-lost-state', 'confirm-without-bsn'];
  expect(options()).toEqual(both);
  await place.pass(0, { ...confirmed, noted: new Set() });
  expect(options()).toEqual([...both, ...both]);
});
