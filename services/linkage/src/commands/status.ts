// SPDX-License-Identifier: EUPL-1.2
/**
 * `koppel-linkage status`: may the study be worked on here, until when it may be kept, what to do, and
 * how far its second round is.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { controlAt, printStatus } from '@koppel/accountability';
import { parseArguments, today, type CommandContext } from '@koppel/console';
import type { ReadStudy } from '@koppel/study';
import { LookStore } from '../looks/look-store.ts';
import { lookStanding, standingText, type LookStanding } from '../looks/standing.ts';
import { readStudyFile } from '../read-study.ts';
import { readDatabase } from '../state-database.ts';
import { unitLinkedOn } from '../unit-account.ts';

const kinds = { study: 'string', keys: 'string', log: 'string', state: 'string' } as const;

const nothingAsked: LookStanding = { rounds: 0, requests: 0, answers: 0, open: [] };

/** Also while a service is at work in the state: it is only read. STATE_*, FILE_IN_USE. */
function standingIn(folder: string, { study, specHash }: ReadStudy): LookStanding | undefined {
  if (study.secondRound === undefined) return undefined;
  const file = join(folder, 'linkage.sqlite');
  if (!existsSync(file)) return nothingAsked;
  const read = readDatabase({ file, specHash }, (database) =>
    lookStanding(new LookStore(database, file)),
  );
  return read ?? nothingAsked;
}

/** Opens no key: it reads the study, the account and, where they are named, state and control topic. */
export async function status(context: CommandContext): Promise<undefined> {
  const args = parseArguments(context.argv, kinds);
  const read = readStudyFile(args.required('study'));
  const keyFile = args.required('keys');
  const standing = {
    ...read,
    keyFile,
    control: await controlAt(args.text('log'), read, context),
    kept: 'encodings',
    linkedOn: unitLinkedOn(keyFile, read),
    today: today(),
    command: 'koppel-linkage destroy',
  } as const;
  const folder = args.text('state');
  const secondRound = folder === undefined ? undefined : standingIn(folder, read);
  if (secondRound === undefined) {
    printStatus(context, standing, args.flag('json'));
    return;
  }
  const print = (text: string): void => {
    if (args.flag('json')) {
      context.print(JSON.stringify({ ...(JSON.parse(text) as object), secondRound }));
    } else context.print(`${text}\n${standingText(secondRound, context.language)}`);
  };
  printStatus({ ...context, print }, standing, args.flag('json'));
}
