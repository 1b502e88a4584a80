// SPDX-License-Identifier: EUPL-1.2
/**
 * A configuration in librdkafka's words. What all parties send is alike: no name of a party, machine
 * or person stands in a client identity, and nothing of a message but its bytes is ours.
 */
import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { KoppelError } from '@koppel/errors';
import type {
  ConsumerGlobalConfig,
  GlobalConfig,
  ProducerGlobalConfig,
  ProducerTopicConfig,
} from 'node-rdkafka';
import { maxEntryBytes, maxReadBytes } from '../log-port.ts';
import { readSecret, type KafkaConfig } from './config.ts';

/** Room for the frame around one entry. */
export const maxKafkaMessageBytes: number = maxEntryBytes + 2 ** 16;

/** When the (first) certificate of a file ends, in milliseconds. LOG_KAFKA_FILE for what is none. */
export function certificateEnd(file: string): number {
  try {
    return Date.parse(new X509Certificate(readFileSync(file)).validTo);
  } catch {
    throw new KoppelError('LOG_KAFKA_FILE', { file });
  }
}

/** Throws LOG_KAFKA_FILE for what is no certificate, LOG_KAFKA_CERTIFICATE for one that has ended. */
function checkCertificate(file: string, now: number): void {
  if (certificateEnd(file) < now) {
    throw new KoppelError('LOG_KAFKA_CERTIFICATE', { file, rule: 'expired' });
  }
}

function tlsSettings({ tls }: KafkaConfig): GlobalConfig {
  if (tls === 'off') return {};
  const now = Date.now();
  for (const file of [tls.ca, tls.certificate]) {
    if (file !== undefined) checkCertificate(file, now);
  }
  return {
    'ssl.ca.location': tls.ca,
    'ssl.endpoint.identification.algorithm': 'https',
    'enable.ssl.certificate.verification': true,
    ...(tls.certificate === undefined ? {} : { 'ssl.certificate.location': tls.certificate }),
    ...(tls.key === undefined ? {} : { 'ssl.key.location': tls.key }),
    ...(tls.keyPasswordFile === undefined
      ? {}
      : { 'ssl.key.password': readSecret(tls.keyPasswordFile) }),
  };
}

function saslSettings({ sasl }: KafkaConfig): GlobalConfig {
  if (sasl === undefined) return {};
  if (sasl.mechanism === 'OAUTHBEARER') return { 'sasl.mechanisms': sasl.mechanism };
  return {
    'sasl.mechanisms': sasl.mechanism,
    'sasl.username': sasl.user,
    'sasl.password': readSecret(sasl.passwordFile),
  };
}

/**
 * What every connection has. The files that it names are read now.
 * @throws KoppelError LOG_KAFKA_FILE, LOG_KAFKA_CERTIFICATE
 */
export function commonSettings(config: KafkaConfig): GlobalConfig {
  const protocol = `${config.sasl === undefined ? '' : 'sasl_'}${config.tls === 'off' ? 'plaintext' : 'ssl'}`;
  return {
    'metadata.broker.list': config.brokers.join(','),
    'security.protocol': protocol as 'sasl_ssl',
    ...tlsSettings(config),
    ...saslSettings(config),
    'client.id': 'koppel',
    // The library shifts each pause at random, so that parties do not all come back at once.
    'reconnect.backoff.ms': 100,
    'reconnect.backoff.max.ms': 10_000,
    'socket.keepalive.enable': true,
    'message.max.bytes': maxKafkaMessageBytes,
    // Diagnostics of failing connections come as events, never to the terminal.
    log_level: 3,
  };
}

/** For topics appended to: a value counts as there when every replica has it. */
export function producerTopicSettings(config: KafkaConfig): ProducerTopicConfig {
  return { 'request.required.acks': -1, 'message.timeout.ms': config.waitSeconds * 1000 };
}

/** For appending: each value once and in order. */
export function producerSettings(config: KafkaConfig): ProducerGlobalConfig {
  return {
    ...commonSettings(config),
    'enable.idempotence': true,
    // Sealed bytes do not get smaller; and how well they compress would tell something.
    'compression.codec': 'none',
    // Each value alone: the limit of a topic holds for what goes together, and a message of ours is
    // a batch of records already.
    'batch.num.messages': 1,
    'linger.ms': 0,
    'queue.buffering.max.kbytes': 2 ** 18,
    dr_cb: true,
  };
}

/** For reading from places that the reader keeps: nothing is committed at the broker. */
export function consumerSettings(config: KafkaConfig): ConsumerGlobalConfig {
  return {
    ...commonSettings(config),
    // The library asks for a name; nobody joins the group.
    'group.id': 'koppel',
    'enable.auto.commit': false,
    'enable.auto.offset.store': false,
    'check.crcs': true,
    'isolation.level': 'read_uncommitted',
    // At the end of a topic the broker holds a request for so long, and all others behind it.
    'fetch.wait.max.ms': 50,
    'fetch.message.max.bytes': 2 ** 20,
    'fetch.max.bytes': maxKafkaMessageBytes,
    'receive.message.max.bytes': maxKafkaMessageBytes + 2 ** 16,
    // What is fetched ahead of the reader: when it is slow, fetching stops.
    'queued.max.messages.kbytes': maxReadBytes / 1024,
    'queued.min.messages': 1000,
  };
}

/**
 * For taking a share of a topic with others. The broker takes the share of one that is silent for ten
 * seconds and gives it to those that are left; what a consumer keeps when others come or go, it keeps
 * without a break. How long one thing may take is no matter: the library says meanwhile that it lives.
 */
export function groupSettings(config: KafkaConfig, group: string): ConsumerGlobalConfig {
  return {
    ...consumerSettings(config),
    'group.id': group,
    'partition.assignment.strategy': 'cooperative-sticky',
    'session.timeout.ms': 10_000,
    'heartbeat.interval.ms': 1000,
    'max.poll.interval.ms': 600_000,
    'topic.metadata.refresh.interval.ms': 5000,
    rebalance_cb: true,
    offset_commit_cb: true,
  };
}
