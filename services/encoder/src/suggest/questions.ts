// SPDX-License-Identifier: EUPL-1.2
/** The questions of `suggest`: from options on the command line, and what those leave open from a person. */
import type { Arguments } from '@koppel/console';
import { KoppelError, type Language } from '@koppel/errors';
import type { Answers } from './decide.ts';

type Choice = Exclude<keyof Answers, 'stable'>;

interface Question<Name extends Choice> {
  readonly option: string;
  readonly en: string;
  readonly nl: string;
  readonly values: readonly {
    readonly value: Answers[Name];
    readonly en: string;
    readonly nl: string;
  }[];
}

export const questions: { readonly [Name in Choice]: Question<Name> } = {
  linkageUnit: {
    option: 'linkage-unit',
    en: 'Which registers of people does the linkage unit hold, or could it get at?',
    nl: 'Welke registers van mensen heeft de koppelpartij, of kan zij krijgen?',
    values: [
      { value: 'none', en: 'none, and that can be shown', nl: 'geen, en dat is aan te tonen' },
      { value: 'others', en: 'registers of some people', nl: 'registers van een deel van de mensen' },
      { value: 'population', en: 'a population register', nl: 'een bevolkingsregister' },
      { value: 'unknown', en: 'not known', nl: 'niet bekend' },
    ],
  },
  insider: {
    option: 'insider',
    en: 'Could somebody there know which encoding is whose, of some people? (an owner who works with them, planted records)',
    nl: 'Kan iemand daar van enkele mensen weten welke codering van wie is? (een bronhouder die meewerkt, geplante records)',
    values: [
      { value: 'no', en: 'no', nl: 'nee' },
      { value: 'yes', en: 'yes', nl: 'ja' },
      { value: 'unknown', en: 'not known', nl: 'niet bekend' },
    ],
  },
  loss: {
    option: 'loss',
    en: 'What can the study lose in quality?',
    nl: 'Wat kan de studie aan kwaliteit missen?',
    values: [
      { value: 'some', en: 'a point of F1: about one link in a hundred', nl: 'een punt F1: ongeveer één koppeling op de honderd' },
      { value: 'none', en: 'nothing', nl: 'niets' },
    ],
  },
  size: {
    option: 'size',
    en: 'What may an encoding cost in bytes and in time to compare?',
    nl: 'Wat mag een codering kosten aan bytes en aan tijd om te vergelijken?',
    values: [
      { value: 'large', en: '1,024 bytes per record', nl: '1.024 bytes per record' },
      { value: 'small', en: '256 bytes per record', nl: '256 bytes per record' },
    ],
  },
  interoperable: {
    option: 'interoperable',
    en: 'Must programs of others, which know Bloom filters only, be able to compare the encodings?',
    nl: 'Moeten programma’s van anderen, die alleen Bloomfilters kennen, de coderingen kunnen vergelijken?',
    values: [
      { value: 'no', en: 'no', nl: 'nee' },
      { value: 'yes', en: 'yes', nl: 'ja' },
    ],
  },
}; // prettier-ignore

const stableQuestion = {
  en: 'Is there a field that is right in every register and never changes? (its name; empty for none) ',
  nl: 'Is er een veld dat in elk register klopt en nooit verandert? (de naam; leeg als er geen is) ',
} as const;

/** The options of the command that answer questions. */
export const questionKinds: Readonly<Record<string, 'string'>> = Object.fromEntries(
  [...Object.values(questions).map(({ option }) => option), 'stable'].map((name) => [name, 'string']),
); // prettier-ignore

type Ask = (question: string) => Promise<string | undefined>;

/** A wrong answer is asked again; after so many times it is the command that is wrong. */
const attempts = 3;

function questionText<Name extends Choice>(question: Question<Name>, language: Language): string {
  const options = question.values.map((one, at) => `  ${at + 1}  ${one[language]}`);
  return `${[question[language], ...options].join('\n')}\n> `;
}

/** A number from the list, or the word of the option. */
function chosen<Name extends Choice>(
  { values }: Question<Name>,
  answer: string,
): Answers[Name] | undefined {
  return (values[Number(answer) - 1] ?? values.find(({ value }) => value === answer))?.value;
}

async function answer<Name extends Choice>(
  question: Question<Name>,
  args: Arguments,
  language: Language,
  asking: Ask,
): Promise<Answers[Name]> {
  const { option } = question;
  const given = args.text(option);
  if (given !== undefined) {
    const value = question.values.find((one) => one.value === given)?.value;
    if (value === undefined) throw new KoppelError('USAGE', { path: `--${option}` });
    return value;
  }
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const said = await asking(questionText(question, language));
    if (said === undefined) break;
    const value = chosen(question, said.trim().toLowerCase());
    if (value !== undefined) return value;
  }
  throw new KoppelError('USAGE', { path: `--${option}` });
}

/**
 * All answers. Where nobody is at the keyboard, every option but `--stable` must be there.
 * @param fields the names that `stable` may be
 * @throws KoppelError USAGE with the option that lacks or has another value
 */
export async function readAnswers(
  args: Arguments,
  fields: readonly string[],
  language: Language,
  asking: Ask,
): Promise<Answers> {
  const of = <Name extends Choice>(name: Name): Promise<Answers[Name]> =>
    answer(questions[name], args, language, asking);
  const answers = {
    linkageUnit: await of('linkageUnit'),
    insider: await of('insider'),
    loss: await of('loss'),
    size: await of('size'),
    interoperable: await of('interoperable'),
  };
  const given = args.text('stable') ?? (await asking(stableQuestion[language]));
  const stable = given === undefined || given.trim() === '' ? undefined : given.trim();
  if (stable !== undefined && !fields.includes(stable)) {
    throw new KoppelError('USAGE', { path: '--stable' });
  }
  return { ...answers, stable };
}
