// SPDX-License-Identifier: EUPL-1.2
/**
 * Whether a run could send now: the study is valid, decisions and documents allow it, the key is
 * there, the log can be reached. Each condition is `ok` or the code of what is wrong.
 */
import { readFileText, today } from '@koppel/console';
import { isKoppelError, type ErrorCode, type KoppelError } from '@koppel/errors';
import { checkGate, parseStudy } from '@koppel/study';
import { openLog, type LogOptions } from '@koppel/transport';
import { topics } from '@koppel/wire';
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

interface StudyNow {
  readonly condition: Condition;
  readonly id: string | undefined;
  /** The owner in it; undefined when the study is not valid or does not know this owner. */
  readonly party: OwnerInStudy | undefined;
  readonly reasonFor: GateReason;
}

/** Reads the study as it is now: it may have been replaced. */
export function studyNow({ study: file, owner }: ServeConfig): StudyNow {
  const closed = (condition: Condition): StudyNow => ({
    condition,
    id: undefined,
    party: undefined,
    reasonFor: () => undefined,
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
      reasonFor(register) {
        try {
          checkGate(study, owner, register, today());
          return undefined;
        } catch (thrown) {
          if (isKoppelError(thrown)) return thrown;
          throw thrown;
        }
      },
    };
  } catch (thrown) {
    return closed(conditionOf(thrown));
  }
}

async function logCondition(
  { log, owner }: ServeConfig,
  study: string,
  environment: Environment,
): Promise<Condition> {
  try {
    const port = await openLog(log, { environment, readOnly: true, waitMs: 1000 });
    try {
      await port.end(topics(study).batches(owner));
    } finally {
      await port.close();
    }
    return 'ok';
  } catch (thrown) {
    return conditionOf(thrown);
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
  const { condition: study, id, reasonFor } = studyNow(config);
  const log = id === undefined ? study : await logCondition(config, id, environment);
  const gate = Object.fromEntries(
    config.registers.map(({ register }): [string, Condition] => [
      register,
      study === 'ok' ? (reasonFor(register)?.code ?? 'ok') : study,
    ]),
  );
  const all = [study, key, log, ...Object.values(gate)];
  return { ready: all.every((one) => one === 'ok'), study, key, log, gate };
}
