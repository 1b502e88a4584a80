// SPDX-License-Identifier: EUPL-1.2
/** `./koppel demo`: a whole study on invented persons, from registers to a data set and a report. */
import { existsSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { parseArguments, writeFileWhole, type CommandContext } from '@koppel/console';
import { KoppelError } from '@koppel/errors';
import { brokerLog, folderLog } from '../demo/broker.ts';
import { demoReport, demoSummary, type DemoOutcome } from '../demo/outcome.ts';
import { scoreDataSet } from '../demo/score.ts';
import {
  agreeOnKey,
  answerLooks,
  askForLooks,
  assembleDataSet,
  clearFolder,
  encodeRegisters,
  linkRegisters,
  makeRegisters,
  makeStudy,
  type DemoOptions,
} from '../demo/steps.ts';
import { registerRequests } from '../demo/registers.ts';
import { demoEncoding, demoSecondRound } from '../demo/study.ts';
import { stepWords, type DemoStep } from '../demo/words.ts';

const kinds = { out: 'string', records: 'string', seed: 'string', kafka: 'boolean' } as const;

/** A file that marks a folder as a demo's, which the next demo may remove. */
const marker = 'made-by-koppel-demo';

function prepareFolder(folder: string): void {
  if (existsSync(folder)) {
    if (!existsSync(join(folder, marker))) throw new KoppelError('DEMO_FOLDER', { file: folder });
    clearFolder(folder);
  }
  writeFileWhole(join(folder, marker), '');
}

/** Runs the steps in their order and notes the seconds of each. */
async function runSteps(options: DemoOptions, context: CommandContext): Promise<DemoOutcome> {
  const seconds: { step: DemoStep; seconds: number }[] = [];
  const words = stepWords[context.language];
  const timed = async <T>(step: DemoStep, work: () => T | Promise<T>): Promise<T> => {
    context.reporter.event('step', { stage: words[step] });
    const started = performance.now();
    const result = await work();
    seconds.push({ step, seconds: (performance.now() - started) / 1000 });
    return result;
  };
  const generated = await timed('generate', () => makeRegisters(options));
  const parties = await timed('keys', () => makeStudy(options));
  await timed('agree', () => agreeOnKey(options, parties));
  const encoded = await timed('encode', () => encodeRegisters(options, parties));
  const { truth } = generated;
  await timed('link', () => linkRegisters(options, parties, '--first-round'));
  const first = await timed('assembleFirst', async () => {
    const { folder } = await assembleDataSet(options, parties, 'data-set-first-round');
    return scoreDataSet(folder, truth);
  });
  const asked = await timed('ask', () => askForLooks(options, parties));
  const looks = await timed('answer', () => answerLooks(options, parties));
  const linked = await timed('linkLooks', () => linkRegisters(options, parties));
  const { folder: dataSet, expected } = await timed('assemble', () =>
    assembleDataSet(options, parties),
  );
  const score = await timed('score', () => scoreDataSet(dataSet, truth));
  const { rounds, requests } = asked;
  const firstRound = { overall: first.overall };
  return { seconds, encoded, linked, expected, score, firstRound, looks: { rounds, requests, looks }, dataSet }; // prettier-ignore
}

export async function demo(context: CommandContext): Promise<undefined> {
  const args = parseArguments(context.argv, kinds);
  const folder = resolve(args.text('out') ?? 'demo-out');
  const perRegister = args.count('records', 4000);
  if (perRegister < 200) throw new KoppelError('USAGE', { path: '--records' });
  prepareFolder(folder);
  const { reporter, language } = context;
  const requests = registerRequests(perRegister);
  const seed = args.count('seed', 1);
  const log = args.flag('kafka') ? await brokerLog(folder, context.environment) : folderLog(folder);
  let outcome: DemoOutcome;
  try {
    const rounds = { encoding: demoEncoding, secondRound: demoSecondRound };
    const plan = { id: log.study, requests, ...rounds, capacity: 500 };
    outcome = await runSteps({ folder, log: log.name, plan, seed, reporter }, context);
  } finally {
    await log.close();
  }
  const report = join(folder, 'report.html');
  writeFileWhole(report, demoReport(outcome, language));
  writeFileWhole(join(folder, 'summary.json'), `${JSON.stringify(outcome, null, 2)}\n`);
  if (args.flag('json')) context.print(JSON.stringify(outcome));
  else context.print(demoSummary(outcome, relative('.', report), language));
}
