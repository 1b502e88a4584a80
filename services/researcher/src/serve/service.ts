// SPDX-License-Identifier: EUPL-1.2
/** The researcher's service: makes a data set of every new result, through the same code as `assemble`. */
import type { CommandContext, Reporter } from '@koppel/console';
import { codeOf, MetricSet, ServiceLog } from '@koppel/serve';
import type { Condition, Hosted, Metric, Readiness } from '@koppel/serve';
import type { ReadStudy } from '@koppel/study';
import { topics } from '@koppel/wire';
import { assemble } from '../commands/assemble.ts';
import { readResults } from '../results.ts';
import type { ResearcherConfig } from './config.ts';
import { isOtherVersion } from '../previous.ts';
import { DataSets } from './data-sets.ts';

const metrics = {
  up: { name: 'koppel_researcher_up', type: 'gauge', help: 'The service runs.' },
  ready: { name: 'koppel_researcher_ready', type: 'gauge', help: '1 where a condition for assembling holds.' },
  lag: { name: 'koppel_researcher_lag_messages', type: 'gauge', help: 'Results on the log that were not looked at yet.' },
  working: { name: 'koppel_researcher_assembling', type: 'gauge', help: '1 while a data set is made.' },
  made: { name: 'koppel_researcher_data_sets_total', type: 'counter', help: 'Data sets that were made.' },
  kept: { name: 'koppel_researcher_data_sets', type: 'gauge', help: 'Data sets in the folder.' },
  removed: { name: 'koppel_researcher_data_sets_removed_total', type: 'counter', help: 'Data sets that were removed as there are newer ones.' },
  failures: { name: 'koppel_researcher_failures_total', type: 'counter', help: 'Rounds that failed, by code.' },
  stageSeconds: { name: 'koppel_researcher_stage_seconds_total', type: 'counter', help: 'Time spent, by stage.' },
  records: { name: 'koppel_researcher_records', type: 'gauge', help: 'Records in the newest data set, by register.' },
  lastMade: { name: 'koppel_researcher_last_data_set_timestamp_seconds', type: 'gauge', help: 'When a data set was last made.' },
} as const satisfies Readonly<Record<string, Metric>>; // prettier-ignore

export interface ResearcherParts {
  readonly config: ResearcherConfig;
  readonly context: CommandContext;
  readonly read: ReadStudy;
  readonly signal: AbortSignal;
}

/** Assembling asks for the broker so long before it fails and is tried again. */
const waitSeconds = '60';

export class ResearcherService implements Hosted {
  readonly #parts: ResearcherParts;
  readonly #metrics = new MetricSet(metrics);
  readonly #log: ServiceLog;
  readonly #sets: DataSets;
  /** Entries of the topic of results that have been looked at. */
  #seen = 0;
  #work: Condition = 'ok';

  constructor(parts: ResearcherParts) {
    this.#parts = parts;
    this.#log = new ServiceLog(parts.config.log, parts.context, parts.signal);
    this.#sets = new DataSets(parts.config.out, (folder) => isOtherVersion(folder, parts.read));
    this.#metrics.set('up', 1);
    this.#metrics.set('working', 0);
    for (const name of ['made', 'removed'] as const) this.#metrics.add(name, 0);
    this.#metrics.set('kept', this.#sets.names().length);
  }

  metrics(): string {
    return this.#metrics.text();
  }

  fared(condition: Condition): void {
    this.#work = condition;
    if (condition !== 'ok') this.#metrics.add('failures', 1, { code: condition });
  }

  async release(): Promise<void> {
    this.#seen = 0;
    await this.#log.release();
  }

  close(): Promise<void> {
    return this.#log.close();
  }

  get #topic(): string {
    return topics(this.#parts.read.study.id).results;
  }

  async readiness(): Promise<Readiness> {
    let log: Condition = 'ok';
    let lag: number | null = null;
    try {
      const ends = await this.#log.ends([this.#topic]);
      lag = Math.max(0, ends.get(this.#topic)! - this.#seen);
      this.#metrics.set('lag', lag);
    } catch (thrown) {
      this.#metrics.forget('lag');
      log = codeOf(thrown);
    }
    const conditions = { log, work: this.#work };
    for (const [check, one] of Object.entries(conditions)) {
      this.#metrics.set('ready', one === 'ok' ? 1 : 0, { check });
    }
    const ready = Object.values(conditions).every((one) => one === 'ok');
    return { ready, ...conditions, lag, dataSets: this.#sets.names().length };
  }

  async round(signal: AbortSignal): Promise<void> {
    const { study, specHash } = this.#parts.read;
    const port = await this.#log.port();
    const end = await port.end(this.#topic);
    if (end === this.#seen) return;
    const session = { study, specHash, port };
    const results = await readResults(session);
    const newest = results.at(-1);
    if (newest !== undefined && !this.#sets.has(newest)) {
      if (signal.aborted) return;
      await this.#assemble();
      // What was assembled may be newer than what was seen before it.
      const name = this.#sets.finish(await readResults(session));
      if (name !== undefined) this.#made();
    }
    this.#seen = end;
  }

  async #assemble(): Promise<void> {
    const { config, context, read } = this.#parts;
    const previous = this.#sets.names().at(-1);
    const options = {
      study: config.study, keys: config.keys, log: config.log, out: this.#sets.begin(),
      ...(config.events && previous !== undefined ? { previous: this.#sets.path(previous) } : {}),
    }; // prettier-ignore
    const argv = Object.entries(options).flatMap(([name, value]) => [`--${name}`, value]);
    context.reporter.event('assemblyBegins', { study: read.study.id });
    this.#metrics.set('working', 1);
    const began = performance.now();
    try {
      await assemble({
        ...context,
        argv: [...argv, '--json'],
        environment: { ...context.environment, KOPPEL_KAFKA_WAIT_SECONDS: waitSeconds },
        reporter: this.#tap(context.reporter),
        print: (text) => {
          this.#count(text);
        },
      });
    } finally {
      this.#metrics.set('working', 0);
      const seconds = (performance.now() - began) / 1000;
      this.#metrics.add('stageSeconds', seconds, { stage: 'assemble' });
    }
  }

  /** What `assemble` printed. */
  #count(text: string): void {
    const { sources } = JSON.parse(text) as {
      readonly sources: readonly { owner: string; register: string; records: number }[];
    };
    for (const { owner, register, records } of sources) {
      this.#metrics.set('records', records, { owner, register });
    }
  }

  #made(): void {
    const { config, context, read } = this.#parts;
    const removed = this.#sets.prune(config.retention.dataSets);
    const dataSets = this.#sets.names().length;
    this.#metrics.add('made', 1);
    this.#metrics.add('removed', removed);
    this.#metrics.set('kept', dataSets);
    this.#metrics.set('lastMade', Math.floor(Date.now() / 1000));
    context.reporter.event('dataSetMade', { study: read.study.id }, { dataSets, removed });
  }

  /** The reporter of the work, overheard for the time of its stages. */
  #tap(reporter: Reporter): Reporter {
    return {
      ...reporter,
      progress: (stage, total) => {
        const began = performance.now();
        const progress = reporter.progress(stage, total);
        return {
          ...progress,
          end: () => {
            const seconds = (performance.now() - began) / 1000;
            this.#metrics.add('stageSeconds', seconds, { stage });
            progress.end();
          },
        };
      },
    };
  }
}
