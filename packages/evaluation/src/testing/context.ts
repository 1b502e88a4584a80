// SPDX-License-Identifier: EUPL-1.2
/** A command's surroundings in a test: what it told and printed is kept. */
import { createEventReporter, type CommandContext } from '@koppel/console';

export interface Recorded {
  readonly context: CommandContext;
  readonly told: string[];
  readonly printed: string[];
}

export function recordedContext(argv: readonly string[], language: 'en' | 'nl' = 'en'): Recorded {
  const told: string[] = [];
  const printed: string[] = [];
  const reporter = createEventReporter({
    sink: { write: (text) => told.push(text) },
    language,
    service: 'test',
    now: () => 0,
  });
  const print = (text: string): void => {
    printed.push(text);
  };
  return { context: { argv, language, reporter, environment: {}, print }, told, printed };
}
