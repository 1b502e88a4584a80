// SPDX-License-Identifier: EUPL-1.2
/**
 * `koppel-encoder objections`: the owner signs that objections of a round are on its exclusion list,
 * once every register of which something left was delivered under that list.
 */
import { controlAt, signAcknowledgement } from '@koppel/accountability';
import {
  parseArguments,
  Problems,
  today,
  writeFileWhole,
  type CommandContext,
} from '@koppel/console';
import { KoppelError } from '@koppel/errors';
import { hex } from '../bytes.ts';
import { openSession } from '../context.ts';
import { Exclusions } from '../exclusion/exclusions.ts';
import { readExclusionList } from '../exclusion/list.ts';
import { compareWithMemory, notHonoured } from '../exclusion/memory.ts';
import { Ledger } from '../ledger/ledger.ts';
import { secretOf } from '../owner-key.ts';
import { defaultStateFolder } from '../state-folder.ts';

const kinds = {
  study: 'string',
  owner: 'string',
  keys: 'string',
  log: 'string',
  state: 'string',
  round: 'string',
  exclusions: 'string',
  'no-exclusions': 'boolean',
  out: 'string',
} as const;

const words = {
  en: 'Signed. Give this file to the coordinator:',
  nl: 'Ondertekend. Geef dit bestand aan de coördinator:',
} as const;

/** @throws KoppelError CONTROL_UNKNOWN for a round that was not announced, OBJECTIONS_NOT_RUN */
export async function objections(context: CommandContext): Promise<undefined> {
  const args = parseArguments(context.argv, kinds);
  const list = args.text('exclusions');
  if ((list === undefined) !== args.flag('no-exclusions')) {
    throw new KoppelError('USAGE', { path: '--exclusions' });
  }
  const [out, keyFile] = [args.required('out'), args.required('keys')];
  const session = await openSession(args, context);
  try {
    const { study, specHash, owner, signSecretKey } = session.sender;
    const control = await controlAt(args.required('log'), { study, specHash }, context);
    const round = control?.objections.get(args.required('round'));
    if (round === undefined) throw new KoppelError('CONTROL_UNKNOWN', { path: '--round' });
    const party = study.owners[owner]!;
    const names = study.registers.map(({ id }) => id);
    const { tags } = new Exclusions({
      entries: list === undefined ? [] : readExclusionList(list, names),
      tokenKey: secretOf(session.secrets, 'token'),
      register: party.registers[0]!,
    });
    const state = args.text('state') ?? defaultStateFolder(keyFile);
    const ledger = new Ledger(state, { owner: party.id, signSecretKey, now: Date.now });
    const given = list === undefined ? undefined : tags;
    const change = compareWithMemory(state, ledger, study.id, given, false);
    if (change !== undefined) throw new KoppelError('OBJECTIONS_NOT_RUN', { field: study.id });
    const waiting = notHonoured(ledger, study.id);
    if (waiting.length > 0) {
      throw new Problems(waiting.map((field) => new KoppelError('OBJECTIONS_NOT_RUN', { field })));
    }
    const acknowledgement = {
      koppelAcknowledgement: 1,
      study: study.id,
      specHash: hex(specHash),
      owner: party.id,
      round: round.id,
      sequence: round.sequence,
      on: today(),
    } as const;
    writeFileWhole(out, signAcknowledgement(acknowledgement, signSecretKey), { replace: true });
    context.print(`${words[context.language]} ${out}`);
  } finally {
    session.close();
  }
}
