// SPDX-License-Identifier: EUPL-1.2
/** The log that the parties share: its port, its adapters, and reading along. */
export { ControlTopic } from './control-topic.ts';
export { openEmbeddedLog, type EmbeddedLogOptions } from './embedded-log.ts';
export { openKafkaLog, type KafkaLogOptions } from './kafka/kafka-log.ts';
export type { OnBroker } from './kafka/patience.ts';
export { maxEntryBytes, maxReadBytes, type LogEntry, type LogPort } from './log-port.ts';
export { isBroker, openLog, type LogOptions } from './open-log.ts';
export { follow, readAll, type FollowOptions } from './reading.ts';
