// SPDX-License-Identifier: EUPL-1.2
/** `koppel-encoder serve`: runs registers on a schedule until it is asked to stop. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArguments, withKernelLock, writeError, type CommandContext } from '@koppel/console';
import {
  checkExit,
  checkText,
  isLoopback,
  listen,
  stopSignal,
  type Answer,
  type Answers,
} from '@koppel/serve';
import { encodingKeyName } from '../ceremony.ts';
import { openSession } from '../context.ts';
import { configureServe, type ServeConfig } from '../serve/config.ts';
import { findingsOf } from '../serve/findings.ts';
import { Metrics } from '../serve/metrics.ts';
import { readinessOf, type Condition, type Readiness } from '../serve/readiness.ts';
import { EncoderService } from '../serve/service.ts';

/** A monitor that asks more often than this gets the answer of before. */
const readinessMs = 1000;
const lockWaitMs = 5000;

/** Opens study and key file once, so that a wrong one is told at the start and not at night. */
async function keyCondition(
  config: ServeConfig,
  context: CommandContext,
): Promise<{ study: string; key: Condition }> {
  const argv = ['--study', config.study, '--owner', config.owner, '--keys', config.keys];
  const kinds = { study: 'string', owner: 'string', keys: 'string' } as const;
  const session = await openSession(parseArguments(argv, kinds), context);
  try {
    const { study, specHash } = session.sender;
    const agreed = session.secrets[encodingKeyName(specHash)] !== undefined;
    return { study: study.id, key: agreed ? 'ok' : 'KEY_NOT_AGREED' };
  } finally {
    session.close();
  }
}

function json(status: number, content: object): Answer {
  return { status, type: 'application/json', body: `${JSON.stringify(content)}\n` };
}

function answersOf(
  { config, environment }: { config: ServeConfig; environment: CommandContext['environment'] },
  service: EncoderService,
  metrics: Metrics,
): Answers {
  let last: { readonly at: number; readonly readiness: Promise<Readiness> } | undefined;
  const readiness = (): Promise<Readiness> => {
    const at = performance.now();
    if (last === undefined || at - last.at > readinessMs) {
      last = { at, readiness: readinessOf(config, service.key, environment) };
    }
    return last.readiness;
  };
  const look = async (): Promise<Readiness> => {
    const now = await readiness();
    for (const check of ['study', 'key', 'log'] as const) {
      metrics.set('ready', now[check] === 'ok' ? 1 : 0, { check });
    }
    for (const [register, gate] of Object.entries(now.gate)) {
      metrics.set('gate', gate === 'ok' ? 1 : 0, { register });
    }
    return now;
  };
  return {
    '/health': () => Promise.resolve(json(200, { status: 'ok' })),
    async '/ready'() {
      const now = await look();
      return json(now.ready ? 200 : 503, now);
    },
    async '/metrics'() {
      await look();
      return { status: 200, type: 'text/plain; version=0.0.4', body: metrics.text() };
    },
  };
}

/** With `--check` only tells what it would use, and gives the exit code of what is wrong. */
export async function serve(context: CommandContext): Promise<number | undefined> {
  const { environment } = context;
  const args = parseArguments(context.argv, { config: 'string', check: 'boolean' });
  const { config, settings } = configureServe(args.required('config'), environment);
  if (args.flag('check')) {
    const { findings, settings: broker } = await findingsOf(config, environment);
    const how = { language: context.language, json: args.flag('json') };
    context.print(checkText([...settings, ...broker], findings, how));
    return checkExit(findings);
  }
  const state = config.state ?? `${config.keys}.state`;
  try {
    mkdirSync(state, { recursive: true, mode: 0o700 });
  } catch (thrown) {
    throw writeError(thrown, state);
  }
  await withKernelLock(join(state, 'serve.lock'), { waitMs: lockWaitMs }, async () => {
    const signal = stopSignal(context);
    const { study, key } = await keyCondition(config, context);
    const metrics = new Metrics();
    const service = new EncoderService(config, context, metrics, key);
    const { address, port } = config.http;
    const listener = await listen(
      address,
      port,
      answersOf({ config, environment: context.environment }, service, metrics),
    );
    try {
      const names = { study, owner: config.owner };
      if (!isLoopback(address)) context.reporter.event('listensBeyondThisMachine', names);
      context.reporter.event('serving', names, { port: listener.port });
      await service.work(signal);
      context.reporter.event('stopped', names);
    } finally {
      await listener.close();
    }
  });
  return undefined;
}
