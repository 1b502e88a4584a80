// SPDX-License-Identifier: EUPL-1.2
/** Whether every broker is reached, over TLS that holds, and lets this party in. */
import { KoppelError } from '@koppel/errors';
import { AdminConnection, adminFault } from '../kafka/admin/connection.ts';
import type { KafkaConfig } from '../kafka/config.ts';
import { certificateEnd } from '../kafka/settings.ts';
import { failed, type CheckName, type Finding } from './finding.ts';

const dayMs = 86_400_000;

/** A certificate that ends before so many days have passed is a warning: renewing takes people. */
const soonDays = 30;

/** What there is to say of a certificate that ends then. */
function endOf(check: CheckName, subject: string, until: number, now: number): Finding {
  const days = Math.floor((until - now) / dayMs);
  const place = check === 'ownCertificate' ? { file: subject } : { field: subject };
  if (until < now) {
    return failed(check, subject, new KoppelError('LOG_KAFKA_CERTIFICATE', { ...place, rule: 'expired' }));
  }
  if (days >= soonDays) return { check, subject, outcome: 'ok', days };
  const problem = new KoppelError('LINE_CERTIFICATE_SOON', place);
  return { check, subject, outcome: 'warning', days, problem };
} // prettier-ignore

/** The certificates in files of this party. */
export function ownCertificates({ tls }: KafkaConfig, now: number): Finding[] {
  if (tls === 'off') return [];
  return [tls.ca, tls.certificate].flatMap((file) => {
    if (file === undefined) return [];
    try {
      return [endOf('ownCertificate', file, certificateEnd(file), now)];
    } catch (thrown) {
      return [failed('ownCertificate', file, adminFault(thrown))];
    }
  });
}

/** What failed, at the step that it belongs to. */
function refusalOf(broker: string, thrown: unknown): Finding[] {
  const { code, place } = adminFault(thrown);
  const problem = new KoppelError(code, { ...place, field: broker });
  const reached: Finding = { check: 'broker', subject: broker, outcome: 'ok' };
  if (code === 'LOG_KAFKA_AUTHENTICATION') return [reached, failed('login', broker, problem)];
  if (code === 'LOG_KAFKA_CERTIFICATE') return [reached, failed('certificate', broker, problem)];
  return [failed('broker', broker, problem)];
}

export interface Reached {
  readonly findings: readonly Finding[];
  /** To the first broker that lets this party in; close it. */
  readonly admin: AdminConnection | undefined;
}

async function reach(
  config: KafkaConfig,
  broker: string,
  now: number,
): Promise<{ findings: Finding[]; admin?: AdminConnection; others: string[] }> {
  let admin: AdminConnection | undefined;
  try {
    admin = await AdminConnection.open(config, broker);
    // The broker tells only now that it does not accept a certificate of ours.
    const { brokers } = await admin.ask(admin.library.metadataV12.api, [], false, false);
    const until = admin.certificateUntil();
    const findings: Finding[] = [
      { check: 'broker', subject: broker, outcome: 'ok' },
      ...(until === undefined ? [] : [endOf('certificate', broker, until, now)]),
      { check: 'login', subject: broker, outcome: 'ok' },
    ];
    const others = brokers.map(({ host, port }) =>
      host.includes(':') ? `[${host}]:${String(port)}` : `${host}:${String(port)}`,
    );
    return { findings, admin, others };
  } catch (thrown) {
    await admin?.close();
    return { findings: refusalOf(broker, thrown), others: [] };
  }
}

/**
 * Tries every broker that the configuration names, and every other one that these tell of: the client
 * goes to those by itself, so a wrong name there stops it later.
 */
export async function reachBrokers(config: KafkaConfig, now: number): Promise<Reached> {
  const findings: Finding[] = [];
  const queue = [...config.brokers];
  let admin: AdminConnection | undefined;
  for (const broker of queue) {
    const reached = await reach(config, broker, now);
    findings.push(...reached.findings);
    for (const other of reached.others) if (!queue.includes(other)) queue.push(other);
    if (admin === undefined) admin = reached.admin;
    else await reached.admin?.close();
  }
  return { findings, admin };
}
