// SPDX-License-Identifier: EUPL-1.2
/** A service's edge: command line, language, progress, events, passphrase, whole files, pages and charts of a report. */
export { logOptions } from './broker.ts';
export { ask, type Terminal } from './ask.ts';
export { parseArguments, type Arguments, type OptionKinds } from './arguments.ts';
export {
  readFileBytes,
  readFileText,
  writeError,
  writeFileBeside,
  writeFileWhole,
  syncDescriptor,
  syncFolder,
} from './files.ts';
export { withKernelLock, type LockWait } from './kernel-lock.ts';
export { withLock } from './lock.ts';
export { languageOf } from './language.ts';
export {
  bar,
  chartWidth,
  colours,
  columns,
  drawing,
  legend,
  line,
  namedBars,
  stackedBars,
  text,
  withTicks,
  type Column,
  type LegendEntry,
  type Segment,
  type StackedRow,
} from './page/charts.ts';
export { escapeHtml, html, Markup, type Part } from './page/html.ts';
export { figure, folded, pageText, section, table, type Page } from './page/page.ts';
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
export { today } from './today.ts';
