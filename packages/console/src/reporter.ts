// SPDX-License-Identifier: EUPL-1.2
/**
 * All that a service tells while it works. On a terminal: sentences and a bar. Otherwise: one JSON
 * object per line for a log collector. An event holds a name from the code, names from the study
 * and counts; there is no place in it for a value from a register.
 */
import { describeError, type KoppelError, type Language } from '@koppel/errors';

/** Names as the study spells them, and stage names from the code. */
export interface EventNames {
  readonly study?: string;
  readonly owner?: string;
  readonly register?: string;
  readonly stage?: string;
  readonly code?: string;
  /** A sentence of constant words and the counts: on a terminal it stands for them. */
  readonly text?: string;
}

export type EventCounts = Readonly<Record<string, number>>;

/** Progress of one stage; `update` takes the work done so far, in the unit of the total. */
export interface Progress {
  update(done: number): void;
  end(): void;
}

export interface Reporter {
  readonly language: Language;
  event(name: string, names?: EventNames, counts?: EventCounts): void;
  progress(stage: string, total: number): Progress;
  problem(error: KoppelError): void;
  /** Tells what a person should know, though nothing is wrong yet. */
  warning(warning: Warning): void;
  /** Passes on what another program of ours told, as it stands. */
  relay(text: string): void;
}

/** A sentence for a person, constant text in each language. */
export interface Warning {
  /** From a closed list in the code. */
  readonly rule: string;
  readonly text: Readonly<Record<Language, string>>;
  /** A place in the study's file. */
  readonly path: string;
}

/** What a reporter needs of a stream; standard error in a service. */
export interface Sink {
  write(text: string): unknown;
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
}

export interface ReporterOptions {
  readonly sink: Sink;
  readonly language: Language;
  readonly service: string;
  /** Milliseconds since some fixed moment. */
  readonly now: () => number;
}

/** A bar is redrawn at most this often; an event of progress is written at most every 5 s. */
const redrawMs = 100;
const progressEventMs = 5000;

/** JSON lines: `time` (ISO 8601), `service`, `event`, names and counts. */
export function createEventReporter({ sink, language, service, now }: ReporterOptions): Reporter {
  const write = (line: object): void => {
    const time = new Date(now()).toISOString();
    sink.write(`${JSON.stringify({ time, service, ...line })}\n`);
  };
  return {
    language,
    event(name, names, counts) {
      write({ level: 'info', event: name, ...names, ...counts });
    },
    progress(stage, total) {
      let last = now();
      return {
        update(done) {
          if (now() - last < progressEventMs) return;
          last = now();
          write({ level: 'info', event: 'progress', stage, done, total });
        },
        end() {
          write({ level: 'info', event: 'stageDone', stage, total });
        },
      };
    },
    problem(error) {
      const text = describeError(error, language);
      write({ level: 'error', event: 'problem', code: error.code, place: error.place, text });
    },
    warning({ rule, path, text }) {
      write({ level: 'warn', event: 'warning', rule, path, text: text[language] });
    },
    relay(text) {
      sink.write(text);
    },
  };
}

function bar(stage: string, done: number, total: number, columns: number): string {
  const share = total === 0 ? 1 : Math.min(done / total, 1);
  const percent = `${String(Math.floor(share * 100)).padStart(3)} %`;
  const width = Math.max(10, Math.min(40, columns - stage.length - 12));
  const filled = Math.round(share * width);
  return `${stage.padEnd(22)} ${'█'.repeat(filled)}${'░'.repeat(width - filled)} ${percent}`;
}

/** Sentences and a bar on one line that is redrawn. */
export function createTerminalReporter(options: ReporterOptions): Reporter {
  const { sink, language, now } = options;
  let open = false;
  const clear = (): void => {
    if (open) sink.write('\r\u001b[K');
    open = false;
  };
  return {
    language,
    event(name, names = {}, counts = {}) {
      clear();
      const numbers = Object.entries(names.text === undefined ? counts : {}).map(
        ([unit, count]) => `${unit} ${String(count)}`,
      );
      const parts = [names.text, names.stage, names.owner, names.register, names.code, ...numbers];
      sink.write(`${name.padEnd(22)} ${parts.filter((part) => part !== undefined).join(' · ')}\n`);
    },
    progress(stage, total) {
      let last = -Infinity;
      return {
        update(done) {
          if (now() - last < redrawMs) return;
          last = now();
          sink.write(`\r${bar(stage, done, total, sink.columns ?? 80)}\u001b[K`);
          open = true;
        },
        end() {
          sink.write(`\r${bar(stage, total, total, sink.columns ?? 80)}\u001b[K\n`);
          open = false;
        },
      };
    },
    problem(error) {
      clear();
      sink.write(`${describeError(error, language)}\n`);
    },
    warning({ rule, path, text }) {
      clear();
      sink.write(`! ${rule} (${path}): ${text[language]}\n`);
    },
    relay(text) {
      clear();
      sink.write(text);
    },
  };
}

/** The terminal form on a terminal, the event form elsewhere. */
export function createReporter(options: ReporterOptions): Reporter {
  return options.sink.isTTY === true
    ? createTerminalReporter(options)
    : createEventReporter(options);
}
