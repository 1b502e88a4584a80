// SPDX-License-Identifier: EUPL-1.2
/**
 * Looks at the log from the seat of one party: is it reached, may this party do what it must, and may
 * it do nothing else. Leaves nothing behind at the broker.
 */
import { adminFault } from '../kafka/admin/connection.ts';
import { readKafkaConfig, type Environment, type KafkaConfig } from '../kafka/config.ts';
import { openKafkaLog } from '../kafka/kafka-log.ts';
import {
  lineTopics,
  roleName,
  type LineStudy,
  type LineTopic,
  type Role,
  workerGroup,
  workTopics,
} from '../kafka/admin/rights.ts';
import { brokerFileOf, isBroker } from '../open-log.ts';
import { clockFinding } from './clock.ts';
import { ownCertificates, reachBrokers } from './connections.ts';
import { failed, untried, type CheckName, type Finding } from './finding.ts';
import { doctorFolder } from './folder.ts';
import { topicRights, topicSizes, workRights } from './topics.ts';

/** Milliseconds that the client library may take to reach the broker. */
const libraryMs = 20_000;

export interface DoctorOptions {
  readonly environment: Environment;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
}

function readableTopics(topics: readonly LineTopic[], role: Role): string[] {
  return topics.flatMap(({ topic, rights }) =>
    rights.get(roleName(role))?.includes('read') === true ? [topic] : [],
  );
}

/** One look through the library that messages go through; the topic is one that every party reads. */
async function libraryFinding(
  file: string | undefined,
  topic: string,
  environment: Environment,
): Promise<Finding> {
  try {
    const port = await openKafkaLog(file, { environment, waitMs: libraryMs });
    try {
      const end = await port.end(topic);
      if (end > 0) await port.read(topic, end - 1, 1);
    } finally {
      await port.close();
    }
    return { check: 'library', subject: topic, outcome: 'ok' };
  } catch (thrown) {
    return failed('library', topic, adminFault(thrown));
  }
}

/** What a step finds, or that it failed. */
async function step(check: CheckName, look: () => Promise<Finding[]>): Promise<Finding[]> {
  try {
    return await look();
  } catch (thrown) {
    return [failed(check, '', adminFault(thrown))];
  }
}

function readConfig(file: string | undefined, environment: Environment): KafkaConfig | Finding {
  try {
    return readKafkaConfig(file, environment);
  } catch (thrown) {
    return failed('configuration', file ?? '', adminFault(thrown));
  }
}

async function doctorBroker(
  file: string | undefined,
  study: LineStudy,
  role: Role,
  { environment, clock }: DoctorOptions,
): Promise<Finding[]> {
  const topics = lineTopics(study);
  const config = readConfig(file, environment);
  if ('check' in config) return [config];
  const own = ownCertificates(config, clock());
  const first: Finding = { check: 'configuration', subject: file ?? '', outcome: 'ok' };
  const { findings, admin } = await reachBrokers(config, clock());
  const before = [first, ...own, ...findings];
  if (admin === undefined) {
    const rest = (['topic', 'management', 'limit', 'clock', 'library'] as const).map((one) => untried(one));
    return [...before, ...rest];
  }
  try {
    const readable = readableTopics(topics, role);
    return [
      ...before,
      ...(await step('topic', () => topicRights(admin, topics, role))),
      ...(await step('topic', () =>
        workRights(admin, workTopics(study), role, workerGroup(study)),
      )),
      ...(await step('limit', () => topicSizes(admin, topics, role))),
      ...(await step('clock', async () => [await clockFinding(admin, readable, clock)])),
      await libraryFinding(file, readable[0]!, environment),
    ];
  } finally {
    await admin.close();
  }
} // prettier-ignore

/**
 * Every finding about the log called `log` (as `openLog` takes it), from the seat of `role`. What goes
 * wrong is a finding; nothing is thrown for it.
 */
export async function doctor(
  log: string,
  study: LineStudy,
  role: Role,
  options: DoctorOptions,
): Promise<Finding[]> {
  if (!isBroker(log)) return doctorFolder(log, lineTopics(study), role);
  return doctorBroker(brokerFileOf(log), study, role, options);
}
