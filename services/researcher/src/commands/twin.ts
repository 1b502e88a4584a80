// SPDX-License-Identifier: EUPL-1.2
/** `koppel-researcher twin`: files as the data set will have, with rows of nobody. */
import { parseArguments, type CommandContext } from '@koppel/console';
import type { Language } from '@koppel/errors';
import { describingTexts } from '../describe/texts.ts';
import { twinFiles } from '../describe/twin.ts';
import { formatsOf } from '../formats/asked.ts';
import { writeRelease } from '../release.ts';
import { readStudy } from '../study-file.ts';

const kinds = { study: 'string', out: 'string', persons: 'string', formats: 'string' } as const;

const defaultPersons = 1000;

const words: Readonly<Record<Language, { written: string; nobody: string }>> = {
  en: {
    written: 'Synthetic twin in',
    nobody: 'It is drawn from the study file alone: no row is of a real person, and nothing can be learnt from it.',
  },
  nl: {
    written: 'Synthetische tweeling in',
    nobody: 'Zij is alleen uit het studiebestand getrokken: geen rij is van een echt mens, en er valt niets uit te leren.',
  },
}; // prettier-ignore

export async function twin(context: CommandContext): Promise<undefined> {
  const args = parseArguments(context.argv, kinds);
  const { study, specHash } = readStudy(args.required('study'));
  const out = args.required('out');
  const persons = args.count('persons', defaultPersons);
  const formats = formatsOf(args.text('formats'));
  const files = twinFiles(study, specHash, persons);
  const described = { version: 'synthetic-twin', hasEvents: true, isTwin: true };
  await writeRelease(out, {
    files,
    formats,
    texts: (written) => describingTexts(study, described, written),
  });
  const rows = Object.fromEntries(files.map(({ schema, count }) => [schema.stem, count]));
  const { written, nobody } = words[context.language];
  context.print(args.flag('json') ? JSON.stringify({ out, rows }) : `${written} ${out}\n${nobody}`);
}
