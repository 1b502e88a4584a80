// SPDX-License-Identifier: EUPL-1.2
/**
 * The key agreement by files, between processes: done by e-mail and then linked; killed at any time;
 * with a read-only key file; and with a key that is not the agreed one, for which nothing may leave.
 */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { chmodSync, copyFileSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  agree,
  agreeArgs,
  copyLine,
  encode,
  encodeArgs,
  link,
  makeParties,
  type Line,
} from '../support/line.ts';
import { afterMs, run, runAndKill, succeed, type Party } from '../support/program.ts';
import { seeded } from '../support/random.ts';
import { deliver, inventPersons, tableOf } from '../support/registers.ts';
import { makeSmallDisk } from '../support/small-disk.ts';
import { makeWorkspace } from '../support/workspace.ts';
import { expectFault } from './expect-fault.ts';

const workspace = makeWorkspace();
let fresh: Line;
let line: Line;
let north: Party;
let south: Party;

interface Outgoing {
  readonly file: string;
  readonly to: readonly string[];
}

interface Told {
  readonly send: readonly Outgoing[];
  readonly sentBefore: readonly Outgoing[];
  readonly next: string;
  readonly code?: string;
}

const keyArgs = (of: Line, owner: Party, verb: string, ...more: readonly string[]): string[] => [
  'key', verb, '--study', of.studyFile, '--owner', owner.name, '--keys', 'party.key',
  '--out', 'box', ...more,
]; // prettier-ignore

async function tell(of: Line, owner: Party, verb: string, ...more: string[]): Promise<Told> {
  const { stdout } = await run(owner, { args: keyArgs(of, owner, verb, '--json', ...more) });
  return JSON.parse(stdout.toString()) as Told;
}

/** Sends what a command says, to whom it says, as attachments under names of the mail program. */
function mail(of: Line, from: Party, { send, sentBefore }: Told): void {
  for (const { file, to } of [...send, ...sentBefore]) {
    for (const name of to) {
      const { folder } = of.owners.find((owner) => owner.name === name)!;
      copyFileSync(join(from.folder, file), join(folder, 'box', `attachment ${from.name} ${file.replaceAll('/', ' ')}`));
    } // prettier-ignore
  }
}

/** Turns in which each owner runs a verb and sends what it is told to send. */
async function turns(of: Line, ...verbs: readonly string[]): Promise<Told[]> {
  let told: Told[] = [];
  for (const verb of verbs) {
    told = await Promise.all(of.owners.map((owner) => tell(of, owner, verb)));
    for (const [at, owner] of of.owners.entries()) mail(of, owner, told[at]!);
  }
  return told;
}

beforeAll(async () => {
  const owners = { rotterdam: ['benefits'], denhaag: ['benefits'] } as const;
  const shape = { id: 'by-mail', owners, capacity: 10 } as const;
  fresh = await makeParties(join(workspace.folder, 'fresh'), shape);
  const random = seeded(5);
  const persons = inventPersons(20, random);
  const ids = persons.map((_, at) => `B${at}`);
  for (const one of fresh.owners) {
    deliver(one, 'benefits', tableOf('benefits', persons, ids, random));
  }
  line = copyLine(fresh, join(workspace.folder, 'line'));
  [north, south] = line.owners as [Party, Party];
}, 120_000);

afterAll(() => {
  workspace.remove();
});

describe('an agreement by e-mail', () => {
  test('ends with the same digits at all owners, and links once it is on the log', async () => {
    await turns(line, 'share', 'share', 'combine');
    const told = await turns(line, 'check');
    expect(told.map(({ next }) => next)).toEqual(['nothing', 'nothing']);
    expect(told[0]!.code).toMatch(/^\d{4}( \d{4}){5}$/);
    expect(told[1]!.code).toBe(told[0]!.code);

    await succeed(north, { args: keyArgs(line, north, 'check', '--log', line.log) });
    for (const owner of line.owners) await encode(line, owner, 'benefits');
    expect((await link(line)).published).toBe(true);
  }, 120_000);

  test('names the owner of a file that the mail damaged, and of one from another study', async () => {
    const box = join(south.folder, 'box');
    const name = readdirSync(box).find((file) => file.includes('1-commitment'))!;
    const text = readFileSync(join(box, name), 'utf8');
    const damaged = copyLine(line, join(workspace.folder, 'damaged'));
    const party = damaged.owners[0]!;
    writeFileSync(join(party.folder, 'box', 'cut.txt'), text.slice(0, -80));
    const file = join('box', 'cut.txt');
    await expectFault(
      damaged,
      { party, args: keyArgs(damaged, party, 'check') },
      { code: 'CEREMONY_FILE_DAMAGED', exit: 3, place: { file, rule: 'truncated' } },
    );
    writeFileSync(join(party.folder, 'box', 'cut.txt'), text);
    const study = structuredClone(damaged.study);
    study.title = 'A later version';
    writeFileSync(damaged.studyFile, JSON.stringify(study));
    await expectFault(
      damaged,
      { party, args: keyArgs(damaged, party, 'check') },
      { code: 'CEREMONY_OTHER_STUDY', exit: 4, place: { rule: 'version' } },
    );
  }, 60_000);

  test('goes on after a kill at any time, and the same commitment stands', async () => {
    const killed = copyLine(fresh, join(workspace.folder, 'killed'));
    for (const verb of ['share', 'share', 'combine']) {
      for (const ms of [400, 900, 1400, 2000]) {
        for (const owner of killed.owners) {
          await runAndKill(owner, { args: keyArgs(killed, owner, verb) }, afterMs(ms));
        }
      }
      await turns(killed, verb);
    }
    const told = await turns(killed, 'check');
    expect(told.map(({ next }) => next)).toEqual(['nothing', 'nothing']);
    expect(told[1]!.code).toBe(told[0]!.code);
  }, 180_000);
});

describe('a key that is not the agreed one', () => {
  let other: string;

  beforeAll(async () => {
    const elsewhere = copyLine(fresh, join(workspace.folder, 'elsewhere'));
    await agree(elsewhere);
    other = join(elsewhere.owners[0]!.folder, 'party.key');
  }, 60_000);

  test('encodes nothing', async () => {
    const args = encodeArgs(line, north, 'benefits', { keys: other });
    const place = { field: 'rotterdam' };
    await expectFault(line, { party: north, args }, { code: 'CEREMONY_DISAGREES', exit: 4, place });
  });

  test('is not checked off', async () => {
    const fault = { code: 'CEREMONY_DISAGREES', exit: 4 } as const;
    const check = ['check', '--log', line.log] as const;
    const args = keyArgs(line, north, ...check).map((text) =>
      text === 'party.key' ? other : text,
    );
    await expectFault(line, { party: north, args }, fault);
  });

  test('takes no part in the ceremony again, over the log or by files', async () => {
    const fault = { code: 'CEREMONY_CONFLICT', exit: 4, place: { field: 'rotterdam' } } as const;
    const agreeing = agreeArgs(line, north, { keys: other });
    await expectFault(line, { party: north, args: agreeing }, fault);
    for (const verb of ['share', 'combine']) {
      const args = keyArgs(line, north, verb).map((text) => (text === 'party.key' ? other : text));
      await expectFault(line, { party: north, args }, fault);
    }
  });

  test('of before the agreement encodes nothing', async () => {
    const keys = join(fresh.owners[0]!.folder, 'party.key');
    const args = encodeArgs(line, north, 'benefits', { keys });
    await expectFault(line, { party: north, args }, { code: 'KEY_NOT_AGREED', exit: 4 });
  });
});

describe('a key file that is mounted', () => {
  test('read-only serves a run, and says so to what must change it', async () => {
    const disk = makeSmallDisk(join(workspace.folder, 'secrets'), 64);
    if (disk === undefined) {
      process.stderr.write('skipped: this account cannot mount\n');
      return;
    }
    try {
      const keys = join(disk.folder, 'party.key');
      copyFileSync(join(north.folder, 'party.key'), keys);
      disk.protect();
      const state = 'party.key.state'; // where the first run left it
      const again = await encode(line, north, 'benefits', { keys, state });
      expect(again.batchesSent).toBe(0);
      const fault = { code: 'KEY_FILE_READ_ONLY', exit: 5, place: { file: keys } } as const;
      await expectFault(line, { party: north, args: agreeArgs(line, north, { keys }) }, fault);
      for (const verb of ['share', 'combine', 'forget', 'seal']) {
        const more = verb === 'seal' ? ['key', 'seal', '--keys', keys] : undefined;
        const args = keyArgs(line, north, verb).map((text) => (text === 'party.key' ? keys : text));
        const without = verb === 'forget' ? args.slice(0, -2) : args;
        await expectFault(line, { party: north, args: more ?? without }, fault);
      }
      const args = keyArgs(line, north, 'check').map((text) =>
        text === 'party.key' ? keys : text,
      );
      await succeed(north, { args });
    } finally {
      disk.remove();
    }
  }, 60_000);

  test('open to other accounts is refused', async () => {
    const file = join(north.folder, 'open.key');
    copyFileSync(join(north.folder, 'party.key'), file);
    chmodSync(file, 0o644);
    const args = encodeArgs(line, north, 'benefits', { keys: 'open.key' });
    const fault = { code: 'KEY_FILE_OPEN', exit: 4, place: { file: 'open.key' } } as const;
    await expectFault(line, { party: north, args }, fault);
  });
});
