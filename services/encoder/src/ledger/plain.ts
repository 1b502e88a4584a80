// SPDX-License-Identifier: EUPL-1.2
/** The ledger in plain language: one line an entry. */
import type { Language } from '@koppel/errors';
import type { BatchEntry, LedgerEntry } from './entry.ts';

interface Words {
  readonly lanes: Readonly<Record<BatchEntry['lane'], string>>;
  readonly recipients: (names: readonly string[]) => string;
  readonly batch: (entry: BatchEntry, lane: string) => string;
  readonly begin: (owner: string) => string;
  readonly sent: (of: number, offset: number) => string;
  readonly notSent: (of: number) => string;
  readonly exclusions: (study: string, listed: number, removed: number) => string;
  readonly honoured: (study: string, register: string) => string;
  readonly checkpoint: string;
  readonly repaired: (bytes: number) => string;
  readonly pruned: (before: string, files: number) => string;
  readonly lostState: (study: string, batches: number) => string;
  readonly refused: (study: string, register: string, code: string) => string;
  readonly looksRefused: (
    study: string,
    register: string,
    sequence: number,
    code: string,
  ) => string;
  readonly override: (study: string, register: string, option: string) => string;
  readonly destroyed: (study: string) => string;
}

const en: Words = {
  lanes: {
    identifiers: 'encodings, for the linkage unit',
    payload: 'research variables, for the researcher',
    looks: 'answers to looks, for the linkage unit',
  },
  recipients: (names) => `research variables, for ${names.join(' and ')}`,
  batch: (entry, lane) =>
    entry.lane === 'looks'
      ? `study ${entry.study}, register ${entry.register}, run ${entry.runOrdinal + 1}, ` +
        `request ${entry.sequence + 1} of ${entry.batches} (${lane}): ${entry.rows} looks`
      : `study ${entry.study}, register ${entry.register}, run ${entry.runOrdinal + 1}, ` +
        `batch ${entry.sequence + 1} of ${entry.batches} (${lane}): ` +
        `${entry.rows} records, ${entry.retractions} withdrawn`,
  begin: (owner) => `ledger of ${owner} begins`,
  sent: (of, offset) => `entry ${of} is on the log, at place ${offset} of its topic`,
  notSent: (of) => `entry ${of} did not leave: the run was interrupted`,
  exclusions: (study, listed, removed) =>
    `study ${study}: exclusion list of ${listed} entries; ${removed} earlier ones are gone, as confirmed`,
  honoured: (study, register) =>
    `study ${study}, register ${register}: delivered with that exclusion list, nothing held back`,
  checkpoint: 'signed by the owner up to here',
  repaired: (bytes) => `a half-written line of ${bytes} bytes was taken away after an interruption`,
  pruned: (before, files) =>
    `${files} lists of what batches before ${before} contained are removed`,
  lostState: (study, batches) =>
    `study ${study}: an earlier state folder is lost, as confirmed; ${batches} batches on the log are not in this ledger`,
  refused: (study, register, code) =>
    `study ${study}, ${register === '' ? 'a register that it does not have' : `register ${register}`}: run refused, ${code}`,
  looksRefused: (study, register, sequence, code) =>
    `study ${study}, register ${register}: request ${sequence + 1} for looks refused, ${code}`,
  override: (study, register, option) =>
    `study ${study}, register ${register}: run with --${option}`,
  destroyed: (study) => `study ${study} is destroyed here`,
};

const nl: Words = {
  lanes: {
    identifiers: 'coderingen, voor de koppelpartij',
    payload: 'onderzoeksvariabelen, voor de onderzoeker',
    looks: 'antwoorden op inzages, voor de koppelpartij',
  },
  recipients: (names) => `onderzoeksvariabelen, voor ${names.join(' en ')}`,
  batch: (entry, lane) =>
    entry.lane === 'looks'
      ? `studie ${entry.study}, register ${entry.register}, run ${entry.runOrdinal + 1}, ` +
        `verzoek ${entry.sequence + 1} van ${entry.batches} (${lane}): ${entry.rows} inzages`
      : `studie ${entry.study}, register ${entry.register}, run ${entry.runOrdinal + 1}, ` +
        `pakket ${entry.sequence + 1} van ${entry.batches} (${lane}): ` +
        `${entry.rows} records, ${entry.retractions} ingetrokken`,
  begin: (owner) => `verzendboek van ${owner} begint`,
  sent: (of, offset) => `regel ${of} staat op het log, op plaats ${offset} van zijn onderwerp`,
  notSent: (of) => `regel ${of} is niet vertrokken: de run werd onderbroken`,
  exclusions: (study, listed, removed) =>
    `studie ${study}: uitsluitingslijst van ${listed} regels; ${removed} eerdere zijn weg, zoals bevestigd`,
  honoured: (study, register) =>
    `studie ${study}, register ${register}: geleverd met die uitsluitingslijst, niets aangehouden`,
  checkpoint: 'tot hier ondertekend door de bronhouder',
  repaired: (bytes) =>
    `een half geschreven regel van ${bytes} bytes is na een onderbreking weggehaald`,
  pruned: (before, files) =>
    `${files} lijsten van wat pakketten van voor ${before} bevatten zijn verwijderd`,
  lostState: (study, batches) =>
    `studie ${study}: een eerdere map met de stand is weg, zoals bevestigd; ${batches} pakketten op het log staan niet in dit boek`,
  refused: (study, register, code) =>
    `studie ${study}, ${register === '' ? 'een register dat zij niet heeft' : `register ${register}`}: run geweigerd, ${code}`,
  looksRefused: (study, register, sequence, code) =>
    `studie ${study}, register ${register}: verzoek ${sequence + 1} om inzages geweigerd, ${code}`,
  override: (study, register, option) =>
    `studie ${study}, register ${register}: run met --${option}`,
  destroyed: (study) => `studie ${study} is hier vernietigd`,
};

function sentenceOf(entry: LedgerEntry, words: Words): string {
  switch (entry.kind) {
    case 'begin':
      return words.begin(entry.owner);
    case 'batch': {
      const { recipients, lane } = entry;
      const to = recipients === undefined ? words.lanes[lane] : words.recipients(recipients);
      return words.batch(entry, to);
    }
    case 'sent':
      return words.sent(entry.of, entry.offset);
    case 'notSent':
      return words.notSent(entry.of);
    case 'exclusions':
      return words.exclusions(entry.study, entry.listed, entry.removed);
    case 'honoured':
      return words.honoured(entry.study, entry.register);
    case 'checkpoint':
      return words.checkpoint;
    case 'repaired':
      return words.repaired(entry.bytes);
    case 'pruned':
      return words.pruned(entry.before, entry.files);
    case 'lostState':
      return words.lostState(entry.study, entry.batches);
    case 'refused':
      return words.refused(entry.study, entry.register, [entry.code, entry.about].join(' ').trim());
    case 'looksRefused':
      return words.looksRefused(entry.study, entry.register, entry.sequence, entry.code);
    case 'override':
      return words.override(entry.study, entry.register, entry.option);
    case 'destroyed':
      return words.destroyed(entry.study);
  }
}

/** `number  time  sentence`, for each entry. */
export function plainLedger(entries: readonly LedgerEntry[], language: Language): string {
  const words = { en, nl }[language];
  const lines = entries.map(
    (entry) => `${String(entry.n).padStart(6)}  ${entry.time}  ${sentenceOf(entry, words)}`,
  );
  return lines.join('\n');
}
