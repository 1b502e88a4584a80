// SPDX-License-Identifier: EUPL-1.2
/**
 * `koppel-encoder looks`: what this owner was asked in second rounds, what it answered and refused, and
 * what is left of the budget. Opens no key file, and changes nothing.
 */
import { existsSync } from 'node:fs';
import { parseArguments, type CommandContext } from '@koppel/console';
import { describeError, KoppelError } from '@koppel/errors';
import { roundsPerRecord } from '@koppel/study';
import { readOwner } from '../context.ts';
import { LookDatabase, type LookAccount } from '../looks/look-database.ts';
import { defaultStateFolder, registerFiles, registerName } from '../state-folder.ts';

const kinds = { study: 'string', owner: 'string', keys: 'string', state: 'string' } as const;

const words = {
  en: {
    register: 'Register',
    asked: 'Requests met',
    answered: 'Requests answered',
    given: 'Looks given',
    records: 'Records looked at',
    budget: 'Budget per record (looks)',
    most: 'Most looks at one record',
    left: 'Left for that record',
    refused: 'Requests refused',
    round: 'Round with',
    state: {
      done: 'done',
      open: 'open',
      ended: 'ended: ',
    },
    requests: 'requests',
    own: 'its own records',
  },
  nl: {
    register: 'Register',
    asked: 'Verzoeken ontvangen',
    answered: 'Verzoeken beantwoord',
    given: 'Inzages gegeven',
    records: 'Records waarin is gekeken',
    budget: 'Budget per record (inzages)',
    most: 'Meeste inzages in één record',
    left: 'Over voor dat record',
    refused: 'Verzoeken geweigerd',
    round: 'Ronde met',
    state: { done: 'klaar', open: 'loopt', ended: 'gestopt: ' },
    requests: 'verzoeken',
    own: 'de eigen records',
  },
} as const;

interface RegisterLooks extends LookAccount {
  readonly register: string;
  readonly budget: number;
  readonly left: number;
}

const nothing: LookAccount = { rounds: [], asked: 0, refused: [], given: 0, records: 0, most: 0 };

function accountOf(file: string): LookAccount {
  if (!existsSync(file)) return nothing;
  const database = new LookDatabase(file, { readOnly: true });
  try {
    return database.account();
  } finally {
    database.close();
  }
}

function linesOf(one: RegisterLooks, owner: string, { language }: CommandContext): string[] {
  const labels = words[language];
  const line = (label: string, value: string | number): string =>
    `${label.padEnd(36)}${String(value)}`;
  const refused = one.refused.reduce((sum, { requests }) => sum + requests, 0);
  const shown = { asked: one.asked, answered: one.asked - refused, given: one.given, records: one.records, budget: one.budget, most: one.most, left: one.left, refused };
  return [
    line(labels.register, one.register),
    ...Object.entries(shown).map(([name, value]) => line(labels[name as keyof typeof shown], value)),
    ...one.refused.map(({ code, requests }) =>
      `  ${String(requests)}: ${describeError(new KoppelError(code, { field: one.register }), language)}`),
    ...one.rounds.map(({ otherOwner, otherRegister, answered, requests, ended }) => {
      const isOwn = otherOwner === owner && otherRegister === one.register;
      const other = isOwn ? labels.own : `${otherOwner}, ${otherRegister}`;
      const open = answered === requests ? labels.state.done : labels.state.open;
      const state = ended === '' ? open : `${labels.state.ended}${ended}`;
      return line(labels.round, `${other}: ${String(answered)}/${String(requests)} ${labels.requests}, ${state}`);
    }),
  ];
} // prettier-ignore

/** STUDY_*, GATE_OWNER_NOT_COVERED, LOOK_NO_ROUND, STATE_DAMAGED. */
export function looks(context: CommandContext): Promise<undefined> {
  const args = parseArguments(context.argv, kinds);
  const { study, specHash, owner } = readOwner(args);
  const { secondRound } = study;
  if (secondRound === undefined) throw new KoppelError('LOOK_NO_ROUND');
  const folder = args.text('state') ?? defaultStateFolder(args.required('keys'));
  const party = study.owners[owner]!;
  const { budget } = secondRound;
  const all = party.registers.map((register): RegisterLooks => {
    const name = registerName({ study: study.id, specHash, register });
    const account = accountOf(registerFiles(folder, name).looksFile);
    return { register, budget, ...account, left: budget - account.most };
  });
  const perRun = secondRound.looks * roundsPerRecord(study);
  if (args.flag('json')) {
    context.print(JSON.stringify({ study: study.id, owner: party.id, looksPerRun: perRun, registers: all }));
  } else {
    context.print(all.map((one) => linesOf(one, party.id, context).join('\n')).join('\n\n'));
  }
  return Promise.resolve(undefined);
} // prettier-ignore
