// SPDX-License-Identifier: EUPL-1.2
/** The steps of the demo, in order. Each starts the parties' own programs; nothing is shared. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { writeFileWhole, type Reporter } from '@koppel/console';
import { exitCodes } from '@koppel/errors';
import { stringify } from 'yaml';
import {
  generateRegisters,
  toCsv,
  truthTable,
  type Generated,
  type RegisterKind,
} from '../generator/index.ts';
import type { Estimate } from '../metrics/index.ts';
import { createParty, runParty, type Call, type Party } from './party.ts';
import { demoMapping } from './registers.ts';
import { demoStudy, ownersOf, type PublicKeys, type StudyPlan } from './study.ts';

export interface DemoOptions {
  readonly folder: string;
  /** What every party gives as `--log`. */
  readonly log: string;
  readonly plan: StudyPlan;
  readonly seed: number;
  readonly reporter: Reporter;
}

export interface Parties {
  readonly owners: readonly Party[];
  readonly linkageUnit: Party;
  readonly researcher: Party;
}

/** What an encoder prints with --json. */
export interface EncodedRun {
  readonly owner: string;
  readonly register: RegisterKind;
  readonly rows: number;
  readonly encoded: number;
  readonly rejected: number;
}

/** What the linkage unit prints with --json. */
export interface LinkedRun {
  readonly threshold: number;
  /** The probability that a pair at the threshold is of one person, 0–1. */
  readonly thresholdProbability: number;
  readonly pairs: number;
  readonly refusedBatches: number;
  /** What it expects of itself without the truth; absent where the threshold was given. */
  readonly expected?: Readonly<Record<'precision' | 'recall', Estimate>>;
  readonly sources: readonly {
    readonly owner: string;
    readonly register: string;
    readonly records: number;
    readonly linked: number;
  }[];
}

/** Where the linkage unit leaves its quality report, in its own folder. */
export const qualityFolder = 'quality';

/** The researcher's data set, with what its program prints with --json. */
export interface Assembled {
  readonly folder: string;
  /** Estimated without the truth, with 95 % intervals; null when nothing is estimated. */
  readonly expected: Readonly<Record<'precision' | 'recall' | 'f1', Estimate>> | null;
}

export const studyFile = (options: DemoOptions): string => join(options.folder, 'study.yaml');

function callOf(options: DemoOptions, ...args: readonly string[]): Call {
  return { args, reporter: options.reporter };
}

/** Registers and truth of invented persons; each owner gets its own files only. */
export function makeRegisters(options: DemoOptions): Generated {
  const registers = options.plan.requests;
  const generated = generateRegisters({ seed: options.seed, registers });
  for (const { owner, register, ...table } of generated.files) {
    const folder = join(options.folder, owner);
    writeFileWhole(join(folder, `${register}.csv`), toCsv(table));
    writeFileWhole(join(folder, `${register}-mapping.yaml`), stringify(demoMapping(register)));
  }
  writeFileWhole(join(options.folder, 'truth.csv'), toCsv(truthTable(generated.truth)));
  return generated;
}

function keysIn(printed: string): PublicKeys {
  const lines = printed.trim().split('\n');
  return Object.fromEntries(lines.map((line) => line.split(': ') as [string, string]));
}

/** Every party makes its key file; the public halves go into the study file that all receive. */
export async function makeStudy(options: DemoOptions): Promise<Parties> {
  const { folder } = options;
  const parties: Parties = {
    owners: ownersOf(options.plan.requests).map(({ id }) => createParty('encoder', id, folder)),
    linkageUnit: createParty('linkage', 'linkage-unit', folder),
    researcher: createParty('researcher', 'researcher', folder),
  };
  const all = [...parties.owners, parties.linkageUnit, parties.researcher];
  const printed = await Promise.all(
    all.map((party) => runParty(party, callOf(options, 'key', 'init', '--keys', 'party.key'))),
  );
  const name = ({ role, name: own }: Party): string =>
    ({ encoder: own, linkage: 'linkageUnit', researcher: 'researcher' })[role];
  const keys = Object.fromEntries(all.map((party, at) => [name(party), keysIn(printed[at]!)]));
  writeFileWhole(studyFile(options), stringify(demoStudy(options.plan, keys)));
  return parties;
}

export function ownerArgs(options: DemoOptions, owner: Party): string[] {
  return [
    '--study', studyFile(options), '--log', options.log,
    '--keys', 'party.key', '--owner', owner.name,
  ]; // prettier-ignore
}

/** All owners at once: each waits on the log for the others. */
export async function agreeOnKey(options: DemoOptions, { owners }: Parties): Promise<void> {
  await Promise.all(
    owners.map((owner) =>
      runParty(
        owner,
        callOf(options, 'key', 'agree', ...ownerArgs(options, owner), '--wait', '60'),
      ),
    ),
  );
}

/** One encoder process per owner, side by side; each does its registers one after another. */
export async function encodeRegisters(
  options: DemoOptions,
  { owners }: Parties,
): Promise<EncodedRun[]> {
  const { requests } = options.plan;
  const total = requests.length;
  const progress = options.reporter.progress('encode', total);
  let done = 0;
  const encodeOwner = async (owner: Party): Promise<EncodedRun[]> => {
    const runs: EncodedRun[] = [];
    for (const { register } of requests.filter((one) => one.owner === owner.name)) {
      const own = [
        '--register', register, '--input', `${register}.csv`,
        '--mapping', `${register}-mapping.yaml`, '--json',
      ]; // prettier-ignore
      const printed = await runParty(
        owner,
        callOf(options, 'run', ...ownerArgs(options, owner), ...own),
      );
      runs.push({ ...(JSON.parse(printed) as EncodedRun), owner: owner.name, register });
      done += 1;
      progress.update(done);
    }
    return runs;
  };
  const runs = await Promise.all(owners.map(encodeOwner));
  progress.end();
  return runs.flat();
}

function linkArgs(options: DemoOptions, ...more: readonly string[]): string[] {
  return [
    'run', '--study', studyFile(options), '--log', options.log,
    '--keys', 'party.key', '--state', 'state', '--report', qualityFolder, '--json', ...more,
  ]; // prettier-ignore
}

/** @param more `--first-round` for what the first of two rounds alone gives */
export async function linkRegisters(
  options: DemoOptions,
  { linkageUnit }: Parties,
  ...more: readonly string[]
): Promise<LinkedRun> {
  const call = { ...callOf(options, ...linkArgs(options, ...more)), showProgress: true };
  return JSON.parse(await runParty(linkageUnit, call)) as LinkedRun;
}

/** The linkage unit asks for looks, and ends as nobody has answered yet. Gives how much it asked. */
export async function askForLooks(
  options: DemoOptions,
  { linkageUnit }: Parties,
): Promise<Pick<LookRounds, 'rounds' | 'requests'>> {
  const call = callOf(options, ...linkArgs(options));
  const printed = await runParty(linkageUnit, { ...call, mayEndWith: exitCodes.environment });
  const { secondRound } = JSON.parse(printed) as { readonly secondRound: LookRounds };
  return secondRound;
}

/** What came of the second round. */
export interface LookRounds {
  readonly rounds: number;
  readonly requests: number;
  /** Looks that the owners gave. */
  readonly looks: number;
}

/** All owners at once, each with its own keys and registers. Gives the looks that they gave. */
export async function answerLooks(options: DemoOptions, { owners }: Parties): Promise<number> {
  const printed = await Promise.all(
    owners.map((owner) =>
      runParty(
        owner,
        callOf(options, 'answer', ...ownerArgs(options, owner), '--no-exclusions', '--json'),
      ),
    ),
  );
  return printed
    .flatMap((text) => (JSON.parse(text) as { registers: { looks: number }[] }).registers)
    .reduce((sum, { looks }) => sum + looks, 0);
}

/** Gives the folder of the data set, and the quality that it states. */
export async function assembleDataSet(
  options: DemoOptions,
  { researcher }: Parties,
  name = 'data-set',
): Promise<Assembled> {
  const out = join(researcher.folder, name);
  const args = [
    'assemble', '--study', studyFile(options), '--log', options.log,
    '--keys', 'party.key', '--out', out, '--json',
  ]; // prettier-ignore
  const call = { ...callOf(options, ...args), showProgress: true };
  const { expected } = JSON.parse(await runParty(researcher, call)) as Pick<Assembled, 'expected'>;
  return { folder: out, expected };
}

/** Removes an earlier demo. */
export function clearFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
}
