// SPDX-License-Identifier: EUPL-1.2
/**
 * `koppel-encoder receipts`: what the linkage unit made of the newest run of each register. Reads the
 * log only; needs no key file, as receipts are signed in the clear.
 */
import { logOptions, parseArguments, type CommandContext } from '@koppel/console';
import { describeError, KoppelError } from '@koppel/errors';
import { openLog } from '@koppel/transport';
import { isFullRun } from '@koppel/wire';
import { Answers } from '../answers.ts';
import { hex } from '../bytes.ts';
import { readOwner } from '../context.ts';
import { newestRunOf, type NewestRun } from '../newest-run.ts';
import { readRuns } from '../run-log.ts';

const kinds = { study: 'string', owner: 'string', log: 'string' } as const;

const words = {
  en: {
    register: 'Register',
    kind: 'Newest run',
    whole: 'the whole register',
    changes: 'changes',
    number: 'Number of the run',
    accepted: 'Batches accepted',
    refused: 'Batches refused',
    unanswered: 'Batches not answered yet',
    notSent: 'Batches not on the log yet',
    verdict: 'Outcome',
    verdicts: {
      none: 'nothing of this register is on the log',
      waiting: 'waiting for the linkage unit',
      accepted: 'accepted',
      refused: 'refused: the linkage unit does not use it',
    },
    reason: 'Reason',
    ofBatches: 'batches',
    ofRun: 'the run as a whole',
  },
  nl: {
    register: 'Register',
    kind: 'Nieuwste run',
    whole: 'het hele register',
    changes: 'wijzigingen',
    number: 'Nummer van de run',
    accepted: 'Pakketten aangenomen',
    refused: 'Pakketten geweigerd',
    unanswered: 'Pakketten nog zonder antwoord',
    notSent: 'Pakketten nog niet op het log',
    verdict: 'Uitkomst',
    verdicts: {
      none: 'van dit register staat niets op het log',
      waiting: 'wacht op de koppelpartij',
      accepted: 'aangenomen',
      refused: 'geweigerd: de koppelpartij gebruikt haar niet',
    },
    reason: 'Reden',
    ofBatches: 'pakketten',
    ofRun: 'de run als geheel',
  },
} as const;

const counts = ['accepted', 'refused', 'unanswered', 'notSent'] as const;

function linesOf(newest: NewestRun, { language }: CommandContext): string[] {
  const labels = words[language];
  const line = (label: string, value: string): string => `${label.padEnd(36)}${value}`;
  const { register, run, refusals, verdict } = newest;
  const known =
    run === undefined
      ? []
      : [
          line(labels.kind, isFullRun(run) ? labels.whole : labels.changes),
          line(labels.number, String(run.ordinal + 1)),
          ...counts.map((name) => line(labels[name], String(newest[name]))),
        ];
  return [
    line(labels.register, register),
    ...known,
    line(labels.verdict, labels.verdicts[verdict]),
    ...refusals.flatMap(({ code, batches }) => [
      line(labels.reason, batches === 0 ? labels.ofRun : `${String(batches)} ${labels.ofBatches}`),
      `  ${describeError(new KoppelError(code, { field: register }), language)}`,
    ]),
  ];
}

/** The same as data. */
function dataOf({ run, ...newest }: NewestRun): object {
  const name =
    run === undefined
      ? {}
      : {
          run: hex(run.identity),
          ordinal: run.ordinal,
          whole: isFullRun(run),
          batches: run.batches,
        };
  return { ...newest, ...name };
}

/** The newest run of every register of the owner. STUDY_*, GATE_OWNER_NOT_COVERED, LOG_*. */
export async function receipts(context: CommandContext): Promise<number | undefined> {
  const args = parseArguments(context.argv, kinds);
  const party = readOwner(args);
  const owner = party.study.owners[party.owner]!;
  const port = await openLog(args.required('log'), { ...logOptions(context), readOnly: true });
  const all: NewestRun[] = [];
  try {
    const answers = new Answers(party);
    await answers.read(port);
    for (const register of owner.registers) {
      const runs = await readRuns(party, port, register, ['identifiers']);
      all.push(newestRunOf(register, runs, answers));
    }
  } finally {
    await port.close();
  }
  const text = args.flag('json')
    ? JSON.stringify({ study: party.study.id, owner: owner.id, registers: all.map(dataOf) })
    : all.map((one) => linesOf(one, context).join('\n')).join('\n\n');
  context.print(text);
  const refused = all.filter(({ verdict }) => verdict === 'refused');
  const problems = refused.map(
    ({ register }) => new KoppelError('RUN_REFUSED', { field: register }),
  );
  for (const problem of problems) context.reporter.problem(problem);
  return problems[0]?.exitCode;
}
