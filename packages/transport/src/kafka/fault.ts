// SPDX-License-Identifier: EUPL-1.2
/**
 * What librdkafka reports, as closed codes. Its texts hold addresses, user names and pieces of the
 * configuration, so neither text nor cause is kept; a text is only looked at to choose the code.
 */
import { KoppelError, type ErrorCode } from '@koppel/errors';

/**
 * Errors of librdkafka (number below zero) and of the protocol: number, name, code. Some reports come
 * with the name alone, in small letters and without what is before its colon. Names: rd_kafka_err2str
 * of the pinned version; numbers: https://kafka.apache.org/protocol, error codes.
 */
const known: readonly (readonly [number, string, ErrorCode])[] = [
  [-195, 'broker transport failure', 'LOG_KAFKA_UNREACHABLE'],
  [-193, 'host resolution failure', 'LOG_KAFKA_UNREACHABLE'],
  [-192, 'message timed out', 'LOG_KAFKA_UNREACHABLE'],
  [-190, 'unknown partition', 'LOG_KAFKA_TOPIC'],
  [-188, 'unknown topic', 'LOG_KAFKA_TOPIC'],
  [-187, 'all broker connections are down', 'LOG_KAFKA_UNREACHABLE'],
  [-185, 'timed out', 'LOG_KAFKA_UNREACHABLE'],
  [-181, 'ssl error', 'LOG_KAFKA_CERTIFICATE'],
  [-169, 'authentication failure', 'LOG_KAFKA_AUTHENTICATION'],
  [-166, 'timed out in queue', 'LOG_KAFKA_UNREACHABLE'],
  [-150, 'fatal error', 'LOG_FAILED'],
  [-140, 'no offset to automatically reset to', 'LOG_TRUNCATED'],
  // A broker that others have missed, while it was asked.
  [-137, 'broker handle destroyed without termination', 'LOG_KAFKA_UNREACHABLE'],
  [1, 'offset out of range', 'LOG_TRUNCATED'],
  [2, 'invalid message', 'LOG_DAMAGED'],
  [3, 'unknown topic or partition', 'LOG_KAFKA_TOPIC'],
  [5, 'leader not available', 'LOG_KAFKA_UNREACHABLE'],
  [6, 'not leader for partition', 'LOG_KAFKA_UNREACHABLE'],
  [7, 'request timed out', 'LOG_KAFKA_UNREACHABLE'],
  [8, 'broker not available', 'LOG_KAFKA_UNREACHABLE'],
  [9, 'replica not available', 'LOG_KAFKA_UNREACHABLE'],
  [10, 'message size too large', 'LOG_KAFKA_TOO_LARGE'],
  [13, 'broker disconnected before response received', 'LOG_KAFKA_UNREACHABLE'],
  [17, 'invalid topic', 'LOG_KAFKA_TOPIC'],
  [18, 'message batch larger than configured server segment size', 'LOG_KAFKA_TOO_LARGE'],
  [19, 'not enough in-sync replicas', 'LOG_KAFKA_UNREACHABLE'],
  [20, 'message(s) written to insufficient number of in-sync replicas', 'LOG_KAFKA_UNREACHABLE'],
  [29, 'topic authorization failed', 'LOG_KAFKA_AUTHORIZATION'],
  [31, 'cluster authorization failed', 'LOG_KAFKA_AUTHORIZATION'],
  [32, 'invalid timestamp', 'LOG_KAFKA_CLOCK'],
  [33, 'unsupported sasl mechanism', 'LOG_KAFKA_AUTHENTICATION'],
  [34, 'request not valid in current sasl state', 'LOG_KAFKA_AUTHENTICATION'],
  [44, 'policy violation', 'LOG_KAFKA_AUTHORIZATION'],
  [56, 'disk error when trying to access log file on disk', 'LOG_FULL'],
  [58, 'sasl authentication failed', 'LOG_KAFKA_AUTHENTICATION'],
  [72, 'no matching listener', 'LOG_KAFKA_UNREACHABLE'],
  // Another broker leads: since this one spoke, or since it was spoken to.
  [74, 'leader epoch is older than broker epoch', 'LOG_KAFKA_UNREACHABLE'],
  [75, 'leader epoch is newer than broker epoch', 'LOG_KAFKA_UNREACHABLE'],
  [78, 'leader high watermark is not caught up', 'LOG_KAFKA_UNREACHABLE'],
  [83, 'eligible partition leaders are not available', 'LOG_KAFKA_UNREACHABLE'],
];

const byNumber = new Map(known.map(([number, , code]) => [number, code]));
const byName = new Map(known.map(([, name, code]) => [name, code]));

/** About the consumer group: a formality of the client. Nothing is done in it, no right is needed. */
const groupErrors = new Set([15, 16, 30]);

/** Whether the report says nothing about this log. */
export function isMeaningless(thrown: unknown): boolean {
  return groupErrors.has((thrown as { readonly code: number }).code);
}

const rules: Readonly<Partial<Record<ErrorCode, string>>> = {
  LOG_KAFKA_CERTIFICATE: 'broker',
  LOG_TRUNCATED: 'gap',
};

function faultOf(code: ErrorCode): KoppelError {
  const rule = rules[code];
  return rule === undefined ? new KoppelError(code) : new KoppelError(code, { rule });
}

/** The error to throw for what the library reported; LOG_FAILED when unknown. */
export function kafkaFault(thrown: unknown): KoppelError {
  if (thrown instanceof KoppelError) return thrown;
  const { code, message } = thrown as { readonly code?: unknown; readonly message?: unknown };
  const numbered = typeof code === 'number' ? byNumber.get(code) : undefined;
  return faultOf(numbered ?? byName.get(String(message)) ?? 'LOG_FAILED');
}

/** The error for a number of the protocol; LOG_FAILED when unknown. */
export function faultOfNumber(number: number): KoppelError {
  return faultOf(byNumber.get(number) ?? 'LOG_FAILED');
}

/** Whether waiting can help: the broker is away, or busy finding its feet. */
export function isPassing(fault: KoppelError): boolean {
  return fault.code === 'LOG_KAFKA_UNREACHABLE';
}

/** Of what comes as an event, these end the work on the connection; other ones pass. */
const refusals = new Set<ErrorCode>([
  'LOG_KAFKA_AUTHENTICATION',
  'LOG_KAFKA_AUTHORIZATION',
  'LOG_KAFKA_CERTIFICATE',
  'LOG_FAILED',
]);

/** What an event called `name` says: a refusal, that the broker is away, or nothing of note. */
export function reported(name: string): KoppelError | 'lost' | undefined {
  const code = byName.get(name);
  if (code === 'LOG_KAFKA_UNREACHABLE') return 'lost';
  return code !== undefined && refusals.has(code) ? faultOf(code) : undefined;
}

/** What the broker says of this client's own certificate, or of its absence (TLS alerts). */
const ownCertificate = /alert number (?:42|43|44|45|46|48|49|116)\b/;

/** What a line of librdkafka's diagnostics says of a certificate; only there it can be seen. */
export function diagnosed(line: string): KoppelError | undefined {
  const own = ownCertificate.test(line);
  if (!own && !line.includes('certificate verify failed')) return undefined;
  return new KoppelError('LOG_KAFKA_CERTIFICATE', { rule: own ? 'own' : 'broker' });
}
