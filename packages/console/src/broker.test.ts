// SPDX-License-Identifier: EUPL-1.2
import { expect, test } from '@jest/globals';
import { logOptions } from './broker.ts';
import { createEventReporter } from './reporter.ts';

test.each(['en', 'nl'] as const)('waiting and its end are told in %s', (language) => {
  const lines: string[] = [];
  const sink = { write: (text: string) => lines.push(text) };
  const reporter = createEventReporter({ sink, language, service: 'koppel', now: () => 0 });
  const environment = { KOPPEL_KAFKA_USER: 'rotterdam' };
  const context = { argv: [], language, reporter, environment, print: () => undefined };
  const options = logOptions(context);
  expect(options.environment).toBe(environment);
  options.onBroker('waiting');
  options.onBroker('connected');
  const events = lines.map((line) => JSON.parse(line) as { event: string; text: string });
  expect(events.map(({ event }) => event)).toEqual(['brokerWaiting', 'brokerBack']);
  for (const { text } of events) expect(text).toContain('Kafka');
});
