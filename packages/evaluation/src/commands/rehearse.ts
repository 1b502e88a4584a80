// SPDX-License-Identifier: EUPL-1.2
/**
 * `./koppel rehearse`: what linking two registers is expected to yield, on a synthetic twin that has
 * their publishable profiles, as evidence for the coordinator. It takes no register and no key.
 */
import { createHash } from 'node:crypto';
import {
  parseArguments,
  Problems,
  readFileText,
  writeFileWhole,
  type Arguments,
  type CommandContext,
} from '@koppel/console';
import { KoppelError } from '@koppel/errors';
import {
  parseStudy,
  publishableProfileSchema,
  type PublishableProfile,
  type ReadStudy,
  type Study,
} from '@koppel/study';
import type { RegisterKind } from '../generator/faults.ts';
import { linkTwin, notGenerated, type TwinQuality } from '../rehearse/link-twin.ts';
import { makeTwin } from '../rehearse/twin.ts';

const kinds = {
  study: 'string',
  one: 'string',
  other: 'string',
  shared: 'string',
  records: 'string',
  seeds: 'string',
  out: 'string',
} as const;

interface ReadProfile {
  readonly profile: PublishableProfile;
  readonly rows: number;
  readonly sha256: string;
}

function studyOf(file: string): ReadStudy {
  const read = parseStudy(readFileText(file));
  if (read.ok) return read.value;
  throw new Problems(read.problems.map(({ code, place }) => new KoppelError(code, { file, ...place })));
} // prettier-ignore

/** PROFILE_FORM, PROFILE_OTHER for one of another study, or of ten rows. */
function profileOf(file: string, study: Study): ReadProfile {
  const text = readFileText(file);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new KoppelError('PROFILE_FORM', { file });
  }
  const parsed = publishableProfileSchema.safeParse(value);
  if (!parsed.success) throw new KoppelError('PROFILE_FORM', { file });
  const profile = parsed.data;
  const isKnown = study.registers.some(({ id }) => id === profile.register);
  if (profile.study !== study.id || !isKnown) throw new KoppelError('PROFILE_OTHER', { file });
  if (profile.rows === '<10') throw new KoppelError('PROFILE_FORM', { file, path: 'rows' });
  const sha256 = createHash('sha256').update(text).digest('hex');
  return { profile, rows: profile.rows, sha256 };
}

/** Which generated register is most like it: by its kind in the study, else by its name. */
function kindOf(study: Study, { profile }: ReadProfile): RegisterKind {
  const register = study.registers.find(({ id }) => id === profile.register)!;
  const kind = 'kind' in register ? register.kind : register.id;
  return (['population', 'trajectories'] as const).find((one) => one === kind) ?? 'benefits';
}

/** 0.975 quantiles of Student's t, by degrees of freedom from 2. */
const student = [4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262];

/** The mean over the seeds, and where one more is expected to be in 95 of 100 cases. */
export function spreadOf(values: readonly number[]): { value: number; low: number; high: number } {
  const count = values.length;
  const value = values.reduce((sum, one) => sum + one, 0) / count;
  const variance = values.reduce((sum, one) => sum + (one - value) ** 2, 0) / (count - 1);
  const reach = student[count - 3]! * Math.sqrt(variance * (1 + 1 / count));
  const told = (number: number): number => Math.round(1e4 * Math.min(1, Math.max(0, number))) / 1e4;
  return { value: told(value), low: told(value - reach), high: told(value + reach) };
}

const most = { seeds: 10, records: 50_000 };

function countOption(args: Arguments, name: string, usual: number, [low, high]: readonly [number, number]): number {
  const count = args.count(name, usual);
  if (count < low || count > high) throw new KoppelError('USAGE', { path: `--${name}` });
  return count;
} // prettier-ignore

interface Plan {
  readonly sizes: readonly [number, number];
  readonly shared: number;
  readonly seeds: number;
}

/** Sizes in the proportion of the registers, the larger at most `--records`. */
function planOf(args: Arguments, one: ReadProfile, other: ReadProfile): Plan {
  const records = countOption(args, 'records', 20_000, [1000, most.records]);
  const smaller = Math.min(one.rows, other.rows);
  const shared = countOption(args, 'shared', Math.round(smaller / 2), [1, smaller]);
  const scale = Math.min(1, records / Math.max(one.rows, other.rows));
  const scaled = (count: number): number => Math.max(1, Math.round(count * scale));
  const seeds = countOption(args, 'seeds', 5, [3, most.seeds]);
  return { sizes: [scaled(one.rows), scaled(other.rows)], shared: scaled(shared), seeds };
}

async function linkAll(
  { study }: ReadStudy,
  [one, other]: readonly [ReadProfile, ReadProfile],
  { sizes, shared, seeds }: Plan,
  { reporter }: CommandContext,
): Promise<TwinQuality[]> {
  const progress = reporter.progress('rehearse', seeds);
  const fields = study.encoding.fields.map(({ name }) => name);
  const results: TwinQuality[] = [];
  try {
    for (let seed = 1; seed <= seeds; seed += 1) {
      const twin = makeTwin(
        {
          ...{ one: one.profile, other: other.profile, sizes, shared },
          kinds: [kindOf(study, one), kindOf(study, other)],
          seed: `rehearsal ${String(seed)}`,
        },
        fields,
      );
      results.push(await linkTwin(study, twin, (share) => { progress.update(seed - 1 + share); }));
    }
    return results;
  } finally {
    progress.end();
  }
} // prettier-ignore

function evidenceOf(read: ReadStudy, profiles: readonly [ReadProfile, ReadProfile], plan: Plan, results: readonly TwinQuality[]) {
  const gaps = results.flatMap(({ recallGap }) => recallGap ?? []);
  const of = (name: 'recall' | 'precision' | 'f1') => spreadOf(results.map((one) => one[name]));
  return {
    format: 'koppel-rehearsal', version: 1, synthetic: true,
    study: read.study.id, specHash: Buffer.from(read.specHash).toString('hex'),
    registers: profiles.map(({ profile, sha256 }, at) => ({ register: profile.register, profile: sha256, records: plan.sizes[at]! })),
    shared: plan.shared, notGenerated: notGenerated(read.study.encoding),
    recall: of('recall'), precision: of('precision'), f1: of('f1'),
    ...(gaps.length === results.length && { recallGap: spreadOf(gaps).value }),
    seeds: results.map((result, at) => ({ seed: at + 1, ...result })),
  };
} // prettier-ignore

function textOf(evidence: ReturnType<typeof evidenceOf>, language: 'en' | 'nl'): string {
  const { recall, precision, f1, recallGap, notGenerated: lacking } = evidence;
  const told = ({ value, low, high }: typeof recall): string => `${value.toFixed(3)} (${low.toFixed(3)}–${high.toFixed(3)})`;
  const yaml = ({ value, low, high }: typeof recall): string => `{ value: ${String(value)}, low: ${String(low)}, high: ${String(high)} }`;
  const gap = recallGap === undefined ? '' : `\n    recallGap: ${String(recallGap)}`;
  const words = language === 'nl'
    ? ['Recall', 'Precisie', 'F1', 'Voor feasibility.yaml, onder expected:', 'Velden waarvoor de tweeling geen waarden heeft']
    : ['Recall', 'Precision', 'F1', 'For feasibility.yaml, under expected:', 'Fields of which the twin has no values'];
  const missing = lacking.length === 0 ? '' : `\n${words[4]!}: ${lacking.join(', ')}`;
  return `${words[0]!.padEnd(12)}${told(recall)}\n${words[1]!.padEnd(12)}${told(precision)}\n${words[2]!.padEnd(12)}${told(f1)}${missing}

${words[3]!}
  - recall: ${yaml(recall)}
    precision: ${yaml(precision)}${gap}`;
} // prettier-ignore

/** STUDY_*, PROFILE_*, USAGE, LINKAGE_*. The same files give the same bytes. */
export async function rehearse(context: CommandContext): Promise<undefined> {
  const args = parseArguments(context.argv, kinds);
  const out = args.required('out');
  const read = studyOf(args.required('study'));
  const one = profileOf(args.required('one'), read.study);
  const other = profileOf(args.required('other'), read.study);
  const plan = planOf(args, one, other);
  const results = await linkAll(read, [one, other], plan, context);
  const evidence = evidenceOf(read, [one, other], plan, results);
  const json = `${JSON.stringify(evidence, undefined, 2)}\n`;
  writeFileWhole(out, json, { replace: true });
  context.print(args.flag('json') ? json : textOf(evidence, context.language));
  return undefined;
}
