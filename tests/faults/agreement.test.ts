// SPDX-License-Identifier: EUPL-1.2
/** A study that may not run, is another one than agreed, or is not this party's: nobody works. */
import { afterAll, beforeAll, describe, test } from '@jest/globals';
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  agree,
  agreeArgs,
  assemble,
  assembleArgs,
  encode,
  encodeArgs,
  link,
  linkArgs,
  makeLine,
  makeParties,
  writeStudy,
  type Line,
  type Options,
} from '../support/line.ts';
import type { Party } from '../support/program.ts';
import { seeded } from '../support/random.ts';
import { deliver, inventPersons, tableOf } from '../support/registers.ts';
import type { StudyDraft } from '../support/study.ts';
import { makeWorkspace } from '../support/workspace.ts';
import { expectFault, type Fault } from './expect-fault.ts';

const workspace = makeWorkspace();
const clock = join(import.meta.dirname, 'clock.ts');
let line: Line;
let owner: Party;

beforeAll(async () => {
  const owners = { rotterdam: ['benefits'], denhaag: ['benefits'] } as const;
  line = await makeLine(workspace.folder, { id: 'agreement', owners, capacity: 10 });
  owner = line.owners[0]!;
  const random = seeded(3);
  const persons = inventPersons(30, random);
  const ids = persons.map((_, at) => `B${at}`);
  for (const one of line.owners) {
    deliver(one, 'benefits', tableOf('benefits', persons, ids, random));
    await encode(line, one, 'benefits');
  }
  await link(line);
  await assemble(line);
}, 120_000);

afterAll(() => {
  workspace.remove();
});

/** Each program's command, in a place where it has work to do. */
const commands: Readonly<Record<'encoder' | 'linkage' | 'researcher', (o: Options) => string[]>> = {
  encoder: (options) => encodeArgs(line, owner, 'benefits', options),
  linkage: (options) => linkArgs(line, { state: 'other-state', ...options }),
  researcher: (options) => assembleArgs(line, { out: 'other-data-set', ...options }),
};

type Role = keyof typeof commands;

function partyOf(role: Role): Party {
  return { encoder: owner, linkage: line.linkageUnit, researcher: line.researcher }[role];
}

async function expectRefusal(role: Role, options: Options, fault: Fault, day?: string) {
  const shifted = {
    nodeOptions: ['--import', clock],
    environment: { KOPPEL_TEST_DAY: day ?? '' },
  };
  const call = day === undefined ? {} : shifted;
  await expectFault(line, { party: partyOf(role), args: commands[role](options), call }, fault);
}

function changed(change: (study: StudyDraft) => unknown): Options {
  const study = structuredClone(line.study);
  change(study);
  return { study: writeStudy(line, study, 'changed.yaml') };
}

const everyone: readonly Role[] = ['encoder', 'linkage', 'researcher'];

describe('a study that is not valid', () => {
  test.each<[Role, string, (study: StudyDraft) => unknown, Omit<Fault, 'exit'>]>([
    ['encoder', 'an unknown field type',
      (study) => Object.assign(study.encoding.fields[2]!, { type: 'birthday' }),
      { code: 'STUDY_FIELD_TYPE', place: { path: 'encoding.fields[2].type' } }],
    ['linkage', 'a misspelt setting', (study) => Object.assign(study.linkage, { treshold: 0.9 }),
      { code: 'STUDY_UNKNOWN_MEMBER', place: { path: 'linkage.treshold' } }],
    ['researcher', 'a missing setting', (study) => Reflect.deleteProperty(study, 'retention'),
      { code: 'STUDY_MISSING_MEMBER', place: { path: 'retention' } }],
    ['encoder', 'text for a number',
      (study) => Object.assign(study.batches, { capacity: 'many' }),
      { code: 'STUDY_TYPE', place: { path: 'batches.capacity' } }],
    ['linkage', 'a reference to nothing', (study) => (study.owners[1]!.city = 'delft'),
      { code: 'STUDY_REFERENCE', place: { path: 'owners[1].city[0]' } }],
  ])('%s: %s', async (role, _title, change, fault) => {
    const options = changed(change);
    const place = { file: options['study'] as string, ...fault.place };
    await expectRefusal(role, options, { ...fault, exit: 3, place });
  }); // prettier-ignore

  test.each(everyone)('%s: broken YAML, by row', async (role) => {
    const file = join(line.folder, 'changed.yaml');
    writeFileSync(file, 'koppel: 1\nid: sample\ntitle: "not closed\n');
    const place = { file, row: 4 };
    await expectRefusal(role, { study: file }, { code: 'STUDY_YAML', exit: 3, place });
  });

  test.each(everyone)('%s: no study', async (role) => {
    const fault = { code: 'FILE_MISSING', exit: 3, place: { file: 'none.yaml' } } as const;
    await expectRefusal(role, { study: 'none.yaml' }, fault);
  });
});

describe('a study that changed after the register was encoded', () => {
  const change = (study: StudyDraft): void => {
    study.title = 'Another study of invented persons';
  };

  test('the encoder holds no key for it', async () => {
    const fault = { code: 'KEY_NOT_AGREED', exit: 4, place: { field: 'agreement' } } as const;
    await expectRefusal('encoder', changed(change), fault);
  });

  test('the linkage unit sees no agreement, and touches neither log nor state', async () => {
    const fault = { code: 'KEY_NOT_AGREED', exit: 4, place: { field: 'rotterdam' } } as const;
    await expectRefusal('linkage', changed(change), fault);
  });

  test('the state of the linkage unit stays with the version that it was made for', async () => {
    const { study } = changed((each) => (each.title = 'A third study of invented persons'));
    await agree({ ...line, studyFile: study as string });
    const args = linkArgs(line, { study });
    const fault = { code: 'STATE_OTHER_STUDY', exit: 4 } as const;
    await expectFault(line, { party: line.linkageUnit, args }, fault);
  });

  test('the researcher finds no result', async () => {
    const fault = { code: 'RESULT_MISSING', exit: 5, place: { field: 'agreement' } } as const;
    await expectRefusal('researcher', changed(change), fault);
  });
});

describe('a study that may not run', () => {
  const gates: [string, Fault['code'], string, (study: StudyDraft) => unknown][] = [
    ['an expired document', 'GATE_DOCUMENT_EXPIRED', 'dpia',
      (study) => (study.documents[2]!.validUntil = '2025-06-30')],
    ['a missing document', 'GATE_DOCUMENT_MISSING', 'researchProtocol',
      (study) => study.documents.shift()],
    ['a no-go', 'GATE_NO_GO', 'rotterdam', (study) => (study.decisions[0]!.legal = 'no')],
    ['no decision yet', 'GATE_NOT_DECIDED', 'rotterdam', (study) => study.decisions.shift()],
    ['an expired decision', 'GATE_DECISION_EXPIRED', 'rotterdam',
      (study) => (study.decisions[0]!.validUntil = '2025-06-30')],
    ['an open condition', 'GATE_CONDITION_OPEN', 'rotterdam',
      (study) => (study.decisions[0]!.wanted = 'yesIf')],
  ]; // prettier-ignore

  test.each(gates)('the encoder: %s', async (_title, code, field, change) => {
    await expectRefusal('encoder', changed(change), { code, exit: 4, place: { field } });
  });

  test.each(gates.slice(0, 2))('the linkage unit: %s', async (_title, code, field, change) => {
    await expectRefusal('linkage', changed(change), { code, exit: 4, place: { field } });
  });

  test.each(['encoder', 'linkage'] as const)(
    'the %s, when a document expires after all have agreed',
    async (role) => {
      const fault = { code: 'GATE_DOCUMENT_EXPIRED', exit: 4 } as const;
      await expectRefusal(role, {}, fault, '2100-01-01');
    },
  );

  test('an owner or register that the study does not name', async () => {
    const fault = { code: 'GATE_OWNER_NOT_COVERED', exit: 4 } as const;
    await expectRefusal('encoder', { owner: 'utrecht' }, fault);
    await expectRefusal('encoder', { register: 'population' }, fault);
  });
});

describe('a key file that does not fit', () => {
  const keyFault = (code: Fault['code'], exit: Fault['exit']): Fault => ({ code, exit });
  const keyOf = (party: Party): Options => ({ keys: join(party.folder, 'party.key') });

  test.each(everyone)('%s: a wrong passphrase', async (role) => {
    const file = join(workspace.folder, 'wrong-passphrase');
    writeFileSync(file, 'heel iets anders dan dat\n');
    const call = { environment: { KOPPEL_PASSPHRASE_FILE: file } };
    const args = commands[role]({});
    await expectFault(
      line,
      { party: partyOf(role), args, call },
      keyFault('KEY_FILE_PASSPHRASE', 3),
    );
  });

  test('nobody to ask for a passphrase', async () => {
    const call = { environment: { KOPPEL_PASSPHRASE_FILE: '' } };
    const args = commands.encoder({});
    await expectFault(line, { party: owner, args, call }, keyFault('PASSPHRASE_MISSING', 2));
  });

  test.each(everyone)('%s: the key file of another role', async (role) => {
    const other = role === 'encoder' ? line.linkageUnit : owner;
    await expectRefusal(role, keyOf(other), keyFault('KEY_FILE_ROLE', 3));
  });

  test('encoder: the key file of the other owner', async () => {
    const fault = { ...keyFault('KEY_NOT_THIS_OWNER', 4), place: { field: 'rotterdam' } };
    await expectRefusal('encoder', keyOf(line.owners[1]!), fault);
    const args = agreeArgs(line, owner, keyOf(line.owners[1]!));
    await expectFault(line, { party: owner, args }, fault);
  });

  test.each(['linkage', 'researcher'] as const)('%s: of a party of another study', async (role) => {
    const party = partyOf(role);
    const keys = changed((study) => {
      const named = role === 'linkage' ? study.linkageUnit : study.researcher;
      Object.assign(named, { mailboxPublicKey: 'A'.repeat(43) });
    });
    const fault = { ...keyFault('KEY_NOT_THIS_PARTY', 4), place: { file: 'party.key' } };
    await expectFault(line, { party, args: commands[role](keys) }, fault);
  });

  test.each(everyone)('%s: a damaged key file, or none', async (role) => {
    const { folder } = partyOf(role);
    const file = readFileSync(join(folder, 'party.key'), 'utf8');
    writeFileSync(join(folder, 'bad.key'), file.slice(0, -40));
    await expectRefusal(role, { keys: 'bad.key' }, keyFault('KEY_FILE_DAMAGED', 3));
    await expectRefusal(role, { keys: 'none.key' }, keyFault('FILE_MISSING', 3));
  });

  test('a key file is not overwritten', async () => {
    const args = ['key', 'init', '--keys', 'party.key'];
    const fault = { ...keyFault('FILE_EXISTS', 3), place: { file: 'party.key' } };
    for (const role of everyone) await expectFault(line, { party: partyOf(role), args }, fault);
  });
});

test('a register with more rows than the study allows this owner', async () => {
  const shape = { id: 'quota', owners: { rotterdam: ['benefits'] as const }, capacity: 10 };
  const made = await makeParties(join(workspace.folder, 'quota'), shape);
  made.study.owners[0]!.maxRecords = 29;
  writeStudy(made, made.study);
  await agree(made);
  const party = made.owners[0]!;
  for (const name of ['benefits.csv', 'benefits.yaml']) {
    copyFileSync(join(owner.folder, name), join(party.folder, name));
  }
  const fault = { code: 'QUOTA_EXCEEDED', exit: 4, place: { file: 'benefits.csv' } } as const;
  await expectFault(made, { party, args: encodeArgs(made, party, 'benefits') }, fault);
});

test('command lines that say too little or too much', async () => {
  const fault = { code: 'USAGE', exit: 2 } as const;
  for (const role of everyone) {
    await expectRefusal(role, { log: undefined }, fault);
    await expectRefusal(role, { nonsense: true }, fault);
  }
});
