// SPDX-License-Identifier: EUPL-1.2
/** `./koppel evaluate FOLDER --fields FILE`: the quality of encoding and linking on known truth. */
import { basename, resolve } from 'node:path';
import {
  parseArguments,
  writeFileWhole,
  type Arguments,
  type CommandContext,
} from '@koppel/console';
import { KoppelError, type Language } from '@koppel/errors';
import type { EncodedSource, Expectation, LinkOutcome, Target } from '@koppel/linkage';
import type { EncodingProfile } from '@koppel/encoding';
import { fieldFiltersOf, similarityOf, type EncodingSpec } from '@koppel/study';
import { readDataFolder, type DataFolder } from '../evaluate/data-folder.ts';
import { encodeFile, FIELD_BITS, profileFor, type Coding } from '../evaluate/encode.ts';
import { mainColumn, readFields, type EvaluateField } from '../evaluate/fields.ts';
import { evaluationPage } from '../evaluate/report.ts';
import {
  bestByFields,
  bestOf,
  link,
  predictedPairs,
  qualityOf,
  type Best,
  type LinkAim,
  type Linked,
} from '../evaluate/score.ts';
import {
  candidateRecall,
  decideLooks,
  linkTwice,
  lookFieldsKey,
  lookProfile,
  type LookAim,
} from '../evaluate/second-round/second-round.ts';
import type { Estimate, PairQuality } from '../metrics/index.ts';

const kinds = {
  fields: 'string',
  threshold: 'string',
  'target-precision': 'string',
  scheme: 'string',
  bits: 'string',
  k: 'string',
  report: 'string',
  'second-round': 'boolean',
  looks: 'string',
} as const;

/**
 * By default filters, and where a second round follows `saul`, as its preset has it. USAGE for another
 * scheme, one that leaves nothing to a second round, or `--k` without use.
 */
function codingOf(args: Arguments): Coding {
  const isFirst = args.flag('second-round');
  const scheme = args.text('scheme') ?? (isFirst ? 'saul' : 'clk');
  if (isFirst && scheme === 'field-filters') throw new KoppelError('USAGE', { path: '--scheme' });
  const bits = args.count('bits', 2048);
  if (scheme === 'saul') {
    return { scheme, bits, k: args.count('k', 3), findsCandidates: isFirst };
  }
  if (scheme === 'field-filters' && args.text('k') === undefined) {
    return { scheme, fieldBits: args.count('bits', FIELD_BITS) };
  }
  if (scheme !== 'clk') throw new KoppelError('USAGE', { path: '--scheme' });
  if (args.text('k') !== undefined) throw new KoppelError('USAGE', { path: '--k' });
  return { scheme, bits };
}

function thresholdOf(args: Arguments): number | 'auto' {
  const text = args.text('threshold') ?? 'auto';
  const number = Number(text);
  if (text === 'auto') return text;
  if (number > 0 && number <= 1) return number;
  throw new KoppelError('USAGE', { path: '--threshold' });
}

/** The least expected precision, for an estimated threshold. */
function targetOf(args: Arguments): Target | undefined {
  const text = args.text('target-precision');
  if (text === undefined) return undefined;
  const precision = Number(text);
  if (precision > 0 && precision < 1 && args.text('threshold') === undefined) return { precision };
  throw new KoppelError('USAGE', { path: '--target-precision' });
}

/** Looks per record, where there is a second round. USAGE where there is none. */
function looksOf(args: Arguments): number | undefined {
  if (args.flag('second-round')) return args.count('looks', LOOKS);
  if (args.text('looks') !== undefined) throw new KoppelError('USAGE', { path: '--looks' });
  return undefined;
}

/** Looks per record where nothing is said. */
const LOOKS = 10;

function encodeFolder({ a, b }: DataFolder, fields: readonly EvaluateField[], coding: Coding) {
  const files = b === undefined ? [a] : [a, b];
  const profile = profileFor(fields, files, coding);
  const unique = b !== undefined;
  const names = ['a', 'b'];
  const encoded = files.map((file, at) =>
    encodeFile(names[at]!, file, fields, profile, { unique }),
  );
  return {
    profile,
    sources: encoded.map(({ source }) => source),
    brokenValues: encoded.reduce((total, one) => total + one.brokenValues, 0),
    /** What owners keep for a second round. */
    fieldSources: (look: EncodingProfile): EncodedSource[] =>
      files.map((file, at) => {
        const fieldsKey = lookFieldsKey();
        return encodeFile(names[at]!, file, fields, look, { unique }, fieldsKey).source;
      }),
  };
}

const words = {
  en: {
    records: 'Records', truePairs: 'True pairs', pairs: 'Pairs found', precision: 'Precision',
    recall: 'Recall', f1: 'F1', threshold: 'Threshold', best: 'Best F1 (knowing the truth)',
    at: 'at', estimated: 'estimated', broken: 'Values that break their type', seconds: 'Seconds',
    looks: 'Looks (second round)', looked: 'True pairs that were looked at', bytes: 'Bytes per look',
    speed: 'Looks per second and core',
  },
  nl: {
    records: 'Records', truePairs: 'Ware paren', pairs: 'Gevonden paren', precision: 'Precisie',
    recall: 'Volledigheid', f1: 'F1', threshold: 'Drempel', best: 'Beste F1 (met kennis vooraf)',
    at: 'bij', estimated: 'geschat', broken: 'Waarden die niet bij hun type passen', seconds: 'Seconden',
    looks: 'Blikken (tweede ronde)', looked: 'Ware paren die bekeken zijn', bytes: 'Bytes per blik',
    speed: 'Blikken per seconde en kern',
  },
} as const; // prettier-ignore

function interval({ value, low, high }: Estimate): string {
  return `${value.toFixed(4)} (${low.toFixed(4)}–${high.toFixed(4)})`;
}

/** The estimates in one form with the measured ones: values, and their 95 % intervals beside. */
function estimatedOf(expected: Expectation | undefined) {
  if (expected === undefined) return undefined;
  const { precision, recall, f1 } = expected;
  return {
    precision: precision.value,
    recall: recall.value,
    f1: f1.value,
    intervals: { precision, recall, f1 },
  };
}

type LookWord = 'looks' | 'looked' | 'bytes' | 'speed';

/** What a second round took, for people. */
function lookLines(
  figures: LookFigures | undefined,
  text: Readonly<Record<LookWord, string>>,
): [string, string][] {
  if (figures === undefined) return [];
  return [
    [text.looks, String(figures.looks)],
    [text.looked, figures.candidateRecall.toFixed(4)],
    [text.bytes, String(figures.bytesPerLook)],
    [text.speed, String(figures.looksPerSecond)],
  ];
}

/** Aligned text of the main figures, estimates beside what was measured. */
function summaryText(
  result: Record<
    'records' | 'truePairs' | 'pairs' | 'brokenValues' | 'threshold' | 'bestF1',
    number
  > &
    Record<'bestThreshold' | 'seconds', number> & { readonly secondRound: LookFigures | undefined },
  { outcome, quality, method }: { outcome: LinkOutcome; quality: PairQuality; method: string },
  language: Language,
): string {
  const text = words[language];
  const lines: [string, string][] = [
    [text.records, String(result.records)],
    [text.truePairs, String(result.truePairs)],
    [text.pairs, String(result.pairs)],
    ...(['precision', 'recall', 'f1'] as const).map((what): [string, string] => {
      const guess = outcome.threshold.expected?.[what];
      const beside = guess === undefined ? '' : `   ${text.estimated} ${interval(guess)}`;
      return [text[what], interval(quality[what]) + beside];
    }),
    [text.threshold, `${result.threshold.toFixed(3)} (${method})`],
    [text.best, `${result.bestF1.toFixed(4)} ${text.at} ${result.bestThreshold.toFixed(3)}`],
    ...lookLines(result.secondRound, text),
    [text.broken, String(result.brokenValues)],
    [text.seconds, result.seconds.toFixed(1)],
  ];
  return lines.map(([name, value]) => name.padEnd(38) + value).join('\n');
}

/** Writes the quality report where one is asked for. DISK_FULL, WRITE_FAILED. */
function writePage(
  args: Arguments,
  { language }: CommandContext,
  made: {
    readonly folder: string;
    readonly spec: EncodingSpec;
    readonly data: DataFolder;
    readonly encoded: { readonly sources: readonly EncodedSource[] };
    readonly outcome: LinkOutcome;
    readonly method: string;
    readonly fields: readonly EvaluateField[];
  },
): void {
  const file = args.text('report');
  if (file === undefined) return;
  const { folder, spec, data, encoded, outcome, method, fields } = made;
  const { sources } = encoded;
  const name = basename(resolve(folder));
  const fieldNames = new Map(
    spec.fields.map((field, at) => [field.name, mainColumn(fields[at]!)] as const),
  );
  const page = { name, spec, sources, outcome, method, truth: data.truth, fieldNames };
  writeFileWhole(file, evaluationPage(page, language), { replace: true });
}

/** A linkage, how well any threshold could have done, and when the linkage itself had ended. */
interface Evaluated extends Linked {
  readonly best: Best;
  readonly ended: number;
  readonly secondRound: LookFigures | undefined;
}

async function linkOnce(
  sources: readonly EncodedSource[],
  aim: LinkAim,
  { truth }: DataFolder,
  onProgress: (share: number) => void,
): Promise<Evaluated> {
  const linked = await link(sources, aim, onProgress);
  const ended = performance.now();
  return { ...linked, ended, best: await bestOf(sources, truth, aim), secondRound: undefined };
}

/** The figures of a second round. */
interface LookFigures {
  /** Per record. */
  readonly looksPerRecord: number;
  /** Answers in all. */
  readonly looks: number;
  readonly bytesPerLook: number;
  readonly looksPerSecond: number;
  /** The share of true pairs that were looked at. */
  readonly candidateRecall: number;
}

async function linkInTwoRounds(
  encoded: ReturnType<typeof encodeFolder>,
  aim: LookAim,
  { truth }: DataFolder,
  onProgress: (share: number) => void,
): Promise<Evaluated> {
  const { profile, sources } = encoded;
  const look = lookProfile(profile.spec);
  const fieldSources = encoded.fieldSources(look);
  const twice = { profile, sources, fieldSources, lookProfile: look };
  const linked = await linkTwice(twice, aim, onProgress);
  const ended = performance.now();
  const { second } = linked;
  const best = await bestByFields(
    (threshold) => decideLooks(linked.encoded, second, { threshold }),
    truth,
  );
  const secondRound = {
    looksPerRecord: aim.looks,
    looks: second.looks,
    bytesPerLook: second.answerBytes,
    looksPerSecond: Math.round(second.looks / second.ownerSeconds),
    candidateRecall: candidateRecall(linked.encoded, second, truth),
  };
  return { ...linked, ended, best, secondRound };
}

export async function evaluate(context: CommandContext): Promise<undefined> {
  const args = parseArguments(context.argv, kinds);
  const [folder] = args.positionals;
  if (folder === undefined) throw new KoppelError('USAGE', { path: 'evaluate FOLDER' });
  const fields = readFields(args.required('fields'));
  const threshold = thresholdOf(args);
  const target = targetOf(args);
  const looks = looksOf(args);
  const started = performance.now();
  const data = readDataFolder(folder);
  const encoded = encodeFolder(data, fields, codingOf(args));
  const { spec } = encoded.profile;
  const similarity = similarityOf(spec);
  for (const warning of encoded.profile.warnings) context.reporter.warning(warning);
  const progress = context.reporter.progress('link', 1000);
  const aim = { threshold, similarity, ...(target === undefined ? {} : { target }) };
  const onProgress = (share: number): void => {
    progress.update(Math.round(share * 1000));
  };
  const linked =
    looks === undefined
      ? await linkOnce(encoded.sources, { ...aim, groups: fieldFiltersOf(spec) }, data, onProgress)
      : await linkInTwoRounds(encoded, { ...aim, looks }, data, onProgress);
  const { outcome, method, refusal, best } = linked;
  progress.end();
  const seconds = Math.round(linked.ended - started) / 1000;
  const quality = qualityOf(outcome, data.truth);
  const result = {
    precision: quality.precision.value,
    recall: quality.recall.value,
    f1: quality.f1.value,
    threshold: outcome.threshold.threshold,
    thresholdMethod: method,
    thresholdRefusal: refusal,
    thresholdUpper: outcome.threshold.thresholdUpper,
    thresholdLower: outcome.threshold.thresholdLower,
    expectedPrecision: outcome.threshold.expectedPrecision,
    estimated: estimatedOf(outcome.threshold.expected),
    curve: outcome.threshold.curve,
    bestF1: Math.max(best.f1, quality.f1.value),
    bestThreshold: best.f1 >= quality.f1.value ? best.threshold : outcome.threshold.threshold,
    records: encoded.sources.reduce((total, { count }) => total + count, 0),
    pairs: predictedPairs(outcome).a.length,
    truePairs: quality.actual,
    brokenValues: encoded.brokenValues,
    secondRound: linked.secondRound,
    intervals: { precision: quality.precision, recall: quality.recall, f1: quality.f1 },
    scheme: spec.scheme,
    parameters: spec.parameters,
    similarity,
    bits: encoded.profile.bytes * 8,
    fields: spec.fields.map(({ weight }, at) => ({ ...fields[at], weight })),
    seconds,
  };
  writePage(args, context, { folder, spec, data, encoded, outcome, method, fields });
  if (args.flag('json')) {
    context.print(JSON.stringify(result, null, 1));
    return;
  }
  context.print(summaryText(result, { outcome, quality, method }, context.language));
}
