// SPDX-License-Identifier: EUPL-1.2
/** The log that the parties share: its port, its embedded adapter, and reading along. */
export { ControlTopic } from './control-topic.ts';
export { openEmbeddedLog, type EmbeddedLogOptions } from './embedded-log.ts';
export { maxEntryBytes, maxReadBytes, type LogEntry, type LogPort } from './log-port.ts';
export { follow, readAll, type FollowOptions } from './reading.ts';
