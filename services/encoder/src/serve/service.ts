// SPDX-License-Identifier: EUPL-1.2
/**
 * The service: runs each register at its times, one after another, through the same code as the
 * command `run`. A run that fails is told by its code and tried again; the service goes on.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { Problems, reportFailure, type CommandContext, type Reporter } from '@koppel/console';
import { catalogue, isKoppelError, type ErrorCode } from '@koppel/errors';
import type { OwnerInStudy } from '../run-log.ts';
import { runOnce } from '../commands/run.ts';
import { numbersOf } from '../run-summary.ts';
import type { ServeConfig, ServedRegister } from './config.ts';
import { ReceiptWatch } from './receipt-watch.ts';
import { ServeMemory } from './memory.ts';
import type { Metrics } from './metrics.ts';
import { studyNow, type Condition, type GateReason, type StudyNow } from './readiness.ts';
import { backOffMs } from './schedule.ts';

/** The clock is looked at so often: it may be set, and a day may begin. */
const lookMs = 15_000;

interface Plan {
  readonly served: ServedRegister;
  /** Milliseconds since 1970; infinite when there is no next time. */
  due: number;
  failures: number;
  gate: Condition | undefined;
  /** The refusals that were told last, as text to compare. */
  refusals: string;
}

/** The command line that the configuration of a register stands for. */
export function argumentsFor(config: ServeConfig, served: ServedRegister): string[] {
  const { register, mapping, input, report, acceptRejected, confirmWithoutBsn } = served;
  const options = {
    study: config.study, owner: config.owner, keys: config.keys, log: config.log,
    state: config.state ?? `${config.keys}.state`, register, mapping,
  }; // prettier-ignore
  const exclusions =
    config.exclusions === 'none' ? ['--no-exclusions'] : ['--exclusions', config.exclusions];
  return [
    ...Object.entries(options).flatMap(([name, value]) => [`--${name}`, value]),
    ...(input === undefined ? [] : ['--input', input]),
    ...exclusions,
    ...(report === undefined ? [] : ['--report', report]),
    ...(acceptRejected ? ['--accept-rejected'] : []),
    ...(confirmWithoutBsn ? ['--confirm-without-bsn'] : []),
  ];
}

/** The code of what was thrown, the first of several. */
function codeOf(thrown: unknown): ErrorCode {
  const first: unknown = thrown instanceof Problems ? thrown.list[0] : thrown;
  return isKoppelError(first) ? first.code : 'INTERNAL';
}

/** Only disk, log and the unexpected may be better in a minute; the rest takes a person. */
function mayPass(code: ErrorCode): boolean {
  return ['environment', 'internal'].includes(catalogue[code].kind);
}

/** When a register is due that the service meets at its start. */
export function firstDue(served: ServedRegister, memory: ServeMemory, now: number): number {
  const { begun, ended, succeeded } = memory.of(served.register);
  const { schedule, atStart } = served;
  const interrupted = begun !== undefined && (ended ?? '') < begun;
  const missed =
    succeeded !== undefined && (schedule.next(Date.parse(succeeded)) ?? Infinity) <= now;
  const first = begun === undefined && atStart;
  return interrupted || missed || first ? now : (schedule.next(now) ?? Infinity);
}

export class EncoderService {
  /** What is known of the key; readiness tells it. */
  key: Condition;
  readonly #config: ServeConfig;
  readonly #context: CommandContext;
  readonly #metrics: Metrics;
  readonly #memory: ServeMemory;
  readonly #plans: readonly Plan[];
  readonly #receipts: ReceiptWatch;

  constructor(config: ServeConfig, context: CommandContext, metrics: Metrics, key: Condition) {
    this.key = key;
    this.#config = config;
    this.#context = context;
    this.#metrics = metrics;
    this.#memory = new ServeMemory(config.state ?? `${config.keys}.state`);
    this.#plans = config.registers.map((served) => ({
      served,
      due: firstDue(served, this.#memory, Date.now()),
      failures: 0,
      gate: undefined,
      refusals: '[]',
    }));
    const names = config.registers.map(({ register }) => register);
    this.#receipts = new ReceiptWatch(config.log, names, context.environment);
    metrics.set('up', 1);
    for (const plan of this.#plans) {
      const { register } = plan.served;
      for (const name of ['runs', 'rowsRead', 'encoded', 'excluded', 'batchesSent'] as const) {
        metrics.add(name, 0, { register });
      }
      metrics.add('heldBack', 0, { register });
      metrics.set('running', 0, { register });
      this.#tellDue(plan);
    }
  }

  /** Runs what is due, until the signal aborts. A run at hand is ended between two batches. */
  async work(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await this.#lookAtReceipts(await this.#lookAtGate());
      const next = this.#plans.reduce((one, other) => (other.due < one.due ? other : one));
      const wait = next.due - Date.now();
      if (wait <= 0) await this.#run(next, signal);
      else {
        // The only reason for the pause to reject is the abort, which the loop then sees.
        await sleep(Math.min(wait, lookMs), undefined, { signal }).catch(() => undefined);
      }
    }
  }

  /** Tells once when the gate closes, with the reason, or opens. Gives the owner in its study. */
  async #lookAtGate(): Promise<OwnerInStudy | undefined> {
    const { condition, party, reasonFor } = await this.#studyNow();
    for (const plan of this.#plans) {
      const { register } = plan.served;
      const reason = reasonFor(register);
      const gate = condition === 'ok' ? (reason?.code ?? 'ok') : condition;
      this.#metrics.set('gate', gate === 'ok' ? 1 : 0, { register });
      if (gate === plan.gate) continue;
      const { reporter } = this.#context;
      if (gate === 'ok') reporter.event('gateOpen', { register });
      else {
        reporter.event('gateClosed', { register, code: gate });
        if (reason !== undefined) reporter.problem(reason);
      }
      plan.gate = gate;
    }
    return party;
  }

  /** The study and its gate as they are now. A log that cannot be read closes it. */
  async #studyNow(): Promise<Omit<StudyNow, 'gate'> & { readonly reasonFor: GateReason }> {
    const now = studyNow(this.#config);
    try {
      return { ...now, reasonFor: await now.gate(this.#context.environment) };
    } catch (thrown) {
      if (!isKoppelError(thrown)) throw thrown;
      return { ...now, reasonFor: () => thrown };
    }
  }

  /** Tells once why the linkage unit refused the newest run of a register. */
  async #lookAtReceipts(party: OwnerInStudy | undefined): Promise<void> {
    if (party === undefined) return;
    for (const { register, refused, unanswered, verdict, refusals } of await this.#receipts.look(
      party,
    )) {
      const names = { register };
      this.#metrics.set('refused', refused, names);
      this.#metrics.set('unanswered', unanswered, names);
      this.#metrics.set('runRefused', verdict === 'refused' ? 1 : 0, names);
      const plan = this.#plans.find(({ served }) => served.register === register)!;
      const text = JSON.stringify(refusals);
      if (text === plan.refusals) continue;
      plan.refusals = text;
      for (const { code, batches } of refusals) {
        this.#context.reporter.event('batchesRefused', { register, code }, { batches });
      }
    }
  }

  async #run(plan: Plan, signal: AbortSignal): Promise<void> {
    const { served } = plan;
    const { register } = served;
    const { reporter } = this.#context;
    const metrics = this.#metrics;
    metrics.set('running', 1, { register });
    reporter.event('runBegins', { register });
    const began = performance.now();
    try {
      this.#memory.note(register, 'begun', Date.now());
      const argv = argumentsFor(this.#config, served);
      const tapped = { ...this.#context, argv, reporter: this.#tap(register) };
      const { result } = await runOnce(tapped, signal);
      this.#memory.note(register, 'succeeded', Date.now());
      this.#memory.note(register, 'ended', Date.now());
      this.#count(register, numbersOf(result), result.plan.send === 'later');
      this.key = 'ok';
      plan.failures = 0;
      plan.due = served.schedule.next(Date.now()) ?? Infinity;
    } catch (thrown) {
      this.#fail(plan, thrown, signal);
    } finally {
      this.#receipts.forget(register);
      metrics.set('running', 0, { register });
      metrics.set('lastSeconds', (performance.now() - began) / 1000, { register });
      if (!signal.aborted) this.#tellDue(plan);
    }
  }

  #count(register: string, numbers: ReturnType<typeof numbersOf>, heldBack: boolean): void {
    const metrics = this.#metrics;
    metrics.add('runs', 1, { register });
    metrics.add('rowsRead', numbers.rows, { register });
    metrics.add('encoded', numbers.encoded, { register });
    metrics.add('excluded', numbers.excluded, { register });
    metrics.add('batchesSent', numbers.batchesSent, { register });
    if (heldBack) metrics.add('heldBack', 1, { register });
    metrics.set('lastSuccess', Math.floor(Date.now() / 1000), { register });
    const { rows, encoded, rejected, excluded, batchesSent } = numbers;
    const counts = { rows, encoded, rejected, excluded, batchesSent };
    this.#context.reporter.event('runEnds', { register }, counts);
  }

  #fail(plan: Plan, thrown: unknown, signal: AbortSignal): void {
    const { register, schedule } = plan.served;
    const code = codeOf(thrown);
    // It counts as interrupted: the next start goes on with it.
    if (signal.aborted && code === 'RUN_STOPPED') {
      this.#context.reporter.event('runStopped', { register });
      return;
    }
    reportFailure(thrown, this.#context.reporter);
    this.#metrics.add('failures', 1, { register, code });
    if (/^(?:KEY|CEREMONY)_/.test(code)) this.key = code;
    plan.failures += 1;
    const next = schedule.next(Date.now()) ?? Infinity;
    plan.due = mayPass(code) ? Math.min(next, Date.now() + backOffMs(plan.failures)) : next;
    this.#context.reporter.event('runFailed', { register, code }, { failures: plan.failures });
    try {
      this.#memory.note(register, 'ended', Date.now());
    } catch {
      // A full disk: then the run counts as interrupted, which is true enough.
    }
  }

  #tellDue({ served: { register }, due }: Plan): void {
    if (due === Infinity) return;
    this.#metrics.set('nextRun', Math.floor(due / 1000), { register });
    const inSeconds = Math.max(0, Math.round((due - Date.now()) / 1000));
    this.#context.reporter.event('runDue', { register }, { inSeconds });
  }

  /** The reporter of a run, overheard for the figures by rule. */
  #tap(register: string): Reporter {
    const { reporter } = this.#context;
    const metrics = this.#metrics;
    return {
      ...reporter,
      event(name, names = {}, counts = {}) {
        if (name === 'rowsRejected' && names.stage !== undefined) {
          metrics.add('rejected', counts['rows'] ?? 0, { register, rule: names.stage });
        }
        reporter.event(name, { register, ...names }, counts);
      },
    };
  }
}
