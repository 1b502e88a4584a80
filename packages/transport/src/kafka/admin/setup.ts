// SPDX-License-Identifier: EUPL-1.2
/**
 * Topics and rights of a study at a broker: what would be done, and doing it. Every step can be taken
 * twice, so one that was cut off is taken again; at the end the broker is asked anew.
 */
import { setTimeout } from 'node:timers/promises';
import { KoppelError } from '@koppel/errors';
import { readKafkaConfig, type Environment } from '../config.ts';
import { openAdmin, type AdminConnection } from './connection.ts';
import type { LineParties } from './parties.ts';
import { planLine, type Change, type Plan, type Wanted } from './plan.ts';
import { lineTopics, topicPrefix, workerGroup, type LineStudy } from './rights.ts';
import { brokerState, createTopic, giveRule, setSetting, takeRule } from './state.ts';

/** Milliseconds between two looks whether what was done is there, and of the longest wait for it. */
const lookMs = 100;
const settleMs = 60_000;

export interface LineSetup {
  readonly plan: Plan;
  /** Does what the plan says; resolves when the broker shows it all. LOG_KAFKA_*. */
  apply(onDone: (done: number) => void): Promise<void>;
  close(): Promise<void>;
}

async function make(admin: AdminConnection, change: Change, parties: LineParties): Promise<void> {
  switch (change.kind) {
    case 'topic':
      return createTopic(
        admin,
        change.topic,
        { partitions: change.partitions, replicas: parties.replicas },
        change.settings,
      );
    case 'setting':
      return setSetting(admin, change.topic, change.name, change.value);
    case 'give':
      return giveRule(admin, change.rule);
    case 'take':
      return takeRule(admin, change.rule);
  }
}

/** A broker takes a moment to know what it did itself. */
async function settled(admin: AdminConnection, wanted: Wanted): Promise<void> {
  const until = performance.now() + settleMs;
  for (;;) {
    const { changes } = planLine(wanted, await brokerState(admin, wanted.prefix));
    if (changes.length === 0) return;
    if (performance.now() > until) throw new KoppelError('LOG_KAFKA_UNREACHABLE');
    await setTimeout(lookMs);
  }
}

/**
 * Looks at the broker that `file` (undefined: the environment alone) names as its administrator.
 * @param remove plan to take away rights that should not be there
 * @throws KoppelError LOG_KAFKA_*, LINE_WITHOUT_RIGHTS
 */
export async function openLineSetup(
  file: string | undefined,
  study: LineStudy,
  parties: LineParties,
  { environment, remove }: { readonly environment: Environment; readonly remove: boolean },
): Promise<LineSetup> {
  const topics = lineTopics(study, parties.workers);
  const group = workerGroup(study);
  const wanted = { prefix: topicPrefix(study), topics, group, parties, remove };
  const admin = await openAdmin(readKafkaConfig(file, environment));
  try {
    const plan = planLine(wanted, await brokerState(admin, wanted.prefix));
    return {
      plan,
      async apply(onDone) {
        for (const [at, change] of plan.changes.entries()) {
          await make(admin, change, parties);
          onDone(at + 1);
        }
        await settled(admin, wanted);
      },
      close: () => admin.close(),
    };
  } catch (thrown) {
    await admin.close();
    throw thrown;
  }
}
