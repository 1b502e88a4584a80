// SPDX-License-Identifier: EUPL-1.2
/**
 * What librdkafka reports, as closed codes. Its texts hold addresses, user names and pieces of the
 * configuration, so neither text nor cause is kept; a text is only looked at to choose the code.
 */
import { KoppelError, type ErrorCode } from '@koppel/errors';

/** Of librdkafka (below zero) and of the protocol (https://kafka.apache.org/protocol, error codes). */
const codes: Readonly<Record<number, ErrorCode>> = {
  [-1]: 'LOG_KAFKA_UNREACHABLE', // UNKNOWN: "an unexpected server error"
  [-195]: 'LOG_KAFKA_UNREACHABLE', // _TRANSPORT
  [-193]: 'LOG_KAFKA_UNREACHABLE', // _RESOLVE
  [-192]: 'LOG_KAFKA_UNREACHABLE', // _MSG_TIMED_OUT
  [-190]: 'LOG_KAFKA_TOPIC', // _UNKNOWN_PARTITION
  [-188]: 'LOG_KAFKA_TOPIC', // _UNKNOWN_TOPIC
  [-187]: 'LOG_KAFKA_UNREACHABLE', // _ALL_BROKERS_DOWN
  [-186]: 'LOG_KAFKA_CONFIG', // _INVALID_ARG
  [-185]: 'LOG_KAFKA_UNREACHABLE', // _TIMED_OUT
  [-181]: 'LOG_KAFKA_CERTIFICATE', // _SSL
  [-180]: 'LOG_KAFKA_UNREACHABLE', // _WAIT_COORD
  [-169]: 'LOG_KAFKA_AUTHENTICATION', // _AUTHENTICATION
  [-166]: 'LOG_KAFKA_UNREACHABLE', // _TIMED_OUT_QUEUE
  [-140]: 'LOG_TRUNCATED', // _AUTO_OFFSET_RESET
  1: 'LOG_TRUNCATED', // OFFSET_OUT_OF_RANGE
  2: 'LOG_DAMAGED', // CORRUPT_MESSAGE
  3: 'LOG_KAFKA_TOPIC', // UNKNOWN_TOPIC_OR_PARTITION
  5: 'LOG_KAFKA_UNREACHABLE', // LEADER_NOT_AVAILABLE
  6: 'LOG_KAFKA_UNREACHABLE', // NOT_LEADER_OR_FOLLOWER
  7: 'LOG_KAFKA_UNREACHABLE', // REQUEST_TIMED_OUT
  8: 'LOG_KAFKA_UNREACHABLE', // BROKER_NOT_AVAILABLE
  9: 'LOG_KAFKA_UNREACHABLE', // REPLICA_NOT_AVAILABLE
  10: 'LOG_ENTRY_TOO_LARGE', // MSG_SIZE_TOO_LARGE
  13: 'LOG_KAFKA_UNREACHABLE', // NETWORK_EXCEPTION
  17: 'LOG_KAFKA_TOPIC', // INVALID_TOPIC
  18: 'LOG_ENTRY_TOO_LARGE', // RECORD_LIST_TOO_LARGE
  19: 'LOG_KAFKA_UNREACHABLE', // NOT_ENOUGH_REPLICAS
  20: 'LOG_KAFKA_UNREACHABLE', // NOT_ENOUGH_REPLICAS_AFTER_APPEND
  29: 'LOG_KAFKA_AUTHORIZATION', // TOPIC_AUTHORIZATION_FAILED
  31: 'LOG_KAFKA_AUTHORIZATION', // CLUSTER_AUTHORIZATION_FAILED
  33: 'LOG_KAFKA_AUTHENTICATION', // UNSUPPORTED_SASL_MECHANISM
  34: 'LOG_KAFKA_AUTHENTICATION', // ILLEGAL_SASL_STATE
  44: 'LOG_KAFKA_AUTHORIZATION', // POLICY_VIOLATION: what the broker lets nobody make
  53: 'LOG_KAFKA_AUTHORIZATION', // TRANSACTIONAL_ID_AUTHORIZATION_FAILED
  56: 'LOG_FULL', // KAFKA_STORAGE_ERROR: the broker's disk
  58: 'LOG_KAFKA_AUTHENTICATION', // SASL_AUTHENTICATION_FAILED
  78: 'LOG_KAFKA_UNREACHABLE', // OFFSET_NOT_AVAILABLE
};

/** About the consumer group: a formality of the client. Nothing is done in it, no right is needed. */
const meaningless = new Set([30, 16, 15]);

/** What the broker says of this client's own certificate, or of its absence (TLS alerts). */
const ownCertificate = /alert number (?:42|43|44|45|46|48|49|116)\b|alert certificate required/;

/** Whether the report says nothing about this log. */
export function isMeaningless(thrown: unknown): boolean {
  return meaningless.has(reportedCode(thrown) ?? 0);
}

function reportedCode(thrown: unknown): number | undefined {
  const { code } = (thrown ?? {}) as { code?: unknown };
  return typeof code === 'number' ? code : undefined;
}

/** The error to throw for what the library reported; LOG_FAILED when unknown. */
export function kafkaFault(thrown: unknown): KoppelError {
  if (thrown instanceof KoppelError) return thrown;
  const code = codes[reportedCode(thrown) ?? 0] ?? 'LOG_FAILED';
  if (code === 'LOG_KAFKA_CERTIFICATE') return new KoppelError(code, { rule: 'broker' });
  if (code === 'LOG_ENTRY_TOO_LARGE') return new KoppelError('LOG_KAFKA_TOO_LARGE');
  return code === 'LOG_TRUNCATED' ? new KoppelError(code, { rule: 'gap' }) : new KoppelError(code);
}

/**
 * Reports that nobody asked for come without their number, as librdkafka's name of the error in small
 * letters (rd_kafka_err2str; the version is pinned). Those that end the work; all others pass.
 */
const refusals: Readonly<Record<string, ErrorCode>> = {
  'authentication failure': 'LOG_KAFKA_AUTHENTICATION',
  'sasl authentication failed': 'LOG_KAFKA_AUTHENTICATION',
  'unsupported sasl mechanism': 'LOG_KAFKA_AUTHENTICATION',
  'topic authorization failed': 'LOG_KAFKA_AUTHORIZATION',
  'cluster authorization failed': 'LOG_KAFKA_AUTHORIZATION',
  'ssl error': 'LOG_KAFKA_CERTIFICATE',
  'fatal error': 'LOG_FAILED',
};

/** Those that say that no broker answers. */
const losses = new Set([
  'broker transport failure',
  'all broker connections are down',
  'host resolution failure',
]);

/** What a report that nobody asked for says: an error, that the broker is away, or nothing of note. */
export function reported(message: string): KoppelError | 'lost' | undefined {
  const code = refusals[message];
  if (code === undefined) return losses.has(message) ? 'lost' : undefined;
  return code === 'LOG_KAFKA_CERTIFICATE'
    ? new KoppelError(code, { rule: 'broker' })
    : new KoppelError(code);
}

/** What a line for librdkafka's own diagnostics says of a certificate; only there it can be seen. */
export function diagnosed(line: string): KoppelError | undefined {
  const own = ownCertificate.test(line);
  if (!own && !line.includes('certificate verify failed')) return undefined;
  return new KoppelError('LOG_KAFKA_CERTIFICATE', { rule: own ? 'own' : 'broker' });
}

/** Whether waiting can help: the broker is away, or busy finding its feet. */
export function isPassing(fault: KoppelError): boolean {
  return fault.code === 'LOG_KAFKA_UNREACHABLE';
}
