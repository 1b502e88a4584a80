// SPDX-License-Identifier: EUPL-1.2
/** `koppel-encoder prove`: that no batch of a register since a day contains a person. */
import {
  logOptions,
  parseArguments,
  readFileText,
  readPassphrase,
  writeFileWhole,
  type Arguments,
  type CommandContext,
} from '@koppel/console';
import { KoppelError } from '@koppel/errors';
import { wipe } from '@koppel/keys';
import { openLog, type LogPort } from '@koppel/transport';
import { bytesOfHex } from '../bytes.ts';
import { registerFile } from '../input/source.ts';
import { readChain, type Chain } from '../ledger/chain.ts';
import { compareTopic } from '../ledger/own-batches.ts';
import { parseMapping } from '../mapping.ts';
import { openOwnerKey, secretOf, type Secrets } from '../owner-key.ts';
import { checkProof, makeProof, parseProof, type Question } from '../prove/proof.ts';
import { proofStatement } from '../prove/statement.ts';
import { bsnFromFile, recordFromFile, recordsOfBsn } from '../prove/subject.ts';
import { sinceOf } from '../since.ts';
import { defaultStateFolder } from '../state-folder.ts';

const kinds = {
  keys: 'string',
  state: 'string',
  register: 'string',
  'record-file': 'string',
  'bsn-file': 'string',
  mapping: 'string',
  input: 'string',
  since: 'string',
  log: 'string',
  out: 'string',
  verify: 'string',
} as const;

/** Whom the command names; undefined when it names nobody. USAGE when it names two. */
async function questionOf(args: Arguments): Promise<Question | undefined> {
  const [record, bsn] = [args.text('record-file'), args.text('bsn-file')];
  if (record !== undefined && bsn !== undefined)
    throw new KoppelError('USAGE', { path: '--bsn-file' });
  if (record !== undefined) {
    const id = recordFromFile(record);
    return { register: args.required('register'), named: 'record', id, records: [id] };
  }
  if (bsn === undefined) return undefined;
  const id = bsnFromFile(bsn);
  const mappingFile = args.required('mapping');
  const mapping = parseMapping(mappingFile);
  const file = registerFile(mapping, mappingFile, args.text('input'));
  const records = await recordsOfBsn(id, file, mapping);
  return { register: mapping.register, named: 'bsn', id, records };
}

async function secretsOf(args: Arguments, context: CommandContext): Promise<Secrets> {
  const passphrase = await readPassphrase(context.environment, context.language);
  try {
    return await openOwnerKey(args.required('keys'), passphrase);
  } finally {
    wipe(passphrase);
  }
}

/** A log to compare with, and where each topic of the ledger ended before the ledger was read. */
interface LogBeside {
  readonly port: LogPort;
  readonly ends: ReadonlyMap<string, number>;
}

function topicsOf(chain: Chain): string[] {
  const all = chain.entries.flatMap((entry) => (entry.kind === 'batch' ? [entry.topic] : []));
  return [...new Set(all)];
}

/** LEDGER_INCOMPLETE when the log holds a batch of this owner that the ledger lacks. */
async function compareLog({ port, ends }: LogBeside, chain: Chain, folder: string): Promise<void> {
  const [begin] = chain.entries;
  if (begin?.kind !== 'begin') return;
  const publicKey = bytesOfHex(begin.signPublicKey);
  for (const [topic, end] of ends) {
    const { unknown } = await compareTopic({ port, chain, topic, end, publicKey, whole: true });
    if (unknown > 0) throw new KoppelError('LEDGER_INCOMPLETE', { file: folder });
  }
}

/** The ledger, held against the log where one is named. */
async function soundChain(
  args: Arguments,
  context: CommandContext,
  folder: string,
): Promise<{ chain: Chain; compared: boolean }> {
  const log = args.text('log');
  if (log === undefined) return { chain: readChain(folder), compared: false };
  const port = await openLog(log, { ...logOptions(context), readOnly: true });
  try {
    const ends = new Map<string, number>();
    for (const topic of topicsOf(readChain(folder))) ends.set(topic, await port.end(topic));
    const chain = readChain(folder);
    await compareLog({ port, ends }, chain, folder);
    return { chain, compared: true };
  } finally {
    await port.close();
  }
}

const checkedWords = {
  en: {
    person: 'The proof holds, for this ledger and this person.',
    ledger:
      'The proof holds for this ledger. Whether it is about a certain person was not checked: that takes the key file and the number.',
  },
  nl: {
    person: 'Het bewijs klopt, voor dit verzendboek en deze persoon.',
    ledger:
      'Het bewijs klopt voor dit verzendboek. Of het over een bepaalde persoon gaat is niet nagegaan: daarvoor zijn het sleutelbestand en het nummer nodig.',
  },
} as const;

async function recheck(file: string, args: Arguments, context: CommandContext): Promise<void> {
  const folder = args.text('state') ?? defaultStateFolder(args.required('keys'));
  const proof = parseProof(file, readFileText(file));
  const chain = readChain(folder);
  const question = await questionOf(args);
  if (question === undefined) checkProof(file, proof, folder, chain);
  else {
    const secrets = await secretsOf(args, context);
    try {
      const tokenKey = secretOf(secrets, 'token');
      checkProof(file, proof, folder, chain, { question, tokenKey });
    } finally {
      wipe(...Object.values(secrets));
    }
  }
  const words = checkedWords[context.language];
  const told = question === undefined ? words.ledger : words.person;
  context.print(`${told}\n\n${proofStatement(proof, context.language)}`);
}

export async function prove(context: CommandContext): Promise<number | undefined> {
  const args = parseArguments(context.argv, kinds);
  const file = args.text('verify');
  if (file !== undefined) {
    await recheck(file, args, context);
    return undefined;
  }
  const since = sinceOf(args);
  if (since === undefined) throw new KoppelError('USAGE', { path: '--since' });
  const folder = args.text('state') ?? defaultStateFolder(args.required('keys'));
  const question = await questionOf(args);
  if (question === undefined) throw new KoppelError('USAGE', { path: '--record-file' });
  const { chain, compared: comparedWithLog } = await soundChain(args, context, folder);
  const secrets = await secretsOf(args, context);
  const keys = { tokenKey: secretOf(secrets, 'token'), signSecretKey: secretOf(secrets, 'sign') };
  const made = new Date().toISOString();
  const proof = makeProof(folder, chain, question, keys, { since, made, comparedWithLog });
  wipe(...Object.values(secrets));
  const text = `${JSON.stringify(proof, null, 1)}\n`;
  const out = args.text('out');
  if (out !== undefined) writeFileWhole(out, text);
  context.print(args.flag('json') ? text : proofStatement(proof, context.language));
  if (proof.absent) return undefined;
  const problem = new KoppelError('PROOF_CONTAINS', { field: proof.register });
  context.reporter.problem(problem);
  return problem.exitCode;
}
