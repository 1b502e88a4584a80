// SPDX-License-Identifier: EUPL-1.2
/** `koppel-study acknowledgements`: which owners signed that objections of a round are dealt with. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { readAcknowledgement, type Acknowledgement } from '@koppel/accountability';
import { parseArguments, readFileText, today, type CommandContext } from '@koppel/console';
import { isKoppelError } from '@koppel/errors';
import { lookAt } from '../control/topic.ts';
import { folderOption, withLog } from '../options.ts';
import { readStudyFolder, type StudyFolder } from '../study-folder.ts';

const kinds = { folder: 'string', log: 'string' } as const;

/** Those that count; what does not is told. */
function given(
  { folder, study, specHash }: StudyFolder,
  { reporter }: CommandContext,
): Acknowledgement[] {
  const from = join(folder, 'acknowledgements');
  const names = existsSync(from) ? readdirSync(from).sort() : [];
  const keyOf = (owner: string): string | undefined =>
    study.owners.find(({ id }) => id === owner)?.signPublicKey;
  const version = Buffer.from(specHash).toString('hex');
  return names.flatMap((name) => {
    const file = join(from, name);
    try {
      const read = readAcknowledgement(file, readFileText(file), keyOf);
      return read.study === study.id && read.specHash === version ? [read] : [];
    } catch (thrown) {
      if (!isKoppelError(thrown)) throw thrown;
      reporter.problem(thrown);
      return [];
    }
  });
}

const words = {
  en: { yes: 'dealt with on', waits: 'waits, until', late: 'TOO LATE, was due on' },
  nl: { yes: 'verwerkt op', waits: 'wacht, tot', late: 'TE LAAT, moest op' },
} as const;

/** Exit code 4 while an owner is too late. */
export async function acknowledgements(context: CommandContext): Promise<number | undefined> {
  const args = parseArguments(context.argv, kinds);
  const folder = readStudyFolder(folderOption(args));
  const { state } = await withLog(context, args.required('log'), 'read', (port) =>
    lookAt(port, folder),
  );
  const signed = given(folder, context);
  const text = words[context.language];
  const rows = [...state.objections.values()].flatMap(({ id, sequence, processBy }) =>
    folder.study.owners.map(({ id: owner }) => {
      const found = signed.find(
        (one) => one.owner === owner && one.round === id && one.sequence === sequence,
      );
      const standing = found !== undefined ? 'yes' : processBy < today() ? 'late' : 'waits';
      return { round: id, owner, standing, on: found?.on ?? processBy } as const;
    }),
  );
  context.print(
    args.flag('json')
      ? JSON.stringify(rows)
      : rows
          .map(
            (one) =>
              `  ${one.round.padEnd(20)} ${one.owner.padEnd(24)} ${text[one.standing]} ${one.on}`,
          )
          .join('\n'),
  );
  return rows.some(({ standing }) => standing === 'late') ? 4 : undefined;
}
