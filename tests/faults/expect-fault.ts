// SPDX-License-Identifier: EUPL-1.2
/** What every fault must look like: to a script, to a person in either language, and on the disk. */
import { expect } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { catalogue, type ErrorCode } from '@koppel/errors';
import type { Line } from '../support/line.ts';
import {
  problemsOf,
  run,
  type Call,
  type Finished,
  type Language,
  type Party,
  type Problem,
} from '../support/program.ts';
import { snapshot, type Snapshot } from '../support/snapshot.ts';

export interface Fault {
  readonly code: ErrorCode;
  /** As the help of every program lists it: 2 command line, 3 input, 4 refused, 5 disk or log. */
  readonly exit: 2 | 3 | 4 | 5;
  /** Where it says that it went wrong. */
  readonly place?: Problem['place'];
}

/** A command line that a fault comes from, made anew for each attempt. */
export interface Faulty {
  readonly party: Party;
  readonly args: readonly string[];
  readonly call?: Partial<Call>;
}

const placeWords = {
  en: { file: 'file', row: 'row', column: 'column', field: 'field', path: 'at', rule: 'rule' },
  nl: { file: 'bestand', row: 'rij', column: 'kolom', field: 'veld', path: 'bij', rule: 'regel' },
} as const;

/** The code, the sentence, each part of the place, and what to do, in the language of the call. */
function expectSentence(problem: Problem | undefined, fault: Fault, language: Language): void {
  const { en, nl, remedyEn, remedyNl } = catalogue[fault.code];
  expect(problem?.place).toMatchObject(fault.place ?? {});
  const words = Object.entries(fault.place ?? {}).map(
    ([part, value]) => `${placeWords[language][part as 'file']} ${value}`,
  );
  const sentences = language === 'en' ? [en, remedyEn] : [nl, remedyNl];
  for (const text of [`${fault.code}: `, ...sentences, ...words]) {
    expect(problem?.text).toContain(text);
  }
}

/** What a gate, a term or the care for objections forbids is noted in the accounts of that party. */
const isAccount = (file: string): boolean => /(?:\.account|\/ledger)\.jsonl$/.test(file);

function withoutAccounts(found: Snapshot, { code }: Fault): Snapshot {
  if (!/^(?:GATE|RETENTION|EXCLUSIONS)_/.test(code)) return found;
  return Object.fromEntries(Object.entries(found).filter(([file]) => !isAccount(file)));
}

/** Accounts as they stand: to these only is added. */
function accountsBelow(folder: string): ReadonlyMap<string, string> {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(isAccount);
  return new Map(files.map((file) => [file, readFileSync(join(folder, file), 'utf8')]));
}

/**
 * Runs the command in English and in Dutch. Each time the fault is told with its code, the exit code
 * is the documented one, and nothing on the disk has changed but files named in `writes`.
 */
export async function expectFault(
  line: Line,
  { party, args, call = {} }: Faulty,
  fault: Fault,
  writes: readonly string[] = [],
): Promise<Finished> {
  const look = (): Snapshot => withoutAccounts(snapshot(line.folder, writes), fault);
  const before = look();
  const accounts = accountsBelow(line.folder);
  const started = run(party, { ...call, args, language: 'en' });
  // Side by side, but for a command that holds its key file alone.
  if (args[0] === 'key') await started;
  const [english, dutch] = await Promise.all([
    started,
    run(party, { ...call, args, language: 'nl' }),
  ]);
  for (const [finished, language] of [
    [english, 'en'],
    [dutch, 'nl'],
  ] as const) {
    const problems = problemsOf(finished);
    expect(problems.map(({ code }) => code)).toContain(fault.code);
    expectSentence(
      problems.find(({ code }) => code === fault.code),
      fault,
      language,
    );
    expect([finished.code, finished.stdout.toString()]).toEqual([fault.exit, '']);
  }
  expect(look()).toEqual(before);
  const after = accountsBelow(line.folder);
  const rewritten = [...accounts].filter(
    ([file, text]) => after.get(file)?.startsWith(text) !== true,
  );
  expect(rewritten.map(([file]) => file)).toEqual([]);
  return english;
}

/** What a program that had to succeed said when it did not. */
export function expectDone({ code, stderr }: Finished): void {
  expect({ code, said: code === 0 ? '' : stderr.toString().slice(-2000) }).toEqual({
    code: 0,
    said: '',
  });
}
