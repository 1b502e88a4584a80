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
import { fieldFiltersOf, similarityOf, type EncodingSpec } from '@koppel/study';
import { openPrograms } from '../bench/quality/programs.ts';
import { besideOthers, type Beside } from '../evaluate/beside.ts';
import { readDataFolder, type DataFolder } from '../evaluate/data-folder.ts';
import { encodeFolder, type EncodedFolder } from '../evaluate/encode-folder.ts';
import { candidatesOf, FIELD_BITS, type Coding } from '../evaluate/encode.ts';
import { mainColumn, readFields, type EvaluateField } from '../evaluate/fields.ts';
import { evaluationPage } from '../evaluate/report.ts';
import { predictedPairs, qualityOf, type LinkAim } from '../evaluate/score.ts';
import { linkInTwoRounds, linkOnce, type Evaluated, type LookFigures } from '../evaluate/ways.ts';
import type { Estimate, PairColumns, PairQuality, Reliability } from '../metrics/index.ts';

const kinds = {
  fields: 'string',
  threshold: 'string',
  'target-precision': 'string',
  scheme: 'string',
  bits: 'string',
  k: 'string',
  parts: 'string',
  report: 'string',
  'second-round': 'boolean',
  looks: 'string',
  'no-rarity': 'boolean',
  peers: 'boolean',
} as const;

/**
 * By default filters, and where a second round follows `saul` in parts. USAGE for another scheme, one that
 * leaves nothing to a second round, or `--k` or `--parts` without use.
 */
function codingOf(args: Arguments, fields: number): Coding {
  const isFirst = args.flag('second-round');
  const scheme = args.text('scheme') ?? (isFirst ? 'saul' : 'clk');
  if (isFirst && scheme === 'field-filters') throw new KoppelError('USAGE', { path: '--scheme' });
  const bits = args.count('bits', 2048);
  if (scheme === 'saul') {
    // Of a first round nothing else is said of, what finds candidates best at the same protection.
    const isUsual = ['bits', 'k', 'parts'].every((name) => args.text(name) === undefined);
    if (isFirst && isUsual) return { scheme, ...candidatesOf(fields), findsCandidates: true };
    const parts = args.count('parts', 1);
    return { scheme, bits, k: args.count('k', 3), parts, findsCandidates: isFirst };
  }
  if (args.text('parts') !== undefined) throw new KoppelError('USAGE', { path: '--parts' });
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

/** Whether owners tell rarity classes. USAGE where there is no second round. */
function rarityOf(args: Arguments): boolean {
  const isOff = args.flag('no-rarity');
  if (isOff && !args.flag('second-round')) throw new KoppelError('USAGE', { path: '--no-rarity' });
  return !isOff;
}

/** Looks per record where nothing is said. */
const LOOKS = 10;

const words = {
  en: {
    records: 'Records', truePairs: 'True pairs', strange: 'Left out: true pairs of unknown records', pairs: 'Pairs found', precision: 'Precision',
    recall: 'Recall', f1: 'F1', threshold: 'Threshold', best: 'Best F1 (knowing the truth)',
    at: 'at', estimated: 'estimated', broken: 'Values that break their type', seconds: 'Seconds',
    looks: 'Looks (second round)', looked: 'True pairs that were looked at', bytes: 'Bytes per look',
    speed: 'Looks per second and core', calibration: 'Expected calibration error',
    first: 'F1, first round alone', splink: 'F1, Splink on clear text (at ½; best)',
    refused: 'Decided by the first round alone, as the second refused', skipped: 'not run',
  },
  nl: {
    records: 'Records', truePairs: 'Ware paren', strange: 'Weggelaten: ware paren, records onbekend', pairs: 'Gevonden paren', precision: 'Precisie',
    recall: 'Volledigheid', f1: 'F1', threshold: 'Drempel', best: 'Beste F1 (met kennis vooraf)',
    at: 'bij', estimated: 'geschat', broken: 'Waarden die niet bij hun type passen', seconds: 'Seconden',
    looks: 'Blikken (tweede ronde)', looked: 'Ware paren die bekeken zijn', bytes: 'Bytes per blik',
    speed: 'Blikken per seconde en kern', calibration: 'Verwachte ijkfout van kansen',
    first: 'F1, alleen de eerste ronde', splink: 'F1, Splink op klare tekst (bij ½; beste)',
    refused: 'Beslist door alleen de eerste ronde, omdat de tweede weigerde', skipped: 'niet gedraaid',
  },
} as const; // prettier-ignore

/** Of the column of names. */
const WIDTH = 42;

function interval({ value, low, high }: Estimate): string {
  if (Number.isNaN(value)) return '–';
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

type BesideWord = 'first' | 'splink' | 'skipped';

/** What others make of the same records, for people. */
function besideLines(
  beside: Beside | undefined,
  text: Readonly<Record<BesideWord, string>>,
): [string, string][] {
  if (beside === undefined) return [];
  const { firstRound, splink } = beside;
  const most = (of: 'even' | 'best'): string =>
    'skipped' in splink ? '' : Math.max(...splink.map((one) => one[of] ?? 0)).toFixed(4);
  const others = 'skipped' in splink ? text.skipped : `${most('even')}; ${most('best')}`;
  return [
    [text.first, firstRound.f1.toFixed(4)],
    [text.splink, others],
  ];
}

/** Aligned text of the main figures, estimates beside what was measured. */
function summaryText(
  result: Record<
    | 'records'
    | 'truePairs'
    | 'strangeTruePairs'
    | 'pairs'
    | 'brokenValues'
    | 'threshold'
    | 'bestF1',
    number
  > &
    Record<'bestThreshold' | 'seconds', number> & {
      readonly secondRound: LookFigures | undefined;
      readonly reliability: Reliability | undefined;
      readonly beside: Beside | undefined;
      readonly refusedRound: string | undefined;
    },
  { outcome, quality, method }: { outcome: LinkOutcome; quality: PairQuality; method: string },
  language: Language,
): string {
  const text = words[language];
  const lines: [string, string][] = [
    [text.records, String(result.records)],
    [text.truePairs, String(result.truePairs)],
    ...(result.strangeTruePairs === 0
      ? []
      : [[text.strange, String(result.strangeTruePairs)] as [string, string]]),
    [text.pairs, String(result.pairs)],
    ...(['precision', 'recall', 'f1'] as const).map((what): [string, string] => {
      const guess = outcome.threshold.expected?.[what];
      const beside = guess === undefined ? '' : `   ${text.estimated} ${interval(guess)}`;
      return [text[what], interval(quality[what]) + beside];
    }),
    [text.threshold, `${result.threshold.toFixed(3)} (${method})`],
    [text.best, `${result.bestF1.toFixed(4)} ${text.at} ${result.bestThreshold.toFixed(3)}`],
    ...lookLines(result.secondRound, text),
    ...(result.refusedRound === undefined
      ? []
      : [[text.refused, result.refusedRound] as [string, string]]),
    ...(result.reliability === undefined
      ? []
      : [
          [text.calibration, result.reliability.expectedCalibrationError.toFixed(4)] as [
            string,
            string,
          ],
        ]),
    ...besideLines(result.beside, text),
    [text.broken, String(result.brokenValues)],
    [text.seconds, result.seconds.toFixed(1)],
  ];
  return lines.map(([name, value]) => `${name.padEnd(WIDTH - 1)} ${value}`).join('\n');
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
    readonly looked: boolean;
    readonly method: string;
    readonly fields: readonly EvaluateField[];
    readonly reliability: Reliability | undefined;
  },
): void {
  const file = args.text('report');
  if (file === undefined) return;
  const { folder, data, encoded, fields, ...shown } = made;
  const { sources } = encoded;
  const name = basename(resolve(folder));
  const fieldNames = new Map(
    shown.spec.fields.map((field, at) => [field.name, mainColumn(fields[at]!)] as const),
  );
  const page = { ...shown, name, sources, truth: data.truth, fieldNames };
  writeFileWhole(file, evaluationPage(page, language), { replace: true });
}

/** In one round or in both, with progress. */
async function linkWith(
  { reporter }: CommandContext,
  encoded: EncodedFolder,
  aim: Pick<LinkAim, 'threshold' | 'target'>,
  asked: {
    readonly looks: number | undefined;
    readonly rarity: boolean;
    readonly truth: PairColumns;
  },
): Promise<Evaluated> {
  const { looks, rarity, truth } = asked;
  const { spec } = encoded.profile;
  const progress = reporter.progress('link', 1000);
  const onProgress = (share: number): void => {
    progress.update(Math.round(share * 1000));
  };
  const similarity = similarityOf(spec);
  const once = { ...aim, similarity, groups: fieldFiltersOf(spec) };
  const linked =
    looks === undefined
      ? await linkOnce(encoded.sources, once, truth, onProgress)
      : await linkInTwoRounds(encoded.twice(), { ...aim, looks, rarity }, truth, onProgress);
  progress.end();
  return linked;
}

export async function evaluate(context: CommandContext): Promise<undefined> {
  const args = parseArguments(context.argv, kinds, 1);
  const [folder] = args.positionals;
  if (folder === undefined) throw new KoppelError('USAGE', { path: 'evaluate FOLDER' });
  const fields = readFields(args.required('fields'));
  const threshold = thresholdOf(args);
  const target = targetOf(args);
  const asked = { looks: looksOf(args), rarity: rarityOf(args) };
  const started = performance.now();
  const data = readDataFolder(folder);
  const encoded = encodeFolder(data, fields, codingOf(args, fields.length));
  const { spec } = encoded.profile;
  const similarity = similarityOf(spec);
  for (const warning of encoded.profile.warnings) context.reporter.warning(warning);
  const aim = { threshold, ...(target === undefined ? {} : { target }) };
  const { truth } = data;
  const linked = await linkWith(context, encoded, aim, { ...asked, truth });
  const { outcome, method, refusal, best, decidedBy, reliability } = linked;
  const quality = qualityOf(outcome, truth);
  const beside = args.flag('peers')
    ? await besideOthers(data, fields, await openPrograms())
    : undefined;
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
    // Without true pairs there is nothing to be best at.
    bestF1: Number.isNaN(quality.f1.value) ? best.f1 : Math.max(best.f1, quality.f1.value),
    bestThreshold: quality.f1.value > best.f1 ? outcome.threshold.threshold : best.threshold,
    records: encoded.sources.reduce((total, { count }) => total + count, 0),
    pairs: predictedPairs(outcome).a.length,
    truePairs: quality.actual,
    strangeTruePairs: data.strange,
    brokenValues: encoded.brokenValues,
    decidedBy,
    secondRound: linked.secondRound,
    reliability,
    beside,
    intervals: { precision: quality.precision, recall: quality.recall, f1: quality.f1 },
    scheme: spec.scheme,
    parameters: spec.parameters,
    similarity,
    bits: encoded.profile.bytes * 8,
    fields: spec.fields.map(({ weight }, at) => ({ ...fields[at], weight })),
    seconds: Math.round(linked.ended - started) / 1000,
  };
  const shown = { spec, outcome, looked: decidedBy === 'secondRound', method, reliability };
  writePage(args, context, { ...shown, folder, data, encoded, fields });
  if (args.flag('json')) {
    context.print(JSON.stringify(result, null, 1));
    return;
  }
  context.print(
    summaryText(
      {
        ...result,
        refusedRound: asked.looks !== undefined && decidedBy === 'firstRound' ? refusal : undefined,
      },
      { outcome, quality, method },
      context.language,
    ),
  );
}
