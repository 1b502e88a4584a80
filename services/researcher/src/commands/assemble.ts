// SPDX-License-Identifier: EUPL-1.2
/** `koppel-researcher assemble`: payload and links together, into a data set on disk. */
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArguments, Problems, readFileText, readPassphrase } from '@koppel/console';
import type { CommandContext, Reporter } from '@koppel/console';
import { KoppelError, type ErrorCode, type Language } from '@koppel/errors';
import { wipe } from '@koppel/keys';
import { parseStudy, statedEncoding, type ReadStudy } from '@koppel/study';
import { openEmbeddedLog } from '@koppel/transport';
import type { LinkResult } from '@koppel/wire';
import { newestResult, readLinks } from '../links.ts';
import { payloadExpectation, readPayload, type PayloadRows } from '../payload.ts';
import { qualityOf, type Quality } from '../quality.ts';
import { writeRelease } from '../release.ts';
import { checkMailbox, openMailbox } from '../researcher-key.ts';
import type { Session } from '../session.ts';
import { strataPage } from '../strata/page.ts';
import { strataOf } from '../strata/strata.ts';
import { codebookTable, personTable, registerTable } from '../tables.ts';

const kinds = {
  study: 'string',
  keys: 'string',
  log: 'string',
  out: 'string',
  wait: 'string',
} as const;

const pollMs = 300;

function readStudy(file: string): ReadStudy {
  const read = parseStudy(readFileText(file));
  if (read.ok) return read.value;
  throw new Problems(
    read.problems.map(({ code, place }) => new KoppelError(code, { file, ...place })),
  );
}

async function waitForResult(session: Session, until: number): Promise<LinkResult> {
  for (;;) {
    const result = await newestResult(session);
    if (result !== undefined) return result;
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
  result: LinkResult,
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

const words = {
  en: ['Register', 'records', 'linked', 'unlinked', 'Data set in'],
  nl: ['Register', 'records', 'gekoppeld', 'niet', 'Gegevensbestand in'],
} as const;

function summary(quality: Quality, out: string, language: Language): string {
  const [register, records, linked, unlinked, where] = words[language];
  const row = (name: string, ...numbers: readonly (string | number)[]): string =>
    name.padEnd(32) + numbers.map((number) => String(number).padStart(11)).join('');
  return [
    row(register, records, linked, unlinked),
    ...quality.sources.map((one) =>
      row(`${one.owner}/${one.register}`, one.records, one.linked, one.unlinked),
    ),
    '',
    `${where} ${out}`,
  ].join('\n');
}

export async function assemble(context: CommandContext): Promise<undefined> {
  const args = parseArguments(context.argv, kinds);
  const until = Date.now() + args.count('wait', 0) * 1000;
  const { study, specHash } = readStudy(args.required('study'));
  const out = args.required('out');
  const keyFile = args.required('keys');
  const passphrase = await readPassphrase(context.environment, context.language);
  const mailbox = await openMailbox(keyFile, passphrase);
  checkMailbox(study, mailbox, keyFile);
  const port = await openEmbeddedLog(args.required('log'));
  try {
    const session: Session = { study, specHash, port, mailbox };
    const result = await waitForResult(session, until);
    const links = await readLinks(session, result);
    const payload = await readAllPayload(session, result, context.reporter);
    const encoding = statedEncoding(study.encoding);
    const strata = strataOf(study, links, payload.rows);
    const counts = qualityOf(result, links, payload.rows, payload.refused, encoding);
    const quality = { ...counts, strata };
    const registers = study.registers.map((one) => registerTable(study, one, links, payload.rows));
    const tables = [personTable(study, links), ...registers, codebookTable(study)];
    const page = { name: 'groups.html', text: strataPage(study, strata, context.language) };
    writeRelease(out, tables, quality, [page]);
    context.print(
      args.flag('json') ? JSON.stringify(quality) : summary(quality, out, context.language),
    );
  } finally {
    await port.close();
    wipe(passphrase, mailbox);
  }
}
