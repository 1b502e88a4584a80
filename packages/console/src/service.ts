// SPDX-License-Identifier: EUPL-1.2
/**
 * The frame of every binary: language, help, dispatch to a command, exit codes. Whatever is thrown
 * ends here. An error that is not ours may carry a person's value in its text, so nothing of it is
 * printed, in a crash neither.
 */
import process, { argv, env, exit, stderr, stdout } from 'node:process';
import { isKoppelError, KoppelError, type Language } from '@koppel/errors';
import { writeError } from './files.ts';
import { isLanguage, languageOf } from './language.ts';
import { createReporter, type Reporter } from './reporter.ts';

export interface CommandContext {
  readonly argv: readonly string[];
  readonly language: Language;
  readonly reporter: Reporter;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The result of the command, for a person or a script, on standard output. */
  print(text: string): void;
}

/** Resolves to nothing, or to an exit code other than 0 that the command has explained itself. */
export type Command = (context: CommandContext) => Promise<number | undefined>;

export interface Service {
  readonly name: string;
  readonly help: Readonly<Record<Language, string>>;
  readonly commands: Readonly<Record<string, Command>>;
}

/** Several problems of one input, each reported. */
export class Problems extends Error {
  readonly list: readonly KoppelError[];
  constructor(list: readonly KoppelError[]) {
    super('PROBLEMS');
    this.list = list;
  }
}

/** Reports what was thrown and gives the exit code that belongs to it. */
export function reportFailure(thrown: unknown, reporter: Reporter): number {
  const list = thrown instanceof Problems ? thrown.list : [thrown];
  const errors = list.map((one) => (isKoppelError(one) ? one : new KoppelError('INTERNAL')));
  for (const error of errors) reporter.problem(error);
  return errors[0]?.exitCode ?? 1;
}

function optionOf(args: readonly string[], name: string): string | undefined {
  const at = args.indexOf(`--${name}`);
  if (at >= 0) return args[at + 1];
  return args.find((text) => text.startsWith(`--${name}=`))?.slice(name.length + 3);
}

/** Runs one command of a service and gives its exit code. Pure of process state, for tests. */
export async function runService(service: Service, context: CommandContext): Promise<number> {
  const [first, ...rest] = context.argv;
  const asksHelp =
    first === 'help' || context.argv.some((word) => word === '--help' || word === '-h');
  if (first === undefined || asksHelp) {
    context.print(service.help[context.language]);
    return first === undefined ? 2 : 0;
  }
  const known = Object.hasOwn(service.commands, first) ? service.commands[first] : undefined;
  if (known === undefined) {
    // As it was typed, where it looks like a command: what else was typed is not repeated.
    const typed = /^[a-z][a-z-]{0,39}$/u.test(first) ? { path: first } : {};
    context.reporter.problem(new KoppelError('USAGE', { ...typed, rule: 'commandUnknown' }));
    return 2;
  }
  const chosen = optionOf(context.argv, 'lang');
  if (chosen !== undefined && !isLanguage(chosen)) {
    context.reporter.problem(new KoppelError('USAGE', { path: '--lang', rule: 'languageUnknown' }));
    return 2;
  }
  try {
    return (await known({ ...context, argv: rest })) ?? 0;
  } catch (thrown) {
    return reportFailure(thrown, context.reporter);
  }
}

/** The entry of a binary. */
export async function main(service: Service): Promise<void> {
  const args = argv.slice(2);
  const language = languageOf(optionOf(args, 'lang'), env);
  const now = (): number => Date.now();
  const reporter = createReporter({ sink: stderr, language, service: service.name, now });
  const crash = (thrown: unknown): void => {
    exit(reportFailure(thrown, reporter));
  };
  process.on('uncaughtException', crash);
  process.on('unhandledRejection', crash);
  // Who reads our words may stop, as `head` does: that changes nothing of what a command does. A disk
  // that does not take its result does, as then it is lost.
  let unwritten: KoppelError | undefined;
  stdout.on('error', (thrown: NodeJS.ErrnoException) => {
    if (thrown.code === 'EPIPE' || unwritten !== undefined) return;
    unwritten = writeError(thrown, '/dev/stdout');
    reporter.problem(unwritten);
    process.exitCode = unwritten.exitCode;
  });
  stderr.on('error', () => undefined);
  const print = (text: string): void => {
    stdout.write(text.endsWith('\n') ? text : `${text}\n`);
  };
  const code = await runService(service, {
    argv: args,
    language,
    reporter,
    environment: env,
    print,
  });
  process.exitCode = unwritten?.exitCode ?? code;
}
