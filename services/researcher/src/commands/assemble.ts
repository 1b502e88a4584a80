// SPDX-License-Identifier: EUPL-1.2
/** `koppel-researcher assemble`: payload and links together, into a data set on disk. */
import { setTimeout as sleep } from 'node:timers/promises';
import {
  logOptions,
  parseArguments,
  Problems,
  readFileText,
  readPassphrase,
} from '@koppel/console';
import type { CommandContext, Reporter } from '@koppel/console';
import { KoppelError, type ErrorCode, type Language } from '@koppel/errors';
import { wipe } from '@koppel/keys';
import { parseStudy, statedEncoding, type ReadStudy } from '@koppel/study';
import { openLog } from '@koppel/transport';
import type { LinkStatement } from '@koppel/wire';
import { hex } from '../bytes.ts';
import { readLinks, readReasons, type Links } from '../links.ts';
import { payloadExpectation, readPayload, type PayloadRows } from '../payload.ts';
import { countEvents, personEvents, type PersonEvent } from '../person-events.ts';
import { previousResult } from '../previous.ts';
import { qualityOf, type Quality } from '../quality.ts';
import { writeRelease } from '../release.ts';
import { checkMailbox, openMailbox } from '../researcher-key.ts';
import { eventsOnTheWay, readResults, readStatement, type AnyResult } from '../results.ts';
import type { Session } from '../session.ts';
import { strataPage } from '../strata/page.ts';
import { strataOf } from '../strata/strata.ts';
import { codebookTable, eventTable, personTable, registerTable } from '../tables.ts';

const kinds = {
  study: 'string',
  keys: 'string',
  log: 'string',
  out: 'string',
  wait: 'string',
  previous: 'string',
} as const;

const pollMs = 300;

/** The study of a file, or every problem that it has. */
export function readStudy(file: string): ReadStudy {
  const read = parseStudy(readFileText(file));
  if (read.ok) return read.value;
  throw new Problems(
    read.problems.map(({ code, place }) => new KoppelError(code, { file, ...place })),
  );
}

/** All results, oldest first, as soon as there is one. */
async function waitForResults(session: Session, until: number): Promise<readonly AnyResult[]> {
  for (;;) {
    const results = await readResults(session);
    if (results.length > 0) return results;
    if (Date.now() >= until) throw new KoppelError('RESULT_MISSING', { field: session.study.id });
    await sleep(pollMs);
  }
}

interface AllPayload {
  readonly rows: ReadonlyMap<string, PayloadRows>;
  readonly refused: ReadonlyMap<ErrorCode, number>;
}

/** Payload of every linked source that has research variables. */
async function readAllPayload(
  session: Session,
  result: AnyResult,
  reporter: Reporter,
): Promise<AllPayload> {
  const expectation = await payloadExpectation(session);
  const rows = new Map<string, PayloadRows>();
  const refused = new Map<ErrorCode, number>();
  const progress = reporter.progress('open payload', result.sources.length);
  for (const [at, source] of result.sources.entries()) {
    const register = session.study.registers.find(({ id }) => id === source.register);
    if (register === undefined)
      throw new KoppelError('STUDY_REFERENCE', { field: source.register });
    if (register.payload.length > 0) {
      const read = await readPayload(session, expectation, source, register);
      rows.set(`${source.owner}/${source.register}`, read.rows);
      for (const [code, number] of read.refused)
        refused.set(code, (refused.get(code) ?? 0) + number);
    }
    progress.update(at + 1);
  }
  progress.end();
  return { rows, refused };
}

interface Told {
  /** The earlier data set's result, in hex. */
  readonly result: string;
  readonly events: readonly PersonEvent[];
}

/** What became of persons since an earlier data set. */
async function toldSince(
  folder: string,
  session: Session,
  results: readonly AnyResult[],
  links: Links,
): Promise<Told> {
  const previous = previousResult(folder, session, results);
  const onTheWay = eventsOnTheWay(results, previous, results.at(-1)!);
  const reasons = await readReasons(session, onTheWay ?? []);
  const events = personEvents(await readLinks(session, previous), links, reasons);
  return { result: hex(previous.result), events };
}

const words = {
  en: {
    head: ['Register', 'records', 'linked', 'unlinked'],
    precision: 'Expected precision',
    recall: 'Expected recall',
    since: 'Changes since the earlier data set',
    where: 'Data set in',
  },
  nl: {
    head: ['Register', 'records', 'gekoppeld', 'niet'],
    precision: 'Verwachte precisie',
    recall: 'Verwachte volledigheid',
    since: 'Wijzigingen sinds het eerdere gegevensbestand',
    where: 'Gegevensbestand in',
  },
} as const;

function summary(quality: Quality, out: string, language: Language): string {
  const text = words[language];
  const row = ([name, ...numbers]: readonly (string | number)[]): string =>
    String(name).padEnd(32) + numbers.map((number) => String(number).padStart(11)).join('');
  const { expected, since } = quality;
  const expectation = (what: 'precision' | 'recall'): string[] => {
    if (expected === null) return [];
    const { value, low, high } = expected[what];
    const range = `${value.toFixed(3)} (${low.toFixed(3)}–${high.toFixed(3)})`;
    return [`${text[what].padEnd(32)}${range.padStart(22)}`];
  };
  return [
    row(text.head),
    ...quality.sources.map((one) =>
      row([`${one.owner}/${one.register}`, one.records, one.linked, one.unlinked]),
    ),
    '',
    ...expectation('precision'),
    ...expectation('recall'),
    ...(since === undefined
      ? []
      : [
          `${text.since}:`,
          ...Object.entries(since.events).map(([kind, count]) => row([`  ${kind}`, count])),
        ]),
    `${text.where} ${out}`,
  ].join('\n');
}

interface DataSet {
  readonly links: Links;
  readonly payload: AllPayload;
  readonly statement: LinkStatement | undefined;
  readonly told: Told | undefined;
}

/** Writes the data set and gives what it says about itself. */
function write(
  out: string,
  session: Session,
  result: AnyResult,
  found: DataSet,
  language: CommandContext['language'],
): Quality {
  const { study } = session;
  const { links, payload, statement, told } = found;
  const encoding = statedEncoding(study.encoding);
  const stated = qualityOf({ result, statement }, links, payload.rows, payload.refused, encoding);
  const since =
    told === undefined ? {} : { since: { result: told.result, events: countEvents(told.events) } };
  const strata = strataOf(study, links, payload.rows);
  const quality: Quality = { ...stated, ...since, strata };
  const page = { name: 'groups.html', text: strataPage(study, strata, language) };
  const registers = study.registers.map((one) => registerTable(study, one, links, payload.rows));
  const tables = [
    personTable(study, links),
    ...registers,
    ...(told === undefined ? [] : [eventTable(told.events)]),
    codebookTable(study, told !== undefined),
  ];
  writeRelease(out, tables, quality, [page]);
  return quality;
}

export async function assemble(context: CommandContext): Promise<undefined> {
  const args = parseArguments(context.argv, kinds);
  const until = Date.now() + args.count('wait', 0) * 1000;
  const { study, specHash } = readStudy(args.required('study'));
  const out = args.required('out');
  const keyFile = args.required('keys');
  const previous = args.text('previous');
  const passphrase = await readPassphrase(context.environment, context.language);
  const mailbox = await openMailbox(keyFile, passphrase);
  checkMailbox(study, mailbox, keyFile);
  const port = await openLog(args.required('log'), logOptions(context));
  try {
    const session: Session = { study, specHash, port, mailbox };
    const results = await waitForResults(session, until);
    const result = results.at(-1)!;
    const statement = await readStatement(session, result);
    const links = await readLinks(session, result);
    const told =
      previous === undefined ? undefined : await toldSince(previous, session, results, links);
    const payload = await readAllPayload(session, result, context.reporter);
    const quality = write(
      out,
      session,
      result,
      { links, payload, statement, told },
      context.language,
    );
    context.print(
      args.flag('json') ? JSON.stringify(quality) : summary(quality, out, context.language),
    );
  } finally {
    await port.close();
    wipe(passphrase, mailbox);
  }
}
