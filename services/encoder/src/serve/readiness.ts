// SPDX-License-Identifier: EUPL-1.2
/**
 * Whether a run could send now: the study is valid, decisions and documents allow it, the key is
 * there, the log can be reached. Each condition is `ok` or the code of what is wrong.
 */
import { readFileText, today } from '@koppel/console';
import { isKoppelError, type ErrorCode, type KoppelError } from '@koppel/errors';
import { verify } from '@koppel/keys/sign';
import { gateReason, parseStudy, type ControlState, type ReadStudy } from '@koppel/study';
import { ControlTopic, type LogPort, openLog, type LogOptions } from '@koppel/transport';
import { controlParties, topics } from '@koppel/wire';
import type { OwnerInStudy } from '../run-log.ts';
import type { ServeConfig } from './config.ts';

type Environment = LogOptions['environment'];

export type Condition = 'ok' | ErrorCode;

export interface Readiness {
  readonly ready: boolean;
  readonly study: Condition;
  readonly key: Condition;
  readonly log: Condition;
  /** Per register. */
  readonly gate: Readonly<Record<string, Condition>>;
}

function conditionOf(thrown: unknown): Condition {
  return isKoppelError(thrown) ? thrown.code : 'INTERNAL';
}

/** Why a register may not be sent today; undefined when it may. */
export type GateReason = (register: string) => KoppelError | undefined;

export interface StudyNow {
  readonly condition: Condition;
  readonly id: string | undefined;
  /** The owner in it; undefined when the study is not valid or does not know this owner. */
  readonly party: OwnerInStudy | undefined;
  /** The gate with what the control topic says now; LOG_* where it cannot be read. */
  readonly gate: (environment: Environment) => Promise<GateReason>;
}

async function withLog<T>(
  { log }: ServeConfig,
  environment: Environment,
  use: (port: LogPort) => Promise<T>,
): Promise<T> {
  const port = await openLog(log, { environment, readOnly: true, waitMs: 1000 });
  try {
    return await use(port);
  } finally {
    await port.close();
  }
}

/** What the control topic says now; undefined for a study that has none. */
async function controlNow(
  config: ServeConfig,
  read: ReadStudy,
  environment: Environment,
): Promise<ControlState | undefined> {
  const parties = controlParties(read, verify);
  if (parties === undefined) return undefined;
  const topic = topics(read.study.id).control;
  const control = await withLog(config, environment, async (port) =>
    new ControlTopic(port, topic, parties).look(),
  );
  return control?.state;
}

/** Reads the study as it is now: it may have been replaced. */
export function studyNow(config: ServeConfig): StudyNow {
  const { study: file, owner } = config;
  const closed = (condition: Condition): StudyNow => ({
    condition,
    id: undefined,
    party: undefined,
    gate: async () => Promise.resolve(() => undefined),
  });
  try {
    const read = parseStudy(readFileText(file));
    if (!read.ok) return closed(read.problems[0]?.code ?? 'INTERNAL');
    const { study } = read.value;
    const at = study.owners.findIndex(({ id }) => id === owner);
    return {
      condition: 'ok',
      id: study.id,
      party: at < 0 ? undefined : { ...read.value, owner: at },
      gate: async (environment) => {
        const control = await controlNow(config, read.value, environment);
        return (register) => gateReason(study, owner, register, today(), control);
      },
    };
  } catch (thrown) {
    return closed(conditionOf(thrown));
  }
}

async function logCondition(
  config: ServeConfig,
  study: string,
  environment: Environment,
): Promise<Condition> {
  try {
    await withLog(config, environment, async (port) =>
      port.end(topics(study).batches(config.owner)),
    );
    return 'ok';
  } catch (thrown) {
    return conditionOf(thrown);
  }
}

/** Per register. Of a control topic that cannot be read nobody knows what it says. */
async function gateConditions(
  { registers }: ServeConfig,
  study: Condition,
  gate: Promise<GateReason>,
): Promise<Record<string, Condition>> {
  const all = (conditionFor: (register: string) => Condition): Record<string, Condition> =>
    Object.fromEntries(registers.map(({ register }) => [register, conditionFor(register)]));
  try {
    const reasonFor = await gate;
    return all((register) => (study === 'ok' ? (reasonFor(register)?.code ?? 'ok') : study));
  } catch (thrown) {
    return all(() => conditionOf(thrown));
  }
}

/**
 * @param key what is known of the key, from the start of the service and from its runs
 * @param environment of the process: it may say how to reach a broker
 */
export async function readinessOf(
  config: ServeConfig,
  key: Condition,
  environment: Environment = {},
): Promise<Readiness> {
  const { condition: study, id, gate: gateNow } = studyNow(config);
  const log = id === undefined ? study : await logCondition(config, id, environment);
  const gate = await gateConditions(config, study, gateNow(environment));
  const all = [study, key, log, ...Object.values(gate)];
  return { ready: all.every((one) => one === 'ok'), study, key, log, gate };
}
