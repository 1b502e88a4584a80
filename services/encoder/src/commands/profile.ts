// SPDX-License-Identifier: EUPL-1.2
/**
 * `koppel-encoder profile`: how good a register is, from the register alone. It needs no key, no log
 * and no go, writes only the files that it is given, and sends nothing.
 */
import { resolve } from 'node:path';
import {
  parseArguments,
  writeFileWhole,
  type Arguments,
  type CommandContext,
  today,
} from '@koppel/console';
import { KoppelError } from '@koppel/errors';
import { mappedEncoding, type Study } from '@koppel/study';
import { readStudyFile } from '../context.ts';
import { checkEncoding } from '../encoding-check.ts';
import { reportSaltOf } from '../encoding-notes.ts';
import { reportFill } from '../fill-watch.ts';
import { registerFile } from '../input/source.ts';
import { readMapping } from '../mapping.ts';
import { profileRegister } from '../profile/profile-register.ts';
import { publish } from '../profile/publish.ts';
import { profilePage } from '../profile/page/profile-page.ts';
import { publishablePage } from '../profile/page/publishable-page.ts';
import { profileSummary } from '../profile/summary.ts';
import { suggest } from './suggest.ts';

const kinds = {
  study: 'string',
  register: 'string',
  mapping: 'string',
  input: 'string',
  out: 'string',
  data: 'string',
  publishable: 'string',
} as const;

const outputs = ['out', 'data', 'publishable'] as const;

/** USAGE when nothing is to be written, or twice the same, or over a file that is read. */
function checkOutputs(args: Arguments): void {
  const taken = ['study', 'mapping', 'input'].flatMap((name) => {
    const path = name === 'input' ? args.text(name) : args.required(name);
    return path === undefined ? [] : [resolve(path)];
  });
  const given = outputs.filter((name) => args.text(name) !== undefined);
  if (given.length === 0) throw new KoppelError('USAGE', { path: '--out' });
  for (const name of given) {
    const file = resolve(args.required(name));
    if (taken.includes(file)) throw new KoppelError('USAGE', { path: `--${name}` });
    taken.push(file);
  }
  const publishable = args.text('publishable');
  if (publishable !== undefined && !/\.(?:json|html)$/i.test(publishable)) {
    throw new KoppelError('USAGE', { path: '--publishable' });
  }
}

function registerOf(study: Study, name: string) {
  const register = study.registers.find(({ id }) => id === name);
  if (register === undefined) {
    throw new KoppelError('GATE_OWNER_NOT_COVERED', { path: '--register' });
  }
  return register;
}

function json(value: object): string {
  return `${JSON.stringify(value, null, 1)}\n`;
}

export async function profile(context: CommandContext): Promise<undefined> {
  // Another profile: that of an encoding. Both names of the command lead there.
  const [first, ...rest] = context.argv;
  if (first === 'suggest') return suggest({ ...context, argv: rest });
  const args = parseArguments(context.argv, kinds);
  checkOutputs(args);
  const { language, reporter } = context;
  const read = readStudyFile(args.required('study'));
  checkEncoding(args.required('study'), read.study.encoding, reporter);
  const register = registerOf(read.study, args.required('register'));
  const mappingFile = args.required('mapping');
  const mapping = readMapping(mappingFile, register, mappedEncoding(read.study));
  const file = registerFile(mapping, mappingFile, args.text('input'));
  const report = await profileRegister({ read, register, mapping, file, day: today(), reporter });
  reportFill(reporter, register.id, report.weights?.fillNow);
  if (report.rows > 0) reportSaltOf(read.study.encoding, report.fields, reporter);
  const write = (name: (typeof outputs)[number], content: (file: string) => string): void => {
    const target = args.text(name);
    if (target !== undefined) writeFileWhole(target, content(target), { replace: true });
  };
  write('out', () => profilePage(report, register, language));
  write('data', () => json(report));
  write('publishable', (target) => {
    const told = publish(report);
    return /\.html$/i.test(target) ? publishablePage(told, language) : json(told);
  });
  context.print(profileSummary(report, language, args.flag('json')));
}
