// SPDX-License-Identifier: EUPL-1.2
/**
 * `koppel-encoder sketch`: a file from which the coordinator estimates how many persons registers
 * share, before anything is encoded. Needs the owners' key, and no log, no go: it sends nothing.
 */
import { resolve } from 'node:path';
import {
  parseArguments,
  today,
  writeFileWhole,
  type Arguments,
  type CommandContext,
} from '@koppel/console';
import { KoppelError } from '@koppel/errors';
import { mappedEncoding, sketchRates, type PublishedSketch } from '@koppel/study';
import { encodingKeyName } from '../ceremony.ts';
import { openSession, type OwnerSession } from '../context.ts';
import { Exclusions } from '../exclusion/exclusions.ts';
import { readExclusionList } from '../exclusion/list.ts';
import { compareWithMemory } from '../exclusion/memory.ts';
import { registerFile } from '../input/source.ts';
import { Ledger } from '../ledger/ledger.ts';
import { readMapping } from '../mapping.ts';
import { secretOf } from '../owner-key.ts';
import { sketchRegister } from '../sketch/sketch-register.ts';
import { disclosure, sketchSummary } from '../sketch/words.ts';
import { defaultStateFolder } from '../state-folder.ts';

const kinds = {
  study: 'string',
  owner: 'string',
  register: 'string',
  mapping: 'string',
  input: 'string',
  keys: 'string',
  state: 'string',
  out: 'string',
  'one-in': 'string',
  exclusions: 'string',
  'no-exclusions': 'boolean',
  'confirm-without-bsn': 'boolean',
} as const;

const usualRate = 8;

function rateOf(args: Arguments): PublishedSketch['oneIn'] {
  const given = args.count('one-in', usualRate);
  const rate = sketchRates.find((one) => one === given);
  if (rate === undefined) throw new KoppelError('USAGE', { path: '--one-in' });
  return rate;
}

/** The register in the study, if this owner delivers it. */
function registerOf({ sender }: OwnerSession, name: string) {
  const { study, owner } = sender;
  const register = study.registers.find(({ id }) => id === name);
  if (register === undefined || !study.owners[owner]!.registers.includes(name)) {
    throw new KoppelError('GATE_OWNER_NOT_COVERED', { path: '--register' });
  }
  return register;
}

function ledgerOf({ sender }: OwnerSession, stateFolder: string): Ledger {
  const { study, owner, signSecretKey } = sender;
  return new Ledger(stateFolder, { owner: study.owners[owner]!.id, signSecretKey, now: Date.now });
}

/** Never over a file that is read. */
function checkOut(args: Arguments): string {
  const out = args.required('out');
  const read = ['study', 'mapping', 'input', 'keys', 'exclusions'].flatMap((name) => args.text(name) ?? []);
  if (!out.endsWith('.json') || read.some((file) => resolve(file) === resolve(out))) {
    throw new KoppelError('USAGE', { path: '--out' });
  }
  return out;
} // prettier-ignore

/** A list, or the word that there is none: who objects is not sketched either. */
function exclusionFile(args: Arguments): string | undefined {
  const file = args.text('exclusions');
  if ((file === undefined) !== args.flag('no-exclusions')) {
    throw new KoppelError('USAGE', { path: '--exclusions' });
  }
  return file;
}

export async function sketch(context: CommandContext): Promise<undefined> {
  const args = parseArguments(context.argv, kinds);
  const [out, oneIn, exclusionsFile] = [checkOut(args), rateOf(args), exclusionFile(args)];
  const { language, reporter } = context;
  const session = await openSession(args, context);
  const { study } = session.sender;
  try {
    const register = registerOf(session, args.required('register'));
    const mappingFile = args.required('mapping');
    const mapping = readMapping(mappingFile, register, mappedEncoding(study));
    const file = registerFile(mapping, mappingFile, args.text('input'));
    const encodingKey = session.secrets[encodingKeyName(session.sender.specHash)];
    if (encodingKey === undefined) throw new KoppelError('KEY_NOT_AGREED', { field: study.id });
    const names = study.registers.map(({ id }) => id);
    const exclusions = new Exclusions({
      entries: exclusionsFile === undefined ? [] : readExclusionList(exclusionsFile, names),
      tokenKey: secretOf(session.secrets, 'token'),
      register: register.id,
      indicatorValues: mapping.excludeWhen?.values ?? [],
    });
    // Who was left out of a run is left out of a sketch too.
    const stateFolder = args.text('state') ?? defaultStateFolder(args.required('keys'));
    const tags = exclusionsFile === undefined ? undefined : exclusions.tags;
    compareWithMemory(stateFolder, ledgerOf(session, stateFolder), study.id, tags, false);
    if (exclusions.needsBsn && mapping.bsn === undefined && !args.flag('confirm-without-bsn')) {
      throw new KoppelError('EXCLUSIONS_BSN', { file: mappingFile, field: register.id });
    }
    const isJson = args.flag('json');
    if (!isJson) context.print(disclosure(oneIn, language));
    const made = await sketchRegister({
      ...{ sender: session.sender, register, mapping, file, encodingKey, oneIn, reporter },
      excluded: (...row) => exclusions.excludes(...row),
      month: today().slice(0, 7),
    });
    writeFileWhole(out, `${JSON.stringify(made.sketch, undefined, 1)}\n`, { replace: true });
    const { sketch: content, ...counts } = made;
    context.print(isJson ? JSON.stringify({ ...counts, persons: content.persons }) : sketchSummary(made, language));
  } finally {
    session.close();
  }
  return undefined;
} // prettier-ignore
