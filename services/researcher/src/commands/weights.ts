// SPDX-License-Identifier: EUPL-1.2
/**
 * `koppel-researcher weights`: what an analysis needs to reckon with links that were missed, and with
 * links that may be false.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import {
  parseArguments,
  type Arguments,
  type CommandContext,
  type Reporter,
} from '@koppel/console';
import { KoppelError, type Language } from '@koppel/errors';
import type { Register, Study } from '@koppel/study';
import { demandColumns, readSource } from '../check/source.ts';
import { ownColumn, personColumns, registerColumns } from '../columns.ts';
import { formatsOf } from '../formats/asked.ts';
import type { Format } from '../formats/writer.ts';
import { fixedStems, registerStem } from '../formats/schema.ts';
import { writeRelease } from '../release.ts';
import { Store } from '../store/store.ts';
import { isCoarse } from '../strata/strata.ts';
import { readStudy } from '../study-file.ts';
import {
  combinations,
  drawsFile,
  linkedTo,
  weightsFile,
  type DrawCounts,
} from '../weights/files.ts';
import { effectiveSize, fewest, weighedGroups, type Group } from '../weights/pool.ts';

const kinds = {
  study: 'string',
  register: 'string',
  to: 'string',
  by: 'string',
  draws: 'string',
  out: 'string',
  formats: 'string',
} as const;

const defaultDraws = 20;
const maxDraws = 200;

const texts = {
  en: {
    in: 'Weights and draws in', groups: 'groups', largest: 'largest weight', size: 'effective number of linked records',
    unknown: 'linked persons without a probability: their links are in every draw',
  },
  nl: {
    in: 'Gewichten en trekkingen in', groups: 'groepen', largest: 'grootste gewicht', size: 'effectief aantal gekoppelde records',
    unknown: 'gekoppelde personen zonder kans: hun koppelingen zijn in elke trekking',
  },
} as const satisfies Record<Language, Record<string, string>>; // prettier-ignore

/** The data file of a table of the data set. FILE_MISSING. */
function fileOf(folder: string, stem: string): string {
  const names = [`${stem}.parquet`, `${stem}.csv`].map((name) => join(folder, name));
  const found = names.find((name) => existsSync(name));
  if (found === undefined) throw new KoppelError('FILE_MISSING', { file: names[1]! });
  return found;
}

function registerOf(args: Arguments, study: Study, option: 'register' | 'to'): Register {
  const id = args.required(option);
  const found = study.registers.find((one) => one.id === id);
  if (found === undefined) throw new KoppelError('USAGE', { path: `--${option}` });
  return found;
}

/** The column of persons that counts records in the other register; undefined for any register. */
function otherColumn(args: Arguments, study: Study): string | undefined {
  if (args.text('to') === undefined) return undefined;
  return ownColumn(registerOf(args, study, 'to').id, personColumns);
}

/** The columns by which records are weighed: owner first, then those of few values that are asked for. */
function variablesOf(args: Arguments, { payload }: Register): string[] {
  const coarse = payload.filter(isCoarse).map(({ name }) => name);
  const asked = args.text('by')?.split(',') ?? coarse;
  const isWrong = asked.some((name) => !coarse.includes(name)) || new Set(asked).size < asked.length;
  if (isWrong) throw new KoppelError('USAGE', { path: '--by' });
  return ['owner', ...asked.map((name) => ownColumn(name, registerColumns))];
} // prettier-ignore

function drawsOf(args: Arguments): number {
  const draws = args.count('draws', defaultDraws);
  if (draws < 2 || draws > maxDraws) throw new KoppelError('USAGE', { path: '--draws' });
  return draws;
}

const tens = (count: number): number | '<10' => (count < fewest ? '<10' : Math.round(count / 10) * 10); // prettier-ignore
const rounded = (value: number): number => Math.round(value * 1000) / 1000;

interface About {
  readonly variables: readonly string[];
  readonly groups: readonly Group[];
  readonly draws: number;
  readonly counts: DrawCounts;
}

/** What the weights are of, in tens, so that it may be shown. */
function summaryOf({ variables, groups, draws, counts }: About) {
  const weights = groups.map(({ weight }) => weight);
  return {
    variables,
    groups: groups.map(({ shared, records, linked, weight }, at) => ({
      stratum: at + 1,
      values: shared,
      isPooled: shared.length < variables.length,
      records: tens(records),
      linked: tens(linked),
      weight: rounded(weight),
    })),
    largestWeight: rounded(Math.max(...weights)),
    effectiveSize: tens(effectiveSize(groups)),
    draws: { number: draws, persons: tens(counts.persons), withoutProbability: counts.unknown === 0 ? 0 : tens(counts.unknown) },
  };
} // prettier-ignore

type Summary = ReturnType<typeof summaryOf>;

function summaryText(summary: Summary, out: string, language: Language): string {
  const said = texts[language];
  const { groups, largestWeight, effectiveSize: size, draws } = summary;
  const lines: [number | string, string][] = [
    [groups.length, said.groups],
    [largestWeight, said.largest],
    [size, said.size],
  ];
  if (draws.withoutProbability !== 0) lines.push([draws.withoutProbability, said.unknown]);
  return [`${said.in} ${out}`, ...lines.map(([value, what]) => `  ${String(value)} ${what}`)].join(
    '\n',
  );
}

interface Plan {
  readonly study: Study;
  readonly register: Register;
  /** The column of persons for the register that links are to; any when there is none. */
  readonly other: string | undefined;
  readonly variables: readonly string[];
  readonly draws: number;
  readonly formats: readonly Format[];
  readonly folder: string;
  readonly out: string;
}

function planOf(args: Arguments): Plan {
  const [folder] = args.positionals;
  if (folder === undefined) throw new KoppelError('USAGE', { rule: 'wordMissing' });
  const { study } = readStudy(args.required('study'));
  const register = registerOf(args, study, 'register');
  const out = args.required('out');
  if (existsSync(out)) throw new KoppelError('FILE_EXISTS', { file: out });
  return {
    study,
    register,
    other: otherColumn(args, study),
    variables: variablesOf(args, register),
    draws: drawsOf(args),
    formats: formatsOf(args.text('formats')),
    folder,
    out,
  };
}

async function weigh(
  store: Store,
  plan: Plan,
  [registerFile, personFile]: readonly [string, string],
  reporter: Reporter,
): Promise<Summary> {
  const { study, register, other, variables, draws, formats, out } = plan;
  const read = await readSource(store, 'register', registerFile);
  const persons = await readSource(store, 'persons', personFile);
  demandColumns(read, ['pseudonym', 'linked', ...variables]);
  const wanted = ['pseudonym', 'linked', 'weakestMatchProbability', 'review'];
  demandColumns(persons, other === undefined ? wanted : [...wanted, other]);
  const source = other === undefined ? read : await linkedTo(store, [read, persons], other);
  const groups = weighedGroups(await combinations(store, source, variables));
  if (groups.length === 0) {
    throw new KoppelError('WEIGHTS_NOTHING', { field: register.id });
  }
  const weighed = await weightsFile(store, source, variables, groups, study.language);
  const drawn = await drawsFile(store, [source, persons], study.id, draws, study.language);
  const summary = summaryOf({ variables, groups, draws, counts: drawn.counts });
  const progress = reporter.progress('write files', weighed.count + drawn.file.count);
  let rows = 0;
  const text = `${JSON.stringify({ register: register.id, ...summary }, null, 2)}\n`;
  const about = [{ name: 'weights.json', text }];
  await writeRelease(out, { files: [weighed, drawn.file], formats, texts: () => about }, (more) => {
    rows += more;
    progress.update(rows);
  });
  progress.end();
  return summary;
}

export async function weights(context: CommandContext): Promise<undefined> {
  const args = parseArguments(context.argv, kinds, 1);
  const plan = planOf(args);
  const { folder, register, out } = plan;
  const files = [fileOf(folder, registerStem(register.id)), fileOf(folder, fixedStems.persons)] as const;
  const store = await Store.open(out, files);
  try {
    const summary = await weigh(store, plan, files, context.reporter);
    context.print(
      args.flag('json') ? JSON.stringify(summary) : summaryText(summary, out, context.language),
    );
  } finally {
    store.close();
  }
} // prettier-ignore
