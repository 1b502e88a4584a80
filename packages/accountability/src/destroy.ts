// SPDX-License-Identifier: EUPL-1.2
/**
 * Destroys what a party has of a study, in an order that a crash can break anywhere: run again, it ends
 * the same. First the keys that open anything, by which every copy becomes unreadable; then files; then
 * topics; then the certificate is signed; last the signing key goes. A journal beside the key file keeps
 * what was found, so that the certificate of a second try tells of the first one too.
 */
import { existsSync, linkSync, lstatSync, rmSync } from 'node:fs';
import { ask, readFileBytes, withKernelLock, writeFileWhole } from '@koppel/console';
import type { CommandContext } from '@koppel/console';
import { inFile, isKoppelError, KoppelError } from '@koppel/errors';
import { openKeyFile, sealKeyFile, wipe, type KeyRole } from '@koppel/keys';
import { generateSigningKeyPair } from '@koppel/keys/sign';
import type { Study } from '@koppel/study';
import type { LogPort } from '@koppel/transport';
import type { AccountHead } from './account-entry.ts';
import { controlOn } from './control.ts';
import { certificatePage } from './certificate-page.ts';
import {
  certifiedParties,
  readCertificate,
  signCertificate,
  type Certificate,
  type CertifiedRole,
  type Duty,
} from './certificate.ts';
import { eraseFile, removeEmptyFolders, type EraseTarget } from './erase-files.ts';
import type { HeldKey } from './held-key.ts';
import { readJournal, writeJournal, type Journal } from './journal.ts';
import { besideKeys, destructionFiles } from './marker.ts';
import { doneText, foundAgain, planText } from './plan-text.ts';
import { destructionRemains, olderName, writingRemains } from './remains.ts';

export interface Destruction {
  readonly context: CommandContext;
  readonly study: Study;
  readonly specHash: Uint8Array;
  readonly role: CertifiedRole;
  /** An owner's id, `linkageUnit` or `researcher`. */
  readonly party: string;
  readonly keyFile: string;
  readonly keyRole: KeyRole;
  /** Asked for only when there is a key file to open. */
  readonly passphrase: () => Promise<Uint8Array>;
  /** Throws where the key file is of another party; not called when only the signing key is left. */
  readonly checkKeys: (secrets: Readonly<Record<string, Uint8Array>>) => void;
  /** What of the key file is erased, and whether the rest of it serves other studies. */
  readonly choose: (secrets: Readonly<Record<string, Uint8Array>>) => {
    readonly erased: readonly HeldKey[];
    readonly shared: boolean;
  };
  /** Files that are to go, as they are found now. */
  readonly find: () => readonly EraseTarget[];
  /** Folders that go when they are empty. */
  readonly folders: readonly string[];
  readonly topics: readonly string[];
  /** Absent: nothing is erased on the log, and the certificate says so. */
  readonly port: LogPort | undefined;
  readonly duties: readonly Duty[];
  /** The study's id, when it was given on the command line. */
  readonly confirm: string | undefined;
  /** Writes in the party's account or ledger that it is done, and says where that stands. */
  readonly account: (signSecretKey: Uint8Array) => Promise<AccountHead>;
  readonly now: () => number;
}

type Secrets = Record<string, Uint8Array>;

interface OpenKeys {
  readonly passphrase: Uint8Array;
  /** Names of the secrets that the key file holds as it is. */
  readonly held: string;
  readonly secrets: Secrets;
}

const namesOf = (secrets: Secrets): string => Object.keys(secrets).sort().join();

const isoTime = (now: () => number): string => new Date(now()).toISOString();

/** Makes the certificate final, when everything but that was done. */
function finish(options: Destruction): Certificate | undefined {
  const { keyFile, study, party } = options;
  const files = destructionFiles(keyFile, options);
  const named = existsSync(files.pending) ? files.pending : files.certificate;
  if (!existsSync(named)) return undefined;
  const content = readFileBytes(named);
  const certificate = readCertificate(named, content);
  const own = certifiedParties(study).find((one) => one.party === party)?.signPublicKey;
  if (own !== undefined && own !== certificate.signPublicKey) {
    throw new KoppelError('CERTIFICATE_SIGNATURE', { file: named });
  }
  if (named === files.pending) {
    if (certificate.wholeKeyFile) {
      for (const file of writingRemains(keyFile)) {
        // A crash between the second name and the new file leaves two names of one: never the live one.
        if (lstatSync(file).ino === lstatSync(keyFile).ino) rmSync(file);
        else eraseFile(file);
      }
      eraseFile(keyFile);
    }
    writeFileWhole(files.certificate, content, { replace: true });
    rmSync(files.pending, { force: true });
  }
  for (const language of ['en', 'nl'] as const) {
    const page = certificatePage(certificate, study, language);
    writeFileWhole(files.page(language), page, { replace: true });
  }
  for (const file of destructionRemains(besideKeys(keyFile, options))) eraseFile(file);
  if (existsSync(files.journal)) eraseFile(files.journal);
  return certificate;
}

/** Replaces the key file and erases what stood in it; a second try finds the old one under its name. */
async function replaceKeys(
  { keyFile, keyRole }: Destruction,
  passphrase: Uint8Array,
  left: Secrets,
): Promise<void> {
  const old = olderName(keyFile);
  const sealed = await sealKeyFile(passphrase, keyRole, left);
  try {
    if (!existsSync(old)) linkSync(keyFile, old);
  } catch {
    // A disk without second names: the old content is let go of without being overwritten.
  }
  writeFileWhole(keyFile, sealed, { replace: true, mode: 0o600 });
}

async function confirmed({ context, study, confirm }: Destruction): Promise<void> {
  const question = {
    en: `Type ${study.id} to destroy this, anything else to leave it: `,
    nl: `Typ ${study.id} om dit te vernietigen, iets anders om het te laten: `,
  };
  const answer = confirm ?? (await ask(question[context.language]));
  if (answer !== study.id) throw new KoppelError('DESTRUCTION_UNCONFIRMED', { field: study.id });
}

/** What there is now, added to what an earlier try found. */
function surveyed(options: Destruction, secrets: Secrets, before: Journal | undefined): Journal {
  const { erased, shared } = options.choose(secrets);
  const known = new Set(before?.files.map(({ file }) => file));
  const found = options.find().filter(({ file }) => !known.has(file));
  const keys = new Map([...(before?.keys ?? []), ...erased].map((one) => [one.name, one]));
  return {
    koppelDestruction: 1,
    study: options.study.id,
    begunAt: before?.begunAt ?? isoTime(options.now),
    shared: before?.shared ?? shared,
    keys: [...keys.values()],
    files: [...(before?.files ?? []), ...found],
    topics: before?.topics ?? [],
  };
}

/** The entries of a topic; undefined for one that is kept in parts, of which nobody counts them. */
async function entriesOf(port: LogPort, topic: string): Promise<number | undefined> {
  try {
    return await port.end(topic);
  } catch (thrown) {
    if (isKoppelError(thrown, 'LOG_KAFKA_PARTITIONS')) return undefined;
    throw thrown;
  }
}

async function eraseTopic(port: LogPort, topic: string): Promise<Journal['topics'][number]> {
  try {
    const entries = await entriesOf(port, topic);
    const gone = entries === 0 || (await port.erase?.(topic)) === true;
    const counted = entries === undefined ? {} : { entries };
    return { topic, ...counted, outcome: gone ? 'erased' : 'notAllowed' };
  } catch (thrown) {
    // What a broker does not show is left to its operator.
    if (!isKoppelError(thrown, 'LOG_KAFKA_TOPIC')) throw thrown;
    return { topic, outcome: 'notAllowed' };
  }
}

/**
 * Topics have the name of the study and not of its version, and one that was emptied can be read from
 * its start by nobody: they go when the study has ended, or was one on synthetic persons.
 */
async function mayErase({ port, study, specHash }: Destruction): Promise<boolean> {
  if (port?.erase === undefined) return false;
  if (study.koppel !== 2) return true;
  return (await controlOn(port, { study, specHash }))?.endedOn !== undefined;
}

async function eraseTopics(options: Destruction): Promise<Journal['topics']> {
  const { port, topics, context } = options;
  const isAllowed = await mayErase(options);
  const progress = context.reporter.progress('erase topics', topics.length);
  const done: Journal['topics'][number][] = [];
  for (const topic of topics) {
    if (port === undefined || !isAllowed) done.push({ topic, outcome: 'notAsked' });
    else {
      done.push(await eraseTopic(port, topic));
    }
    progress.update(done.length);
  }
  progress.end();
  return done;
}

function eraseFiles({ context, folders }: Destruction, files: readonly EraseTarget[]): void {
  const progress = context.reporter.progress('erase files', files.length);
  for (const [at, { file }] of files.entries()) {
    eraseFile(file);
    progress.update(at + 1);
  }
  for (const folder of folders) removeEmptyFolders(folder);
  progress.end();
}

/** Per kind, in the order of their names. */
function filesByKind(files: readonly EraseTarget[]): Certificate['files'] {
  const kinds = [...new Set(files.map(({ kind }) => kind))].sort();
  return kinds.map((kind) => {
    const own = files.filter((one) => one.kind === kind);
    return { kind, files: own.length, bytes: own.reduce((sum, { bytes }) => sum + bytes, 0) };
  });
}

function dutiesOf({ duties, topics }: Destruction, journal: Journal): Duty[] {
  const outcomes = new Set(journal.topics.map(({ outcome }) => outcome));
  return [
    'backups' as const,
    'media' as const,
    'passphrase' as const,
    ...(outcomes.has('notAllowed') ? ['broker' as const] : []),
    ...(topics.length > 0 && outcomes.has('notAsked') ? ['log' as const] : []),
    ...(journal.shared ? ['otherStudies' as const] : ['keyCopies' as const]),
    ...duties,
  ];
}

async function erase(
  options: Destruction,
  { passphrase, held, secrets }: OpenKeys,
  journal: Journal,
): Promise<void> {
  const { keyFile, study, specHash, role, party, now } = options;
  const files = destructionFiles(keyFile, options);
  writeJournal(files.journal, journal);
  const gone = new Set(options.choose(secrets).erased.map(({ name }) => name));
  const left = Object.fromEntries(
    Object.entries(secrets).filter(([name]) => name === 'sign' || !gone.has(name)),
  );
  // A second try finds them gone already, and at most the older file under its other name.
  if (held !== namesOf(left)) await replaceKeys(options, passphrase, left);
  for (const file of writingRemains(keyFile)) eraseFile(file);
  eraseFiles(options, journal.files);
  const told = { ...journal, topics: await eraseTopics(options) };
  writeJournal(files.journal, told);
  const account = await options.account(secrets['sign']!);
  const text = signCertificate(
    {
      koppelCertificate: 1,
      study: study.id,
      specHash: Buffer.from(specHash).toString('hex'),
      role,
      party,
      begunAt: told.begunAt,
      completedAt: isoTime(now),
      keys: [...told.keys],
      wholeKeyFile: !told.shared,
      files: filesByKind(told.files),
      topics: [...told.topics],
      account,
      remaining: dutiesOf(options, told),
    },
    secrets['sign']!,
  );
  writeFileWhole(files.pending, text, { replace: true });
}

/** Erases what turned up after the certificate, as when a backup was put back. */
function eraseAgain(options: Destruction): number {
  const found = options.find();
  if (found.length > 0) eraseFiles(options, found);
  return found.length;
}

/**
 * Destroys the study here, after showing what goes and having it confirmed. Gives the certificate: of
 * this time, or of the time before when all was gone already.
 * @throws KoppelError DESTRUCTION_UNCONFIRMED; KEY_*, FILE_*, WRITE_FAILED, LOG_*
 */
export async function destroyStudy(options: Destruction): Promise<Certificate> {
  const { context, keyFile, keyRole, study, party } = options;
  const named = certifiedParties(study).find((one) => one.party === party)?.signPublicKey;
  const files = destructionFiles(keyFile, options);
  return withKernelLock(`${keyFile}.destruction.lock`, { waitMs: 0 }, async () => {
    const before = finish(options);
    if (before !== undefined) {
      if (options.find().length > 0) await confirmed(options);
      context.print(foundAgain(eraseAgain(options), files.certificate, context.language));
      return before;
    }
    const passphrase = await options.passphrase();
    const secrets = await inFile(keyFile, openKeyFile(passphrase, keyRole, readFileBytes(keyFile)));
    try {
      if (namesOf(secrets) !== 'sign') options.checkKeys(secrets);
      // A party whose key the study does not name signs with one of this moment.
      const held = namesOf(secrets);
      if (named === undefined) secrets['sign'] ??= generateSigningKeyPair().secretKey;
      if (secrets['sign'] === undefined) throw new KoppelError('KEY_FILE_DAMAGED', { file: keyFile });
      const journal = surveyed(options, secrets, readJournal(files.journal, study.id));
      context.print(planText(options, journal));
      await confirmed(options);
      await erase(options, { passphrase, held, secrets }, journal);
    } finally {
      wipe(passphrase, ...Object.values(secrets));
    }
    const done = finish(options)!;
    context.print(doneText(done, files.certificate, context.language));
    return done;
  });
} // prettier-ignore
