// SPDX-License-Identifier: EUPL-1.2
/** The log at a real broker, as a log port. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomUUID } from 'node:crypto';
import { afterAll, describe, test } from '@jest/globals';
import { openKafkaLog } from '../index.ts';
import { configFile, testBroker } from '../testing/kafka-place.ts';
import { describeLogPort } from '../testing/log-port-suite.ts';

const broker = testBroker(false);
const folder = mkdtempSync(join(tmpdir(), 'koppel-kafka-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

if ('missing' in broker) {
  describe('the log port of Kafka', () => {
    test.skip(`no broker can be started here: ${broker.missing}`, () => undefined);
  });
} else {
  const config = {
    brokers: broker.brokers.split(','),
    tls: 'off',
    createTopics: true,
    waitSeconds: 60,
  };
  const file = configFile(folder, config);
  describeLogPort('Kafka', () => {
    const prefix = `${randomUUID()}.`;
    return Promise.resolve({
      open: async () => {
        const port = await openKafkaLog(file, { environment: {} });
        const named = (topic: string): string =>
          /^[a-z]/.test(topic) && topic.length < 200 ? prefix + topic : topic;
        return {
          append: (topic, values) => port.append(named(topic), values),
          read: (topic, from, limit) => port.read(named(topic), from, limit),
          end: (topic) => port.end(named(topic)),
          erase: (topic) => port.erase!(named(topic)),
          close: () => port.close(),
        };
      },
      remove: () => Promise.resolve(),
    });
  });
}
