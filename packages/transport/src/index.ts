// SPDX-License-Identifier: EUPL-1.2
/** The log that the parties share: its port, its adapters, and reading along. */
export { ControlTopic } from './control-topic.ts';
export { doctor, type DoctorOptions } from './doctor/doctor.ts';
export type { Finding } from './doctor/finding.ts';
export { doctorData, doctorExitCode, doctorText, isHealthy } from './doctor/text.ts';
export { openEmbeddedLog, type EmbeddedLogOptions } from './embedded-log.ts';
export { readParties, type LineParties } from './kafka/admin/parties.ts';
export type { Change, Plan } from './kafka/admin/plan.ts';
export { isOwn } from './kafka/admin/plan.ts';
export { topicPrefix, type LineStudy, type Role } from './kafka/admin/rights.ts';
export { openLineSetup, type LineSetup } from './kafka/admin/setup.ts';
export type { Rule } from './kafka/admin/state.ts';
export { brokerSettings, type BrokerSetting } from './kafka/describe.ts';
export { openKafkaLog, type KafkaLogOptions } from './kafka/kafka-log.ts';
export type { OnBroker } from './kafka/patience.ts';
export { maxEntryBytes, maxReadBytes, type LogEntry, type LogPort } from './log-port.ts';
export { brokerFileOf, isBroker, openLog, type LogOptions } from './open-log.ts';
export { follow, readAll, type FollowOptions } from './reading.ts';
export { openWork } from './open-work.ts';
export { type WorkGroup, type WorkItem, type WorkPort } from './work-port.ts';
