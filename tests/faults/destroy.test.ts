// SPDX-License-Identifier: EUPL-1.2
/**
 * `destroy` of every role, killed at any change on its disk: between keys, files, account, certificate
 * and last key. Given again it ends as if nothing had happened, and in between nothing runs.
 */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import type { CommandContext } from '@koppel/console';
import { openKeyFile, sealKeyFile } from '@koppel/keys';
import { dieAt, patchDisk } from '../support/deaths.ts'; // prettier-ignore

// Not imported: a module of the test runner holds the functions as they were when it was first asked for.
const fs = process.getBuiltinModule('node:fs');
const { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } = fs; // prettier-ignore

/**
 * The changes at which to die: some over the whole way, for which there is time in every test run.
 * `KOPPEL_TEST_EVERY=1` takes all of them.
 */
function chosen(changes: number): number[] {
  const all = Array.from({ length: changes }, (_, at) => at + 1);
  if (process.env['KOPPEL_TEST_EVERY'] === '1') return all;
  return [0.3, 0.6, 0.95].map((part) => Math.ceil(part * changes));
}

interface Role {
  /** All that is there before; nothing holds it open. */
  readonly folder: string;
  /** Gives `destroy` and a command that may not run meanwhile. */
  readonly destroy: () => Promise<unknown>;
  readonly run: () => Promise<unknown>;
  readonly keyFile: string;
  /** Files that stay besides what the destruction itself writes. */
  readonly stays: RegExp;
  remove(): Promise<void>;
}

const passphrase = new TextEncoder().encode('correct horse battery');
const cheap = { n: 2 ** 10, r: 8, p: 1 };

/** Everything that is imported after the disk is patched. */
async function modules() {
  patchDisk();
  const [care, encoderDestroy, encoderRun, unitDestroy, unitRun, unitPlace, unitStudy, receive, assemble, receivePlace, receiveStudy] = await Promise.all([
    import('../../services/encoder/src/testing/care-place.ts'),
    import('../../services/encoder/src/commands/destroy.ts'),
    import('../../services/encoder/src/commands/run.ts'),
    import('../../services/linkage/src/commands/destroy.ts'),
    import('../../services/linkage/src/commands/run.ts'),
    import('../../services/linkage/src/testing/place.ts'),
    import('../../services/linkage/src/testing/study.ts'),
    import('../../services/researcher/src/commands/destroy.ts'),
    import('../../services/researcher/src/commands/assemble.ts'),
    import('../../services/researcher/src/testing/place.ts'),
    import('../../services/researcher/src/testing/study.ts'),
  ]);
  return { care, encoderDestroy, encoderRun, unitDestroy, unitRun, unitPlace, unitStudy, receive, assemble, receivePlace, receiveStudy };
} // prettier-ignore

let made: Awaited<ReturnType<typeof modules>>;
beforeAll(async () => {
  made = await modules();
}, 60_000);

function contextIn(folder: string, reporter: CommandContext['reporter']) {
  return (...argv: readonly string[]): CommandContext => ({
    argv,
    language: 'en',
    reporter,
    environment: { KOPPEL_PASSPHRASE_FILE: join(folder, 'passphrase') },
    print: () => undefined,
  });
}

async function owner(): Promise<Role> {
  const { makeCarePlace, bsns } = made.care;
  const care = await makeCarePlace();
  care.place.write('list.csv', `bsn\n${bsns[0]}\n`);
  const more = ['--log', care.at('log'), '--exclusions', care.at('list.csv'), '--accept-rejected'];
  await made.encoderRun.run(care.context(...care.runArguments(...more)));
  care.place.write('rejected.csv', 'somebody');
  // Costs less than a real one, as every try opens it.
  const secrets = await openKeyFile(passphrase, 'dataOwner', readFileSync(care.at('owner.key')));
  fs.chmodSync(care.place.write('owner.key', await sealKeyFile(passphrase, 'dataOwner', secrets, cheap)), 0o600);
  await care.place.port.close();
  const party = ['--study', care.at('study.yaml'), '--owner', 'north', '--keys', care.at('owner.key')];
  return {
    folder: care.place.folder,
    keyFile: care.at('owner.key'),
    destroy: () => made.encoderDestroy.destroy(care.context(...party, '--log', care.at('log'), '--confirm', care.world.study.id, care.at('rejected.csv'))),
    run: () => made.encoderRun.run(care.context(...care.runArguments(...more))),
    stays: /^(?:log\/|study\.yaml|passphrase|mapping\.yaml|in\.csv|list\.csv|owner\.key\.state\/ledger\.jsonl)/,
    remove: () => Promise.resolve(rmSync(care.place.folder, { recursive: true, force: true })),
  };
} // prettier-ignore

async function unit(): Promise<Role> {
  const { makeStudy, confirmKey, sendRun, rowsOf, runName } = made.unitStudy;
  const world = await makeStudy();
  const place = await made.unitPlace.makePlace();
  const at = (name: string): string => join(place.folder, name);
  place.write('study.yaml', JSON.stringify(world.input));
  place.write('passphrase', passphrase);
  place.write('unit.key', await sealKeyFile(passphrase, 'linkageUnit', { ...world.unit }, cheap));
  await confirmKey(world, place.port);
  for (const [seed, [party, register, count]] of ([['north', 'population', 25], ['north', 'benefits', 8], ['south', 'population', 12]] as const).entries()) {
    await sendRun(world, place.port, { owner: party, register, rows: rowsOf(count, seed + 1), run: runName(seed + 1) });
  }
  await place.port.close();
  const context = contextIn(place.folder, made.unitPlace.listen().reporter);
  const common = ['--study', at('study.yaml'), '--keys', at('unit.key'), '--log', at('log'), '--state', at('state')];
  const run = () => made.unitRun.run(context(...common, '--workers', '1'));
  await run();
  return {
    folder: place.folder,
    keyFile: at('unit.key'),
    destroy: () => made.unitDestroy.destroy(context(...common, '--confirm', 'sample')),
    run,
    stays: /^(?:log\/|study\.yaml|passphrase)/,
    remove: () => Promise.resolve(rmSync(place.folder, { recursive: true, force: true })),
  };
} // prettier-ignore

async function researcher(): Promise<Role> {
  const world = await made.receiveStudy.makeStudy();
  const place = await made.receivePlace.makePlace();
  const at = (name: string): string => join(place.folder, name);
  place.write('study.yaml', JSON.stringify(world.input));
  place.write('passphrase', passphrase);
  const { mailbox } = world;
  place.write('researcher.key', await sealKeyFile(passphrase, 'researcher', { mailbox }, cheap));
  mkdirSync(at('sets/one'), { recursive: true });
  place.write('sets/one/quality.json', '{"study":"sample"}');
  place.write('sets/one/persons.csv', 'somebody');
  await place.port.close();
  const context = contextIn(place.folder, made.receivePlace.listen().reporter);
  const common = ['--study', at('study.yaml'), '--keys', at('researcher.key')];
  return {
    folder: place.folder,
    keyFile: at('researcher.key'),
    destroy: () => made.receive.destroy(context(...common, '--confirm', 'sample', at('sets'))),
    run: () => made.assemble.assemble(context(...common, '--log', at('log'), '--out', at('out'))),
    stays: /^(?:log\/|study\.yaml|passphrase)/,
    remove: () => Promise.resolve(rmSync(place.folder, { recursive: true, force: true })),
  };
} // prettier-ignore

function filesIn(folder: string, below = ''): string[] {
  return readdirSync(join(folder, below))
    .flatMap((name) => {
      const path = join(below, name);
      return statSync(join(folder, path)).isDirectory() ? filesIn(folder, path) : [path];
    })
    .sort();
}

/** What a destruction leaves, and the sum of what its certificate says. */
function outcome({ folder, stays }: Role) {
  const left = filesIn(folder).filter((name) => !stays.test(name) && !name.endsWith('.lock'));
  const file = left.find((name) => name.endsWith('.destroyed.json'));
  if (file === undefined) return { left };
  const { certificate } = JSON.parse(readFileSync(join(folder, file), 'utf8')) as {
    certificate: { keys: { name: string }[]; files: unknown; topics: unknown; wholeKeyFile: boolean };
  };
  const { keys, files, topics, wholeKeyFile } = certificate;
  return { left, keys: keys.map(({ name }) => name).sort(), files, topics, wholeKeyFile };
} // prettier-ignore

describe.each([['a data owner', owner], ['the linkage unit', unit], ['the researcher', researcher]] as const)('%s', (_name, make) => {
  let role: Role;
  let copy: string;
  const restore = (): void => {
    rmSync(role.folder, { recursive: true, force: true });
    cpSync(copy, role.folder, { recursive: true });
  };

  beforeAll(async () => {
    role = await make();
    copy = mkdtempSync(join(tmpdir(), 'koppel-copy-'));
    cpSync(role.folder, copy, { recursive: true });
  }, 120_000);
  afterAll(async () => {
    rmSync(copy, { recursive: true, force: true });
    await role.remove();
  });

  test('ends the same wherever it was killed, and nothing runs in between', async () => {
    const changes = await dieAt(Infinity, role.destroy);
    const expected = outcome(role);
    expect(changes).toBeGreaterThan(20);
    expect(existsSync(role.keyFile)).toBe(false);
    for (const change of chosen(changes)) {
      restore();
      await dieAt(change, role.destroy);
      // The process that died here lives on as the test; the system lets go of the locks of a dead one.
      for (const name of filesIn(role.folder).filter((one) => one.endsWith('.lock'))) {
        rmSync(join(role.folder, name));
      }
      const begun = readdirSync(role.folder).some((name) => /\.destruction\.json$|\.destroyed\.(?:pending|json)$/.test(name));
      if (begun) await expect(role.run()).rejects.toThrow(/^DESTRUCTION_/);
      await role.destroy();
      expect({ change, ...outcome(role) }).toEqual({ change, ...expected });
    }
  }, 600_000);
}); // prettier-ignore
