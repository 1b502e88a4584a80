// SPDX-License-Identifier: EUPL-1.2
/**
 * `koppel-linkage review export|import|status|log`: pairs that the model leaves to a person, and what
 * people decide. Export, status and log open no key file; import does, as it signs what it adds.
 */
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import {
  parseArguments,
  Problems,
  readFileBytes,
  readPassphrase,
  writeFileWhole,
  type Arguments,
  type CommandContext,
} from '@koppel/console';
import { KoppelError, type Language } from '@koppel/errors';
import { wipe } from '@koppel/keys';
import type { ReadStudy, Study } from '@koppel/study';
import { readStudyFile } from '../read-study.ts';
import { accountText } from '../review/account-text.ts';
import { checkRows, type CheckedRows } from '../review/check-rows.ts';
import { listText } from '../review/csv.ts';
import { addToAccount, checkHolds, readAccount, type Account } from '../review/decision-log.ts';
import { isHeld, lastDecisions, type KnownDecision } from '../review/in-force.ts';
import { listPage } from '../review/page.ts';
import { readRows } from '../review/read-rows.ts';
import { countsOf, statusText } from '../review/status.ts';
import { rowOf, type Row } from '../review/table.ts';
import { findZone, readZone, type ZoneFile } from '../review/zone-file.ts';
import { expectedSources } from '../runs.ts';
import { sourceName } from '../follow/names.ts';
import { checkUnitKey, openUnitKey, wipeSecrets } from '../unit-key.ts';

const kinds = {
  study: 'string',
  keys: 'string',
  state: 'string',
  out: 'string',
  limit: 'string',
} as const;

/** Pairs on a list, unless somebody asks for more or fewer. */
const usualLimit = 200;

interface Opened extends ReadStudy {
  readonly args: Arguments;
  readonly context: CommandContext;
  readonly keyFile: string;
  readonly zone: ZoneFile;
  readonly account: Account;
  readonly known: ReadonlyMap<string, KnownDecision>;
}

function open(argv: readonly string[], context: CommandContext, most = 0): Opened {
  const args = parseArguments(argv, kinds, most);
  const read = readStudyFile(args.required('study'));
  const { study, specHash } = read;
  const keyFile = args.required('keys');
  const zone = readZone(args.required('state'), study, specHash);
  const account = readAccount(keyFile, study);
  checkHolds(account, zone.account);
  return {
    ...read,
    args,
    context,
    keyFile,
    zone,
    account,
    known: lastDecisions(account, specHash),
  };
}

/** Pairs that nobody has decided on since the linkage, most expected change first. */
function openPairs({ zone, known }: Pick<Opened, 'zone' | 'known'>): ZoneFile['pairs'] {
  return zone.pairs.filter(({ pair }) => {
    const last = known.get(pair);
    return last === undefined || !isHeld(last);
  });
}

const exportWords = {
  en: {
    written: 'Pairs on the list',
    open: 'Pairs to decide on in all',
    left: 'Left out; export again with a higher --limit',
    unsure: 'Unsure before, among those on the list',
    list: 'List',
    noZone:
      'The study gives its threshold, and no zone around it (linkage.review): nothing is between.',
    next: 'Fill in decision, reviewer and reason in pairs.csv, then: koppel-linkage review import',
  },
  nl: {
    written: 'Paren op de lijst',
    open: 'Paren om over te besluiten, in totaal',
    left: 'Weggelaten; exporteer opnieuw met hogere --limit',
    unsure: 'Eerder onzeker, van die op de lijst',
    list: 'Lijst',
    noZone:
      'De studie geeft de drempel, zonder zone eromheen (linkage.review): er ligt niets tussen.',
    next: 'Vul besluit, beoordelaar en reden in in pairs.csv, dan: koppel-linkage review import',
  },
} as const;

function tellCounts(
  told: Readonly<Record<string, number | string>>,
  words: Readonly<Record<string, string>>,
): string {
  return Object.entries(told)
    .map(([name, value]) => `${words[name]!.padEnd(50)}${String(value).padStart(8)}`)
    .join('\n');
}

/** The list with all that stands around it, for a program. */
function listJson(rows: readonly Row[], zone: ZoneFile, counts: object): string {
  const { study, list, threshold, thresholdLower, thresholdUpper, reviewFrom } = zone;
  const byPair = new Map(zone.pairs.map((one) => [one.pair, one]));
  const pairs = rows.map(({ pair, decision, reviewer, reason, registerA, registerB, earlier }) => {
    const one = byPair.get(pair)!;
    return {
      pair, decision, reviewer, reason, registerA, registerB, similarity: one.similarity,
      probability: one.probability, model: one.together ? 'same' : 'different',
      nextA: one.nextLeft, nextB: one.nextRight, sizeA: one.sizeLeft, sizeB: one.sizeRight,
      afterA: one.afterLeft, afterB: one.afterRight, changed: one.changed, earlier,
    }; // prettier-ignore
  });
  const head = { study, list, threshold, thresholdLower, thresholdUpper, reviewFrom, ...counts };
  return `${JSON.stringify({ ...head, pairs }, null, 1)}\n`;
}

function exportList(opened: Opened): void {
  const { args, context, zone, known } = opened;
  const { language } = context;
  const limit = args.count('limit', usualLimit);
  const folder = args.required('out');
  const waiting = openPairs(opened);
  const rowsIn = (into: Language): Row[] =>
    waiting.slice(0, limit).map((one) => rowOf(one, zone, known.get(one.pair)?.verdict, into));
  const rows = rowsIn(language);
  const open = zone.found - (zone.pairs.length - waiting.length);
  const counts = { written: rows.length, open, left: open - rows.length };
  const write = (name: string, text: string): void => {
    writeFileWhole(join(folder, name), text, { mode: 0o600, replace: true });
  };
  write('pairs.json', listJson(rowsIn('en'), zone, counts));
  write('pairs.html', listPage(rows, zone, language));
  write('pairs.csv', listText(rows, language));
  const unsure = rows.filter(({ earlier }) => earlier !== '').length;
  const told = { ...counts, unsure, list: zone.list };
  const words = exportWords[language];
  const then = zone.thresholdLower < zone.thresholdUpper ? words.next : words.noZone;
  context.print(args.flag('json') ? JSON.stringify(told) : `${tellCounts(told, words)}\n${then}`);
}

const importWords = {
  en: {
    recorded: 'Decisions recorded',
    repeated: 'Known already',
    open: 'Rows without a decision',
    overrules: 'Of those recorded, other than the model',
    next: 'They take effect with the next `koppel-linkage run`.',
  },
  nl: {
    recorded: 'Besluiten vastgelegd',
    repeated: 'Al bekend',
    open: 'Rijen zonder besluit',
    overrules: 'Van de vastgelegde anders dan het model',
    next: 'Ze gaan in bij de volgende `koppel-linkage run`.',
  },
} as const;

const uniqueSources = (study: Study): Set<string> =>
  new Set(
    expectedSources(study)
      .filter(({ register }) => study.registers.find(({ id }) => id === register)!.unique)
      .map(sourceName),
  );

/** Refuses with every problem, after saying how many rows were sound. */
function refuse({ problems, decisions, open }: CheckedRows, rows: number, opened: Opened): void {
  if (problems.length === 0) return;
  const wrong = new Set(problems.map(({ place }) => place.row)).size;
  const counts = { rows, decided: decisions.length, open, wrong };
  opened.context.reporter.event('nothingRecorded', {}, counts);
  throw new Problems(problems);
}

async function importList(opened: Opened): Promise<void> {
  const { args, context, study, specHash, keyFile, zone } = opened;
  const [file] = args.positionals;
  if (file === undefined) throw new KoppelError('USAGE', { path: 'review import' });
  const bytes = readFileBytes(file);
  const rows = readRows(bytes, file);
  const oneToOne = uniqueSources(study);
  const passphrase = await readPassphrase(context.environment, context.language);
  const secrets = await openUnitKey(keyFile, passphrase);
  try {
    checkUnitKey(study, secrets, keyFile);
    let checked: CheckedRows | undefined;
    const writer = { keyFile, study, specHash, signSecretKey: secrets.sign, now: Date.now };
    // Judged under the lock, against what the account says at that moment.
    await addToAccount(writer, (account) => {
      const known = lastDecisions(account, specHash);
      checked = checkRows(rows, { file, zone, known, oneToOne });
      refuse(checked, rows.length, opened);
      const { decisions } = checked;
      const hash = createHash('sha256').update(bytes).digest('hex');
      return decisions.length === 0 ? undefined : { kind: 'decided', file: hash, decisions };
    });
    const { decisions, repeated, open: undecided } = checked!;
    const overrules = decisions.filter(
      ({ verdict, together }) => verdict === (together ? 'different' : 'same'),
    ).length;
    const told = { recorded: decisions.length, repeated, open: undecided, overrules };
    const words = importWords[context.language];
    context.print(
      args.flag('json') ? JSON.stringify(told) : `${tellCounts(told, words)}\n${words.next}`,
    );
  } finally {
    wipeSecrets(secrets);
    wipe(passphrase);
  }
}

function status({ args, context, zone, account, known }: Opened): void {
  const counts = countsOf(zone, account, known);
  context.print(args.flag('json') ? JSON.stringify(counts) : statusText(counts, context.language));
}

/** Needs no linkage: an account can be looked at wherever its study and key file's folder are. */
function showLog(argv: readonly string[], context: CommandContext): void {
  const args = parseArguments(argv, kinds);
  const { study } = readStudyFile(args.required('study'));
  const account = readAccount(args.required('keys'), study);
  const state = args.text('state');
  const zone = state === undefined ? undefined : findZone(state, study);
  if (zone !== undefined) checkHolds(account, zone.account);
  const { entries, head } = account;
  context.print(
    args.flag('json')
      ? JSON.stringify({ entries, head }, null, 1)
      : accountText(account, context.language),
  );
}

/** Dispatches to a step; USAGE for another word. */
export async function review(context: CommandContext): Promise<undefined> {
  const [step, ...argv] = context.argv;
  if (step === 'export') exportList(open(argv, context));
  else if (step === 'import') await importList(open(argv, context, 1));
  else if (step === 'status') status(open(argv, context));
  else if (step === 'log') showLog(argv, context);
  else throw new KoppelError('USAGE', { path: 'review' });
}
