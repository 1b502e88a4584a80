// SPDX-License-Identifier: EUPL-1.2
/**
 * A worker as a service: one round takes part in searches until it is asked to stop or something fails,
 * and a monitor sees how it is meanwhile.
 */
import { logOptions, type CommandContext, type Reporter } from '@koppel/console';
import { MetricSet, ServiceLog } from '@koppel/serve';
import type { Condition, Hosted, Metric, Readiness } from '@koppel/serve';
import type { ReadStudy } from '@koppel/study';
import { openWork } from '@koppel/transport';
import { readExpectation } from '../expectation.ts';
import type { LinkageState } from '../state.ts';
import type { UnitSecrets } from '../unit-key.ts';
import { serve } from '../workers/serve.ts';
import { takeInOf } from '../workers/take-part.ts';
import { lagOf } from './lag.ts';
import type { WorkerConfig } from './worker-config.ts';

const metrics = {
  up: { name: 'koppel_worker_up', type: 'gauge', help: 'The worker runs.' },
  ready: { name: 'koppel_worker_ready', type: 'gauge', help: '1 where a condition for taking part holds.' },
  lag: { name: 'koppel_worker_lag_messages', type: 'gauge', help: 'Messages on the log that were not taken in yet.' },
  partitions: { name: 'koppel_worker_partitions', type: 'gauge', help: 'Partitions of the parts of a search that this worker has.' },
  parts: { name: 'koppel_worker_parts_total', type: 'counter', help: 'Parts searched and answered.' },
  failed: { name: 'koppel_worker_parts_failed_total', type: 'counter', help: 'Parts that failed, by code.' },
  refused: { name: 'koppel_worker_parts_refused_total', type: 'counter', help: 'Parts that no linkage unit of this study offered, by code.' },
  lastPart: { name: 'koppel_worker_last_part_timestamp_seconds', type: 'gauge', help: 'When a part was last answered.' },
  failures: { name: 'koppel_worker_failures_total', type: 'counter', help: 'Rounds that failed, by code.' },
} as const satisfies Readonly<Record<string, Metric>>; // prettier-ignore

export interface WorkerParts {
  readonly config: WorkerConfig;
  readonly context: CommandContext;
  readonly read: ReadStudy;
  readonly secrets: UnitSecrets;
  readonly state: LinkageState;
  readonly signal: AbortSignal;
}

export class WorkerService implements Hosted {
  readonly #parts: WorkerParts;
  readonly #log: ServiceLog;
  readonly #metrics = new MetricSet<keyof typeof metrics>(metrics);
  readonly #reporter: Reporter;
  #keys: Condition = 'KEY_NOT_AGREED';
  #work: Condition = 'ok';

  constructor(parts: WorkerParts) {
    const { config, context, signal } = parts;
    this.#parts = parts;
    this.#log = new ServiceLog(config.log, context, signal);
    this.#reporter = this.#tap(context.reporter);
    this.#metrics.set('up', 1);
    for (const name of ['partitions', 'parts'] as const) this.#metrics.add(name, 0);
  }

  metrics(): string {
    return this.#metrics.text();
  }

  fared(condition: Condition): void {
    this.#work = condition;
    if (condition !== 'ok') this.#metrics.add('failures', 1, { code: condition });
  }

  async release(): Promise<void> {
    this.#metrics.set('partitions', 0);
    await this.#log.release();
  }

  close(): Promise<void> {
    return this.#log.close();
  }

  async readiness(): Promise<Readiness> {
    const { read, state } = this.#parts;
    const { log, lag } = await lagOf(this.#log, read.study, state, (owner, behind) => {
      this.#metrics.set('lag', behind, { owner });
    });
    if (lag === null) this.#metrics.forget('lag');
    const conditions = { log, keys: this.#keys, work: this.#work };
    for (const [check, one] of Object.entries(conditions)) {
      this.#metrics.set('ready', one === 'ok' ? 1 : 0, { check });
    }
    return { ready: Object.values(conditions).every((one) => one === 'ok'), ...conditions, lag };
  }

  /** Takes part until the signal; returns at once while owners have not agreed. */
  async round(signal: AbortSignal): Promise<void> {
    const { read, config, context, secrets, state } = this.#parts;
    const { study, specHash } = read;
    const port = await this.#log.port();
    const expectation = await readExpectation(study, specHash, port);
    this.#keys = 'missing' in expectation ? 'KEY_NOT_AGREED' : 'ok';
    if ('missing' in expectation) return;
    const reporter = this.#reporter;
    const takeIn = takeInOf({
      ...read, keyFile: config.keys, secrets, port, state, expectation, reporter,
    }); // prettier-ignore
    await takeIn();
    const work = await openWork(config.log, logOptions(context));
    const workers = config.workers === 0 ? navigator.hardwareConcurrency : config.workers;
    reporter.event('workerReady', { study: study.id }, { workers });
    this.#work = 'ok';
    try {
      const common = { study, specHash, secrets, port, state, takeIn, reporter };
      await serve({ ...common, work, workers, signal });
    } finally {
      await work.close();
    }
  }

  /** The reporter of the work, overheard for figures. */
  #tap(reporter: Reporter): Reporter {
    return {
      ...reporter,
      event: (name, names, counts) => {
        const { code = 'INTERNAL' } = (names ?? {}) as { readonly code?: string };
        if (name === 'workerShare') this.#metrics.set('partitions', counts?.['partitions'] ?? 0);
        if (name === 'partFailed') this.#metrics.add('failed', 1, { code });
        if (name === 'partRefused') this.#metrics.add('refused', 1, { code });
        if (name === 'partDone') {
          this.#metrics.add('parts', 1);
          this.#metrics.set('lastPart', Math.floor(Date.now() / 1000));
        }
        reporter.event(name, names, counts);
      },
    };
  }
}
