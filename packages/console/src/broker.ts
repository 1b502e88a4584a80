// SPDX-License-Identifier: EUPL-1.2
/** Tells that a command waits for the broker of its log, so that nobody takes it for stuck. */
import type { Language } from '@koppel/errors';
import type { Reporter } from './reporter.ts';
import type { CommandContext } from './service.ts';

const words: Readonly<Record<Language, { readonly waiting: string; readonly connected: string }>> =
  {
    en: {
      waiting: 'Kafka does not answer; waiting for it, nothing is lost',
      connected: 'Kafka answers again',
    },
    nl: {
      waiting: 'Kafka antwoordt niet; er wordt gewacht, er gaat niets verloren',
      connected: 'Kafka antwoordt weer',
    },
  };

/** What a log at a broker calls when it begins to wait, and when that is over. */
function brokerReporter(reporter: Reporter): (state: 'waiting' | 'connected') => void {
  return (state) => {
    const name = state === 'waiting' ? 'brokerWaiting' : 'brokerBack';
    reporter.event(name, { text: words[reporter.language][state] });
  };
}

/** How a command opens its log: with its environment, and telling when it waits. */
export function logOptions({ environment, reporter }: CommandContext): {
  readonly environment: CommandContext['environment'];
  readonly onBroker: (state: 'waiting' | 'connected') => void;
} {
  return { environment, onBroker: brokerReporter(reporter) };
}
