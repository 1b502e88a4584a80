// SPDX-License-Identifier: EUPL-1.2
/**
 * A dry run: everything but sending. The first batch goes into files of its owner, as it would leave
 * and, opened up, for a person to look at. The picture shows encodings, which are personal data.
 */
import { writeFileWhole } from '@koppel/console';
import { KoppelError, type Language } from '@koppel/errors';
import { encodingBytes, recipientsOf } from '@koppel/study';
import type { LogPort } from '@koppel/transport';
import { rowKinds, type Lane } from '@koppel/wire';
import { hex } from './bytes.ts';
import type { Sender } from './egress.ts';
import { noteLines } from './encoding-notes.ts';
import { messageHash } from './ledger/own-batches.ts';
import { tokenBytes } from './rows/layout.ts';
import type { BatchRows } from './rows/batch-rows.ts';
import { numberLines, numbersOf, type GuardedResult, type Sample } from './run-summary.ts';

/** No log at all: nothing was ever sent, as far as this tells. Nothing can be put on it. */
export const noLog: LogPort = {
  append: () => Promise.reject(new KoppelError('LOG_REQUEST', { rule: 'dryRun' })),
  read: () => Promise.resolve([]),
  end: () => Promise.resolve(0),
  close: () => Promise.resolve(),
};

/** A log on which nothing can be put. */
export function withoutAppend(port: LogPort): LogPort {
  return {
    append: (topic, values) => noLog.append(topic, values),
    read: (topic, from, limit) => port.read(topic, from, limit),
    end: (topic) => port.end(topic),
    close: () => port.close(),
  };
}

const lanes: readonly Lane[] = ['payload', 'identifiers'];

/** The files of `--out-batch`: a message per lane, and what is inside. */
export function sampleFiles(base: string): string[] {
  return [...lanes.map((lane) => `${base}.${lane}`), `${base}.txt`];
}

const words = {
  en: {
    title:
      'The first batch as it would leave. Nothing was sent. This file shows encodings of persons: treat it as personal data.',
    payloadFor: 'Research variables are sealed to',
    header: 'Header, readable to everyone on the log',
    message: 'Message',
    bytes: 'bytes',
    once: 'Sealing is random: the message that really leaves has this size and this content, and other bytes.',
    inside: 'Inside the seal',
    rows: 'rows filled, of',
    padding: 'the others are zeros, so that every batch has one size',
    records: 'records',
    retractions: 'retractions: a token and nothing else',
    row: 'Row',
    token: 'token',
    withdrawn: 'withdraws the record with this token',
    fields: 'linkage fields that had a value',
    variables: 'research variables that have a value (on the other lane; values not shown)',
    none: 'none',
    filter: 'encoding: bits set',
    of: 'of',
    bsnToken: 'token of the BSN (zeros: no valid number):',
  },
  nl: {
    title:
      'Het eerste pakket zoals het zou vertrekken. Er is niets verstuurd. Dit bestand toont coderingen van personen: behandel het als persoonsgegevens.',
    payloadFor: 'Onderzoeksvariabelen worden verzegeld aan',
    header: 'Kop, leesbaar voor iedereen op het log',
    message: 'Bericht',
    bytes: 'bytes',
    once: 'Verzegelen gebeurt met toeval: het bericht dat echt vertrekt heeft deze grootte en inhoud, en andere bytes.',
    inside: 'Binnen het zegel',
    rows: 'rijen gevuld, van',
    padding: 'de andere zijn nullen, zodat elk pakket even groot is',
    records: 'records',
    retractions: 'intrekkingen: een token en verder niets',
    row: 'Rij',
    token: 'token',
    withdrawn: 'trekt het record met dit token in',
    fields: 'koppelvelden met een waarde',
    variables: 'onderzoeksvariabelen met een waarde (op de andere baan; waarden niet getoond)',
    none: 'geen',
    filter: 'codering: bits aan',
    of: 'van',
    bsnToken: 'token van het BSN (nullen: geen geldig nummer):',
  },
} as const;

type Words = (typeof words)[Language];

/** Rows shown; who wants all of them has the message. */
const shownRows = 2;
const bitsPerLine = 64;

/** Lowest bit of the first byte first. */
function bitsOf(filter: Uint8Array): boolean[] {
  return Array.from(filter).flatMap((byte) =>
    Array.from({ length: 8 }, (_, bit) => ((byte >>> bit) & 1) === 1),
  );
}

function picture(filter: Uint8Array): string[] {
  const bits = bitsOf(filter);
  const lines: string[] = [];
  for (let at = 0; at < bits.length; at += bitsPerLine) {
    const line = bits.slice(at, at + bitsPerLine).map((bit) => (bit ? '█' : '·'));
    lines.push(`    ${line.join('')}`);
  }
  return lines;
}

function rowLines(rows: BatchRows, row: number, sender: Sender, register: string, text: Words) {
  const { study } = sender;
  const token = rows.tokens.subarray(row * tokenBytes, (row + 1) * tokenBytes);
  const head = [`  ${text.row} ${row + 1}`, `    ${text.token} ${hex(token)}`];
  if (rows.kinds[row] === rowKinds.retraction) return [...head, `    ${text.withdrawn}`];
  const start = row * rows.filterBytes;
  const filter = rows.filters.subarray(start, start + encodingBytes(study));
  const behind = rows.filters.subarray(start + encodingBytes(study), start + rows.filterBytes);
  const mask = rows.presence[row]!;
  const list = (names: readonly string[]): string =>
    names.length === 0 ? text.none : names.join(', ');
  const fields = study.encoding.fields.map(({ name }) => name);
  const payload = study.registers.find(({ id }) => id === register)?.payload ?? [];
  const from = row * rows.variables;
  const filled = payload.filter((_, at) => rows.payloadPresent[from + at] === 1);
  const set = bitsOf(filter).filter(Boolean).length;
  return [
    ...head,
    `    ${text.fields}: ${list(fields.filter((_, at) => ((mask >>> at) & 1) === 1))}`,
    `    ${text.variables}: ${list(filled.map(({ name }) => name))}`,
    `    ${text.filter} ${set} ${text.of} ${8 * filter.length}`,
    ...picture(filter),
    ...(behind.length === 0 ? [] : [`    ${text.bsnToken} ${hex(behind)}`]),
  ];
}

/** What is inside a batch, as text. */
function describeSample(
  sample: Sample,
  sender: Sender,
  register: string,
  language: Language,
): string {
  const text = words[language];
  const { study, specHash } = sender;
  const { rows, messages, batches } = sample;
  const withdrawn = rows.kinds
    .subarray(0, rows.count)
    .filter((kind) => kind === rowKinds.retraction);
  const { capacity } = study.batches;
  const shown = Array.from({ length: Math.min(shownRows, rows.count) }, (_, row) =>
    rowLines(rows, row, sender, register, text),
  );
  return [
    text.title,
    '',
    text.header,
    `  study ${study.id} ${hex(specHash)}`,
    `  owner ${study.owners[sender.owner]!.id}`,
    `  register ${register}`,
    `  batch 1 / ${batches}`,
    '',
    ...messages.map(({ lane, message }) => {
      const size = `${message.length} ${text.bytes}`;
      return `${text.message} ${lane}: ${size}, SHA-256 ${messageHash(message)}`;
    }),
    text.once,
    `${text.payloadFor}: ${recipientsOf(study)
      .map(({ name }) => name)
      .join(', ')}`,
    '',
    text.inside,
    `  ${rows.count} ${text.rows} ${capacity}; ${text.padding}`,
    `  ${rows.count - withdrawn.length} ${text.records}, ${withdrawn.length} ${text.retractions}`,
    ...shown.flat(),
    '',
  ].join('\n');
}

/** Writes the files of `--out-batch`, for this account only. FILE_EXISTS, DISK_FULL, WRITE_FAILED. */
export function writeSample(
  base: string,
  sender: Sender,
  register: string,
  { sample }: GuardedResult,
  language: Language,
): void {
  if (sample === undefined) return;
  for (const { lane, message } of sample.messages) {
    writeFileWhole(`${base}.${lane}`, message, { mode: 0o600 });
  }
  const text = describeSample(sample, sender, register, language);
  writeFileWhole(`${base}.txt`, text, { mode: 0o600 });
}

const would = {
  en: { title: 'Dry run: nothing was sent', batches: 'Batches that would leave' },
  nl: { title: 'Proefdraai: er is niets verstuurd', batches: 'Pakketten die zouden vertrekken' },
} as const;

/** What a run would do, in numbers, for a person or as JSON. */
export function dryRunSummary(result: GuardedResult, language: Language, json: boolean): string {
  const { batchesSent, batchesAlreadyThere, ...numbers } = numbersOf(result);
  const { sample, plan } = result;
  const batches = sample === undefined ? 0 : sample.batches * sample.messages.length;
  if (json) {
    const { send } = plan;
    return JSON.stringify({
      dryRun: true,
      send,
      ...numbers,
      batches,
      batchesSent,
      batchesAlreadyThere,
      encoding: result.encoding,
    });
  }
  const text = would[language];
  return [
    text.title,
    ...numberLines(plan.send, numbers, language),
    `${text.batches.padEnd(36)}${String(batches)}`,
    ...noteLines(result.encoding, language),
  ].join('\n');
}
