// SPDX-License-Identifier: EUPL-1.2
/**
 * `koppel-encoder ledger show|verify|checkpoint|prune`. The first three read only and open no key
 * file; prune writes an entry, which the owner signs.
 */
import {
  parseArguments,
  readFileText,
  readPassphrase,
  type Arguments,
  type CommandContext,
} from '@koppel/console';
import { KoppelError } from '@koppel/errors';
import { wipe } from '@koppel/keys';
import { decodePublicKey, parseStudy } from '@koppel/study';
import { hex } from '../bytes.ts';
import { readChain, type Chain } from '../ledger/chain.ts';
import { checkAgainst, lastCheckpoint } from '../ledger/checkpoint-file.ts';
import { departed } from '../ledger/ledger.ts';
import { plainLedger } from '../ledger/plain.ts';
import { prune, prunedUpTo } from '../ledger/prune.ts';
import { readTokens } from '../ledger/token-file.ts';
import { openOwnerKey, secretOf } from '../owner-key.ts';
import { sinceOf } from '../since.ts';
import { defaultStateFolder } from '../state-folder.ts';

const kinds = {
  keys: 'string',
  state: 'string',
  study: 'string',
  owner: 'string',
  checkpoint: 'string',
  since: 'string',
  before: 'string',
} as const;

function folderOf(args: Arguments): string {
  const named = args.text('state');
  return named ?? defaultStateFolder(args.required('keys'));
}

/** With a study: the ledger is of the owner that the study names, by its public key. */
function checkOwner(args: Arguments, chain: Chain, folder: string): void {
  const file = args.text('study');
  if (file === undefined) return;
  const read = parseStudy(readFileText(file));
  if (!read.ok) throw new KoppelError(read.problems[0]!.code, { file, ...read.problems[0]!.place });
  const name = args.required('owner');
  const party = read.value.study.owners.find(({ id }) => id === name);
  const [begin] = chain.entries;
  const own =
    party !== undefined &&
    begin?.kind === 'begin' &&
    begin.owner === name &&
    begin.signPublicKey === hex(decodePublicKey(party.signPublicKey));
  if (!own) throw new KoppelError('LEDGER_OTHER_OWNER', { file: folder });
}

const words = {
  en: {
    entries: 'Entries, all sound',
    batches: 'Batches that left',
    records: 'Records in them',
    retractions: 'Records withdrawn',
    unsettled: 'Not known whether sent',
    tornBytes: 'Half-written bytes at the end',
    pruned: 'Batches whose list was removed',
    head: 'Hash of the last entry',
  },
  nl: {
    entries: 'Regels, alle in orde',
    batches: 'Vertrokken pakketten',
    records: 'Records daarin',
    retractions: 'Ingetrokken records',
    unsettled: 'Onbekend of verzonden',
    tornBytes: 'Half geschreven bytes aan het eind',
    pruned: 'Pakketten zonder hun lijst',
    head: 'Hash van de laatste regel',
  },
} as const;

function verify(args: Arguments, context: CommandContext): void {
  const folder = folderOf(args);
  const chain = readChain(folder);
  checkOwner(args, chain, folder);
  const kept = args.text('checkpoint');
  if (kept !== undefined) checkAgainst(kept, folder, chain);
  const batches = departed(chain);
  const upTo = prunedUpTo(chain);
  const erased = chain.entries.filter((entry) => entry.kind === 'destroyed');
  const isErased = (study: string, specHash: string): boolean =>
    erased.some((entry) => entry.study === study && entry.specHash === specHash);
  const progress = context.reporter.progress('ledger', batches.length);
  batches.forEach(({ tokens, n, study, specHash }, at) => {
    if (n >= upTo && !isErased(study, specHash)) readTokens(folder, tokens, n);
    progress.update(at + 1);
  });
  progress.end();
  const sum = (of: 'rows' | 'retractions'): number =>
    batches.reduce((total, batch) => total + batch[of], 0);
  const told = {
    entries: chain.entries.length,
    batches: batches.length,
    records: sum('rows'),
    retractions: sum('retractions'),
    unsettled: chain.open.size,
    tornBytes: chain.torn,
    pruned: batches.filter(({ n }) => n < upTo).length,
    head: chain.head.hash,
  };
  if (args.flag('json')) context.print(JSON.stringify(told));
  else {
    const labels = words[context.language];
    const lines = Object.entries(told).map(
      ([name, value]) => `${labels[name as keyof typeof labels].padEnd(36)}${String(value)}`,
    );
    context.print(lines.join('\n'));
  }
}

function show(args: Arguments, context: CommandContext): void {
  const chain = readChain(folderOf(args));
  const since = Date.parse(sinceOf(args) ?? new Date(0).toISOString());
  const entries = chain.entries.filter(({ time }) => Date.parse(time) >= since);
  if (args.flag('json')) context.print(JSON.stringify(entries, null, 1));
  else context.print(plainLedger(entries, context.language));
}

function checkpoint(args: Arguments, context: CommandContext): void {
  const folder = folderOf(args);
  const last = lastCheckpoint(readChain(folder));
  if (last === undefined) throw new KoppelError('LEDGER_MISSING', { file: folder });
  context.print(JSON.stringify(last));
}

const prunedWords = {
  en: (files: number) =>
    `Lists removed: ${String(files)}. The entries stay; no proof reaches back further.`,
  nl: (files: number) =>
    `Lijsten verwijderd: ${String(files)}. De regels blijven; geen bewijs reikt verder terug.`,
} as const;

async function pruneBefore(args: Arguments, context: CommandContext): Promise<void> {
  const before = sinceOf(args, 'before');
  if (before === undefined) throw new KoppelError('USAGE', { path: '--before' });
  const keyFile = args.required('keys');
  const folder = folderOf(args);
  const [begin] = readChain(folder).entries;
  const passphrase = await readPassphrase(context.environment, context.language);
  const secrets = await openOwnerKey(keyFile, passphrase);
  try {
    const name = begin?.kind === 'begin' ? begin.owner : '';
    const owner = { owner: name, signSecretKey: secretOf(secrets, 'sign'), now: Date.now };
    const files = await prune(folder, owner, before, context.reporter);
    context.print(
      args.flag('json') ? JSON.stringify({ files }) : prunedWords[context.language](files),
    );
  } finally {
    wipe(passphrase, ...Object.values(secrets));
  }
}

const steps = { verify, show, checkpoint, prune: pruneBefore };

/** Dispatches to a step; USAGE for another word. */
export function ledger(context: CommandContext): Promise<undefined> {
  const [name, ...argv] = context.argv;
  const step = Object.entries(steps).find(([known]) => known === name)?.[1];
  if (step === undefined) return Promise.reject(new KoppelError('USAGE', { path: 'ledger' }));
  return Promise.resolve()
    .then(() => step(parseArguments(argv, kinds), context))
    .then(() => undefined);
}
