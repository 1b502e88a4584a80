// SPDX-License-Identifier: EUPL-1.2
/** A service's edge: command line, language, progress, events, passphrase, whole files. */
export { parseArguments, type Arguments, type OptionKinds } from './arguments.ts';
export {
  readFileBytes,
  readFileText,
  writeError,
  writeFileWhole,
  syncDescriptor,
} from './files.ts';
export { withLock } from './lock.ts';
export { languageOf } from './language.ts';
export { readPassphrase } from './passphrase.ts';
export {
  createEventReporter,
  createReporter,
  createTerminalReporter,
  type EventCounts,
  type EventNames,
  type Progress,
  type Reporter,
  type Sink,
} from './reporter.ts';
export {
  main,
  Problems,
  reportFailure,
  runService,
  type Command,
  type CommandContext,
  type Service,
} from './service.ts';
