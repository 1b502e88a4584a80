// SPDX-License-Identifier: EUPL-1.2
/**
 * The linkage unit as a service: takes batches in and answers them as they come, and links when every
 * register is there and nothing new arrives for a while, through the same code as `run`.
 */
import { createHash } from 'node:crypto';
import { parseArguments, type CommandContext, type Reporter } from '@koppel/console';
import { catalogue, isKoppelError } from '@koppel/errors';
import { codeOf, ServiceLog, type Condition, type Hosted, type Readiness } from '@koppel/serve';
import type { ControlState, ReadStudy } from '@koppel/study';
import type { ControlTopic } from '@koppel/transport';
import type { BatchExpectation } from '@koppel/wire';
import { link, linkageName, runKinds } from '../commands/run.ts';
import { readExpectation } from '../expectation.ts';
import type { Stretch } from '../ingest.ts';
import { advanceLooks } from '../looks/advance.ts';
import { canGrow } from '../looks/in-run.ts';
import { readAccount, type Account } from '../review/decision-log.ts';
import { GivenReceipts } from '../receipts.ts';
import { missingSources, type Choice } from '../runs.ts';
import type { LinkageState } from '../state.ts';
import { controlTopicOf, requireGo, takeInNow, tellPassedOver } from '../take-in.ts';
import type { LinkStage, Opening, Session } from '../take-in.ts';
import { accountable, requireTerm, unitTerm } from '../unit-account.ts';
import type { UnitSecrets } from '../unit-key.ts';
import type { UnitConfig } from './config.ts';
import { GateWatch } from './gate-watch.ts';
import { lagOf } from './lag.ts';
import { StageClock } from './stage-clock.ts';
import { UnitMemory } from './memory.ts';
import { UnitMetrics } from './metrics.ts';

export interface UnitParts {
  readonly config: UnitConfig;
  readonly context: CommandContext;
  readonly read: ReadStudy;
  readonly secrets: UnitSecrets;
  readonly state: LinkageState;
  readonly signal: AbortSignal;
  /** The term for encodings is over, and the configuration asks that they go then. */
  readonly onTermOver?: () => void;
}

/** The command line that the configuration stands for. */
function argumentsFor({
  study,
  keys,
  log,
  state,
  link: { workers },
  ...more
}: UnitConfig): string[] {
  const options = { study, keys, log, state, workers: String(workers), ...pathsOf(more) };
  return ['--json', ...Object.entries(options).flatMap(([name, value]) => [`--${name}`, value])];
}

function pathsOf({ report, events }: Pick<UnitConfig, 'report' | 'events'>) {
  return {
    ...(report === undefined ? {} : { report }),
    ...(events === undefined ? {} : { events }),
  };
}

export class LinkageService implements Hosted {
  readonly #parts: UnitParts;
  readonly #metrics = new UnitMetrics();
  readonly #gates: GateWatch;
  readonly #memory: UnitMemory;
  readonly #log: ServiceLog;
  readonly #clock: StageClock;
  #expectation: BatchExpectation | undefined;
  #topic: ControlTopic | undefined;
  #choice: Choice | undefined;
  #given = new GivenReceipts();
  #work: Condition = 'ok';
  #linkage: Condition = 'ok';
  /** What failed to link: trying again needs other batches or decisions. */
  #failed: string | undefined;
  #lastArrival = -Infinity;
  #warnedOn = '';
  /** Requests without an answer that were told of. */
  #missingLooks = 0;

  constructor(parts: UnitParts) {
    const { config, context, signal, state, read } = parts;
    this.#parts = parts;
    this.#gates = new GateWatch(read.study, this.#metrics);
    this.#memory = new UnitMemory(config.state);
    this.#log = new ServiceLog(config.log, context, signal);
    this.#clock = new StageClock(this.#metrics);
    for (const { owner, register, arrived, rows } of state.runs()) {
      this.#metrics.add('accepted', arrived, { owner, register });
      this.#metrics.add('records', rows, { owner, register });
    }
    for (const { owner, code } of state.refusals())
      this.#metrics.add('refused', 1, { owner, code });
    for (const { id, maxRecords } of read.study.owners) {
      this.#metrics.set('quota', maxRecords, { owner: id });
    }
    for (const name of ['linkages', 'published'] as const) this.#metrics.add(name, 0);
  }

  metrics(): string {
    return this.#metrics.text();
  }

  fared(condition: Condition): void {
    this.#work = condition;
    if (condition !== 'ok') this.#metrics.add('failures', 1, { code: condition });
  }

  /** Also forgets what was chosen: receipts may be due. */
  async release(): Promise<void> {
    this.#topic = undefined;
    this.#choice = undefined;
    this.#given = new GivenReceipts();
    this.#clock.turn(undefined);
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
    const keys: Condition = this.#expectation === undefined ? 'KEY_NOT_AGREED' : 'ok';
    const conditions = { log, keys, work: this.#work };
    for (const [check, one] of Object.entries(conditions)) {
      this.#metrics.set('ready', one === 'ok' ? 1 : 0, { check });
    }
    const ready = Object.values(conditions).every((one) => one === 'ok');
    return { ready, ...conditions, linkage: this.#linkage, lag };
  }

  /** What the gate or a term refuses stands in the unit's account. */
  round(signal: AbortSignal): Promise<void> {
    const { read, config, secrets } = this.#parts;
    const place = { ...read, keyFile: config.keys, signSecretKey: secrets.sign };
    return accountable(place, 'serve', () => this.#round(signal));
  }

  async #round(signal: AbortSignal): Promise<void> {
    const { read, config } = this.#parts;
    const opening: Opening = { ...read, port: await this.#log.port(), until: 0 };
    this.#expectation ??= await this.#agreed(opening);
    if (this.#expectation === undefined) return;
    this.#topic ??= controlTopicOf(opening);
    await this.#lookAhead();
    if (this.#parts.signal.aborted) return;
    const session = this.#session(opening, signal);
    const before = this.#choice;
    this.#clock.turn('receive');
    this.#choice = await takeInNow(session, this.#expectation, this.#topic, before);
    this.#clock.turn(undefined);
    if (this.#choice !== before) this.#tellChoice(this.#choice);
    if (signal.aborted || config.link.when === 'never') return;
    await this.#linkWhenDue(session, this.#choice);
  }

  async #agreed(opening: Opening): Promise<BatchExpectation | undefined> {
    const found = await readExpectation(opening.study, opening.specHash, opening.port);
    return 'missing' in found ? undefined : found;
  }

  #session(opening: Opening, signal: AbortSignal): Session {
    const { config, context, secrets, state } = this.#parts;
    const tapped: CommandContext = {
      ...context,
      reporter: this.#tap(context.reporter),
      print: (text) => {
        this.#linked(text);
      },
    };
    return {
      ...opening,
      args: parseArguments(argumentsFor(config), runKinds),
      context: tapped,
      secrets,
      state,
      signal,
      given: this.#given,
      onStretch: (stretch) => {
        this.#took(stretch);
      },
      onStage: (stage: LinkStage) => {
        this.#clock.turn(stage);
      },
    };
  }

  #took({ owner, accepted, refused }: Stretch): void {
    const metrics = this.#metrics;
    let records = 0;
    for (const { register, count } of accepted) {
      metrics.add('accepted', 1, { owner, register });
      metrics.add('records', count, { owner, register });
      records += count;
    }
    for (const { code } of refused) metrics.add('refused', 1, { owner, code });
    if (records > 0) metrics.set('recordsPerSecond', Math.round(records / this.#clock.lap()));
    if (accepted.length === 0) return;
    this.#lastArrival = performance.now();
  }

  #tellChoice(choice: Choice): void {
    const { read, context } = this.#parts;
    const metrics = this.#metrics;
    metrics.set('missing', missingSources(read.study, choice).length);
    metrics.set('passedOver', choice.passedOver.length);
    for (const { owner, register, chain } of choice.chosen) {
      metrics.set('held', chain.reduce((sum, { rows }) => sum + rows, 0), { owner, register });
    } // prettier-ignore
    tellPassedOver(choice, context);
  }

  #decisions(): Account['head'] {
    const { read, config } = this.#parts;
    return readAccount(config.keys, read.study).head;
  }

  /** Names what a linkage would be of: the runs, and what people decided. */
  #nameOf({ chosen }: Choice, head = this.#decisions()): string {
    const { read } = this.#parts;
    const hash = createHash('sha256').update(linkageName(read, chosen)).update(head.hash);
    return hash.digest('hex');
  }

  async #linkWhenDue(session: Session, choice: Choice): Promise<void> {
    const { study } = this.#parts.read;
    if (missingSources(study, choice).length > 0) return;
    const name = this.#nameOf(choice);
    if (name === this.#memory.linked || name === this.#failed) return;
    const quietMs = this.#parts.config.link.quietSeconds * 1000;
    if (performance.now() - this.#lastArrival < quietMs) return;
    const control = (await this.#topic!.look())?.state;
    requireGo(study, choice, control);
    requireTerm({ ...this.#parts.read, keyFile: this.#parts.config.keys }, control);
    const { reporter } = this.#parts.context;
    const began = performance.now();
    try {
      if (!(await this.#looked(session, choice))) return;
      reporter.event('linkageBegins', { study: study.id });
      // What somebody decided while it was linked is for the next one.
      const followed = await link(session, choice);
      this.#memory.note({ linked: this.#nameOf(choice, followed) });
      this.#linkage = 'ok';
      this.#metrics.set('lastSeconds', (performance.now() - began) / 1000);
    } catch (thrown) {
      if (session.signal!.aborted && isKoppelError(thrown, 'KERNEL_CANCELLED')) {
        reporter.event('linkageStopped', { study: study.id });
        return;
      }
      this.#linkage = codeOf(thrown);
      // Disk and log may be better in a minute; everything else takes other batches, or a person.
      if (!['environment', 'internal'].includes(catalogue[this.#linkage].kind)) this.#failed = name;
      throw thrown;
    } finally {
      this.#clock.turn(undefined);
      this.#metrics.forget('progress');
    }
  }

  /** Whether the second round is complete, or there is none; otherwise it is told once what is open. */
  async #looked(session: Session, choice: Choice): Promise<boolean> {
    const { study } = this.#parts.read;
    if (study.secondRound === undefined) return true;
    const standing = await advanceLooks(session, choice, this.#topic!);
    const missing = standing.requests - standing.answers;
    this.#metrics.set('looksMissing', missing);
    this.#metrics.set('roundsOpen', standing.open.length);
    if (missing === 0) {
      // Rounds of newer runs are told of anew.
      this.#missingLooks = 0;
      return true;
    }
    this.#linkage = canGrow(standing) ? 'LOOKS_OPEN' : 'LOOKS_REFUSED';
    if (missing !== this.#missingLooks) {
      const counts = { rounds: standing.open.length, missing };
      this.#parts.context.reporter.event('looksOpen', { study: study.id }, counts);
    }
    this.#missingLooks = missing;
    return false;
  }

  /** What `link` printed. */
  #linked(text: string): void {
    const { pairs, published, sources } = JSON.parse(text) as {
      readonly pairs: number;
      readonly published: boolean;
      readonly sources: readonly { readonly records: number; readonly linked: number }[];
    };
    const sum = (what: 'records' | 'linked'): number =>
      sources.reduce((total, one) => total + one[what], 0);
    const counts = { records: sum('records'), linked: sum('linked'), pairs };
    this.#parts.context.reporter.event(
      published ? 'resultPublished' : 'resultUnchanged',
      { study: this.#parts.read.study.id },
      counts,
    );
    this.#metrics.add('linkages', 1);
    if (published) this.#metrics.add('published', 1);
    this.#metrics.set('lastLinked', Math.floor(Date.now() / 1000));
  }

  /** What changes by the calendar alone: the gate, and the term for encodings. */
  async #lookAhead(): Promise<void> {
    const control = (await this.#topic!.look())?.state;
    this.#gates.look(control, this.#parts.context.reporter);
    this.#warnOfRetention(control);
  }

  /** Once a day, when the term of the study for encodings is near or over. */
  #warnOfRetention(control: ControlState | undefined): void {
    const { read, config, context } = this.#parts;
    const term = unitTerm({ ...read, keyFile: config.keys }, control);
    if (term === undefined) return;
    this.#metrics.set('retentionEnd', Math.floor(Date.parse(term.until) / 1000));
    const day = new Date().toISOString().slice(0, 10);
    const days = term.daysLeft;
    if (days < 0 && config.retention.after === 'destroy') this.#parts.onTermOver?.();
    if (days > config.retention.warnDays || day === this.#warnedOn) return;
    this.#warnedOn = day;
    context.reporter.event('retentionEnds', { study: read.study.id }, { days });
  }

  /** The reporter of the work, overheard for how far the search is. */
  #tap(reporter: Reporter): Reporter {
    return {
      ...reporter,
      progress: (stage, total) => {
        const progress = reporter.progress(stage, total);
        if (stage !== 'link') return progress;
        return {
          ...progress,
          update: (done) => {
            this.#metrics.set('progress', total === 0 ? 1 : done / total);
            progress.update(done);
          },
        };
      },
    };
  }
}
