// SPDX-License-Identifier: EUPL-1.2
/** `koppel-researcher assemble`: payload and links together, into a data set on disk. */
import { existsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { requireStudyHere } from '@koppel/accountability';
import { logOptions, parseArguments, readPassphrase } from '@koppel/console';
import type { Arguments, CommandContext } from '@koppel/console';
import { KoppelError } from '@koppel/errors';
import { wipe } from '@koppel/keys';
import { statedEncoding, type Study } from '@koppel/study';
import { openLog } from '@koppel/transport';
import { requireAllowed } from '../allowed.ts';
import { describingTexts } from '../describe/texts.ts';
import { formatsOf } from '../formats/asked.ts';
import type { DataFile } from '../formats/data-file.ts';
import type { Format } from '../formats/writer.ts';
import { gather, type Gathered, type Told } from '../gather.ts';
import { hex } from '../bytes.ts';
import { countEvents } from '../person-events.ts';
import { isOtherVersion, previousResult } from '../previous.ts';
import { qualityOf, type Quality } from '../quality.ts';
import { writeRelease, type ReleaseText, type Written } from '../release.ts';
import { checkMailbox, openMailbox } from '../researcher-key.ts';
import { readResults, type AnyResult } from '../results.ts';
import type { Session } from '../session.ts';
import { countValues, type SourceCounts } from '../store/counts.ts';
import { Store } from '../store/store.ts';
import { sourceNumber } from '../store/tables.ts';
import { strataPage } from '../strata/page.ts';
import { strataOf } from '../strata/strata.ts';
import { disagreementsOf } from '../meanings/meanings.ts';
import { SpellTally, spellTable } from '../spells/table.ts';
import { readStudy } from '../study-file.ts';
import { eventTable, personTable, registerTable } from '../tables.ts';
import { manifestText, nextRelease, type Manifest, type ReleasePlace } from '../versions.ts';
import { summary, unchangedText } from './assembled.ts';

const kinds = {
  study: 'string',
  keys: 'string',
  log: 'string',
  out: 'string',
  wait: 'string',
  previous: 'string',
  formats: 'string',
  releases: 'string',
  result: 'string',
} as const;

const pollMs = 300;

/** All results, oldest first, as soon as there is one. */
async function waitForResults(session: Session, until: number): Promise<readonly AnyResult[]> {
  for (;;) {
    const results = await readResults(session);
    if (results.length > 0) return results;
    if (Date.now() >= until) throw new KoppelError('RESULT_MISSING', { field: session.study.id });
    await sleep(pollMs);
  }
}

interface Target extends ReleasePlace {
  readonly formats: readonly Format[];
}

/** The files of a data set, which read from the store while they are written. */
async function filesOf(
  store: Store,
  study: Study,
  told: Told | undefined,
  tally: SpellTally,
): Promise<DataFile[]> {
  const files = [await personTable(store, study)];
  for (const at of study.registers.keys()) files.push(await registerTable(store, study, at));
  const spells = await spellTable(store, study, tally);
  if (spells !== undefined) files.push(spells);
  return told === undefined ? files : [...files, eventTable(study, told.events)];
}

/** Writes the data set and gives what it says about itself. */
async function write(
  { out, number, formats }: Target,
  session: Session,
  gathered: Gathered,
  { language, reporter }: CommandContext,
): Promise<Quality> {
  const { study } = session;
  const { store, result, statement, told, refused } = gathered;
  const encoding = statedEncoding(study.encoding);
  const counts = (owner: string, register: string): SourceCounts | undefined =>
    gathered.counts.get(sourceNumber(study, owner, register));
  const stated = qualityOf({ result, statement }, counts, refused, encoding);
  const since =
    told === undefined
      ? {}
      : {
          since: {
            result: told.result,
            events: countEvents(told.events),
            records: told.differences,
          },
        };
  const strata = await strataOf(study, (register, at) => countValues(store, register, at));
  const disagreements = await disagreementsOf(store, study);
  const tally = new SpellTally();
  // Periods are counted while they are written.
  const quality = (): Quality => {
    const spells = tally.counts(study);
    return { ...stated, ...since, ...(spells.length > 0 && { spells }), disagreements, strata };
  };
  const files = await filesOf(store, study, told, tally);
  const version = number === undefined ? stated.result : String(number);
  const described = { version, hasEvents: told !== undefined };
  const { specHash } = stated;
  const manifest: Manifest = {
    release: number ?? null, study: study.id, specHash, result: stated.result, since: told?.result ?? null,
  }; // prettier-ignore
  const texts = (written: Written): readonly ReleaseText[] => {
    const about = [
      ...describingTexts(study, described, written),
      { name: 'groups.html', text: strataPage(study, strata, language) },
      { name: 'quality.json', text: `${JSON.stringify(quality(), null, 2)}\n` },
    ];
    return [...about, manifestText(manifest, written, about)];
  };
  const all = files.reduce((sum, { count }) => sum + count, 0);
  const progress = reporter.progress('write files', all);
  let rows = 0;
  await writeRelease(out, { files, formats, texts }, (more) => {
    rows += more;
    progress.update(rows);
  });
  progress.end();
  return quality();
}

/** Where the data set goes: a folder of its own, or the next number of a folder of releases. */
function placeOf(args: Arguments): ReleasePlace {
  const releases = args.text('releases');
  const previous = args.text('previous');
  const told = previous === undefined ? {} : { previous };
  if (releases === undefined) return { out: args.required('out'), ...told };
  if (args.text('out') !== undefined) throw new KoppelError('USAGE', { path: '--out' });
  return { ...nextRelease(releases), ...told };
}

/** Results up to the one with that name in hexadecimal digits. RESULT_MISSING when there is none. */
function upTo(name: string | undefined, results: readonly AnyResult[]): readonly AnyResult[] {
  if (name === undefined) return results;
  const at = results.findLastIndex(({ result }) => hex(result) === name);
  if (at < 0) throw new KoppelError('RESULT_MISSING', { path: '--result' });
  return results.slice(0, at + 1);
}

/**
 * The result of the data set before. A release of another version of the study is none: pseudonyms
 * are others then, and nothing can be compared. Named by hand it is RELEASE_UNKNOWN.
 */
function earlierResult(
  { previous, number }: ReleasePlace,
  session: Session,
  results: readonly AnyResult[],
): AnyResult | undefined {
  if (previous === undefined) return undefined;
  if (number !== undefined && isOtherVersion(previous, session)) return undefined;
  return previousResult(previous, session, results);
}

export async function assemble(context: CommandContext): Promise<undefined> {
  const args = parseArguments(context.argv, kinds);
  const until = Date.now() + args.count('wait', 0) * 1000;
  const { study, specHash } = readStudy(args.required('study'));
  const place = placeOf(args);
  const { out } = place;
  const formats = formatsOf(args.text('formats'));
  const keyFile = args.required('keys');
  requireStudyHere(keyFile, { study, specHash });
  const passphrase = await readPassphrase(context.environment, context.language);
  const mailbox = await openMailbox(keyFile, passphrase);
  checkMailbox(study, mailbox, keyFile);
  // Told before hours of work, not after them.
  if (existsSync(out)) throw new KoppelError('FILE_EXISTS', { file: out });
  const port = await openLog(args.required('log'), logOptions(context));
  let store: Store | undefined;
  try {
    const session: Session = { study, specHash, port, mailbox };
    await requireAllowed(session, keyFile);
    const results = upTo(args.text('result'), await waitForResults(session, until));
    const previous = earlierResult(place, session, results);
    if (place.number !== undefined && previous === results.at(-1)) {
      context.print(
        args.flag('json')
          ? JSON.stringify({ unchanged: place.previous })
          : unchangedText[context.language],
      );
      return;
    }
    store = await Store.open(out);
    const gathered = await gather(store, session, results, previous, context.reporter);
    const quality = await write({ ...place, formats }, session, gathered, context);
    context.print(
      args.flag('json') ? JSON.stringify(quality) : summary(quality, out, context.language),
    );
  } finally {
    store?.close();
    await port.close();
    wipe(passphrase, mailbox);
  }
}
