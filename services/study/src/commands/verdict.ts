// SPDX-License-Identifier: EUPL-1.2
/**
 * `koppel-study verdict` sets one verdict with its reason and evidence, or marks a condition as met;
 * `koppel-study evidence` records files. Both change `feasibility.yaml` and nothing else.
 */
import { parseArguments, Problems, readFileBytes, today } from '@koppel/console';
import type { Arguments, CommandContext } from '@koppel/console';
import { isKoppelError, KoppelError } from '@koppel/errors';
import { grounds, type Ground } from '@koppel/feasibility';
import { evidenceName, line, verdict as verdictForm } from '@koppel/study';
import { isMap, type Document } from 'yaml';
import { editFile } from '../edit/edit-file.ts';
import { parseFeasibility } from '../feasibility/parse.ts';
import { folderOption, futureDay, listOption, pastDay } from '../options.ts';
import {
  evidenceFile,
  feasibilityFile,
  hashOf,
  readFeasibleFolder,
  type FeasibleFolder,
} from '../study-folder.ts';

const kinds = {
  folder: 'string',
  reason: 'string',
  evidence: 'string',
  condition: 'string',
  owner: 'string',
  due: 'string',
  met: 'string',
  on: 'string',
  yes: 'boolean',
} as const;

type Condition =
  FeasibleFolder['feasibility']['subStudies'][number]['cities'][number]['conditions'][number];

interface Place {
  readonly ground: Ground;
  /** Path of the city within the document. */
  readonly path: readonly (string | number)[];
  /** Conditions of all grounds as they stand. */
  readonly conditions: readonly Condition[];
  /** The city has no part of its own yet. */
  readonly fresh: boolean;
} // prettier-ignore

function placeOf({ study, feasibility }: FeasibleFolder, names: readonly string[]): Place {
  const [id = '', city = '', ground = ''] = names;
  const wrong = new KoppelError('VERDICT_PLACE', { path: `${id}/${city} ${ground}` });
  const known = study.subStudies.find((one) => one.id === id);
  const at = feasibility.subStudies.findIndex((one) => one.id === id);
  const isGround = grounds.some((one) => one === ground);
  if (known?.cities.includes(city) !== true || at < 0 || !isGround) throw wrong;
  const { cities } = feasibility.subStudies[at]!;
  const found = cities.findIndex((one) => one.city === city);
  const index = found < 0 ? cities.length : found;
  return {
    ground: ground as Ground,
    path: ['subStudies', at, 'cities', index],
    conditions: cities[found]?.conditions ?? [],
    fresh: found < 0,
  };
}

/** Hashes of files that are not recorded yet. EVIDENCE_CHANGED, EVIDENCE_MISSING, USAGE. */
function newEvidence(
  { folder, feasibility }: FeasibleFolder,
  names: readonly string[],
  mayReplace: boolean,
): Map<string, string> {
  const fresh = new Map<string, string>();
  for (const name of names) {
    if (!evidenceName.safeParse(name).success) {
      throw new KoppelError('USAGE', { path: '--evidence' });
    }
    const file = evidenceFile(folder, name);
    const recorded = feasibility.evidence[name];
    const sha256 = hashOrMissing(file);
    if (recorded === sha256) continue;
    if (recorded !== undefined && !mayReplace) throw new KoppelError('EVIDENCE_CHANGED', { file });
    fresh.set(name, sha256);
  }
  return fresh;
}

function hashOrMissing(file: string): string {
  try {
    return hashOf(readFileBytes(file));
  } catch (thrown) {
    throw isKoppelError(thrown, 'FILE_MISSING')
      ? new KoppelError('EVIDENCE_MISSING', { file })
      : thrown;
  }
}

/** Adds files with their hashes to what counts as evidence. */
export function recordEvidence(document: Document, fresh: ReadonlyMap<string, string>): void {
  if (fresh.size === 0) return;
  const present = document.get('evidence', true);
  if (!isMap(present) || present.items.length === 0) {
    document.set('evidence', document.createNode({}));
  }
  for (const [name, sha256] of fresh) document.setIn(['evidence', name], sha256);
}

/** A line of text for people. USAGE for none, or one that is too long. */
function lineOption(args: Arguments, name: string): string {
  const parsed = line.safeParse(args.required(name));
  if (!parsed.success) throw new KoppelError('USAGE', { path: `--${name}` });
  return parsed.data;
}

function conditionsAfter(args: Arguments, place: Place, isConditional: boolean): Condition[] {
  const { ground, conditions } = place;
  const kept = conditions.filter((one) => isConditional || one.ground !== ground);
  if (args.text('condition') === undefined) return kept;
  const text = lineOption(args, 'condition');
  const owner = lineOption(args, 'owner');
  return [...kept, { ground, text, owner, dueOn: futureDay(args, 'due') }];
}

function conditionMet(args: Arguments, { ground, conditions }: Place): Condition[] {
  const own = conditions.filter((one) => one.ground === ground);
  const wanted = own[args.count('met', 0) - 1];
  if (wanted === undefined) throw new KoppelError('USAGE', { path: '--met' });
  const metOn = pastDay(args, 'on', today());
  return conditions.map((one) => (one === wanted ? { ...one, metOn } : one));
}

function setConditions(document: Document, place: Place, conditions: readonly Condition[]): void {
  const path = [...place.path, 'conditions'];
  if (JSON.stringify(conditions) === JSON.stringify(place.conditions)) return;
  if (conditions.length === 0) document.deleteIn(path);
  else document.setIn(path, document.createNode(conditions));
}

/** Changes `feasibility.yaml` after showing how; never into a text that no reader would take. */
export async function editFeasibility(
  context: CommandContext,
  args: Arguments,
  folder: FeasibleFolder,
  change: (document: Document) => void,
): Promise<void> {
  const file = feasibilityFile(folder.folder);
  const check = (text: string): void => {
    const read = parseFeasibility(text, folder.study);
    if (read.ok) return;
    throw new Problems(
      read.problems.map(({ code, place }) => new KoppelError(code, { file, ...place })),
    );
  };
  const written = await editFile({ file, yes: args.flag('yes'), change, check }, context);
  const words = {
    en: written ? 'Written.' : 'Nothing was written.',
    nl: written ? 'Geschreven.' : 'Er is niets geschreven.',
  };
  context.print(words[context.language]);
}

/** VERDICT_PLACE, VERDICT_CONTRADICTS, EVIDENCE_*, USAGE; errors of `editFile`. */
export async function verdict(context: CommandContext): Promise<undefined> {
  const args = parseArguments(context.argv, kinds, 4);
  const folder = readFeasibleFolder(folderOption(args));
  const [, , , given] = args.positionals;
  const place = placeOf(folder, args.positionals);
  if (args.text('met') !== undefined) {
    const conditions = conditionMet(args, place);
    await editFeasibility(context, args, folder, (document) => {
      setConditions(document, place, conditions);
    });
    return undefined;
  }
  const form = verdictForm.safeParse(given);
  if (!form.success) throw new KoppelError('USAGE', { path: 'verdict' });
  const reason = lineOption(args, 'reason');
  const evidence = listOption(args, 'evidence');
  const fresh = newEvidence(folder, evidence, false);
  const conditions = conditionsAfter(args, place, form.data === 'yesIf');
  await editFeasibility(context, args, folder, (document) => {
    recordEvidence(document, fresh);
    const { city } = cityOf(args);
    if (place.fresh) document.setIn(place.path, document.createNode({ city }));
    const node = document.createNode({ verdict: form.data, reason, evidence });
    document.setIn([...place.path, 'verdicts', place.ground], node);
    setConditions(document, place, conditions);
  });
  return undefined;
}

const cityOf = ({ positionals }: Arguments): { readonly city: string } => ({
  city: positionals[1]!,
});

/** Records files, also anew where they were changed on purpose. */
export async function evidence(context: CommandContext): Promise<undefined> {
  const args = parseArguments(context.argv, { folder: 'string', yes: 'boolean' }, Infinity);
  if (args.positionals.length === 0) throw new KoppelError('USAGE', { path: 'evidence' });
  const folder = readFeasibleFolder(folderOption(args));
  const fresh = newEvidence(folder, args.positionals, true);
  await editFeasibility(context, args, folder, (document) => {
    recordEvidence(document, fresh);
  });
  return undefined;
}
