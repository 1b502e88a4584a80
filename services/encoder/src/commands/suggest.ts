// SPDX-License-Identifier: EUPL-1.2
/**
 * `koppel-encoder suggest`: which encoding suits a study, by what its linkage unit could do and what
 * the study can lose, with the reasons and a block for the study file. Reads no register.
 */
import { ask, parseArguments, writeFileWhole, type CommandContext } from '@koppel/console';
import type { Language } from '@koppel/errors';
import type { EncodingSpec } from '@koppel/study';
import { readStudyFile } from '../context.ts';
import { wordingOf } from '../profile/words.ts';
import { decide, type Suggestion } from '../suggest/decide.ts';
import { encodingBlock, presetText, usualEncoding } from '../suggest/encoding-block.ts';
import { questionKinds, readAnswers } from '../suggest/questions.ts';
import { suggestWords } from '../suggest/words.ts';

const kinds = { study: 'string', out: 'string', ...questionKinds } as const;

type Ask = (question: string) => Promise<string | undefined>;

const lineWidth = 96;

/** Lines of a readable width, the first after its sign. */
function wrapped(sign: string, text: string): string {
  const lines = [''];
  for (const word of text.split(' ')) {
    const last = lines.at(-1)!;
    if (last.length + word.length >= lineWidth) lines.push(word);
    else lines[lines.length - 1] = last === '' ? word : `${last} ${word}`;
  }
  return lines.map((line, at) => `${at === 0 ? sign : ' '.repeat(sign.length)}${line}`).join('\n');
}

/** `saul (k 3, 2,048 bits, 256 bytes per record)` */
function nameOf({ scheme, parameters, salt }: EncodingSpec, language: Language): string {
  const { count } = wordingOf(language);
  const { bits, ...others } = parameters;
  const size = suggestWords[language].size
    .replace('{bits}', count(bits))
    .replace('{bytes}', count(bits / 8));
  const rest = Object.entries(others).map(([name, value]) => `${name} ${String(value)}`);
  const salted = salt === undefined ? [] : [`salt ${salt.field}`];
  return `${scheme} (${[...rest, ...salted, size].join(', ')})`;
}

function sentence(text: string): string {
  return wrapped('  - ', `${text.charAt(0).toUpperCase()}${text.slice(1)}`);
}

function explanation(
  suggestion: Suggestion,
  spec: EncodingSpec,
  notes: readonly string[],
  block: string,
  language: Language,
): string {
  const words = suggestWords[language];
  const { reasons, warnings, preset } = suggestion;
  const isStrong = preset === 'saulStrong';
  const text = presetText(suggestion)?.[language] ?? (isStrong ? words.strong : words.hardened);
  return [
    wrapped(`${words.suggestion}: `, `${nameOf(spec, language)}. ${text}`),
    `\n${words.because}:`,
    ...reasons.map((one) => sentence(words.reason[one])),
    `\n${words.beware}:`,
    ...warnings.map((one) => sentence(words.warning[one])),
    ...notes.map(sentence),
    sentence(words.threshold),
    sentence(words.always),
    `\n# ${words.block}\n${block}`,
  ].join('\n');
}

export async function suggest(context: CommandContext, asking: Ask = ask): Promise<undefined> {
  const args = parseArguments(context.argv, kinds);
  const { language } = context;
  const file = args.text('study');
  const encoding = file === undefined ? usualEncoding : readStudyFile(file).study.encoding;
  const names = encoding.fields.map(({ name }) => name);
  const answers = await readAnswers(args, names, language, asking);
  const suggestion = decide(answers);
  const { spec, warnings, block } = encodingBlock(suggestion, encoding);
  const notes = warnings.map(({ text }) => text[language]);
  const out = args.text('out');
  if (out !== undefined) writeFileWhole(out, block);
  context.print(
    args.flag('json')
      ? JSON.stringify({ answers, ...suggestion, encoding: spec })
      : explanation(suggestion, spec, notes, block, language),
  );
}
