// SPDX-License-Identifier: EUPL-1.2
/**
 * A whole line in one folder: parties with their own folders and keys, a study that all hold, the
 * log that they share. The command lines of its steps, which a test may change.
 */
import { cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { giveKeyFile, quicken } from './key-files.ts';
import { run, succeed, type Call, type Finished, type Party } from './program.ts';
import { draftStudy, type RegisterName, type Shape, type StudyDraft } from './study.ts';

export interface Line {
  readonly folder: string;
  readonly shape: Shape;
  readonly study: StudyDraft;
  readonly studyFile: string;
  readonly log: string;
  readonly owners: readonly Party[];
  readonly linkageUnit: Party;
  readonly researcher: Party;
}

/** Options of a command: text, or true for a flag; undefined leaves it out. */
export type Options = Readonly<Record<string, string | true | undefined>>;

function lineAt(folder: string, shape: Shape, study: StudyDraft): Line {
  const party = (role: Party['role'], name: string): Party => ({
    role,
    name,
    folder: join(folder, name),
  });
  return {
    folder,
    shape,
    study,
    studyFile: join(folder, 'study.yaml'),
    log: join(folder, 'log'),
    owners: Object.keys(shape.owners).map((name) => party('encoder', name)),
    linkageUnit: party('linkage', 'linkage-unit'),
    researcher: party('researcher', 'researcher'),
  };
}

/** Every party of the line. */
export function partiesOf({ owners, linkageUnit, researcher }: Line): Party[] {
  return [...owners, linkageUnit, researcher];
}

/** The owner of that name. */
export function ownerOf(line: Line, name: string): Party {
  return line.owners.find((owner) => owner.name === name)!;
}

async function makeKeys(party: Party, call?: Partial<Call>): Promise<Record<string, string>> {
  const lines = (await giveKeyFile(party, call)).trim().split('\n');
  return Object.fromEntries(lines.map((text) => text.split(': ') as [string, string]));
}

/** Writes a study under its own name and gives the path. */
export function writeStudy(line: Line, study: object, name = 'study.yaml'): string {
  const file = join(line.folder, name);
  writeFileSync(file, JSON.stringify(study, null, 1));
  return file;
}

/** Folders, key files and the study; the owners have not agreed on a key yet. */
export async function makeParties(
  folder: string,
  shape: Shape,
  call?: Partial<Call>,
): Promise<Line> {
  const draft = lineAt(folder, shape, draftStudy(shape, {}));
  const made = await Promise.all(
    partiesOf(draft).map(async (party) => {
      const name = {
        encoder: party.name,
        linkage: 'linkageUnit',
        researcher: 'researcher',
        study: 'coordinator',
      };
      return [name[party.role], await makeKeys(party, call)] as const;
    }),
  );
  const line = lineAt(folder, shape, draftStudy(shape, Object.fromEntries(made)));
  writeStudy(line, line.study);
  return line;
}

/** The same parties with the same keys, and a study of their own in another folder. */
export function copyLine(line: Line, folder: string): Line {
  cpSync(line.folder, folder, { recursive: true });
  return lineAt(folder, line.shape, line.study);
}

function flatten(command: readonly string[], options: Options): string[] {
  const given = Object.entries(options).filter(([, value]) => value !== undefined);
  return [
    ...command,
    ...given.flatMap(([name, value]) => (value === true ? [`--${name}`] : [`--${name}`, value!])),
  ];
}

export function agreeArgs(line: Line, owner: Party, options: Options = {}): string[] {
  return flatten(['key', 'agree'], {
    study: line.studyFile,
    owner: owner.name,
    keys: 'party.key',
    log: line.log,
    wait: '60',
    ...options,
  });
}

export function encodeArgs(
  line: Line,
  owner: Party,
  register: RegisterName,
  options: Options = {},
): string[] {
  return flatten(['run'], {
    study: line.studyFile,
    owner: owner.name,
    register,
    mapping: `${register}.yaml`,
    input: `${register}.csv`,
    keys: 'party.key',
    log: line.log,
    json: true,
    ...options,
  });
}

export function linkArgs(line: Line, options: Options = {}): string[] {
  return flatten(['run'], {
    study: line.studyFile,
    keys: 'party.key',
    log: line.log,
    state: 'state',
    json: true,
    ...options,
  });
}

export function assembleArgs(line: Line, options: Options = {}): string[] {
  return flatten(['assemble'], {
    study: line.studyFile,
    keys: 'party.key',
    log: line.log,
    out: 'data-set',
    json: true,
    ...options,
  });
}

/** All owners at once: each waits on the log for the others. */
export async function agree(line: Line, call?: Partial<Call>): Promise<void> {
  await Promise.all(
    line.owners.map((owner) => succeed(owner, { ...call, args: agreeArgs(line, owner) })),
  );
  if (call === undefined) await Promise.all(line.owners.map(quicken));
}

/** A line whose owners have agreed on the encoding key. */
export async function makeLine(folder: string, shape: Shape): Promise<Line> {
  const line = await makeParties(folder, shape);
  await agree(line);
  return line;
}

/** What the encoder prints with --json. */
export interface EncodedRun {
  readonly rows: number;
  readonly encoded: number;
  readonly rejected: number;
  readonly batchesSent: number;
  readonly batchesAlreadyThere: number;
}

export async function encode(
  line: Line,
  owner: Party,
  register: RegisterName,
  options?: Options,
): Promise<EncodedRun> {
  const printed = await succeed(owner, { args: encodeArgs(line, owner, register, options) });
  return JSON.parse(printed) as EncodedRun;
}

/** What the linkage unit prints with --json. */
export interface LinkedRun {
  readonly threshold: number;
  readonly pairs: number;
  readonly refusedBatches: number;
  readonly passedOver: number;
  readonly published: boolean;
  readonly sources: readonly {
    readonly owner: string;
    readonly register: string;
    readonly records: number;
    readonly linked: number;
  }[];
}

export async function link(line: Line, options?: Options): Promise<LinkedRun> {
  const printed = await succeed(line.linkageUnit, { args: linkArgs(line, options) });
  return JSON.parse(printed) as LinkedRun;
}

/** Gives the folder of the data set. */
export async function assemble(line: Line, out = 'data-set', options?: Options): Promise<string> {
  await succeed(line.researcher, { args: assembleArgs(line, { out, ...options }) });
  return join(line.researcher.folder, out);
}

/** Runs one step to its end, whatever that is. */
export function attempt(party: Party, args: readonly string[], call?: Partial<Call>) {
  return run(party, { ...call, args }) satisfies Promise<Finished>;
}
